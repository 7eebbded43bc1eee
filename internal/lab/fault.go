package lab

import (
	"errors"

	"github.com/embedsign/embedsign/internal/tenant"
)

// A Fault is an error as the pages get it. Over HTTP it is part of a problem of RFC
// 9457, whose members have the same names.
type Fault struct {
	Code string `json:"code"`
	// Detail says what is wrong and what would be right, to the person in front.
	Detail string `json:"detail"`
	// Parameter is the field of the question or the parameter of the URL at fault.
	Parameter string `json:"parameter,omitempty"`
	// SigmaMessage is the platform's own text, where one is documented.
	SigmaMessage string `json:"sigma_message,omitempty"`
	// EventCode is the code of the event workbook:error, of a refusal.
	EventCode string `json:"event_code,omitempty"`
}

// FaultOf gives what a page may know of an error. It knows nothing of the failure of a
// store, of which known is false.
func FaultOf(err error) (f Fault, known bool) {
	var problem *tenant.Problem
	if refusal, ok := tenant.IsRefusal(err); ok {
		return Fault{string(refusal.Code), refusal.Explanation, refusal.Parameter, refusal.SigmaMessage, tenant.EventCode(refusal.Code)}, true
	}
	switch {
	case errors.As(err, &problem):
		return Fault{Code: string(problem.Code), Detail: problem.Message, Parameter: problem.Field}, true
	case errors.Is(err, ErrNotAllowed):
		return Fault{Code: "not_allowed", Detail: ErrNotAllowed.Error()}, true
	case errors.Is(err, ErrUnknown):
		return Fault{Code: "unknown_question", Detail: ErrUnknown.Error()}, true
	}
	return Fault{}, false
}
