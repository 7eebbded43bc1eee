package main

import (
	"strings"
	"testing"

	"github.com/embedsign/embedsign/signer"
)

// textMistakes show in the text alone: of the first vector in the safe dialect, one
// text is replaced by another, wherever it stands. $ is the signature, and stands
// for its place.
var textMistakes = []struct{ code, from, to string }{
	{"control_character", "/embed/", "/embed/\n"},
	{"not_a_url", "https://", ""},
	{"missing_question_mark", "?", "&"},
	{"doubled_question_mark", "?", "??"},
	{"path_scheme", "https:", "http:"},
	{"path_host", "//app.", "//App."},
	{"path_missing", "/embed/1-1abCDEFG2hIjKLMnopqrST", ""},
	{"path_rewritten", "/embed/", "/x/../embed/"},
	{"embed_id_form", "/embed/", "/workbook/"},
	{"html_escaped", "&", "&amp;"},
	{"json_escaped", "&", `\u0026`},
	{"missing_ampersand", "&:session_length", ":session_length"},
	{"encoded_query", ":mode=", ":mode%3D"},
	{"broken_pair", "FinanceViewers", "R&D"},
	{"broken_escape", "FinanceViewers", "100%"},
	{"bad_character", "FinanceViewers", "%00"},
	{"double_encoding", "%40", "%2540"},
	{"lower_case_escape", "FinanceViewers", "Caf%c3%a9"},
	{"browser_rewrites", "FinanceViewers", "Finance Viewers"},
	{"raw_plus", "=Viewer", "=Viewer+"},
	{"outer_space", "=Viewer", "=%20Viewer"},
	{"invisible_character", "=Viewer", "=View%E2%80%8Ber"},
	{"encoded_comma", "FinanceViewers", "FinanceViewers%2CSales"},
	{"encoded_range", "&:nonce", "&d=min%3A2024-01-01%2Cmax%3A2024-02-01&:nonce"},
	{"empty_team", "=FinanceViewers", "=FinanceViewers,"},
	{"fragment", "&:nonce", "&:loading_bg=#FF0000&:nonce"},
	{"missing_colon", "&:email", "&email"},
	{"unknown_parameter", "&:email", "&:emial"},
	{"duplicate_parameter", "&:nonce", "&:mode=userbacked&:nonce"},
	{"invalid_value", "&:nonce", "&:hide_menu=True&:nonce"},
	{"needs_language", "&:nonce", "&:lng_variant=1&:nonce"},
	{"needs_menu_position", "&:nonce", "&:hide_menu=true&:nonce"},
	{"bookmark_and_explore", "&:nonce", "&:bookmark=a&:explore=b&:nonce"},
	{"empty_value", "&:nonce", "&:ua_Region=&:nonce"},
	{"invalid_option_name", "&:nonce", "&:=1&:nonce"},
	{"half_a_name", "&:nonce", "&:first_name=Ada&:nonce"},
	{"missing_parameter", "=FinanceViewers", "="},
	{"account_type_absent", "&:account_type=Viewer", ""},
	{"invalid_mode", "=userbacked", "=user"},
	{"legacy_mode", "=userbacked", "=view"},
	{"not_for_mode", "=userbacked", "=explore"},
	{"invalid_email", ":email=", ":email=%20"},
	{"client_id_absent", "?:client_id=", "?:colour="},
	{"client_id_form", "client_id=", "client_id=0"},
	{"secret_in_url", "&:nonce", "&embed_secret=x&:nonce"},
	{"guessable_nonce", "nonce=0b9c3f52-6a1e-4d3b-9a52-0f3c5d7e8a11", "nonce=5577006791947779"},
	{"nonce_at_limit", "nonce=0b9c3f52-6a1e-4d3b-9a52-0f3c5d7e8a11", "nonce=" + strings.Repeat("n", signer.MaxNonceLength)},
	{"nonce_too_long", "nonce=", "nonce=" + strings.Repeat("n", signer.MaxNonceLength)},
	{"time_in_milliseconds", "=1700000000", "=1700000000123"},
	{"fractional_seconds", "=1700000000", "=1700000000.5"},
	{"invalid_time", "=1700000000", "=-1"},
	{"invalid_integer", "=600", "=six"},
	{"seconds_with_unit", "=600", "=600s"},
	{"session_length_exceeded", "=600", "=2592001"},
	{"long_session", "=600", "=86400"},
	{"after_signature", "$", "$&_ts=1"},
	{"signature_upper_case", "$", strings.Repeat("5A", 32)},
	{"signature_doubled", "$", strings.Repeat("5a", 64)},
	{"signature_truncated", "$", strings.Repeat("5a", 19) + "5b"},
	{"signature_too_long", "$", strings.Repeat("50", 31) + "5152535455"},
	{"signature_base64", "$", "jMQBJ5CEEZGW8A0qVpYpwyQKQGtkSg0bdXh2OE1pcj4="},
	{"signature_form", "$", "[object%20Promise]"},
}

// textExchanges inspect each without a secret: the finding is there.
func textExchanges(t testing.TB) []exchange {
	good := builtURL(t, 0)
	all := []exchange{
		{"text with no_query", toJSON(t, fields{"op": "inspect", "url": good[:strings.IndexByte(good, '?')]}), `{"code":"no_query",`},
		{"broken", toJSON(t, fields{"op": "inspect", "url": "https://x/é?&&a=%ff&:mode&:time=1e9#'<>"}), `{"code":"bad_character",`},
	}
	signature := good[len(good)-signer.SignatureLength:]
	for _, m := range textMistakes {
		url := strings.ReplaceAll(good, strings.ReplaceAll(m.from, "$", signature), strings.ReplaceAll(m.to, "$", signature))
		all = append(all, exchange{"text with " + m.code, toJSON(t, fields{"op": "inspect", "url": url}), `{"code":"` + m.code + `","severity":`})
	}
	return all
}
