package power_test

import (
	"fmt"

	"github.com/varighet/varighet/survival/power"
)

// A chance of 0.42 to show a halved hazard and of 0.77 to show a doubled one: below 0.8 both.
func ExampleTooFewToTell() {
	fmt.Println(power.TooFewToTell(0.42, 0.77), power.TooFewToTell(0.42, 0.91))
	// Output:
	// true false
}
