package ingest

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/cell"
	"github.com/varighet/varighet/internal/boundedtoml"
	"github.com/varighet/varighet/internal/limit"
)

// A Layout says what the columns of a file are, where the reader does not see
// it, or sees it wrong. What it leaves out is found as ever. The zero value
// says nothing.
type Layout struct {
	// Columns gives each header, compared as headers are (case, blanks and dots do
	// not matter), the field it is: a column name of the register such as
	// position_id or doctor_name, or one of hpr_number, last_name, first_name,
	// middle_name, year, part_list, locum and locum_for. "" says not to use it.
	Columns map[string]string `toml:"columns"`

	HeaderRow int      `toml:"header_row,omitempty"` // line or row of the header, from 1; 0 to look for it
	Separator string   `toml:"separator,omitempty"`  // one sign, or "tab"; "" to look for it
	Encoding  string   `toml:"encoding,omitempty"`   // as a FileSummary has it; "" to look for it
	Sheets    []string `toml:"sheets,omitempty"`     // of a workbook; none for all that are not hidden

	// Dates says in which order dates such as 11/1/2019 have day, month and year, where the
	// table does not show it: "day/month", "month/day" or "year/month"; "" to look for it.
	Dates string `toml:"dates,omitempty"`

	// Periods says that each row is a period, with a beginning and an end, though the
	// table's title or the file's name has a month: they end with it.
	Periods bool `toml:"periods,omitempty"`

	// Limits raise limits within which files are read, as {"workbook": "512MiB"}.
	Limits map[string]string `toml:"limits,omitempty"`

	// Tables say what columns are in tables with certain headers only.
	Tables []TableLayout `toml:"tables,omitempty"`

	// Lists says what the ids of lists are unique within.
	Lists ListIDs `toml:"lists,omitempty"`

	fields map[string]field // by folded header, made by compile
	raised limit.Set        // what Limits say, likewise
}

// ListIDs says what the ids of lists are unique within.
type ListIDs struct {
	// Within is "" where no two lists have the same id, and "municipality" where each
	// municipality has numbered its own, 1, 2, 3: the register's id of a list is then
	// the municipality's code and the number, such as 4631-1. With a reference the code
	// is the newest that the same area has had, so that a new code is no new list; where
	// municipalities merged, their lists had to be numbered anew, and are linked as
	// renumbered lists are.
	Within string `toml:"within,omitempty"`
}

const withinMunicipality = "municipality"

// ParseLayout reads a layout file (TOML). Keys and fields that are not known
// are errors.
func ParseLayout(b []byte) (*Layout, error) {
	l := &Layout{}
	meta, err := boundedtoml.Decode(b, l)
	if err != nil {
		return nil, fmt.Errorf("layout: %w", err)
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return nil, fmt.Errorf("layout: there is no setting %q; there are columns, header_row, separator, encoding, sheets, dates, periods, tables, limits and lists.within", unknown[0])
	}
	// A value that is no table leaves a map empty, without an error.
	if l.Columns == nil && defines(&meta, "columns") {
		return nil, errors.New(`layout: columns is a part of the file, [columns], with lines such as "Fastlege" = "doctor_name"`)
	}
	for _, t := range l.Tables {
		if len(t.Columns) == 0 {
			return nil, errors.New(`layout: a [[tables]] says what its columns are, such as columns = {"Avdeling" = "position_id"}`)
		}
	}
	return l, l.compile()
}

// defines reports whether a file has a key in any case, which is how keys are read.
func defines(meta *toml.MetaData, key string) bool {
	return slices.ContainsFunc(meta.Keys(), func(k toml.Key) bool { return strings.EqualFold(k[0], key) })
}

// Map adds what --map says: "header=field".
func (l *Layout) Map(pair string) error {
	i := strings.LastIndexByte(pair, '=')
	if i < 1 {
		return fmt.Errorf("%q is not of the form HEADER=FIELD, such as %q", pair, "Avtal-ID=position_id")
	}
	if l.Columns == nil {
		l.Columns = map[string]string{}
	}
	header := strings.TrimSpace(pair[:i])
	l.Columns[header] = strings.TrimSpace(pair[i+1:])
	for _, t := range l.Tables {
		for h := range t.Columns {
			if cell.Fold(h) == cell.Fold(header) {
				delete(t.Columns, h)
			}
		}
	}
	return l.compile()
}

