package parametric_test

import (
	"fmt"
	"log"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/design"
	"github.com/varighet/varighet/survival/parametric"
)

var tenures = []survival.Tenure{{Exit: 2, Stopped: true}, {Exit: 5, Stopped: true}, {Entry: 3, Exit: 8}, {Exit: 9, Stopped: true}, {Exit: 20}}

// A Weibull curve of all, in a table, and its median.
func ExampleFit() {
	x, err := design.New(len(tenures))
	if err != nil {
		log.Fatal(err)
	}
	m, err := parametric.Fit(parametric.Data{Rows: parametric.Exact(tenures), X: x}, parametric.Options{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(m)
	median, err := m.Quantile(0.5, nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("median %.1f\n", median.Time.V)
	// Output:
	// weibull: n = 5, stopped = 3
	//              coef   exp(coef)  95 % limits     se(coef)  z      p
	// (intercept)  2.615  13.67      4.385 to 42.59  0.58      4.509  6.523e-06
	// sigma = 0.9993
	// log-likelihood = -10.84
	// median 9.5
}

func ExampleExact() {
	fmt.Println(parametric.Exact(tenures[:1]))
	// Output:
	// [{0 2 2}]
}

// A stop that a register sees after two months came at some time in the second.
func ExampleWholeMonths() {
	fmt.Println(parametric.WholeMonths(tenures[:1]))
	// Output:
	// [{0 1 2}]
}
