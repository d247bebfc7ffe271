package growth_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest"
	"github.com/varighet/varighet/ingest/growth"
	"github.com/varighet/varighet/ingest/identity"
	"github.com/varighet/varighet/ingest/register"
)

// file is a CSV file.
func file(name, text string) ingest.Input { return ingest.Bytes(name, []byte(text)) }

// problemOf is the code of the only problem of a run that must fail.
func problemOf(t *testing.T, e growth.Edit) *varighet.Problem {
	t.Helper()
	_, err := growth.Run(context.Background(), e)
	var ps *varighet.Problems
	var p *varighet.Problem
	switch {
	case errors.As(err, &ps) && ps.Len() == 1:
		return ps.All()[0]
	case errors.As(err, &p):
		return p
	}
	t.Fatalf("error %v, want one problem", err)
	return nil
}

// byBorders says that 1401 is 4602 from December 2019 on.
func byBorders(code varighet.MunicipalityCode, month varighet.Month) varighet.MunicipalityCode {
	if code == "1401" && month >= varighet.MonthOf(2019, 12) {
		return "4602"
	}
	return code
}

// A file that takes the place of months does so by fixed borders, which depend on the month: 4602 in November is
// another place than 1401 then, and in December the same. Without borders it is another in both.
func TestReplacingGoesByTheBordersOfTheMonth(t *testing.T) {
	old := file("old.csv", "Måned;Kommunenr;Listenr;HPR-nr\n2019-11;1401;1;9000001\n2019-12;1401;1;9000001\n2020-01;4602;1;9000001\n")
	fresh := file("new.csv", "Måned;Kommunenr;Listenr;HPR-nr\n2019-11;4602;2;9000002\n2019-12;4602;2;9000002\n")
	for _, c := range []struct {
		scope func(varighet.MunicipalityCode, varighet.Month) varighet.MunicipalityCode
		want  int64 // rows
		what  growth.What
	}{{byBorders, 4, growth.Reduced}, {nil, 5, growth.Unchanged}} {
		dir := filepath.Join(t.TempDir(), "reg")
		run(t, growth.Edit{Dir: dir, Inputs: []ingest.Input{old}, Reader: key()})
		out := run(t, growth.Edit{Dir: dir, Inputs: []ingest.Input{fresh}, Reader: key(), Replace: true, Scope: c.scope})
		want := []growth.FileChange{{Name: "new.csv", What: growth.Added}, {Name: "old.csv", What: c.what}}
		if d := cmp.Diff(want, out.Files); d != "" || out.After.Counts.Rows != c.want {
			t.Errorf("with borders: %v: %d rows, want %d (-want +got):\n%s", c.scope != nil, out.After.Counts.Rows, c.want, d)
		}
	}
}

const withIDs, withoutIDsHead = "Måned;Kommunenr;Listenr;HPR-nr\n", "Måned;Kommunenr;HPR-nr\n"

