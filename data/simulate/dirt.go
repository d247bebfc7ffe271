package simulate

import (
	"strings"
	"unicode"
)

// dirt says how one file differs from a clean table.
type dirt struct {
	thousands    string // between groups of three digits
	subtotals    bool
	grandTotal   bool
	blockOnly    bool // code and name on the first row of a municipality only
	headers      int  // the header again after so many rows; 0 means never
	footnotes    bool
	blankRows    bool // between municipalities
	lostZero     bool // codes without their leading zero
	surnameFirst bool
	upper        bool
}

// newDirt draws the dirt of one month's file.
func newDirt(o Options, m int32, e *era) dirt {
	if !o.Dirt {
		return dirt{}
	}
	h := hash(o.Seed, uint64(m), 4)
	bit := func(n int) bool { return h>>n&1 == 1 }
	d := dirt{
		subtotals: bit(0), grandTotal: bit(1), blockOnly: bit(2), footnotes: bit(3), blankRows: bit(4),
		lostZero: bit(5) && bit(6), surnameFirst: bit(7), upper: bit(8) && bit(9),
	}
	if bit(10) {
		d.headers = 45
	}
	d.thousands = [...]string{"", " ", e.nbsp}[h>>16%3]
	return d
}

// style is the one of [fullName.spell] in which the file writes all names.
func (d *dirt) style() uint64 {
	switch {
	case d.surnameFirst && d.upper:
		return 3
	case d.upper:
		return 2
	case d.surnameFirst:
		return 1
	}
	return plainStyle
}

// code takes the leading zero away in files that lost it.
func (d *dirt) code(code string) string {
	if d.lostZero {
		return strings.TrimPrefix(code, "0")
	}
	return code
}

// afterMunicipality writes what stands between two municipalities.
func (w *monthWriter) afterMunicipality(name string) {
	if w.dirt.subtotals {
		w.buf = append(append(append(w.buf, w.era.lead...), "Sum "...), name...)
		w.totals(w.sum)
	}
	if w.dirt.blankRows {
		w.empty(w.era.columns - 1)
	}
}

// totals ends a subtotal or total row after the column of names.
func (w *monthWriter) totals(s sums) {
	b := w.number(append(w.buf, ';'), s.residents)
	w.buf = append(w.amounts(append(b, ";;"...), s), w.era.eol...)
}

// footer writes what stands under the table.
func (w *monthWriter) footer() {
	if w.dirt.grandTotal {
		w.buf = append(append(w.buf, "Totalt"...), w.era.lead...)
		w.totals(w.total)
	}
	if !w.dirt.footnotes {
		return
	}
	notes := []string{"* Tallene gjelder lister per den 1. i måneden", "Kilde: oppdiktet register"}
	if w.era.nynorsk {
		notes = []string{"* Tala gjeld lister per den 1. i månaden", "Kjelde: oppdikta register"}
	}
	w.empty(w.era.columns - 1)
	for _, note := range notes {
		w.buf = append(w.buf, w.era.text(note)...)
		w.empty(w.era.columns - 1)
	}
}

func upper(s string) string { return strings.Map(unicode.ToUpper, s) }

// latin1 writes a text as ISO-8859-1, of which Windows-1252 is an extension.
func latin1(s string) []byte {
	b := make([]byte, 0, len(s))
	for _, r := range s {
		if r > 0xff {
			r = '?'
		}
		b = append(b, byte(r))
	}
	return b
}
