package sample_test

import (
	"fmt"
	"log"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/sample"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/competing"
	"github.com/varighet/varighet/survival/cox"
	"github.com/varighet/varighet/survival/finegray"
	"github.com/varighet/varighet/survival/hazard"
	"github.com/varighet/varighet/survival/parametric"
	"github.com/varighet/varighet/survival/rates"
)

// columns are those of testdata/agreements.csv: 44 made-up agreements, some under way when they
// came under observation.
var columns = sample.Columns{Time: "months", Event: "stopped", Entry: "from"}

// The share that left within 13 months, by the four definitions, of the spells of ALIS-Vest. A
// register's folder is opened in the same way.
func ExampleOpen() {
	src, err := sample.Open("testdata/alis-vest.csv", sample.Options{})
	if err != nil {
		log.Fatal(err)
	}
	shares, err := survival.Turnover(src.Spells(), 13, 0.95)
	if err != nil {
		log.Fatal(err)
	}
	for _, s := range shares {
		fmt.Println(s)
	}
	// Output:
	// left within 13 months, a (followed): 6/18, 33.3 % (13.3 to 59.0)
	// left within 13 months, b (so_far): 6/22, 27.3 % (10.7 to 50.2)
	// left within 13 months, c (kaplan_meier): 6/22, 31.4 % (12.3 to 57.8)
	// left within 13 months, d (by_position): 6/16, 37.5 % (15.2 to 64.6)
}

