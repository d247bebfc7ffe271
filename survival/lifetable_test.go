package survival_test

import (
	"errors"
	"testing"

	"github.com/varighet/varighet/survival"
)

// By hand, of breaks 2 and 4: the one of 1 month is before the first and in no interval, and the one
// of 5 is in the last. So 1 of 2 less half a censored one stops: 1/1.5.
func TestTimesOutsideTheBreaksOfALifeTable(t *testing.T) {
	rows, err := survival.LifeTable([]survival.Tenure{{Exit: 1, Stopped: true}, {Exit: 3, Stopped: true}, {Exit: 5}}, []float64{2, 4})
	if err != nil || len(rows) != 1 {
		t.Fatalf("%+v, %v, want one row", rows, err)
	}
	if r := rows[0]; r.AtStart != 2 || r.Events != 1 || r.Censored != 1 || r.Exposed != 1.5 {
		t.Errorf("got %+v, want 1 stop and 1 censored of 2", r)
	}
	wantSome(t, "share", rows[0].Share, 1/1.5)
}

func TestLifeTableRefuses(t *testing.T) {
	var fault *survival.TenureError
	rows, err := survival.LifeTable(nil, []float64{0, 1})
	if rows != nil || !errors.Is(err, survival.ErrNoTenures) {
		t.Errorf("no tenures: %+v, %v", rows, err)
	}
	rows, err = survival.LifeTable([]survival.Tenure{{Exit: 1}, {Exit: -1}}, []float64{0, 1})
	if rows != nil || !errors.As(err, &fault) || fault.Index != 1 {
		t.Errorf("a negative time: %+v, %v, want tenure 1 refused", rows, err)
	}
}
