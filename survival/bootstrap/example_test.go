package bootstrap_test

import (
	"fmt"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/bootstrap"
)

// Twenty-four municipalities with three agreements each. In every other one they
// all end early: agreements of a municipality are alike, so three rows of one do
// not say three times as much.
func ExampleCurve() {
	var s survival.Sample
	for m := range 24 {
		for k := range 3 {
			s.Tenures = append(s.Tenures, survival.Tenure{Exit: float64(12 + 24*(m%2) + 6*k), Stopped: true})
			s.Clusters = append(s.Clusters, fmt.Sprintf("municipality %02d", m))
		}
	}
	set, err := bootstrap.Curve(s, nil, bootstrap.Ask{At: []float64{30}}, bootstrap.Options{Replicates: 999, Seed: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	r := set.Results[0]
	fmt.Printf("still there after 30 months: %.2f, standard error %.2f by municipality\n", r.Estimate.V, r.StdErr.V)

	naive, err := survival.KaplanMeier(s.Tenures, survival.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("as if each agreement were on its own: %.2f\n", naive.At(30).StdErr.V)
	// Output:
	// still there after 30 months: 0.50, standard error 0.10 by municipality
	// as if each agreement were on its own: 0.06
}
