package hazard_test

import (
	"fmt"
	"log"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/design"
	"github.com/varighet/varighet/survival/hazard"
)

// Months at risk and stops, in the first half year and after it.
func ExampleTabulate() {
	tenures := []survival.Tenure{{Exit: 2, Stopped: true}, {Exit: 5, Stopped: true}, {Entry: 3, Exit: 8}, {Exit: 9, Stopped: true}}
	x, err := design.New(len(tenures))
	if err != nil {
		log.Fatal(err)
	}
	table, err := hazard.Tabulate(hazard.Data{Tenures: tenures, X: x}, []int{0, 6})
	if err != nil {
		log.Fatal(err)
	}
	for _, c := range table.Cells {
		fmt.Println(table.BandName(c.Band), c.Months, "months,", c.Events, "stops")
	}
	m, err := table.Fit(hazard.Options{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(m)
	// Output:
	// 1-6 16 months, 2 stops
	// 7+ 5 months, 1 stops
	// cloglog: n = 4, months = 21, events = 3
	//              coef    exp(coef)  95 % limits        se(coef)  z       p
	// (intercept)  -2.013  0.1335     0.03336 to 0.5345  0.7076    -2.845  0.004437
	// tenure[7+]   0.5135  1.671      0.1509 to 18.5     1.227     0.4186  0.6755
}

func ExampleDefaultBands() {
	fmt.Println(hazard.DefaultBands())
	// Output:
	// [0 6 12 24 36 60 96 144]
}
