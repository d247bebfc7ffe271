package survival

import (
	"cmp"
	"errors"
	"slices"

	"github.com/varighet/varighet"
)

// A VacancyMonth counts lists on the first of a month.
type VacancyMonth struct {
	Month  varighet.Month
	Lists  int // with a doctor or vacant
	Vacant int // without a doctor

	// NeverFilled of Vacant have had no doctor so far in the data. Lists that are first
	// seen later are NotOpened and in none of the other counts, as are NoData, of which
	// there is a hole in the data.
	NeverFilled, NotOpened, NoData int

	// YearOrMore of Vacant have been so for 12 months elapsed or more. Of YearUnknown it is
	// not known: their start is not, and they were first seen vacant less than 12 months ago.
	YearOrMore, YearUnknown int

	// Residents is a sum over ResidentsKnown of Vacant: the mean number of residents on the
	// list over the months of its vacancy for which the rows have one.
	Residents      float64
	ResidentsKnown int

	// CameLate are lists that show for the first time in the month, after the first of the data,
	// with a start that is not known: their files began then. GoneEarly are lists that showed for
	// the last time in the month before and neither stopped nor closed: their files ended, or
	// they went out of sight. Neither says that lists were opened or filled.
	CameLate, GoneEarly int
}

// BreakShare is the share of the lists above which what is not known of them breaks a series of counts.
const BreakShare = 1. / 20

// Hole reports whether the month has no data about more than a twentieth of the lists, so that
// its counts are not those of the lists.
func (v *VacancyMonth) Hole() bool {
	return float64(v.NoData) > BreakShare*float64(max(v.Lists, v.NoData))
}

// Jump reports whether more than a twentieth of the lists came into sight or went out of it with
// the month, since files began or ended then: its counts are of other lists than those of the
// month before.
func (v *VacancyMonth) Jump() bool {
	return float64(v.CameLate+v.GoneEarly) > BreakShare*float64(v.Lists)
}

// LastCounted is the last of months, ascending, that has lists and is no hole; nil if none is.
func LastCounted(months []VacancyMonth) *VacancyMonth {
	for i := len(months) - 1; i >= 0; i-- {
		if m := &months[i]; m.Lists > 0 && !m.Hole() {
			return m
		}
	}
	return nil
}

// Share is the share of the lists that is vacant; missing if there are none.
func (v *VacancyMonth) Share() varighet.Opt[float64] { return shareOf(v.Vacant, v.Lists) }

// YearShare is the share of the vacant lists that has been so for a year or more: as low and
// as high as what is not known leaves open. Missing if none are vacant.
func (v *VacancyMonth) YearShare() (least, most varighet.Opt[float64]) {
	return shareOf(v.YearOrMore, v.Vacant), shareOf(v.YearOrMore+v.YearUnknown, v.Vacant)
}

func shareOf(n, of int) varighet.Opt[float64] {
	if of == 0 {
		return varighet.Opt[float64]{}
	}
	return varighet.Some(float64(n) / float64(of))
}

// Vacancies tells of the times in which lists stood without a doctor. Filled, Closed, Open
// and OutOfSight add up to Spells.
type Vacancies struct {
	Months []VacancyMonth // all from the first to the last, ascending

	Spells     int // vacant ones
	Filled     int // seen to be
	Closed     int // ended with the list
	Open       int // in the last month of all
	OutOfSight int // neither filled nor closed, but the data about them, or their window, end before

	// NeverFilled is how many lists have had no doctor at any time, although they were seen
	// vacant.
	NeverFilled int

	// TimeToFill is the Kaplan–Meier curve of the months to the first in which the list is
	// held again, or for the first time: vacancies still open are censored, with months
	// elapsed; so are those that closed, with the months they had. A vacancy under way in the
	// first month of the data whose start is known enters late. Missing (nil) if no vacancy has a tenure.
	// LeftOut are vacancies that have none.
	TimeToFill *Curve
	LeftOut    []LeftOut

	// Ages are the vacancies open in the last month, by [VacancyAges]. AgeUnknown are those whose
	// start is not known, unless they are in the oldest class by what was seen.
	Ages       [len(VacancyAges)]int
	AgeUnknown int
}

// VacancyAges are the least months elapsed of the classes of age: each goes up to the next.
var VacancyAges = [...]int{0, 3, 6, 12, 24}

