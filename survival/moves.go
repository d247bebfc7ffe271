package survival

import (
	"cmp"
	"slices"

	"github.com/varighet/varighet"
)

// A Place says where a doctor who stopped has a list afterwards, as seen from the list
// that was left.
type Place uint8

// The places, from near to far, and the two ways of having none.
const (
	SameList         Place = iota // back on the list that was left
	SameMunicipality              // another list in the municipality
	SameCounty                    // in another municipality of the county
	OtherCounty                   // in another county
	UnknownPlace                  // a list, but the municipality of one of the two, or its county, is not known
	NoList                        // none, and it would have been seen
	NotSeen                       // none was seen, but the data end too early to tell
)

var placeNames = [...]string{"same_list", "same_municipality", "same_county", "elsewhere", "place_unknown", "none", "unknown"}

// String is the name in files: "same_list", "same_municipality", "same_county", "elsewhere",
// "place_unknown", "none" or "unknown".
func (p Place) String() string { return placeNames[p] }

// HasList reports whether the doctor has a list.
func (p Place) HasList() bool { return p <= UnknownPlace }

// placeFrom goes by the codes by the reference borders, and where rows have none by the
// names of municipalities, which do not tell the county.
func placeFrom(from, to *Spell) Place {
	switch known := from.MunicipalityNow != "" || from.Town != ""; {
	case to.PositionID == from.PositionID:
		return SameList
	case known && from.sameMunicipality(to):
		return SameMunicipality
	case from.MunicipalityNow == "" || to.MunicipalityNow == "":
		return UnknownPlace
	case from.County() == to.County():
		return SameCounty
	}
	return OtherCounty
}

// A MovesQuery says when doctors who stopped are looked for: on the first of a month, or,
// if there is none, in the months after each one's last, as stop reasons are found
// ([SpellOptions].Lookahead).
type MovesQuery struct {
	Month varighet.Opt[varighet.Month]
	After int // months; not used if there is a Month
}

// Moves is what became of the doctors of some spells. Doctors are those who began by the
// month, if one is asked for: Still, Stopped and OutOfSight add up to them, and Stopped is
// the sum over Places.
type Moves struct {
	Doctors int

	// Still have not been seen to stop in any of the spells. In a month that is asked for they have one
	// of the lists.
	Still int
	// OutOfSight have not been seen to stop either, but their data, or the window of
	// their list, end before the month that is asked for. OutOfSightHolding of them are
	// seen on some list in it.
	OutOfSight, OutOfSightHolding int
	// Stopped in one of the spells at least.
	Stopped int
	// Places counts those who stopped by where they were found, by Place.
	Places [NotSeen + 1]int

	Destinations []Destination // of those who stopped, by doctor
	Paths        []Step        // over all lists of those who stopped, by doctor and month
}

// Holding is how many of all the doctors have a list, on whatever place.
func (m *Moves) Holding() int { return m.Still + m.OutOfSightHolding + m.StoppedHolding() }

// StoppedHolding is how many of those who stopped have a list.
func (m *Moves) StoppedHolding() (n int) {
	for p, doctors := range m.Places {
		if Place(p).HasList() {
			n += doctors
		}
	}
	return n
}

// A Destination is where a doctor who stopped was found. From is the last spell that
// stopped among those asked about. To is nil if no list was found.
type Destination struct {
	From, To *Spell
	Place    Place
}

// A Step is a doctor's way from one list to the one that began next.
type Step struct {
	From, To *Spell
	Place    Place // of To, as seen from From
}

// MonthsBetween is the months after the last on one list and before the first on the next:
// 0 if they follow each other, less than 0 if the doctor had both for so many months.
func MonthsBetween(from, to *Spell) int { return int(to.First-from.Last) - 1 }

// MovesOf says what became of the doctors of the spells asked about. all are the spells
// among which destinations are looked for: a register's, of which asked may be a cohort's.
// Of several lists the nearest counts, then the earliest, then by id. A doctor who
// stopped more than once counts once, from the last. Only doctors' spells are used, in any order;
// Destinations and Paths point into asked and all.
//
// Without a month, a doctor is found on a list that was held in any of the After months
// after the last on the list that was left, also one held before; NotSeen is a doctor not
// found whose months reach beyond [LastKnown] of all. On a month, NotSeen is a doctor not
// found who was seen on a list after, or beside, the one that was left and whose data about that one end
// before the month, and everybody not found if the month is after LastKnown.
func MovesOf(all, asked []Spell, q MovesQuery) (m Moves) {
	MovesMembers(all, asked, q, func(_ string, one *Moves) { m.plus(one) })
	return m
}

