package register

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/identity"
	"github.com/varighet/varighet/internal/limit"
)

// derivedMark stands in every id that is derived.
const derivedMark = identity.Mark

// looseMark begins the passing id of rows whose position is to be derived: it is
// followed by their municipality, and sorts before every id.
const looseMark = "\x00"

// looseID is the passing id of rows of a municipality.
func looseID(code varighet.MunicipalityCode, name string) string {
	return looseMark + identity.PlaceOf(code, name)
}

// A looseKey is what the passing id of a row depends on.
type looseKey struct {
	code varighet.MunicipalityCode
	name string
}

// loosePosition returns the worker's number of the passing id of a row.
func (w *worker) loosePosition(o *varighet.Observation) uint32 {
	w.loose++
	key := looseKey{code: o.MunicipalityCode}
	if key.code == "" {
		key.name = o.MunicipalityName
	}
	if key != w.lastLoose || w.lastLooseN == 0 {
		n, ok := w.dicts[positions].id(looseID(key.code, key.name))
		if !ok { // the name is no text, or with the mark longer than one may be
			w.notText = true
			return 0
		}
		w.lastLoose, w.lastLooseN = key, n
	}
	return w.lastLooseN
}

// derive gives the loose rows of all runs their positions, in a run of its own.
// They come first in the merge, by municipality and month, so that no more of
// them is in memory than a month of a municipality, or all of those few that follow
// each other under new codes.
func (b *Builder) derive() error {
	loose := int64(0)
	for _, w := range b.workers {
		loose += w.loose
	}
	if loose == 0 {
		return nil
	}
	m, err := b.mergeRuns()
	if err != nil {
		return err
	}
	who, err := b.writtenWho(m)
	if err != nil {
		return err
	}
	d := deriver{b: b, m: m, who: who, run: b.NewRun()}
	if err := d.findChains(); err != nil {
		return err
	}
	if err := m.rewind(); err != nil {
		return err
	}
	if err := d.follow(); err != nil {
		return err
	}
	w := d.run.w
	if err := d.run.Close(); err != nil {
		return err
	}
	return b.endRun(w)
}

// A deriver hands the months of a municipality, one after another, to the
// follower that knows its lists.
type deriver struct {
	b   *Builder
	m   *merge
	who *writtenWho
	run *Run

	reported map[string]codeSpan // by municipality
	chains   map[string]string   // municipalities that follow each other: the first of them
	waiting  map[string][]varighet.Observation

	at       uint32 // the passing position
	rows     []varighet.Observation
	follower *identity.Follower
}

// loose goes through the loose rows in order, a month of a municipality at a time.
func (d *deriver) loose(month func(place string, rows []varighet.Observation) error) error {
	place := func() string { return strings.TrimPrefix(d.m.texts[positions][d.at], looseMark) }
	d.rows = d.rows[:0]
	for {
		r, err := d.m.next()
		if err != nil {
			return err
		}
		done := r == nil || !strings.HasPrefix(d.m.texts[positions][r.position], looseMark)
		if len(d.rows) > 0 && (done || r.position != d.at || varighet.Month(r.month) != d.rows[0].Month) {
			if err := month(place(), d.rows); err != nil {
				return err
			}
			d.rows = d.rows[:0]
		}
		if done {
			return nil
		}
		d.at = r.position
		if d.rows = append(d.rows, r.observation(&d.m.texts)); len(d.rows) > d.b.opt.Limits.Of(limit.MonthRows) {
			return tooManyInMonth(&d.rows[len(d.rows)-1], d.b.opt.Limits)
		}
	}
}

// A place is what is known of a municipality's loose lists.
type place struct {
	first, last   varighet.Month
	begins, ended map[string]bool // doctors of the first and of the last month
}

// findChains finds municipalities whose last month is followed by the first of another
// with the same doctors: mergers, divisions and new codes.
func (d *deriver) findChains() error {
	places := map[string]*place{}
	present := map[varighet.Month]bool{}
	err := d.loose(func(name string, rows []varighet.Observation) error {
		p := places[name]
		doctors := map[string]bool{}
		for i := range rows {
			if w := d.who.of(&rows[i]); w != "" {
				doctors[w] = true
			}
		}
		if p == nil {
			p = &place{first: rows[0].Month, begins: doctors}
			places[name] = p
		}
		p.last, p.ended = rows[0].Month, doctors
		present[rows[0].Month] = true
		return nil
	})
	d.reported, d.chains = map[string]codeSpan{}, map[string]string{}
	months := slices.Sorted(maps.Keys(present))
	names := slices.Sorted(maps.Keys(places))
	for _, name := range names {
		d.reported[name] = codeSpan{int16(places[name].first), int16(places[name].last), true}
	}
	for _, old := range names {
		for _, fresh := range names {
			a, z := places[old], places[fresh]
			if i, _ := slices.BinarySearch(months, a.last); i+1 < len(months) && z.first == months[i+1] && handsOver(a.ended, z.begins) {
				d.chain(old, fresh)
			}
		}
	}
	return err
}

