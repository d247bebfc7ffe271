package register

import (
	"github.com/varighet/varighet/internal/columnar"
	"github.com/varighet/varighet/internal/dictionary"
)

var schemaTypes = map[columnar.Type]dictionary.Type{columnar.Date: dictionary.Date, columnar.Text: dictionary.String,
	columnar.Int32: dictionary.Integer, columnar.Decimal: dictionary.Number, columnar.Bool: dictionary.Boolean}

// Fields describes the columns of [PositionsFile], in order.
func Fields() ([]dictionary.Field, error) {
	var list []dictionary.Column
	for _, c := range columns {
		list = append(list, dictionary.Column{Name: c.Name, Type: schemaTypes[c.Type], Required: !c.Nullable, Values: c.words})
	}
	return dictionary.Fields(dictionary.Register, list)
}

// dataPackage describes a register's folder to other programs.
func dataPackage() (*dictionary.Package, error) {
	fields, err := Fields()
	if err != nil {
		return nil, err
	}
	p := dictionary.New("varighet-register", "Register of GP lists: who held which list in which month",
		dictionary.NewResource("positions", PositionsFile, "parquet", fields))
	p.Sources = []dictionary.Source{{Title: "the files that the manifest lists", Path: ManifestFile}}
	return p, nil
}

// setSchema puts what the columns mean into the metadata of a file of them.
func setSchema(w *columnar.Writer) error {
	fields, err := Fields()
	if err != nil {
		return err
	}
	schema, err := dictionary.NewSchema(fields).JSON()
	w.SetMetadata(dictionary.MetadataKey, string(schema))
	return err
}
