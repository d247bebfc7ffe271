package sample

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/register"
	"github.com/varighet/varighet/internal/spellfile"
	"github.com/varighet/varighet/internal/spellset"
	"github.com/varighet/varighet/survival"
)

// months are those in which a list has a doctor, as observations.
func months(position, doctor string, from, to varighet.Month) (list []varighet.Observation) {
	for m := from; m <= to; m++ {
		list = append(list, varighet.Observation{Month: m, PositionID: position, DoctorID: doctor, MunicipalityCode: "4613",
			SourceFile: "lists.csv", SourceRow: 2})
	}
	return list
}

// aRegister is the folder of a register of two lists in 2017: one whose doctor left after May and
// was followed by another, and one with the same doctor all along.
func aRegister(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "register")
	b, err := register.NewBuilder(dir, register.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Abort()
	run := b.NewRun()
	for _, o := range twoLists() {
		if err := run.Add(&o); err != nil {
			t.Fatal(err)
		}
	}
	if err := run.Close(); err != nil {
		t.Fatal(err)
	}
	n := int64(len(twoLists()))
	if _, err := b.Commit(register.Manifest{Ledger: register.Ledger{Read: n, Used: n}}); err != nil {
		t.Fatal(err)
	}
	return dir
}

func twoLists() []varighet.Observation {
	at := func(month int) varighet.Month { return varighet.MonthOf(2017, 1) + varighet.Month(month-1) }
	return slices.Concat(months("1", "a", at(1), at(5)), months("1", "b", at(6), at(12)), months("2", "c", at(1), at(12)))
}

