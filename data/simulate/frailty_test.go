package simulate

import (
	"math"
	"testing"

	"github.com/varighet/varighet"
)

// The factors of many municipalities have mean 1 and the variance asked for, and doctors
// leave a municipality as often as its factor says: in those with a factor of more than
// 1.3, stops are more than expected by the hazard alone, in those below 0.7 fewer.
func TestFrailtyCanBeSeen(t *testing.T) {
	opt := Options{Seed: 3, Municipalities: 1000, Lists: 20_000, Shape: 1, NoReform: true, Frailty: 0.25}
	stops, time := map[varighet.MunicipalityCode]float64{}, map[varighet.MunicipalityCode]float64{}
	group := map[varighet.MunicipalityCode]string{}
	truth, err := Spells(opt, func(s Spell) error {
		if !s.Censored {
			stops[s.Municipality]++
		}
		time[s.Municipality] += float64(s.Months)
		group[s.Municipality] = s.SizeGroup
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	sum, squares := 0.0, 0.0
	for _, f := range truth.Factors {
		sum += float64(f.Factor)
		squares += float64(f.Factor) * float64(f.Factor)
	}
	n := float64(len(truth.Factors))
	if mean := sum / n; n != 1000 || math.Abs(mean-1) > 0.05 || math.Abs(squares/n-mean*mean-0.25) > 0.04 {
		t.Errorf("%v factors with mean %v and variance %v, want 1000 with 1 and 0.25", n, mean, squares/n-mean*mean)
	}
	scale := map[string]float64{}
	for _, g := range truth.Groups {
		scale[g.SizeGroup] = float64(g.ScaleMonths)
	}
	for name, in := range map[string]func(float64) bool{"above 1.3": func(f float64) bool { return f > 1.3 }, "below 0.7": func(f float64) bool { return f < 0.7 }} {
		observed, expected := 0.0, 0.0
		for _, f := range truth.Factors {
			if in(float64(f.Factor)) {
				m := f.Municipality
				observed += stops[m]
				expected += time[m] / scale[group[m]] * float64(f.Factor)
			}
		}
		if r := observed / expected; math.Abs(r-1) > 0.05 {
			t.Errorf("%s: %v stops for %v expected with the factors", name, observed, expected)
		}
	}
}

// Half has left at the published median over all municipalities, whatever the variance.
func TestFrailtyKeepsTheMedian(t *testing.T) {
	for _, v := range []float64{0, 0.25, 1} {
		all, err := tenures(0.95, v)
		if err != nil {
			t.Fatal(err)
		}
		for i := range all {
			if s := all[i].survival(all[i].median); math.Abs(s-0.5) > 1e-12 {
				t.Errorf("variance %v: S(median) = %v", v, s)
			}
		}
	}
	if _, err := (Options{Frailty: -1}).withDefaults(); err == nil {
		t.Error("a variance below 0 is none")
	}
}
