package register

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/varighet/varighet"
)

// doubts makes a register of rows and returns its warnings.
func doubts(t *testing.T, rows []varighet.Observation) []string {
	t.Helper()
	for i := range rows {
		rows[i].SourceFile, rows[i].SourceRow = "a.csv", int32(i+1)
	}
	m, err := fromRows(filepath.Join(t.TempDir(), "reg"), Options{}, rows)
	if err != nil {
		t.Fatal(err)
	}
	list := m.Warnings
	for _, a := range m.Alarms {
		list = append(list, fmt.Sprintf("%s %s %s: %s", a.Code, a.Municipality, a.Month, a.Msg))
		if a.Hint == "" {
			t.Errorf("%s has no way out", a.Code)
		}
	}
	return list
}

func TestWhatIsHardlyRightIsToldAndKept(t *testing.T) {
	jan := varighet.MonthOf(2019, 1)
	row := func(list string, month varighet.Month, residents int32) varighet.Observation {
		return varighet.Observation{PositionID: list, Month: month, DoctorID: list, MunicipalityCode: "4631", Residents: varighet.Some(residents)}
	}
	limited := func(o varighet.Observation, limit int32) varighet.Observation {
		o.ListLimit = varighet.Some(limit)
		return o
	}
	paid := func(o varighet.Observation, nok int) varighet.Observation {
		o.AmountBasis = varighet.Some(varighet.Amount(nok * 100))
		return o
	}
	of := func(o varighet.Observation, code varighet.MunicipalityCode) varighet.Observation {
		o.MunicipalityCode = code
		return o
	}
	by := func(o varighet.Observation, doctor string) varighet.Observation { o.DoctorID = doctor; return o }
	for name, c := range map[string]struct {
		rows []varighet.Observation
		want []string
	}{
		"nothing": {rows: []varighet.Observation{limited(row("1", jan, 1500), 1000), row("1", jan+1, 750), row("2", jan, 100), row("2", jan+1, 500)}},
		"half above the limit": {
			rows: []varighet.Observation{limited(row("1", jan, 1501), 1000), limited(row("1", jan+1, 1600), 1000)},
			want: []string{"residents more than half above the limit of the list: 2 rows, the first in a.csv, row 1"},
		},
		"a jump": {
			rows: []varighet.Observation{row("1", jan, 1000), row("1", jan+1, 499), row("1", jan+3, 5000)},
			want: []string{"residents that changed by more than half from one month to the next: 1 row, the first in a.csv, row 2"},
		},
		// 1,000 residents at 442 a year are NOK 36,833 a month; twelve times that is a year's.
		"a year's grant in a month": {
			rows: []varighet.Observation{paid(row("1", jan, 1000), 36833), paid(row("1", jan+1, 1000), 442000)},
			want: []string{"a basic grant far from the rates of the month: 1 row, the first in a.csv, row 2"},
		},
		"a hole": {
			rows: []varighet.Observation{row("1", jan, 500), row("1", jan+2, 500), of(row("2", jan+1, 500), "0301"), of(row("2", jan+2, 500), "0301")},
			want: []string{"1 month in which a municipality has no rows and others have: 4631 in 2019-02"},
		},
		"many lists": {
			rows: []varighet.Observation{by(row("1", jan, 500), "X"), by(row("2", jan, 500), "X"), by(row("3", jan, 500), "X"), by(row("3", jan+1, 500), "X"),
				by(row("4", jan+1, 500), "X"), by(row("5", jan+2, 500), "X"), by(row("1", jan+1, 500), "X"), by(row("2", jan+1, 500), "X")},
			want: []string{"many-lists 4631 2019-02: 1 doctor on more than 3 lists at a time"},
		},
		"a list without its zeros": {
			rows: []varighet.Observation{row("001", jan, 500), row("1", jan+2, 500), row("001", jan+1, 500), row("2.0", jan+1, 500), row("2", jan, 500), row("10", jan, 500)},
			want: []string{"doctor-ids-alike 4631 2019-02: ids of doctors that differ in zeros or in how a number is written only: 2 ids",
				"list-ids-alike 4631 2019-02: ids of lists that differ in zeros or in how a number is written only: 2 ids"},
		},
	} {
		if got := doubts(t, c.rows); !slices.Equal(got, c.want) && len(got)+len(c.want) > 0 {
			t.Errorf("%s:\n got %s\nwant %s", name, strings.Join(got, "\n     "), strings.Join(c.want, "\n     "))
		}
	}
}

