package ingest

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/cell"
)

var update = flag.Bool("update", false, "make the files of testdata/dirt again")

// The files of testdata/dirt all say the same thing of November 2019, four
// lists in three municipalities, each with one kind of dirt, and some with many.
// A file that cannot be read gives the fault that its case names. The files are
// made by the functions of dirtfiles_test.go, with -update, and are read from
// the folder, so that what is tested does not change with the code.
//
// What the four lists are is written here once, by hand.
const (
	// With HPR numbers.
	sameByNumber = `2019-11 101 0301 9999901 regular n=1204 b=50267.00
2019-11 102 0301 - vacant n=812 b=33901.00
2019-11 103 1266 9999902 regular n=611 b=25509.25
2019-11 104 1865 9999903 regular n=595 b=24841.25
`
	// With names only: a doctor is a name within a municipality.
	sameByName = `2019-11 101 0301 Kari Anne Nordmann regular n=1204 b=50267.00
2019-11 102 0301 - vacant n=812 b=33901.00
2019-11 103 1266 Øystein Dåhl regular n=611 b=25509.25
2019-11 104 1865 Åse Æsbø regular n=595 b=24841.25
`
)

// without leaves out parts of the lines: " n=" residents, " b=" amounts, "id" the list's id.
func without(lines string, parts ...string) string {
	var out []string
	for _, l := range strings.Split(strings.TrimSpace(lines), "\n") {
		fields := strings.Fields(l)
		for _, p := range parts {
			fields = slices.DeleteFunc(fields, func(f string) bool { return p != "id" && strings.HasPrefix(f, strings.TrimSpace(p)) })
			if p == "id" {
				fields[1] = "-"
			}
		}
		out = append(out, strings.Join(fields, " "))
	}
	return strings.Join(out, "\n") + "\n"
}

// A dirtCase is one file.
type dirtCase struct {
	file  string        // its name says what is the matter with it
	made  func() []byte // for -update
	want  string        // lines; "" for a file that is refused
	fault string        // place and code of the first fault
	warns string        // codes of the warnings, those of columns that are not used left out
	ref   bool          // read with someMunicipalities
	last  string        // Options.LastMonth
	say   string        // Options.Layout, as a file
}

// line writes an observation as the lines above have it.
func line(o varighet.Observation) string {
	or := func(s string) string {
		if s == "" {
			return "-"
		}
		return s
	}
	doctor := o.DoctorID
	if o.DoctorName != "" && strings.ContainsAny(o.DoctorID, "abcdefghijklmnopqrstuvwxyz") {
		for _, n := range []string{"Kari Anne Nordmann", "Øystein Dåhl", "Åse Æsbø", "Ola Berg"} {
			if strings.TrimSpace(strings.TrimPrefix(o.DoctorID, string(o.MunicipalityCode))) == cell.NameKey(n) {
				doctor = n
			}
		}
	}
	s := fmt.Sprintf("%s %s %s %s %s", o.Month, or(o.PositionID), or(string(o.MunicipalityCode)), or(doctor), o.Role)
	if o.Residents.OK {
		s += fmt.Sprintf(" n=%d", o.Residents.V)
	}
	if o.AmountBasis.OK {
		s += fmt.Sprintf(" b=%d.%02d", o.AmountBasis.V/100, o.AmountBasis.V%100)
	}
	return s
}

