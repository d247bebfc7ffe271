package identity

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/varighet/varighet"
)

// Mark stands in every position id that was derived and in few others: between
// the municipality and what the list was first known by.
const Mark = "~"

// A LinkKind says why a list was taken to be the one before.
type LinkKind string

// The kinds of link. In all of them the municipality and, where given, the
// office agree.
const (
	Renumbered LinkKind = "renumbered"  // another list id, the same doctor, nearly the same residents
	HandedOver LinkKind = "handed_over" // another doctor
	Vacated    LinkKind = "vacated"     // no doctor any more
	Filled     LinkKind = "filled"      // a doctor again
	MovedOut   LinkKind = "office"      // another office, the same doctor
)

// A Link joins what a source shows as two lists: from Month on, the rows of
// the second belong to the position of the first.
type Link struct {
	PositionID string
	ListID     string // the id that the rows had in their file; "" if they had none
	Month      varighet.Month
	Code       varighet.MunicipalityCode // as reported in Month
	Kind       LinkKind
	Before     varighet.Opt[int32] // residents in the last month before
	After      varighet.Opt[int32] // residents in Month
}

// Near reports whether two numbers of residents can be those of one list in
// months that follow each other: they differ by at most 25, or a tenth of the
// larger. Moves of residents from month to month are mostly below one in a
// hundred; a list whose limit is cut at a change of doctors is beyond.
func Near(a, b int32) bool {
	return distance(a, b) <= max(25, max(a, b)/10)
}

func distance(a, b int32) int32 {
	if a < b {
		return b - a
	}
	return a - b
}

// reach is how many months after its last row a list without an id can go on:
// with the doctor who had it, or with another.
const (
	reachSame  = 12
	reachOther = 6
)

// A Follower follows the lists of one municipality, or of some that follow each other
// under new codes, that have no id in the source, and gives them one. It is given the
// months in order and remembers one row a list. The zero value links; see the package
// documentation for the rules.
type Follower struct {
	NoLink bool   // a change of doctors ends a list and begins another
	Links  []Link // made so far, by month
	// Who returns by what a row's doctor is followed: the same for all rows of one doctor,
	// "" for nobody. nil: the DoctorID.
	Who func(*varighet.Observation) string
	// Reported returns the first and last month with rows of a municipality ([PlaceOf]).
	// nil: lists never go from one to another.
	Reported func(place string) (first, last varighet.Month)

	// Unsure counts lists that began while another ended and could be its
	// continuation, but of which it could not be said which.
	Unsure int64

	lists   []*list
	founded map[string]int // lists begun under an id, without its number
	month   varighet.Month // of the last call
	before  varighet.Month // of the call before: the last month with rows
}

// A list is a position, as it was last seen.
type list struct {
	id      string
	linked  bool // rows from now on belong here by a link
	seen    unit
	matched bool // this month
}

// A unit is one list in one month: the rows that one row of a file gave.
type unit struct {
	rows      []int // indexes of the month's observations
	month     varighet.Month
	doctor    string // who holds it, else who stands in; "" for nobody
	place     string // the municipality
	vacant    bool
	office    string // folded
	residents varighet.Opt[int32]
	code      varighet.MunicipalityCode
	file      string
	row       int32
	list      *list
}

// Month fills in PositionID and PositionBasis of the rows of one month, in
// which all have the same Month, later than that of the call before. The rows
// may be in any order but an order that depends on their values only.
func (f *Follower) Month(rows []varighet.Observation) {
	if len(rows) == 0 {
		return
	}
	units := f.unitsOf(rows)
	f.before, f.month = f.month, rows[0].Month
	for _, l := range f.lists {
		l.matched = false
	}
	f.sameRow(units)
	f.sameDoctor(units)
	f.stillVacant(units)
	if !f.NoLink {
		f.changed(units)
	}
	for _, u := range units {
		if u.list == nil {
			f.found(u)
		}
		for _, i := range u.rows {
			rows[i].PositionID, rows[i].PositionBasis = u.list.id, varighet.BasisDerived
			if u.list.linked {
				rows[i].PositionBasis = varighet.BasisLinked
			}
		}
	}
	f.forget()
}

// PlaceOf is what a row calls its municipality: the code, or else the name without
// regard to case.
func PlaceOf(code varighet.MunicipalityCode, name string) string {
	if code != "" {
		return string(code)
	}
	return varighet.Town(name)
}

