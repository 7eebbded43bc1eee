// Package lab answers what the lab's pages ask of the simulated platform and of the
// parent application beside it, as JSON. The server and the WebAssembly module of the
// lab are thin doors around [Lab.Answer]: a page works with both alike.
package lab

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"time"

	"github.com/embedsign/embedsign/internal/tenant"
)

// A Lab is an organisation, its parent application, and what has happened.
type Lab struct {
	Tenant *tenant.Tenant
	Parent *Parent
	// Clock gives the time.
	Clock func() time.Time

	journal journal
}

// Administrator is the one with whom an organisation of the lab begins.
const Administrator tenant.Address = "admin@example.com"

// A Caller is who asks. The doors know; the question does not say it.
type Caller struct {
	// Side is which part of the questions the door is for.
	Side Side
	// Session is the token of a frame, or empty.
	Session string
	// Administrator is who administers, or empty.
	Administrator tenant.Address
}

// A Side is a part of the questions. On a server each has an origin of its own.
type Side int

// The sides.
const (
	// Frame: what the embedded page asks of the platform.
	Frame Side = iota + 1
	// Console: what the page around it asks, of the parent application and as the
	// administrator of the platform.
	Console
)

// ErrNotAllowed is the answer to who may not ask this: a frame without a session, or
// somebody who does not administer.
var ErrNotAllowed = errors.New("this needs a session, or an administrator")

// ErrUnknown is the answer to a question that there is not on this side.
var ErrUnknown = errors.New("there is no such question")

// MaxQuestion bounds a question in bytes.
const MaxQuestion = 256 << 10

// Answer answers a question. The error is a [*tenant.Problem], a [*signer.Refusal],
// [ErrNotAllowed], [ErrUnknown], or that of a store; nothing has changed then.
func (l *Lab) Answer(ctx context.Context, who Caller, name string, question []byte) (any, error) {
	q, ok := questions(who.Side)[name]
	if !ok {
		return nil, ErrUnknown
	}
	c := &call{ctx: ctx, lab: l, who: who, now: l.Clock(), text: question}
	if err := q.admit(c); err != nil {
		return nil, err
	}
	answer, err := q.answer(c)
	if err != nil {
		return nil, err
	}
	l.mark(ctx, c.now)
	return answer, nil
}

// A call is one question on its way.
type call struct {
	ctx   context.Context
	lab   *Lab
	who   Caller
	now   time.Time
	text  []byte
	visit *tenant.Visit // for those who come with a session
}

// A question is what can be asked, and by whom.
type question struct {
	admit  func(*call) error
	answer func(*call) (any, error)
}

// questions lists what can be asked on a side.
func questions(side Side) map[string]question {
	switch side {
	case Frame:
		return visitorQuestions()
	case Console:
		all := administratorQuestions()
		maps.Copy(all, parentQuestions())
		maps.Copy(all, walkQuestions())
		return all
	}
	return nil
}

// Who may ask.
func anybody(*call) error { return nil }

func visitor(c *call) (err error) {
	if c.who.Session == "" {
		return ErrNotAllowed
	}
	c.visit, err = c.lab.Tenant.Visit(c.ctx, c.who.Session, c.now)
	return err
}

func administrator(c *call) error {
	if c.who.Administrator == "" {
		return ErrNotAllowed
	}
	return nil
}

// asked makes a question of a function that takes a value. Fields that the value does
// not have are an error: a misspelt one would be left out without a word.
func asked[Q any](admit func(*call) error, answer func(*call, Q) (any, error)) question {
	return question{admit, func(c *call) (any, error) {
		var q Q
		if err := c.decode(&q); err != nil {
			return nil, err
		}
		return answer(c, q)
	}}
}

func (c *call) decode(into any) error {
	if len(c.text) > MaxQuestion {
		return invalid("the question is longer than 256 KiB")
	}
	d := json.NewDecoder(bytes.NewReader(c.text))
	d.DisallowUnknownFields()
	err := d.Decode(into)
	if err == nil && d.Decode(&struct{}{}) != io.EOF {
		return invalid("there is something after the question")
	}
	var p *tenant.Problem
	if err != nil && !errors.As(err, &p) {
		return invalid("want a JSON object of this question's fields: " + err.Error())
	}
	return err
}

func invalid(message string) error {
	return &tenant.Problem{Code: tenant.Invalid, Message: message}
}

// done is the answer where there is nothing to say.
type done struct{}

// changed applies a change by the administrator who asks.
func (c *call) changed(change func(*tenant.State) error) (any, error) {
	return done{}, c.lab.Tenant.Store.Update(c.ctx, change)
}

// newID draws an ID.
func (c *call) newID() (tenant.ID, error) { return tenant.NewID(c.lab.Tenant.Random) }
