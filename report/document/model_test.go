package document

import "testing"

// Four decimals, but never fewer than two significant digits.
func TestCoefficientsOfAnySize(t *testing.T) {
	for v, want := range map[float64]string{-3.508e-7: "-3.5e-07", 0.00012345: "0.00012", 0.00123: "0.0012", -0.25: "-0.2500",
		12.5: "12.5000", 0: "0.0000", 123456789: "1.2346e+08"} {
		if got := shownCoefficient(&v); got != want {
			t.Errorf("%v: got %s, want %s", v, got, want)
		}
	}
}

// A ratio of next to nothing is told from 1, and its limits from each other.
func TestRatiosOfAnySize(t *testing.T) {
	for _, c := range []struct {
		v, lower, upper float64
		want            string
	}{
		{0.9999996491873311, 0.9999990266282595, 1.0000002717467902, "0.9999996 0.9999990 1.0000003"},
		{2.498, 0.916, 6.813, "2.498 0.916 6.813"},
		{1.0004, 0.9996, 1.0012, "1.0004 0.9996 1.0012"},
		{0.00042, 0.0001, 0.0018, "0.00042 0.0001 0.0018"},
		{3e12, 2e-9, 4e30, "3e+12 2e-09 4e+30"},
		{1, 1, 1, "1.000 1.000 1.000"},
	} {
		d := ratioDecimals(&c.lower, &c.upper)
		if got := shownRatio(&c.v, d) + " " + shownRatio(&c.lower, d) + " " + shownRatio(&c.upper, d); got != c.want {
			t.Errorf("%v: got %s, want %s", c, got, c.want)
		}
	}
	if got := shownRatio(nil, 3); got != "–" {
		t.Errorf("missing: got %s", got)
	}
}
