package varighet_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/ingest"
	"github.com/varighet/varighet/ingest/growth"
)

// The program in the README is built and run, on a register of one list of Bømlo in 2017 that changes
// hands every third month. By hand: the start of the first doctor is not known; the second and the
// third stop after 3 months, and the fourth is followed for 2.
func TestTheProgramInTheReadmeRuns(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles a program")
	}
	dir := t.TempDir()
	writeRegister(t, filepath.Join(dir, "register"))
	writeReference(t, filepath.Join(dir, "reference"))
	got := runProgram(t, dir, programIn(t, "README.md"))
	if want := "group        n  late  events  median  95 % limits\n10000-19999  3  0     2       3 "; !strings.HasPrefix(got, want) {
		t.Errorf("got\n%s\nwant\n%s…", got, want)
	}
}

// programIn is the one Go program that a page has.
func programIn(t *testing.T, page string) string {
	t.Helper()
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	_, after, found := strings.Cut(string(text), "```go\n")
	program, _, closed := strings.Cut(after, "```")
	if !found || !closed || !strings.HasPrefix(program, "package main") {
		t.Fatalf("%s has no program in Go", page)
	}
	return program
}

func writeRegister(t *testing.T, dir string) {
	t.Helper()
	var inputs []ingest.Input
	for month := range 12 {
		content := fmt.Sprintf("Kommunenr;Liste;Lege-ID\n4613;8;%d\n", 101+month/3)
		inputs = append(inputs, ingest.Bytes(fmt.Sprintf("lister 2017-%02d.csv", month+1), []byte(content)))
	}
	if _, err := growth.Run(context.Background(), growth.Edit{Dir: dir, Inputs: inputs}); err != nil {
		t.Fatal(err)
	}
}

func writeReference(t *testing.T, dir string) {
	t.Helper()
	ref, err := data.NewReference(data.Tables{
		Municipalities: []data.Municipality{{Code: "4613", Name: "Bømlo", From: varighet.MonthOf(2010, 1)}},
		Populations:    []data.Population{{Code: "4613", Year: 2017, Inhabitants: 11800, Basis: data.OfficialPopulation}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := ref.WriteFolder(dir); err != nil {
		t.Fatal(err)
	}
}

// runProgram builds a program that imports this module, and returns what it prints in dir.
func runProgram(t *testing.T, dir, program string) string {
	t.Helper()
	source, binary := filepath.Join(t.TempDir(), "main.go"), filepath.Join(t.TempDir(), "program")
	if err := os.WriteFile(source, []byte(program), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("go", "build", "-o", binary, source).CombinedOutput(); err != nil {
		t.Fatalf("building: %v\n%s", err, out)
	}
	cmd := exec.Command(binary)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("running: %v\n%s", err, out)
	}
	return string(out)
}
