package growth_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest"
	"github.com/varighet/varighet/ingest/growth"
	"github.com/varighet/varighet/ingest/register"
)

// A country of two municipalities, a file a month, with changes of doctors, a
// vacancy, a locum and a title row.
func months(n int) []ingest.Input {
	var list []ingest.Input
	for m := range n {
		month := varighet.MonthOf(2019, 1) + varighet.Month(m)
		var b strings.Builder
		fmt.Fprintf(&b, "Basistilskudd %s\nKommunenr;Kommune;Listenr;HPR-nr;Listelengde\n", month)
		for l := range 20 {
			hpr := fmt.Sprint(1000 + l + (m+l)/7*100)
			if (m+l)%13 == 0 {
				hpr = ""
			}
			fmt.Fprintf(&b, "%s;%s;%d;%s;%d\n", []string{"0301", "4631"}[l%2], []string{"Oslo", "Alver"}[l%2], l, hpr, 900+l*10+m)
		}
		b.WriteString("Sum;;;;99\n")
		list = append(list, ingest.Bytes(fmt.Sprintf("liste %s.csv", month), []byte(b.String())))
	}
	return list
}

func run(t *testing.T, e growth.Edit) *growth.Outcome {
	t.Helper()
	out, err := growth.Run(context.Background(), e)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func key() ingest.Options { return ingest.Options{Key: []byte("0123456789abcdef")} }

func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		all[e.Name()] = string(data)
	}
	return all
}

func wantSame(t *testing.T, what, got, want string) {
	t.Helper()
	a, b := contents(t, got), contents(t, want)
	if a[register.ManifestFile] != b[register.ManifestFile] {
		t.Errorf("%s: manifests differ (-want +got):\n%s", what, cmp.Diff(strings.Split(b[register.ManifestFile], "\n"),
			strings.Split(a[register.ManifestFile], "\n")))
	}
	if !cmp.Equal(a, b) {
		t.Errorf("%s: the folders differ", what)
	}
}

// The law of growth: in whatever order files are added, one at a time or some at
// a time, the folder is byte for byte that of one run.
func TestFilesOneByOneGiveTheBytesOfOneRun(t *testing.T) {
	for name, inputs := range map[string][]ingest.Input{"with ids": months(8), "without ids": withoutIDs(months(8)),
		"renumbered": renumbered(months(8))} {
		dir := t.TempDir()
		whole := filepath.Join(dir, "whole")
		run(t, growth.Edit{Dir: whole, Inputs: inputs, Reader: key()})
		for what, groups := range map[string][][]int{
			"one by one":    {{0}, {1}, {2}, {3}, {4}, {5}, {6}, {7}},
			"backwards":     {{7}, {6}, {5}, {4}, {3}, {2}, {1}, {0}},
			"inside out":    {{3, 4}, {2, 5, 6}, {0, 1, 7}},
			"and again all": {{0, 1, 2, 3}, {0, 1, 2, 3, 4, 5, 6, 7}},
		} {
			part := filepath.Join(dir, "part")
			os.RemoveAll(part)
			for _, g := range groups {
				var some []ingest.Input
				for _, i := range g {
					some = append(some, inputs[i])
				}
				run(t, growth.Edit{Dir: part, Inputs: some, Reader: key()})
			}
			wantSame(t, name+", "+what, part, whole)
			reg, err := register.Open(part)
			if err != nil {
				t.Fatal(err)
			}
			if err := reg.Verify(); err != nil {
				t.Error(err)
			}
			reg.Close()
		}
	}
}

// rewrite changes the text of inputs.
func rewrite(inputs []ingest.Input, change func(i int, text string) string) []ingest.Input {
	var list []ingest.Input
	for i, in := range inputs {
		list = append(list, ingest.Bytes(in.Name, []byte(change(i, text(in)))))
	}
	return list
}

func text(in ingest.Input) string {
	src, err := in.Open()
	if err != nil {
		panic(err)
	}
	var b strings.Builder
	buf := make([]byte, 1<<16)
	n, _ := src.Read(buf)
	b.Write(buf[:n])
	return b.String()
}

func withoutIDs(inputs []ingest.Input) []ingest.Input {
	return rewrite(inputs, func(_ int, s string) string {
		lines := strings.Split(s, "\n")
		for i, l := range lines[1 : len(lines)-2] {
			f := strings.Split(l, ";")
			lines[i+1] = strings.Join(slices.Delete(f, 2, 3), ";")
		}
		return strings.Join(lines, "\n")
	})
}

func renumbered(inputs []ingest.Input) []ingest.Input {
	return rewrite(inputs, func(m int, s string) string {
		if m < 4 {
			return s
		}
		return strings.ReplaceAll(strings.ReplaceAll(s, "Oslo;", "Oslo;A"), "Alver;", "Alver;B")
	})
}

