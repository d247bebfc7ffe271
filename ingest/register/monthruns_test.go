package register

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/varighet/varighet"
)

// Runs of months are the rows, in order, whatever columns are asked for (law); with those that
// spells need, one run stands for many.
func TestMonthRunsAreTheRows(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "reg")
	build(t, dir, Options{GroupRows: 100}, 2, 60, 40)
	r, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for name, columns := range map[string][]string{
		"spells": SurvivalColumns(), "coverage": CoverageColumns(), "all": nil, "no month": {"position_id", "doctor_id"},
		"with amounts": append(SurvivalColumns(), "amount_basis", "source_row"),
	} {
		var got, want []varighet.Observation
		runs := 0
		for part := range r.NumParts() {
			for run, err := range r.MonthRuns(part, columns...) {
				if err != nil {
					t.Fatal(err)
				}
				runs++
				for m := run.Month; m <= run.Last; m++ {
					o := *run.Observation
					o.Month, o.Residents = m, run.ResidentsIn(m)
					got = append(got, inARun(o))
				}
			}
			for o, err := range r.Part(part, columns...) {
				if err != nil {
					t.Fatal(err)
				}
				want = append(want, inARun(*o))
			}
		}
		wantRows(t, got, want)
		if name == "spells" && 5*runs > len(want) {
			t.Errorf("%d runs for %d rows", runs, len(want))
		}
	}
}

// inARun is a row without what may differ in a run, but for month and residents.
func inARun(o varighet.Observation) varighet.Observation {
	none := varighet.Opt[varighet.Amount]{}
	o.AmountBasis, o.AmountFloor, o.AmountEqualisation, o.AmountTotal, o.SourceRow = none, none, none, none, 0
	return o
}

// Of rows in which a month is passed over, or a doctor stands beside another, by hand.
func TestMonthRunsByHand(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "reg")
	var rows []varighet.Observation
	for _, c := range []struct {
		doctor string
		months []varighet.Month
	}{{"D", []varighet.Month{0, 1, 2, 4, 5}}, {"E", []varighet.Month{5, 6, 7}}} {
		for _, m := range c.months {
			rows = append(rows, varighet.Observation{PositionID: "P", DoctorID: c.doctor, MunicipalityCode: "0301", Month: may + m,
				Residents: varighet.Opt[int32]{V: 800, OK: m != 1}, SourceFile: "a.csv"})
		}
	}
	if _, err := fromRows(dir, Options{}, rows); err != nil {
		t.Fatal(err)
	}
	r, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var got []string
	for run, err := range r.MonthRuns(0, SurvivalColumns()...) {
		if err != nil {
			t.Fatal(err)
		}
		known := 0
		for m := run.Month; m <= run.Last; m++ {
			if run.ResidentsIn(m).OK {
				known++
			}
		}
		got = append(got, run.DoctorID+" "+run.Month.String()+" "+run.Last.String()+strings.Repeat("+", known))
	}
	want := []string{"D " + may.String() + " " + (may + 2).String() + "++", "D " + (may + 4).String() + " " + (may + 5).String() + "++",
		"E " + (may + 5).String() + " " + (may + 7).String() + "+++"}
	if strings.Join(got, "; ") != strings.Join(want, "; ") {
		t.Errorf("runs %q; want %q", got, want)
	}
}

func TestMonthRunsOfAnUnknownColumn(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "reg")
	build(t, dir, Options{}, 1, 3, 3)
	r, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	steps := 0
	for run, err := range r.MonthRuns(0, "month", "hjemmel") {
		if steps++; run != nil || err == nil || !strings.Contains(err.Error(), "hjemmel") {
			t.Errorf("an unknown column gives %v, %v", run, err)
		}
	}
	if steps != 1 {
		t.Errorf("an unknown column gives %d steps, want 1", steps)
	}
}
