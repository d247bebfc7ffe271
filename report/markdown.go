package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/varighet/varighet/internal/celltext"
)

// Markdown writes the table for people, in the form that GitHub and most
// converters read, with the title above and the notes below.
func (t *Table) Markdown(w io.Writer) error {
	if err := t.Check(); err != nil {
		return err
	}
	b := bufio.NewWriter(w)
	if t.Title != "" {
		fmt.Fprintf(b, "**%s**\n\n", markdownText(t.Title))
	}
	shown := t.shown()
	for _, i := range shown {
		fmt.Fprintf(b, "| %s ", markdownText(t.Columns[i].Title))
	}
	b.WriteString("|\n")
	for _, i := range shown {
		if t.Columns[i].Kind.numeric() {
			b.WriteString("| ---: ")
		} else {
			b.WriteString("| :--- ")
		}
	}
	b.WriteString("|\n")
	for _, r := range t.Rows {
		for _, i := range shown {
			s := markdownText(t.words(r.Cells[i], &t.Columns[i]))
			if r.Total && s != "" {
				s = "**" + s + "**"
			}
			fmt.Fprintf(b, "| %s ", s)
		}
		b.WriteString("|\n")
	}
	for _, n := range t.notes() {
		fmt.Fprintf(b, "\n%s\n", markdownText(n))
	}
	return b.Flush()
}

var markdownEscapes = strings.NewReplacer(
	`\`, `\\`, "|", `\|`, "*", `\*`, "_", `\_`, "`", "\\`", "<", "&lt;", "&", "&amp;",
	"[", `\[`, "]", `\]`, "#", `\#`, "~", `\~`, "$", `\$`, "\n", " ")

// markdownText keeps text from being read as markup.
func markdownText(s string) string { return markdownEscapes.Replace(celltext.Visible(s)) }
