package simulate

import (
	"io"
	"strconv"
	"strings"

	"github.com/varighet/varighet"
)

// monthNames are the same in bokmål and nynorsk.
var monthNames = [...]string{
	"januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "desember",
}

// title is the title row and the file name, less its ending.
func (p *plan) title(m varighet.Month) string {
	name := "Basistilskudd for fastlegeordningen i kommunene - "
	if m >= p.nynorsk {
		name = "Basistilskot for fastlegeordninga i kommunane - "
	}
	return name + monthNames[m.Calendar()-1] + " " + strconv.Itoa(m.Year())
}

// Columns of the two forms.
const (
	bokmaalHeader = "Kommunenr;Kommune;Listenr;HPR-nr;Legens navn;Antall innbyggere på listen;Listetak;Listestatus;Basistilskudd"
	nynorskHeader = "Kommunenr.;Kommune;Listenr;HPR-nr;Namn på lege;Tal på listeinnbyggarar;Listetak;Listestatus;" +
		"Basistilskot;Grunntilskot;Utjamningstilskot;Sum"
)

// An era is the form of the files in a run of months: charset, line ends and
// words, ready to be copied out.
type era struct {
	utf8, nynorsk bool
	eol           string
	header        string
	columns       int
	lead          string // the separators before the doctor's name
	vacant        string
	vacantText    string // the same, not in the charset
	open, closed  string
	given, sur    []string // names
	givenUpper    []string
	surUpper      []string
	nbsp          string
}

// newEra prepares the form of files, with the columns that forms, which may be nil, leave.
func newEra(utf8, nynorsk bool, forms *formSet) *era {
	e := &era{utf8: utf8, nynorsk: nynorsk, eol: "\n", header: bokmaalHeader,
		vacantText: "LISTE UTEN FAST LEGE", open: "Åpen", closed: "Lukket"}
	if nynorsk {
		e.header, e.vacantText, e.open, e.closed = nynorskHeader, "Ubesett liste", "Open", "Lukka"
	}
	e.vacant = e.vacantText
	if forms != nil {
		e.header = forms.header(e.header)
	}
	e.columns = strings.Count(e.header, ";") + 1
	e.lead = strings.Repeat(";", strings.Count(e.header[:nameColumn(e.header)], ";"))
	if !utf8 {
		e.eol = "\r\n"
	}
	e.header, e.open, e.nbsp = e.text(e.header), e.text(e.open), e.text("\u00a0")
	for _, name := range givenNames {
		e.given, e.givenUpper = append(e.given, e.text(name)), append(e.givenUpper, e.text(upper(name)))
	}
	for _, name := range surnames {
		e.sur, e.surUpper = append(e.sur, e.text(name)), append(e.surUpper, e.text(upper(name)))
	}
	return e
}

// text puts a text into the era's charset; all our texts are within ISO-8859-1.
func (e *era) text(s string) string {
	if e.utf8 {
		return s
	}
	return string(latin1(s))
}

// nameColumn is where the name of the doctor begins in a header.
func nameColumn(header string) int {
	for _, name := range []string{"Legens navn", "Namn på lege", nameInFiles} {
		if i := strings.Index(header, name); i >= 0 {
			return i
		}
	}
	panic("simulate: a header without the doctor's name")
}

// A monthWriter formats the rows of one month after another.
type monthWriter struct {
	w      io.Writer
	buf    []byte
	engine *engine
	forms  *rendering // nil for plain files
	era    *era
	dirt   dirt
	rate   rate
	month  varighet.Month

	rowsSinceHeader int
	fresh           bool // the next row must name its municipality
	total, sum      sums
}

// sums are the numbers of a subtotal or total row; amounts are in øre.
type sums struct {
	residents                       int64
	basis, floor, equalisation, all int64
}

func (s *sums) add(o sums) {
	s.residents += o.residents
	s.basis += o.basis
	s.floor += o.floor
	s.equalisation += o.equalisation
	s.all += o.all
}

// flushAt is how many bytes are gathered before they are written.
const flushAt = 1 << 20

func (w *monthWriter) flush() error {
	_, err := w.w.Write(w.buf)
	w.buf = w.buf[:0]
	return err
}

