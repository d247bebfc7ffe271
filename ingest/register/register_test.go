package register

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/varighet/varighet"
)

var may = varighet.MonthOf(2017, 5)

// full has a value in every field; empty has only what every row must have.
var full = varighet.Observation{
	Month: may, PositionID: "P1", PositionBasis: varighet.BasisDerived,
	MunicipalityCode: "0301", MunicipalityName: "Ærøy", DoctorID: "D1", DoctorName: "Kari Nordmann",
	Role: varighet.RoleRegular, Residents: varighet.Some(int32(1204)), ListLimit: varighet.Some(int32(0)),
	Status: varighet.StatusLocked, Office: "Legesenteret",
	Salaried: varighet.Some(true), CommonList: varighet.Some(false),
	AgreementStart: varighet.Some(int32(-3)),
	AmountBasis:    varighet.Some(varighet.Amount(5026700)),
	AmountFloor:    varighet.Some(varighet.Amount(-1)), AmountEqualisation: varighet.Some(varighet.Amount(0)),
	AmountTotal: varighet.Some(varighet.Amount(999_999_999_999)), Evidence: varighet.EvidenceAssumed,
	SourceFile: "mai/2017.csv", SourceRow: 7,
}

var empty = varighet.Observation{Month: may + 1, PositionID: "P1", Role: varighet.RoleVacant}

func TestEveryFieldComesBack(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "reg")
	m, err := fromRows(dir, Options{}, []varighet.Observation{empty, full})
	if err != nil {
		t.Fatal(err)
	}
	wantRows(t, readAll(t, dir), []varighet.Observation{full, empty})
	want := Counts{Rows: 2, Positions: 1, Doctors: 1, Municipalities: 1, FirstMonth: may, LastMonth: may + 1,
		MissingMonths: []varighet.Month{}}
	if d := cmp.Diff(want, m.Counts); d != "" {
		t.Errorf("counts (-want +got):\n%s", d)
	}
}

// Sorted by hand: by bytes a capital stands before a small letter and both
// before Å; 10 before 9; roles in the order regular, part_list, locum, vacant;
// two doctors by their ids.
func TestOrderOfRows(t *testing.T) {
	row := func(position string, month varighet.Month, role varighet.Role, doctor string) varighet.Observation {
		return varighet.Observation{PositionID: position, Month: month, Role: role, DoctorID: doctor}
	}
	want := []varighet.Observation{
		row("10", may, varighet.RoleRegular, "a"),
		row("9", may-100, varighet.RoleVacant, ""),
		row("9", may, varighet.RoleRegular, "a"),
		row("9", may, varighet.RoleRegular, "b"),
		row("9", may, varighet.RolePartList, "a"),
		row("9", may, varighet.RoleLocum, ""),
		row("9", may, varighet.RoleLocum, "a"),
		row("9", may+1, varighet.RoleVacant, ""),
		row("B", may, varighet.RoleVacant, ""),
		row("a", may, varighet.RoleVacant, ""),
		row("Å", may, varighet.RoleVacant, ""),
	}
	rng := rand.New(rand.NewPCG(3, 4))
	for range 20 {
		rows := slices.Clone(want)
		rng.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
		dir := filepath.Join(t.TempDir(), "reg")
		if _, err := fromRows(dir, Options{GroupRows: 2}, rows); err != nil {
			t.Fatal(err)
		}
		wantRows(t, readAll(t, dir), want)
	}
}

func TestSameBytesForAnyRunsSpillingAndCores(t *testing.T) {
	const lists, months = 300, 25
	dir := t.TempDir()
	build(t, filepath.Join(dir, "first"), Options{GroupRows: 1000}, 1, lists, months)
	first := contents(t, filepath.Join(dir, "first"))
	for name, c := range map[string]struct {
		budget      int64 // the rows take about 90,000 bytes
		runs        int
		procs       int
		least, most float64 // of the runs, the share that is spilled
	}{
		"two runs":            {0, 2, 2, 0, 0},
		"a run for each file": {0, months, 2, 0, 0},
		"all spilled":         {1, 1, 2, 1, 1},
		"most spilled":        {8_000, 3, 4, 0.5, 0.99},
		"some spilled":        {70_000, 4, 1, 0.01, 0.5},
	} {
		old := runtime.GOMAXPROCS(c.procs)
		b, err := NewBuilder(filepath.Join(dir, "again"), Options{Budget: c.budget, GroupRows: 1000})
		if err != nil {
			t.Fatal(err)
		}
		fill(t, b, c.runs, lists, months)
		runtime.GOMAXPROCS(old)
		if !cmp.Equal(first, contents(t, filepath.Join(dir, "again"))) {
			t.Errorf("%s: the register has other bytes", name)
		}
		if share := spilledShare(b); share < c.least || share > c.most {
			t.Errorf("%s: %.2f of %d runs, want %v to %v", name, share, len(b.runs), c.least, c.most)
		}
	}
}

