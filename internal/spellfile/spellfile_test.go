package spellfile

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/celltext"
	"github.com/varighet/varighet/internal/parquettest"
	"github.com/varighet/varighet/survival"
)

// spells made up so that every column is filled in one and empty in another.
func spells() *Table {
	m := varighet.MonthOf(2017, 5)
	return &Table{Spells: []survival.Spell{
		{
			PositionID: "8", Ordinal: 1, DoctorID: "Ærlig, Å. \"quoted\", ", Kind: survival.Regular,
			Municipality: "0301", MunicipalityNow: "0301", Population: varighet.Some(int32(709037)), SizeGroup: ">=50000",
			Start: varighet.Some(m - 20), StartEvidence: varighet.EvidenceAssumed, First: m, Last: m + 11,
			EndEvidence: varighet.EvidenceCorrected, Entry: varighet.Some(20), Exit: varighet.Some(32), Stopped: true,
			StopReason: survival.MovedAway, MovedToMunicipality: "4601", MovedToPosition: "9", ExitUncertain: true,
			ExitUnconfirmed: true, MonthsBridged: 2, ResidentsFirst: varighet.Some(int32(0)),
			ResidentsLast: varighet.Some(int32(801)), ResidentsMean: varighet.Some(1.0 / 3),
		},
		{PositionID: "8", Kind: survival.Vacant, First: m + 12, Last: m + 12},
		{PositionID: "9", Kind: survival.Missing, First: m, Last: m},
	}}
}

// withMore are spells with windows and an attribute of each type.
func withMore() *Table {
	t := spells()
	t.Windows = true
	t.Attributes = []Attribute{{"Type liste", Text}, {"sex", Text}, {"specialist", Bool}, {"specialist_from", MonthType}, {"size", Int}, {"share", Float}}
	m := varighet.MonthOf(2017, 5)
	t.Spells[0].Beside = &survival.Beside{Window: survival.Window{From: varighet.Some(m - 1)},
		Attributes: []string{"delt, \"ny\"", "F", "true", "2016-02-01", "3", "0.25"}}
	t.Spells[1].Beside = &survival.Beside{Window: survival.Window{To: varighet.Some(m + 12)}, Attributes: []string{"0", "", "false", "", "-1", ""}}
	t.Spells[2].Beside = &survival.Beside{Attributes: make([]string, 6)}
	return t
}

func TestSpellsSurviveCSVAndParquet(t *testing.T) {
	for name, want := range map[string]*Table{"plain": spells(), "with windows and attributes": withMore()} {
		var b bytes.Buffer
		if err := WriteParquet(&b, want); err != nil {
			t.Fatal(err)
		}
		got, err := ReadParquet(bytes.NewReader(b.Bytes()), int64(b.Len()), "s.parquet")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s, Parquet: %s", name, diff)
		}
		b.Reset()
		if err := WriteCSV(&b, want); err != nil {
			t.Fatal(err)
		}
		if got, err = ReadCSV(&b, "s.csv"); err != nil {
			t.Fatal(err)
		}
		for i := range got.Attributes {
			got.Attributes[i].Type = want.Attributes[i].Type // a CSV file has no types
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s, CSV: %s", name, diff)
		}
	}
}

// The second spell is held in the last month of its window, and says so.
func TestColumnsOfWindowsAndAttributes(t *testing.T) {
	var b strings.Builder
	if err := WriteCSV(&b, withMore()); err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{
		"residents_mean,window_from,window_to,censor_reason,Type liste,sex,specialist,specialist_from,size,share",
		",0.3333333333333333,2017-04-01,,,\"delt, \"\"ny\"\"\",F,true,2016-02-01,3,0.25",
		",,,2018-05-01,window_end,0,,false,,-1,",
		",,,,,,,,,",
	} {
		if line := strings.Split(b.String(), "\n")[i]; !strings.HasSuffix(line, want) {
			t.Errorf("line %d is %s, want …%s", i+1, line, want)
		}
	}
}

// A column that somebody adds to a file of spells is one to group by.
func TestAddedColumnIsAnAttribute(t *testing.T) {
	var b strings.Builder
	if err := WriteCSV(&b, spells()); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(b.String()), "\n")
	for i, more := range []string{",Praksis,,Praksis", ",solo,x,y", ",,x,y", ",gruppe,x,y"} {
		lines[i] += more
	}
	got, err := ReadCSV(strings.NewReader(strings.Join(lines, "\n")), "s.csv")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]Attribute{{"Praksis", Text}}, got.Attributes); diff != "" {
		t.Error(diff)
	}
	columns := got.Columns()
	last := columns[len(columns)-1]
	for i, want := range []string{"solo", "", "gruppe"} {
		if v := last.Type.Format(last.Get(&got.Spells[i])); last.Name != "Praksis" || v != want {
			t.Errorf("spell %d: %s is %q, want %q", i+1, last.Name, v, want)
		}
	}
}

