package sample

import (
	"fmt"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/english"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/competing"
)

// Choices say what of a source is estimated from, by the names of columns. The zero value is
// all doctors' spells, or all rows of any CSV.
type Choices struct {
	By             []string // columns that group rows; rows without a value are left out
	Strata         []string // columns within whose values tests compare
	Cluster, Cause string   // column of what belongs together; of why a tenure stopped; "" is none

	Kind   survival.SpellKind              // of spells: doctors' (Regular), or vacancies
	Period varighet.Opt[[2]varighet.Month] // of spells: only what was seen after the first month, up to the second
}

// Rows are the tenures that can be used, one element a row in each slice; a slice that nobody
// asked for is nil. The embedded sample has the estimators: Rows.KaplanMeier, for one.
type Rows struct {
	survival.Sample
	Groups []string // labels of By, several values with ", " between
	Strata []string // labels of Strata
	Causes []string // of those that did not stop of no account

	// Why rows are not here: of spells by reason, of any CSV row by row.
	LeftOut  []survival.LeftOut
	Rejected []*survival.Rejected

	Warnings []string // what to show beside the numbers, what is left out among it

	ofSpells bool // counted in whole months
}

// Rows chooses the rows that an estimate is made from. It returns a *[varighet.Problem] of code
// "no-rows" if no row of a CSV can be used; of spells there may be none. It returns an error for a
// column that is not there.
func (s *Source) Rows(c Choices) (*Rows, error) {
	src, err := s.source()
	if err != nil {
		return nil, err
	}
	defer src.Close()
	choices := rows.Choices{Roles: s.roles, By: c.By, Strata: c.Strata, Kind: c.Kind, Period: c.Period}
	choices.Cluster, choices.Cause = c.Cluster, c.Cause
	set, err := rows.Read(src, &choices)
	if err != nil {
		return nil, plain(err)
	}
	r := ofSet(set, len(c.By) > 0)
	r.ofSpells = s.spells != nil
	return r, nil
}

// ofSet is a set without the rows that have no group.
func ofSet(set *rows.Set, grouped bool) *Rows {
	r := &Rows{LeftOut: set.LeftOut, Rejected: set.Rejected, Warnings: plainTexts(append(set.Warnings, saidOf(set.Rejected)...))}
	if grouped {
		var kept []int
		for i, key := range set.Groups {
			if key.OK {
				kept = append(kept, i)
				r.Groups = append(r.Groups, key.Label())
			}
		}
		set = set.Only(kept)
	}
	r.Sample, r.Strata, r.Causes = set.Sample(), set.Strata, set.Causes
	return r
}

// saidOf says how many rows of any CSV are left out for which reason.
func saidOf(rejected []*survival.Rejected) (list []string) {
	for _, r := range rows.Reasons(rejected) {
		list = append(list, fmt.Sprintf("%s left out: %s", english.Count(r.Rows, "row", "rows"), r.Why))
	}
	return list
}

// Competing is the rows as the estimators of package competing take them. The choices must name a
// Cause.
func (r *Rows) Competing() competing.Sample {
	return competing.Sample{Tenures: r.Tenures, Causes: r.Causes, Weights: r.Weights, Clusters: r.Clusters}
}

// Curves estimates the curve of each group, in the order in which groups are shown; of all
// rows, called "all", without By. See [survival.Sample.KaplanMeier] for errors.
func (r *Rows) Curves(opt survival.Options) (survival.Curves, error) {
	return r.KaplanMeierBy(r.Groups, opt)
}

// CompareGroups puts the groups side by side, within the strata if there are any, for the
// log-rank test and its relatives. It returns an error without By; see
// [survival.Sample.Compare] for others.
func (r *Rows) CompareGroups() (*survival.Comparison, error) {
	if r.Groups == nil {
		return nil, fmt.Errorf("there are no groups to compare: Choices.By names the columns")
	}
	return r.Compare(r.Groups, r.Strata)
}
