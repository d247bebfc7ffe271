package register

import (
	"errors"
	"math"
	"slices"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/identity"
)

// derivedMark stands in every id that is derived.
const derivedMark = identity.Mark

// looseMark begins the passing id of rows whose position is to be derived: it is
// followed by their municipality, and sorts before every id.
const looseMark = "\x00"

// scope is the municipality within which a row's list is followed.
func (b *Builder) scope(code varighet.MunicipalityCode, name string, month varighet.Month) string {
	switch {
	case code == "":
		return strings.ToLower(name)
	case b.opt.Scope != nil:
		return string(b.opt.Scope(code, month))
	}
	return string(code)
}

func (b *Builder) looseID(scope string) string { return looseMark + scope }

// A looseKey is what the passing id of a row depends on.
type looseKey struct {
	code  varighet.MunicipalityCode
	name  string
	month varighet.Month
}

// loosePosition returns the worker's number of the passing id of a row.
func (w *worker) loosePosition(b *Builder, o *varighet.Observation) uint32 {
	w.loose++
	key := looseKey{o.MunicipalityCode, "", o.Month}
	if key.code == "" {
		key.name = o.MunicipalityName
	}
	if key != w.lastLoose || w.lastLooseN == 0 {
		n, ok := w.dicts[positions].id(b.looseID(b.scope(key.code, key.name, key.month)))
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
// them is in memory than a month of a municipality.
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
	d := deriver{b: b, m: m, run: b.NewRun()}
	for {
		r, err := m.next()
		if err != nil {
			return err
		}
		if r == nil || !strings.HasPrefix(m.texts[positions][r.position], looseMark) {
			break
		}
		if m.renamed != nil && m.renamed[r.doctor] {
			continue
		}
		if err := d.take(r); err != nil {
			return err
		}
	}
	if err := d.month(); err != nil {
		return err
	}
	d.scope()
	w := d.run.w
	if err := d.run.Close(); err != nil {
		return err
	}
	return b.endRun(w)
}

// A deriver hands the months of a municipality, one after another, to the
// follower that knows its lists.
type deriver struct {
	b    *Builder
	m    *merge
	run  *Run
	at   uint32 // the passing position
	rows []varighet.Observation

	follower *identity.Follower
}

func (d *deriver) take(r *record) error {
	if len(d.rows) > 0 && (r.position != d.at || varighet.Month(r.month) != d.rows[0].Month) {
		if err := d.month(); err != nil {
			return err
		}
	}
	if d.follower == nil || r.position != d.at {
		d.scope()
		d.at = r.position
		d.follower = &identity.Follower{Scope: strings.TrimPrefix(d.m.texts[positions][r.position], looseMark),
			NoLink: d.b.opt.NoLink}
	}
	d.rows = append(d.rows, r.observation(&d.m.texts))
	return nil
}

// month derives the positions of the month that was collected.
func (d *deriver) month() error {
	if len(d.rows) == 0 {
		return nil
	}
	d.b.looseTwice(d.rows)
	d.follower.Month(d.rows)
	for i := range d.rows {
		if err := d.run.Add(&d.rows[i]); err != nil {
			return err
		}
	}
	d.rows = d.rows[:0]
	return nil
}

// scope ends a municipality.
func (d *deriver) scope() {
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
		DoctorID: texts[doctors][r.doctor], DoctorName: texts[doctorNames][r.doctorName], Role: r.flags.role(),
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
	key          int32 // month and role; the regular doctor is the lowest in a month
	doctor, code uint32
	residents    int32
}

var newSpan = span{first: sight{key: math.MaxInt32}, last: sight{key: math.MinInt32}}

// sight notes a record in the span of its position.
func (w *worker) sight(r *record) {
	w.present[r.month-int16(varighet.MinMonth)] = true
	w.lists[r.position].span.see(r)
}

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
	*s = sight{key: key, doctor: r.doctor, code: r.code, residents: r.residents}
}

// renumber links positions whose id is the new number of an earlier one: their
// rows are put into another run under the first id, and passed over where they are.
func (b *Builder) renumber(m *merge) error {
	list, err := b.spans(m)
	if err != nil {
		return err
	}
	spans := b.inWords(m, list)
	links := identity.Renumber(spans, func(month varighet.Month) bool {
		return slices.ContainsFunc(b.workers, func(w *worker) bool { return w.present[month-varighet.MinMonth] })
	})
	if len(links) == 0 {
		return nil
	}
	b.moved = make(map[string]string, len(links))
	for _, l := range links {
		b.moved[l.ListID] = l.PositionID
	}
	b.made = append(b.made, links...)
	return b.rewrite(m, func(r *record) (position, doctor string, changed bool) {
		id, ok := b.moved[m.texts[positions][r.position]]
		return id, m.texts[doctors][r.doctor], ok && m.passes(r)
	})
}

