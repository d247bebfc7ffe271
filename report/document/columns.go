package document

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/varighet/varighet/ingest/register"
	"github.com/varighet/varighet/internal/dictionary"
	"github.com/varighet/varighet/internal/spellfile"
)

// A ColumnsAnswer is what `schema` prints: a Data Package of the kinds of file that were asked for.
type ColumnsAnswer struct{ *dictionary.Package }

// ColumnKinds are the kinds of file whose columns [Columns] describes.
func ColumnKinds() (list []string) {
	for _, f := range dictionary.Files {
		list = append(list, string(f))
	}
	return list
}

// Columns describes the columns of some kinds of file; of all if none is named.
func Columns(kinds []string) (*ColumnsAnswer, error) {
	a := &ColumnsAnswer{dictionary.New("varighet-columns", "Columns of the files of varighet")}
	for _, f := range dictionary.Files {
		if len(kinds) > 0 && !slices.Contains(kinds, string(f)) {
			continue
		}
		r, err := columnsOf(f)
		if err != nil {
			return nil, err
		}
		a.Resources = append(a.Resources, r)
	}
	return a, nil
}

func columnsOf(f dictionary.File) (dictionary.Resource, error) {
	if f == dictionary.Register {
		fields, err := register.Fields()
		return dictionary.NewResource("register", register.PositionsFile, "parquet", fields), err
	}
	fields, err := spellfile.AllFields()
	return dictionary.NewResource("spells", "spells.csv", "csv", fields), err
}

// Text writes a line a column, and below it what there is to say.
func (a *ColumnsAnswer) Text(w io.Writer) error {
	for i, r := range a.Resources {
		if i > 0 {
			fmt.Fprintln(w)
		}
		tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		fmt.Fprintf(tw, "%s\tTYPE\tUNIT\tMEANING\n", strings.ToUpper(r.Name))
		for _, f := range r.Schema.Fields {
			fmt.Fprintf(tw, "%s\t%s\t%s\t%s\n", f.Name, f.Type, f.Unit, strings.TrimSpace(f.Title+". "+f.Description))
		}
		if err := tw.Flush(); err != nil {
			return err
		}
	}
	return nil
}