// A curve of each group of any CSV.
func ExampleOpenCSV() {
	src, err := sample.OpenCSV("testdata/agreements.csv", columns)
	if err != nil {
		log.Fatal(err)
	}
	curves, err := src.Curves(sample.Choices{By: []string{"size_group"}}, survival.Options{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(curves)
	// Output:
	// group      n   late  events  median  95 % limits
	// <2000      13  2     13      9       2 to 23
	// 2000-4999  12  2     7       45      1 to not reached
	// >=20000    19  6     9       64      28 to not reached
	// warning: <2000: fewer than 5 at risk after 15
	// warning: 2000-4999: fewer than 5 at risk after 38
	// warning: >=20000: fewer than 5 at risk after 64
}

// The median of all rows, with its limits; one row has no time and is left out.
func ExampleReadCSV() {
	csv := "months,stopped\n2,1\n3,0\n,1\n4,1\n6,0\n7,1\n"
	src, err := sample.ReadCSV(strings.NewReader(csv), "tenures.csv", sample.Columns{Time: "months", Event: "stopped"})
	if err != nil {
		log.Fatal(err)
	}
	rows, err := src.Rows(sample.Choices{})
	if err != nil {
		log.Fatal(err)
	}
	curve, err := rows.KaplanMeier(survival.Options{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("median:", curve.Median())
	fmt.Println(rows.Warnings[0])
	// Output:
	// median: 7 (2 to not reached)
	// 1 row left out: the time is missing or not a usable number
}

// The median of all, with its limits.
func ExampleSource_Curves() {
	src, err := sample.OpenCSV("testdata/agreements.csv", columns)
	if err != nil {
		log.Fatal(err)
	}
	curves, err := src.Curves(sample.Choices{}, survival.Options{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("median:", curves.Of("all").Median())
	// Output:
	// median: 41 (15 to 64)
}

// Do agreements of unlike municipalities last unlike long?
func ExampleSource_Compare() {
	src, err := sample.OpenCSV("testdata/agreements.csv", columns)
	if err != nil {
		log.Fatal(err)
	}
	comparison, err := src.Compare(sample.Choices{By: []string{"size_group"}})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(comparison)
	// Output:
	// group      n   observed  expected  (O-E)^2/E  (O-E)^2/V
	// <2000      13  13        6.129     7.703      10.34
	// 2000-4999  12  7         7.063     0.0005609  0.0007852
	// >=20000    19  9         15.81     2.932      6.869
	// logrank: chi2 = 11.3 on 2 df, p = 0.003525
}

// A Cox model in a table.
func ExampleSource_Cox() {
	src, err := sample.OpenCSV("testdata/agreements.csv", columns)
	if err != nil {
		log.Fatal(err)
	}
	model, err := src.Cox(sample.ModelChoices{Covariates: []sample.Covariate{{Column: "size_group"}, {Column: "age"}}}, cox.Options{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(model)
	// Output:
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

// Stops beside those that published medians give.
func ExampleSource_AgainstPublished() {
	src, err := sample.Open("testdata/alis-vest.csv", sample.Options{})
	if err != nil {
		log.Fatal(err)
	}
	expected, err := src.AgainstPublished("nsdm2020-table6-1", sample.Choices{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(expected)
	// Output:
	// observed 6, expected 4.116, O/E 1.458 (0.535 to 3.173)
	// exact p = 0.4664
	// assumed: Weibull with shape 0.8998, which has the country's 14 % within 13 months
}

// Spells of observations that the program has, by a table of populations of its own.
func ExampleOfObservations() {
	var observations []varighet.Observation
	for month := varighet.MonthOf(2017, 5); month < varighet.MonthOf(2017, 11); month++ {
		doctor := "17"
		if month >= varighet.MonthOf(2017, 8) {
			doctor = "23"
		}
		observations = append(observations, varighet.Observation{Month: month, PositionID: "8", DoctorID: doctor, MunicipalityCode: "4613"})
	}
	src, err := sample.OfObservations(observations, sample.Options{})
	if err != nil {
		log.Fatal(err)
	}
	for _, s := range src.Spells() {
		fmt.Println(s.DoctorID, s.First, s.Last, "stopped:", s.Stopped)
	}
	// Output:
	// 17 2017-05 2017-07 stopped: true
	// 23 2017-08 2017-10 stopped: false
}

// Size groups of populations that the program knows, where there is no reference folder.
func ExampleOfSpells() {
	population := map[varighet.MunicipalityCode]int32{"4613": 12000, "1151": 190}
	spells := []survival.Spell{
		{PositionID: "1", MunicipalityNow: "4613", Entry: varighet.Some(0), Exit: varighet.Some(30)},
		{PositionID: "2", MunicipalityNow: "1151", Entry: varighet.Some(0), Exit: varighet.Some(7), Stopped: true},
	}
	for i := range spells {
		spells[i].SizeGroup = data.Abelsen().Of(population[spells[i].MunicipalityNow])
	}
	rows, err := sample.OfSpells(spells).Rows(sample.Choices{By: []string{"size_group"}})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(rows.Groups)
	// Output:
	// [10000-19999 <2000]
}

// The spells of some lists, in two ways.
func ExampleSource_Where() {
	src, err := sample.Open("testdata/alis-vest.csv", sample.Options{})
	if err != nil {
		log.Fatal(err)
	}
	first, err := src.Where("ordinal=1")
	if err != nil {
		log.Fatal(err)
	}
	later := src.Filter(func(s *survival.Spell) bool { return s.Start.Or(s.First) >= varighet.MonthOf(2018, 1) })
	fmt.Println(len(src.Spells()), len(first.Spells()), len(later.Spells()))
	rows, err := later.Rows(sample.Choices{})
	if err != nil {
		log.Fatal(err)
	}
	for _, l := range rows.LeftOut {
		fmt.Println(l)
	}
	// Output:
	// 28 16 14
	// 14 spells left out: not among those asked for
}

// Stops of each of several groups of spells, within a year.
func ExampleSource_Groups() {
	src, err := sample.Open("testdata/alis-vest.csv", sample.Options{})
	if err != nil {
		log.Fatal(err)
	}
	groups, err := src.Groups("ordinal")
	if err != nil {
		log.Fatal(err)
	}
	for _, g := range groups {
		shares, err := survival.TurnoverAmong(src.Spells(), g.Spells, 12, 0.95)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println("holder", g.Label, "-", shares[survival.TurnoverKaplanMeier])
	}
	// Output:
	// holder 1 - left within 12 months, c (kaplan_meier): 5/16, 32.3 % (11.4 to 60.6)
	// holder 2 - left within 12 months, c (kaplan_meier): 0/6, 0.0 % (0.0 to 70.8)
}

// Do agreements of unlike municipalities last unlike long?
func ExampleRows_CompareGroups() {
	src, err := sample.OpenCSV("testdata/agreements.csv", columns)
	if err != nil {
		log.Fatal(err)
	}
	rows, err := src.Rows(sample.Choices{By: []string{"size_group"}})
	if err != nil {
		log.Fatal(err)
	}
	comparison, err := rows.CompareGroups()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(comparison)
	// Output:
	// group      n   observed  expected  (O-E)^2/E  (O-E)^2/V
	// <2000      13  13        6.129     7.703      10.34
	// 2000-4999  12  7         7.063     0.0005609  0.0007852
	// >=20000    19  9         15.81     2.932      6.869
	// logrank: chi2 = 11.3 on 2 df, p = 0.003525
}

// Stops per month, and beside those that published medians give.
func ExampleRows_AgainstPublished() {
	src, err := sample.OpenCSV("testdata/agreements.csv", columns)
	if err != nil {
		log.Fatal(err)
	}
	rows, err := src.Rows(sample.Choices{By: []string{"size_group"}})
	if err != nil {
		log.Fatal(err)
	}
	medians, err := data.FindBaseline("nsdm2020-table6-1")
	if err != nil {
		log.Fatal(err)
	}
	expected, err := rows.AgainstPublished(medians, varighet.Some(1.0), 0.95)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(expected)
	rate, err := rates.Of(rows.Tenures, 0.95)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(rate)
	// Output:
	// observed 29, expected 20.68, O/E 1.402 (0.9391 to 2.014)
	// exact p = 0.09693
	// 19 rows held against the median of all, since their group has none
	// assumed: Weibull with shape 1
	// 29 events in 1519, rate 0.01909 (0.01279 to 0.02742)
}

// A Cox model of a CSV, in a table.
func ExampleModel_Cox() {
	src, err := sample.OpenCSV("testdata/agreements.csv", columns)
	if err != nil {
		log.Fatal(err)
	}
	model, err := src.Model(sample.ModelChoices{Covariates: []sample.Covariate{{Column: "size_group"}, {Column: "age"}}})
	if err != nil {
		log.Fatal(err)
	}
	fit, err := cox.Fit(model.Cox(), cox.Options{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(fit)
	// Output:
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

// How many will have stopped for each reason, after five years.
func ExampleRows_Competing() {
	src, err := sample.OpenCSV("testdata/agreements.csv", columns)
	if err != nil {
		log.Fatal(err)
	}
	rows, err := src.Rows(sample.Choices{Cause: "reason"})
	if err != nil {
		log.Fatal(err)
	}
	incidence, err := competing.AalenJohansen(rows.Competing(), competing.Options{})
	if err != nil {
		log.Fatal(err)
	}
	for i := range incidence.Curves {
		p, _ := incidence.Curves[i].At(60)
		fmt.Printf("%s: %.3f\n", incidence.Curves[i].Cause, p.Incidence)
	}
	// Output:
	// left: 0.429
	// moved: 0.202
}

// Hazards by tenure, of whole months.
func ExampleModel_Hazard() {
	src, err := sample.OpenCSV("testdata/agreements.csv", columns)
	if err != nil {
		log.Fatal(err)
	}
	model, err := src.Model(sample.ModelChoices{Covariates: []sample.Covariate{{Column: "age"}}})
	if err != nil {
		log.Fatal(err)
	}
	table, err := hazard.Tabulate(model.Hazard(), []int{0, 12, 36})
	if err != nil {
		log.Fatal(err)
	}
	fit, err := table.Fit(hazard.Options{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(fit)
	// Output:
	// cloglog: n = 44, months = 1519, events = 29
	//                coef     exp(coef)  95 % limits          se(coef)  z       p
	// (intercept)    -4.67    0.009373   0.001655 to 0.05309  0.8847    -5.278  1.304e-07
	// tenure[13-36]  -0.8824  0.4138     0.169 to 1.013       0.4568    -1.932  0.05339
	// tenure[37+]    -0.4813  0.618      0.2588 to 1.476      0.444     -1.084  0.2784
	// age            0.02551  1.026      0.9923 to 1.061      0.01697   1.503   0.1327
}

// How many will have left, where others move within the data.
func ExampleModel_FineGray() {
	src, err := sample.OpenCSV("testdata/agreements.csv", sample.Columns{Time: "months", Event: "stopped"})
	if err != nil {
		log.Fatal(err)
	}
	model, err := src.Model(sample.ModelChoices{Covariates: []sample.Covariate{{Column: "age"}}, Cause: "reason"})
	if err != nil {
		log.Fatal(err)
	}
	fit, err := finegray.Fit(model.FineGray(), finegray.Options{Cause: "left"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(fit)
	// Output:
	// left: n = 44, events = 20, competing = 9
	//      coef       exp(coef)  95 % limits      se(coef)  z        p
	// age  -0.007902  0.9921     0.9613 to 1.024  0.01609   -0.4912  0.6233
}

// A Weibull curve of each group.
func ExampleModel_Parametric() {
	src, err := sample.OpenCSV("testdata/agreements.csv", sample.Columns{Time: "months", Event: "stopped"})
	if err != nil {
		log.Fatal(err)
	}
	model, err := src.Model(sample.ModelChoices{Covariates: []sample.Covariate{{Column: "size_group"}, {Column: "age"}}})
	if err != nil {
		log.Fatal(err)
	}
	fit, err := parametric.Fit(model.Parametric(), parametric.Options{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(fit)
	// Output:
	// weibull: n = 44, stopped = 29
	//                        coef      exp(coef)  95 % limits       se(coef)  z       p
	// (intercept)            5.605     271.7      63.15 to 1169     0.7444    7.529   5.116e-14
	// size_group[2000-4999]  1.09      2.975      1.377 to 6.431    0.3932    2.773   0.005562
	// size_group[>=20000]    2.1       8.168      3.566 to 18.71    0.4228    4.967   6.797e-07
	// age                    -0.06091  0.9409     0.9113 to 0.9715  0.01631   -3.734  0.0001887
	// sigma = 0.8211
	// log-likelihood = -132.7
}