// spilledShare is how many of the runs were spilled.
func spilledShare(b *Builder) float64 {
	n := 0
	for _, r := range b.runs {
		if r.packed == nil {
			n++
		}
	}
	return float64(n) / float64(len(b.runs))
}

// Runs that are filled at the same time, for the race detector.
func TestRunsAtTheSameTime(t *testing.T) {
	dir := t.TempDir()
	build(t, filepath.Join(dir, "one"), Options{}, 1, 200, 12)
	b, err := NewBuilder(filepath.Join(dir, "many"), Options{Budget: 10_000})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Abort()
	c := newCountry(200, 1)
	var wg sync.WaitGroup
	for range 12 {
		rows := slices.Clone(c.rows())
		wg.Go(func() {
			r := b.NewRun()
			for i := range rows {
				if err := r.Add(&rows[i]); err != nil {
					t.Error(err)
				}
			}
			if err := r.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if _, err := b.Commit(Manifest{Ledger: Ledger{Read: 2400, Used: 2400}}); err != nil {
		t.Fatal(err)
	}
	if !cmp.Equal(contents(t, filepath.Join(dir, "one")), contents(t, filepath.Join(dir, "many"))) {
		t.Error("the register has other bytes")
	}
	if share := spilledShare(b); share == 0 || share == 1 {
		t.Errorf("%.0f of the runs was spilled, want some", share)
	}
}

func TestPartsEndBetweenPositions(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "reg")
	build(t, dir, Options{GroupRows: 100}, 2, 50, 30)
	r, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if r.NumParts() < 10 {
		t.Fatalf("%d parts of 1500 rows with row groups of 100", r.NumParts())
	}
	var joined []varighet.Observation
	home := map[string]int{}
	for part := range r.NumParts() {
		for o, err := range r.Part(part) {
			if err != nil {
				t.Fatal(err)
			}
			if p, ok := home[o.PositionID]; ok && p != part {
				t.Fatalf("position %s is in parts %d and %d", o.PositionID, p, part)
			}
			home[o.PositionID] = part
			joined = append(joined, *o)
		}
	}
	wantRows(t, joined, readAll(t, dir))
}

func TestOnlyChosenColumnsAreRead(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "reg")
	if _, err := fromRows(dir, Options{}, []varighet.Observation{full}); err != nil {
		t.Fatal(err)
	}
	want := varighet.Observation{Month: full.Month, PositionID: full.PositionID, MunicipalityCode: full.MunicipalityCode,
		DoctorID: full.DoctorID, Role: full.Role, Residents: full.Residents, AgreementStart: full.AgreementStart,
		Evidence: full.Evidence}
	wantRows(t, readAll(t, dir, SurvivalColumns()...), []varighet.Observation{want})

	r, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	steps := 0
	for o, err := range r.Observations("month", "hjemmel") {
		steps++
		if o != nil || err == nil || !strings.Contains(err.Error(), "hjemmel") {
			t.Errorf("an unknown column gives %v, %v", o, err)
		}
	}
	if steps != 1 {
		t.Errorf("an unknown column gives %d steps, want 1", steps)
	}
}

func TestLoopThatStopsEarlyLeavesNoGoroutine(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "reg")
	build(t, dir, Options{GroupRows: 5000}, 1, 500, 200)
	r, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	before := runtime.NumGoroutine()
	for stop := range 40 {
		n := 0
		for range r.Observations(SurvivalColumns()...) {
			if n++; n > stop*1000 {
				break
			}
		}
	}
	func() { // and one whose body panics
		defer func() { recover() }()
		for range r.Observations() {
			panic("enough")
		}
	}()
	// A goroutine that has signalled its end may take a moment to be gone.
	for i := 0; runtime.NumGoroutine() > before && i < 1000; i++ {
		runtime.Gosched()
		if i > 500 {
			time.Sleep(time.Millisecond)
		}
	}
	if n := runtime.NumGoroutine(); n > before {
		t.Errorf("%d goroutines, %d before", n, before)
	}
}