// A place whose lists have ids in one file and none in another would have each list twice: a fault, once for two files, of
// the file without ids, whichever is in the register already. Other months and municipalities may be so; which are one
// goes by the borders of the month.
func TestListsWithAndWithoutIDsOfOnePlace(t *testing.T) {
	given := file("given.csv", withIDs+"2019-11;1401;1;9000001\n2019-12;1401;1;9000001\n2019-12;1401;2;9000003\n")
	for name, c := range map[string]struct {
		loose string
		scope func(varighet.MunicipalityCode, varighet.Month) varighet.MunicipalityCode
		want  string
	}{
		"the same place":              {"2019-12;1401;9000002\n2019-12;1401;9000004\n", nil, "2019-12 of municipality 1401 is also in given.csv"},
		"both months, told once":      {"2019-11;1401;9000002\n2019-12;1401;9000002\n", nil, "2019-11 of municipality 1401 is also in given.csv"},
		"another month":               {"2020-01;1401;9000002\n", nil, ""},
		"another municipality":        {"2019-12;4602;9000002\n", nil, ""},
		"one by the borders":          {"2019-12;4602;9000002\n", byBorders, "2019-12 of municipality 4602 is also in given.csv"},
		"another, a month before":     {"2019-11;4602;9000002\n", byBorders, ""},
		"a month before the register": {"2001-05;1401;9000002\n", byBorders, ""},
	} {
		loose := file("loose.csv", withoutIDsHead+c.loose)
		for what, steps := range map[string][][]ingest.Input{"at once": {{given, loose}}, "ids first": {{given}, {loose}}, "ids last": {{loose}, {given}}} {
			dir := filepath.Join(t.TempDir(), "reg")
			e := growth.Edit{Dir: dir, Reader: key(), Scope: c.scope}
			if len(steps) == 2 {
				e.Inputs = steps[0]
				run(t, e)
			}
			e.Inputs = steps[len(steps)-1]
			if c.want == "" {
				run(t, e)
				continue
			}
			p := problemOf(t, e)
			if want := c.want + ", where lists have ids and here they have none"; p.Code != register.MonthTwice || p.File != "loose.csv" || p.Msg != want {
				t.Errorf("%s, %s: %+v, want %q", name, what, p, want)
			}
		}
	}
	// With only the names of municipalities there is no code to tell.
	dir := filepath.Join(t.TempDir(), "reg")
	run(t, growth.Edit{Dir: dir, Reader: key(), Inputs: []ingest.Input{file("a.csv", "Måned;Listenr;HPR-nr\n2019-11;1;9000001\n")}})
	p := problemOf(t, growth.Edit{Dir: dir, Reader: key(), Inputs: []ingest.Input{file("b.csv", "Måned;HPR-nr\n2019-11;9000002\n")}})
	if want := "2019-11 is also in a.csv, where lists have ids and here they have none"; p.Msg != want {
		t.Errorf("without codes: %q, want %q", p.Msg, want)
	}
}

// Two registers that are joined are the one that is made of all files at once, rules included.
func TestJoiningIsTheSameAsOneRun(t *testing.T) {
	dir := t.TempDir()
	one, two, joined, whole := filepath.Join(dir, "one"), filepath.Join(dir, "two"), filepath.Join(dir, "joined"), filepath.Join(dir, "whole")
	a := panel("a.csv", "0-2 A 0301 - Liv", "3-5 A 0301 - Eva", "0-2 B 4601 9000001 Ola")
	z := panel("z.csv", "6-9 A 0301 - Eva", "6-9 B 4601 9000001 Ola", "6-9 C 4601 - Ida")
	alias, decision := identity.Alias{Name: "Liv", SameAs: "Eva"}, identity.Alias{Name: "Ida", SameAs: "Ida", Position: "C", Other: "A", Apart: true}
	run(t, growth.Edit{Dir: one, Inputs: []ingest.Input{a}, Reader: key(), Aliases: []identity.Alias{alias}})
	run(t, growth.Edit{Dir: two, Inputs: []ingest.Input{z}, Reader: key(), Aliases: []identity.Alias{decision}})
	run(t, growth.Edit{Dir: whole, Inputs: []ingest.Input{a, z}, Reader: key(), Aliases: []identity.Alias{alias, decision}})
	out := run(t, growth.Edit{Dir: joined, Join: []string{one, two}, Reader: key()})
	wantSame(t, "two joined", joined, whole)
	if len(out.After.Rules.Aliases) != 1 || len(out.After.Rules.Decisions) != 1 {
		t.Errorf("rules %+v, want an alias and a decision", out.After.Rules)
	}
	out = run(t, growth.Edit{Dir: one, Join: []string{two}, Reader: key()})
	wantSame(t, "one joined to another", one, whole)
	if d := cmp.Diff([]growth.FileChange{{Name: "a.csv", What: growth.Unchanged}, {Name: "z.csv", What: growth.Added}}, out.Files); d != "" {
		t.Error(d)
	}
}

