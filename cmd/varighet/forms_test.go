package main

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data/simulate"
)

// The forms of dirt in which a country's lists can be written must not change what is
// found: from files to spells, the spells are the true ones but for what the form hides, in every
// set-up. The true ones are in truth-spells.csv, which simulate works out from who held what and the
// promised rules, and not by reading its files.
//
// VARIGHET_FORMS is how many registers there are of each form; 1 if it is not set.

// formCases are forms that are written together.
var formCases = []string{
	"names",
	"names-and-numbers",
	"spellings",
	"look-alikes",
	"vacancies",
	"locums",
	"code-changes",
	"renumbered",
	"place-names",
	"files",
	"one-file",
	"workbooks",
	"names,vacancies",
	"names,locums",
	"names,files",
	"names,workbooks",
	"names,place-names",
	"names,code-changes",
	"names,code-changes,files",
	"names,code-changes,one-file",
	"names,code-changes,place-names",
	"names-and-numbers,code-changes",
	"names-and-numbers,locums",
	"spellings,code-changes",
	"look-alikes,code-changes",
	"renumbered,code-changes",
	"renumbered,code-changes,files",
	"names,renumbered,code-changes",
	"names-and-numbers,spellings,vacancies,locums,code-changes,renumbered,workbooks",
}

// A setUp is a way from files to spells.
type setUp struct {
	name            string
	atIngest, after bool // --reference at ingest, and at survival spells
	batches         int  // ingests by which the months are added; 0 for one by one
	sameRowsAs      int  // index of a set-up whose register must have the same rows; -1 for none
}

var setUps = []setUp{
	{"without reference", false, false, 1, -1},
	{"reference at survival spells", false, true, 1, 0},
	{"reference at ingest", true, false, 1, -1},
	{"reference at both", true, true, 1, 2},
	{"months added in three parts", false, false, 3, 0},
	{"months added one by one", false, false, 0, 0},
}

func TestFormsGiveTheTrueSpells(t *testing.T) {
	n := registersOfEachForm(t)
	for _, forms := range formCases {
		t.Run(forms, func(t *testing.T) {
			for seed := range uint64(n) {
				checkForm(t, forms, seed)
			}
		})
	}
}

func registersOfEachForm(t *testing.T) int {
	s := os.Getenv("VARIGHET_FORMS")
	if s == "" {
		return 1
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		t.Fatalf("VARIGHET_FORMS is how many registers there are of each form, not %q", s)
	}
	return n
}

// formOptions draws a small register: 40 to 80 lists over 60 to 100 months, which go past
// the reforms of 2018 and 2020, and in half of the registers past that of 2024.
func formOptions(forms string, seed uint64) (simulate.Options, error) {
	list, err := simulate.ParseForms([]string{forms})
	o := simulate.Options{Seed: 1000 + seed, Forms: list, Lists: 40 + int(seed*7%41), Municipalities: 6 + int(seed%7),
		First: varighet.MonthOf(2016, 6) + varighet.Month(seed*5%19), Dirt: seed%2 == 1, Slips: seed%3 == 1, NoReform: seed%5 == 4}
	o.Last = o.First + 59 + varighet.Month(seed*11%41)
	return o, err
}

// checkForm tries one register in all set-ups; adding the months one by one only in every tenth.
func checkForm(t *testing.T, forms string, seed uint64) {
	f := newFormRegister(t, forms, seed)
	defer os.RemoveAll(f.dir) // hundreds of registers in one test
	for i, s := range setUps {
		if s.batches == 0 && seed%10 != 3 {
			continue
		}
		f.try(i, s)
	}
}

// What no rule can know is proposed: names that are written as others are among the
// suggestions, and once somebody has said of those that are alike enough that they are one doctor, the
// spells are those of the same country with all names written right.
func TestLookAlikesAreProposed(t *testing.T) {
	for seed := range uint64(registersOfEachForm(t)) {
		f := newFormRegister(t, "look-alikes", seed)
		right := newFormRegister(t, "names", seed)
		f.must("ingest", f.path(simulate.MonthlyFolder), "-o", f.path("first"), "--key-file", f.path("key"), "--suggest", f.path("suggested.csv"))
		f.decide(f.path("suggested.csv"), right.truth)
		f.must("ingest", f.path(simulate.MonthlyFolder), "-o", f.path("second"), "--key-file", f.path("key"), "--aliases", f.path("suggested.csv"))
		f.must("survival", "spells", f.path("second"), "-o", f.path("spells.csv"))
		if differs := compareSpells(right.truth, f.readSpells()); differs != "" {
			t.Errorf("%s\n  with what is proposed: %s", f.command(), differs)
		}
		os.RemoveAll(f.dir)
		os.RemoveAll(right.dir)
	}
}