func TestDuplicatesAreFaultsWithBothPlaces(t *testing.T) {
	at := func(o varighet.Observation, file string, row int32) varighet.Observation {
		o.SourceFile, o.SourceRow = file, row
		return o
	}
	held := varighet.Observation{Month: may, PositionID: "P", DoctorID: "D", Role: varighet.RoleRegular}
	vacant := varighet.Observation{Month: may, PositionID: "P", Role: varighet.RoleVacant}
	locum := varighet.Observation{Month: may, PositionID: "P", DoctorID: "L", Role: varighet.RoleLocum}
	other := varighet.Observation{Month: may, PositionID: "P", DoctorID: "E", Role: varighet.RoleRegular}
	rows := []varighet.Observation{
		at(vacant, "b.csv", 9), at(held, "b.csv", 4), at(held, "a.csv", 20), at(locum, "a.csv", 3), at(other, "a.csv", 2),
		at(held, "b.csv", 2),
	}
	dir := filepath.Join(t.TempDir(), "reg")
	_, err := fromRows(dir, Options{}, rows)
	var ps *varighet.Problems
	if !errors.As(err, &ps) {
		t.Fatalf("error %v, want problems", err)
	}
	const want = `b.csv:2: the same position, month, role and doctor stand in a.csv, row 20
  hint: take one of the two rows out
b.csv:4: the same position, month, role and doctor stand in a.csv, row 20
  hint: take one of the two rows out
b.csv:9: the position is vacant here, but held the same month in a.csv, row 2
  hint: take one of the two rows out`
	if err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("a register was written")
	}

	m, err := fromRows(dir, Options{SetAside: true}, rows)
	if err != nil {
		t.Fatal(err)
	}
	kept := []varighet.Observation{at(held, "a.csv", 20), at(other, "a.csv", 2), at(locum, "a.csv", 3)}
	wantRows(t, readAll(t, dir), kept)
	ledger := Ledger{Read: 6, Used: 3, SetAside: map[string]int64{DuplicateRow: 2, VacantAndHeld: 1}}
	if d := cmp.Diff(ledger, m.Ledger); d != "" {
		t.Errorf("ledger (-want +got):\n%s", d)
	}
}

func TestAddRefusesWhatARegisterCannotHold(t *testing.T) {
	for code, change := range map[string]func(*varighet.Observation){
		"month-range":        func(o *varighet.Observation) { o.Month = varighet.MaxMonth + 1 },
		"position-missing":   func(o *varighet.Observation) { o.PositionID, o.PositionBasis = "", varighet.BasisGiven },
		"unknown-value":      func(o *varighet.Observation) { o.Role = 4 },
		"vacant-with-doctor": func(o *varighet.Observation) { o.Role = varighet.RoleVacant },
		"amount-range":       func(o *varighet.Observation) { o.AmountFloor = varighet.Some(varighet.Amount(1e12)) },
		"number-range":       func(o *varighet.Observation) { o.Residents = varighet.Some(int32(1 << 30)) },
		"text-encoding":      func(o *varighet.Observation) { o.Office = "B\xf8" },
		"text-encoding, id":  func(o *varighet.Observation) { o.PositionID = strings.Repeat("x", maxText+1) },
		// The byte marks rows whose list is yet to be found: no id begins with it, and behind
		// it the name of a municipality that is as long as a text may be is too long.
		"position-missing, id": func(o *varighet.Observation) { o.PositionID = "\x00P1" },
		"text-encoding, derived": func(o *varighet.Observation) {
			o.PositionID, o.MunicipalityCode, o.MunicipalityName = "", "", strings.Repeat("x", maxText)
		},
	} {
		o := full
		change(&o)
		code, _, _ = strings.Cut(code, ",")
		b, err := NewBuilder(filepath.Join(t.TempDir(), "reg"), Options{})
		if err != nil {
			t.Fatal(err)
		}
		r := b.NewRun()
		for _, then := range []*varighet.Observation{nil, &full, &empty} { // and again, when the run knows other lists
			if then != nil {
				if err := r.Add(then); err != nil {
					t.Fatal(err)
				}
			}
			var p *varighet.Problem
			if err := r.Add(&o); !errors.As(err, &p) || p.Code != code || p.File != o.SourceFile || p.Line != int(o.SourceRow) {
				t.Errorf("%s: %+v", code, err)
			}
		}
		closeRun(t, r)
		if m, err := b.Commit(Manifest{Ledger: Ledger{Read: 2, Used: 2}}); err != nil || m.Counts.Rows != 2 {
			t.Errorf("%s: %v; want the two other rows", code, err)
		}
	}
}

