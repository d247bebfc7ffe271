package register

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/identity"
	"github.com/varighet/varighet/internal/limit"
	"pgregory.net/rapid"
)

// newNumber is doctor B's list of 1000 residents in Oslo, which is "old" for three
// months and "new" for three more, beside another list: by the rule of package identity
// one list with a new number in the fourth month.
func newNumber() (before, after []varighet.Observation) {
	for m := range 6 {
		id, to := "old", &before
		if m >= 3 {
			id, to = "new", &after
		}
		*to = append(*to, inOslo(id, "B", m), inOslo("other", "Z", m))
	}
	return before, after
}

// inOslo is a row of a month's file, m months after May 2017.
func inOslo(id, doctor string, m int) varighet.Observation {
	month := may + varighet.Month(m)
	return varighet.Observation{Month: month, PositionID: id, MunicipalityCode: "0301", DoctorID: doctor,
		SourceFile: month.String() + ".csv", SourceRow: int32(len(id)), Residents: varighet.Some(int32(1000))}
}

var newNumberLink = []Link{{PositionID: "old", ListID: "new", Month: may + 3, Code: "0301", Kind: identity.Renumbered,
	Before: varighet.Some(int32(1000)), After: varighet.Some(int32(1000))}}

// A row that is set aside neither makes nor prevents a link, whichever run it came in: a
// second one of B in the last month of "old", with a hundredth of the residents; and one
// that has the list elsewhere, with another doctor. A link by either would not be near,
// or would not know who had the list.
func TestRowsSetAsideSayNothingOfLinks(t *testing.T) {
	twice, elsewhere := inOslo("old", "B", 2), inOslo("old", "C", 2)
	twice.SourceFile, twice.Residents = "z.csv", varighet.Some(int32(10))
	elsewhere.SourceFile, elsewhere.MunicipalityCode = "z.csv", "5001"
	for reason, row := range map[string]varighet.Observation{DuplicateRow: twice, TwoPlaces: elsewhere} {
		before, after := newNumber()
		rows := append(before, after...)
		for _, deal := range [][][]varighet.Observation{{rows, {row}}, {{row}, rows}, {append(slices.Clone(rows), row)}} {
			dir := filepath.Join(t.TempDir(), "reg")
			m := fromRuns(t, dir, Options{SetAside: true}, nil, deal...)
			if m.Ledger.SetAside[reason] != 1 {
				t.Fatalf("set aside %v, want one %s", m.Ledger.SetAside, reason)
			}
			wantLinks(t, dir, newNumberLink)
		}
	}
}

// A doctor with two ids has the list before and after its number changed: the alias makes
// the link that the ids prevented.
func TestAnAliasMakesTheLink(t *testing.T) {
	before, after := newNumber()
	for i := range before {
		if before[i].PositionID == "old" {
			before[i].DoctorID = "A"
		}
	}
	for _, c := range []struct {
		renamed map[string]string
		want    []Link
	}{{nil, nil}, {map[string]string{"A": "B"}, newNumberLink}, {map[string]string{"B": "A"}, newNumberLink},
		{map[string]string{"A": "C", "B": "C"}, newNumberLink}} {
		dir := filepath.Join(t.TempDir(), "reg")
		fromRuns(t, dir, Options{}, c.renamed, before, after)
		wantLinks(t, dir, c.want)
	}
}

// Two regular doctors in the last month of "old", in one run or in two: nobody can say
// who had the list, so that it is not linked.
func TestTwoDoctorsInTheLastMonthAreNoLink(t *testing.T) {
	before, after := newNumber()
	rows := append(before, after...)
	second := inOslo("old", "C", 2)
	for _, deal := range [][][]varighet.Observation{{rows, {second}}, {{second}, rows}, {append(slices.Clone(rows), second)}} {
		for _, opt := range []Options{{}, {SetAside: true}} {
			dir := filepath.Join(t.TempDir(), "reg")
			fromRuns(t, dir, opt, nil, deal...)
			wantLinks(t, dir, nil)
		}
	}
}

