package survival

import (
	"math"

	"github.com/varighet/varighet"
)

// Place is the municipality of the spell by the reference borders (MunicipalityNow), so that
// all spells of one are together whatever its code was; the town where rows have no code, and
// "" where they have neither.
func (s *Spell) Place() string {
	if s.MunicipalityNow != "" {
		return string(s.MunicipalityNow)
	}
	return s.Town
}

// An OwnMedian is the median tenure of one municipality beside that of its size group. Times
// are months.
type OwnMedian struct {
	Place string // as [Spell.Place] has it
	Name  string // as readers know it; "" if no name is known

	// County is the number of the county whose small municipalities of the size group are told
	// together, as in a published report, with Place the same; "" for one municipality.
	County string

	// SizeGroup is the one in which the latest of its agreements began that has a group; ""
	// if none has. SizeGroups is how many groups its agreements began in.
	SizeGroup  string
	SizeGroups int

	GroupMedian           // of its agreements; Group is Place, and Truth and Own are empty
	PublishedAtLeast bool // its published median was not reached: Published is where those data ended

	// InGroup is how many agreements the curve of the size group has, and Elsewhere how many
	// of them are of other municipalities.
	InGroup, Elsewhere int

	Against varighet.Opt[float64] // the median of the size group that Verdict is about
	Verdict GroupVerdict
}

// A GroupVerdict says how the median of a municipality lies to that of its size group.
type GroupVerdict uint8

// The verdicts. Only the first three compare; the others say why nothing is compared.
const (
	TooFewToTell      GroupVerdict = iota // the interval has the group's median in it, or there are too few for an interval
	AboveGroup                            // the lower limit lies above it
	BelowGroup                            // the upper limit lies below it
	GroupUnknown                          // the municipality has no size group
	GroupMedianNot                        // the group's median is not reached, or of too few
	GroupMostlyItself                     // over half of the group's agreements are the municipality's own
)

var groupVerdictNames = [...]string{"too_few_to_tell", "above", "below", "group_unknown", "group_median_unknown", "group_mostly_itself"}

// String is the verdict's name in files: "too_few_to_tell", "above", "below", "group_unknown",
// "group_median_unknown" or "group_mostly_itself".
func (v GroupVerdict) String() string { return groupVerdictNames[v] }

// Compared reports whether the verdict compares.
func (v GroupVerdict) Compared() bool { return v <= BelowGroup }

// OwnMedians are the medians of the places named, in their order, over all of the spells that
// are there. country are the spells of which the size groups' medians are, to count how much of
// a group is elsewhere. A place without spells has counts of 0. Limits are at level conf.
func OwnMedians(spells, country []Spell, places []string, conf float64) ([]OwnMedian, error) {
	at := map[string]int{}
	medians := make([]OwnMedian, len(places))
	for i, p := range places {
		at[p] = i
		medians[i].Place = p
	}
	tenures := make([][]Tenure, len(places))
	chosen := Select(spells, Query{})
	for k, i := range chosen.Index {
		if p, named := at[spells[i].Place()]; named {
			tenures[p] = append(tenures[p], chosen.Tenures[k])
		}
	}
	for i := range medians {
		c, err := NewGroupCurve(places[i], tenures[i], conf)
		if err != nil {
			return nil, err
		}
		medians[i].GroupMedian = c.Median()
	}
	groupPlaces(medians, at, spells)
	countElsewhere(medians, country)
	return medians, nil
}

// groupPlaces fills in the size group of each place.
func groupPlaces(medians []OwnMedian, at map[string]int, spells []Spell) {
	latest := make([]varighet.Month, len(medians))
	groups := make([]map[string]bool, len(medians))
	for i := range spells {
		s := &spells[i]
		p, named := at[s.Place()]
		if !named || s.Kind != Regular || s.SizeGroup == "" {
			continue
		}
		if groups[p] == nil {
			groups[p] = map[string]bool{}
		}
		groups[p][s.SizeGroup] = true
		if m := &medians[p]; s.First > latest[p] || s.First == latest[p] && s.SizeGroup > m.SizeGroup { // in any order of spells
			latest[p], m.SizeGroup = s.First, s.SizeGroup
		}
		medians[p].SizeGroups = len(groups[p])
	}
}

// countElsewhere counts the agreements of each place's size group, and those in other places.
func countElsewhere(medians []OwnMedian, country []Spell) {
	type cell struct{ group, place string }
	inGroup, inCell := map[string]int{}, map[cell]int{}
	for _, i := range Select(country, Query{}).Index {
		s := &country[i]
		inGroup[s.SizeGroup]++
		inCell[cell{s.SizeGroup, s.Place()}]++
	}
	for i := range medians {
		m := &medians[i]
		if m.SizeGroup != "" {
			m.InGroup = inGroup[m.SizeGroup]
			m.Elsewhere = m.InGroup - inCell[cell{m.SizeGroup, m.Place}]
		}
	}
}

// Compare judges the municipality's median beside that of its size group, by one rule: it is
// above if its lower limit is, below if its upper limit is, and else there are too few to
// tell. The group's median is taken for exact. Both are compared as they are printed, in
// tenths of a year, since published medians are known no better. sameRows says that the
// group's median is of rows in which the municipality's own are too: where those are over
// half of the group's, nothing is compared.
func (m *OwnMedian) Compare(group varighet.Opt[float64], sameRows bool) {
	m.Against = group
	q := m.Given()
	switch {
	case m.SizeGroup == "":
		m.Verdict = GroupUnknown
	case !group.OK:
		m.Verdict = GroupMedianNot
	case sameRows && 2*m.Elsewhere < m.InGroup:
		m.Verdict = GroupMostlyItself
	case q.Lower.OK && TenthsOfYear(q.Lower.V) > TenthsOfYear(group.V):
		m.Verdict = AboveGroup
	case q.Upper.OK && TenthsOfYear(q.Upper.V) < TenthsOfYear(group.V):
		m.Verdict = BelowGroup
	default:
		m.Verdict = TooFewToTell
	}
}

// TenthsOfYear are months as tenths of a year, as medians are printed.
func TenthsOfYear(months float64) float64 { return math.Round(months / 1.2) }
