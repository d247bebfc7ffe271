package cox_test

import (
	"fmt"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/cox"
	"github.com/varighet/varighet/survival/design"
)

// Do doctors stop sooner in small municipalities? The second doctor had been
// there for 14 months when the register began.
func Example() {
	tenures := []survival.Tenure{
		{Exit: 5, Stopped: true}, {Entry: 14, Exit: 20, Stopped: true}, {Exit: 8, Stopped: true}, {Exit: 30},
		{Exit: 18, Stopped: true}, {Exit: 40}, {Entry: 2, Exit: 26, Stopped: true}, {Exit: 33},
	}
	size := []string{"<2000", "<2000", "<2000", "<2000", ">=50000", ">=50000", ">=50000", ">=50000"}
	x, err := design.New(len(tenures), design.Factor("size_group", size))
	if err != nil {
		panic(err)
	}
	m, err := cox.Fit(cox.Data{Tenures: tenures, X: x}, cox.Options{})
	if err != nil {
		panic(err)
	}
	for _, k := range m.Coefficients {
		fmt.Printf("%s: hazard ratio %.2f (%.2f to %.2f), p = %.2f\n", k.Name(), k.HazardRatio.V, k.Lower.V, k.Upper.V, k.P.V)
	}
	fmt.Println(m.Warnings[0])
	// Output:
	// size_group[>=50000]: hazard ratio 0.35 (0.06 to 2.13), p = 0.26
	// stops: 5, coefficients: 1; fewer than 10 stops for each
}

// Nobody in the large municipality stopped: no finite estimate, unless Firth's
// penalty is added.
func ExampleOptions_firth() {
	tenures := []survival.Tenure{{Exit: 5, Stopped: true}, {Exit: 20, Stopped: true}, {Exit: 25}, {Exit: 30}}
	x, err := design.New(4, design.Factor("municipality", []string{"A", "A", "B", "B"}))
	if err != nil {
		panic(err)
	}
	for _, opt := range []cox.Options{{}, {Firth: true}} {
		m, err := cox.Fit(cox.Data{Tenures: tenures, X: x}, opt)
		if err != nil {
			panic(err)
		}
		k := m.Coefficients[0]
		if k.Estimate.OK {
			fmt.Printf("hazard ratio %.2f (%.3f to %.2f)\n", k.HazardRatio.V, k.Lower.V, k.Upper.V)
		} else {
			fmt.Println(k.Reason)
		}
	}
	// Output:
	// no finite estimate: the likelihood goes on rising as the coefficient falls
	// hazard ratio 0.13 (0.001 to 1.72)
}

// Do municipalities differ beyond what chance would give? Each has a factor on the
// hazard; those of few agreements are drawn towards 1.
func ExampleFitFrailty() {
	var data cox.Data
	for m, months := range [][]float64{{2, 5, 9, 14, 20, 31}, {8, 15, 24, 36, 48, 60}, {12, 20}, {3, 6, 8, 11, 17, 25}, {10, 22, 30, 41, 55, 59}} {
		for _, t := range months {
			data.Tenures = append(data.Tenures, survival.Tenure{Exit: t, Stopped: true})
			data.Cluster = append(data.Cluster, string(rune('A'+m)))
		}
	}
	var err error
	if data.X, err = design.New(len(data.Tenures)); err != nil {
		fmt.Println(err)
		return
	}
	m, err := cox.FitFrailty(data, cox.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("variance %.2f, p = %.3f\n", m.Variance, m.P.V)
	for _, c := range m.Clusters {
		fmt.Printf("%s: %d stopped where %.1f were expected, factor %.2f (%.2f to %.2f)\n",
			c.Cluster, c.Observed, c.Expected, c.Factor, c.Lower, c.Upper)
	}
	// Output:
	// variance 0.22, p = 0.128
	// A: 6 stopped where 3.7 were expected, factor 1.28 (0.63 to 2.17)
	// B: 6 stopped where 12.6 were expected, factor 0.61 (0.30 to 1.04)
	// C: 2 stopped where 1.4 were expected, factor 1.10 (0.42 to 2.09)
	// D: 6 stopped where 3.0 were expected, factor 1.39 (0.68 to 2.36)
	// E: 6 stopped where 12.7 were expected, factor 0.61 (0.30 to 1.03)
}
