package code

import (
	"strings"

	"github.com/embedsign/embedsign/signer"
)

// A urlProgram makes a signed URL.
type urlProgram struct {
	program
	request *signer.Request
	pairs   []signer.Pair
	// nonce and time are the indexes of their pairs, whose values are variables.
	nonce, time int
}

// part writes what the small letters of a template stand for: the path, the nonce
// and the time as literals, and for a star the items of a pair.
func (p *urlProgram) part(letter byte, i int) {
	switch letter {
	case 'p':
		p.literal(p.request.Embed.Path)
	case 'n':
		p.literal(p.pairs[p.nonce].Items[0])
	case 't':
		p.literal(p.pairs[p.time].Items[0])
	case '*':
		p.pair(i)
	}
}

// variant chooses how the program encodes.
func (p *urlProgram) variant() {
	p.active = string(p.request.Dialect)[:1]
	if p.request.Dialect == signer.DialectSafe {
		p.safe()
	}
	if p.grammar.shell() && p.hasNUL() {
		p.active = "r"
	}
	if p.active == "r" {
		p.ready()
	}
}

// safe chooses among the variants of the safe dialect: colons stay in the values
// of controls, so the function for a request with controls is longer. A control
// is told by the name, which has no colon. A broken request, with a control
// that has one or an option that has none, does not follow that rule.
func (p *urlProgram) safe() {
	for i := range p.pairs {
		pair := &p.pairs[i]
		isControl := !strings.HasPrefix(pair.Name, ":")
		name, value, _ := strings.Cut(pair.Text, "=")
		switch {
		case isControl && strings.Contains(value, "%3A"), !isControl && strings.Contains(value, ":"):
			p.active = "r"
		case isControl && p.active == "s":
			p.active = "c"
		}
		pair.Name = name
	}
}

func (p *urlProgram) hasNUL() bool {
	for _, pair := range p.pairs {
		if strings.Contains(pair.Text, "%00") {
			return true
		}
	}
	return false
}

// ready puts what is sent in the place of what is meant.
func (p *urlProgram) ready() {
	for i := range p.pairs {
		pair := &p.pairs[i]
		name, value, _ := strings.Cut(pair.Text, "=")
		pair.Name, pair.Items = name, []string{value}
	}
}

// variables finds nonce and time, which are the last of their names.
func (p *urlProgram) variables() {
	for i := range p.pairs {
		switch p.pairs[i].Name {
		case ":nonce":
			p.nonce = i
		case ":time":
			p.time = i
		}
	}
}

// personal are the parameters that differ from user to user.
var personal = [...]string{
	":account_type", ":external_user_team", ":email", ":external_user_id", ":first_name", ":last_name", ":eval_connection_id",
}

// user finds the range of the parameters that differ from user to user. In an
// order of the request's own others may stand in between, but not nonce and time,
// which the program makes: those of the user that come later stay where they are.
func (p *urlProgram) user() {
	for i := range p.pairs {
		switch {
		case p.last > 0 && (i == p.nonce || i == p.time):
			return
		case !isPersonal(p.pairs[i].Name):
		case p.last == 0:
			p.first, p.last = i, i+1
		default:
			p.last = i + 1
		}
	}
}

func isPersonal(name string) bool {
	for i := range personal {
		if personal[i] == name {
			return true
		}
	}
	return strings.HasPrefix(name, ":ua_")
}

// pair writes the items of a pair; nonce and time are variables.
func (p *urlProgram) pair(i int) {
	p.literal(p.pairs[i].Name)
	for _, item := range p.pairs[i].Items {
		p.separate()
		switch i {
		case p.nonce:
			p.text(p.grammar.nonce)
		case p.time:
			p.text(p.grammar.time)
		default:
			p.literal(item)
		}
	}
}

// separate writes what stands between two arguments.
func (p *program) separate() {
	if !p.grammar.shell() {
		p.text(",")
	}
	p.text(" ")
}
