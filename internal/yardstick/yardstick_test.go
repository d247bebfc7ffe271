package yardstick

import (
	"math"
	"strings"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/survival"
)

func published(t *testing.T, id string, shape varighet.Opt[float64]) *Yardstick {
	t.Helper()
	b, err := data.FindBaseline(id)
	if err != nil {
		t.Fatal(err)
	}
	y, err := Published(b, shape)
	if err != nil {
		t.Fatal(err)
	}
	return y
}

// By hand: 14 % within 13 months and a median of 5.9 years give the shape
// ln(ln 2/−ln 0.86)/ln(70.8/13) = 1.5251/1.6949 = 0.8998.
func TestTheShapeOfTable61IsThatOfTwoPublishedNumbers(t *testing.T) {
	y := published(t, "nsdm2020-table6-1", varighet.Opt[float64]{})
	if math.Abs(y.Shape.V-0.8998) > 5e-5 || len(y.Others) != 3 {
		t.Errorf("shape %v, %d others", y.Shape, len(y.Others))
	}
	if y := published(t, "abelsen2015-median", varighet.Opt[float64]{}); y.Shape.V != 1 || len(y.Others) != 2 {
		t.Errorf("without a second number: shape %v, %d others", y.Shape, len(y.Others))
	}
	if y := published(t, "nsdm2020-table6-1", varighet.Some(1.5)); y.Shape.V != 1.5 {
		t.Errorf("the shape that was asked for is not taken: %v", y.Shape)
	}
}