// unitsOf gathers observations by the row they come from.
func (f *Follower) unitsOf(rows []varighet.Observation) []*unit {
	type place struct {
		file string
		row  int32
	}
	byRow := make(map[place]*unit, len(rows))
	var units []*unit
	for i := range rows {
		o := &rows[i]
		at := place{o.SourceFile, o.SourceRow}
		u := byRow[at]
		if u == nil {
			u = &unit{month: o.Month, vacant: true, file: o.SourceFile, row: o.SourceRow, place: PlaceOf(o.MunicipalityCode, o.MunicipalityName)}
			byRow[at] = u
			units = append(units, u)
		}
		u.rows = append(u.rows, i)
		if o.Role == varighet.RoleRegular && u.vacant || u.doctor == "" {
			if u.doctor = o.DoctorID; f.Who != nil {
				u.doctor = f.Who(o)
			}
		}
		u.vacant = u.vacant && o.Role != varighet.RoleRegular
		u.office, u.code = FoldOffice(o.Office), o.MunicipalityCode
		if o.Residents.OK {
			u.residents = o.Residents
		}
	}
	slices.SortFunc(units, func(a, b *unit) int {
		return cmp.Or(cmp.Compare(a.doctor, b.doctor), cmp.Compare(a.office, b.office),
			cmp.Compare(b.residents.V, a.residents.V), cmp.Compare(a.file, b.file), cmp.Compare(a.row, b.row))
	})
	return units
}

// FoldOffice is the form in which the names of two offices are compared:
// letters and digits in lower case, without the form of company at the end.
func FoldOffice(s string) string {
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !isLetterOrDigit(r) })
	for len(words) > 1 && slices.Contains([]string{"as", "da", "ans", "ks", "sa"}, words[len(words)-1]) {
		words = words[:len(words)-1]
	}
	return strings.Join(words, " ")
}

func (f *Follower) take(u *unit, l *list) {
	u.list, l.matched, l.seen = l, true, *u
	l.seen.rows, l.seen.list = nil, nil
}

// link takes a list for the continuation of another.
func (f *Follower) link(u *unit, l *list, kind LinkKind) {
	f.Links = append(f.Links, Link{PositionID: l.id, Month: u.month, Code: u.code, Kind: kind,
		Before: l.seen.residents, After: u.residents})
	l.linked = true
	f.take(u, l)
}

// sameRow finds lists in tables with a column a month: the row is the list.
func (f *Follower) sameRow(units []*unit) {
	if len(f.lists) == 0 {
		return
	}
	type place struct {
		file string
		row  int32
	}
	byRow := make(map[place]*list, len(f.lists))
	for _, l := range f.lists {
		byRow[place{l.seen.file, l.seen.row}] = l
	}
	for _, u := range units {
		if l := byRow[place{u.file, u.row}]; l != nil && !l.matched {
			f.take(u, l)
		}
	}
}

// sameDoctor finds lists that their doctor still has. A doctor with several is
// matched by office, then by residents.
func (f *Follower) sameDoctor(units []*unit) {
	byDoctor := map[string][]*list{}
	for _, l := range f.lists {
		if !l.matched && l.seen.doctor != "" {
			byDoctor[l.seen.doctor] = append(byDoctor[l.seen.doctor], l)
		}
	}
	for from := 0; from < len(units); {
		to := from + 1
		for to < len(units) && units[to].doctor == units[from].doctor {
			to++
		}
		if lists := byDoctor[units[from].doctor]; len(lists) > 0 {
			f.doctorsLists(units[from:to], lists)
		}
		from = to
	}
}

func (f *Follower) doctorsLists(units []*unit, lists []*list) {
	single := len(units) == 1 && len(lists) == 1
	var pairs []pair
	for _, u := range units {
		for _, l := range lists {
			if u.list != nil || !f.follows(u, &l.seen) || !goesOn(u, l, single) {
				continue
			}
			p := pair{u: u, l: l, d: residentsApart(u, &l.seen)}
			if officesDiffer(u, &l.seen) {
				p.rank = 1
			}
			pairs = append(pairs, p)
		}
	}
	sortPairs(pairs)
	for _, p := range pairs {
		switch {
		case p.u.list != nil || p.l.matched:
		case p.rank == 1 && !f.NoLink:
			f.link(p.u, p.l, MovedOut)
		case p.rank == 0:
			f.take(p.u, p.l)
		}
	}
}

// goesOn reports whether a doctor's row can be of a list the doctor had.
func goesOn(u *unit, l *list, single bool) bool {
	known := u.residents.OK && l.seen.residents.OK
	nearby := known && Near(u.residents.V, l.seen.residents.V)
	switch {
	case u.month-l.seen.month > reachSame && !nearby, u.place != l.seen.place && known && !nearby:
		return false
	case officesDiffer(u, &l.seen):
		return nearby || single && !known
	}
	return true
}

// follows reports whether a row can be of a list as it was last seen, by the
// municipalities of the two: the same, or one that has its first rows where the other
// has had its last.
func (f *Follower) follows(u, seen *unit) bool {
	if u.place == seen.place {
		return true
	}
	if f.Reported == nil {
		return false
	}
	first, _ := f.Reported(u.place)
	_, last := f.Reported(seen.place)
	return first == u.month && last == seen.month && last < first
}

func officesDiffer(a, b *unit) bool { return a.office != "" && b.office != "" && a.office != b.office }

// residentsApart is how far apart two lists are; lists of unknown length come last.
func residentsApart(a, b *unit) int32 {
	if !a.residents.OK || !b.residents.OK {
		return 1 << 30
	}
	return distance(a.residents.V, b.residents.V)
}