func TestDirt(t *testing.T) {
	dir := filepath.Join("testdata", "dirt")
	if *update {
		makeDirt(t, dir)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	unused := map[string]bool{}
	for _, e := range entries {
		unused[e.Name()] = true
	}
	for _, c := range allDirt() {
		if !unused[c.file] {
			t.Errorf("%s: not there, or there twice", c.file)
		}
		delete(unused, c.file)
		t.Run(c.file, func(t *testing.T) { c.run(t, filepath.Join(dir, c.file)) })
	}
	for name := range unused {
		t.Errorf("%s: no case says what it is", name)
	}
	if n := len(allDirt()); n < 150 {
		t.Errorf("%d files; at least 150 are asked for", n)
	}
}

func allDirt() []dirtCase { return slices.Concat(dirtCases, oddCases) }

func (c *dirtCase) run(t *testing.T, path string) {
	opt := Options{KeepNames: true, Samples: 3}
	if c.ref {
		opt.Reference = someMunicipalities(t)
	}
	if c.last != "" {
		m, err := varighet.ParseMonth(c.last)
		if err != nil {
			t.Fatal(err)
		}
		opt.LastMonth = varighet.Some(m)
	}
	if c.say != "" {
		var err error
		if opt.Layout, err = ParseLayout([]byte(c.say)); err != nil {
			t.Fatal(err)
		}
	}
	inputs, err := Find([]string{path}, nil)
	if err != nil {
		t.Fatal(err)
	}
	lines, res := c.read(t, inputs, opt)
	for _, f := range res.Files {
		if !f.Ledger.Balanced() {
			t.Errorf("%s: the ledger does not balance: %+v", f.Name, f.Ledger)
		}
	}
	if !res.Ledger.Balanced() {
		t.Errorf("the ledger does not balance: %+v", res.Ledger)
	}
	c.isReadByItsOffer(t, inputs, opt, res, lines)
	if c.fault != "" {
		c.isRefused(t, res)
		return
	}
	if err := res.Problems.Err(); err != nil {
		t.Fatal(err)
	}
	want := strings.Split(strings.TrimSpace(c.want), "\n")
	slices.Sort(want)
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("observations (-want +got):\n%s", diff)
	}
	var codes []string
	for _, w := range res.Warnings {
		if w.Code != "column-unused" && w.Code != "code-by-name" {
			codes = append(codes, w.Code)
		}
	}
	if got := strings.Join(codes, " "); got != c.warns {
		t.Errorf("warnings %q; want %q", got, c.warns)
	}
}

// isReadByItsOffer sees to it that the layout that is offered for a file is one, and
// that the file is read by it as it was without.
func (c *dirtCase) isReadByItsOffer(t *testing.T, inputs []Input, opt Options, res *Result, lines []string) {
	for _, f := range res.Files {
		if f.Offer == nil {
			continue
		}
		layout, err := ParseLayout(f.Offer.TOML())
		if err != nil {
			t.Errorf("%s: the layout that is offered is none: %v\n%s", f.Name, err, f.Offer.TOML())
			continue
		}
		if c.fault == "" && c.say == "" && len(res.Files) == 1 && f.Offer.Guesses() == 0 {
			opt.Layout = layout
			again, _ := c.read(t, inputs, opt)
			if diff := cmp.Diff(lines, again); diff != "" {
				t.Errorf("by the layout that is offered (-without +with):\n%s", diff)
			}
		}
	}
}

// read reads the file and returns its observations, sorted.
func (c *dirtCase) read(t *testing.T, inputs []Input, opt Options) (lines []string, res *Result) {
	var mu sync.Mutex
	res, err := Read(context.Background(), inputs, opt, toOne(func(obs []varighet.Observation) error {
		mu.Lock()
		defer mu.Unlock()
		for _, o := range obs {
			lines = append(lines, line(o))
			if o.SourceRow < 1 || !strings.HasPrefix(o.SourceFile, c.file) {
				t.Errorf("an observation from %s, row %d", o.SourceFile, o.SourceRow)
			}
		}
		return nil
	}))
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(lines)
	return lines, res
}

// isRefused checks the first fault: its place and code, and that there is a way out.
func (c *dirtCase) isRefused(t *testing.T, res *Result) {
	all := res.Problems.All()
	if len(all) == 0 {
		t.Fatalf("no fault; want %s", c.fault)
	}
	p := all[0]
	got := p.Code
	switch {
	case p.Place != "":
		got = p.Place + " " + p.Code
	case p.Column > 0:
		got = fmt.Sprintf("%d:%d %s", p.Line, p.Column, p.Code)
	case p.Line > 0:
		got = fmt.Sprintf("%d %s", p.Line, p.Code)
	}
	if got != c.fault {
		t.Errorf("fault %q (%v); want %q", got, p, c.fault)
	}
	if p.Hint == "" {
		t.Errorf("the fault has no way out: %v", p)
	}
	if shown := fmt.Sprint(res.Problems.Err(), res.Files, res.Warnings); strings.Contains(shown, madeUpID(1, 1)) {
		t.Error("a national identity number is shown")
	}
}