// rewrite adds the records that change with another position or doctor, in a run
// of their own. Where they are, they must be passed over from now on. A position
// that is not a passing one becomes linked.
func (b *Builder) rewrite(m *merge, change func(*record) (position, doctor string, changed bool)) error {
	run := b.NewRun()
	for _, r := range m.runs {
		if err := m.each(r, func(r *record) error {
			position, doctor, changed := change(r)
			if !changed {
				return nil
			}
			o := r.observation(&m.texts)
			o.DoctorID = doctor
			if !strings.HasPrefix(position, looseMark) {
				if o.PositionID = position; position != m.texts[positions][r.position] {
					o.PositionBasis = varighet.BasisLinked
				}
			}
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

// Rename makes rows of some doctors rows of others, by id, on Commit, in all runs
// and registers. A doctor renamed to one who is renamed goes to the last.
func (b *Builder) Rename(doctors map[string]string) error {
	b.renamed = make(map[string]string, len(doctors))
	for from := range doctors {
		to, steps := doctors[from], 0
		for next, more := doctors[to]; more && next != to; next, more = doctors[to] {
			if to, steps = next, steps+1; steps > len(doctors) || to == from {
				return errors.New("doctors are renamed in a circle")
			}
		}
		if to != from {
			b.renamed[from] = to
		}
	}
	return nil
}

// Renamed returns how many rows each doctor had who was renamed. It is to be
// asked after Commit or Plan.
func (b *Builder) Renamed() map[string]int64 { return b.changed }

// rename carries out what Rename was told.
func (b *Builder) rename() error {
	if len(b.renamed) == 0 {
		return nil
	}
	m, err := b.mergeRuns()
	if err != nil {
		return err
	}
	b.changed = map[string]int64{}
	return b.rewrite(m, func(r *record) (position, doctor string, changed bool) {
		from := m.texts[doctors][r.doctor]
		to, ok := b.renamed[from]
		if ok {
			b.changed[from]++
		}
		return m.texts[positions][r.position], to, ok
	})
}

// spans returns how each position was first and last seen, with the merge's numbers.
//
// What the workers saw are all rows. Where rows may be set aside, or rows of a doctor
// who was renamed passed over, that says more than the register will hold, and the
// merge is gone through once more. Else a row too many is a fault, and no links are
// made in the end.
func (b *Builder) spans(m *merge) ([]span, error) {
	list := make([]span, len(m.texts[positions]))
	for i := range list {
		list[i] = newSpan
	}
	if b.opt.SetAside || len(b.renamed) > 0 {
		return list, m.keptSpans(list)
	}
	for _, w := range b.workers {
		to := m.maps[w]
		for id := range w.lists {
			s := w.lists[id].span
			if s.first.key == newSpan.first.key {
				continue
			}
			s.first.doctor, s.last.doctor = to[doctors][s.first.doctor], to[doctors][s.last.doctor]
			s.first.code, s.last.code = to[codes][s.first.code], to[codes][s.last.code]
			list[to[positions][id]].join(&s)
		}
	}
	return list, nil
}

// keptSpans notes the records that belong in the register, each in the span of its
// position.
func (m *merge) keptSpans(list []span) error {
	s := newSifter(m, true)
	for {
		r, err := m.next()
		if err != nil {
			return err
		}
		if r == nil {
			return m.rewind()
		}
		if m.passes(r) && s.sift(r) {
			list[r.position].see(r)
		}
	}
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

// inWords puts the spans of lists that have an id into words.
func (b *Builder) inWords(m *merge, list []span) []identity.Span {
	spans := make([]identity.Span, 0, len(list))
	for n, s := range list {
		id := m.texts[positions][n]
		if s.first.key == newSpan.first.key || strings.HasPrefix(id, looseMark) {
			continue
		}
		spans = append(spans, identity.Span{ID: id, First: b.sightOf(m, &s.first, 0), Last: b.sightOf(m, &s.last, 3)})
	}
	return spans
}

// sightOf puts a sight into words; regular is the low bits of its key where the
// doctor is a regular one.
func (b *Builder) sightOf(m *merge, s *sight, regular int32) identity.Sight {
	month := varighet.Month(s.key >> 2)
	code := varighet.MunicipalityCode(m.texts[codes][s.code])
	out := identity.Sight{Month: month, Code: code, Scope: b.scope(code, "", month)}
	if s.key&3 == regular {
		out.Doctor = m.texts[doctors][s.doctor]
	}
	if s.residents != noInt32 {
		out.Residents = varighet.Some(s.residents)
	}
	return out
}
