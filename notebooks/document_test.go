package notebooks

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// chunk is code in R in a Quarto document. Its first line is a label.
var chunk = regexp.MustCompile("(?ms)^```\\{r\\}\n#\\| label: ([\\w-]+)\n(.*?)^```$")

// divider stands before what each chunk prints.
const divider = "--- chunk "

// checkDocument runs a document as a script in R, and holds each chunk against the cell of its label in the
// notebook beside it. Each figure that it shows is one of the notebook's.
func (r *room) checkDocument(t *testing.T, name string) {
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	nb := readNotebook(t, strings.TrimSuffix(name, ".qmd")+".ipynb")
	for _, m := range figure.FindAllStringSubmatch(string(content), -1) {
		if _, err := os.Stat(filepath.Join(filepath.Dir(name), m[1])); err != nil {
			t.Errorf("the notebook has no figure %s", m[1])
		}
	}
	script, labels := scriptOf(string(content))
	if strings.Count(string(content), "```{r}") != len(labels) {
		t.Error("a chunk has no label")
	}
	if exec.Command("Rscript", "-e", "library(survival)").Run() != nil {
		t.Skip("no R with the package survival: the document is not run")
	}
	dir := r.folder(t, filepath.Dir(name))
	write(t, filepath.Join(dir, "document.R"), script)
	printed := byChunk(stdout(t, r.command(dir, "Rscript", "document.R"), name))
	compared := 0
	for _, c := range nb.Cells {
		if got, ok := printed[c.ID]; ok && c.printed() != "" {
			compared++
			if diff := cmp.Diff(c.printed(), got); diff != "" {
				t.Errorf("chunk %s (-notebook +R)\n%s", c.ID, diff)
			}
		}
	}
	if compared != len(labels)-1 { // all but the one that reads the data
		t.Errorf("%d of %d chunks have the label of a cell that prints something", compared, len(labels))
	}
}

// scriptOf is the chunks of a document as one script, which says before each what it is. Plots go nowhere.
func scriptOf(document string) (script string, labels []string) {
	script = "options(device = function(...) pdf(NULL))\n"
	for _, m := range chunk.FindAllStringSubmatch(document, -1) {
		labels = append(labels, m[1])
		script += "cat(\"" + divider + m[1] + "\\n\")\n" + m[2]
	}
	return script, labels
}

// byChunk is what each chunk printed, by its label.
func byChunk(out string) map[string]string {
	printed := map[string]string{}
	for _, part := range strings.Split(out, divider)[1:] {
		label, text, _ := strings.Cut(part, "\n")
		printed[label] = text
	}
	return printed
}
