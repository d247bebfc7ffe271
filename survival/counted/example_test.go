package counted_test

import (
	"fmt"
	"os"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/counted"
)

// Two regions count their own agreements. What they send has no row about anybody,
// and the sum gives the curve of all.
func ExampleTable_Merge() {
	north, south := counted.New("months", nil, false), counted.New("months", nil, false)
	for _, err := range []error{
		north.Group(nil).Add(0, 2, true, "", 1), north.Group(nil).Add(0, 6, false, "", 1),
		south.Group(nil).Add(0, 4, true, "", 1), south.Group(nil).Add(3, 7, true, "", 1),
	} {
		if err != nil {
			fmt.Println(err)
			return
		}
	}
	if err := south.WriteCSV(os.Stdout); err != nil {
		fmt.Println(err)
		return
	}
	if err := north.Merge(south); err != nil {
		fmt.Println(err)
		return
	}
	curve, err := north.Groups()[0].Counts.All().Curve(survival.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range curve.Points {
		fmt.Printf("%v months: %d at risk, S = %.3f\n", p.Time, p.AtRisk, p.Survival)
	}
	// Output:
	// schema,time_unit,month,at_risk,entered,stopped,censored
	// varighet.counts/1,months,0,1,1,0,0
	// varighet.counts/1,months,3,1,1,0,0
	// varighet.counts/1,months,4,2,0,1,0
	// varighet.counts/1,months,7,1,0,1,0
	// 2 months: 3 at risk, S = 0.667
	// 4 months: 3 at risk, S = 0.444
	// 6 months: 2 at risk, S = 0.444
	// 7 months: 1 at risk, S = 0.000
}
