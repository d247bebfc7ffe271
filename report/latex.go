package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/varighet/varighet/internal/celltext"
)

// LaTeX writes the table as a table environment, for UTF-8 documents with the
// booktabs package. The notes stand below it as small text. A star or a bracket
// that begins a row would be taken for an argument of the line break before it. A quotation mark is written by its
// number, since packages for languages give the sign a meaning of its own.
func (t *Table) LaTeX(w io.Writer) error {
	if err := t.Check(); err != nil {
		return err
	}
	b := bufio.NewWriter(w)
	shown := t.shown()
	b.WriteString("\\begin{table}\n\\centering\n")
	if t.Title != "" {
		fmt.Fprintf(b, "\\caption{%s}\n", latexText(t.Title))
	}
	b.WriteString("\\begin{tabular}{")
	for _, i := range shown {
		if t.Columns[i].Kind.numeric() {
			b.WriteByte('r')
		} else {
			b.WriteByte('l')
		}
	}
	b.WriteString("}\n\\toprule\n")
	head := make([]string, len(shown))
	for k, i := range shown {
		head[k] = latexText(t.Columns[i].Title)
	}
	fmt.Fprintf(b, "%s \\\\\n\\midrule\n", strings.Join(head, " & "))
	for k, r := range t.Rows {
		if r.Total && k > 0 && !t.Rows[k-1].Total {
			b.WriteString("\\midrule\n")
		}
		line := make([]string, len(shown))
		for k, i := range shown {
			line[k] = latexText(t.words(r.Cells[i], &t.Columns[i]))
		}
		fmt.Fprintf(b, "%s \\\\\n", strings.Join(line, " & "))
	}
	b.WriteString("\\bottomrule\n\\end{tabular}\n")
	for _, n := range t.notes() {
		fmt.Fprintf(b, "\\par\\footnotesize %s\n", latexText(n))
	}
	b.WriteString("\\end{table}\n")
	return b.Flush()
}

var latexEscapes = strings.NewReplacer(
	`\`, `\textbackslash{}`, `"`, `{\char34}`, "{", `\{`, "}", `\}`, "$", `\$`, "&", `\&`, "#", `\#`, "%", `\%`, "_", `\_`,
	"~", `\textasciitilde{}`, "^", `\textasciicircum{}`, "<", `\textless{}`, ">", `\textgreater{}`,
	"\u00a0", "~", "\u2212", "$-$", "|", `\textbar{}`, "≥", `$\geq$`, "≤", `$\leq$`, "\u2013", "--", "[", "{[}", "*", "{*}", "`", `\textasciigrave{}`, "\n", " ")

func latexText(s string) string { return latexEscapes.Replace(celltext.Visible(s)) }