// Places of a list in a month are compared with the last one that is known, also across a
// row that does not say where it is.
func TestTwoPlacesAcrossARowWithout(t *testing.T) {
	row := func(doctor string, code varighet.MunicipalityCode, n int32) varighet.Observation {
		return varighet.Observation{Month: may, PositionID: "P", DoctorID: doctor, MunicipalityCode: code, SourceFile: "a.csv", SourceRow: n}
	}
	next := row("D", "1103", 6)
	next.Month++
	rows := []varighet.Observation{row("A", "", 2), row("B", "0301", 3), row("C", "", 4), row("D", "1103", 5), next}
	_, err := fromRows(filepath.Join(t.TempDir(), "reg"), Options{}, rows)
	var ps *varighet.Problems
	if !errors.As(err, &ps) || ps.Len() != 1 {
		t.Fatalf("%v, want one problem", err)
	}
	const want = "the position is in another municipality in a.csv, row 3, in the same month"
	if p := ps.All()[0]; p.Code != TwoPlaces || p.Line != 5 || p.Msg != want {
		t.Errorf("%+v", p)
	}
}

// Municipalities without codes number their lists too: the names tell them apart, in
// whatever spelling, and a code beside one of them.
func TestTwoPlacesByName(t *testing.T) {
	for _, c := range []struct {
		a, b varighet.Observation
		want bool
	}{
		{at("", "Bodø"), at("", "Rana"), true},
		{at("", "Oslo"), at("", "Os"), true},
		{at("1804", "Bodø"), at("", "Rana"), true},
		{at("", "Bodø"), at("1833", "Rana"), true},
		{at("1804", "Bodø"), at("1833", ""), true},
		{at("", "Bodø"), at("", "BODØ kommune"), false},
		{at("", "Vågan"), at("", "Vágat – Vågan"), false},
		{at("", "Oslo"), at("", "Oslo bydel 3"), false},
		{at("1804", "Bodø"), at("", "Bodoe"), false},
		{at("1804", "Bodø"), at("1804", "Bådåddjo"), false},
		{at("", "Bodø"), at("", ""), false},
	} {
		c.a.DoctorID, c.b.DoctorID, c.b.SourceRow = "A", "B", 3
		for _, vacant := range []bool{false, true} {
			if vacant && !c.want {
				continue // the same vacant list twice is a fault of another kind
			}
			if vacant {
				c.a.DoctorID, c.b.DoctorID, c.a.Role, c.b.Role = "", "", varighet.RoleVacant, varighet.RoleVacant
			}
			_, err := fromRows(filepath.Join(t.TempDir(), "reg"), Options{}, []varighet.Observation{c.a, c.b})
			var ps *varighet.Problems
			if got := errors.As(err, &ps) && ps.All()[0].Code == TwoPlaces; got != c.want || (err != nil) != c.want {
				t.Errorf("%s %q and %s %q, vacant %t: %v", c.a.MunicipalityCode, c.a.MunicipalityName, c.b.MunicipalityCode, c.b.MunicipalityName, vacant, err)
			}
		}
	}
}

func at(code varighet.MunicipalityCode, name string) varighet.Observation {
	return varighet.Observation{Month: may, PositionID: "1", MunicipalityCode: code, MunicipalityName: name, SourceFile: "a.csv", SourceRow: 2}
}

