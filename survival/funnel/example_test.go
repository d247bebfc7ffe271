package funnel_test

import (
	"fmt"

	"github.com/varighet/varighet/survival/funnel"
)

// Two municipalities with twice the stops that were expected: of 2 expected that happens by chance,
// of 20 hardly.
func ExampleJudge() {
	units := []funnel.Unit{{Name: "small", Observed: 4, Expected: 2}, {Name: "large", Observed: 40, Expected: 20}}
	j, err := funnel.Judge(units, funnel.Options{ConfLevel: 0.95})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, u := range j.Units {
		fmt.Printf("%s: %.1f (%.2f to %.2f), %s\n", u.Name, u.Ratio.V, u.Lower.V, u.Upper.V, u.Place)
	}
	// Output:
	// small: 2.0 (0.54 to 5.12), inside
	// large: 2.0 (1.43 to 2.72), above_998
}
