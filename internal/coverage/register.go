package main

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data/simulate"
	"github.com/varighet/varighet/survival"
)

// A country is made-up doctors on lists, with the truth about them.
type country struct {
	spells []simulate.Spell // by list and month
	truth  *simulate.Truth
	last   varighet.Month
}

// makeCountry runs a country without a reform, of which only lists in the size groups count; nil is all.
func makeCountry(opt simulate.Options, groups []string) (*country, error) {
	opt.NoReform, opt.NoMissingMonth = true, true
	c := &country{last: opt.Last}
	var err error
	c.truth, err = simulate.Spells(opt, func(s simulate.Spell) error {
		if groups == nil || slices.Contains(groups, s.SizeGroup) {
			c.spells = append(c.spells, s)
		}
		return nil
	})
	slices.SortFunc(c.spells, func(a, b simulate.Spell) int {
		return cmp.Or(cmp.Compare(a.Position, b.Position), cmp.Compare(a.Start, b.Start))
	})
	return c, err
}

// seenFrom are the spells of a register of the country whose first month is from: agreements
// under way then carry the day they began, as registers with a start column have it.
func (c *country) seenFrom(from varighet.Month) ([]survival.Spell, error) {
	opt := survival.DefaultSpellOptions()
	labels := c.sizeGroups()
	byCode := c.groupNumbers(labels)
	opt.Population = func(code varighet.MunicipalityCode, _ int) varighet.Opt[int32] { return varighet.Some(byCode[code]) }
	opt.SizeGroup = func(number int) string { return labels[number] }
	cov, err := survival.Cover(c.rowsFrom(from), opt)
	if err != nil {
		return nil, err
	}
	set, err := survival.Spells(c.rowsFrom(from), cov, opt)
	if err != nil {
		return nil, err
	}
	return set.Spells, nil
}

func (c *country) sizeGroups() (labels []string) {
	for _, g := range c.truth.Groups {
		labels = append(labels, g.SizeGroup)
	}
	return labels
}

// groupNumbers has the number of the size group of each municipality, which stays in it.
func (c *country) groupNumbers(labels []string) map[varighet.MunicipalityCode]int32 {
	byCode := map[varighet.MunicipalityCode]int32{}
	for i := range c.spells {
		byCode[c.spells[i].Municipality] = int32(slices.Index(labels, c.spells[i].SizeGroup))
	}
	return byCode
}

// rowsFrom are the rows of the register, sorted: each list in each month, with its doctor, or
// vacant once it has had one.
func (c *country) rowsFrom(from varighet.Month) survival.Observations {
	return func(yield func(*varighet.Observation, error) bool) {
		for i := range c.spells {
			s := &c.spells[i]
			row := varighet.Observation{PositionID: listID(s), MunicipalityCode: s.Municipality, DoctorID: strconv.FormatInt(s.Doctor, 10),
				AgreementStart: varighet.Some(s.Start.Days())}
			next := c.nextStart(i)
			for m := max(s.Start, from); m < next; m++ {
				if m >= s.Start+varighet.Month(s.Months) {
					row.DoctorID, row.AgreementStart, row.Role = "", varighet.Opt[int32]{}, varighet.RoleVacant
				}
				if row.Month = m; !yield(&row, nil) {
					return
				}
			}
		}
	}
}

// listID is the id of a spell's list; ids are in the order of the numbers.
func listID(s *simulate.Spell) string { return fmt.Sprintf("%08d", s.Position) }

// nextStart is the month in which the list has its next doctor, or the one after the data.
func (c *country) nextStart(i int) varighet.Month {
	if i+1 < len(c.spells) && c.spells[i+1].Position == c.spells[i].Position {
		return c.spells[i+1].Start
	}
	return c.last + 1
}
