package survival

import "github.com/varighet/varighet"

// A ListLength is one list in a month: the spell of the doctor who holds it then, for how many
// months it has been held, the first and that month included, and its residents.
type ListLength struct {
	Spell             *Spell
	Months, Residents int
}

// ListLengths are the lists that doctors hold in a month. NoStart and NoResidents are how many
// more they hold of which the start of the doctor, or else the number of residents, is not
// known.
type ListLengths struct {
	Month                varighet.Month
	List                 []ListLength
	NoStart, NoResidents int
}

// ListLengthsAt gives the lists that doctors hold in a month, in the order of the spells: a list
// with two doctors is there for each. A spell knows the residents of its first and of its last
// month only, so take spells that were made of data to that month and no farther.
func ListLengthsAt(spells []Spell, month varighet.Month) ListLengths {
	out := ListLengths{Month: month}
	for i := range spells {
		s := &spells[i]
		if s.Kind != Regular || s.First > month || s.Last < month {
			continue
		}
		residents := varighet.Opt[int32]{}
		switch month {
		case s.Last:
			residents = s.ResidentsLast
		case s.First:
			residents = s.ResidentsFirst
		}
		switch {
		case !s.Start.OK:
			out.NoStart++
		case !residents.OK:
			out.NoResidents++
		default:
			out.List = append(out.List, ListLength{s, int(month-s.Start.V) + 1, int(residents.V)})
		}
	}
	return out
}

// Pairs are the months held and the residents of the lists, as [Pearson] takes them.
func (l *ListLengths) Pairs() (months, residents []float64) {
	for _, x := range l.List {
		months, residents = append(months, float64(x.Months)), append(residents, float64(x.Residents))
	}
	return months, residents
}
