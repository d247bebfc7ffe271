package spellfile

import "github.com/varighet/varighet/internal/dictionary"

// describe is the data package of a file of the table, called name.
func (t *Table) describe(name string, form Form) (*dictionary.Package, error) {
	fields, err := t.Fields()
	if err != nil {
		return nil, err
	}
	if form == ExcelCSV {
		for i := range fields {
			asExcel(&fields[i])
		}
	}
	r := dictionary.NewResource("spells", name, form.format(), fields)
	if form == ExcelCSV {
		r.Dialect = &dictionary.Dialect{Delimiter: ";", DoubleQuote: true}
		r.Description = `Text of digits is written as ="0101".`
	}
	p := dictionary.New("varighet-spells", "Spells: who held which GP list from when to when", r)
	p.Sources = []dictionary.Source{{Title: "a register of monthly records of GP lists"}}
	return p, nil
}

// asExcel is a field as [WriteExcelCSV] writes it.
func asExcel(f *dictionary.Field) {
	switch f.Type {
	case dictionary.Number:
		f.DecimalChar = ","
	case dictionary.Boolean:
		f.TrueValues, f.FalseValues = []string{excelBools[true]}, []string{excelBools[false]}
	}
}

// PackageFile is the name of the data package of a file of spells: the whole name of the file goes
// before it, so that several in one folder have one each.
func PackageFile(path string) string { return path + dictionary.Suffix }