// write writes the file of a month, or of a part of the country in it: lists by
// municipality code. It returns the number of lists.
func (w *monthWriter) write(m int32, blocks []block) (rows int64, err error) {
	w.buf, w.total, w.rowsSinceHeader = w.buf[:0], sums{}, 0
	w.beginFile()
	for _, b := range blocks {
		if len(b.lists) == 0 {
			continue
		}
		equalisation := w.engine.equalisation(b.municipality, b.lists, w.month, &w.rate)
		code, name := w.dirt.code(b.code), w.era.text(b.name)
		w.fresh, w.sum = true, sums{}
		for _, id := range b.lists {
			l := &w.engine.lists[id]
			if m > 0 {
				w.engine.drift(l, id, m)
			}
			doctor := l.doctor
			if w.engine.slip(l, id, m) {
				doctor = 0
				w.engine.truth.Slips++
			}
			w.row(l, id, doctor, code, name, equalisation)
			if len(w.buf) >= flushAt {
				if err := w.flush(); err != nil {
					return rows, err
				}
			}
		}
		rows += int64(len(b.lists))
		w.total.add(w.sum)
		w.afterMunicipality(name)
	}
	w.footer()
	return rows, w.flush()
}

// beginFile writes what stands above the rows. A file of one municipality has no title,
// and in a file of all months only the first has a header.
func (w *monthWriter) beginFile() {
	plain := w.forms == nil || !w.forms.files && !w.forms.oneFile
	if first := w.forms == nil || !w.forms.oneFile || w.month == w.engine.options.First; !first {
		w.fresh = true
		return
	}
	if w.era.utf8 {
		w.buf = append(w.buf, "\xef\xbb\xbf"...)
	}
	if plain {
		w.buf = append(w.buf, w.era.text(w.engine.country.plan.title(w.month))...)
		w.empty(w.era.columns - 1)
	}
	w.headerRow()
}

// empty ends a row with so many empty fields.
func (w *monthWriter) empty(n int) {
	for range n {
		w.buf = append(w.buf, ';')
	}
	w.buf = append(w.buf, w.era.eol...)
}

func (w *monthWriter) headerRow() {
	w.buf = append(append(w.buf, w.era.header...), w.era.eol...)
	w.rowsSinceHeader, w.fresh = 0, true
}

// slip reports whether the list is written as vacant though its doctor held it
// in the month before, holds it now and holds it in the next: once in 2000.
func (e *engine) slip(l *list, id, m int32) bool {
	return e.options.Slips && l.doctor != 0 && m > l.start && m+1 < l.end && m < e.last &&
		hash(e.options.Seed, uint64(id)<<16|uint64(m), 5)%2000 == 0
}

// row writes one list, held by doctor; 0 is nobody.
func (w *monthWriter) row(l *list, id, doctor int32, code, name string, equalisation int64) {
	if w.dirt.headers > 0 && w.rowsSinceHeader >= w.dirt.headers {
		w.headerRow()
	}
	w.rowsSinceHeader++
	var b []byte
	if w.forms != nil {
		b = w.formCells(id, doctor, code, name)
	} else {
		b = w.plainCells(id, doctor, code, name)
	}
	b = w.number(append(b, ';'), int64(l.residents))
	b = w.number(append(b, ';'), int64(l.limit))
	b = append(b, ';')
	if l.residents < l.limit {
		b = append(b, w.era.open...)
	} else {
		b = append(b, w.era.closed...)
	}
	s := sums{residents: int64(l.residents), basis: w.rate.grant(int64(l.residents))}
	if l.limit >= 500 && l.residents < 500 && doctor != 0 {
		s.floor = w.rate.grant(500) - s.basis
	}
	if doctor != 0 {
		s.equalisation = equalisation
	}
	s.all = s.basis + s.floor + s.equalisation
	w.sum.add(s)
	w.buf = append(w.amounts(b, s), w.era.eol...)
}

// plainCells appends the cells of a row up to the doctor's name.
func (w *monthWriter) plainCells(id, doctor int32, code, name string) []byte {
	b := w.buf
	if w.fresh || !w.dirt.blockOnly {
		b = append(append(append(append(b, code...), ';'), name...), ';')
		w.fresh = false
	} else {
		b = append(b, ";;"...)
	}
	b = append(strconv.AppendInt(b, listNumber(id), 10), ';')
	if doctor != 0 {
		b = append(strconv.AppendInt(b, hprNumber(doctor), 10), ';')
		return w.doctorName(b, doctor)
	}
	return append(append(b, ';'), w.era.vacant...)
}

