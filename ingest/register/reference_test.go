package register

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/identity"
	"github.com/varighet/varighet/internal/limit"
	"pgregory.net/rapid"
)

// A register is what sorting all its rows in one list gives: with rows that have no
// list, doctors who are renamed, rows twice, vacancies beside holders and lists in two
// municipalities; in any order, in any number of runs, however few of them fit into memory.
func TestRegisterIsTheRowsSorted(t *testing.T) {
	parent := t.TempDir()
	rapid.Check(t, func(rt *rapid.T) {
		rows := crowdedRows(rt)
		opt := Options{SetAside: true, NoLink: rapid.Bool().Draw(rt, "no links"),
			Budget:    rapid.Int64Range(1, 20_000).Draw(rt, "budget"),
			GroupRows: rapid.IntRange(1, 60).Draw(rt, "rows of a group")}
		renamed := rapid.SampledFrom([]map[string]string{nil, {"d1": "d2"}, {"d1": "d2", "d2": "d3"},
			{"d0": "nobody before"}}).Draw(rt, "renamed")
		got, kept := dealt(rt, filepath.Join(parent, "dealt"), opt, renamed, rows)
		again, _ := dealt(rt, filepath.Join(parent, "plain"), Options{SetAside: true, NoLink: opt.NoLink}, renamed, rows)
		if got.RowsSHA256 != again.RowsSHA256 {
			rt.Fatal("the rows depend on how they came, or on the row groups")
		}
		if !opt.NoLink {
			return // which lists are linked is the matter of package identity
		}
		want, aside := sortedAndSifted(rows, renamed)
		if diff := gocmp.Diff(want, kept); diff != "" {
			rt.Fatalf("want (-), got (+)\n%s", diff)
		}
		if diff := gocmp.Diff(aside, got.Ledger.SetAside); diff != "" {
			rt.Fatalf("set aside, want (-), got (+)\n%s", diff)
		}
	})
}

// crowdedRows draws rows of few lists, months and doctors, so that many meet. Each has
// its own place in a file, by which ties are settled.
func crowdedRows(t *rapid.T) []varighet.Observation {
	seed := rapid.Uint64().Draw(t, "seed")
	rng := rand.New(rand.NewPCG(seed, 1))
	lists, months := 1+rng.IntN(40), 1+rng.IntN(8)
	looseShare, vacantShare := rng.IntN(3), rng.IntN(3)
	rows := make([]varighet.Observation, rapid.IntRange(1, 600).Draw(t, "rows"))
	for i := range rows {
		o := &rows[i]
		list := rng.IntN(lists)
		*o = varighet.Observation{Month: may + varighet.Month(rng.IntN(months)), PositionID: "L" + string(rune('A'+list)),
			MunicipalityCode: []varighet.MunicipalityCode{"0301", "1103", "4601"}[list%3],
			DoctorID:         "d" + string(rune('0'+rng.IntN(6))),
			Role:             varighet.Role(rng.IntN(3)), SourceFile: []string{"b.csv", "a.csv"}[rng.IntN(2)], SourceRow: int32(i)}
		switch rng.IntN(20) {
		case 0:
			o.MunicipalityCode = "5001"
		case 1:
			o.MunicipalityCode = ""
		}
		if rng.IntN(6) < vacantShare {
			o.Role, o.DoctorID = varighet.RoleVacant, ""
		}
		if rng.IntN(3) > 0 {
			o.Residents = varighet.Some(int32(900 + rng.IntN(600)))
		}
		if rng.IntN(4) == 0 {
			o.AmountTotal = varighet.Some(varighet.Amount(rng.Int64N(1e9)))
			o.Office = "Kontor " + string(rune('A'+rng.IntN(3)))
		}
		if rng.IntN(4) < looseShare {
			o.PositionID, o.PositionBasis = "", varighet.BasisDerived
		}
		if rng.IntN(8) == 0 { // packed, nothing rare differs from another of these
			*o = varighet.Observation{Month: o.Month, PositionID: "Z" + string(rune('A'+list)), SourceFile: o.SourceFile,
				SourceRow: o.SourceRow}
		}
	}
	if looseShare > 0 { // no municipality may end where another begins: their lists could be one
		for i, code := range []varighet.MunicipalityCode{"0301", "1103", "4601", "5001", ""} {
			for k, m := range []varighet.Month{may, may + varighet.Month(months) - 1} {
				rows = append(rows, varighet.Observation{Month: m, MunicipalityCode: code, DoctorID: "guard" + string(rune('0'+i)),
					PositionBasis: varighet.BasisDerived, SourceFile: "guard.csv", SourceRow: int32(2*i + k)})
			}
		}
	}
	return rows
}

