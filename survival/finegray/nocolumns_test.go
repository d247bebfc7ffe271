package finegray_test

import (
	"math"
	"testing"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/design"
	"github.com/varighet/varighet/survival/finegray"
)

// Without a column the log-likelihood is that of who stops among those at risk: of three who stay for the cause or stop
// for it, one after the other, 1/3 · 1/2.
func TestModelWithoutColumns(t *testing.T) {
	d := finegray.Data{Tenures: []survival.Tenure{{Exit: 1, Stopped: true}, {Exit: 2, Stopped: true}, {Exit: 3}}, Causes: []string{"it", "it", ""}}
	d.X, _ = design.New(3)
	m := fit(t, d, "it")
	if len(m.Coefficients) != 0 || math.Abs(m.LogLik+math.Log(6)) > 1e-12 || m.LogLikNull != m.LogLik {
		t.Errorf("got %+v, want a log-likelihood of −log 6", m)
	}
}