func TestFailedRunLeavesTheOldRegister(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "reg")
	if _, err := fromRows(dir, Options{}, []varighet.Observation{full}); err != nil {
		t.Fatal(err)
	}
	old := contents(t, dir)
	check := func(what string) {
		t.Helper()
		if !cmp.Equal(old, contents(t, dir)) {
			t.Errorf("%s: the old register has changed", what)
		}
		if entries, _ := os.ReadDir(parent); len(entries) != 1 {
			t.Errorf("%s: stray files: %v", what, entries)
		}
	}
	if _, err := fromRows(dir, Options{Budget: 1}, []varighet.Observation{full, empty, full}); err == nil {
		t.Error("a duplicate gives no error")
	}
	check("duplicate")
	if _, err := fromRows(dir, Options{}, nil); err == nil {
		t.Error("no rows give no error")
	}
	check("no rows")
	b, err := NewBuilder(dir, Options{Budget: 1})
	if err != nil {
		t.Fatal(err)
	}
	r := b.NewRun()
	r.Add(&empty)
	r.Close()
	about := Manifest{Ledger: Ledger{Read: 3, Used: 1, SetAside: map[string]int64{"total": 1}}}
	if _, err := b.Commit(about); err == nil {
		t.Error("a ledger that does not balance gives no error")
	}
	check("ledger")
	b, _ = NewBuilder(dir, Options{Budget: 1})
	r = b.NewRun()
	r.Add(&empty)
	r.Add(&full)
	b.Abort()
	check("abort")
}

