package ingest

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/varighet/varighet/internal/columnar"
)

// wideParquet has a column for the list behind others whose names say nothing, and one
// for the doctor last; some of the others hold text.
func wideParquet(t *testing.T, others int, text func(column int) string) []byte {
	t.Helper()
	var columns []columnar.Column
	var values []columnar.Vector
	add := func(name string, s string) {
		columns = append(columns, columnar.Column{Name: name, Type: columnar.Text})
		values = append(values, columnar.Vector{Index: []int32{0, 0}, Values: []string{s}})
	}
	for i := range others {
		add(fmt.Sprintf("v%04d", i), text(i))
	}
	columns = append(columns, columnar.Column{Name: "position_id", Type: columnar.Text}, columnar.Column{Name: "hpr_number", Type: columnar.Int64})
	values = append(values, columnar.Vector{Index: []int32{0, 1}, Values: []string{"1", "2"}}, columnar.Vector{Int64: []int64{9999901, 9999902}})
	var b bytes.Buffer
	w, err := columnar.NewWriter(&b, columns)
	if err == nil {
		if err = w.WriteRowGroup(2, values); err == nil {
			err = w.Close()
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Of a thousand columns only those are kept that a list can be made of, and a few
// more for a person to look at.
func TestColumnsThatNobodyNeedsAreNotRead(t *testing.T) {
	data := wideParquet(t, 1000, func(i int) string { return fmt.Sprint("x", i) })
	res, obs := readAll(t, Options{}, Bytes("uttrekk_2019_11.parquet", data))
	if err := res.Problems.Err(); err != nil || len(obs) != 2 || obs[0].PositionID != "1" || obs[1].DoctorID != "9999902" {
		t.Fatalf("%v, %+v", err, obs)
	}
	if n := len(res.Files[0].Columns); n != maxUnknown+2 {
		t.Errorf("%d columns; want %d", n, maxUnknown+2)
	}
	for _, w := range res.Warnings {
		if w.Code == "column-unread" && w.Count == 1000-maxUnknown {
			return
		}
	}
	t.Errorf("warnings %v", res.Warnings)
}

// A national identity number is found in a column that is not read too, also without its zero.
func TestNationalIDsAreFoundInColumnsThatAreNotRead(t *testing.T) {
	for _, column := range []int{3, 900} {
		for _, cell := range []string{"x " + madeUpID(1, 1), lostZeroID()} {
			data := wideParquet(t, 1000, func(i int) string {
				if i == column {
					return cell
				}
				return ""
			})
			res, obs := readAll(t, Options{}, Bytes("uttrekk_2019_11.parquet", data))
			all := res.Problems.All()
			if len(all) == 0 || all[0].Code != "national-id" || all[0].Line != 2 || all[0].Hint == "" || len(obs) > 0 {
				t.Errorf("column %d, %q: %v, %d observations", column, cell, all, len(obs))
			}
		}
	}
}
