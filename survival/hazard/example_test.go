package hazard_test

import (
	"fmt"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/design"
	"github.com/varighet/varighet/survival/hazard"
)

// Agreement-months of two groups, and the rate ratio between them.
func Example() {
	tenures := []survival.Tenure{
		{Exit: 30}, {Exit: 10, Stopped: true}, {Entry: 6, Exit: 26, Stopped: true},
		{Exit: 12, Stopped: true}, {Exit: 8, Stopped: true}, {Exit: 20, Stopped: true},
	}
	groups := []string{">=50000", ">=50000", ">=50000", "<2000", "<2000", "<2000"}
	x, err := design.New(len(tenures), design.Factor("size_group", groups))
	if err != nil {
		panic(err)
	}
	table, err := hazard.Tabulate(hazard.Data{Tenures: tenures, X: x}, []int{0})
	if err != nil {
		panic(err)
	}
	m, err := table.Fit(hazard.Options{Link: hazard.Poisson})
	if err != nil {
		panic(err)
	}
	// 3 stops in 40 months of the small, 2 in 60 of the large: 0.9 and 0.4 a year.
	fmt.Printf("%d stops in %d months\n", m.Events, m.Months)
	for _, c := range m.Coefficients {
		fmt.Printf("%s: %.2f\n", c.Name(), c.Ratio.V)
	}
	// Output:
	// 5 stops in 100 months
	// (intercept): 0.90
	// size_group[>=50000]: 0.44
}