// The columns and their order are a contract with R and Stata scripts.
func TestHeaderAndFormsOfValues(t *testing.T) {
	var b strings.Builder
	if err := WriteCSV(&b, &Table{Spells: spells().Spells[:1]}); err != nil {
		t.Fatal(err)
	}
	want := "position_id,ordinal,doctor_id,kind,municipality_code,municipality_now,county_code,population,size_group," +
		"start_month,start_evidence,first_month,last_month,end_evidence,months_held,months_elapsed,entry,exit,stopped," +
		"stop_reason,moved_to_municipality,moved_to_position,exit_uncertain,exit_unconfirmed,months_bridged," +
		"residents_first,residents_last,residents_mean\n" +
		"8,1,\"Ærlig, Å. \"\"quoted\"\", \",regular,0301,0301,03,709037,>=50000," +
		"2015-09-01,assumed,2017-05-01,2018-04-01,corrected,32,31,20,32,true," +
		"moved_away,4601,9,true,true,2,0,801,0.3333333333333333\n"
	if got := b.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestFilesThatAreNotSpells(t *testing.T) {
	var b strings.Builder
	if err := WriteCSV(&b, spells()); err != nil {
		t.Fatal(err)
	}
	good := b.String()
	for _, c := range []struct{ name, file, want string }{
		{"empty", "", "s.csv: the file has no header line"},
		{"another table", "a,b\n1,2\n", "s.csv:1: a file of spells has the column kind"},
		{"a month that is none", strings.Replace(good, "2018-04-01", "2018-13-01", 1), "s.csv:2:13: last_month: not a month"},
		{"a bool that is none", strings.Replace(good, ",true,moved_away", ",2,moved_away", 1), "s.csv:2:19: stopped: not true or false"},
		{"an end before the start", strings.Replace(good, "2018-04-01", "2016-04-01", 1), "s.csv:2:13: last_month: it is before first_month, "},
		{"an exit without an entry", strings.Replace(good, ",20,32,", ",,32,", 1), "s.csv:2:18: exit: there is an entry without an exit, or an exit without an entry"},
		{"an exit before the entry", strings.Replace(good, ",20,32,", ",33,32,", 1), "s.csv:2:18: exit: 32 is before the entry, 33"},
		{"NaN in small letters", strings.Replace(good, ",20,32,", ",nan,nan,", 1), "s.csv:2:17: entry: not a whole number"},
		{"a code of two digits", strings.Replace(good, "0301", "01", 1), "s.csv:2:5: municipality_code: not a municipality's code"},
	} {
		_, err := ReadCSV(strings.NewReader(c.file), "s.csv")
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %s…", c.name, err, c.want)
		}
	}
	if _, err := ReadParquet(strings.NewReader(good), int64(len(good)), "s.parquet"); err == nil {
		t.Error("a CSV read as Parquet: no error")
	}
}

func FuzzReadCSV(f *testing.F) {
	for _, t := range []*Table{spells(), withMore()} {
		var b strings.Builder
		if err := WriteCSV(&b, t); err != nil {
			f.Fatal(err)
		}
		f.Add(b.String())
	}
	f.Fuzz(func(t *testing.T, file string) {
		list, err := ReadCSV(strings.NewReader(file), "s.csv")
		if err != nil {
			return
		}
		var again strings.Builder
		if err := WriteCSV(&again, list); err != nil {
			t.Fatal(err)
		}
		back, err := ReadCSV(strings.NewReader(again.String()), "s.csv")
		if err != nil {
			t.Fatalf("what was read and written again is refused: %v\n%s", err, again.String())
		}
		if len(back.Spells) != len(list.Spells) || celltext.Visible(file) == file && !cmp.Equal(list, back) {
			t.Error(cmp.Diff(list, back))
		}
		var third strings.Builder // signs that nobody sees are numbers by now, and stay them
		if err := WriteCSV(&third, back); err != nil || third.String() != again.String() {
			t.Fatalf("%v\n%s\n%s", err, again.String(), third.String())
		}
	})
}

// A Parquet file of spells that is accepted has the same spells when they are written and read again.
func FuzzReadParquet(f *testing.F) {
	for _, t := range []*Table{spells(), withMore()} {
		var b bytes.Buffer
		if err := WriteParquet(&b, t); err != nil {
			f.Fatal(err)
		}
		f.Add(b.Bytes())
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		list, err := ReadParquet(bytes.NewReader(file), int64(len(file)), "s.parquet")
		if err != nil {
			return
		}
		var again bytes.Buffer
		if err := WriteParquet(&again, list); err != nil {
			return // a column that another program wrote need not be one of ours
		}
		back, err := ReadParquet(bytes.NewReader(again.Bytes()), int64(again.Len()), "s.parquet")
		if err != nil || !cmp.Equal(list.Spells, back.Spells) {
			t.Fatalf("%v %s", err, cmp.Diff(list.Spells, back.Spells))
		}
	})
}

// Every value of a Parquet file of spells is what the second implementation
// reads: months as days, missing as null.
func TestSecondImplementationReadsEverySpell(t *testing.T) {
	var b bytes.Buffer
	table := withMore()
	list := table.Spells
	if err := WriteParquet(&b, table); err != nil {
		t.Fatal(err)
	}
	for _, c := range table.Columns() {
		got, err := parquettest.Column(b.Bytes(), c.Name)
		if err != nil {
			t.Fatal(err)
		}
		var want []any
		for i := range list {
			cell := c.Get(&list[i])
			switch {
			case !cell.OK:
				want = append(want, nil)
			case c.Type == MonthType:
				want = append(want, varighet.Month(cell.Int).Days())
			case c.Type == Int:
				want = append(want, int32(cell.Int))
			case c.Type == Float:
				want = append(want, cell.Float)
			case c.Type == Bool:
				want = append(want, cell.Bool)
			default:
				want = append(want, cell.Text)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("column %s (-written +read)\n%s", c.Name, diff)
		}
	}
}
