package register

import (
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/varighet/varighet"
)

// planned is a register of these rows, and of what is carried of old ones; it is only planned.
func planned(t *testing.T, about Manifest, opt Options, carry func(*Builder), rows ...varighet.Observation) *Register {
	t.Helper()
	b := begun(t)
	b.opt.NoLink, b.opt.SetAside, b.opt.GroupRows = opt.NoLink, opt.SetAside, cmp.Or(opt.GroupRows, defaultGroupRows)
	if carry != nil {
		carry(b)
	}
	about.Ledger = addRuns(t, b, rows).Ledger
	if _, err := b.Plan(about); err != nil {
		t.Fatal(err)
	}
	r, err := b.Built()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	return r
}

// begun is a register that is begun, in a folder of its own, and given up after the test.
func begun(t *testing.T) *Builder {
	t.Helper()
	b, err := NewBuilder(filepath.Join(t.TempDir(), "reg"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Abort)
	return b
}

// carrying carries an old register whole.
func carrying(t *testing.T, old *Register) func(*Builder) {
	return func(b *Builder) {
		if _, err := b.Carry(old, nil); err != nil {
			t.Fatal(err)
		}
	}
}

// A register that grows month by month has every column of the one that is made at once of the same
// rows, whatever they are: what was carried is what was in it.
func TestAGrownRegisterHasEveryColumnOfTheWhole(t *testing.T) {
	key := func(o varighet.Observation) string {
		return fmt.Sprintf("%q %d %d %q", o.PositionID, o.Month, o.Role, o.DoctorID)
	}
	any := rapid.SliceOfNDistinct(anyObservation(), 10, 60, key)
	for seed := range 20 {
		rows := any.Example(seed)
		inOnePlace(rows)
		for i := range rows {
			rows[i].SourceFile += rows[i].Month.String() // no month comes from two files
		}
		slices.SortFunc(rows, inOrder)
		cut := rows[seed%len(rows)].Month // which the first register has as its last
		first, later := partedBy(rows, func(o varighet.Observation) bool { return o.Month <= cut })
		old := planned(t, Manifest{}, Options{NoLink: true, GroupRows: 7}, nil, first...)
		got := rowsOf(t, planned(t, Manifest{}, Options{NoLink: true}, carrying(t, old), later...))
		if d := gocmp.Diff(rows, got); d != "" {
			t.Errorf("seed %d (-want +got):\n%s", seed, d)
		}
	}
}

// partedBy parts rows into those of which is holds, and the others.
func partedBy(rows []varighet.Observation, is func(varighet.Observation) bool) (those, others []varighet.Observation) {
	for _, o := range rows {
		if is(o) {
			those = append(those, o)
		} else {
			others = append(others, o)
		}
	}
	return those, others
}

// Lists that have no id in the file, or that have another than before, are decided anew with all
// months in view; all columns are those of the register that is made at once.
func TestDerivedAndLinkedRowsGrowInEveryColumn(t *testing.T) {
	rows := func() (rows []varighet.Observation) {
		before, after := newNumber()
		for m := range 6 {
			o := full
			o.Month, o.PositionID, o.MunicipalityCode, o.MunicipalityName = may+varighet.Month(m), "", "4631", "Alver"
			o.DoctorID, o.SourceRow = []string{"A", "A", "C", "C", "A", "A"}[m], int32(m)
			o.SourceFile, o.Residents = o.Month.String()+".csv", varighet.Some(int32(1000+m))
			rows = append(rows, o)
			o.MunicipalityCode, o.MunicipalityName, o.DoctorID = "", "Vågan", "V"
			rows = append(rows, o)
		}
		return slices.Concat(rows, before, after)
	}()
	whole := planned(t, Manifest{}, Options{}, nil, rows...)
	want := rowsOf(t, whole)
	bases := map[varighet.Basis]int{}
	for _, o := range want {
		bases[o.PositionBasis]++
	}
	// By hand: six of Vågan, and two of Alver before C has the list, are derived; four after that, and
	// three of the list with a new id, are linked; nine have their id.
	if d := gocmp.Diff(map[varighet.Basis]int{varighet.BasisGiven: 9, varighet.BasisDerived: 8, varighet.BasisLinked: 7}, bases); d != "" {
		t.Fatalf("rows by basis (-want +got):\n%s", d)
	}
	for cut := may + 1; cut < may+6; cut++ {
		first, later := partedBy(rows, func(o varighet.Observation) bool { return o.Month < cut })
		for _, parts := range [][2][]varighet.Observation{{first, later}, {later, first}} {
			old := planned(t, Manifest{}, Options{}, nil, parts[0]...)
			if d := gocmp.Diff(want, rowsOf(t, planned(t, Manifest{}, Options{}, carrying(t, old), parts[1]...))); d != "" {
				t.Errorf("%s first, then the others (-want +got):\n%s", parts[0][0].Month, d)
			}
		}
	}
}

// inFileOf is a row of a list with an id, as given, in a file.
func inFileOf(file string, row int32, id string, m int) varighet.Observation {
	o := inOslo(id, "d"+id, m)
	o.SourceFile, o.SourceRow = file, row
	return o
}

// By hand: of a.csv all rows are dropped, so that it is no input any more; of b.csv row 2 of two; row 1 of
// the wide table w.csv stays in June though its May is dropped, and counts as used; c.csv has none dropped.
// The rows are those that stay.
func TestRowsThatAreDroppedAreAccountedFor(t *testing.T) {
	rows := []varighet.Observation{inFileOf("a.csv", 1, "1", 0), inFileOf("a.csv", 2, "2", 0), inFileOf("b.csv", 1, "3", 1), inFileOf("b.csv", 2, "4", 0),
		inFileOf("w.csv", 1, "5", 0), inFileOf("w.csv", 1, "5", 1), inFileOf("c.csv", 200, "6", 2), inFileOf("c.csv", 65, "7", 3)}
	loose := inFileOf("c.csv", 3, "", 4)
	loose.PositionBasis, loose.MunicipalityCode = varighet.BasisDerived, "4631"
	rows = append(rows, loose)
	about := Manifest{Inputs: []Input{{Name: "a.csv", Read: 2, Used: 2}, {Name: "b.csv", Read: 3, Used: 2, SetAside: map[string]int64{"sum": 1}},
		{Name: "w.csv", Read: 1, Used: 1}, {Name: "c.csv", Read: 3, Used: 3}, {Name: "empty.csv"}}}
	old := planned(t, about, Options{}, nil, rows...)
	var mu sync.Mutex
	asked := map[Place]bool{}
	var inputs []Input
	grown := planned(t, Manifest{}, Options{}, func(b *Builder) {
		var err error
		inputs, err = b.Carry(old, func(p Place) bool {
			mu.Lock()
			defer mu.Unlock()
			asked[p] = true
			return p.Month == may
		})
		if err != nil {
			t.Fatal(err)
		}
	})
	wantInputs := []Input{{Name: "b.csv", Read: 3, Used: 1, SetAside: map[string]int64{"sum": 1, TakenOut: 1}}, {Name: "w.csv", Read: 1, Used: 1},
		{Name: "c.csv", Read: 3, Used: 3}, {Name: "empty.csv"}}
	if d := gocmp.Diff(wantInputs, inputs); d != "" {
		t.Errorf("inputs (-want +got):\n%s", d)
	}
	if n := old.Manifest.Inputs[1].SetAside[TakenOut]; n != 0 {
		t.Errorf("the old register's own manifest has %d rows taken out", n)
	}
	place := func(file string, code varighet.MunicipalityCode, m int, loose bool) Place {
		return Place{File: file, Code: code, Month: may + varighet.Month(m), Loose: loose}
	}
	want := map[Place]bool{place("a.csv", "0301", 0, false): true, place("b.csv", "0301", 0, false): true, place("b.csv", "0301", 1, false): true,
		place("w.csv", "0301", 0, false): true, place("w.csv", "0301", 1, false): true, place("c.csv", "0301", 2, false): true,
		place("c.csv", "0301", 3, false): true, place("c.csv", "4631", 4, true): true}
	if d := gocmp.Diff(want, asked); d != "" {
		t.Errorf("places asked for (-want +got):\n%s", d)
	}
	var kept []string
	for _, o := range rowsOf(t, grown) {
		kept = append(kept, fmt.Sprint(o.PositionID, " ", int(o.Month-may)))
	}
	if want := []string{"3 1", "4631~d 4", "5 1", "6 2", "7 3"}; !slices.Equal(kept, want) {
		t.Errorf("rows %q, want %q", kept, want)
	}
}

// Of 1,501 lists that are known from the old register one stays, by hand.
func TestOneListOfManyIsCarried(t *testing.T) {
	rows := []varighet.Observation{inFileOf("kept.csv", 1, "0", 0)}
	about := Manifest{Inputs: []Input{{Name: "kept.csv", Read: 1, Used: 1}, {Name: "gone.csv", Read: 1500, Used: 1500}}}
	for n := range int32(1500) {
		rows = append(rows, inFileOf("gone.csv", n+1, fmt.Sprint(1000+n), 0))
	}
	old := planned(t, about, Options{}, nil, rows...)
	grown := planned(t, Manifest{}, Options{}, func(b *Builder) {
		if _, err := b.Carry(old, func(p Place) bool { return p.File == "gone.csv" }); err != nil {
			t.Fatal(err)
		}
	})
	if d := gocmp.Diff(rows[:1], rowsOf(t, grown)); d != "" {
		t.Errorf("rows (-want +got):\n%s", d)
	}
}

// Rows of one file in two registers would be there twice.
func TestTwoRegistersOfOneFileAreNotJoined(t *testing.T) {
	about := Manifest{Inputs: []Input{{Name: "a.csv", Read: 1, Used: 1}}}
	one := planned(t, about, Options{}, nil, inFileOf("a.csv", 1, "1", 0))
	b := begun(t)
	if _, err := b.Carry(one, nil); err != nil {
		t.Fatal(err)
	}
	_, err := b.Carry(one, nil)
	var p *varighet.Problem
	if !errors.As(err, &p) || p.Code != "file-twice" || p.File != "a.csv" {
		t.Errorf("error %v, want the file as a problem", err)
	}
}

// A pair of files that tell of the lists 1 to 10 in May, and of list 1 in June. The second has
// another value in one column of lists 1 to 9 each, as the map says, and an eleventh list in place of the tenth.
func twoFiles() (first, second []varighet.Observation, differences []Difference) {
	for l := range 11 {
		o := full
		o.PositionID, o.PositionBasis, o.DoctorID, o.SourceFile, o.SourceRow = fmt.Sprintf("%02d", l), varighet.BasisGiven, fmt.Sprint("D", l), "a.csv", int32(l)
		z := o
		z.SourceFile, z.SourceRow = "b.csv", int32(l+100)
		d := Difference{Month: may, PositionID: o.PositionID}
		switch l {
		case 1:
			z.DoctorID, d.What = "E", "doctor"
		case 2:
			z.Role, d.What = varighet.RoleLocum, "role"
		case 3:
			z.Residents, d.What, d.First, d.Second = varighet.Some(int32(7)), "number of residents", "1204", "7"
		case 4:
			z.ListLimit, d.What, d.First, d.Second = varighet.Opt[int32]{}, "list limit", "0", "none"
		case 5:
			z.Office, d.What = "Kaien", "office"
		case 6:
			z.Status, d.What = varighet.StatusOpen, "status"
		case 7:
			z.AmountBasis, d.What = varighet.Some(varighet.Amount(1)), "amount"
		case 8:
			z.Residents, z.ListLimit, d.What, d.First, d.Second = varighet.Some(int32(7)), varighet.Some(int32(8)), "number of residents, list limit", "1204", "7"
		case 9:
			d.What = onlyFirst
		case 10:
			d.What = onlySecond
		}
		if l != 10 {
			first = append(first, o)
		}
		if l != 9 {
			second = append(second, z)
		}
		if d.What != "" {
			differences = append(differences, d)
		}
	}
	june := first[0]
	june.Month++
	first, second = append(first, june), append(second, second[0])
	june.SourceFile = "b.csv"
	second[len(second)-1] = june
	return first, second, differences
}

// Two files of the same months are compared list by list, column by column (by hand): when both are new, and when
// one of them is in the register already, which is a fault that has the comparison.
func TestFilesOfOneMonthAreCompared(t *testing.T) {
	first, second, differences := twoFiles()
	want := []Comparison{{First: "a.csv", Second: "b.csv", Months: []varighet.Month{may, may + 1}, Same: 2, Differences: differences}}
	const line = "2 the same, 1 with another doctor, 1 with another role, 2 with another number of residents, 2 with another list limit, " +
		"1 with another office, 1 with another status, 1 with another amount, 1 only in a.csv, 1 only in b.csv"
	b := begun(t)
	addRuns(t, b, first, second)
	got, err := b.Overlaps()
	if err != nil {
		t.Fatal(err)
	}
	if d := gocmp.Diff(want, got); d != "" {
		t.Errorf("both new (-want +got):\n%s", d)
	}
	if s := got[0].String(); s != line {
		t.Errorf("in a line: %s", s)
	}

	old := planned(t, Manifest{Inputs: []Input{{Name: "a.csv"}}}, Options{}, nil, first...)
	b = begun(t)
	carrying(t, old)(b)
	_, err = b.Plan(addRuns(t, b, second))
	var e *ConflictError
	if !errors.As(err, &e) {
		t.Fatalf("error %v, want a conflict", err)
	}
	if d := gocmp.Diff(want, e.Comparisons); d != "" {
		t.Errorf("one old (-want +got):\n%s", d)
	}
	var ps *varighet.Problems
	if !errors.As(err, &ps) || ps.Len() != 1 || ps.All()[0].File != "b.csv" || ps.All()[0].Code != MonthTwice ||
		!strings.HasPrefix(ps.All()[0].Msg, "2017-05 and 1 later months is in the register already, from a.csv; of the lists, "+line) || err.Error() != ps.Error() {
		t.Errorf("problems %v", err)
	}
}

// A list that has two rows in one file of a month, and one in the other.
func TestAnotherNumberOfRowsIsADifference(t *testing.T) {
	one, two, same := inFileOf("a.csv", 1, "1", 0), inFileOf("a.csv", 2, "1", 0), inFileOf("b.csv", 1, "1", 0)
	two.DoctorID = "second"
	b := begun(t)
	addRuns(t, b, []varighet.Observation{one, two, same})
	got, err := b.Overlaps()
	want := []Comparison{{First: "a.csv", Second: "b.csv", Months: []varighet.Month{may},
		Differences: []Difference{{Month: may, PositionID: "1", What: "number of rows"}}}}
	if d := gocmp.Diff(want, got); err != nil || d != "" {
		t.Errorf("%v (-want +got):\n%s", err, d)
	}
}

// Lists without an id are compared by their doctors. An old file and a new one may share a month of a
// municipality if each has offices of its own; with one in common, or one that is not told, the month is there twice.
func TestLooseListsOfAMonthFromTwoFiles(t *testing.T) {
	row := func(file, doctor, office string) varighet.Observation {
		o := inFileOf(file, int32(len(doctor)), "", 0)
		o.PositionBasis, o.DoctorID, o.Office = varighet.BasisDerived, doctor, office
		return o
	}
	for _, c := range []struct {
		old, fresh []varighet.Observation
		twice      bool
	}{
		{[]varighet.Observation{row("a.csv", "A", "Nord")}, []varighet.Observation{row("b.csv", "B", "Sør")}, false},
		{[]varighet.Observation{row("a.csv", "A", "Nord")}, []varighet.Observation{row("b.csv", "B", "Nord")}, true},
		{[]varighet.Observation{row("a.csv", "A", "Nord"), row("a.csv", "AA", "Sør")}, []varighet.Observation{row("b.csv", "B", "Vest"), row("b.csv", "BB", "Sør")}, true},
		{[]varighet.Observation{row("a.csv", "A", "")}, []varighet.Observation{row("b.csv", "B", "Nord")}, true},
		{[]varighet.Observation{row("a.csv", "A", "Nord")}, []varighet.Observation{row("b.csv", "B", "")}, true},
	} {
		old := planned(t, Manifest{Inputs: []Input{{Name: "a.csv"}}}, Options{}, nil, c.old...)
		b := begun(t)
		carrying(t, old)(b)
		_, err := b.Plan(addRuns(t, b, c.fresh))
		var e *ConflictError
		if errors.As(err, &e) != c.twice || !c.twice && err != nil {
			t.Errorf("%v and %v: %v, want a conflict: %v", c.old, c.fresh, err, c.twice)
		}
		if c.twice && (len(e.Comparisons) != 1 || e.Comparisons[0].Same != 0 || len(e.Comparisons[0].Differences) != len(c.old)+len(c.fresh) ||
			e.Comparisons[0].Differences[0].PositionID != "0301") {
			t.Errorf("compared %+v", e.Comparisons)
		}
	}
}
