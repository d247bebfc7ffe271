package varighet_test

import (
	"fmt"
	"log"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/sample"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/cox"
)

// A whole program: a CSV with a row an agreement, to curves by size group, a test between them, stops
// beside those that published medians give, and a Cox model. Of a register's folder, sample.Open takes
// the place of sample.OpenCSV.
func Example() {
	src, err := sample.OpenCSV("sample/testdata/agreements.csv", sample.Columns{Time: "months", Event: "stopped", Entry: "from"})
	if err != nil {
		log.Fatal(err)
	}
	if err := analyse(src); err != nil {
		log.Fatal(err)
	}
	// Output:
	// group      n   late  events  median  95 % limits
	// <2000      13  2     13      9       2 to 23
	// 2000-4999  12  2     7       45      1 to not reached
	// >=20000    19  6     9       64      28 to not reached
	// warning: <2000: fewer than 5 at risk after 15
	// warning: 2000-4999: fewer than 5 at risk after 38
	// warning: >=20000: fewer than 5 at risk after 64
	// group      n   observed  expected  (O-E)^2/E  (O-E)^2/V
	// <2000      13  13        6.129     7.703      10.34
	// 2000-4999  12  7         7.063     0.0005609  0.0007852
	// >=20000    19  9         15.81     2.932      6.869
	// logrank: chi2 = 11.3 on 2 df, p = 0.003525
	// observed 29, expected 20.68, O/E 1.402 (0.9391 to 2.014)
	// exact p = 0.09693
	// 19 rows held against the median of all, since their group has none
	// assumed: Weibull with shape 1
	// n = 44, events = 29, efron ties
	//                        coef     exp(coef)  95 % limits        se(coef)  z       p
	// size_group[2000-4999]  -1.207   0.2989     0.1121 to 0.7969   0.5003    -2.414  0.01579
	// size_group[>=20000]    -2.309   0.09934    0.03303 to 0.2988  0.5618    -4.11   3.956e-05
	// age                    0.07158  1.074      1.028 to 1.122     0.02242   3.193   0.001407
	// likelihood ratio: chi2 = 21.3 on 3 df, p = 9.135e-05
	// wald: chi2 = 18.34 on 3 df, p = 0.0003738
	// score: chi2 = 20.26 on 3 df, p = 0.0001497
	// warning: stops: 29, coefficients: 3; fewer than 10 stops for each
}

// analyse prints what is asked of the rows.
func analyse(src *sample.Source) error {
	rows, err := src.Rows(sample.Choices{By: []string{"size_group"}})
	if err != nil {
		return err
	}
	for _, w := range rows.Warnings {
		fmt.Println("note:", w)
	}
	curves, err := rows.Curves(survival.Options{})
	if err != nil {
		return err
	}
	fmt.Println(curves)
	comparison, err := rows.CompareGroups()
	if err != nil {
		return err
	}
	fmt.Println(comparison)
	medians, err := data.FindBaseline("nsdm2020-table6-1")
	if err != nil {
		return err
	}
	expected, err := rows.AgainstPublished(medians, varighet.Some(1.0), 0.95)
	if err != nil {
		return err
	}
	fmt.Println(expected)
	return model(src)
}

// model prints a Cox model of size group and age.
func model(src *sample.Source) error {
	m, err := src.Model(sample.ModelChoices{Covariates: []sample.Covariate{{Column: "size_group"}, {Column: "age"}}})
	if err != nil {
		return err
	}
	fit, err := cox.Fit(m.Cox(), cox.Options{})
	if err != nil {
		return err
	}
	fmt.Println(fit)
	return nil
}
