package survival_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/varighet/varighet"
	. "github.com/varighet/varighet/survival"
)

// Rows that pass by in stretches of months that say the same give the coverage of the rows one
// by one (law), over registers in which lists are vacant, shared, missing and come late.
func TestASurveyorCoversWhatTheRowsDo(t *testing.T) {
	for seed := range uint64(300) {
		rows := surveyedRows(rand.New(rand.NewPCG(seed, 9)))
		want, err := Cover(func(yield func(*varighet.Observation, error) bool) {
			for i := range rows {
				if !yield(&rows[i], nil) {
					return
				}
			}
		}, SpellOptions{})
		if err != nil {
			t.Fatal(err)
		}
		v := NewSurveyor(SpellOptions{})
		for from := 0; from < len(rows); {
			to := from + 1
			for to < len(rows) && sameButMonth(&rows[to-1], &rows[to]) {
				to++
			}
			if err := v.Rows(&rows[from], rows[to-1].Month); err != nil {
				t.Fatal(err)
			}
			from = to
		}
		got := v.Coverage()
		if diff := gocmp.Diff(want.Alarms(), got.Alarms()); diff != "" {
			t.Fatalf("seed %d: alarms by rows (-), by stretches (+)\n%s", seed, diff)
		}
		for _, u := range want.Units() {
			if a, b := fmt.Sprint(want.MissingMonthsOf(u)), fmt.Sprint(got.MissingMonthsOf(u)); a != b {
				t.Fatalf("seed %d: missing months of %s: %s by rows, %s by stretches", seed, u, a, b)
			}
		}
	}
}

func sameButMonth(a, b *varighet.Observation) bool {
	return a.PositionID == b.PositionID && b.Month == a.Month+1 && a.DoctorID == b.DoctorID && a.Role == b.Role && a.MunicipalityCode == b.MunicipalityCode
}

// surveyedRows draws the rows of a few municipalities, sorted as a register has them.
func surveyedRows(rng *rand.Rand) (rows []varighet.Observation) {
	from, months := varighet.MonthOf(2015, 1), 6+rng.IntN(20)
	for list := range 4 + rng.IntN(20) {
		code := varighet.MunicipalityCode([]string{"0301", "1103", "4601"}[list%3])
		doctor, first, last := rng.IntN(5), rng.IntN(3), months-rng.IntN(3)
		for m := first; m < last; m++ {
			o := varighet.Observation{PositionID: fmt.Sprintf("P%02d", list), Month: from + varighet.Month(m), MunicipalityCode: code,
				DoctorID: fmt.Sprint("D", doctor), SourceFile: "a.csv"}
			switch rng.IntN(12) {
			case 0:
				doctor++
			case 1:
				o.Role, o.DoctorID = varighet.RoleVacant, ""
			case 2:
				continue
			case 3:
				second := o
				second.DoctorID = "E"
				rows = append(rows, second)
			}
			rows = append(rows, o)
		}
	}
	slices.SortFunc(rows, func(a, b varighet.Observation) int {
		return cmp.Or(cmp.Compare(a.PositionID, b.PositionID), cmp.Compare(a.Month, b.Month), cmp.Compare(a.DoctorID, b.DoctorID))
	})
	return rows
}