// amounts appends the amount columns, each after its separator.
func (w *monthWriter) amounts(b []byte, s sums) []byte {
	b = w.amount(append(b, ';'), s.basis)
	if !w.era.nynorsk {
		return b
	}
	b = append(b, ';')
	if s.floor > 0 {
		b = w.amount(b, s.floor)
	}
	b = append(b, ';')
	if s.equalisation > 0 {
		b = w.amount(b, s.equalisation)
	}
	return w.amount(append(b, ';'), s.all)
}

// doctorName appends the doctor's name, which depends on the doctor alone.
func (w *monthWriter) doctorName(b []byte, doctor int32) []byte {
	given, sur := w.era.given, w.era.sur
	if w.dirt.upper {
		given, sur = w.era.givenUpper, w.era.surUpper
	}
	h := hash(w.engine.options.Seed, uint64(doctor), 2)
	first := given[h%uint64(len(given))]
	last := sur[h>>16%uint64(len(sur))]
	double := h>>56 < 30 // of 256
	if !w.dirt.surnameFirst {
		b = append(append(b, first...), ' ')
	}
	b = append(b, last...)
	if double {
		b = append(append(b, '-'), sur[h>>32%uint64(len(sur))]...)
	}
	if w.dirt.surnameFirst {
		b = append(append(b, ", "...), first...)
	}
	return b
}

// number appends a whole number.
func (w *monthWriter) number(b []byte, n int64) []byte {
	if w.dirt.thousands == "" || n < 1000 {
		return strconv.AppendInt(b, n, 10)
	}
	b = append(w.number(b, n/1000), w.dirt.thousands...)
	n %= 1000
	return append(b, byte('0'+n/100), byte('0'+n/10%10), byte('0'+n%10))
}

// amount appends a sum of money given in øre, with a decimal comma.
func (w *monthWriter) amount(b []byte, ore int64) []byte {
	return append(w.number(b, ore/100), ',', byte('0'+ore/10%10), byte('0'+ore%10))
}

// drift lets a list's residents go from one month to the next.
func (e *engine) drift(l *list, id, m int32) {
	level := l.level
	if l.doctor == 0 {
		level = level * 3 / 4
	}
	h := hash(e.options.Seed, uint64(id)<<32|uint64(m), 3)
	l.residents = max(0, l.residents+int32(h%13)-6+(level-l.residents)/20)
}

// A rate is what a resident on a list brings in one month: annual øre times
// numerator over denominator.
type rate struct{ annual, numerator, denominator int64 }

// newRate returns the rate of a month. It rises each 1 July, on an invented path
// through the published 442 NOK of 2016. Until June 2016 a month is a twelfth
// of a year, from then on it counts by its days, and from July 2022 it is a
// twelfth again.
func newRate(m varighet.Month) rate {
	year := int64(m.Year())
	if m.Calendar() < 7 {
		year--
	}
	annual := 44200 - (2016-year)*1200
	if year > 2016 {
		annual = 44200 + (year-2016)*3500
	}
	r := rate{annual: max(annual, 5000), numerator: 1, denominator: 12}
	if m >= varighet.MonthOf(2016, 7) && m < varighet.MonthOf(2022, 7) {
		first := varighet.MonthOf(m.Year(), 1)
		r.numerator, r.denominator = int64((m+1).Days()-m.Days()), int64((first+12).Days()-first.Days())
	}
	return r
}

// grant is the month's basic grant for so many residents, in øre.
func (r *rate) grant(residents int64) int64 {
	return (residents*r.annual*r.numerator + r.denominator/2) / r.denominator
}

// equalisation is the month's grant to each doctor of a small municipality
// whose lists are short on average, in øre.
func (e *engine) equalisation(place *municipality, lists []int32, m varighet.Month, r *rate) int64 {
	if place.people[m.Year()-e.country.firstYear] >= 5000 {
		return 0
	}
	sum := int64(0)
	for _, id := range lists {
		sum += int64(e.lists[id].residents)
	}
	return r.grant(max(0, 1200-sum/int64(len(lists)))) / 4
}
