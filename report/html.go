package report

import (
	"html/template"
	"io"
)

// HTML writes the table as a fragment of a page: a table with a caption and
// headers that say what they head, then its notes. Classes: "num" for what
// lines up to the right, "total" for a row that is set apart, "state" for a
// cell with a word or a mark in place of a value.
func (t *Table) HTML(w io.Writer) error {
	page, err := t.htmlView()
	if err != nil {
		return err
	}
	return htmlTemplate.Execute(w, page)
}

// htmlView is the table as the templates have it.
func (t *Table) htmlView() (page htmlTable, err error) {
	if err := t.Check(); err != nil {
		return page, err
	}
	page = htmlTable{Lang: t.locale().Tag, Title: t.Title, Notes: t.notes()}
	shown := t.shown()
	for _, i := range shown {
		page.Head = append(page.Head, htmlCell{Text: t.Columns[i].Title, Class: class(t.Columns[i].Kind.numeric(), false), Numeric: t.Columns[i].Kind.numeric()})
	}
	for _, r := range t.Rows {
		row := htmlRow{Total: r.Total}
		for _, i := range shown {
			c := r.Cells[i]
			row.Cells = append(row.Cells, htmlCell{
				Text:  t.words(c, &t.Columns[i]),
				Class: class(c.Kind.numeric(), c.State != HasValue), Numeric: c.Kind.numeric(),
			})
		}
		page.Rows = append(page.Rows, row)
	}
	return page, nil
}

func class(numeric, state bool) string {
	switch {
	case numeric && state:
		return "num state"
	case numeric:
		return "num"
	case state:
		return "state"
	}
	return ""
}

type htmlTable struct {
	Lang, Title string
	Head        []htmlCell
	Rows        []htmlRow
	Notes       []string
}

type htmlRow struct {
	Cells []htmlCell
	Total bool
}

type htmlCell struct {
	Text, Class string
	Numeric     bool
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