// compile checks the layout and makes it ready to look headers up in.
func (l *Layout) compile() error {
	if l == nil {
		return nil
	}
	l.fields = make(map[string]field, len(l.Columns))
	for header, name := range l.Columns {
		f, ok := fieldByName(name)
		if !ok {
			return fmt.Errorf("layout: column %s cannot be %q; the fields are %s", quoteHeader(header), name, strings.Join(fieldNames(), ", "))
		}
		l.fields[cell.Fold(header)] = f
	}
	if _, ok := l.encoding(); !ok {
		return fmt.Errorf("layout: there is no encoding %q; there are %s", l.Encoding, strings.Join(encodingNames[1:], ", "))
	}
	if _, ok := l.separator(); !ok {
		return fmt.Errorf("layout: a separator is one sign, or \"tab\", not %q", l.Separator)
	}
	if l.Dates != "" && !l.order().OK {
		return fmt.Errorf("layout: dates have the order %s, not %q", strings.Join(cell.DateOrderNames[:], ", "), l.Dates)
	}
	l.raised = limit.Set{}
	if _, err := l.raised.RaiseAll(l.Limits); err != nil {
		return fmt.Errorf("layout: [limits]: %w", err)
	}
	if w := l.Lists.Within; w != "" && w != withinMunicipality {
		return fmt.Errorf("layout: ids of lists are unique within the country, or within = %q, not %q", withinMunicipality, w)
	}
	return l.compileTables()
}

// NumberWithin says what the ids of lists are unique within, as --lists-within does.
func (l *Layout) NumberWithin(what string) error {
	l.Lists.Within = what
	return l.compile()
}

// OrderDates says in which order dates have day, month and year, as --dates does.
func (l *Layout) OrderDates(order string) error {
	l.Dates = order
	return l.compile()
}

// order returns the order of dates that the layout names.
func (l *Layout) order() (o varighet.Opt[cell.DateOrder]) {
	if l != nil {
		if i := slices.Index(cell.DateOrderNames[:], l.Dates); i >= 0 {
			o = varighet.Some(cell.DateOrder(i))
		}
	}
	return o
}

// Raised returns the limits that the layout raises.
func (l *Layout) Raised() (s limit.Set) {
	if l != nil {
		s = l.raised
	}
	return s
}

// ListsWithin returns what the ids of lists are unique within; "" for the country.
func (l *Layout) ListsWithin() string {
	if l == nil {
		return ""
	}
	return l.Lists.Within
}

// String writes the layout in one line, the same for the same layout, for a
// manifest; "" for none.
func (l *Layout) String() string {
	if l == nil {
		return ""
	}
	var parts []string
	for header, name := range l.Columns {
		parts = append(parts, fmt.Sprintf("%q=%s", header, name))
	}
	if l.HeaderRow > 0 {
		parts = append(parts, fmt.Sprintf("header_row %d", l.HeaderRow))
	}
	for name, value := range map[string]string{"separator": l.Separator, "encoding": l.Encoding, "dates": l.Dates} {
		if value != "" {
			parts = append(parts, fmt.Sprintf("%s %q", name, value))
		}
	}
	if l.Lists.Within != "" {
		parts = append(parts, "lists within "+l.Lists.Within)
	}
	if s := l.raised.String(); s != "" {
		parts = append(parts, "limits "+s)
	}
	if l.Periods {
		parts = append(parts, "periods")
	}
	for i := range l.Tables {
		parts = append(parts, l.Tables[i].string())
	}
	for _, s := range l.Sheets {
		parts = append(parts, fmt.Sprintf("sheet %q", s))
	}
	slices.Sort(parts)
	return strings.Join(parts, ", ")
}

// fieldByName looks a field up by its name; "" is no field.
func fieldByName(name string) (field, bool) {
	for f := fieldNone; f < numFields; f++ {
		if f.String() == name {
			return f, true
		}
	}
	return fieldNone, false
}