// A pair is a row and a list it may belong to.
type pair struct {
	u    *unit
	l    *list
	rank int   // pairs of a lower rank go first
	d    int32 // between the residents
}

func sortPairs(pairs []pair) {
	slices.SortFunc(pairs, func(a, b pair) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.d, b.d), cmp.Compare(a.l.id, b.l.id),
			cmp.Compare(a.u.file, b.u.file), cmp.Compare(a.u.row, b.u.row))
	})
}

// stillVacant finds lists that nobody had and nobody has, nearest first.
func (f *Follower) stillVacant(units []*unit) {
	var pairs []pair
	for _, u := range units {
		if u.list != nil || u.doctor != "" {
			continue
		}
		for _, l := range f.lists {
			if l.matched || l.seen.doctor != "" || l.seen.month < f.before || officesDiffer(u, &l.seen) || !f.follows(u, &l.seen) {
				continue
			}
			d := residentsApart(u, &l.seen)
			if d == 1<<30 || Near(u.residents.V, l.seen.residents.V) {
				pairs = append(pairs, pair{u: u, l: l, d: d})
			}
		}
	}
	sortPairs(pairs)
	for _, p := range pairs {
		if p.u.list == nil && !p.l.matched {
			f.take(p.u, p.l)
		}
	}
}

// changed finds lists that have another doctor than before, none any more, or one
// again. The surest pair goes first; one that is not clearly nearer than the
// next is left alone. Once is enough: what a later pair takes is as far from an earlier
// one as from itself, and so was in nobody's way.
func (f *Follower) changed(units []*unit) {
	c := changes{byUnit: map[*unit][]pair{}, byList: map[*list][]pair{}}
	for _, u := range units {
		if u.list != nil {
			continue
		}
		for _, l := range f.lists {
			if p, ok := f.mayBe(u, l); ok {
				c.all = append(c.all, p)
				c.byUnit[u], c.byList[l] = append(c.byUnit[u], p), append(c.byList[l], p)
			}
		}
		if len(c.all) > maxPairs {
			f.Unsure++ // so much changes only if names are written in a new way
			return
		}
	}
	sortPairs(c.all)
	for _, p := range c.all {
		if p.u.list == nil && !p.l.matched && c.clear(p) {
			f.link(p.u, p.l, kindOf(p.u, p.l))
		}
	}
	for u := range c.byUnit {
		if u.list == nil {
			f.Unsure++
		}
	}
}

// maxPairs bounds the work for one month; a month of a real municipality is far below.
const maxPairs = 100_000

// changes are the rows and lists of a month that may be one, as pairs.
type changes struct {
	all    []pair
	byUnit map[*unit][]pair
	byList map[*list][]pair
}

// clear reports whether no other pair of the same row or the same list comes
// near this one. Pairs without residents are clear only if they are alone.
func (c *changes) clear(p pair) bool {
	for _, others := range [][]pair{c.byUnit[p.u], c.byList[p.l]} {
		for _, o := range others {
			if o.u == p.u && o.l == p.l || o.u.list != nil || o.l.matched {
				continue
			}
			if o.rank < p.rank || o.rank == p.rank && (p.d == 1<<30 || o.d < 3*p.d+20) {
				return false
			}
		}
	}
	return true
}

// mayBe reports whether a row can be the continuation of a list that its doctor
// no longer has.
func (f *Follower) mayBe(u *unit, l *list) (pair, bool) {
	if l.matched || l.seen.month+reachOther < u.month || officesDiffer(u, &l.seen) || !f.follows(u, &l.seen) {
		return pair{}, false
	}
	p := pair{u: u, l: l, d: residentsApart(u, &l.seen)}
	late := l.seen.month < f.before
	if late {
		p.rank = 1
	}
	if p.d == 1<<30 {
		return p, !late // without residents only from one month to the next
	}
	return p, Near(u.residents.V, l.seen.residents.V)
}

func kindOf(u *unit, l *list) LinkKind {
	switch {
	case u.doctor == "":
		return Vacated
	case l.seen.doctor == "":
		return Filled
	}
	return HandedOver
}

// found begins a list, known from now on by its first doctor.
func (f *Follower) found(u *unit) {
	who := u.doctor
	if who == "" {
		who = "vacant" + Mark + u.month.String()
	}
	id := u.place + Mark + who
	if f.founded == nil {
		f.founded = map[string]int{}
	}
	f.founded[id]++
	if n := f.founded[id]; n > 1 {
		id = fmt.Sprintf("%s%s%d", id, Mark, n)
	}
	l := &list{id: id}
	f.lists = append(f.lists, l)
	f.take(u, l)
}

// forget drops vacant lists that can go on no more; those of doctors stay, since
// a doctor may be back.
func (f *Follower) forget() {
	f.lists = slices.DeleteFunc(f.lists, func(l *list) bool {
		return l.seen.doctor == "" && l.seen.month+reachOther < f.month
	})
}