// decide says yes to all suggestions of names on a list that differ a little and are of one doctor, as
// somebody does who knows them: no other doctor had the list from that month on.
func (f *formRegister) decide(path string, truth []formSpell) {
	begins := func(list, month string) bool {
		return slices.ContainsFunc(truth, func(s formSpell) bool { return s.position == list && strings.HasPrefix(s.first, month) })
	}
	content, err := os.ReadFile(path)
	if err != nil {
		f.t.Fatal(err)
	}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(content, []byte("\ufeff"))))
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil || len(rows) == 0 {
		f.t.Fatalf("%s: %d rows, %v", path, len(rows), err)
	}
	column := func(name string) int { return slices.Index(rows[0], name) }
	decision, score, reasons, month, list := column("decision"), column("score"), column("reasons"), column("month"), column("position_id")
	if min(decision, score, reasons, month, list) < 0 {
		f.t.Fatalf("%s has the columns %q", path, rows[0])
	}
	for _, row := range rows[1:] {
		x, err := strconv.ParseFloat(strings.ReplaceAll(row[score], ",", "."), 64)
		alike := slices.ContainsFunc([]string{"same-letters", "middle-name", "spelling", "double-surname", "cut-off"},
			func(reason string) bool { return strings.Contains(row[reasons], reason) })
		if err == nil && x >= 0.7 && alike && !begins(row[list], row[month]) {
			row[decision] = "ja"
		}
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Comma = ';'
	if err := errors.Join(w.WriteAll(rows), os.WriteFile(path, b.Bytes(), 0o600)); err != nil {
		f.t.Fatal(err)
	}
}

// A formRegister is the files of a form, and what was made of them.
type formRegister struct {
	t     *testing.T
	dir   string
	forms string
	seed  uint64
	truth []formSpell
	rows  []string // digest of the rows of the register, by set-up
}

// newFormRegister writes the files and what is needed to read them.
func newFormRegister(t *testing.T, forms string, seed uint64) *formRegister {
	t.Helper()
	o, err := formOptions(forms, seed)
	if err != nil {
		t.Fatal(err)
	}
	f := &formRegister{t: t, dir: t.TempDir(), forms: forms, seed: seed}
	if _, err := simulate.WriteScratch(f.dir, o); err != nil {
		t.Fatalf("%s: %v", f.command(), err)
	}
	f.readTruth()
	f.importReference()
	return f
}

// command is how to have the same files.
func (f *formRegister) command() string {
	o, _ := formOptions(f.forms, f.seed)
	s := fmt.Sprintf("varighet simulate --form %s --seed %d --lists %d --municipalities %d --first %s --last %s", f.forms, o.Seed, o.Lists,
		o.Municipalities, o.First, o.Last)
	for _, flag := range []struct {
		on   bool
		name string
	}{{o.Dirt, " --dirt"}, {o.Slips, " --slips"}, {o.NoReform, " --no-reform"}} {
		if flag.on {
			s += flag.name
		}
	}
	return s
}

func (f *formRegister) path(parts ...string) string {
	return filepath.Join(append([]string{f.dir}, parts...)...)
}

func (f *formRegister) readTruth() {
	content, err := os.ReadFile(f.path(simulate.SpellsFile))
	if err != nil {
		f.t.Fatal(err)
	}
	seen, err := simulate.ReadSeen(bytes.NewReader(content))
	if err != nil {
		f.t.Fatal(err)
	}
	for _, s := range seen {
		f.truth = append(f.truth, formSpell{strconv.FormatInt(s.Position, 10), s.First.Date(), s.Last.Date(), s.Stopped, s.StartKnown, s.Person})
	}
	slices.SortFunc(f.truth, compareFormSpells)
}

