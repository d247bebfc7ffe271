package main

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/varighet/varighet/ingest/register"
	"github.com/varighet/varighet/internal/dictionary"
	"github.com/varighet/varighet/internal/spellfile"
)

// columnPage makes docs/columns.md.
func columnPage() ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(columnIntro)
	for _, part := range []struct {
		heading, text string
		fields        func() ([]dictionary.Field, error)
	}{
		{"A register", "`REGISTER/positions.parquet`, which `varighet ingest` writes: one row a list, month and doctor in a role.", register.Fields},
		{"Spells", "What `varighet survival spells` writes, and `spells.csv` of a study: one row an unbroken period of a list. " +
			"Other columns of the tables beside (`--cohort`, `--doctors`) come last, under their own names.", spellfile.AllFields},
	} {
		fields, err := part.fields()
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\n", part.heading, part.text)
		columnTable(&b, fields)
	}
	return b.Bytes(), nil
}

const columnIntro = `# The columns of registers and spells

<!-- Made by make schemas from internal/dictionary: change that. -->

The same is printed by ` + "`varighet schema`" + `, and travels with the files: as a
[Data Package](https://datapackage.org) beside each, and within a Parquet file as a Table Schema in JSON under the key
` + "`" + dictionary.MetadataKey + "`" + ` of its metadata. A register has ` + "`REGISTER/datapackage.json`" + `. Beside a file of spells the package is
called after the whole name of the file, ` + "`spells.csv.datapackage.json`" + `: so spells.csv and spells.parquet, or the spells of
two registers, can stand in one folder, and each has a package that describes it and nothing else.

A package has nothing of the rows in it but the names of size groups. A study has one in its folder that describes its tables, in its language.

A month is the date of its first day. What is missing is empty in CSV and null in Parquet. Values are listed in their order.
`

func columnTable(b *bytes.Buffer, fields []dictionary.Field) {
	b.WriteString("| column | type | | unit | values | from |\n|---|---|---|---|---|---|\n")
	for _, f := range fields {
		kind := string(f.Type)
		if f.Constraints != nil && f.Constraints.Required {
			kind += ", never missing"
		}
		fmt.Fprintf(b, "| `%s` | %s | **%s.** %s | %s | %s | %s |\n", f.Name, kind, f.Title, cellOf(f.Description), f.Unit, listOf(f.Categories), f.Source)
	}
}

func cellOf(s string) string { return strings.NewReplacer("|", `\|`, "<", "&lt;").Replace(s) }

func listOf(values []string) string {
	var list []string
	for _, v := range values {
		list = append(list, "`"+v+"`")
	}
	return strings.Join(list, ", ")
}
