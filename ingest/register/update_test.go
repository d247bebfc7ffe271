package register

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/atomicfile"
)

// updated adds rows to the register of an update, and returns what came of it.
func updated(t *testing.T, u *Update, put Putter, rows ...varighet.Observation) (*Manifest, error) {
	t.Helper()
	b, err := NewBuilder(u.dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if u.Old != nil {
		carrying(t, u.Old)(b)
	}
	return u.Commit(b, addRuns(t, b, rows), put)
}

// A register is made where there is none, added to where there is one, and made anew where that is asked for, damaged or
// not; a folder of something else stays as it is.
func TestAnUpdateOfWhatIsThere(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "reg")
	begin := func(anew bool) *Update {
		t.Helper()
		u, err := BeginUpdate(dir, anew, nil)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(u.Close)
		return u
	}
	u := begin(false)
	if u.Old != nil {
		t.Error("there is a register before there is one")
	}
	if _, err := updated(t, u, nil, inFileOf("a.csv", 1, "1", 0)); err != nil {
		t.Fatal(err)
	}
	u.Close()
	u = begin(false)
	m, err := updated(t, u, nil, inFileOf("b.csv", 1, "1", 1))
	if err != nil || m.Counts.Rows != 2 || u.Old != nil {
		t.Errorf("%+v, %v, the old one is open: %v", m, err, u.Old != nil)
	}
	u.Close()
	if err := os.Truncate(filepath.Join(dir, PositionsFile), 10); err != nil {
		t.Fatal(err)
	}
	if _, err := BeginUpdate(dir, false, nil); err == nil {
		t.Error("a damaged register is added to")
	}
	u = begin(true)
	if m, err = updated(t, u, nil, inFileOf("c.csv", 1, "1", 2)); err != nil || m.Counts.Rows != 1 || m.Counts.FirstMonth != may+2 {
		t.Errorf("anew: %+v, %v", m, err)
	}
	u.Close()
	if err := os.Remove(filepath.Join(dir, ManifestFile)); err != nil {
		t.Fatal(err)
	}
	before := contents(t, dir)
	if _, err = BeginUpdate(dir, true, nil); err == nil || !gocmp.Equal(before, contents(t, dir)) {
		t.Errorf("a folder of something else: %v", err)
	}
	empty := t.TempDir()
	if u, err = BeginUpdate(empty, false, nil); err != nil {
		t.Fatalf("an empty folder: %v", err)
	}
	u.Close()
}

// A register that another run has changed meanwhile, where no lock kept it from that, is not replaced.
func TestAnUpdateOfWhatHasChangedIsRefused(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "reg")
	late, err := BeginUpdate(dir, false, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer late.Close()
	if _, err := fromRows(dir, Options{}, []varighet.Observation{inFileOf("a.csv", 1, "1", 0)}); err != nil {
		t.Fatal(err)
	}
	before := contents(t, dir)
	_, err = updated(t, late, nil, inFileOf("b.csv", 1, "2", 0))
	var p *varighet.Problem
	if !errors.As(err, &p) || p.Code != "register-changed" || p.File != dir {
		t.Errorf("error %v", err)
	}
	if !gocmp.Equal(before, contents(t, dir)) {
		t.Error("the register has changed")
	}
}

// Who puts the register in its place is told its key, and may do it later, or not.
func TestAPutterPutsTheRegister(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "reg")
	u, err := BeginUpdate(dir, false, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer u.Close()
	b, err := NewBuilder(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	about := addRuns(t, b, []varighet.Observation{inFileOf("a.csv", 1, "1", 0)})
	about.KeyFingerprint = "b5a9"
	told := ""
	if _, err := u.Commit(b, about, func(out *atomicfile.Dir, fingerprint string) error {
		if told = fingerprint; len(contents(t, out.Path())) == 0 {
			t.Error("nothing is there to be put")
		}
		if _, err := os.Stat(dir); err == nil {
			t.Error("the register is there before it is put")
		}
		return out.Commit()
	}); err != nil || told != "b5a9" {
		t.Errorf("told the key %q, %v", told, err)
	}
	if len(readAll(t, dir)) != 1 {
		t.Error("the register was not put in its place")
	}
}

// A run waits, and says so, until the one before has ended, and sees what that made.
func TestAnUpdateWaitsForAnother(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "reg")
	if _, err := fromRows(dir, Options{}, []varighet.Observation{inFileOf("a.csv", 1, "1", 0)}); err != nil {
		t.Fatal(err)
	}
	first, err := BeginUpdate(dir, false, func() { t.Error("the first waits") })
	if err != nil {
		t.Fatal(err)
	}
	waits, rows := make(chan bool, 1), make(chan int64, 1)
	go func() {
		second, err := BeginUpdate(dir, false, func() { waits <- true })
		if err != nil {
			t.Error(err)
			rows <- 0
			return
		}
		defer second.Close()
		rows <- second.Old.Manifest.Counts.Rows
	}()
	select {
	case <-waits:
	case <-rows:
		t.Fatal("the second does not wait")
	case <-time.After(time.Minute):
		t.Fatal("the second neither waits nor goes on")
	}
	if _, err := updated(t, first, nil, inFileOf("b.csv", 1, "1", 1)); err != nil {
		t.Error(err)
	}
	first.Close()
	if n := <-rows; n != 2 {
		t.Errorf("the second sees %d rows, want 2", n)
	}
}

