package simulate

import (
	"strconv"
	"strings"
)

// nameInFiles is the header of the doctor's name in files of one municipality.
const nameInFiles = "Fastlege"

// header makes a header of the columns that the forms leave.
func (f *formSet) header(plain string) string {
	var names []string
	if f.oneFile {
		names = append(names, "Måned")
	}
	for i, name := range strings.Split(plain, ";") {
		switch {
		case i == 0 && !f.codes, i <= 1 && f.files, i == 3 && !f.numbers:
			continue
		case i == 4 && f.files:
			name = nameInFiles
		case i == 5 && f.files:
			name = "Listelengde"
		}
		names = append(names, name)
	}
	return strings.Join(names, ";")
}

// formCells appends the cells of a row up to the doctor's name, as the forms have it.
func (w *monthWriter) formCells(id, doctor int32, code, name string) []byte {
	r, b := w.forms, w.buf
	s := r.show(id, doctor, int32(w.month-w.engine.options.First), w.era, &w.dirt)
	if r.oneFile {
		b = append(append(b, w.month.String()...), ';')
	}
	if !r.files {
		b = w.placeCells(b, code, name)
	}
	b = append(strconv.AppendInt(b, r.lists[id].number, 10), ';')
	if r.numbers {
		if s.beside != 0 {
			b = strconv.AppendInt(b, s.beside, 10)
		}
		b = append(b, ';')
	}
	return append(b, w.era.text(s.cell)...)
}

// placeCells appends the municipality, or leaves its cells empty where the row above
// says it.
func (w *monthWriter) placeCells(b []byte, code, name string) []byte {
	said := !w.fresh && w.dirt.blockOnly
	w.fresh = false
	if w.forms.codes {
		if !said {
			b = append(b, code...)
		}
		b = append(b, ';')
	}
	if !said {
		b = append(b, name...)
	}
	return append(b, ';')
}
