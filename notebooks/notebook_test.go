// Package notebooks holds worked studies, a folder each: a Go notebook, and beside it the same as a document
// in R. Tests run both without Jupyter and without Quarto.
package notebooks

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write what the cells print into the notebooks, and their figures beside them")

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

func (c *cell) source() string { return strings.Join(c.Source, "") }

// printed is what the notebook shows below a cell.
func (c *cell) printed() (text string) {
	if c.Outputs != nil {
		for _, o := range *c.Outputs {
			text += strings.Join(o.Text, "")
		}
	}
	return text
}

// show makes text what the notebook shows below a cell.
func (c *cell) show(text string) {
	*c.Outputs = []output{}
	if text != "" {
		*c.Outputs = append(*c.Outputs, output{"stdout", "stream", strings.SplitAfter(text, "\n")})
		last := &(*c.Outputs)[0]
		last.Text = last.Text[:len(last.Text)-1] // what follows the last line
	}
}

// What a cell prints must be what the notebook shows, and the figures that it shows those that its cells
// write; -update writes both. A chunk in R with the label of a cell must print what the cell does.
func TestStudies(t *testing.T) {
	r := newRoom(t)
	for _, name := range documents(t, "ipynb") {
		t.Run("go/"+filepath.Dir(name), func(t *testing.T) { r.checkNotebook(t, name) })
	}
	for _, name := range documents(t, "qmd") {
		t.Run("r/"+filepath.Dir(name), func(t *testing.T) { r.checkDocument(t, name) })
	}
}

// documents are the files with an ending, in the folders of studies.
func documents(t *testing.T, ending string) []string {
	t.Helper()
	names, err := filepath.Glob("*/*." + ending)
	if err != nil || len(names) == 0 {
		t.Fatalf("no documents %s: %v", ending, err)
	}
	return names
}

func readNotebook(t *testing.T, name string) *notebook {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var nb notebook
	if err := json.Unmarshal(b, &nb); err != nil {
		t.Fatal(err)
	}
	return &nb
}

func (r *room) checkNotebook(t *testing.T, name string) {
	nb := readNotebook(t, name)
	dir := r.folder(t, filepath.Dir(name))
	r.build(t, nb, dir)
	changed := false
	for i, c := range nb.Cells {
		if c.Type == "markdown" {
			checkFigures(t, c.source(), filepath.Dir(name), dir)
			continue
		}
		got := r.run(t, c, i, dir)
		if *update && got != c.printed() {
			c.show(got)
			changed = true
		} else if diff := cmp.Diff(c.printed(), got); diff != "" {
			t.Errorf("cell %s (-notebook +printed)\n%s", c.ID, diff)
		}
	}
	if changed {
		writeNotebook(t, name, nb)
	}
}

var figure = regexp.MustCompile(`!\[[^\]]*\]\((figures/[\w.-]+)\)`)

// figureBytes bounds a figure.
const figureBytes = 100 << 10

// checkFigures holds the figures of a text against those that the cells above it wrote in dir.
func checkFigures(t *testing.T, text, folder, dir string) {
	t.Helper()
	for _, m := range figure.FindAllStringSubmatch(text, -1) {
		want, err := os.ReadFile(filepath.Join(dir, m[1]))
		if err != nil {
			t.Fatalf("no cell above writes %s: %v", m[1], err)
		}
		if len(want) > figureBytes {
			t.Errorf("%s has %d bytes: too large for a notebook", m[1], len(want))
		}
		shown := filepath.Join(folder, m[1])
		got, err := os.ReadFile(shown)
		switch {
		case err == nil && string(got) == string(want):
		case !*update:
			t.Errorf("%s is not what the notebook's cell writes: %v", shown, err)
		default:
			write(t, shown, string(want))
		}
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
	write(t, name, b.String())
}

func write(t *testing.T, name, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}