func TestTheSameInputTwiceChangesNothing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "reg")
	inputs := months(3)
	run(t, growth.Edit{Dir: dir, Inputs: inputs, Reader: key()})
	before := contents(t, dir)
	info, _ := os.Stat(filepath.Join(dir, register.ManifestFile))
	out := run(t, growth.Edit{Dir: dir, Inputs: inputs, Reader: key()})
	if out.Changed || !cmp.Equal(before, contents(t, dir)) {
		t.Error("the register has changed")
	}
	after, _ := os.Stat(filepath.Join(dir, register.ManifestFile))
	if !os.SameFile(info, after) {
		t.Error("the register was written again")
	}
	want := []growth.FileChange{{Name: "liste 2019-01.csv", What: growth.Unchanged}, {Name: "liste 2019-02.csv", What: growth.Unchanged},
		{Name: "liste 2019-03.csv", What: growth.Unchanged}}
	if d := cmp.Diff(want, out.Files); d != "" {
		t.Error(d)
	}
}

// A correction of February: list 4 has other residents, list 6 another doctor,
// and list 8 is not there.
func correction(name string) ingest.Input {
	s := text(months(2)[1])
	s = strings.Replace(s, "4;1004;941", "4;1004;1941", 1)
	s = strings.Replace(s, "6;1106;961", "6;7777;961", 1)
	s = strings.Replace(s, "0301;Oslo;8;1108;981\n", "", 1)
	return ingest.Bytes(name, []byte(s))
}

func TestAMonthFromTwoFilesIsAFaultWithTheDifference(t *testing.T) {
	dir := t.TempDir()
	reg := filepath.Join(dir, "reg")
	run(t, growth.Edit{Dir: reg, Inputs: months(3), Reader: key()})
	before := contents(t, reg)
	for _, name := range []string{"rettet februar 2019.csv", "liste 2019-02.csv"} {
		out, err := growth.Run(context.Background(), growth.Edit{Dir: reg, Inputs: []ingest.Input{correction(name)}, Reader: key()})
		var ps *varighet.Problems
		if !errors.As(err, &ps) || ps.Len() != 1 {
			t.Fatalf("error %v", err)
		}
		p := ps.All()[0]
		if p.Code != "month-twice" || !strings.HasPrefix(p.File, name) ||
			!strings.Contains(p.Msg, "17 the same, 1 with another doctor, 1 with another number of residents, 1 only in liste 2019-02.csv") {
			t.Errorf("problem %+v", p)
		}
		want := []register.Difference{
			{Month: varighet.MonthOf(2019, 2), PositionID: "4", What: "number of residents", First: "941", Second: "1941"},
			{Month: varighet.MonthOf(2019, 2), PositionID: "6", What: "doctor"},
			{Month: varighet.MonthOf(2019, 2), PositionID: "8", What: "only in the first"},
		}
		if len(out.Compared) != 1 {
			t.Fatalf("compared %+v", out.Compared)
		}
		if d := cmp.Diff(want, out.Compared[0].Differences); d != "" {
			t.Error(d)
		}
		if !cmp.Equal(before, contents(t, reg)) {
			t.Error("the register has changed")
		}
		entries, _ := os.ReadDir(dir)
		if len(entries) != 1 {
			t.Errorf("stray files: %v", entries)
		}
	}
}

func TestReplacingIsTheSameAsHavingHadTheRightFile(t *testing.T) {
	for _, name := range []string{"rettet februar 2019.csv", "liste 2019-02.csv"} {
		dir := t.TempDir()
		reg, want := filepath.Join(dir, "reg"), filepath.Join(dir, "want")
		run(t, growth.Edit{Dir: reg, Inputs: months(3), Reader: key()})
		fix := correction(name)
		out := run(t, growth.Edit{Dir: reg, Inputs: []ingest.Input{fix}, Reader: key(), Replace: true})
		run(t, growth.Edit{Dir: want, Inputs: []ingest.Input{months(3)[0], fix, months(3)[2]}, Reader: key()})
		wantSame(t, name, reg, want)
		wantFiles := []growth.FileChange{{Name: "liste 2019-01.csv", What: growth.Unchanged}, {Name: "liste 2019-02.csv", What: growth.Replaced},
			{Name: "liste 2019-03.csv", What: growth.Unchanged}}
		if name != "liste 2019-02.csv" {
			wantFiles[1].What = growth.Removed
			wantFiles = append(wantFiles, growth.FileChange{Name: name, What: growth.Added})
		}
		if d := cmp.Diff(wantFiles, out.Files); d != "" {
			t.Error(d)
		}
	}
}

