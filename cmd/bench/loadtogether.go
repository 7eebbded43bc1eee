package main

import (
	"github.com/spf13/pflag"

	"github.com/embedsign/embedsign/cmd/bench/internal/heyload"
	"github.com/embedsign/embedsign/cmd/bench/internal/load"
	"github.com/embedsign/embedsign/cmd/bench/internal/loadtarget"
	"github.com/embedsign/embedsign/cmd/bench/internal/schedule"
)

// checkTogether refuses flags that would mean nothing beside the others: who gave
// them expects them to.
func (l *loading) checkTogether(flags *pflag.FlagSet, p *loadPlan) error {
	secure := l.tls || l.http == "2" || p.target.URL != nil && p.target.URL.Scheme == "https"
	switch {
	case l.findCapacity && l.model != load.Open:
		return usage("--find-capacity and --model %s: a search is made with the open loop", l.model)
	case l.findCapacity && l.hdrLog != "":
		return usage("--find-capacity and --hdr-log: a search has no one series of seconds")
	case !l.findCapacity && flags.Changed("time-budget"):
		return usage("--time-budget: is for --find-capacity; --duration says how long a test is")
	case (l.insecure || l.ca != "") && (!secure || p.target.URL == nil):
		return usage("--insecure and --ca: are for a --url with https")
	case l.insecure && l.ca != "":
		return usage("--insecure and --ca: want one of them")
	case l.hdrLog != "" && l.hdrLog == l.output:
		return usage("--hdr-log and --output: the same file %q", l.output)
	}
	return l.checkModel(flags, p)
}

// checkModel refuses flags of the model that is not run.
func (l *loading) checkModel(flags *pflag.FlagSet, p *loadPlan) error {
	each := p.schedule.Rate() / float64(l.connections)
	switch {
	case l.model == load.Closed && flags.Changed("arrivals"):
		return usage("--arrivals: a closed loop has none; each connection sends when it was answered")
	case l.model == load.Closed && flags.Changed("max-workers"):
		return usage("--max-workers: is for the open loop; a closed one has --connections")
	case l.model == load.Open && flags.Changed("connections"):
		return usage("--connections: is for the closed loop; an open one has --max-workers")
	case l.arrivals != string(schedule.Poisson) && flags.Changed("seed"):
		return usage("--seed: is for --arrivals %s; constant ones have nothing to draw", schedule.Poisson)
	case l.model != load.Open && each > heyload.MaxRate:
		return usage("--rate %s: want at most %d requests/s on each of the --connections %d", l.rate, int(heyload.MaxRate), l.connections)
	case l.model != load.Open && !p.unpaced && each*p.schedule.Duration().Seconds() < 1:
		return usage("--connections %d: not one request for each at this rate and duration; want fewer", l.connections)
	}
	return nil
}

// checkCredentials refuses those that nobody would use, and asks for those that are
// needed.
func (l *loading) checkCredentials() error {
	given := l.clientID != "" || l.secretFile != ""
	switch kind := l.kind(); {
	case kind == loadtarget.Open && !given:
		return usage("--target open and --url: want --client-id and --secret-file, to sign as a client that the server knows")
	case given && kind != loadtarget.Open && kind != loadtarget.Sign:
		return usage("--client-id and --secret-file: are for --target open and sign; %s signs nothing", kind)
	}
	return nil
}
