package hazard_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/design"
	"github.com/varighet/varighet/survival/hazard"
)

// weighed are sixteen tenures in four clusters, with whole weights and others.
func weighed(t *testing.T) (d hazard.Data, whole, parts []float64) {
	t.Helper()
	d.Tenures = []survival.Tenure{
		{Exit: 3, Stopped: true}, {Exit: 5, Stopped: true}, {Entry: 2, Exit: 8, Stopped: true}, {Exit: 6},
		{Exit: 4, Stopped: true}, {Entry: 1, Exit: 9, Stopped: true}, {Exit: 12}, {Entry: 3, Exit: 10, Stopped: true},
		{Exit: 7, Stopped: true}, {Exit: 11, Stopped: true}, {Entry: 4, Exit: 13, Stopped: true}, {Exit: 2, Stopped: true},
		{Exit: 14}, {Entry: 5, Exit: 15, Stopped: true}, {Exit: 8, Stopped: true}, {Exit: 16},
	}
	var err error
	d.X, err = design.New(16, design.Numeric("x", []float64{1, 0, 1, 0, 0, 0, 1, 0, 1, 0, 1, 1, 0, 1, 0, 1}))
	if err != nil {
		t.Fatal(err)
	}
	return d, []float64{2, 1, 3, 1, 2, 1, 2, 1, 1, 4, 2, 1, 1, 1, 2, 3},
		[]float64{0.5, 1.5, 2, 0.25, 1.2, 0.8, 1, 3.1, 0.6, 0.4, 2.2, 1.7, 0.9, 1.1, 0.3, 1.4}
}

var clustersOfFour = strings.Split("A A A A B B B B C C C C D D D D", " ")

// R 4.2.2, e having a row y a month of tenure m at risk:
//
//	glm(y ~ I(m > 6) + x, family = binomial(link), weights = w, e, control = glm.control(1e-15, 100))
//	glm(y ~ I(m > 6) + x + offset(log(1/12)), family = poisson, …)
//
// coefficients and standard errors, and by cluster the roots of the diagonal of
// V S'S V, S being rowsum(model.matrix * residuals("working") * weights, cluster).
func TestWeightsAreThoseOfR(t *testing.T) {
	d, whole, parts := weighed(t)
	for _, test := range []struct {
		link             hazard.Link
		weights          []float64
		beta, se, robust []float64
	}{
		{hazard.Cloglog, whole, []float64{-2.8321030424940, 1.2301968070903, -0.5477320840881},
			[]float64{0.4357836625832, 0.4903985253720, 0.4434385119957}, []float64{0.4071299988413, 0.3230207934076, 0.6614930280092}},
		{hazard.Cloglog, parts, []float64{-2.4863982837292, 0.8576859429456, -0.4041929569825},
			[]float64{0.4976224984054, 0.5554702772447, 0.5181580285396}, []float64{0.2552935052035, 0.2896814711899, 0.4544956974957}},
		{hazard.Logit, whole, []float64{-2.7970271354252, 1.2830287507259, -0.5701673442137},
			[]float64{0.4493279025807, 0.5125418278710, 0.4731456321713}, []float64{0.4188421799549, 0.3270861522413, 0.6989962777439}},
		{hazard.Logit, parts, []float64{-2.4399792839020, 0.9041207742873, -0.4275908961525},
			[]float64{0.5197270486267, 0.5851397606729, 0.5544995260068}, []float64{0.2660766753305, 0.3111670298921, 0.4848403251457}},
		{hazard.Poisson, whole, []float64{-0.3855293791516, 1.1654863127428, -0.5035228252109},
			[]float64{0.4363982828007, 0.4895137198161, 0.4427818195530}, nil},
		{hazard.Poisson, parts, []float64{-0.04836700349473, 0.80896054354092, -0.37513792035585},
			[]float64{0.4980631033495, 0.5547105672831, 0.5174342705024}, nil},
	} {
		d.Weights = test.weights
		m := fit(t, d, []int{0, 6}, hazard.Options{Link: test.link})
		c := d
		c.Cluster = clustersOfFour
		robust := fit(t, c, []int{0, 6}, hazard.Options{Link: test.link})
		for j, k := range m.Coefficients {
			what := test.link.String() + " " + k.Name()
			near(t, what, k.Estimate, test.beta[j])
			near(t, what+": se", k.StdErr, test.se[j])
			if test.robust != nil {
				near(t, what+": robust se", robust.Coefficients[j].RobustStdErr, test.robust[j])
			}
		}
		warned := strings.Contains(strings.Join(m.Warnings, "\n"), "not whole numbers")
		if fractional := test.weights[0] == 0.5; warned != fractional || len(robust.Warnings) != 1 {
			t.Errorf("%v: warnings %q and by cluster %q", test.link, m.Warnings, robust.Warnings)
		}
	}
}

