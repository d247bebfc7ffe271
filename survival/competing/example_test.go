package competing_test

import (
	"fmt"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/competing"
)

// Five doctors: two moved to another list, two left the profession, one is still
// there. One minus Kaplan–Meier for moves alone would say 0.6, and 1 for leaving:
// together more than everybody.
func ExampleAalenJohansen() {
	inc, err := competing.AalenJohansen(competing.Sample{
		Tenures: []survival.Tenure{
			{Exit: 2, Stopped: true}, {Exit: 3}, {Exit: 4, Stopped: true}, {Exit: 5, Stopped: true}, {Exit: 6, Stopped: true},
		},
		Causes: []string{"moved", "", "left", "moved", "left"},
	}, competing.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range inc.Curves {
		last := c.Points[len(c.Points)-1]
		fmt.Printf("%s: %.3f\n", c.Cause, last.Incidence)
	}
	fmt.Printf("still there: %.3f\n", inc.Survival[len(inc.Survival)-1])
	// Output:
	// left: 0.533
	// moved: 0.467
	// still there: 0.000
}

// Of the first five years, how many months has each reason taken from those who
// began? With what they kept it adds up to sixty.
func ExampleCauseCurve_TimeLost() {
	s := competing.Sample{
		Tenures: []survival.Tenure{
			{Exit: 10, Stopped: true}, {Exit: 20, Stopped: true}, {Exit: 35}, {Exit: 40, Stopped: true}, {Exit: 70},
		},
		Causes:   []string{"moved", "left", "", "moved", ""},
		Clusters: []string{"Bykle", "Bykle", "Valle", "Valle", "Valle"},
	}
	inc, err := competing.AalenJohansen(s, competing.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for i := range inc.Curves {
		lost := inc.Curves[i].TimeLost(60)
		fmt.Printf("%s: %.1f months (standard error %.1f by municipality)\n", inc.Curves[i].Cause, lost.Estimate.V, lost.StdErr.V)
	}
	curve, err := survival.KaplanMeier(s.Tenures, survival.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("kept: %.1f months\n", curve.RMST(60).Estimate.V)
	// Output:
	// left: 8.0 months (standard error 6.8 by municipality)
	// moved: 16.0 months (standard error 5.1 by municipality)
	// kept: 36.0 months
}
