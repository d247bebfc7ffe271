package parametric_test

import (
	"errors"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/design"
	"github.com/varighet/varighet/survival/parametric"
)

// As many stops as columns, two, are just enough; the intercept is not counted among them. Of three columns they
// are too few.
func TestAsManyStopsAsColumns(t *testing.T) {
	rows := parametric.Exact([]survival.Tenure{{Exit: 3, Stopped: true}, {Exit: 5, Stopped: true}, {Exit: 4}, {Exit: 6}, {Exit: 2}})
	columns := []design.Variable{design.Numeric("x", []float64{0, 1, 0, 1, 1}), design.Numeric("y", []float64{1, 0, 0, 1, 2}), design.Numeric("z", []float64{0, 3, 1, 1, 0})}
	for n, enough := range map[int]bool{2: true, 3: false} {
		x, err := design.New(len(rows), columns[:n]...)
		if err != nil {
			t.Fatal(err)
		}
		_, err = parametric.Fit(parametric.Data{Rows: rows, X: x}, parametric.Options{})
		var p *varighet.Problem
		if few := errors.As(err, &p) && p.Code == design.FewEvents; few == enough || enough && err != nil {
			t.Errorf("%d columns: got %v", n, err)
		}
	}
}