// Inputs add up to the ledger, reason by reason; one that does not balance is told with its numbers (by hand).
func TestLedgerOfInputs(t *testing.T) {
	l := LedgerOf([]Input{{Read: 10, Used: 7, SetAside: map[string]int64{"sum": 2, "header": 1}}, {Read: 5, Used: 4, SetAside: map[string]int64{"sum": 1}}, {}})
	if d := gocmp.Diff(Ledger{Read: 15, Used: 11, SetAside: map[string]int64{"sum": 3, "header": 1}}, l); d != "" || l.Balances() != nil {
		t.Errorf("%v (-want +got):\n%s", l.Balances(), d)
	}
	for _, bad := range []Ledger{{Read: 15, Used: 11, SetAside: map[string]int64{"sum": 3}}, {Read: 0, Used: -1, SetAside: map[string]int64{"sum": 1}}, {Read: 1, Used: 2, SetAside: map[string]int64{"sum": -1}}} {
		if bad.Balances() == nil {
			t.Errorf("%+v balances", bad)
		}
	}
}

// Rows that are set aside when the register is written are moved from those used to their reason, in the whole and in
// their file (by hand).
func TestRowsSetAsideLateAreMoved(t *testing.T) {
	rows := []varighet.Observation{inFileOf("a.csv", 1, "1", 0), inFileOf("a.csv", 2, "1", 0), inFileOf("b.csv", 1, "2", 0), inFileOf("b.csv", 2, "2", 0), inFileOf("b.csv", 3, "2", 0)}
	rows[1].Residents = varighet.Some(int32(900)) // the second of two
	rows[3].DoctorID, rows[3].Role = "", varighet.RoleVacant
	rows[4].DoctorID, rows[4].Role = "", varighet.RoleVacant
	b := begun(t)
	b.opt.SetAside = true
	about := addRuns(t, b, rows)
	about.Inputs = []Input{{Name: "a.csv", Read: 3, Used: 2, SetAside: map[string]int64{"sum": 1}}, {Name: "b.csv", Read: 3, Used: 3}, {Name: "c.csv"}}
	about.Ledger = LedgerOf(about.Inputs)
	m, err := b.Plan(about)
	if err != nil {
		t.Fatal(err)
	}
	want := []Input{{Name: "a.csv", Read: 3, Used: 1, SetAside: map[string]int64{"sum": 1, DuplicateRow: 1}},
		{Name: "b.csv", Read: 3, Used: 1, SetAside: map[string]int64{VacantAndHeld: 2}}, {Name: "c.csv"}}
	if d := gocmp.Diff(want, m.Inputs); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if m.Ledger.Used != 2 || m.Ledger.Balances() != nil {
		t.Errorf("ledger %+v", m.Ledger)
	}
}

// Half of the doctors of the smaller of two sets, and one at least, must be in both (by hand).
func TestHandsOver(t *testing.T) {
	set := func(list ...string) map[string]bool {
		m := map[string]bool{}
		for _, s := range list {
			m[s] = true
		}
		return m
	}
	for _, c := range []struct {
		ended, begins []string
		want          bool
	}{
		{[]string{"a", "b"}, []string{"a", "c", "d", "e"}, true}, {[]string{"a", "b", "c"}, []string{"a", "d", "e"}, false}, {[]string{"a", "b", "c"}, []string{"a", "b", "e"}, true},
		{nil, []string{"a"}, false}, {nil, nil, false}, {[]string{"a"}, []string{"b"}, false},
	} {
		if handsOver(set(c.ended...), set(c.begins...)) != c.want || handsOver(set(c.begins...), set(c.ended...)) != c.want {
			t.Errorf("%v and %v: %v", c.ended, c.begins, !c.want)
		}
	}
}

// Lists without ids of three municipalities that become one, whose doctors are the same: the lists go on. In 4603 the doctors are
// others than in 1403 before it, and nothing goes on. A vacancy over the border, and a new doctor, are links (by hand).
func TestLooseListsGoOnInAMergedMunicipality(t *testing.T) {
	row := func(code, doctor string, m int, residents int32) varighet.Observation {
		o := inOslo("", doctor, m)
		o.PositionBasis, o.MunicipalityCode, o.Residents = varighet.BasisDerived, varighet.MunicipalityCode(code), varighet.Some(residents)
		if o.SourceRow = residents; doctor == "" {
			o.Role = varighet.RoleVacant
		}
		return o
	}
	var rows []varighet.Observation
	for m := range 4 {
		if m < 2 {
			rows = append(rows, row("1401", "A", m, 900), row("1401", "", m, 500), row("1402", "B", m, 1200), row("1403", "C", m, 700))
		} else {
			rows = append(rows, row("4602", "A", m, 901), row("4602", "", m, 501), row("4602", "E", m, 1201), row("4603", "D", m, 700))
		}
		rows = append(rows, row("0301", "Z", m, 800))
	}
	got := map[string]int{}
	for _, o := range rowsOf(t, planned(t, Manifest{}, Options{}, nil, rows...)) {
		got[o.PositionID+" "+o.PositionBasis.String()]++
	}
	want := map[string]int{"1401~A derived": 4, "1401~vacant~2017-05 derived": 4, "1402~B derived": 2, "4602~E derived": 2, "1403~C derived": 2, "4603~D derived": 2, "0301~Z derived": 4}
	if d := gocmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	for i := range rows {
		if rows[i].DoctorID == "E" {
			rows[i].DoctorID = "B" // two of the three doctors of 1402 and 4602
		}
	}
	got = map[string]int{}
	for _, o := range rowsOf(t, planned(t, Manifest{}, Options{}, nil, rows...)) {
		got[o.PositionID+" "+o.PositionBasis.String()]++
	}
	delete(want, "4602~E derived")
	want["1402~B derived"] = 4
	if d := gocmp.Diff(want, got); d != "" {
		t.Errorf("with B (-want +got):\n%s", d)
	}
}
