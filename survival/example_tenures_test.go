package survival_test

import (
	"fmt"
	"log"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
)

func number(v float64) varighet.Opt[float64] { return varighet.Some(v) }

func text(s string) varighet.Opt[string] { return varighet.Some(s) }

// bykleAndValle are twelve agreements, six a municipality, as [ExamplePermutationTest] has them.
func bykleAndValle() (tenures []survival.Tenure, groups []string) {
	for i, months := range []float64{2, 3, 3, 5, 8, 20, 9, 14, 22, 30, 31, 40} {
		tenures = append(tenures, survival.Tenure{Exit: months, Stopped: i != 5 && i != 11})
		groups = append(groups, []string{"Bykle", "Valle"}[i/6])
	}
	return tenures, groups
}

// Curves of groups, in a table.
func ExampleSample_KaplanMeierBy() {
	tenures, groups := bykleAndValle()
	curves, err := survival.Sample{Tenures: tenures}.KaplanMeierBy(groups, survival.Options{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(curves)
	fmt.Println("Valle:", curves.Of("Valle").Median())
	// Output:
	// group  n  late  events  median  95 % limits
	// Bykle  6  0     5       4       2 to not reached
	// Valle  6  0     5       26      9 to not reached
	// warning: Bykle: fewer than 5 at risk after 3
	// warning: Valle: fewer than 5 at risk after 14
	// Valle: 26 (9 to not reached)
}

// A test of whether groups stop equally fast, in a table.
func ExampleCompare() {
	tenures, groups := bykleAndValle()
	c, err := survival.Compare(tenures, groups, nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(c)
	fmt.Printf("Gehan: p = %.3f\n", c.Test(survival.Weight{Kind: survival.Gehan}).P.V)
	// Output:
	// group  n  observed  expected  (O-E)^2/E  (O-E)^2/V
	// Bykle  6  5         2.302     3.162      5.324
	// Valle  6  5         7.698     0.9456     5.324
	// logrank: chi2 = 5.324 on 1 df, p = 0.02104
	// Gehan: p = 0.014
}

// The same of whole months that are counted already.
func ExampleCompareMonths() {
	tenures, groups := bykleAndValle()
	counts := map[string]*survival.MonthCounts{"Bykle": {}, "Valle": {}}
	for i, t := range tenures {
		if err := counts[groups[i]].Add(int(t.Entry), int(t.Exit), t.Stopped); err != nil {
			log.Fatal(err)
		}
	}
	c, err := survival.CompareMonths([]string{"Bykle", "Valle"}, [][]*survival.MonthCounts{{counts["Bykle"], counts["Valle"]}})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("p = %.4f\n", c.Test(survival.Weight{}).P.V)
	// Output:
	// p = 0.0210
}

func ExampleMonthCountsOf() {
	counts, err := survival.MonthCountsOf([]survival.MonthCount{{Month: 0, AtRisk: 3, Entered: 3}, {Month: 4, AtRisk: 3, Stopped: 2, Censored: 1}}, false)
	if err != nil {
		log.Fatal(err)
	}
	curve, err := counts.Curve(survival.Options{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("S(4) = %.3f\n", curve.At(4).Survival)
	// Output:
	// S(4) = 0.333
}

// How many are still there after a year, and are the groups alike then?
func ExampleCompareAt() {
	tenures, groups := bykleAndValle()
	curves, err := survival.Sample{Tenures: tenures}.KaplanMeierBy(groups, survival.Options{})
	if err != nil {
		log.Fatal(err)
	}
	r := survival.CompareAt([]*survival.Curve{curves[0].Curve, curves[1].Curve}, 12)
	fmt.Printf("%.3f and %.3f, p = %.3f\n", r.At[0].Survival, r.At[1].Survival, r.P.V)
	// Output:
	// 0.167 and 0.833, p = 0.042
}

// How long have they been followed?
func ExampleFollowUp() {
	tenures, _ := bykleAndValle()
	curve, err := survival.FollowUp(tenures, survival.Options{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("median follow-up:", curve.Median())
	// Output:
	// median follow-up: 40 (20 to not reached)
}

// A curve as a report shows it: as far as five are at risk.
func ExampleNewGroupCurve() {
	tenures, _ := bykleAndValle()
	c, err := survival.NewGroupCurve("all", tenures, 0.95)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(c.N, "tenures, shown to", c.CutAfter(), "months; median", c.Median().Given())
	// Output:
	// 12 tenures, shown to 20 months; median 11.5 (3 to 31)
}

// The table of the actuaries.
func ExampleLifeTable() {
	tenures, _ := bykleAndValle()
	rows, err := survival.LifeTable(tenures, []float64{0, 12, 24, 48})
	if err != nil {
		log.Fatal(err)
	}
	for _, r := range rows {
		fmt.Printf("%v to %v: %d there, %d stopped, S = %.3f\n", r.From, r.To, r.AtStart, r.Events, r.Survival.V)
	}
	// Output:
	// 0 to 12: 12 there, 6 stopped, S = 1.000
	// 12 to 24: 6 there, 2 stopped, S = 0.500
	// 24 to 48: 3 there, 2 stopped, S = 0.318
}

// Those who had been there longer when they came under observation stopped earlier: late entry is not
// to be trusted.
func ExampleQuasiIndependence() {
	var tenures []survival.Tenure
	for i := range 60 {
		wave := i % 6
		tenures = append(tenures, survival.Tenure{Entry: float64(4 * wave), Exit: float64(26 + 3*(5-wave) + i%7), Stopped: true})
	}
	r, err := survival.QuasiIndependence(tenures, nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("tau = %.2f, p = %.2g\n", r.Tau.V, r.P.V)
	fmt.Println(r.InWords(0.05))
	// Output:
	// tau = -0.92, p = 1.3e-18
	// those who had been there longer when they came under observation stopped sooner than others, beyond chance at the level of 0.05: what late entry rests on does not hold
}

// Only what was seen in months 10 to 20 of the calendar.
func ExamplePeriod() {
	tenures := []survival.Tenure{{Exit: 8, Stopped: true}, {Exit: 12, Stopped: true}, {Exit: 30}}
	part, kept, err := survival.Period(tenures, []float64{0, 4, 15}, 10, 20)
	if err != nil {
		log.Fatal(err)
	}
	for i, t := range part {
		fmt.Printf("tenure %d: at risk from %v to %v, stopped: %v\n", kept[i], t.Entry, t.Exit, t.Stopped)
	}
	// Output:
	// tenure 1: at risk from 6 to 12, stopped: true
	// tenure 2: at risk from 0 to 5, stopped: false
}

// Times that differ by rounding only are made one.
func ExampleTieTimes() {
	tied, collapsed, err := survival.TieTimes([]survival.Tenure{{Exit: 0.1 + 0.2}, {Exit: 0.3}})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(tied[0].Exit == tied[1].Exit, collapsed)
	// Output:
	// true []
}

func ExampleCheckTenures() {
	fmt.Println(survival.CheckTenures([]survival.Tenure{{Exit: 3}, {Entry: 5, Exit: 5}}))
	// Output:
	// tenure 1, from 5 to 5: the exit is not after the entry
}

// How far each would be followed if it did not stop, where only the censored tell.
func ExampleAssumedReach() {
	reach, err := survival.AssumedReach([]survival.Tenure{{Exit: 5, Stopped: true}, {Exit: 9}, {Exit: 12}})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(reach[0].Until)
	// Output:
	// 9
}

// The Kaplan–Meier share that left within a year, of tenures.
func ExampleTurnoverOfTenures() {
	tenures, _ := bykleAndValle()
	share, err := survival.TurnoverOfTenures(tenures, 12, 0.95)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(share)
	// Output:
	// left within 12 months, c (kaplan_meier): 6/12, 50.0 % (21.1 to 78.9)
}

// Months of the first two years, with limits.
func ExampleCurve_RMST() {
	tenures, _ := bykleAndValle()
	curve, err := survival.KaplanMeier(tenures, survival.Options{})
	if err != nil {
		log.Fatal(err)
	}
	mean := curve.RMST(24)
	fmt.Printf("%.1f of 24 months (%.1f to %.1f)\n", mean.Estimate.V, mean.Lower.V, mean.Upper.V)
	// Output:
	// 13.5 of 24 months (8.3 to 18.6)
}

// Limits that hold for the whole curve at once.
func ExampleCurve_Band() {
	tenures, _ := bykleAndValle()
	curve, err := survival.KaplanMeier(tenures, survival.Options{})
	if err != nil {
		log.Fatal(err)
	}
	band, err := curve.Band(survival.EqualPrecisionLog, 3, 31)
	if err != nil {
		log.Fatal(err)
	}
	p := band.Points[0]
	fmt.Printf("%.2f standard errors; at %v months %.3f to %.3f\n", band.Critical, p.Time, p.Lower, p.Upper)
	// Output:
	// 2.97 standard errors; at 3 months 0.200 to 0.950
}

// Given that a year has passed, when will half have left?
func ExampleCurve_ConditionalFrom() {
	tenures, _ := bykleAndValle()
	curve, err := survival.KaplanMeier(tenures, survival.Options{})
	if err != nil {
		log.Fatal(err)
	}
	later, err := curve.ConditionalFrom(12)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(curve.Median().Time.V, later.Median().Time.V)
	// Output:
	// 11.5 30
}
