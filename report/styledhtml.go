package report

import (
	"html/template"
	"io"

	"github.com/varighet/varighet/internal/celltext"
)

// StyledHTML writes the table as a page of its own. Its looks stand at each cell, since Word and
// mail programs drop style sheets when a table is pasted; on a page with others, use [Table.HTML].
func (t *Table) StyledHTML(w io.Writer) error {
	p, err := t.Printed()
	if err != nil {
		return err
	}
	return celltext.WriteVisible(w, func(w io.Writer) error { return styledTemplate.Execute(w, htmlTable{p, t.locale().Tag, t.Title}) })
}

var styledTemplate = template.Must(template.New("styled").Parse(`<!DOCTYPE html>
<html lang="{{.Lang}}">
<head>
<meta charset="utf-8"/>
<title>{{.Title}}</title>
</head>
<body style="font-family:Arial,'Liberation Sans',sans-serif;font-size:10pt;color:#222222">
<table style="border-collapse:collapse;border-top:1.5pt solid #222222;border-bottom:1.5pt solid #222222;font-family:Arial,'Liberation Sans',sans-serif;font-size:10pt">
{{- if .Title}}
<caption style="caption-side:top;text-align:left;font-weight:bold;padding:0 0 4pt 0">{{.Title}}</caption>
{{- end}}
<thead>
<tr>
{{- range .Head}}
<th scope="col" style="border-bottom:0.75pt solid #222222;padding:3pt 8pt 3pt 0;vertical-align:bottom;font-weight:bold;text-align:{{if .Numeric}}right{{else}}left{{end}}">{{.Text}}</th>
{{- end}}
</tr>
</thead>
<tbody>
{{- range .Rows}}
<tr>
{{- $total := .Total}}
{{- range $i, $c := .Cells}}
{{if eq $i 0}}<th scope="row" style="padding:2pt 8pt 2pt 0;vertical-align:top;font-weight:{{if $total}}bold{{else}}normal{{end}};text-align:{{if $c.Numeric}}right{{else}}left{{end}}{{if $total}};border-top:0.75pt solid #222222{{end}}">{{$c.Text}}</th>
{{- else}}<td style="padding:2pt 8pt 2pt 0;vertical-align:top;font-weight:{{if $total}}bold{{else}}normal{{end}};text-align:{{if $c.Numeric}}right{{else}}left{{end}}{{if $total}};border-top:0.75pt solid #222222{{end}}">{{$c.Text}}</td>{{end}}
{{- end}}
</tr>
{{- end}}
</tbody>
</table>
{{- range .Notes}}
<p style="margin:3pt 0 0 0;font-size:8pt;color:#4a4a4a">{{.}}</p>
{{- end}}
</body>
</html>
`))
