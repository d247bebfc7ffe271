package hazard_test

import (
	"errors"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/design"
	"github.com/varighet/varighet/survival/hazard"
)

// Where there can be no model there is none, but an error with a code. A band without stops is no
// such fault.
func TestNoModelIsAnError(t *testing.T) {
	some := []survival.Tenure{{Exit: 2, Stopped: true}, {Exit: 3}, {Exit: 9}}
	for name, c := range map[string]struct {
		tenures  []survival.Tenure
		variable design.Variable
		code     string
	}{
		"nobody stopped": {[]survival.Tenure{{Exit: 2}, {Exit: 3}, {Exit: 9}}, design.Numeric("x", []float64{0, 1, 2}), design.NoEvents},
		"one level":      {some, design.Factor("g", []string{"a", "a", "a"}), design.OneLevel},
		"a constant":     {some, design.Numeric("x", []float64{1, 1, 1}), design.Constant},
		"bands":          {some, design.Numeric("x", []float64{0, 1, 2}), ""},
	} {
		x, err := design.New(3, c.variable)
		if err != nil {
			t.Fatal(err)
		}
		table, err := hazard.Tabulate(hazard.Data{Tenures: c.tenures, X: x}, []int{0, 4})
		if err != nil {
			t.Fatal(err)
		}
		_, err = table.Fit(hazard.Options{})
		if c.code == "" {
			if err != nil {
				t.Errorf("%s: got %v", name, err)
			}
			continue
		}
		var p *varighet.Problem
		if !errors.As(err, &p) || p.Code != c.code {
			t.Errorf("%s: got %v, want a problem of code %s", name, err, c.code)
		}
	}
}
