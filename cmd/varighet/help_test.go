package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/urfave/cli/v2"
)

// helpOf is what a command line prints that asks for help.
func helpOf(t *testing.T, args ...string) string {
	t.Helper()
	var out, said strings.Builder
	if code := run(args, console{strings.NewReader(""), &out, &said}); code != exitDone {
		t.Fatalf("varighet %s: exit %d\n%s", strings.Join(args, " "), code, said.String())
	}
	return out.String()
}

// Help is had at every level, in every usual way.
func TestHelpAtEveryLevel(t *testing.T) {
	same := func(forms ...string) {
		t.Helper()
		want := helpOf(t, strings.Fields(forms[0])...)
		for _, f := range forms[1:] {
			if got := helpOf(t, strings.Fields(f)...); got != want {
				t.Errorf("varighet %s prints another help than varighet %s:\n%s", f, forms[0], got)
			}
		}
	}
	same("help", "", "--help", "-h", "help help", "help --help")
	eachCommand(commandTable(), nil, func(path []string, _ *cli.Command) {
		p := strings.Join(path, " ")
		same("help "+p, p+" --help", p+" -h", p+" help", "--help "+p, p+" --json --help", p+" a.csv -h")
		if len(path) == 2 {
			same("help "+path[0], path[0]+" help", path[0]+" --help")
			same("help "+p, path[0]+" help "+path[1])
		}
	})
	same("help survival km", "km --help", "help km", "survival km --title help --help")
}

// Each help is on one page and says what each flag is for, in a group.
func TestHelpIsOnOnePage(t *testing.T) {
	onePage := func(args ...string) {
		t.Helper()
		text := helpOf(t, args...)
		for _, line := range strings.Split(text, "\n") {
			if n := utf8.RuneCountInString(line); n > helpWidth {
				t.Errorf("%v: a line of %d characters:\n%s", args, n, line)
			}
		}
		if n := strings.Count(text, "\n"); n > helpLines {
			t.Errorf("%v: %d lines\n%s", args, n, text)
		}
	}
	onePage("help")
	for _, topic := range topics() {
		onePage("help", topic.name)
	}
	eachCommand(commandTable(), nil, func(path []string, c *cli.Command) {
		onePage(append(path, "--help")...)
		onePage(path[0], "--help")
		text := helpOf(t, append(path, "--help")...)
		for _, f := range c.Flags {
			s := shown(f)
			if s.text == "" || takesValue(f) == (s.value == "") {
				t.Errorf("%v: --%s has no text, or its value no name", path, s.name)
			}
			if groupOf(s.name, c.Flags) == "" {
				t.Errorf("%v: --%s is in no group of flagGroups", path, s.name)
			}
			if !strings.Contains(text, dashed(s.name)) {
				t.Errorf("%v: the help does not name --%s", path, s.name)
			}
		}
	})
}

// differing are flags that do not say the same in all commands, and why.
var differing = map[string]string{
	"o":          "each command writes its own kind of file or folder",
	"table":      "each command has its own tables",
	"kind":       "a file may have spells of several kinds, a curve is of one",
	"ci":         "not every estimate has limits on every scale",
	"ties":       "a frailty model has no exact ties",
	"by":         "a figure takes one column",
	"last-month": "files with periods need an end to count to; of a register what is later is left out",
}

// A flag means one thing: it says the same in every command that has it.
func TestAFlagMeansOneThing(t *testing.T) {
	said, seen := map[string]string{}, map[string]bool{}
	eachCommand(commandTable(), nil, func(path []string, c *cli.Command) {
		for _, f := range c.Flags {
			s := shown(f)
			if before, ok := said[s.name]; ok && before != s.value+": "+s.text {
				seen[s.name] = true
				if differing[s.name] == "" {
					t.Errorf("%v: --%s is %q here and %q elsewhere", path, s.name, s.value+": "+s.text, before)
				}
			}
			said[s.name] = s.value + ": " + s.text
		}
	})
	for name := range differing {
		if !seen[name] {
			t.Errorf("--%s says the same everywhere: take it out of differing", name)
		}
	}
}

// Every command has two examples, and all of them work when pasted one after another
// into a folder that has the files named in examples.
func TestExamplesOfHelp(t *testing.T) {
	eachCommand(commandTable(), nil, func(path []string, _ *cli.Command) {
		command := "varighet " + strings.Join(path, " ")
		list := examplesOf(command)
		if len(list) != 2 {
			t.Fatalf("%s has no examples", command)
		}
		group := strings.Join(append([]string{"varighet"}, path[:len(path)-1]...), " ")
		for _, e := range list {
			if !strings.HasPrefix(e, group) || strings.ContainsAny(e, `"'\`) {
				t.Errorf("%s: %s is of another command, or not the same in every shell", command, e)
			}
		}
	})
	made := filepath.Join(t.TempDir(), "made")
	runOK(t, "simulate", "-o", made, "--lists", "300", "--municipalities", "30", "--last", "2006-04")
	t.Chdir(t.TempDir())
	for name, source := range map[string]string{"codes.csv": "klass_codes.csv", "changes.csv": "klass_changes.csv", "07459.csv": "befolkning_07459.csv"} {
		if err := os.Rename(filepath.Join(made, "reference", source), name); err != nil {
			t.Fatal(err)
		}
	}
	for name, content := range map[string]string{
		"tenures.csv":   "months,left,sex\n12,1,f\n30,0,m\n7,1,f\n44,1,m\n60,0,f\n",
		"our.csv":       "position_id\n1000000\n",
		"intervals.csv": "seen,gone,sex\n0,6,f\n12,18,m\n24,,f\n6,12,m\n",
	} {
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, e := range examples {
		for _, line := range []string{e.first, e.second} {
			var out, said strings.Builder
			if code := run(strings.Fields(line)[1:], console{strings.NewReader(""), &out, &said}); code != exitDone {
				t.Errorf("%s: exit %d\n%s", line, code, said.String())
			}
		}
	}
}
