package signer

import (
	"strings"
	"testing"
)

// randomlySigned is a URL of about 100 bytes for each parameter, with everything
// in it that has two spellings, under a signature that nothing explains.
func randomlySigned(t testing.TB, parameters int) Inspection {
	r := goodRequest(t)
	for i := range parameters - 9 {
		r.Embed.Attributes = append(r.Embed.Attributes, Attribute{"Attribute_" + itoa(i), []string{"O'Neil & Söhne", "a+b@example.com", strings.Repeat("x", 80)}})
	}
	url := Build(r).SignedText + signatureName + strings.Repeat("5a", 32)
	if n := strings.Count(url, "&"); n != parameters {
		t.Fatalf("%d parameters, want %d", n, parameters)
	}
	return Inspection{URL: url, Secret: r.Credentials.Secret}
}

// BenchmarkDoctor finds no cause, so it tries everything.
func BenchmarkDoctor(b *testing.B) {
	for _, parameters := range []int{20, 40} {
		b.Run(itoa(parameters), func(b *testing.B) {
			i := randomlySigned(b, parameters)
			b.ReportAllocs()
			for b.Loop() {
				if got := Inspect(i); len(got.Causes) != 0 {
					b.Fatal(codesOf(got.Causes))
				}
			}
			b.ReportMetric(float64(len(i.URL)), "bytes/URL")
			b.ReportMetric(float64(Inspect(i).Tried), "hypotheses")
		})
	}
}

func BenchmarkDiff(b *testing.B) {
	was := randomlySigned(b, 20).URL
	is := formStyle.rewritten(was, false)
	for b.Loop() {
		Diff(was, is)
	}
}

// blocksFor counts what the doctor hashes for a URL that nothing explains, as if
// there were no bound.
func blocksFor(t *testing.T, parameters int) int {
	i := randomlySigned(t, parameters)
	d := &doctor{mac: newMAC(), keys: suspects(i.Secret.Reveal(), read(i.URL).clientID)}
	d.examine(placesOf(i.URL), true)
	return d.blocks
}

// Twice the parameters mean twice the text, so at most twice the blocks for each
// hypothesis, and with one more hypothesis for each parameter and key.
func TestDoctorGrowsLinearly(t *testing.T) {
	few, many := blocksFor(t, 20), blocksFor(t, 40)
	t.Logf("%d blocks for 20 parameters, %d for 40", few, many)
	if few < 10_000 || many > mostBlocks || 10*many > 32*few {
		t.Errorf("%d blocks for 20 parameters, %d for 40", few, many)
	}
}

// The longest URL, with as many parameters as it holds, is not tried with every
// pair.
func TestDoctorIsBounded(t *testing.T) {
	text := "https://a/b?" + strings.Repeat("%3A+=%2c&", MaxURLLength/9-20)
	url := text + ":signature=" + strings.Repeat("5a", 32)
	d := &doctor{mac: newMAC(), keys: suspects("k", "")}
	d.examine(placesOf(url), true)
	if most := mostBlocks + len(text)/64 + blocksOfAnEnd*strings.Count(text, "&"); d.blocks < mostBlocks/2 || d.blocks > most {
		t.Errorf("%d blocks", d.blocks)
	}
	if got := Inspect(Inspection{URL: url + strings.Repeat("0", MaxURLLength), Secret: NewSecret("k")}); got.Tried != 0 {
		t.Errorf("%d hypotheses for a URL that is too long", got.Tried)
	}
}
