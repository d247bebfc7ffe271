package cox_test

import (
	"fmt"
	"log"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/cox"
	"github.com/varighet/varighet/survival/design"
)

// agreements are twelve, six a municipality, with the doctors' ages.
func agreements() cox.Data {
	var d cox.Data
	var groups []string
	for i, months := range []float64{2, 3, 3, 5, 8, 20, 9, 14, 22, 30, 31, 40} {
		d.Tenures = append(d.Tenures, survival.Tenure{Exit: months, Stopped: i%6 != 5})
		groups = append(groups, []string{"Bykle", "Valle"}[i/6])
	}
	x, err := design.New(len(groups), design.Factor("municipality", groups),
		design.Numeric("age", []float64{34, 61, 45, 39, 52, 48, 50, 41, 66, 33, 38, 47}))
	if err != nil {
		log.Fatal(err)
	}
	d.X = x
	return d
}

// A model in a table.
func ExampleFit() {
	m, err := cox.Fit(agreements(), cox.Options{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(m)
	// Output:
	// n = 12, events = 10, efron ties
	//                      coef       exp(coef)  95 % limits        se(coef)  z         p
	// municipality[Valle]  -1.827     0.1609     0.02879 to 0.8997  0.8781    -2.08     0.03749
	// age                  0.0003818  1          0.9248 to 1.082    0.04009   0.009523  0.9924
	// likelihood ratio: chi2 = 4.972 on 2 df, p = 0.08326
	// wald: chi2 = 4.383 on 2 df, p = 0.1118
	// score: chi2 = 5.378 on 2 df, p = 0.06796
	// warning: stops: 10, coefficients: 2; fewer than 10 stops for each
}

// Does the ratio hold for all of the time?
func ExampleModel_ProportionalHazards() {
	m, err := cox.Fit(agreements(), cox.Options{})
	if err != nil {
		log.Fatal(err)
	}
	tests, err := m.ProportionalHazards(cox.TransformKM)
	if err != nil {
		log.Fatal(err)
	}
	for _, t := range tests {
		fmt.Printf("%q: chi2 = %.2f, p = %.2f\n", t.Term, t.Chi2.V, t.P.V)
	}
	// Output:
	// "municipality": chi2 = 2.22, p = 0.14
	// "age": chi2 = 0.14, p = 0.71
	// "": chi2 = 2.43, p = 0.30
}

// The curve of doctors of 40 in Valle.
func ExampleModel_Curves() {
	data := agreements()
	m, err := cox.Fit(data, cox.Options{})
	if err != nil {
		log.Fatal(err)
	}
	x, err := data.X.Profile(map[string]string{"municipality": "Valle", "age": "40"})
	if err != nil {
		log.Fatal(err)
	}
	curves, err := m.Curves(x, survival.LogLog)
	if err != nil {
		log.Fatal(err)
	}
	last := curves[0].Points[len(curves[0].Points)-1]
	fmt.Printf("S(%v) = %.3f\n", last.Time, last.Survival)
	// Output:
	// S(40) = 0.239
}

// How often the model ranks two rightly.
func ExampleModel_Concordance() {
	m, err := cox.Fit(agreements(), cox.Options{})
	if err != nil {
		log.Fatal(err)
	}
	c := m.Concordance()
	fmt.Printf("%.3f (standard error %.3f)\n", c.Value.V, c.StdErr.V)
	// Output:
	// 0.721 (standard error 0.072)
}