func TestRemovingIsTheSameAsNeverHavingAdded(t *testing.T) {
	dir := t.TempDir()
	reg, want := filepath.Join(dir, "reg"), filepath.Join(dir, "want")
	inputs := months(4)
	for what, c := range map[string]struct {
		growth.Edit
		left []ingest.Input
	}{
		"the last month":  {growth.Edit{Months: []varighet.Month{varighet.MonthOf(2019, 4)}}, inputs[:3]},
		"the first month": {growth.Edit{Months: []varighet.Month{varighet.MonthOf(2019, 1)}}, inputs[1:]},
		"a file":          {growth.Edit{Files: []string{"liste 2019-04.csv"}}, inputs[:3]},
	} {
		e := c.Edit
		os.RemoveAll(reg)
		os.RemoveAll(want)
		run(t, growth.Edit{Dir: reg, Inputs: inputs, Reader: key()})
		e.Dir, e.Reader = reg, key()
		run(t, e)
		run(t, growth.Edit{Dir: want, Inputs: c.left, Reader: key()})
		wantSame(t, what, reg, want)
	}
	// A month of a file of several: its rows are accounted for.
	panel := ingest.Bytes("panel.csv", []byte("Måned;Liste;HPR-nr\n2019-01;1;11\n2019-02;1;11\n2019-02;2;12\n"))
	os.RemoveAll(reg)
	run(t, growth.Edit{Dir: reg, Inputs: []ingest.Input{panel}})
	out := run(t, growth.Edit{Dir: reg, Months: []varighet.Month{varighet.MonthOf(2019, 2)}})
	ledger := register.Ledger{Read: 4, Used: 1, SetAside: map[string]int64{"header": 1, register.TakenOut: 2}}
	if d := cmp.Diff(ledger, out.After.Ledger); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]growth.FileChange{{Name: "panel.csv", What: growth.Reduced}}, out.Files); d != "" {
		t.Error(d)
	}
	for _, e := range []growth.Edit{
		{Dir: reg, Months: []varighet.Month{varighet.MonthOf(2018, 2)}}, {Dir: reg, Files: []string{"none.csv"}},
		{Dir: filepath.Join(dir, "none"), Files: []string{"none.csv"}},
	} {
		var p *varighet.Problem
		var ps *varighet.Problems
		if _, err := growth.Run(context.Background(), e); !errors.As(err, &p) && !errors.As(err, &ps) {
			t.Errorf("%+v: %v", e, err)
		}
	}
}

func TestWhatDoesNotFitIsRefused(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "reg")
	inputs := months(4)
	fixed := func(keep string) growth.Edit {
		return growth.Edit{Dir: dir, Reader: key(), Options: map[string]string{"keep-names": keep}, Fixed: []string{"keep-names"}}
	}
	e := fixed("false")
	e.Inputs = inputs[:2]
	run(t, e)
	other := ingest.Options{Key: []byte("another key of some length")}
	run(t, growth.Edit{Dir: dir + "-panel", Inputs: []ingest.Input{ingest.Bytes("p.csv", []byte("Måned;Liste;HPR-nr\n2019-01;1;11\n"))}, Reader: key()})
	for code, change := range map[string]func(*growth.Edit){
		"other-key":     func(e *growth.Edit) { e.Reader = other },
		"other-options": func(e *growth.Edit) { e.Options = map[string]string{"keep-names": "true"} },
		"mixed": func(e *growth.Edit) {
			e.Inputs = []ingest.Input{ingest.Bytes("c 2020-01.csv", []byte("Liste;Lege\n1;A B\n"))}
		},
		"file-name-taken": func(e *growth.Edit) {
			e.Dir, e.Options, e.Fixed = dir+"-panel", nil, nil
			e.Inputs = []ingest.Input{ingest.Bytes("p.csv", []byte("Måned;Liste;HPR-nr\n2019-02;1;11\n"))}
		},
	} {
		e := fixed("false")
		e.Inputs = inputs[2:]
		change(&e)
		_, err := growth.Run(context.Background(), e)
		var p *varighet.Problem
		if !errors.As(err, &p) || p.Code != code {
			t.Errorf("%s: %v", code, err)
		}
	}
	if _, err := growth.Run(context.Background(), growth.Edit{Dir: filepath.Dir(dir), Inputs: inputs}); err == nil {
		t.Error("a folder with something else in it was replaced")
	}
}

