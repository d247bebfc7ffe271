package survival_test

import (
	"fmt"

	"github.com/varighet/varighet/survival"
)

// Two municipalities with six agreements each. The test looks at all ways in
// which the twelve could have been dealt out.
func ExamplePermutationTest() {
	var tenures []survival.Tenure
	var groups []string
	for i, months := range []float64{2, 3, 3, 5, 8, 20, 9, 14, 22, 30, 31, 40} {
		tenures = append(tenures, survival.Tenure{Exit: months, Stopped: i != 5 && i != 11})
		groups = append(groups, []string{"Bykle", "Valle"}[i/6])
	}
	r, err := survival.PermutationTest(tenures, groups, nil, survival.Weight{}, survival.Permutation{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("p = %.3f of %d relabellings\n", r.P.V, r.Permutations)
	// Output: p = 0.032 of 924 relabellings
}

// When will half of today's doctors have left? Those who are new and those who have
// been here for two years do not have the same time ahead of them.
func ExampleCurve_Residual() {
	var tenures []survival.Tenure
	for i, months := range []float64{2, 5, 8, 12, 15, 18, 24, 26, 30, 37, 41, 48, 52, 60, 72, 80} {
		tenures = append(tenures, survival.Tenure{Exit: months, Stopped: i%4 != 3})
	}
	curve, err := survival.KaplanMeier(tenures, survival.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, today := range [][]float64{{0}, {24}, {1, 3, 10, 24, 24, 40}} {
		r, err := curve.Residual(today, 0.5)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%v: half will have left in %v months", today, r.Time.V)
		if r.Upper.OK {
			fmt.Printf(" (%v to %v)\n", r.Lower.V, r.Upper.V)
		} else { // it hangs on what comes after 80, where the curve ends
			fmt.Printf(" (%v to at least %v)\n", r.Lower.V, r.AtLeast.Upper.V)
		}
	}
	// Output:
	// [0]: half will have left in 37 months (15 to 60)
	// [24]: half will have left in 28 months (6 to 48)
	// [1 3 10 24 24 40]: half will have left in 31 months (17 to at least 48)
}

// How many months longer, of the first three years, is a position held in the
// second place? No hazards need be proportional for that.
func ExampleRMST_Contrast() {
	mean := func(exits ...float64) survival.RMST {
		var tenures []survival.Tenure
		for _, t := range exits {
			tenures = append(tenures, survival.Tenure{Exit: t, Stopped: t < 36})
		}
		curve, err := survival.KaplanMeier(tenures, survival.Options{})
		if err != nil {
			fmt.Println(err)
			return survival.RMST{}
		}
		return curve.RMST(36)
	}
	first, second := mean(3, 8, 14, 20, 31, 36), mean(9, 22, 30, 36, 36, 36)
	c, err := first.Contrast(second, 0.95)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.1f and %.1f months: %.1f more (%.1f to %.1f)\n", first.Estimate.V, second.Estimate.V, c.Difference.V, c.Lower.V, c.Upper.V)
	// Output:
	// 18.7 and 28.2 months: 9.5 more (-2.8 to 21.8)
}

// Rows that stand for several agreements, of municipalities that are alike within.
func ExampleSample_KaplanMeier() {
	s := survival.Sample{
		Tenures:  []survival.Tenure{{Exit: 6, Stopped: true}, {Exit: 12, Stopped: true}, {Exit: 18}, {Exit: 24, Stopped: true}},
		Weights:  []float64{2, 1, 3, 1},
		Clusters: []string{"Bykle", "Bykle", "Valle", "Valle"},
	}
	curve, err := s.KaplanMeier(survival.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range curve.Points {
		fmt.Printf("%v months: %v at risk, S = %.3f\n", p.Time, p.AtRiskWeight, p.Survival)
	}
	fmt.Println(curve.Warnings[len(curve.Warnings)-1])
	// Output:
	// 6 months: 7 at risk, S = 0.714
	// 12 months: 5 at risk, S = 0.571
	// 18 months: 4 at risk, S = 0.571
	// 24 months: 1 at risk, S = 0.000
	// clusters: 2; robust standard errors from fewer than 20 are too small
}
