package bootstrap_test

import (
	"fmt"
	"log"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival/bootstrap"
)

// Limits of the mean of five numbers.
func ExampleRun() {
	numbers := []float64{3, 8, 12, 20, 41}
	mean := func(times []int) []varighet.Opt[float64] {
		sum, n := 0.0, 0
		for i, k := range times {
			sum, n = sum+float64(k)*numbers[i], n+k
		}
		return []varighet.Opt[float64]{varighet.Some(sum / float64(n))}
	}
	set, err := bootstrap.Run(len(numbers), nil, mean, bootstrap.Options{Replicates: 999, Seed: 1})
	if err != nil {
		log.Fatal(err)
	}
	r := set.Results[0]
	fmt.Printf("%.1f (%.1f to %.1f)\n", r.Estimate.V, r.PercentileLower.V, r.PercentileUpper.V)
	// Output:
	// 16.8 (6.8 to 30.2)
}