// Of a register and of the same observations come the same spells. By hand: a left list 1 in May,
// b began in June and is followed for 6 months; the starts of a and c are not known.
func TestARegisterAndItsObservationsGiveTheSameSpells(t *testing.T) {
	ofRegister, err := Open(aRegister(t), Options{})
	if err != nil {
		t.Fatal(err)
	}
	ofRows, err := OfObservations(twoLists(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(ofRows.Spells(), ofRegister.Spells()); diff != "" {
		t.Errorf("(-observations +register)\n%s", diff)
	}
	rows, err := ofRegister.Rows(Choices{By: []string{"position_id"}})
	if err != nil {
		t.Fatal(err)
	}
	want := []survival.Tenure{{Exit: 6}}
	if diff := cmp.Diff(want, rows.Tenures); diff != "" {
		t.Errorf("tenures (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]survival.LeftOut{{Reason: survival.StartUnknown, Spells: 2}}, rows.LeftOut); diff != "" {
		t.Errorf("left out (-want +got)\n%s", diff)
	}
}

// A file of spells, as Parquet or CSV, gives the spells that were written.
func TestFilesOfSpellsComeBack(t *testing.T) {
	want, err := OfObservations(twoLists(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	for form, suffix := range map[spellfile.Form]string{spellfile.Parquet: "parquet", spellfile.CSV: "csv"} {
		name := filepath.Join(t.TempDir(), "spells."+suffix)
		if err := spellfile.WriteAs(form, name, &spellfile.Table{Spells: want.Spells()}); err != nil {
			t.Fatal(err)
		}
		got, err := Open(name, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want.Spells(), got.Spells()); diff != "" {
			t.Errorf("%s (-want +got)\n%s", suffix, diff)
		}
	}
}

// A cohort's table chooses the lists and adds a column, as with the command.
func TestACohortIsReadBeside(t *testing.T) {
	table := filepath.Join(t.TempDir(), "cohort.csv")
	if err := os.WriteFile(table, []byte("Liste;Fra;Til;Avtale\n2;;;ALIS\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	src, err := Open(aRegister(t), Options{Cohort: table})
	if err != nil {
		t.Fatal(err)
	}
	groups, err := src.Groups("Avtale")
	if err != nil {
		t.Fatal(err)
	}
	if len(groups) != 1 || groups[0].Label != "ALIS" || len(groups[0].Spells) != 1 || groups[0].Spells[0].PositionID != "2" {
		t.Errorf("got %+v, want list 2 in the group ALIS", groups)
	}
}

// With the start of the scheme in 2016-12, those under way when the data begin enter late, a month
// old. By hand: a holds the list from then to May, 6 months; c goes on, and is known to have stayed
// 12 of its 13 months.
func TestOptionsReachTheSpells(t *testing.T) {
	src, err := Open(aRegister(t), Options{SchemeStart: varighet.Some(varighet.MonthOf(2016, 12))})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := src.Rows(Choices{})
	if err != nil {
		t.Fatal(err)
	}
	want := []survival.Tenure{{Entry: 1, Exit: 6, Stopped: true}, {Exit: 6}, {Entry: 1, Exit: 12}}
	if diff := cmp.Diff(want, rows.Tenures); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// Every option that the command has can be chosen here: whoever adds one there adds a field.
func TestEveryOptionOfTheCommandIsAField(t *testing.T) {
	month, number := varighet.Some(varighet.MonthOf(2017, 5)), varighet.Some(3)
	all := Options{Gap: number, Lookahead: number, ByMunicipality: true, SchemeStart: month, FirstRows: survival.FirstRowsKnown,
		LastRows: survival.LastRowsStopped, LastMonth: month, Reference: "r", ReferenceDate: "2020-01-01", SizeGroups: "hdir",
		PopulationYear: varighet.Some(2014), Cohort: "c.csv", Doctors: "d.csv", Corrections: "k.csv", KeyFile: "key", CohortOthers: true}
	given := all.given()
	for _, o := range spellset.Options() {
		if o.Flag != "" && given[o.Flag] == "" {
			t.Errorf("--%s has no field in Options", o.Flag)
		}
	}
	if _, err := all.choices(); err != nil {
		t.Errorf("all of them: %v", err)
	}
}

// What cannot be is refused in the words of the library, by the rules of the command.
func TestRefusals(t *testing.T) {
	dir, spells := aRegister(t), filepath.Join("testdata", "alis-vest.csv")
	src, err := Open(spells, Options{})
	if err != nil {
		t.Fatal(err)
	}
	csv, err := OpenCSV(filepath.Join("testdata", "agreements.csv"), Columns{Time: "months", Event: "stopped"})
	if err != nil {
		t.Fatal(err)
	}
	open := func(name string, opt Options) func() error {
		return func() error { _, err := Open(name, opt); return err }
	}
	for name, c := range map[string]struct {
		do   func() error
		want string
	}{
		"a bound":             {open(dir, Options{Gap: varighet.Some(-1)}), "Gap is from 0 to 1200 months, not -1"},
		"no reference":        {open(dir, Options{SizeGroups: "hdir"}), "SizeGroups and PopulationYear need Reference"},
		"groups":              {open(dir, Options{Reference: "r", SizeGroups: "small"}), "SizeGroups is abelsen, hdir or cut points"},
		"others of no cohort": {open(dir, Options{CohortOthers: true}), "say which that is with Cohort"},
		"a file of spells":    {open(spells, Options{Gap: varighet.Some(1)}), "Gap says how a register is read"},
		"not spells":          {open("sample_test.go", Options{}), "a file of spells ends in .parquet or .csv"},
		"no file":             {open("none.csv", Options{}), "no such file"},
		"where":               {func() error { _, err := src.Where("siz_group=1"); return err }, `no column "siz_group" for Where; did you mean size_group?`},
		"where of any CSV":    {func() error { _, err := csv.Where("months=1"); return err }, "Where is for spells"},
		"groups of any CSV":   {func() error { _, err := csv.Groups("months"); return err }, "Groups is for spells"},
		"by":                  {func() error { _, err := src.Rows(Choices{By: []string{"none"}}); return err }, "for By"},
		"a column of CSV":     {func() error { _, err := csv.Rows(Choices{By: []string{"none"}}); return err }, `"none"`},
		"a covariate": {func() error {
			_, err := src.Model(ModelChoices{Covariates: []Covariate{{Column: "none"}}})
			return err
		}, `"none"`},
		"a base": {func() error {
			_, err := csv.Model(ModelChoices{Covariates: []Covariate{{Column: "size_group", Base: "none"}}})
			return err
		}, `size_group has no level "none"`},
		"roles": {func() error { _, err := OpenCSV("testdata/agreements.csv", Columns{Time: "months"}); return err }, "one of events"},
		"no groups": {func() error {
			rows, err := csv.Rows(Choices{})
			if err != nil {
				return err
			}
			_, err = rows.CompareGroups()
			return err
		}, "there are no groups"},
		"observations": {func() error { _, err := OfObservations(twoLists(), Options{Cohort: "c.csv"}); return err }, "no options of single observations"},
	} {
		if err := c.do(); err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "--") {
			t.Errorf("%s: got %v, want %q and no flag", name, err, c.want)
		}
	}
}

// A fault keeps its code and its place, which a program may go by.
func TestFaultsKeepTheirCode(t *testing.T) {
	src, err := ReadCSV(strings.NewReader("t,e\n,1\nx,0\n"), "rows.csv", Columns{Time: "t", Event: "e"})
	if err != nil {
		t.Fatal(err)
	}
	_, err = src.Rows(Choices{})
	var p *varighet.Problem
	if !errors.As(err, &p) || p.Code != "no-rows" || p.File != "rows.csv" {
		t.Errorf("got %v, want a problem of code no-rows in rows.csv", err)
	}
}

// A source is read anew each time: the rows of a stream are there twice. Of four rows one has no
// group and one no time: by hand, 2 are left of groups a and b, and both reasons are told.
func TestRowsOfAStreamComeTwice(t *testing.T) {
	src, err := ReadCSV(strings.NewReader("t,e,g,w\n3,2,a,1\n5,1,,1\n,1,a,1\n4,1,b,2\n"), "rows.csv",
		Columns{Time: "t", Event: "e", Stops: []string{"2"}, Weight: "w"})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		rows, err := src.Rows(Choices{By: []string{"g"}})
		if err != nil {
			t.Fatal(err)
		}
		want := survival.Sample{Tenures: []survival.Tenure{{Exit: 3, Stopped: true}, {Exit: 4}}, Weights: []float64{1, 2}}
		if diff := cmp.Diff(want, rows.Sample); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
		if !slices.Equal(rows.Groups, []string{"a", "b"}) || len(rows.Rejected) != 2 || len(rows.Warnings) != 2 {
			t.Errorf("got groups %v, %d rejected, warnings %q", rows.Groups, len(rows.Rejected), rows.Warnings)
		}
	}
}

// Where and Filter leave the source as it was, and count what they leave out together.
func TestNarrowingTwiceCountsBoth(t *testing.T) {
	src, err := Open(filepath.Join("testdata", "alis-vest.csv"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	all := len(src.Spells())
	first, err := src.Where("ordinal=1")
	if err != nil {
		t.Fatal(err)
	}
	one := first.Filter(func(s *survival.Spell) bool { return s.PositionID == "1" })
	rows, err := one.Rows(Choices{})
	if err != nil {
		t.Fatal(err)
	}
	// 22 doctors' spells; one is left.
	if want := []survival.LeftOut{{Reason: survival.Filtered, Spells: 21}}; !slices.Equal(rows.LeftOut, want) || len(src.Spells()) != all {
		t.Errorf("got %v, want %v; the source has %d spells, had %d", rows.LeftOut, want, len(src.Spells()), all)
	}
	if !slices.Contains(src.Columns(), "size_group") {
		t.Errorf("columns %v lack size_group", src.Columns())
	}
}