// Of a, 4 months at risk with 1 stop; of b, 5 with 2. With weight 3 on the stop
// of a and ½ on a tenure of b that entered late and stopped after 2 months, it is
// 3 in 6 and 1½ in 4: odds 1 and 3/5.
func TestWeightsByHand(t *testing.T) {
	x, _ := design.New(5, design.Factor("g", []string{"a", "a", "b", "b", "b"}))
	d := hazard.Data{X: x, Weights: []float64{1, 3, 0.5, 1, 1}, Tenures: []survival.Tenure{
		{Exit: 3}, {Exit: 1, Stopped: true},
		{Entry: 1, Exit: 3, Stopped: true}, {Exit: 2, Stopped: true}, {Exit: 1},
	}}
	table := tabulate(t, d, []int{0})
	for i, want := range []hazard.Cell{{Events: 1, Months: 4, EventsWeight: 3, MonthsWeight: 6},
		{Pattern: 1, Events: 2, Months: 5, EventsWeight: 1.5, MonthsWeight: 4}} {
		if table.Cells[i] != want {
			t.Errorf("got %+v, want %+v", table.Cells[i], want)
		}
	}
	m := fit(t, d, []int{0}, hazard.Options{Link: hazard.Logit})
	near(t, "odds", m.Coefficients[0].Ratio, 1)
	near(t, "odds ratio", m.Coefficients[1].Ratio, 3.0/5)
	near(t, "its standard error", m.Coefficients[1].StdErr, math.Sqrt(1.0/3+1.0/3+1/1.5+1/2.5))
}

// A tenure of weight 0 is not there: it makes no cell, no cluster, no year.
func TestWeight0(t *testing.T) {
	d, whole, _ := weighed(t)
	whole[4], whole[5], whole[6], whole[7] = 0, 0, 0, 0
	d.Weights, d.Cluster = whole, clustersOfFour
	for i := range d.Tenures {
		year := 2001
		if i/4 == 1 {
			year = 1950
		}
		d.Start = append(d.Start, varighet.MonthOf(year, 1))
	}
	m := fit(t, d, []int{0, 6}, hazard.Options{Calendar: hazard.EachYear})
	if m.N != 12 || m.Clusters != 3 || m.FirstYear != 2001 || m.EventsWeight != 17 {
		t.Errorf("got %d tenures in %d clusters from %d, stops of weight %v, want 12 in 3 from 2001, 17",
			m.N, m.Clusters, m.FirstYear, m.EventsWeight)
	}
}

func TestWeightsThatCannotBe(t *testing.T) {
	d, _, _ := weighed(t)
	d.Weights = make([]float64, 16)
	if _, err := hazard.Tabulate(d, nil); !errors.Is(err, survival.ErrNoTenures) {
		t.Errorf("all of weight 0: got %v", err)
	}
	for _, w := range []float64{-1, math.NaN(), 1e10} {
		d.Weights[3] = w
		var fault *survival.TenureError
		if _, err := hazard.Tabulate(d, nil); !errors.As(err, &fault) || fault.Index != 3 {
			t.Errorf("weight %v: got %v, want a fault of row 3", w, err)
		}
	}
}

// A thousand years with a coefficient each are refused at once; a trend is not.
func TestTooManyYears(t *testing.T) {
	x, _ := design.New(2)
	d := hazard.Data{Tenures: []survival.Tenure{{Exit: survival.MaxMonths, Stopped: true}, {Exit: 5}}, X: x,
		Start: []varighet.Month{varighet.MonthOf(2001, 1), varighet.MonthOf(2001, 1)}}
	table := tabulate(t, d, nil)
	if m, err := table.Fit(hazard.Options{Calendar: hazard.EachYear}); err == nil || !strings.Contains(err.Error(), "ask for a trend") {
		t.Errorf("each year: got %+v, %v, want an error", m, err)
	}
	if _, err := table.Fit(hazard.Options{Calendar: hazard.Trend}); err != nil {
		t.Errorf("trend: got %v", err)
	}
}
