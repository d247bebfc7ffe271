package ingest

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/columnar"
)

// parquetFile is a file in testdata/parquet, whose README has the queries that made it.
func parquetFile(t *testing.T, name string) Input {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "parquet", name))
	if err != nil {
		t.Fatal(err)
	}
	return Bytes(name, data)
}

// warningsOf are the messages of warnings with a code, in alphabetical order.
func warningTexts(res *Result, code string) (messages []string) {
	for _, w := range res.Warnings {
		if w.Code == code {
			messages = append(messages, w.Msg)
		}
	}
	slices.Sort(messages)
	return messages
}

// Midnight in Oslo written in UTC, decimals, unsigned numbers, FLOAT and DOUBLE are used; columns with
// others in them, times of day and intervals are said not to be.
func TestColumnsOfEveryTypeAreUsedOrNamed(t *testing.T) {
	res, obs := readAll(t, Options{}, parquetFile(t, "every-type.parquet"))
	if err := res.Problems.Err(); err != nil || len(obs) != 60 {
		t.Fatalf("%d rows, %v", len(obs), err)
	}
	for i, o := range obs {
		month, _ := varighet.ParseMonth([]string{"2019-11", "2019-12"}[i/30])
		code := []varighet.MunicipalityCode{"0301", "0401", "0401"}[i%3]
		hundredths := varighet.Amount(math.Round(100 * (1000 + float64(i)/8)))
		if o.Month != month || o.PositionID != fmt.Sprint(i%30) || o.DoctorID != fmt.Sprint(9000001+i%30) || o.MunicipalityCode != code ||
			o.Residents != varighet.Some(int32(900+i)) || o.AmountBasis != varighet.Some(hundredths) {
			t.Fatalf("row %d: %+v", i, o)
		}
	}
	want := []string{`column "amount_supplement" not used`,
		`column "kart" not used: it holds lists or records`,
		`column "klokke" not used: values of its type are not read`,
		`column "lengde" not used: values of its type are not read`,
		`column "lister" not used: it holds lists or records`,
		`column "post" not used: it holds lists or records`,
		`column "tall" not used`}
	if got := warningTexts(res, "column-unused"); !slices.Equal(got, want) {
		t.Errorf("%q; want %q", got, want)
	}
}

// Bytes are text in a column whose name is known, and else are not used.
func TestBytesAreTextWhereTheNameIsKnown(t *testing.T) {
	res, obs := readAll(t, Options{}, parquetFile(t, "bytes.parquet"))
	if err := res.Problems.Err(); err != nil || len(obs) != 3 || obs[2].PositionID != "002" {
		t.Fatalf("%+v, %v", obs, err)
	}
	want := []string{`column "bilde" not used: it holds bytes, and its name says nothing here`,
		`column "geometri" not used: it holds bytes, and its name says nothing here`,
		`column "merknadsfelt" not used: it holds bytes, and its name says nothing here`}
	if got := warningTexts(res, "column-unused"); !slices.Equal(got, want) {
		t.Errorf("%q; want %q", got, want)
	}
	if got := warningTexts(res, "column-unread"); len(got) > 0 {
		t.Errorf("%q as well", got)
	}
}

// TRUE is no number of residents.
func TestTruthValuesAreNoNumbers(t *testing.T) {
	res, obs := readAll(t, Options{}, parquetFile(t, "bool-residents.parquet"))
	all := res.Problems.All()
	if len(all) != 3 || all[0].Code != "number" || all[0].Line != 2 || all[0].Column != 5 || len(obs) > 0 {
		t.Errorf("%v, %d rows", all, len(obs))
	}
}

// People write 1204 as 1.204; a number of a column of numbers is what it is: 1.20, rounded.
func TestThreeDecimalsAreNoThousands(t *testing.T) {
	res, obs := readAll(t, Options{}, parquetFile(t, "thousandths.parquet"))
	if err := res.Problems.Err(); err != nil || len(obs) != 3 {
		t.Fatalf("%d rows, %v", len(obs), err)
	}
	for i, want := range [][2]varighet.Amount{{120, 120}, {-120, 12346}, {1250, 5050}} {
		if o := obs[i]; o.AmountBasis != varighet.Some(want[0]) || o.AmountTotal != varighet.Some(want[1]) {
			t.Errorf("row %d: %v and %v; want %v", i, o.AmountBasis, o.AmountTotal, want)
		}
	}
	if got := warningTexts(res, "rounded"); len(got) != 1 {
		t.Errorf("warnings of rounding: %q", got)
	}
}

// 2010-05-01 in Oslo is day 14730 since 1970-01-01.
func TestTimesWithoutAZone(t *testing.T) {
	month, _ := varighet.ParseMonth("2019-11")
	for _, unit := range []string{"millis", "micros", "nanos"} {
		res, obs := readAll(t, Options{}, parquetFile(t, "local-"+unit+".parquet"))
		if err := res.Problems.Err(); err != nil || len(obs) != 2 || obs[0].Month != month || obs[0].AgreementStart != varighet.Some(int32(14730)) {
			t.Errorf("%s: %+v, %v", unit, obs, err)
		}
	}
}

// What is said of checksums is true of the pages that were read.
func TestMessagesAboutChecksums(t *testing.T) {
	for want, pages := range map[string]columnar.PageCount{
		"": {Checked: 5},

		"another program wrote the file: it has no checksums that would show damage":                 {Unchecked: 5},
		"another program wrote the file: some of its pages have no checksums that would show damage": {Checked: 1, Unchecked: 4},
	} {
		var f fileResult
		f.warnUnchecked(pages)
		got := ""
		for key := range f.warnings.byKey {
			got += key.msg
		}
		if got != want {
			t.Errorf("%+v: %q; want %q", pages, got, want)
		}
	}
}

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
		for _, raw := range []string{"x " + madeUpID(1, 1), lostZeroID()} {
			data := wideParquet(t, 1000, func(i int) string {
				if i == column {
					return raw
				}
				return ""
			})
			res, obs := readAll(t, Options{}, Bytes("uttrekk_2019_11.parquet", data))
			all := res.Problems.All()
			if len(all) == 0 || all[0].Code != "national-id" || all[0].Line != 2 || all[0].Hint == "" || len(obs) > 0 {
				t.Errorf("column %d, %q: %v, %d observations", column, raw, all, len(obs))
			}
		}
	}
}
