package rows

import (
	"slices"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/survival"
)

// ModelChoices say which rows and columns a model is fitted to, and at which level its
// limits are.
type ModelChoices struct {
	Roles
	Covariates []choice.Covariate
	Strata     []string
	Of         []string           // the causes to fit a model for; nil is all
	Start      string             // any CSV: month in which a tenure starts
	NeedStart  bool               // whether the model needs it
	Kind       survival.SpellKind // of spells
	Conf       float64            // 0 to 1

	// Unfit says why a tenure of any CSV, whatever else the row has, cannot be in the
	// model; "" if it can. Spells are in whole months above 0. nil asks nothing.
	Unfit func(survival.Tenure) (survival.RejectCode, string)
}

// columns returns the columns that have a role, one of two roles twice.
func (opt *ModelChoices) columns() []string {
	names := slices.Concat(opt.Roles.columns(), unlessEmpty(opt.Start), opt.Strata)
	for _, c := range opt.Covariates {
		names = append(names, c.Column)
	}
	return names
}

// Choices say which rows and columns an estimate is made from.
type Choices struct {
	Roles
	By, Strata []string
	Match      string                          // the column of what a row is compared with
	Kind       survival.SpellKind              // of spells
	Period     varighet.Opt[[2]varighet.Month] // of spells; see [survival.Query]

	// Reach asks how far rows are followed: spells always are, rows of any CSV if it has Until.
	// Positions says that it is the positions of spells that are followed; see
	// [survival.Selection.Reach].
	Reach, Positions bool
}

// ParsePeriod reads two months, 2019-01/2022-01: what was seen after the first and up to the
// second. "" is no period.
func ParsePeriod(s string) (period varighet.Opt[[2]varighet.Month], err error) {
	if s == "" {
		return period, nil
	}
	from, to, found := strings.Cut(s, "/")
	a, okA := ingest.ParseMonth(from)
	b, okB := ingest.ParseMonth(to)
	if !found || !okA || !okB || a >= b {
		return period, choice.Errorf("--period is two months such as 2019-01/2022-01, the first before the second, not %q", s)
	}
	return varighet.Some([2]varighet.Month{a, b}), nil
}

// unlessEmpty is a list of the name, or of nothing.
func unlessEmpty(name string) []string {
	if name == "" {
		return nil
	}
	return []string{name}
}