// A formSpell is what is compared of a doctor's spell.
type formSpell struct {
	position, first, last string
	stopped               bool
	startKnown            simulate.Known
	person                string
}

func compareFormSpells(a, b formSpell) int {
	return cmp.Or(cmp.Compare(a.position, b.position), cmp.Compare(a.first, b.first), cmp.Compare(a.last, b.last))
}

func (s formSpell) String() string {
	return fmt.Sprintf("list %s from %s to %s, stopped %v, start known %s", s.position, s.first, s.last, s.stopped, s.startKnown)
}

// varighet runs the program within the test; what it says comes back.
func (f *formRegister) varighet(args ...string) (string, bool) {
	var said bytes.Buffer
	code := run(args, console{strings.NewReader(""), io.Discard, &said})
	return said.String(), code == 0
}

func (f *formRegister) must(args ...string) {
	f.t.Helper()
	if said, ok := f.varighet(args...); !ok {
		f.t.Fatalf("%s: %s:\n%s", f.command(), strings.Join(args, " "), said)
	}
}

func (f *formRegister) importReference() {
	f.must("reference", "import", "--klass", f.path(simulate.KLASSCodesFile), "--klass", f.path(simulate.KLASSChangesFile),
		"--population", f.path(simulate.PopulationFile), "-o", f.path("ref"))
	sum := sha256.Sum256([]byte("a key for tests"))
	key := hex.EncodeToString(sum[:32])
	if err := os.WriteFile(f.path("key"), []byte(key), 0o600); err != nil {
		f.t.Fatal(err)
	}
}

// try goes from files to spells in a set-up and compares.
func (f *formRegister) try(i int, s setUp) {
	f.t.Helper()
	dir := f.path(fmt.Sprint("set-up-", i))
	for len(f.rows) <= i {
		f.rows = append(f.rows, "")
	}
	for _, inputs := range f.batches(s.batches) {
		args := append([]string{"ingest", "-o", dir, "--key-file", f.path("key")}, inputs...)
		if s.atIngest {
			args = append(args, "--reference", f.path("ref"))
		}
		if said, ok := f.varighet(args...); !ok {
			f.t.Errorf("%s\n  %s: ingest: %s", f.command(), s.name, said)
			return
		}
	}
	f.rows[i] = f.rowsOf(dir)
	if k := s.sameRowsAs; k >= 0 && f.rows[k] != "" && f.rows[k] != f.rows[i] {
		f.t.Errorf("%s\n  %s: the rows of the register are other ones than with: %s", f.command(), s.name, setUps[k].name)
	}
	args := []string{"survival", "spells", dir, "-o", f.path("spells.csv")}
	if s.after {
		args = append(args, "--reference", f.path("ref"))
	}
	if said, ok := f.varighet(args...); !ok {
		f.t.Errorf("%s\n  %s: spells: %s", f.command(), s.name, said)
		return
	}
	if differs := compareSpells(f.truth, f.readSpells()); differs != "" {
		f.t.Errorf("%s\n  %s: %s", f.command(), s.name, differs)
	}
}

// batches divides the files by month into so many ingests; 0 is one a month.
func (f *formRegister) batches(n int) [][]string {
	entries, err := os.ReadDir(f.path(simulate.MonthlyFolder))
	if err != nil {
		f.t.Fatal(err)
	}
	if n == 1 || len(entries) == 1 {
		return [][]string{{f.path(simulate.MonthlyFolder)}}
	}
	byMonth := map[string][]string{}
	var months []string
	for _, e := range entries {
		name := strings.TrimSuffix(e.Name(), filepath.Ext(e.Name()))
		month := name[strings.LastIndex(name, " - ")+3:]
		if byMonth[month] == nil {
			months = append(months, month)
		}
		byMonth[month] = append(byMonth[month], f.path(simulate.MonthlyFolder, e.Name()))
	}
	slices.SortFunc(months, func(a, b string) int { return cmp.Compare(monthOfName(a), monthOfName(b)) })
	if n == 0 {
		n = len(months)
	}
	batches := make([][]string, n)
	for i, m := range months {
		batches[i*n/len(months)] = append(batches[i*n/len(months)], byMonth[m]...)
	}
	return batches
}

