package competing_test

import (
	"fmt"
	"log"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/competing"
)

// exits are twelve doctors of two municipalities, and why they stopped.
func exits() (s competing.Sample, groups []string) {
	for i, months := range []float64{2, 3, 4, 5, 8, 20, 9, 14, 22, 30, 31, 40} {
		s.Tenures = append(s.Tenures, survival.Tenure{Exit: months, Stopped: i%6 != 5})
		s.Causes = append(s.Causes, []string{"left", "moved", "left"}[i%3])
		groups = append(groups, []string{"Bykle", "Valle"}[i/6])
	}
	return s, groups
}

// Do as many leave, in the end, in both municipalities?
func ExampleGray() {
	s, groups := exits()
	g, err := competing.Gray(s, groups, "left")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("chi2 = %.2f on %d df, p = %.4f\n", g.Chi2.V, g.DF, g.P.V)
	// Output:
	// chi2 = 1.63 on 1 df, p = 0.2016
}

// The same of months that are counted already.
func ExampleGrayMonths() {
	s, groups := exits()
	counts := []*competing.MonthCounts{{}, {}}
	for i, t := range s.Tenures {
		g := map[string]int{"Bykle": 0, "Valle": 1}[groups[i]]
		if err := counts[g].Add(int(t.Entry), int(t.Exit), t.Stopped, s.Causes[i], 1); err != nil {
			log.Fatal(err)
		}
	}
	g, err := competing.GrayMonths([]string{"Bykle", "Valle"}, counts, "left")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("p = %.4f\n", g.P.V)
	// Output:
	// p = 0.2016
}

// Incidences as a report shows them: as far as five are at risk.
func ExampleShownOf() {
	s, _ := exits()
	shown, err := competing.ShownOf(s, 0.95)
	if err != nil {
		log.Fatal(err)
	}
	for _, c := range shown.Incidence.Curves {
		last := c.Points[len(c.Points)-1]
		fmt.Printf("%s: %.3f after %v months\n", c.Cause, last.Incidence, last.Time)
	}
	// Output:
	// left: 0.333 after 20 months
	// moved: 0.250 after 20 months
}

// Three at risk, two of whom stop at 2 months, for one reason each.
func ExampleMonthCountsOf() {
	all, err := survival.MonthCountsOf([]survival.MonthCount{{Month: 0, AtRisk: 3, Entered: 3}, {Month: 2, AtRisk: 3, Stopped: 2, Censored: 1}}, false)
	if err != nil {
		log.Fatal(err)
	}
	counts, err := competing.MonthCountsOf(all, map[string]competing.CauseCounts{"left": {Stopped: []int{0, 0, 1}}, "moved": {Stopped: []int{0, 0, 1}}})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(counts.Causes())
	// Output:
	// [left moved]
}
