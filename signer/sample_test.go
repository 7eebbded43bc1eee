package signer

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/embedsign/embedsign/internal/testneeds"
)

// Each program makes a URL in the way of an official sample: its order, its
// encoder, its nonce and its time. It is given the embed path and the client ID
// and signs with nothing, since the guess looks at no signature.
var sampleMakers = []struct {
	id      string
	command []string
}{
	{"python", []string{"python3", "-c", `
import sys, time, uuid
from urllib.parse import quote
path, client = sys.argv[1:]
pairs = {":nonce": uuid.uuid4(), ":email": "ada@example.com", ":external_user_id": "u 1", ":client_id": client,
  ":time": int(time.time()) + 0.1234567, ":session_length": 3600, ":mode": "userbacked", ":external_user_team": "Team A,Team B", ":account_type": "Viewer"}
print(path + "?" + "&".join(quote(k, safe=",:") + "=" + quote(str(v), safe=",:") for k, v in pairs.items()) + "&:signature=" + "0a" * 32, end="")`}},
	{"node", []string{"node", "-e", `
const [path, client] = process.argv.slice(1);
const query = new URLSearchParams([[":nonce", require("crypto").randomBytes(16).toString("hex")], [":email", "ada@example.com"],
  [":external_user_id", "u 1"], [":client_id", client], [":time", Math.floor(Date.now() / 1000)], [":session_length", 3600],
  [":mode", "view"], [":external_user_team", "Team A,Team B"]]);
process.stdout.write(path + "?" + query + "&:signature=" + "0a".repeat(32));`}},
	{"node_or_ruby", []string{"ruby", "-e", `
require "uri"; require "securerandom"
path, client = ARGV
print path + "?" + URI.encode_www_form(":nonce" => SecureRandom.uuid, ":email" => "ada@example.com", ":external_user_id" => "u 1",
  ":client_id" => client, ":time" => Time.now.to_i, ":session_length" => 3600, ":mode" => "userbacked", ":external_user_team" => "Team A") + "&:signature=" + "0a" * 32`}},
	{"sdk", []string{"node", "-e", `
const [path, client] = process.argv.slice(1);
const query = new URLSearchParams({":mode": "userbacked", ":email": "ada@example.com", ":external_user_team": "Team A", ":account_type": "viewer",
  ":nonce": require("crypto").randomUUID(), ":time": String(Math.floor(Date.now() / 1000)), ":session_length": "36000", ":client_id": client, ":external_user_id": "1"});
query.append(":signature", "0a".repeat(32));
process.stdout.write(path + "?" + query);`}},
	{"docs", []string{"node", "-e", `
const [path, client] = process.argv.slice(1);
let query = "?:nonce=" + require("crypto").randomUUID();
query += "&:client_id=" + client;
query += "&:email=ada+embed@example.com";
query += "&:external_user_id=u-1&:external_user_team=Team A,Team B&:account_type=Viewer+";
query += "&:mode=userbacked&:session_length=600&:time=" + Math.floor(Date.now() / 1000);
process.stdout.write(path + query + "&:signature=" + "0a".repeat(32));`}},
}

func TestSamplesAreRecognised(t *testing.T) {
	client := readVectors(t).ClientID
	for _, maker := range sampleMakers {
		t.Run(maker.id, func(t *testing.T) {
			url := output(t, append(maker.command, testPath, client))
			if got := Inspect(Inspection{URL: url}).Sample; got.ID != maker.id || got.Name == "" || got.Why == "" {
				t.Errorf("%s: %+v", url, got)
			}
		})
	}
}

// output runs a program of another language; without that language there is
// nothing to compare with.
func output(t *testing.T, command []string) string {
	t.Helper()
	testneeds.Program(t, command[0])
	out, err := exec.CommandContext(t.Context(), command[0], command[1:]...).Output()
	if err != nil {
		t.Fatalf("%s: %v", command[0], err)
	}
	return string(out)
}

