package signer

import "strings"

// options checks the parameters that have no field of their own.
func (c *checker) options(options []Option) {
	for i := range options {
		o := &options[i]
		c.option(o)
		for j := range i {
			if options[j].Name == o.Name {
				c.twice(o.Name)
				break
			}
		}
	}
	if len(options) > 0 && !c.errorsOnly {
		c.together(options)
	}
}

func (c *checker) twice(name string) {
	c.warn("duplicate_parameter", name, "stands there more than once; which one counts is not documented", "Keep one.", Policy)
}

func (c *checker) option(o *Option) {
	c.text(o.Name, o.Name)
	c.text(o.Name, o.Value)
	p := parameterNamed(o.Name)
	switch {
	case len(o.Name) < 2 || o.Name[0] != ':':
		c.fail("invalid_option_name", o.Name, "is not the name of an option, which begins with a colon",
			"Write :"+o.Name+"; controls, which have no colon, go into the list of controls.", Documented)
	case p == nil:
		c.warn("unknown_parameter", o.Name, "is in no document; the platform answers EINVAL to a mistyped parameter"+didYouMean(o.Name),
			"Check the spelling, upper and lower case included; the ID of a control goes without the colon.", Documented)
	case p.Field != "options":
		c.fail("reserved_parameter", o.Name, "has a place of its own and cannot be given as an option", "Use its own field.", Policy)
	default:
		c.form(o.Name, o.Value)
	}
}

// form warns of a value that the documents do not allow for its parameter.
func (c *checker) form(name, value string) {
	if c.errorsOnly {
		return
	}
	p := parameterNamed(name)
	if why := formFlaw(p, value); why != "" {
		c.warn("invalid_value", name, quote(value)+" "+why, "", p.Source)
	}
}

func formFlaw(p *Parameter, value string) string {
	switch p.Type {
	case TypeBoolean:
		if value != "true" && value != "false" {
			return "is not true or false, in lower case"
		}
	case TypeEnum:
		return enumFlaw(p, value)
	case TypeColour:
		if len(value) != 6 || !all(value, isHexDigit) {
			return "is not a colour of six hex digits without #"
		}
	case TypeUUID:
		if len(value) != nonceLength || strings.Count(value, "-") != 4 {
			return "is not a UUID"
		}
	}
	return ""
}

func enumFlaw(p *Parameter, value string) string {
	for _, allowed := range p.Allowed {
		if value == allowed {
			return ""
		}
		if strings.EqualFold(value, allowed) {
			return "is written " + allowed
		}
	}
	if p.Open {
		return ""
	}
	return "is not one of " + strings.Join(p.Allowed, ", ")
}

// together warns of options that need or exclude one another.
func (c *checker) together(options []Option) {
	given := map[string]string{}
	for _, o := range options {
		given[o.Name] = o.Value
	}
	if given[":lng_variant"] != "" && given[":lng"] == "" {
		c.warn("needs_language", ":lng_variant", "has no effect without :lng", "Add :lng.", Documented)
	}
	if given[":hide_menu"] == "true" && given[":menu_position"] != "top" && given[":menu_position"] != "bottom" {
		c.warn("needs_menu_position", ":hide_menu", "is documented only together with :menu_position top or bottom", "Add :menu_position.", Documented)
	}
	if given[":bookmark"] != "" && given[":explore"] != "" {
		c.warn("bookmark_and_explore", ":explore", "and :bookmark exclude one another", "Keep one.", Documented)
	}
}

func (c *checker) attributes(attributes []Attribute) {
	for i := range attributes {
		a := &attributes[i]
		if a.Name == "" {
			c.fail("empty_name", attributePrefix, "the name of a user attribute is missing", "Name it exactly as in the platform.", Documented)
		}
		c.family(":ua_", a.Name, a.Values)
		for j := range i {
			if attributes[j].Name == a.Name {
				c.twice(attributePrefix + a.Name)
				break
			}
		}
	}
}

// family checks a name from outside and its values.
func (c *checker) family(prefix, name string, values []string) {
	if c.text(prefix, name); !c.errorsOnly {
		prefix += name
	}
	if len(values) == 0 {
		c.warn("empty_value", prefix, "has no value", "", Policy)
	}
	for _, value := range values {
		c.text(prefix, value)
	}
}

func (c *checker) controls(controls []Control) {
	for i := range controls {
		k := &controls[i]
		c.controlID(k.ID)
		switch {
		case k.Range != nil:
			c.rangeOf(k)
		case isRange(k.Values):
			c.fail("reads_as_range", k.ID, "has the values "+quote(k.Values[0])+" and "+quote(k.Values[1])+", which are read as a range",
				"Give a range in its place.", Documented)
		default:
			c.family("", k.ID, k.Values)
		}
		for j := range i {
			if controls[j].ID == k.ID {
				c.twice(k.ID)
				break
			}
		}
	}
}

func (c *checker) controlID(id string) {
	switch {
	case id == "":
		c.fail("empty_name", "", "the ID of a control is missing", "Copy the control ID from the workbook.", Documented)
	case id[0] == ':':
		c.fail("control_with_colon", id, "control IDs have no colon", "Remove it; parameters with a colon go into the options.", Documented)
	}
}

func (c *checker) rangeOf(k *Control) {
	if len(k.Values) > 0 {
		c.fail("range_and_values", k.ID, "has both values and a range", "Keep one.", Documented)
	}
	c.text(k.ID, k.Range.Min)
	c.text(k.ID, k.Range.Max)
	if k.Range.Min == "" && k.Range.Max == "" {
		c.warn("empty_value", k.ID, "has a range that is open on both sides", "", Policy)
	}
}