// handsOver reports whether half of the doctors of the smaller of two sets are in both.
func handsOver(ended, begins map[string]bool) bool {
	both := 0
	for w := range ended {
		if begins[w] {
			both++
		}
	}
	return both > 0 && 2*both >= min(len(ended), len(begins))
}

// chain makes two municipalities, and those that they are chained to, one chain.
func (d *deriver) chain(a, z string) {
	a, z = d.head(a), d.head(z)
	if a != z {
		d.chains[max(a, z)] = min(a, z)
	}
}

func (d *deriver) head(name string) string {
	for d.chains[name] != "" {
		name = d.chains[name]
	}
	return name
}

// follow follows the lists of each municipality, or of each chain of them.
func (d *deriver) follow() error {
	chained := map[string]bool{}
	for z, a := range d.chains {
		chained[z], chained[a] = true, true
	}
	d.waiting = map[string][]varighet.Observation{}
	last := ""
	err := d.loose(func(name string, rows []varighet.Observation) error {
		d.b.looseTwice(rows)
		if chained[name] {
			d.waiting[d.head(name)] = append(d.waiting[d.head(name)], rows...)
			return nil
		}
		if d.follower == nil || last != name {
			d.begin()
			last = name
		}
		return d.month(rows)
	})
	for _, head := range slices.Sorted(maps.Keys(d.waiting)) {
		if err != nil {
			return err
		}
		d.begin()
		err = d.months(d.waiting[head])
		d.waiting[head] = nil
	}
	d.end()
	return err
}

// months follows the rows of a chain, which come by municipality and then by month.
func (d *deriver) months(rows []varighet.Observation) error {
	slices.SortStableFunc(rows, func(a, b varighet.Observation) int { return cmp.Compare(a.Month, b.Month) })
	for from := 0; from < len(rows); {
		to := from + 1
		for to < len(rows) && rows[to].Month == rows[from].Month {
			to++
		}
		if err := d.month(rows[from:to]); err != nil {
			return err
		}
		from = to
	}
	return nil
}

// begin begins to follow other lists.
func (d *deriver) begin() {
	d.end()
	d.follower = &identity.Follower{NoLink: d.b.opt.NoLink, Who: d.who.of, Reported: func(place string) (first, last varighet.Month) {
		c := d.reported[place]
		return varighet.Month(c.first), varighet.Month(c.last)
	}}
}

// month derives the positions of the rows of a month.
func (d *deriver) month(rows []varighet.Observation) error {
	d.follower.Month(rows)
	for i := range rows {
		if err := d.run.Add(&rows[i]); err != nil {
			return err
		}
	}
	return nil
}

// end takes over what was linked.
func (d *deriver) end() {
	if d.follower != nil {
		d.b.made = append(d.b.made, d.follower.Links...)
		d.b.unsure += d.follower.Unsure
	}
	d.follower = nil
}

// observation unpacks a record; its source is as it was, its position the
// passing one, left out.
func (r *record) observation(texts *[dictCount][]string) varighet.Observation {
	int32s := func(n int32) varighet.Opt[int32] {
		if n == noInt32 {
			return varighet.Opt[int32]{}
		}
		return varighet.Some(n)
	}
	amount := func(i int) varighet.Opt[varighet.Amount] {
		if r.amounts[i] == noAmount {
			return varighet.Opt[varighet.Amount]{}
		}
		return varighet.Some(varighet.Amount(r.amounts[i]))
	}
	return varighet.Observation{
		Month: varighet.Month(r.month), PositionBasis: r.flags.basis(),
		MunicipalityCode: varighet.MunicipalityCode(texts[codes][r.code]), MunicipalityName: texts[names][r.name],
		DoctorID: texts[doctors][r.doctor], DoctorBasis: r.flags.doctorBasis(), NameID: texts[nameIDs][r.nameID],
		DoctorName: texts[doctorNames][r.doctorName], Role: r.flags.role(),
		Residents: int32s(r.residents), ListLimit: int32s(r.limit), Status: r.flags.status(), Office: texts[offices][r.office],
		Salaried: r.flags.salaried(), CommonList: r.flags.common(), AgreementStart: int32s(r.start),
		AmountBasis: amount(0), AmountFloor: amount(1), AmountEqualisation: amount(2), AmountTotal: amount(3),
		Evidence: r.flags.evidence(), SourceFile: texts[files][r.file], SourceRow: r.row,
	}
}

