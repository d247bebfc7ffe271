package design_test

import (
	"errors"
	"fmt"
	"log"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival/design"
)

// Levels held against another than the first.
func ExampleFactor() {
	size, err := design.Factor("size", []string{"2000-4999", "<2000", ">=50000"}).WithReference(">=50000")
	if err != nil {
		log.Fatal(err)
	}
	x, err := design.New(3, size)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(x.Terms[0].Levels)
	// Output:
	// [>=50000 <2000 2000-4999]
}

func ExampleNumeric() {
	x, err := design.New(2, design.Numeric("age", []float64{34, 51}))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(x.Columns[0].Name(), x.Pattern(x.PatternOf(1)))
	// Output:
	// age [51]
}

// A factor with one level is an error with a code, in every model.
func ExampleMatrix_CheckVaries() {
	x, err := design.New(2, design.Factor("size", []string{"<2000", "<2000"}))
	if err != nil {
		log.Fatal(err)
	}
	var p *varighet.Problem
	if errors.As(x.CheckVaries(nil), &p) {
		fmt.Println(p.Code)
		fmt.Println(p)
	}
	// Output:
	// one-level
	// no model: size has one level in its rows, so that there is nothing to compare
	//   hint: leave it out, or choose rows in which it varies
}

func ExampleCheckEvents() {
	fmt.Println(design.CheckEvents(2, 3, ""))
	// Output:
	// no model: 2 stopped, fewer than its 3 coefficients
	//   hint: choose fewer covariates, or factors with fewer levels
}

func ExampleNothingVaries() {
	fmt.Println(design.NothingVaries())
	// Output:
	// no model: no covariate varies among those at risk when somebody stopped
	//   hint: leave out strata that go with the covariates, or choose other covariates
}

func ExampleMatrix_Without() {
	x, err := design.New(2, design.Factor("size", []string{"<2000", "<2000"}), design.Numeric("age", []float64{34, 51}))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(x.Without("size").Terms))
	// Output:
	// 1
}