func TestAPlanChangesNothingAndTellsTheSame(t *testing.T) {
	dir := t.TempDir()
	reg := filepath.Join(dir, "reg")
	inputs := months(4)
	run(t, growth.Edit{Dir: reg, Inputs: inputs[:2], Reader: key()})
	before := contents(t, reg)
	e := growth.Edit{Dir: reg, Inputs: inputs, Reader: key(), Plan: true}
	plan := run(t, e)
	if !cmp.Equal(before, contents(t, reg)) || !plan.Changed {
		t.Error("the plan changed the register, or says that nothing would")
	}
	e.Plan = false
	did := run(t, e)
	if d := cmp.Diff(did.After, plan.After); d != "" {
		t.Error(d)
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 1 {
		t.Errorf("stray files: %v", entries)
	}
}

// Runs that each add a month at the same time all get theirs in.
func TestRunsAtOnceAreSafe(t *testing.T) {
	dir := t.TempDir()
	reg, want := filepath.Join(dir, "reg"), filepath.Join(dir, "want")
	inputs := months(7)
	run(t, growth.Edit{Dir: reg, Inputs: inputs[:1], Reader: key()})
	errs := make(chan error)
	for _, in := range inputs[1:] {
		go func() {
			_, err := growth.Run(context.Background(), growth.Edit{Dir: reg, Inputs: []ingest.Input{in}, Reader: key()})
			errs <- err
		}()
	}
	for range inputs[1:] {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	run(t, growth.Edit{Dir: want, Inputs: inputs, Reader: key()})
	wantSame(t, "six at once", reg, want)
}

// Two first runs at once: one makes the register, and the other, if it does not
// find it in time to add to it, is told so.
func TestTwoFirstRunsDoNotLoseAMonth(t *testing.T) {
	reg := filepath.Join(t.TempDir(), "reg")
	inputs := months(2)
	errs := make(chan error)
	for _, in := range inputs {
		go func() {
			_, err := growth.Run(context.Background(), growth.Edit{Dir: reg, Inputs: []ingest.Input{in}, Reader: key()})
			errs <- err
		}()
	}
	failed := 0
	for range inputs {
		var p *varighet.Problem
		if err := <-errs; errors.As(err, &p) && p.Code == "register-changed" {
			failed++
		} else if err != nil {
			t.Error(err)
		}
	}
	r, err := register.Open(reg)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if n := len(r.Manifest.Inputs); n != 2-failed {
		t.Errorf("%d files in the register, %d runs failed", n, failed)
	}
}

// A month in which the doctor with an old number of six digits is alone is read like the
// other months, whose numbers have seven.
func TestNumbersInOwnIDsAreJudgedOverAllFiles(t *testing.T) {
	inputs := []ingest.Input{
		ingest.Bytes("a 2019-11.csv", []byte("Kommunenr;Liste;Lege-ID\n0301;1;1234567\n0301;2;1234568\n0301;3;123456\n0301;4;1234569\n")),
		ingest.Bytes("b 2019-12.csv", []byte("Kommunenr;Liste;Lege-ID\n0301;3;123456\n")),
	}
	dir := filepath.Join(t.TempDir(), "r")
	out := run(t, growth.Edit{Dir: dir, Inputs: inputs, Reader: key()})
	if c := out.After.Counts; c.Doctors != 4 || c.Rows != 5 || out.Reading.DoctorIDs != ingest.DoctorIDHPR {
		t.Errorf("%+v, %s", c, out.Reading.DoctorIDs)
	}
	for name, content := range contents(t, dir) {
		if strings.Contains(content, "123456") {
			t.Errorf("%s has a number as it is", name)
		}
	}
}

// A register of a source's own ids, of which some tell who somebody is, has the key of
// their pseudonyms, whichever file they come in first.
func TestOwnIDsWithPersonsHaveAKey(t *testing.T) {
	plain := ingest.Bytes("a 2019-11.csv", []byte("Kommunenr;Liste;Lege-ID\n0301;1;A17\n0301;2;A18\n"))
	named := ingest.Bytes("b 2019-12.csv", []byte("Kommunenr;Liste;Lege-ID\n0301;1;A17\n0301;2;anna@x.example\n"))
	other := ingest.Bytes("c 2020-01.csv", []byte("Kommunenr;Liste;Lege-ID\n0301;1;A17\n0301;2;ole@x.example\n"))
	dir := filepath.Join(t.TempDir(), "r")
	if out := run(t, growth.Edit{Dir: dir, Inputs: []ingest.Input{plain}, Reader: key()}); out.After.KeyFingerprint != "" {
		t.Errorf("ids as they are, and a key %s", out.After.KeyFingerprint)
	}
	want := ingest.KeyFingerprint(key().Key)
	if out := run(t, growth.Edit{Dir: dir, Inputs: []ingest.Input{named}, Reader: key()}); out.After.KeyFingerprint != want {
		t.Errorf("an address, and the key %q, want %q", out.After.KeyFingerprint, want)
	}
	_, err := growth.Run(context.Background(), growth.Edit{Dir: dir, Inputs: []ingest.Input{other}, Reader: ingest.Options{Key: []byte("another key, 16+")}})
	var p *varighet.Problem
	if !errors.As(err, &p) || p.Code != "other-key" {
		t.Errorf("another key: %v", err)
	}
}