// Registers that would have one doctor as two, or whose rows were made otherwise, are not joined.
func TestWhatCannotBeJoined(t *testing.T) {
	dir := t.TempDir()
	made := func(name string, in ingest.Input, change func(*growth.Edit)) string {
		e := growth.Edit{Dir: filepath.Join(dir, name), Inputs: []ingest.Input{in}, Reader: key(), Options: map[string]string{"keep-names": "false"}, Fixed: []string{"keep-names"}}
		if change != nil {
			change(&e)
		}
		run(t, e)
		return e.Dir
	}
	byNumber := file("number.csv", withIDs+"2019-11;0301;1;9000001\n")
	byName := file("name.csv", "Måned;Kommunenr;Listenr;Lege\n2020-11;0301;1;Ola Berg\n")
	base := made("base", byNumber, nil)
	other := file("other.csv", withIDs+"2020-11;0301;1;9000001\n")
	for code, joined := range map[string]string{
		"other-key":     made("key", other, func(e *growth.Edit) { e.Reader = ingest.Options{Key: []byte("another key of some length")} }),
		"mixed":         made("names", byName, nil),
		"other-options": made("options", other, func(e *growth.Edit) { e.Options = map[string]string{"keep-names": "true"} }),
	} {
		e := growth.Edit{Dir: filepath.Join(dir, "none"), Join: []string{base, joined}, Reader: key(), Options: map[string]string{"keep-names": "false"}, Fixed: []string{"keep-names"}}
		if p := problemOf(t, e); p.Code != code || p.File != joined {
			t.Errorf("%+v, want %s of %s", p, code, joined)
		}
		if _, err := os.Stat(e.Dir); err == nil {
			t.Errorf("%s: a register was made", code)
		}
	}
	if _, err := growth.Run(context.Background(), growth.Edit{Dir: filepath.Join(dir, "none"), Join: []string{filepath.Join(dir, "missing")}}); err == nil {
		t.Error("a register that is not there was joined")
	}
}

// Who asked to look is given the register that is there after the run, or that would be there; what they say against
// it, or against what was read, ends the run.
func TestLookAndCheck(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "reg")
	inputs := months(2)
	for _, plan := range []bool{true, false} {
		rows := int64(0)
		run(t, growth.Edit{Dir: dir, Inputs: inputs, Reader: key(), Plan: plan, Look: func(r *register.Register) error {
			rows = r.Manifest.Counts.Rows
			return r.Verify()
		}})
		if rows != 40 {
			t.Errorf("plan %v: looked at %d rows, want 40", plan, rows)
		}
	}
	against := errors.New("not so")
	fails := map[string]growth.Edit{
		"check":   {Check: func(*ingest.Result) error { return against }},
		"look":    {Look: func(*register.Register) error { return against }, Plan: true},
		"suggest": {Suggest: func([]identity.Suggestion) error { return against }, Plan: true},
		"watch":   {Watch: func(*varighet.Observation, varighet.Month) error { return against }},
	}
	before := contents(t, dir)
	for name, e := range fails {
		e.Dir, e.Inputs, e.Reader = dir, months(3)[2:], key()
		if _, err := growth.Run(context.Background(), e); !errors.Is(err, against) {
			t.Errorf("%s: %v", name, err)
		}
		if !cmp.Equal(before, contents(t, dir)) {
			t.Errorf("%s: the register has changed", name)
		}
	}
	ended, end := context.WithCancel(context.Background())
	end()
	if _, err := growth.Run(ended, growth.Edit{Dir: dir, Inputs: months(3)[2:], Reader: key()}); !errors.Is(err, context.Canceled) {
		t.Errorf("a run that was ended: %v", err)
	}
}