// fieldNames returns the names of the fields that are read.
func fieldNames() []string {
	var names []string
	for f := fieldNone + 1; f < numFields; f++ {
		if f.used() {
			names = append(names, f.String())
		}
	}
	return names
}

// fieldOf looks a header up; ok is false if the layout does not name it.
func (l *Layout) fieldOf(header string) (f field, ok bool) {
	if l == nil || len(l.fields) == 0 {
		return fieldNone, false
	}
	f, ok = l.fields[cell.Fold(header)]
	return f, ok
}

// ofPeriods reports whether the layout says that rows are periods.
func (l *Layout) ofPeriods() bool { return l != nil && l.Periods }

// encoding returns the encoding that the layout names, or ASCII for none.
func (l *Layout) encoding() (encoding, bool) {
	if l == nil || l.Encoding == "" {
		return encodingASCII, true
	}
	for e := encodingUTF8; e < numEncodings; e++ {
		if strings.EqualFold(e.String(), l.Encoding) {
			return e, true
		}
	}
	return encodingASCII, false
}

// separator returns the separator that the layout names, or 0 for none.
func (l *Layout) separator() (byte, bool) {
	switch {
	case l == nil || l.Separator == "":
		return 0, true
	case strings.EqualFold(l.Separator, "tab") || l.Separator == "\t":
		return '\t', true
	}
	for b, name := range separatorNames {
		if name == l.Separator {
			return b, true
		}
	}
	return l.Separator[0], len(l.Separator) == 1 && l.Separator[0] != '"' && l.Separator[0] < 0x7F
}

// wants reports whether a sheet is to be read, and whether the layout says so
// by name.
func (l *Layout) wants(sheet string) (wanted, named bool) {
	if l == nil || len(l.Sheets) == 0 {
		return true, false
	}
	named = slices.Contains(l.Sheets, sheet)
	return named, named
}

// TOML writes the layout as a file, columns in the order of the header.
// Comments say what was guessed.
func (o *LayoutOffer) TOML() []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "# How files like %s are laid out; use with: varighet ingest --layout THIS-FILE ...\n", tomlComment(o.File))
	if o.HeaderRow > 0 {
		fmt.Fprintf(&b, "# The header stands in row %d; say header_row = %d if it is not found.\n", o.HeaderRow, o.HeaderRow)
	}
	fmt.Fprintf(&b, "# Fields: %s; \"\" is not used.\n\n[columns]\n", strings.Join(fieldNames(), ", "))
	unused := 0
	writeColumns(&b, o.Columns, &unused)
	o.writeTables(&b, &unused)
	return []byte(b.String())
}

func tomlComment(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7F {
			return ' '
		}
		return r
	}, s)
}

// A LayoutOffer is a layout that the reader proposes for a file: what it took
// the columns for, and for those it does not know what they look like.
type LayoutOffer struct {
	File      string
	HeaderRow int
	Columns   []OfferedColumn
	Tables    []OfferedTable // where it is for several
}

// An OfferedColumn is one column of a LayoutOffer.
type OfferedColumn struct {
	Header string
	Field  string // "" for not used
	Why    string // for a guess: what it rests on
	Own    bool   // of one month, or of a panel on its side, and needs no entry
}

// Guesses reports how many columns the offer only guesses at.
func (o *LayoutOffer) Guesses() int {
	n := 0
	columns := slices.Clone(o.Columns)
	for _, t := range o.Tables {
		columns = append(columns, t.Columns...)
	}
	for _, c := range columns {
		if c.Why != "" && c.Field != "" {
			n++
		}
	}
	return n
}

// offer proposes a layout for a table from its header and first rows.
func (h *header) offer(file string, rows []sampleRow) *LayoutOffer {
	o := &LayoutOffer{File: file, HeaderRow: h.line}
	guesses := h.guess(rows)
	for i, name := range h.names {
		c := OfferedColumn{Header: name, Own: h.months[i].OK || h.side != nil}
		if f := h.fields[i]; f.used() || f == fieldAgreementEnd || f == fieldPeriod {
			c.Field = f.String()
		} else if g, ok := guesses[i]; ok {
			c.Field, c.Why = g.field.String(), "a guess: "+g.why
		} else if f != fieldNone {
			c.Why = "known and not used: " + f.String()
		}
		o.Columns = append(o.Columns, c)
	}
	return o
}