// MovesMembers says of each doctor, by id and ascending, what [MovesOf] adds up: the Moves of that one doctor.
// It is for who must know of whom a count is.
func MovesMembers(all, asked []Spell, q MovesQuery, member func(doctor string, one *Moves)) {
	end := LastKnown(all)
	own := map[string]*doctorSpells{}
	var doctors []string
	for i := range asked {
		s := &asked[i]
		if s.Kind != Regular || q.Month.OK && s.First > q.Month.V {
			continue
		}
		if own[s.DoctorID] == nil {
			own[s.DoctorID] = &doctorSpells{}
			doctors = append(doctors, s.DoctorID)
		}
		d := own[s.DoctorID]
		d.asked = append(d.asked, s)
	}
	for i := range all {
		if d := own[all[i].DoctorID]; d != nil && all[i].Kind == Regular {
			d.all = append(d.all, &all[i])
		}
	}
	slices.Sort(doctors)
	for _, id := range doctors {
		one := Moves{Doctors: 1}
		one.count(own[id], q, end)
		member(id, &one)
	}
}

// plus adds another's counts.
func (m *Moves) plus(o *Moves) {
	m.Doctors, m.Still, m.Stopped = m.Doctors+o.Doctors, m.Still+o.Still, m.Stopped+o.Stopped
	m.OutOfSight, m.OutOfSightHolding = m.OutOfSight+o.OutOfSight, m.OutOfSightHolding+o.OutOfSightHolding
	for p, n := range o.Places {
		m.Places[p] += n
	}
	m.Destinations, m.Paths = append(m.Destinations, o.Destinations...), append(m.Paths, o.Paths...)
}

// doctorSpells are the spells of one doctor.
type doctorSpells struct{ asked, all []*Spell }

// count puts a doctor where the doctor belongs.
func (m *Moves) count(d *doctorSpells, q MovesQuery, end varighet.Month) {
	var from *Spell
	still := !q.Month.OK
	for _, s := range d.asked {
		still = still || s.Last >= q.Month.V
		if s.Stopped && (!q.Month.OK || s.Last < q.Month.V) && (from == nil || bySteps(from, s) < 0) {
			from = s
		}
	}
	switch {
	case from != nil:
		to, place := q.find(from, d.all, end)
		m.Stopped++
		m.Places[place]++
		m.Destinations = append(m.Destinations, Destination{from, to, place})
		m.Paths = append(m.Paths, d.path()...)
	case still:
		m.Still++
	default:
		m.OutOfSight++
		if slices.ContainsFunc(d.all, func(s *Spell) bool { return s.First <= q.Month.V && s.Last >= q.Month.V }) {
			m.OutOfSightHolding++
		}
	}
}

// bySteps orders the spells of a doctor as a path goes.
func bySteps(x, y *Spell) int {
	return cmp.Or(cmp.Compare(x.First, y.First), cmp.Compare(x.Last, y.Last), cmp.Compare(x.PositionID, y.PositionID))
}

// find looks for the doctor who stopped in from.
func (q *MovesQuery) find(from *Spell, own []*Spell, end varighet.Month) (to *Spell, place Place) {
	first, last := from.Last+1, from.Last+varighet.Month(q.After) // a list held in any of these months is one
	if q.Month.OK {
		first, last = q.Month.V, q.Month.V
	}
	lost := last > end
	for _, s := range own {
		if s.First > last || s.Last < first || first > last {
			lost = lost || q.Month.OK && !s.Stopped && s.Last < first && s.Last >= from.Last
			continue
		}
		p := placeFrom(from, s)
		if to == nil || cmp.Or(cmp.Compare(p, place), cmp.Compare(s.First, to.First), cmp.Compare(s.PositionID, to.PositionID)) < 0 {
			to, place = s, p
		}
	}
	switch {
	case to != nil:
		return to, place
	case lost:
		return nil, NotSeen
	}
	return nil, NoList
}

// path is a doctor's way over lists. A spell that a window with a hole parts in two is
// one.
func (d *doctorSpells) path() (steps []Step) {
	own := slices.Clone(d.all)
	slices.SortFunc(own, bySteps)
	for i := 1; i < len(own); i++ {
		from, to := own[i-1], own[i]
		if from.PositionID == to.PositionID && from.Ordinal == to.Ordinal {
			continue
		}
		steps = append(steps, Step{from, to, placeFrom(from, to)})
	}
	return steps
}
