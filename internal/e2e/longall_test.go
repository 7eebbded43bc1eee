//go:build all

package e2e

func longTests() []browserTest {
	return []browserTest{{"AxeLab", testAxeLab}, {"Latency", testLatency}}
}

func left() []string { return nil }
