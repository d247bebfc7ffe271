// Package notebooks holds worked studies that read the files of a study. They
// are Go notebooks; this test runs them without Jupyter.
package notebooks

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write what the cells print into the notebooks")

type notebook struct {
	Cells    []*cell         `json:"cells"`
	Metadata json.RawMessage `json:"metadata"`
	Format   int             `json:"nbformat"`
	Minor    int             `json:"nbformat_minor"`
}

type cell struct {
	Type           string          `json:"cell_type"`
	ExecutionCount json.RawMessage `json:"execution_count,omitempty"`
	ID             string          `json:"id"`
	Metadata       json.RawMessage `json:"metadata"`
	Outputs        *[]output       `json:"outputs,omitempty"`
	Source         []string        `json:"source"`
}

type output struct {
	Name string   `json:"name"`
	Type string   `json:"output_type"`
	Text []string `json:"text"`
}

// Each cell that begins with %% is the body of a main function; the other Go
// cells are declarations that it may use. A cell that begins with ! is for the
// kernel only. What a cell prints must be what the notebook shows.
func TestNotebooksShowWhatTheirCellsPrint(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles a program a cell")
	}
	names, err := filepath.Glob("*.ipynb")
	if err != nil || len(names) == 0 {
		t.Fatalf("no notebooks: %v", err)
	}
	work := t.TempDir()
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	goRun(t, root, work, "./cmd/varighet", "run", filepath.Join(root, "data", "studies", "alis-vest-2019.toml"), "-o", filepath.Join(work, "out"))
	for _, name := range names {
		t.Run(name, func(t *testing.T) { runNotebook(t, root, work, name) })
	}
}

func runNotebook(t *testing.T, root, work, name string) {
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var nb notebook
	if err := json.Unmarshal(b, &nb); err != nil {
		t.Fatal(err)
	}
	var declarations strings.Builder
	changed := false
	for _, c := range nb.Cells {
		source := strings.Join(c.Source, "")
		if c.Type != "code" || strings.HasPrefix(source, "!") {
			continue
		}
		body, isMain := strings.CutPrefix(source, "%%\n")
		if !isMain {
			declarations.WriteString(source + "\n")
			continue
		}
		dir := filepath.Join(work, "notebooks")
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(dir, "main.go")
		program := fmt.Sprintf("package main\n\n%s\nvar _ = fmt.Sprint\nvar _ = log.Fatal\n\nfunc main() {\n%s\n}\n", declarations.String(), body)
		if err := os.WriteFile(file, []byte(program), 0o644); err != nil {
			t.Fatal(err)
		}
		got := goRun(t, root, dir, file)
		want := ""
		for _, o := range *c.Outputs {
			want += strings.Join(o.Text, "")
		}
		if *update && got != want {
			*c.Outputs = []output{{"stdout", "stream", strings.SplitAfter(strings.TrimSuffix(got, "\n"), "\n")}}
			last := &(*c.Outputs)[0]
			last.Text[len(last.Text)-1] += "\n"
			changed = true
		} else if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("cell %s (-notebook +printed)\n%s", c.ID, diff)
		}
	}
	if changed {
		writeNotebook(t, name, &nb)
	}
}

func writeNotebook(t *testing.T, name string, nb *notebook) {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(nb); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

// goRun builds a program of this module, or one that imports it, and runs it in
// dir. It returns what the program printed.
func goRun(t *testing.T, root, dir, pkg string, args ...string) string {
	t.Helper()
	bin := filepath.Join(t.TempDir(), "program")
	build := exec.Command("go", "build", "-o", bin, pkg)
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building %s: %v\n%s", pkg, err, out)
	}
	cmd := exec.Command(bin, args...)
	cmd.Dir = dir
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("running %s: %v\n%s", pkg, err, stderr.String())
	}
	return string(out)
}
