package register

import (
	"slices"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/identity"
)

// Rules are what somebody who has looked has said about who is one doctor.
type Rules struct {
	Aliases   []Alias    `json:"aliases,omitempty"`
	Decisions []Decision `json:"decisions,omitempty"`
}

// An Alias says that the doctor with one id is the one with another. Both are DoctorIDs or
// NameIDs of observations.
type Alias struct {
	Municipality string `json:"municipality,omitempty"` // of lists that stand under it at some time: its code, or its name as [varighet.Town] has it; "": of all
	From         string `json:"from"`
	To           string `json:"to"`
	// Or are what To may be instead, such as a number that is the source's own: the first
	// that some row has counts.
	Or []string `json:"-"`
}

// A Decision says whether a name on two lists is one doctor.
type Decision struct {
	NameID   string `json:"name_id"`
	Position string `json:"position_id"`
	Other    string `json:"other_position_id"`
	Same     bool   `json:"same"`
}

// Identify says what is known of who is who. It is to be called before Commit or Plan.
func (b *Builder) Identify(rules Rules) { b.rules = rules }

// aliasing applies aliases.
type aliasing struct {
	names  map[string]uint32 // NameIDs that rows have
	byFrom map[string][]*Alias
	rows   map[*Alias]int64 // that each was applied to
}

// newAliasing settles what each alias aims at.
func newAliasing(rules []Alias, m *merge) *aliasing {
	a := &aliasing{names: map[string]uint32{}, byFrom: map[string][]*Alias{}, rows: map[*Alias]int64{}}
	if len(rules) == 0 {
		return a
	}
	for i, s := range m.texts[nameIDs] {
		a.names[s] = uint32(i)
	}
	for i := range rules {
		rule := &rules[i]
		for _, to := range append([]string{rule.To}, rule.Or...) {
			if _, found := slices.BinarySearch(m.texts[doctors], to); found || a.names[to] != 0 {
				rule.To = to
				break
			}
		}
		rule.Or = nil
		a.byFrom[rule.From] = append(a.byFrom[rule.From], rule)
	}
	return a
}

// resolve returns who a doctor is by the aliases of a municipality. isName tells whether
// an id is a name's. Ids that lead to each other in a circle are the least of them.
func (a *aliasing) resolve(id string, isName bool, under func(municipality string) bool) (to string, toName bool) {
	for visited := []string{id}; ; visited = append(visited, id) {
		i := slices.IndexFunc(a.byFrom[id], func(r *Alias) bool { return r.Municipality == "" || under(r.Municipality) })
		if i < 0 {
			return id, isName
		}
		id = a.byFrom[id][i].To
		isName = a.names[id] != 0
		if at := slices.Index(visited, id); at >= 0 {
			id = slices.Min(visited[at:])
			return id, a.names[id] != 0
		}
	}
}

// A writtenWho tells by what a row's doctor can be followed before lists are known: the
// number, or the one number that stands beside the name anywhere, or else the name.
type writtenWho struct {
	m       *merge
	aliases *aliasing
	numbers map[string]string // by NameID
	isName  map[string]bool
}

// writtenWho looks at all rows, also those whose list is not known yet.
func (b *Builder) writtenWho(m *merge) (*writtenWho, error) {
	w := &writtenWho{m: m, aliases: newAliasing(b.rules.Aliases, m), numbers: map[string]string{}, isName: map[string]bool{}}
	b.endStints()
	for _, k := range b.workers {
		for _, s := range k.stints {
			name, doctor := k.dicts[nameIDs].list[s.nameID], k.dicts[doctors].list[s.doctor]
			w.isName[name] = true
			if s.basis == varighet.DoctorByName {
				continue
			}
			doctor, _ = w.aliases.resolve(doctor, false, func(string) bool { return false })
			if is, known := w.numbers[name]; known && is != doctor {
				doctor = "" // two: the name tells nobody's number
			}
			w.numbers[name] = doctor
		}
	}
	return w, nil
}

// of returns who holds a row.
func (w *writtenWho) of(o *varighet.Observation) string {
	return w.id(o.DoctorID, string(o.MunicipalityCode), o.MunicipalityName)
}

// id returns who has an id as it is written, in a municipality.
func (w *writtenWho) id(id, code, name string) string {
	id, isName := w.aliases.resolve(id, w.isName[id], func(m string) bool { return m == code || m == varighet.Town(name) })
	if n := w.numbers[id]; isName && n != "" {
		return n
	}
	return id
}

// inWords puts the spans of lists that have an id into words. Those of lists that are there from the
// first month to the last are left out: nearly all are, and none of them had, or gets, another id.
func (w *writtenWho) inWords(list []span) []identity.Span {
	var spans []identity.Span
	all := newSpan
	for i := range list {
		all.first.key, all.last.key = min(all.first.key, list[i].first.key), max(all.last.key, list[i].last.key)
	}
	for n, s := range list {
		throughout := s.first.month() == all.first.month() && s.last.month() == all.last.month()
		if s.first.key == newSpan.first.key || throughout || !w.m.passes(&record{position: uint32(n)}) {
			continue
		}
		spans = append(spans, identity.Span{ID: w.m.texts[positions][n], First: w.sight(&s.first, 0), Last: w.sight(&s.last, 3)})
	}
	return spans
}

// sight puts a sight into words; regular is the low bits of its key where the
// doctor is a regular one.
func (w *writtenWho) sight(s *sight, regular int32) identity.Sight {
	out := identity.Sight{Month: s.month(), Code: varighet.MunicipalityCode(w.m.texts[codes][s.code]),
		Town: varighet.Town(w.m.texts[names][s.name])}
	if s.key&3 == regular {
		out.Doctor = w.id(w.m.texts[doctors][s.doctor], string(out.Code), w.m.texts[names][s.name])
	}
	if s.residents != noInt32 {
		out.Residents = varighet.Some(s.residents)
	}
	return out
}

// calendar tells which months have rows, those that will be set aside left out.
func (b *Builder) calendar(m *merge) (identity.Calendar, error) {
	byCode, byTown := map[string]codeSpan{}, map[string]codeSpan{}
	if b.opt.SetAside {
		err := m.kept(func(r *record) {
			sumSpan(byCode, m.texts[codes][r.code], codeSpan{r.month, r.month, true})
			sumSpan(byTown, varighet.Town(m.texts[names][r.name]), codeSpan{r.month, r.month, true})
		})
		if err != nil {
			return identity.Calendar{}, err
		}
	} else {
		b.endStints()
		for _, w := range b.workers {
			for id, c := range w.codes {
				sumSpan(byCode, w.dicts[codes].list[id], c)
			}
			for id, c := range w.towns {
				sumSpan(byTown, varighet.Town(w.dicts[names].list[id]), c)
			}
		}
	}
	months := func(of map[string]codeSpan) func(string) (first, last varighet.Month) {
		return func(s string) (first, last varighet.Month) {
			return varighet.Month(of[s].first), varighet.Month(of[s].last)
		}
	}
	return identity.Calendar{Codes: months(byCode), Towns: months(byTown), Present: func(month varighet.Month) bool {
		return slices.ContainsFunc(b.workers, func(w *worker) bool { return w.present[month-varighet.MinMonth] })
	}}, nil
}

func sumSpan(of map[string]codeSpan, key string, c codeSpan) {
	sum := of[key]
	sum.add(c)
	of[key] = sum
}
