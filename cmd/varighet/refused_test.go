//go:build unix

package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/varighet/varighet/internal/atomicfile"
)

// Each create, write, sync, close, rename and exchange that fails, in turn, in ingest and run over an older
// output leaves the old output or the new, whole, and nothing beside.
func TestAStepThatFailsInACommandLeavesTheOldOrTheNew(t *testing.T) {
	for _, r := range replacings() {
		t.Run(r.name, func(t *testing.T) {
			t.Chdir(madeUpInputs(t))
			quiet := console{strings.NewReader(""), io.Discard, io.Discard}
			if run(r.commands[1], quiet) != 0 {
				t.Fatal("the command fails")
			}
			next := tree(t, r.output)
			for n := 1; ; n++ {
				if run(r.commands[0], quiet) != 0 {
					t.Fatal("the command fails")
				}
				old, k := tree(t, r.output), 0
				restore := atomicfile.Faults(func(atomicfile.Step, string) error {
					if k++; k == n {
						return errors.New("this step fails")
					}
					return nil
				})
				code := run(r.commands[1], quiet)
				restore()
				if got := tree(t, r.output); got != next && (code == 0 || got != old) {
					t.Errorf("step %d fails, exit %d: the output is neither the old nor the new", n, code)
				}
				if got := allNames(t, filepath.Dir(r.output)); !slices.Equal(got, r.beside) {
					t.Errorf("step %d fails, exit %d: there are %q", n, code, got)
				}
				if k < n {
					t.Logf("%d steps", k)
					break
				}
			}
		})
	}
}

// A refusal is a command whose output would take the place of something that is not its own.
type refusal struct{ what, line string }

var refusals = []refusal{
	{"a folder with strangers", "ingest a.csv -o strangers"},
	{"a folder with strangers", "ingest a.csv --anew -o strangers"},
	{"a file", "ingest a.csv -o a.csv"},
	{"within a register", "ingest a.csv -o reg/more"},
	{"the table of aliases", "ingest a.csv -o new --aliases aliases.csv --suggest aliases.csv"},
	{"the key", "ingest a.csv -o new --key-file reg.key --suggest reg.key"},
	{"within a register", "ingest a.csv -o new --suggest reg/names.csv"},
	{"an input", "check a.csv --save-layout a.csv"},
	{"a folder with strangers", "run s.toml -o strangers-out"},
	{"an input", "survival spells reg -o cohort.csv --cohort cohort.csv"},
	{"an input", "survival spells reg -o corrections.csv --corrections corrections.csv"},
	{"the key", "survival spells reg -o reg.key.csv --key-file reg.key.csv"},
	{"within a register", "survival spells reg -o reg/s.csv"},
	{"within a register", "report km reg -o reg/k.svg --disclosure internal"},
	{"an input", "report km spells.csv -o spells.csv --disclosure internal"},
	{"an input", "report timeline spells.svg -o spells.svg --disclosure internal"},
	{"within a register", "report medians reg -o reg/m.csv --disclosure internal"},
	{"a part of the report", "report page out/s -o out/s/report.html"},
	{"a part of the report", "report word out/s -o out/s/report.docx"},
	{"a part of the report", "report workbook out/s -o out/s/report.xlsx"},
	{"a key", "key new reg.key"},
	{"a study", "study new a.csv -o s.toml"},
	{"a folder with strangers", "simulate -o strangers --lists 20 --municipalities 2 --last 2002-01"},
	{"a register", "simulate -o reg --lists 20 --municipalities 2 --last 2002-01"},
	{"a folder with strangers", "reference import --klass codes.csv --klass changes.csv --klass-date 2005-01-01 -o strangers"},
	{"a register", "reference import --klass codes.csv --klass changes.csv --klass-date 2005-01-01 -o reg"},
}

// becauseOfOutput is how a message says that the output is why.
var becauseOfOutput = regexp.MustCompile(`take the place of|lies in|is there already|is there and holds|holds something|is not empty|exists`)

// No command that writes takes the place of what it reads, of a key, of a part of a register or a report, or
// of a folder with files that it does not know: it is refused, and every file stays as it was.
func TestNoOutputTakesThePlaceOfWhatIsNotItsOwn(t *testing.T) {
	dir := madeUpInputs(t)
	output(t, dir, "ingest", "a.csv", "-o", "reg")
	output(t, dir, "survival", "spells", "reg", "-o", "spells.csv")
	output(t, dir, "run", "s.toml")
	for name, content := range map[string]string{
		"aliases.csv": "municipality_code;name;same_as;decision\n4631;Kari Nummeraa;Kari Nummerba;nei\n", "cohort.csv": "position_id\n1\n",
		"corrections.csv": "what;from;to;position_id\nend;2006-12;2006-11;1\n", "strangers/diary.txt": "mine",
		"codes.csv":                 "\"code\";\"parentCode\";\"level\";\"name\";\"shortName\";\"notes\";\"validFrom\";\"validTo\"\n\"0101\";;\"1\";\"Årvik\";\"\";\"\";;\n\"0102\";;\"1\";\"Bekkøy\";\"\";\"\";;\n",
		"changes.csv":               "\"oldCode\",\"oldName\",\"oldShortName\",\"newCode\",\"newName\",\"newShortName\",\"changeOccurred\"\n\"0102\",\"Bekkøy\",\"\",\"0103\",\"Bekkvik\",\"\",\"2008-01-01\"\n",
		"strangers-out/s/diary.txt": "mine",
	} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		write(t, dir, name, content)
	}
	for from, to := range map[string]string{"reg.key": "reg.key.csv", "spells.csv": "spells.svg"} {
		write(t, dir, to, readText(t, filepath.Join(dir, from)))
	}
	before := tree(t, dir)
	for _, r := range refusals {
		said, err := program(dir, strings.Fields(r.line)...).CombinedOutput()
		t.Logf("%s: %s: %.200s", r.what, r.line, said)
		if err == nil || !strings.HasPrefix(string(said), "varighet: ") || !becauseOfOutput.Match(said) {
			t.Errorf("%s is not refused: %s\n%s", r.what, r.line, said)
		}
		if after := tree(t, dir); after != before {
			t.Errorf("%s: %s changed a file", r.what, r.line)
			before = after
		}
	}
}