// VacancyOf counts the chosen spells; all are those among which they were found, from which
// it is read when a list was first seen and first had a doctor, and when the data end. Give
// the same twice for no groups. The spells may be in any order. opt is of the curve.
//
// The Norwegian Directorate of Health publishes the same two counts each quarter: lists
// without a doctor, and those without one for more than 12 months (key figures of the GP
// scheme: 332 and 126 in the third quarter of 2023).
func VacancyOf(all, chosen []Spell, opt Options) (Vacancies, error) {
	var v Vacancies
	opt, err := opt.Complete()
	if err != nil {
		return v, err
	}
	first, last, ok := extent(all)
	if !ok {
		return v, nil
	}
	v.Months = make([]VacancyMonth, last-first+1)
	for i := range v.Months {
		v.Months[i].Month = first + varighet.Month(i)
	}
	lists := listsOf(all, chosen)
	for i := range chosen {
		s := &chosen[i]
		switch s.Kind {
		case Vacant:
			v.count(s, lists[s.PositionID], last)
		case Missing:
			for m := s.First; m <= s.Last; m++ {
				v.Months[m-first].NoData++
			}
		}
	}
	for _, l := range lists {
		if !l.filled.OK && l.vacant {
			v.NeverFilled++
		}
		for m := first; m < l.seen; m++ {
			v.Months[m-first].NotOpened++
		}
		l.inMonths(func(m varighet.Month) { v.Months[m-first].Lists++ })
		if l.late && l.seen > first {
			v.Months[l.seen-first].CameLate++
		}
		if l.lost && l.end < last {
			v.Months[l.end+1-first].GoneEarly++
		}
	}
	picked := Select(chosen, Query{Kind: Vacant})
	v.LeftOut = picked.LeftOut
	v.TimeToFill, err = KaplanMeier(picked.Tenures, opt)
	if errors.Is(err, ErrNoTenures) {
		return v, nil
	}
	return v, err
}

// A list is what was seen of one position.
type list struct {
	seen   varighet.Month               // first in any way
	filled varighet.Opt[varighet.Month] // first by a doctor
	vacant bool                         // at some time
	late   bool                         // what was seen first has no known start, and its window does not begin there
	end    varighet.Month               // last in any way
	lost   bool                         // what was seen last neither stopped nor closed, and its window does not end there
	spans  [][2]varighet.Month          // first and last months of the chosen spells that count it, in which it is held or vacant
}

// listsOf are the lists of the chosen spells.
func listsOf(all, chosen []Spell) map[string]*list {
	lists := map[string]*list{}
	for i := range chosen {
		s := &chosen[i]
		l := lists[s.PositionID]
		if l == nil {
			l = &list{seen: s.First, end: varighet.MinMonth}
			lists[s.PositionID] = l
		}
		if s.Kind != Missing {
			l.spans = append(l.spans, [2]varighet.Month{s.First, s.Last})
		}
	}
	for i := range all {
		s := &all[i]
		l := lists[s.PositionID]
		if l == nil {
			continue
		}
		l.extend(s)
		l.vacant = l.vacant || s.Kind == Vacant
		if s.Kind == Regular && (!l.filled.OK || s.First < l.filled.V) {
			l.filled = varighet.Some(s.First)
		}
	}
	return lists
}

// extend takes note of a spell that may be the first or the last of the list.
func (l *list) extend(s *Spell) {
	w := s.Window()
	late := s.Kind != Missing && !s.Start.OK && !(w.From.OK && w.From.V == s.First)
	lost := !s.Stopped && s.StopReason != Closed && s.Last != w.end()
	if s.First <= l.seen {
		l.late = late || l.late && s.First == l.seen
	}
	if s.Last >= l.end {
		l.lost = lost && (l.lost || s.Last > l.end)
	}
	l.seen, l.end = min(l.seen, s.First), max(l.end, s.Last)
}

// inMonths calls for each month in which the list is held or vacant, once even if two doctors
// held it.
func (l *list) inMonths(call func(varighet.Month)) {
	slices.SortFunc(l.spans, func(a, b [2]varighet.Month) int { return cmp.Compare(a[0], b[0]) })
	next := varighet.MinMonth
	for _, span := range l.spans {
		for next = max(next, span[0]); next <= span[1]; next++ {
			call(next)
		}
	}
}

// count puts a vacancy of the list into its months, and where it belongs.
func (v *Vacancies) count(s *Spell, l *list, last varighet.Month) {
	since := s.Start.Or(s.First)
	for m := s.First; m <= s.Last; m++ {
		x := &v.Months[m-v.Months[0].Month]
		x.Vacant++
		if !l.filled.OK || l.filled.V > m {
			x.NeverFilled++
		}
		switch {
		case m-since >= 12:
			x.YearOrMore++
		case !s.Start.OK:
			x.YearUnknown++
		}
		if s.ResidentsMean.OK {
			x.Residents += s.ResidentsMean.V
			x.ResidentsKnown++
		}
	}
	v.Spells++
	switch {
	case s.Stopped:
		v.Filled++
	case s.StopReason == Closed:
		v.Closed++
	case s.Last < last:
		v.OutOfSight++
	default:
		v.Open++
		class := len(VacancyAges) - 1
		for class > 0 && int(last-since) < VacancyAges[class] {
			class--
		}
		if !s.Start.OK && class < len(VacancyAges)-1 {
			v.AgeUnknown++
		} else {
			v.Ages[class]++
		}
	}
}
