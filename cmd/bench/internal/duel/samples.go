package duel

import "github.com/embedsign/embedsign/cmd/bench/internal/verdict"

// measureFloor takes what the same build differed by.
func (d *duel) measureFloor(launches []Launch) (err error) {
	d.found.Floor, err = verdict.NoiseFloor(noise(launches, len(d.config.Kernels)), d.config.Settings.Alpha)
	return err
}

// samples gives the launches of each kernel.
func (c *Config) samples(launches []Launch) []verdict.Sample {
	all := make([]verdict.Sample, len(c.Kernels))
	for i, stored := range c.Baseline {
		all[i].Baseline = stored
	}
	for i := range all {
		all[i].Launches = launchesOf(launches, i)
	}
	return all
}

// Of gives what each launch found of a kernel.
func (f *Found) Of(kernel int) []verdict.Launch { return launchesOf(f.Launches, kernel) }

func launchesOf(launches []Launch, kernel int) []verdict.Launch {
	var of []verdict.Launch
	for _, l := range launches {
		k := l.Kernels[kernel]
		of = append(of, verdict.Launch{LogRatio: k.LogRatio, Tainted: k.Tainted})
	}
	return of
}

// noise gives what each launch saw between two processes of the same build.
func noise(launches []Launch, kernels int) [][]float64 {
	all := make([][]float64, kernels)
	for _, l := range launches {
		for i, k := range l.Kernels {
			all[i] = append(all[i], k.Noise)
		}
	}
	return all
}
