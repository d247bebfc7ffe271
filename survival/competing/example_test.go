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
