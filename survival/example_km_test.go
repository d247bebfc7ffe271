package survival_test

import (
	"fmt"

	"github.com/varighet/varighet/survival"
)

// Five doctors, in months: three stopped, two are still there.
func ExampleKaplanMeier() {
	curve, err := survival.KaplanMeier([]survival.Tenure{
		{Exit: 2, Stopped: true},
		{Exit: 3},
		{Exit: 4, Stopped: true},
		{Exit: 6},
		{Exit: 7, Stopped: true},
	}, survival.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range curve.Points {
		fmt.Printf("%v months: %d at risk, %d stopped, S = %.3f\n", p.Time, p.AtRisk, p.Events, p.Survival)
	}
	median := curve.Median()
	fmt.Println("median", median.Time.V)
	fmt.Println("warning:", curve.Warnings[0])
	// Output:
	// 2 months: 5 at risk, 1 stopped, S = 0.800
	// 3 months: 4 at risk, 0 stopped, S = 0.800
	// 4 months: 3 at risk, 1 stopped, S = 0.533
	// 6 months: 2 at risk, 0 stopped, S = 0.533
	// 7 months: 1 at risk, 1 stopped, S = 0.000
	// median 7
	// warning: fewer than 5 at risk after 2
}

// A doctor who had been there for 10 months when the data began is at risk
// only from then on.
func ExampleTenure_lateEntry() {
	curve, err := survival.KaplanMeier([]survival.Tenure{
		{Entry: 0, Exit: 4, Stopped: true},
		{Entry: 0, Exit: 8},
		{Entry: 10, Exit: 12, Stopped: true},
		{Entry: 0, Exit: 15},
	}, survival.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, t := range []float64{4, 12} {
		at := curve.At(t)
		fmt.Printf("at %v: %d at risk, S = %.3f\n", t, at.AtRisk, at.Survival)
	}
	// Output:
	// at 4: 3 at risk, S = 0.667
	// at 12: 2 at risk, S = 0.333
}

// Two workers count their share of the months; the counts add.
func ExampleMonthCounts() {
	var a, b survival.MonthCounts
	for _, err := range []error{a.Add(0, 2, true), a.Add(0, 3, false), b.Add(0, 4, true), b.Add(1, 6, false)} {
		if err != nil {
			fmt.Println(err)
			return
		}
	}
	a.Merge(&b)
	curve, err := a.Curve(survival.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range curve.RiskCounts([]float64{0, 3, 6}) {
		fmt.Printf("%v: %d at risk = %d entered - %d stopped - %d censored\n",
			c.Time, c.AtRisk, c.Entered, c.Events, c.Censored)
	}
	// Output:
	// 0: 3 at risk = 3 entered - 0 stopped - 0 censored
	// 3: 3 at risk = 4 entered - 1 stopped - 0 censored
	// 6: 1 at risk = 4 entered - 2 stopped - 1 censored
}

// Are doctors in large municipalities slower to leave?
func ExampleComparison_Trend() {
	comparison, err := survival.Compare([]survival.Tenure{
		{Exit: 5, Stopped: true}, {Exit: 9, Stopped: true}, {Exit: 12, Stopped: true},
		{Exit: 10, Stopped: true}, {Exit: 20, Stopped: true}, {Exit: 30},
		{Exit: 25, Stopped: true}, {Exit: 36}, {Exit: 40},
	}, []string{
		"<2000", "<2000", "<2000", "2000-4999", "2000-4999", "2000-4999", ">=50000", ">=50000", ">=50000",
	}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	test := comparison.Test(survival.Weight{Kind: survival.LogRank})
	fmt.Printf("log-rank: chi2 = %.2f on %d df, p = %.3f\n", test.Chi2.V, test.DF, test.P.V)
	trend, err := comparison.Trend(survival.Weight{Kind: survival.LogRank}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("trend: z = %.2f, p = %.3f\n", trend.Z.V, trend.P.V)
	fmt.Println(trend.InWords(0.05))
	// Output:
	// log-rank: chi2 = 7.28 on 2 df, p = 0.026
	// trend: z = -2.47, p = 0.014
	// fewer stops than expected in the groups with high scores, beyond chance at the level of 0.05
}

// The published share of ALIS-Vest: 6 of the 16 first holders left within 13 months.
func ExampleClopperPearson() {
	lower, upper, err := survival.ClopperPearson(6, 16, 0.95)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.1f %% (%.1f to %.1f)\n", 100*6./16, 100*lower, 100*upper)
	// Output: 37.5 % (15.2 to 64.6)
}

func ExampleOrderGroups() {
	fmt.Println(survival.OrderGroups([]string{">=50000", "10000-19999", "<2000", "2000-4999"}))
	// Output: [<2000 2000-4999 10000-19999 >=50000]
}

// Agreements in two municipalities, and one whose municipality is not known.
func ExampleKaplanMeierGroups() {
	tenures := []survival.Tenure{
		{Exit: 12, Stopped: true},
		{Exit: 30},
		{Exit: 8, Stopped: true},
		{Entry: 6, Exit: 20, Stopped: true},
		{Exit: 40},
	}
	curves, err := survival.KaplanMeierGroups(tenures, []int{0, 0, 1, 1, -1}, 2, survival.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for g, c := range curves {
		fmt.Printf("group %d: %d tenures, S(12) = %v\n", g, c.N, c.At(12).Survival)
	}
	// Output:
	// group 0: 2 tenures, S(12) = 0.5
	// group 1: 2 tenures, S(12) = 0.5
}