func TestJumpsOfVacanciesNameTheKnownBreaks(t *testing.T) {
	var rows []varighet.Observation
	for i, vacant := range []int{10, 12, 30, 31} {
		for l := range 50 {
			o := varighet.Observation{PositionID: fmt.Sprint(l), Month: varighet.MonthOf(2022, 8) + varighet.Month(i), DoctorID: fmt.Sprint("D", l)}
			if l < vacant {
				o.DoctorID, o.Role = "", varighet.RoleVacant
			}
			rows = append(rows, o)
		}
	}
	want := []string{"vacant lists jump from 12 to 30 in 2022-10, a known break: municipalities were asked to report their lists without a doctor"}
	if got := doubts(t, rows); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// By hand: ten more, and more than half of what there were, is a jump; also in the last month, and downwards. Over a month without rows nothing is compared.
func TestWhichVacanciesJump(t *testing.T) {
	const first, second = "vacant lists jump from ", " in 2019-02"
	for _, c := range []struct {
		vacant [3]int // −1 for a month without rows
		want   []string
	}{
		{[3]int{10, 20, -1}, []string{first + "10 to 20" + second}}, {[3]int{10, 19, -1}, nil}, {[3]int{20, 30, -1}, nil}, {[3]int{19, 29, -1}, []string{first + "19 to 29" + second}},
		{[3]int{30, 12, -1}, []string{first + "30 to 12" + second}}, {[3]int{0, 10, 10}, []string{first + "0 to 10" + second}}, {[3]int{0, -1, 30}, nil},
		{[3]int{12, 12, 30}, []string{first + "12 to 30 in 2019-03"}},
	} {
		var rows []varighet.Observation
		for i, vacant := range c.vacant {
			for l := 0; l < 50 && vacant >= 0; l++ {
				o := varighet.Observation{PositionID: fmt.Sprint(l), Month: varighet.MonthOf(2019, 1) + varighet.Month(i), DoctorID: fmt.Sprint("D", l)}
				if l < vacant {
					o.DoctorID, o.Role = "", varighet.RoleVacant
				}
				rows = append(rows, o)
			}
		}
		if got := doubts(t, rows); !slices.Equal(got, c.want) && len(got)+len(c.want) > 0 {
			t.Errorf("%v vacant: %q, want %q", c.vacant, got, c.want)
		}
	}
}

// Each month has the band of the rates that were in force: up to the month before the next began.
func TestBandsByMonth(t *testing.T) {
	bands := bandsByMonth()
	if len(bands) != int(varighet.MaxMonth-varighet.MinMonth)+1 {
		t.Fatalf("%d months", len(bands))
	}
	for month, want := range map[varighet.Month][2]int64{varighet.MinMonth: {10, 50}, varighet.MonthOf(2016, 6): {10, 50}, varighet.MonthOf(2016, 7): {27, 68}, varighet.MonthOf(2022, 6): {27, 68},
		varighet.MonthOf(2022, 7): {33, 71}, varighet.MonthOf(2023, 4): {33, 71}, varighet.MonthOf(2023, 5): {17, 250}, varighet.MaxMonth: {17, 250}} {
		if b := bands[month-varighet.MinMonth]; [2]int64{b.low, b.high} != want {
			t.Errorf("%s: from %d to %d, want %v", month, b.low, b.high, want)
		}
	}
}
