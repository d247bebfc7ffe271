package parametric_test

import (
	"fmt"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/design"
	"github.com/varighet/varighet/survival/parametric"
)

// A median that the data do not reach: five of eight are still there, and the
// longest for 40 months.
func Example() {
	rows := parametric.Exact([]survival.Tenure{
		{Exit: 8, Stopped: true}, {Entry: 12, Exit: 25, Stopped: true}, {Exit: 33, Stopped: true},
		{Exit: 40}, {Exit: 40}, {Exit: 35}, {Entry: 20, Exit: 38}, {Exit: 12},
	})
	x, err := design.New(len(rows))
	if err != nil {
		panic(err)
	}
	m, err := parametric.Fit(parametric.Data{Rows: rows, X: x}, parametric.Options{Distribution: parametric.Exponential})
	if err != nil {
		panic(err)
	}
	median, err := m.Quantile(0.5, nil)
	if err != nil {
		panic(err)
	}
	// 3 stops in 199 months at risk: the mean is 199/3, the median log 2 times that.
	fmt.Printf("%.1f months (%.0f to %.0f)\n", median.Time.V, median.Lower.V, median.Upper.V)
	// Output:
	// 46.0 months (15 to 143)
}