// dealt plans a register from rows in a drawn order, dealt in stretches to runs some
// of which end before others begin. It returns the rows it would have.
func dealt(t *rapid.T, dir string, opt Options, renamed map[string]string, rows []varighet.Observation) (
	*Manifest, []varighet.Observation) {
	b := renaming(t, dir, opt, renamed)
	defer b.Abort()
	rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "order"), 2))
	open := []*Run{b.NewRun()}
	stretch := 1 + rng.IntN(50)
	for _, i := range rng.Perm(len(rows)) {
		k := rng.IntN(len(open))
		if rng.IntN(stretch) == 0 && len(open) < 4 {
			open = append(open, b.NewRun())
		} else if rng.IntN(stretch) == 0 {
			closeRun(t, open[k])
			open[k] = b.NewRun()
		}
		if err := open[k].Add(&rows[i]); err != nil {
			t.Fatal(err)
		}
	}
	for _, r := range open {
		closeRun(t, r)
	}
	n := int64(len(rows))
	m, err := b.Plan(Manifest{Ledger: Ledger{Read: n, Used: n}})
	if err != nil {
		t.Fatal(err)
	}
	built, err := b.Built()
	if err != nil {
		t.Fatal(err)
	}
	defer built.Close()
	return m, rowsOf(t, built)
}

func closeRun(t rapid.TB, r *Run) {
	t.Helper()
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
}

// sortedAndSifted is what a register holds of rows, and how many it sets aside for what,
// without linking lists: worked out row by row, by the words of the reasons.
func sortedAndSifted(rows []varighet.Observation, renamed map[string]string) (
	kept []varighet.Observation, aside map[string]int64) {
	rows = slices.Clone(rows)
	for i := range rows {
		for rows[i].DoctorID != "" && renamed[rows[i].DoctorID] != "" {
			rows[i].DoctorID = renamed[rows[i].DoctorID]
		}
	}
	followLoose(rows)
	slices.SortFunc(rows, func(a, b varighet.Observation) int {
		return cmp.Or(inOrder(a, b), strings.Compare(a.SourceFile, b.SourceFile), cmp.Compare(a.SourceRow, b.SourceRow))
	})
	aside = map[string]int64{}
	for _, o := range rows {
		same := kept[len(kept)-sameMonth(kept, &o):]
		held := slices.ContainsFunc(same, func(k varighet.Observation) bool { return k.Role == varighet.RoleRegular })
		switch {
		case o.MunicipalityCode != "" && slices.ContainsFunc(same, func(k varighet.Observation) bool {
			return k.MunicipalityCode != "" && k.MunicipalityCode != o.MunicipalityCode
		}):
			aside[TwoPlaces]++
		case slices.ContainsFunc(same, func(k varighet.Observation) bool {
			return k.Role == o.Role && k.DoctorID == o.DoctorID
		}):
			aside[DuplicateRow]++
		case held && o.Role == varighet.RoleVacant:
			aside[VacantAndHeld]++
		default:
			kept = append(kept, o)
		}
	}
	return kept, aside
}

// sameMonth returns how many rows at the end of those kept are of the list and month of o.
func sameMonth(kept []varighet.Observation, o *varighet.Observation) (n int) {
	for n < len(kept) && kept[len(kept)-1-n].PositionID == o.PositionID && kept[len(kept)-1-n].Month == o.Month {
		n++
	}
	return n
}