// A register to which months are added is the one that is built of all at once, byte for
// byte: whatever was set aside and linked on the way.
func TestGrownRegisterIsTheOneBuiltAtOnce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "reg") // never there: all registers are only planned
	rapid.Check(t, func(rt *rapid.T) {
		rows := renumberedRows(rt)
		cut := len(rows) // the rows of the first register come first
		last := rows[drawnRNG(rt, "the first register's last month").IntN(len(rows))].Month
		for cut > 0 && rows[cut-1].Month > last {
			cut--
		}
		builder := func() *Builder {
			b, err := NewBuilder(dir, Options{SetAside: true})
			if err != nil {
				rt.Fatal(err)
			}
			return b
		}
		whole, first, grown := builder(), builder(), builder()
		defer whole.Abort()
		defer first.Abort()
		defer grown.Abort()
		want := planRuns(rt, whole, rows)
		planRuns(rt, first, rows[:cut])
		old, err := first.Built()
		if err != nil {
			rt.Fatal(err)
		}
		defer old.Close()
		if _, err := grown.Carry(old, nil); err != nil {
			rt.Fatal(err)
		}
		got := planRuns(rt, grown, rows[cut:])
		if want.PositionsSHA != got.PositionsSHA || want.LinksSHA256 != got.LinksSHA256 {
			rt.Errorf("%d links at once, %d grown, of %d rows", want.Counts.Links, got.Counts.Links, want.Counts.Rows)
		}
	})
}

// A row whose position is not one, in a register that is damaged, is an error: the merge
// would pass it over.
func TestCarriedRowsHavePositions(t *testing.T) {
	for _, id := range []string{"", "\x000301"} {
		c, ids := &carrier{w: newWorker(limit.Set{})}, []uint32(nil)
		if err := c.number(positions, []string{"P1", id}, &ids); err == nil {
			t.Errorf("position %q is carried", id)
		}
	}
}

// renumberedRows draws the lists of some doctors in some months, which get new numbers
// now and then, with rows beside them that are set aside: second ones with other
// residents, vacancies, and lists elsewhere with another doctor.
func renumberedRows(t *rapid.T) (rows []varighet.Observation) {
	rng := drawnRNG(t, "rows")
	lists := rapid.IntRange(1, 6).Draw(t, "lists")
	changes := make([]int, lists)
	for m := range 2 + rng.IntN(7) {
		for k := range lists {
			if rng.IntN(4) == 0 {
				changes[k]++
			}
			o := inOslo(fmt.Sprintf("L%d.%d", k, changes[k]), fmt.Sprint("d", k), m)
			o.SourceRow = int32(len(rows))
			rows = append(rows, o)
			o.SourceRow++
			switch rng.IntN(12) {
			case 0:
				o.Residents = varighet.Some(int32(10))
			case 1:
				o.Role, o.DoctorID = varighet.RoleVacant, ""
			case 2:
				o.MunicipalityCode, o.DoctorID = "5001", "e"
			default:
				continue
			}
			rows = append(rows, o)
		}
	}
	return rows
}

func drawnRNG(t *rapid.T, what string) *rand.Rand {
	return rand.New(rand.NewPCG(rapid.Uint64().Draw(t, what), 3))
}

// renaming begins a register in which some doctors are others.
func renaming(t rapid.TB, dir string, opt Options, renamed map[string]string) *Builder {
	t.Helper()
	b, err := NewBuilder(dir, opt)
	if err != nil {
		t.Fatal(err)
	}
	var rules Rules
	for from, to := range renamed {
		rules.Aliases = append(rules.Aliases, Alias{From: from, To: to})
	}
	b.Identify(rules)
	return b
}

// fromRuns makes a register of runs, each of these rows.
func fromRuns(t *testing.T, dir string, opt Options, renamed map[string]string, runs ...[]varighet.Observation) *Manifest {
	t.Helper()
	b := renaming(t, dir, opt, renamed)
	defer b.Abort()
	m, err := b.Commit(addRuns(t, b, runs...))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// planRuns plans one.
func planRuns(t rapid.TB, b *Builder, runs ...[]varighet.Observation) *Manifest {
	t.Helper()
	m, err := b.Plan(addRuns(t, b, runs...))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// addRuns adds runs to a builder, open all at once. It returns the ledger of their rows.
func addRuns(t rapid.TB, b *Builder, runs ...[]varighet.Observation) Manifest {
	t.Helper()
	open, n := make([]*Run, len(runs)), int64(0)
	for i := range open {
		open[i] = b.NewRun()
	}
	for i, rows := range runs {
		n += int64(len(rows))
		for k := range rows {
			if err := open[i].Add(&rows[k]); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, r := range open {
		closeRun(t, r)
	}
	return Manifest{Ledger: Ledger{Read: n, Used: n}}
}

func wantLinks(t *testing.T, dir string, want []Link) {
	t.Helper()
	r, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	links, err := r.Links()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, links); diff != "" {
		t.Errorf("links, want (-), got (+)\n%s", diff)
	}
}
