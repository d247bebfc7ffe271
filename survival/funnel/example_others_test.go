package funnel_test

import (
	"fmt"
	"log"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/funnel"
)

// What each of two municipalities is to be expected, by the other.
func ExampleAgainstOthers() {
	var tenures []survival.Tenure
	var names []string
	for i, months := range []float64{2, 3, 3, 5, 8, 20, 9, 14, 22, 30, 31, 40} {
		tenures = append(tenures, survival.Tenure{Exit: months, Stopped: i%6 != 5})
		names = append(names, []string{"Bykle", "Valle"}[i/6])
	}
	units, err := funnel.AgainstOthers(tenures, names, nil)
	if err != nil {
		log.Fatal(err)
	}
	for _, u := range units {
		fmt.Printf("%s: %d observed, %.2f expected, %d not compared\n", u.Name, u.Observed, u.Expected, u.NotCompared)
	}
	// Output:
	// Bykle: 5 observed, 0.37 expected, 0 not compared
	// Valle: 2 observed, 8.40 expected, 3 not compared
}