// A span is how a position was first and last seen.
type span struct{ first, last sight }

// A sight is a position in a month: the regular doctor, or none.
type sight struct {
	key                int32 // month and role; the regular doctor is the lowest in a month
	doctor, code, name uint32
	residents          int32
}

func (s *sight) month() varighet.Month { return varighet.Month(s.key >> 2) }

var newSpan = span{first: sight{key: math.MaxInt32}, last: sight{key: math.MinInt32}}

// see notes a record of the position.
func (s *span) see(r *record) {
	month, role := int32(r.month), int32(r.flags.role())
	if first := month<<2 | role; first <= s.first.key {
		s.first.note(first, r)
	}
	if last := month<<2 | 3 - role; last >= s.last.key {
		s.last.note(last, r)
	}
}

// note notes a record that is not later, or not earlier, than what was seen. Of two
// regular doctors of a month neither counts, since a link needs to know who had the
// list; what else they say is then not asked.
func (s *sight) note(key int32, r *record) {
	if key == s.key {
		s.doctor = 0
		return
	}
	*s = sight{key: key, doctor: r.doctor, code: r.code, name: r.name, residents: r.residents}
}

// renumber links positions whose id is the new number of an earlier one: their
// rows are put into another run under the first id, and passed over where they are.
func (b *Builder) renumber(m *merge) error {
	list, err := b.spans(m)
	if err != nil {
		return err
	}
	who, err := b.writtenWho(m)
	if err != nil {
		return err
	}
	calendar, err := b.calendar(m)
	if err != nil {
		return err
	}
	links := identity.Renumber(who.inWords(list), calendar)
	if len(links) == 0 {
		return nil
	}
	b.moved = make(map[string]string, len(links))
	for _, l := range links {
		b.moved[l.ListID] = l.PositionID
	}
	b.made = append(b.made, links...)
	return b.rewrite(m, func(r *record) (position string, changed bool) {
		id, ok := b.moved[m.texts[positions][r.position]]
		return id, ok && m.passes(r)
	})
}

// rewrite adds the records whose position changes, in a run of their own, as linked.
// Where they are, they must be passed over from now on.
func (b *Builder) rewrite(m *merge, change func(*record) (position string, changed bool)) error {
	run := b.NewRun()
	for _, r := range m.runs {
		if err := m.each(r, func(r *record) error {
			position, changed := change(r)
			if !changed {
				return nil
			}
			o := r.observation(&m.texts)
			o.PositionID, o.PositionBasis = position, varighet.BasisLinked
			return run.Add(&o)
		}); err != nil {
			return err
		}
	}
	w := run.w
	if err := run.Close(); err != nil {
		return err
	}
	return b.endRun(w)
}

// spans returns how each position was first and last seen, with the merge's numbers.
//
// What the workers saw are all rows. Where rows may be set aside, that says more than the
// register will hold, and the merge is gone through once more. Else a row too many is a fault, and no links are
// made in the end.
func (b *Builder) spans(m *merge) ([]span, error) {
	list := make([]span, len(m.texts[positions]))
	for i := range list {
		list[i] = newSpan
	}
	if b.opt.SetAside {
		return list, m.keptSpans(list)
	}
	b.endStints()
	for _, w := range b.workers {
		to := m.maps[w]
		for id := range w.lists.n {
			s := w.lists.at(id).span
			if s.first.key == newSpan.first.key {
				continue
			}
			s.first.doctor, s.last.doctor = to[doctors][s.first.doctor], to[doctors][s.last.doctor]
			s.first.code, s.last.code = to[codes][s.first.code], to[codes][s.last.code]
			s.first.name, s.last.name = to[names][s.first.name], to[names][s.last.name]
			list[to[positions][id]].join(&s)
		}
	}
	return list, nil
}

// keptSpans notes the records that belong in the register, each in the span of its
// position.
func (m *merge) keptSpans(list []span) error {
	return m.kept(func(r *record) { list[r.position].see(r) })
}

// join takes in what another worker saw. As in [sight.note], of two regular doctors of a
// month neither counts: whichever worker comes first.
func (s *span) join(o *span) {
	switch {
	case o.first.key < s.first.key:
		s.first = o.first
	case o.first.key == s.first.key:
		s.first.doctor = 0
	}
	switch {
	case o.last.key > s.last.key:
		s.last = o.last
	case o.last.key == s.last.key:
		s.last.doctor = 0
	}
}