// A guess is what a column that is not known may be.
type guess struct {
	field field
	why   string
	score int
}

// guess looks at the columns that are not known for the fields that a file
// cannot do without and that no column has, by the spelling of the header first
// and else by what stands below it. Each field is guessed once at most.
func (h *header) guess(rows []sampleRow) map[int]guess {
	wanted := []field{fieldPositionID, fieldHPR, fieldDoctorName, fieldMunicipalityCode, fieldMonth, fieldResidents}
	if len(h.panel) > 0 {
		wanted = []field{fieldPositionID, fieldMunicipalityCode}
	} else if h.side != nil {
		wanted = nil
	}
	type offer struct {
		column int
		guess
	}
	var all []offer
	for _, f := range wanted {
		if h.gives(f) || f == fieldHPR && h.gives(fieldDoctorID) || f == fieldDoctorName && h.gives(fieldLastName) {
			continue
		}
		if i := h.nearest([]field{f}); i >= 0 {
			all = append(all, offer{i, guess{f, "the header is spelt nearly like one for it", 100}})
		}
		for i := range h.names {
			if h.fields[i] != fieldNone || h.months[i].OK || h.names[i] == "" {
				continue
			}
			if score, why := looksLike(f, h.below(i, rows)); score > 0 {
				all = append(all, offer{i, guess{f, why, score}})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b offer) int { return cmp.Or(b.score-a.score, a.column-b.column) })
	out := map[int]guess{}
	done := map[field]bool{}
	for _, o := range all {
		if _, taken := out[o.column]; !taken && !done[o.field] {
			out[o.column], done[o.field] = o.guess, true
		}
	}
	return out
}

// below returns what stands in a column under the header, blank cells left out.
func (h *header) below(column int, rows []sampleRow) []string {
	var out []string
	for _, r := range rows {
		if s := at(r.cells, column); r.index >= h.index+h.rows && s != "" {
			out = append(out, s)
		}
	}
	return out
}

// looksLike says how much the cells of a column look like a field, up to 90;
// below that nine in ten must.
func looksLike(f field, cells []string) (score int, why string) {
	if len(cells) < 3 {
		return 0, ""
	}
	share := func(ok func(s string) bool) int {
		n := 0
		for _, s := range cells {
			if ok(s) {
				n++
			}
		}
		return 100 * n / len(cells)
	}
	unique := map[string]bool{}
	for _, s := range cells {
		unique[s] = true
	}
	var n int
	switch f {
	case fieldHPR:
		n, why = share(func(s string) bool { return len(s) >= 7 && len(s) <= 9 && strings.Trim(s, "0123456789") == "" }), "numbers of seven to nine digits"
	case fieldMunicipalityCode:
		n, why = share(func(s string) bool { c := cell.ReadCode([]byte(s)); return !c.Bad && c.Code != "" && !c.Restored }), "four digits"
	case fieldMonth:
		n, why = share(func(s string) bool { return cell.MayBeDate(s) && len(s) > 5 }), "months"
	case fieldDoctorName:
		n, why = share(func(s string) bool {
			words := cell.FoldWords(s)
			return cell.IsVacant(words) || len(words) >= 2 && len(words) <= 5 && !strings.ContainsAny(s, "0123456789")
		}), "texts of two to five words"
	case fieldResidents:
		n, why = share(func(s string) bool {
			v, st := cell.ParseNumber([]byte(s))
			return st == cell.NumberOK && v%100 == 0 && v <= 500000
		}), "numbers up to 5000"
		n -= 20
	case fieldPositionID:
		n, why = share(func(s string) bool {
			return len(s) <= 20 && strings.ContainsAny(s, "0123456789") && !strings.Contains(s, " ")
		}), "short ids, no two the same"
		if len(unique) < len(cells) {
			return 0, ""
		}
		n -= 10
	}
	if n < 70 {
		return 0, ""
	}
	return min(n, 90), "the cells are " + why
}