// standardInput can be opened once.
func standardInput(text string) ingest.Input {
	src := io.NopCloser(strings.NewReader(text))
	return ingest.Input{Name: "-", Open: func() (io.ReadCloser, error) {
		if src == nil {
			return nil, errors.New("standard input is read already")
		}
		once := src
		src = nil
		return once, nil
	}}
}

// Standard input that the register has is known by its bytes, and other bytes take its place, though it can be read once only.
func TestStandardInputIsComparedAndRead(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "reg")
	rows := func(residents int) string {
		return fmt.Sprintf("Måned;Listenr;HPR-nr;Listelengde\n2019-11;1;9000001;%d\n", residents)
	}
	edit := func(residents int) *growth.Outcome {
		return run(t, growth.Edit{Dir: dir, Inputs: []ingest.Input{standardInput(rows(residents))}, Reader: key(), Replace: true})
	}
	for i, c := range []struct {
		residents int
		want      growth.What
	}{{900, growth.Added}, {900, growth.Unchanged}, {1000, growth.Replaced}} {
		out := edit(c.residents)
		if d := cmp.Diff([]growth.FileChange{{Name: "-", What: c.want}}, out.Files); d != "" || out.Changed != (c.want != growth.Unchanged) {
			t.Errorf("run %d, changed %v (-want +got):\n%s", i, out.Changed, d)
		}
	}
	whole := filepath.Join(t.TempDir(), "whole")
	run(t, growth.Edit{Dir: whole, Inputs: []ingest.Input{standardInput(rows(1000))}, Reader: key()})
	wantSame(t, "replaced", dir, whole)
	broken := ingest.Input{Name: "-", Open: func() (io.ReadCloser, error) {
		return io.NopCloser(io.MultiReader(bytes.NewReader([]byte("a")), brokenPipe{})), nil
	}}
	if _, err := growth.Run(context.Background(), growth.Edit{Dir: dir, Inputs: []ingest.Input{broken}, Reader: key()}); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("standard input that breaks off: %v", err)
	}
}

type brokenPipe struct{}

func (brokenPipe) Read([]byte) (int, error) { return 0, io.ErrClosedPipe }

// Two new files of one month are a fault, with what differs between them; nothing is written.
func TestTwoNewFilesOfAMonthAreCompared(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "reg")
	out, err := growth.Run(context.Background(), growth.Edit{Dir: dir, Inputs: append(months(3), correction("rettet februar 2019.csv")), Reader: key()})
	var ps *varighet.Problems
	if !errors.As(err, &ps) || ps.All()[0].Code != register.MonthTwice {
		t.Fatalf("error %v", err)
	}
	feb := varighet.MonthOf(2019, 2)
	want := []register.Comparison{{First: "liste 2019-02.csv", Second: "rettet februar 2019.csv", Months: []varighet.Month{feb}, Same: 17, Differences: []register.Difference{
		{Month: feb, PositionID: "4", What: "number of residents", First: "941", Second: "1941"}, {Month: feb, PositionID: "6", What: "doctor"}, {Month: feb, PositionID: "8", What: "only in the first"}}}}
	if d := cmp.Diff(want, out.Compared); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("a register was made")
	}
}

// A file that is not read is told of, and is none of the register's; given alone it changes nothing.
func TestAFileThatIsNotRead(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "reg")
	readme := ingest.Input{Name: "readme.pdf", SetAside: "not a table"}
	out := run(t, growth.Edit{Dir: dir, Inputs: append(months(1), readme), Reader: key()})
	if len(out.After.Inputs) != 1 || len(out.After.Warnings) != 1 || out.After.Warnings[0] != "readme.pdf: not read: not a table" {
		t.Errorf("%d inputs, warnings %q", len(out.After.Inputs), out.After.Warnings)
	}
	before := contents(t, dir)
	if out = run(t, growth.Edit{Dir: dir, Inputs: []ingest.Input{readme}, Reader: key()}); out.Changed || !cmp.Equal(before, contents(t, dir)) {
		t.Error("a file that is not read changed the register")
	}
}