// By hand: a curve of 1, 1/2 and 1/4 at 0, 1 and 2 months. Of three followed to 1, 2 and 4
// months the chances of a stop are 1/2, 1/2 + 1/2, and the same again, since the curve ends
// at 2: 2.5 in all. The one who stopped at 4 had not at 2.
func TestWhatLiesBeyondACurveDoesNotCount(t *testing.T) {
	y, err := ReadCurves("curve.csv", []byte("time,at_risk,survival\n1,8,0.5\n2,4,0.25\n"))
	if err != nil {
		t.Fatal(err)
	}
	r, err := y.Compare(&Sample{Tenures: []survival.Tenure{{Exit: 1, Stopped: true}, {Exit: 2}, {Exit: 4, Stopped: true}, {Entry: 3, Exit: 5}}, WholeMonths: true}, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	if r.Observed != 1 || math.Abs(r.Expected-2.5) > 1e-12 || r.Cut != 1 || r.Outside != 1 || r.Without != 0 {
		t.Errorf("%d observed, %v expected, %d cut, %d outside", r.Observed, r.Expected, r.Cut, r.Outside)
	}
}

// By hand: the curve is known from 2 months on, where half of those who have been there so
// long stop in the next. Of one from 0 to 3 months that month counts alone; one that
// stopped at 2 does not count.
func TestWhatLiesBeforeACurveDoesNotCount(t *testing.T) {
	y, err := ReadCurves("saved.json", []byte(`{"schema":"varighet.register-baseline/1","groups":[
		{"group":"all","from":2,"times":[2,3],"survival":[1,0.5],"at_risk":[8,8]}]}`))
	if err != nil {
		t.Fatal(err)
	}
	r, err := y.Compare(&Sample{Tenures: []survival.Tenure{{Exit: 3, Stopped: true}, {Exit: 2, Stopped: true}}, WholeMonths: true}, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	if r.Observed != 1 || math.Abs(r.Expected-0.5) > 1e-12 || r.Outside != 1 || r.Cut != 1 {
		t.Errorf("%+v", r)
	}
	if !r.Reference.OK || r.Reference.V.Stops != 4 {
		t.Errorf("the curve's own four stops do not count: %+v", r.Reference)
	}
}

// By hand: 2 of a are held against 10 stops of 20 at risk, 4 of b against 40 of 80. That is
// as exact as (2/2 + 4/2)²/(4·10/400 + 16·40/6400) = 45 stops. The five stops of a in the
// fifth month, which nobody here has come to, do not count.
func TestSeveralCurvesRestOnTheirStopsTogether(t *testing.T) {
	y, err := ReadCurves("saved.json", []byte(`{"schema":"varighet.register-baseline/1","groups":[
		{"group":"a","times":[0,1,5,9],"survival":[1,0.5,0.25,0.25],"at_risk":[20,20,10,5]},
		{"group":"b","times":[0,1,9],"survival":[1,0.5,0.5],"at_risk":[80,80,40]}]}`))
	if err != nil {
		t.Fatal(err)
	}
	two := []survival.Tenure{{Exit: 1, Stopped: true}, {Exit: 1}}
	r, err := y.Compare(&Sample{Tenures: append(two, append(two, two...)...), Groups: []string{"a", "a", "b", "b", "b", "b"}, WholeMonths: true}, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	if r.Expected != 3 || math.Abs(r.Reference.V.Stops-45) > 1e-9 {
		t.Errorf("expected %v, on %v stops", r.Expected, r.Reference.V.Stops)
	}
}

// By hand: one of three positions under a curve that halves each month, two under one that
// stays: S(1) = 1/3·1/2 + 2/3 = 5/6.
func TestAMixIsTheMeanOfTheGroups(t *testing.T) {
	y, err := ReadCurves("curve.csv", []byte("group,time,survival\na,0,1\na,1,0.5\nb,0,1\nb,1,1\n"))
	if err != nil {
		t.Fatal(err)
	}
	mixed, err := y.Mix(map[string]float64{"a": 1, "b": 2})
	if err != nil {
		t.Fatal(err)
	}
	r, err := mixed.Compare(&Sample{Tenures: []survival.Tenure{{Exit: 1}}, Groups: []string{"a"}, WholeMonths: true}, 0.95)
	if err != nil || math.Abs(r.Expected-1./6) > 1e-12 {
		t.Errorf("expected %v, %v", r.Expected, err)
	}
	if _, err := y.Mix(map[string]float64{"c": 1}); err == nil || !strings.Contains(err.Error(), `no curve of "c"`) {
		t.Errorf("a group without a curve: %v", err)
	}
}

func TestFilesThatAreNoCurvesAreRefused(t *testing.T) {
	for name, content := range map[string]string{
		"other document": `{"schema":"varighet.km/1"}`,
		"no JSON":        `{"schema"`,
		"twice":          `{"schema":"varighet.register-baseline/1","groups":[{"group":"a","times":[0,1],"survival":[1,1],"at_risk":[9,9]},{"group":"a","times":[0,1],"survival":[1,1],"at_risk":[9,9]}]}`,
		"none at risk":   `{"schema":"varighet.register-baseline/1","groups":[{"group":"a","times":[0,1],"survival":[1,1]}]}`,
		"begins early":   `{"schema":"varighet.register-baseline/1","groups":[{"group":"a","from":-3,"times":[0,1],"survival":[1,1],"at_risk":[9,9]}]}`,
		"negative":       `{"schema":"varighet.register-baseline/1","groups":[{"group":"a","times":[0,1],"survival":[1,1],"at_risk":[9,-9]}]}`,
		"header only":    "time,survival\n",
		"one too few":    `{"schema":"varighet.register-baseline/1","groups":[{"group":"a","times":[0,1],"survival":[1],"at_risk":[9,9]}]}`,
		"rising":         `{"schema":"varighet.register-baseline/1","groups":[{"group":"a","times":[0,1,2],"survival":[1,0.5,0.6],"at_risk":[9,9,4]}]}`,
		"nobody":         `{"schema":"varighet.register-baseline/1","groups":[]}`,
		"no times":       "time,survival\n,1\n",
	} {
		if _, err := ReadCurves("file", []byte(content)); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// Every published number says what it is of, in the words that our own numbers have.
func TestPublishedNumbersAreDefined(t *testing.T) {
	for _, b := range data.Baselines() {
		if d := survival.DefinitionOf(survival.Measure(b.Definition)); d.Counts == "" {
			t.Errorf("%s: no measure %q", b.ID, b.Definition)
		}
	}
}

// By hand: one under a curve that halves each month, three under one that stays: after two
// months 1/4·1/4 + 3/4 = 13/16 are left.
func TestTheMeanOfTheCurvesOfTenures(t *testing.T) {
	y, err := ReadCurves("curve.csv", []byte("group,time,survival\na,0,1\na,1,0.5\nb,0,1\nb,1,1\n"))
	if err != nil {
		t.Fatal(err)
	}
	r, err := y.Compare(&Sample{Tenures: []survival.Tenure{{Exit: 1}, {Exit: 2}, {Exit: 1}, {Exit: 1}}, Groups: []string{"a", "b", "b", "b"}}, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	mean := r.Mean()
	if len(mean) != 3 || mean[0] != 1 || math.Abs(mean[2]-13./16) > 1e-12 {
		t.Errorf("%v", mean)
	}
	if none := (&Held{}).Mean(); len(none) != 0 {
		t.Errorf("of nobody: %v", none)
	}
}
