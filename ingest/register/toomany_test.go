package register_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/register"
	"github.com/varighet/varighet/internal/limit"
)

// The row after the last that the limit lets through is refused, and with the limit raised it is not. By
// hand: rows of one list count by file, those without an id by municipality and month, whatever the order
// of the months.
func TestARowTooManyIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		row   func(i int) varighet.Observation
		limit limit.Name
		raise string // "" if no row is too many
	}{
		"one row again and again": {func(int) varighet.Observation { return varighet.Observation{PositionID: "1", SourceFile: "a.csv"} }, limit.ListRows, "list-rows=200000"},
		"two months in turn": {func(i int) varighet.Observation {
			return varighet.Observation{PositionID: "1", Month: varighet.Month(i % 2), SourceFile: "a.csv"}
		}, limit.ListRows, "list-rows=200000"},
		"a file for each thousand": {func(i int) varighet.Observation {
			return varighet.Observation{PositionID: "1", SourceFile: fmt.Sprint(i / 1000)}
		}, limit.ListRows, ""},
		"two months without ids": {func(i int) varighet.Observation {
			return varighet.Observation{PositionBasis: varighet.BasisDerived, Month: varighet.Month(i / 2 % 2), SourceFile: "a.csv"}
		}, limit.MonthRows, "month-rows=200000"},
	} {
		most := limit.Default(c.limit)
		if strings.HasPrefix(c.raise, "month") {
			most *= 2 // in two months
		}
		if n, err := addRows(t, limit.Set{}, most+1000, c.row); c.raise == "" && err != nil {
			t.Errorf("%s: row %d: %v", name, n, err)
		} else if c.raise != "" {
			var p *varighet.Problem
			if !errors.As(err, &p) || p.Code != "too-many-rows" || n != most || !strings.Contains(p.Msg, "(--limit ") {
				t.Errorf("%s: row %d of %d: %v", name, n, most, err)
			}
			var raised limit.Set
			if err := raised.Raise(c.raise); err != nil {
				t.Fatal(err)
			}
			if n, err := addRows(t, raised, most+1000, c.row); err != nil {
				t.Errorf("%s, raised: row %d: %v", name, n, err)
			}
		}
	}
}

// addRows adds rows to a register that is given up, and returns at which there was an error, from 0.
func addRows(t *testing.T, limits limit.Set, n int, row func(int) varighet.Observation) (int, error) {
	t.Helper()
	b, err := register.NewBuilder(filepath.Join(t.TempDir(), "reg"), register.Options{Limits: limits})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Abort()
	run := b.NewRun()
	defer run.Close()
	for i := range n {
		o := row(i)
		o.Month += varighet.MonthOf(2019, 1)
		o.DoctorID, o.MunicipalityCode, o.SourceRow = "d", "4631", int32(i+2)
		if err := run.Add(&o); err != nil {
			return i, err
		}
	}
	return n, nil
}