func TestManifestIsStable(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "reg")
	b, err := NewBuilder(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	r := b.NewRun()
	late := empty
	late.Month = may + 4
	for _, o := range []varighet.Observation{full, late} {
		if err := r.Add(&o); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	m, err := b.Commit(Manifest{KeyFingerprint: "demo",
		Inputs:  []Input{{Name: "a <b>.csv", SHA256: "00", Bytes: 99, Read: 3, Used: 2}},
		Options: map[string]string{"link": "true", "keep-names": "true"}, Warnings: []string{"æ"},
		Ledger: Ledger{Read: 3, Used: 2, SetAside: map[string]int64{"total": 1}}})
	if err != nil {
		t.Fatal(err)
	}
	want := `{
  "schema": "varighet.register/2",
  "key_fingerprint": "demo",
  "inputs": [
    {
      "name": "a <b>.csv",
      "sha256": "00",
      "bytes": 99,
      "rows_read": 3,
      "rows_used": 2
    }
  ],
  "options": {
    "keep-names": "true",
    "link": "true"
  },
  "counts": {
    "rows": 2,
    "positions": 1,
    "doctors": 1,
    "municipalities": 1,
    "first_month": "2017-05",
    "last_month": "2017-09",
    "missing_months": [
      "2017-06",
      "2017-07",
      "2017-08"
    ]
  },
  "ledger": {
    "rows_read": 3,
    "rows_used": 2,
    "rows_set_aside": {
      "total": 1
    }
  },
  "warnings": [
    "æ"
  ],
  "rows_sha256": "` + m.RowsSHA256 + `",
  "positions_sha256": "` + m.PositionsSHA + `"
}
`
	if got := contents(t, dir)[ManifestFile]; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	reg, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer reg.Close()
	if d := cmp.Diff(m, reg.Manifest); d != "" {
		t.Errorf("read back (-want +got):\n%s", d)
	}
}

// The digest is of rows: the same for other row groups, other for other rows.
func TestRowsDigest(t *testing.T) {
	dir := t.TempDir()
	a := build(t, filepath.Join(dir, "a"), Options{}, 1, 100, 10)
	b := build(t, filepath.Join(dir, "b"), Options{GroupRows: 64}, 1, 100, 10)
	if a.RowsSHA256 != b.RowsSHA256 || a.PositionsSHA == b.PositionsSHA {
		t.Error("row groups must change the file's digest but not that of the rows")
	}
	for _, name := range []string{"a", "b"} {
		r, err := Open(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Verify(); err != nil {
			t.Error(err)
		}
		r.Close()
	}
}

func TestOpenRefusesWhatIsNotAWholeRegister(t *testing.T) {
	dir := t.TempDir()
	good := filepath.Join(dir, "good")
	build(t, good, Options{}, 1, 20, 3)
	build(t, filepath.Join(dir, "other"), Options{}, 1, 20, 4)
	whole, other := contents(t, good), contents(t, filepath.Join(dir, "other"))
	replace := func(name, old, new string) map[string]string {
		return map[string]string{name: strings.Replace(whole[name], old, new, 1)}
	}
	middle := bytes.Clone([]byte(whole[PositionsFile]))
	middle[100] ^= 4 // the rows come first, the footer takes most of so small a file
	for name, c := range map[string]struct {
		change map[string]string
		late   bool // noticed only when rows are read
	}{
		"no manifest":                  {change: map[string]string{ManifestFile: ""}},
		"manifest of another version":  {change: replace(ManifestFile, "register/2", "register/1")},
		"manifest of another register": {change: map[string]string{ManifestFile: other[ManifestFile]}},
		"rows of another register":     {change: map[string]string{PositionsFile: other[PositionsFile]}},
		"other first month":            {change: replace(ManifestFile, `month": "2001-05"`, `month": "2001-04"`)},
		"ledger that does not balance": {change: replace(ManifestFile, `"rows_used": 60`, `"rows_used": 59`)},
		"cut file":                     {change: map[string]string{PositionsFile: whole[PositionsFile][:1000]}},
		"a bit of the rows flipped":    {change: map[string]string{PositionsFile: string(middle)}, late: true},
	} {
		bad := filepath.Join(t.TempDir(), "bad")
		if err := os.Mkdir(bad, 0o755); err != nil {
			t.Fatal(err)
		}
		for file, content := range whole {
			if changed, ok := c.change[file]; ok {
				if changed == content {
					t.Fatalf("%s: nothing changed", name)
				}
				content = changed
			}
			if err := os.WriteFile(filepath.Join(bad, file), []byte(content), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		r, err := Open(bad)
		if c.late {
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			for _, err = range r.Observations() {
				if err != nil {
					break
				}
			}
			if r.Verify() == nil {
				t.Errorf("%s: Verify gives no error", name)
			}
			r.Close()
		} else if p := (*varighet.Problem)(nil); !errors.As(err, &p) || p.File != bad || p.Hint == "" {
			t.Errorf("%s: error %v is not a problem with file and hint", name, err)
		}
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := Open(filepath.Join(dir, "nowhere")); err == nil {
		t.Error("a folder that is not there gives no error")
	}
}

func TestLedgerBalances(t *testing.T) {
	for _, c := range []struct {
		l    Ledger
		want bool
	}{
		{Ledger{}, true},
		{Ledger{Read: 10, Used: 7, SetAside: map[string]int64{"total": 2, "note": 1}}, true},
		{Ledger{Read: 10, Used: 7}, false},
		{Ledger{Read: 10, Used: 11, SetAside: map[string]int64{"total": -1}}, false},
		{Ledger{Read: 0, Used: -1, SetAside: map[string]int64{"total": 1}}, false},
	} {
		if err := c.l.Balances(); (err == nil) != c.want {
			t.Errorf("%+v: %v", c.l, err)
		}
	}
}

// A manifest that is accepted says the same when it is written and read again.
func FuzzParseManifest(f *testing.F) {
	m := Manifest{Schema: Schema, Inputs: []Input{{Name: "a.csv"}}, Ledger: Ledger{Read: 2, Used: 1,
		SetAside: map[string]int64{"total": 1}}, Counts: Counts{FirstMonth: may, LastMonth: may}}
	data, err := m.encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte(`{"schema":"varighet.register/1"}`))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := ParseManifest(data)
		if err != nil {
			return
		}
		again, err := m.encode()
		if err != nil {
			t.Fatal(err)
		}
		n, err := ParseManifest(again)
		if err != nil && m.Counts.FirstMonth != 0 && m.Counts.LastMonth != 0 {
			t.Fatalf("%s: %v", again, err)
		}
		if err == nil && !cmp.Equal(m, n) {
			t.Fatal(cmp.Diff(m, n))
		}
	})
}
