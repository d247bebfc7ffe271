package finegray_test

import (
	"fmt"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/design"
	"github.com/varighet/varighet/survival/finegray"
)

// Who moves to another list, where leaving altogether competes.
func Example() {
	d := finegray.Data{
		Tenures: []survival.Tenure{
			{Exit: 5, Stopped: true}, {Exit: 9, Stopped: true}, {Exit: 12, Stopped: true}, {Exit: 20},
			{Exit: 7, Stopped: true}, {Exit: 15, Stopped: true}, {Exit: 18, Stopped: true}, {Exit: 22},
		},
		Causes: []string{"moved", "moved", "left", "", "left", "moved", "left", ""},
	}
	var err error
	d.X, err = design.New(8, design.Factor("size", []string{"small", "small", "small", "small", "large", "large", "large", "large"}))
	if err != nil {
		panic(err)
	}
	m, err := finegray.Fit(d, finegray.Options{Cause: "moved"})
	if err != nil {
		panic(err)
	}
	k := m.Coefficients[0]
	fmt.Printf("%d moved, %d stopped for another cause\n", m.Events, m.Competing)
	fmt.Printf("%s: %.2f (%.2f to %.1f)\n", k.Name(), k.HazardRatio.V, k.Lower.V, k.Upper.V)
	// Output:
	// 3 moved, 3 stopped for another cause
	// size[small]: 2.81 (0.37 to 21.5)
}
