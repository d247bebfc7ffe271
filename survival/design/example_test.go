package design_test

import (
	"fmt"

	"github.com/varighet/varighet/survival/design"
)

// A factor becomes a column for each level but the first, in the order of sizes.
func ExampleNew() {
	x, err := design.New(3,
		design.Factor("size", []string{"2000-4999", "<2000", ">=50000"}),
		design.Numeric("age", []float64{34, 51, 47}),
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range x.Columns {
		fmt.Println(c.Name())
	}
	fmt.Println(x.Pattern(x.PatternOf(0)))
	// Output:
	// size[2000-4999]
	// size[>=50000]
	// age
	// [1 0 34]
}