// Samples in languages that are not run here, and URLs of which less is known.
func TestSamplesByTheirHabits(t *testing.T) {
	const id, tail = "ba6609d000daf9196fd3dbf1b878a452ddaf27fcbf028ff7df23aab9fa9cb607", "&:signature=00"
	const uuid = "0b9c3f52-6a1e-4d3b-9a52-0f3c5d7e8a11"
	rest := "&:external_user_id=1&:client_id=" + id + "&:time=1700000000&:session_length=3600&:mode=userbacked&:external_user_team=A"
	for _, c := range []struct{ what, want, query string }{
		{"Go: any order, a nonce from Int63", "go", ":time=1700000000&:mode=userbacked&:email=a@b.co&:nonce=4d65822107fcfd52&:client_id=" + id + "&:external_user_team=A" + tail},
		{"Go: only the space is encoded", "go", ":time=1700000000&:mode=userbacked&:email=a@b.co&:nonce=" + uuid + "&:external_user_team=Team%20A,B&:client_id=" + id + tail},
		{"Apex", "apex", ":nonce=a8Kd02jQxZ71LmPw&:client_id=" + id + "&:time=1700000000&:session_length=86400&:email=a%40b.co&:external_user_id=a%40b.co&:mode=userbacked&:account_type=Viewer&:external_user_team=A" + tail},
		{"Ruby, perhaps", "node_or_ruby", "%3Anonce=" + uuid + "&%3Aemail=a%40b.co" + strings.ReplaceAll(rest, "&:", "&%3A") + tail},
		{"a longer nonce than Node's", "node_or_ruby", "%3Anonce=" + id + "&%3Aemail=a%40b.co" + strings.ReplaceAll(rest, "&:", "&%3A") + tail},
		{"the documentation, as an address bar shows it, or Go", "docs_or_go", ":nonce=" + uuid + "&:client_id=" + id + "&:email=a@b.co&:external_user_id=1&:external_user_team=Team%20A&:mode=userbacked&:time=1700000000" + tail},
		{"Python with a rounded time", "python", ":nonce=" + uuid + "&:email=a%40b.co" + rest + tail},
		{"Python in another order, but its time tells", "python", ":email=a%40b.co&:nonce=" + uuid + "&:client_id=" + id + "&:time=1700000000.1234567" + tail},
		{"embedsign", "embedsign", ":client_id=" + id + "&:mode=userbacked&:session_length=60&:email=a%40b.co&:external_user_id=1&:nonce=" + uuid + "&:time=1700000000" + tail},
		{"an order of nobody", "", ":email=a%40b.co&:nonce=" + uuid + "&:time=1700000000&:client_id=" + id + "&:mode=userbacked" + tail},
		{"the order of Python, but a raw @", "", ":nonce=" + uuid + "&:email=a@b.co" + rest + tail},
		{"escapes that no sample writes", "", "%3anonce=" + uuid + "&%3aemail=a%40b.co" + strings.ReplaceAll(rest, "&:", "&%3a") + tail},
		{"JavaScript's fraction, not Python's", "", ":email=a%40b.co&:nonce=" + uuid + "&:client_id=" + id + "&:time=1700000000.123" + tail},
		{"the order of Python, but %2C", "", ":nonce=" + uuid + "&:email=a%40b.co" + rest + "%2CB" + tail},
		{"too little to go by", "", ":nonce=" + uuid + "&:email=a%40b.co" + tail},
	} {
		got := Inspect(Inspection{URL: testPath + "?" + c.query}).Sample
		if got.ID != c.want || got.Why == "" || (got.Name == "") != (c.want == "") {
			t.Errorf("%s: %+v, want %q", c.what, got, c.want)
		}
	}
	for _, url := range []string{"", "hello", testPath + "?:jwt=a.b.c&:embed=true"} {
		if got := Inspect(Inspection{URL: url}).Sample; got != (SampleGuess{}) {
			t.Errorf("%q: %+v", url, got)
		}
	}
}

// The vectors were written in the ways of the samples.
func TestSamplesOfVectors(t *testing.T) {
	want := map[string]string{"V1": "docs", "V2": "node_or_ruby", "V3": "python", "V4": "", "V5": ""}
	for _, x := range readVectors(t).HMAC {
		if got := Inspect(Inspection{URL: x.URL}).Sample.ID; got != want[x.Name] {
			t.Errorf("%s: %q, want %q", x.Name, got, want[x.Name])
		}
	}
}

// An order that names a parameter wrongly would never be met.
func TestSampleOrdersNameParameters(t *testing.T) {
	for _, s := range samples {
		for name := range strings.FieldsSeq(s.order) {
			if parameterNamed(":"+name) == nil {
				t.Errorf("%s: no parameter :%s", s.id, name)
			}
		}
		if s.name == "" || s.order != "" && s.way == "" || s.marks != 0 && s.mark == "" {
			t.Errorf("%s lacks words: %+v", s.id, s)
		}
	}
}