// followLoose gives rows without a list the list that package identity gives them.
func followLoose(rows []varighet.Observation) {
	type place struct {
		code  varighet.MunicipalityCode
		month varighet.Month
	}
	months := map[place][]int{}
	for i, o := range rows {
		if o.PositionID == "" {
			at := place{o.MunicipalityCode, o.Month}
			months[at] = append(months[at], i)
		}
	}
	followers := map[varighet.MunicipalityCode]*identity.Follower{}
	byMonth := func(a, b place) int { return cmp.Compare(a.month, b.month) }
	for _, at := range slices.SortedFunc(maps.Keys(months), byMonth) {
		if followers[at.code] == nil {
			followers[at.code] = &identity.Follower{NoLink: true}
		}
		of := make([]varighet.Observation, len(months[at]))
		for k, i := range months[at] {
			of[k] = rows[i]
		}
		followers[at.code].Month(of)
		for k, i := range months[at] {
			rows[i] = of[k]
		}
	}
}

// A spilled run reads the same through a buffer of any size, so that records lie over its
// edge in every way, and over that of its parts; and one that was cut short is an error, not a shorter run.
func TestSpilledRunThroughAnyBuffer(t *testing.T) {
	w := newWorker(limit.Set{})
	rng := rand.New(rand.NewPCG(5, 6))
	for _, s := range []string{"b", "c", "a", "d"} {
		w.dicts[positions].id(s)
	}
	for i := range 400 {
		r := noNumbers
		r.position, r.month, r.row = rng.Uint32N(5), int16(may)+int16(i/20), int32(i)
		if r.residents = int32(i); i%7 == 0 { // all of it differs as far as it can
			r.amounts = [4]int64{rng.Int64(), -rng.Int64(), rng.Int64(), -rng.Int64()}
			r.limit, r.start, r.flags = rng.Int32(), -rng.Int32(), flags(rng.Uint32())&^3
		}
		w.add(w.list(r.position), &r, 0)
	}
	packed := w.endRun()
	through := func(file io.ReaderAt, size int) (recs []record, err error) {
		middle := int64(len(packed)) / 3
		c := cursor{base: w.base, maps: identityMaps(w), file: file, parts: []part{{0, middle}, {middle, int64(len(packed)) - middle}}, buf: make([]byte, size)}
		for {
			ok, err := c.step()
			if err != nil || !ok {
				return recs, err
			}
			recs = append(recs, c.rec)
		}
	}
	want, err := through(bytes.NewReader(packed), len(packed))
	if err != nil || len(want) != 400 {
		t.Fatalf("%d records, %v; want 400", len(want), err)
	}
	for size := maxStep; size < 3*maxStep; size++ {
		if got, err := through(bytes.NewReader(packed), size); err != nil || !slices.Equal(got, want) {
			t.Fatalf("through %d bytes: other records, %v", size, err)
		}
	}
	for _, cut := range []int{0, 1, maxStep, len(packed) / 2, len(packed) - 1} {
		_, err := through(bytes.NewReader(packed[:cut]), 300)
		if !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("cut to %d of %d bytes: %v", cut, len(packed), err)
		}
	}
}

// A register of spilled runs, each longer than what is read of it at a time, is that of
// runs in memory.
func TestRunsLongerThanTheirBuffers(t *testing.T) {
	dir := t.TempDir()
	rng := rand.New(rand.NewPCG(7, 8))
	rows := make([]varighet.Observation, 40_000)
	for i := range rows {
		rows[i] = varighet.Observation{Month: may + varighet.Month(rng.IntN(200)), PositionID: "L" + string(rune('A'+rng.IntN(3000))),
			MunicipalityCode: "0301", DoctorID: "d" + string(rune('A'+rng.IntN(3000))), SourceFile: "a.csv", SourceRow: int32(i),
			Residents: varighet.Some(rng.Int32N(3000)), AmountTotal: varighet.Some(varighet.Amount(rng.Int64N(1e11)))}
	}
	if _, err := fromRows(filepath.Join(dir, "spilled"), Options{SetAside: true, Budget: 512 << 10}, rows); err != nil {
		t.Fatal(err)
	}
	if _, err := fromRows(filepath.Join(dir, "kept"), Options{SetAside: true, Budget: 1 << 30}, rows); err != nil {
		t.Fatal(err)
	}
	if !gocmp.Equal(contents(t, filepath.Join(dir, "kept")), contents(t, filepath.Join(dir, "spilled"))) {
		t.Error("the register has other bytes")
	}
}
