package report

import (
	"html/template"
	"io"

	"github.com/varighet/varighet/internal/celltext"
)

// HTML writes the table as a fragment of a page: a table with a caption and
// headers that say what they head, then its notes. Classes: "num" for what
// lines up to the right, "total" for a row that is set apart, "state" for a
// cell with a word or a mark in place of a value.
func (t *Table) HTML(w io.Writer) error {
	p, err := t.Printed()
	if err != nil {
		return err
	}
	return celltext.WriteVisible(w, func(w io.Writer) error { return htmlTemplate.Execute(w, htmlTable{p, t.locale().Tag, t.Title}) })
}

type htmlTable struct {
	*Printed
	Lang, Title string
}

// Class is that of the cell in a page.
func (c PrintedCell) Class() string {
	switch {
	case c.Numeric && c.State:
		return "num state"
	case c.Numeric:
		return "num"
	case c.State:
		return "state"
	}
	return ""
}

var htmlTemplate = template.Must(template.New("table").Parse(`<div class="table" lang="{{.Lang}}">
<table>
{{- if .Title}}
<caption>{{.Title}}</caption>
{{- end}}
<thead>
<tr>
{{- range .Head}}
<th scope="col"{{with .Class}} class="{{.}}"{{end}}>{{.Text}}</th>
{{- end}}
</tr>
</thead>
<tbody>
{{- range .Rows}}
<tr{{if .Total}} class="total"{{end}}>
{{- range $i, $c := .Cells}}
{{if eq $i 0}}<th scope="row"{{with $c.Class}} class="{{.}}"{{end}}>{{$c.Text}}</th>
{{- else}}<td{{with $c.Class}} class="{{.}}"{{end}}>{{$c.Text}}</td>{{end}}
{{- end}}
</tr>
{{- end}}
</tbody>
</table>
{{- range .Notes}}
<p class="note">{{.}}</p>
{{- end}}
</div>
`))
