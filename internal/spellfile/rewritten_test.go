package spellfile

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/varighet/varighet"
)

// original is the table that the files under test are made from.
func original(t *testing.T) (*Table, [][]string) {
	t.Helper()
	b, err := os.ReadFile("testdata/spells.csv")
	if err != nil {
		t.Fatal(err)
	}
	table, err := ReadCSV(strings.NewReader(string(b)), "spells.csv")
	if err != nil {
		t.Fatal(err)
	}
	records, err := csv.NewReader(strings.NewReader(string(b))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return table, records
}

var typeOfColumn = func() map[string]Type {
	types := map[string]Type{}
	for _, c := range Columns {
		types[c.Name] = c.Type
	}
	return types
}()

// What R, pandas and Excel in Norwegian make of a file of spells holds the same spells.
func TestSpellsRewrittenByOtherPrograms(t *testing.T) {
	want, records := original(t)
	for name, c := range map[string]struct {
		first, separator string
		rowNames, quoted bool
		cell             func(column, v string) string
	}{
		"R, write.csv": {separator: ",", rowNames: true, quoted: true, cell: func(column, v string) string {
			if v == "" {
				return "NA"
			}
			if typeOfColumn[column] == Bool {
				return strings.ToUpper(v)
			}
			return v
		}},
		"R, write.csv2 of numbers as factors": {separator: ";", quoted: true, cell: func(column, v string) string { return v }},
		"pandas, to_csv with na_rep": {separator: ",", rowNames: true, cell: func(column, v string) string {
			switch {
			case v == "":
				return map[Type]string{MonthType: "NaT", Text: ""}[typeOfColumn[column]]
			case typeOfColumn[column] == Bool:
				return strings.ToUpper(v[:1]) + v[1:]
			case typeOfColumn[column] == Int, column == "doctor_id":
				return v + ".0"
			case typeOfColumn[column] == MonthType:
				return v + " 00:00:00"
			}
			return v
		}},
		"Excel in Norwegian": {first: "\ufeffsep=;\r\n", separator: ";", cell: func(column, v string) string {
			switch {
			case v == "":
				return ""
			case typeOfColumn[column] == Bool:
				return map[string]string{"true": "SANN", "false": "USANN"}[v]
			case typeOfColumn[column] == Int:
				return v + ",0"
			case typeOfColumn[column] == MonthType:
				return v[8:] + "." + v[5:7] + "." + v[:4]
			}
			return v
		}},
	} {
		var b strings.Builder
		b.WriteString(c.first)
		for i, record := range records {
			if c.rowNames {
				b.WriteString(`"",`)
			}
			for j, v := range record {
				if i > 0 {
					v = c.cell(records[0][j], v)
				}
				if c.quoted {
					v = `"` + v + `"`
				}
				b.WriteString(v)
				if j < len(record)-1 {
					b.WriteString(c.separator)
				}
			}
			b.WriteString("\r\n")
		}
		b.WriteString(strings.Repeat(c.separator, len(records[0])-1+len(map[bool][]int{true: {0}}[c.rowNames])) + "\r\n")
		got, err := ReadCSV(strings.NewReader(b.String()), "spells.csv")
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// What DuckDB wrote is read whatever the types, and said to be unchecked.
func TestSpellsThatDuckDBWrote(t *testing.T) {
	want, _ := original(t)
	for _, name := range []string{"types", "text", "times"} {
		got, err := Read(filepath.Join("testdata", name+".parquet"))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if !got.Unchecked || got.Absent != nil {
			t.Errorf("%s: unchecked %t, absent %v", name, got.Unchecked, got.Absent)
		}
		if name == "times" {
			if diff := cmp.Diff([]Attribute{{"by, bygd", Text}}, got.Attributes); diff != "" {
				t.Error(diff)
			}
		}
		for i := range got.Spells {
			got.Spells[i].Beside = nil
		}
		if diff := cmp.Diff(want.Spells, got.Spells); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// Midnight in Oslo lies in UTC in the month before. A tenure that began in its first
// month began so many months before as its entry says.
func TestSpellsOfFewColumnsWithTimesInUTC(t *testing.T) {
	want, _ := original(t)
	got, err := Read("testdata/utc.parquet")
	if err != nil {
		t.Fatal(err)
	}
	for i := range got.Spells {
		g, w := &got.Spells[i], &want.Spells[i]
		gotTenure, gotOK := g.Tenure()
		wantTenure, wantOK := w.Tenure()
		if g.First != w.First || g.Last != w.Last || g.Start != w.Start || gotTenure != wantTenure || gotOK != wantOK {
			t.Errorf("spell %d: got %+v, want %+v", i+1, *g, *w)
		}
	}
	if p := got.Check(SpellColumns, "utc.parquet"); p == nil || p.Code != "missing-column" {
		t.Errorf("got %v, want a missing column", p)
	}
	names := func(columns []Column) (list []string) {
		for _, c := range columns {
			list = append(list, c.Name)
		}
		return list
	}
	if diff := cmp.Diff([]string{"kind", "first_month", "last_month", "entry", "exit", "stopped"}, names(got.Columns())); diff != "" {
		t.Error(diff)
	}
}

// A column that is made from others is kept as it stands where those are not there.
func TestMadeColumnWithoutItsSource(t *testing.T) {
	got, err := ReadCSV(strings.NewReader("kind,entry,exit,stopped,county_code,months_held\nregular,0,3,true,46,3\n"), "s.csv")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]Attribute{{"county_code", Text}, {"months_held", Text}}, got.Attributes); diff != "" {
		t.Fatal(diff)
	}
	columns := got.Columns()
	county := columns[slices.IndexFunc(columns, func(c Column) bool { return c.Name == "county_code" })]
	if v := county.Get(&got.Spells[0]); v.Text != "46" {
		t.Errorf("got %+v, want 46", v)
	}
}

func TestMonthsAsOtherProgramsWriteThem(t *testing.T) {
	want := varighet.MonthOf(2017, 5)
	for _, s := range []string{"2017-05-01", "2017-05", "2017-05-01 00:00:00", "2017-05-01T00:00:00", "2017-05-01 00:00:00.000",
		"2017-05-01T00:00:00Z", "2017-05-01T00:00:00+02:00", "2017-05-01 00:00:00+02", "2017-04-30T22:00:00Z", "2017-04-30 22:00:00+00",
		"01.05.2017", "1.5.2017", "01.05.2017 00:00", "01.05.2017 00:00:00", "5/1/2017", "01/05/2017", "2017/05/01", "20170501"} {
		if m, ok := parseMonth(s); !ok || m != want {
			t.Errorf("%s: got %v, %t, want %v", s, m, ok, want)
		}
	}
	for _, s := range []string{"", "2017-05-02", "2017-05-01 12:00:00", "02.05.2017", "5/2/2017", "13/1/2017", "2017", "mai 2017",
		"2017-04-30T22:00:00+02:00", "2017-04-30T21:00:00Z", "01.05.17", "1/1/0001"} {
		if m, ok := parseMonth(s); ok {
			t.Errorf("%q was taken for %v", s, m)
		}
	}
}

// R writes 100000 as 1e+05; a code that was a number somewhere has lost its zero.
func TestNumbersAsOtherProgramsWriteThem(t *testing.T) {
	got, err := ReadCSV(strings.NewReader("kind,entry,exit,stopped,population,municipality_code,position_id,doctor_id\n"+
		"regular,0.0,1.2e+01,1,1e+05,301,8.0,12.50\n"), "s.csv")
	if err != nil {
		t.Fatal(err)
	}
	s := got.Spells[0]
	if s.Exit != varighet.Some(12) || s.Population != varighet.Some(int32(100000)) || s.Municipality != "0301" || s.PositionID != "8" ||
		s.DoctorID != "12.50" || !s.Stopped {
		t.Errorf("got %+v", s)
	}
	for _, bad := range []string{"1.5", "x", "1e300", "-1", "1 204"} {
		_, err := ReadCSV(strings.NewReader("kind,entry,exit,stopped\nregular,"+bad+",12,true\n"), "s.csv")
		if err == nil || !strings.Contains(err.Error(), "s.csv:2:2: entry: ") {
			t.Errorf("entry %s: got %v, want a fault", bad, err)
		}
	}
}