// monthOfName puts "mai 2019" into order.
func monthOfName(s string) string {
	name, year, _ := strings.Cut(s, " ")
	names := []string{"januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "desember"}
	return fmt.Sprintf("%s-%02d", year, slices.Index(names, name))
}

func (f *formRegister) rowsOf(dir string) string {
	var m struct {
		Rows string `json:"rows_sha256"`
	}
	content, err := os.ReadFile(filepath.Join(dir, "manifest.json"))
	if err == nil {
		err = json.Unmarshal(content, &m)
	}
	if err != nil || m.Rows == "" {
		f.t.Fatalf("manifest of %s: %v", dir, err)
	}
	return m.Rows
}

// readSpells reads the doctors' spells that the program made.
func (f *formRegister) readSpells() []formSpell {
	file, err := os.Open(f.path("spells.csv"))
	if err != nil {
		f.t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		f.t.Fatal(err)
	}
	at := map[string]int{}
	for i, name := range rows[0] {
		at[name] = i
	}
	var spells []formSpell
	for _, row := range rows[1:] {
		if row[at["kind"]] != "regular" {
			continue
		}
		known := simulate.KnownNo
		if row[at["start_month"]] != "" {
			known = simulate.KnownYes
		}
		spells = append(spells, formSpell{row[at["position_id"]], row[at["first_month"]], row[at["last_month"]],
			row[at["stopped"]] == "true", known, row[at["doctor_id"]]})
	}
	slices.SortFunc(spells, compareFormSpells)
	return spells
}

// maxDiffering is how many spells are shown.
const maxDiffering = 6

// compareSpells says where spells are not the true ones: in what they say of a list, or
// in which of them are of one doctor, whatever the ids; "" if nowhere.
func compareSpells(want, got []formSpell) string {
	var lines []string
	stops, starts := 0, 0
	for i, k := 0, 0; i < len(want) || k < len(got); {
		switch {
		case k == len(got) || i < len(want) && compareFormSpells(want[i], got[k]) < 0:
			lines = append(lines, "  missing: "+want[i].String())
			i++
		case i == len(want) || compareFormSpells(want[i], got[k]) > 0:
			lines = append(lines, "  too many: "+got[k].String())
			stops, starts = stops+oneIf(got[k].stopped), starts+oneIf(got[k].startKnown == simulate.KnownYes)
			k++
		default:
			w, g := want[i], got[k]
			if w.stopped != g.stopped || w.startKnown != g.startKnown && w.startKnown != simulate.KnownEither {
				lines = append(lines, fmt.Sprintf("  %s\n     want stopped %v, start known %s", g, w.stopped, w.startKnown))
				stops, starts = stops+oneIf(g.stopped && !w.stopped), starts+oneIf(g.startKnown == simulate.KnownYes && w.startKnown == simulate.KnownNo)
			}
			i, k = i+1, k+1
		}
	}
	if len(lines) > 0 {
		head := fmt.Sprintf("%d spells, want %d; %d false stops, %d false starts", len(got), len(want), stops, starts)
		return head + "\n" + strings.Join(lines[:min(len(lines), maxDiffering)], "\n")
	}
	return comparePersons(want, got)
}

func oneIf(b bool) int {
	if b {
		return 1
	}
	return 0
}

// comparePersons compares who is one doctor, in spells that are otherwise the same.
func comparePersons(want, got []formSpell) string {
	var lines []string
	toGot, toWant := map[string]int{}, map[string]int{}
	for i := range want {
		if k, ok := toGot[want[i].person]; ok && got[k].person != got[i].person {
			lines = append(lines, fmt.Sprintf("  two doctors, want one:\n     %s\n     %s", got[k], got[i]))
		}
		if k, ok := toWant[got[i].person]; ok && want[k].person != want[i].person {
			lines = append(lines, fmt.Sprintf("  one doctor, want two:\n     %s\n     %s", got[k], got[i]))
		}
		toGot[want[i].person], toWant[got[i].person] = i, i
	}
	if len(lines) == 0 {
		return ""
	}
	return fmt.Sprintf("the spells are right, whose they are is not, %d times\n", len(lines)) + strings.Join(lines[:min(len(lines), maxDiffering)], "\n")
}
