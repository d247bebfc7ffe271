package document

import (
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/survival"
)

// What [PowerChoices] follow.
const (
	FollowPositions  = "positions"
	FollowAgreements = "agreements"
)

// PowerTables are the tables of a [PowerAnswer]; the first is the one of no name.
var PowerTables = []string{"years", "ratios", DefinitionsTable}

// PowerChoices are what is asked of [Power].
type PowerChoices struct {
	YardstickChoices
	Ratios []float64 // against the baseline, whose chances are asked for
	Years  []int     // longer that all are followed, 12 of the time unit each, ascending

	Follow string // FollowPositions or FollowAgreements; "": positions of doctors' spells, else agreements
	Vacant int    // months between two doctors of a position

	// New ones that come in, in each group, for each year that it is followed longer: a number, or
	// as many as so far.
	Entering     float64
	EnteringSeen bool

	Table string // which of PowerTables CSV writes
}

// The most that is asked for.
const (
	mostExtraYears   = 50
	mostEntering     = 100_000
	mostVacantMonths = 600
)

// Check is wrong use where choices do not go together. It settles what is followed.
func (opt *PowerChoices) Check() error {
	if err := opt.check("power"); err != nil {
		return err
	}
	if opt.Follow == "" {
		opt.Follow = FollowAgreements
		if !opt.AnyCSV() && opt.Kind == survival.Regular {
			opt.Follow = FollowPositions
		}
	}
	opt.Reach, opt.Positions = true, opt.Follow == FollowPositions
	for _, check := range []func() error{opt.checkFollow, opt.checkEntering, opt.checkLists} {
		if err := check(); err != nil {
			return err
		}
	}
	return KnownTable(opt.Table, PowerTables...)
}

func (opt *PowerChoices) checkFollow() error {
	switch {
	case opt.Follow != FollowPositions && opt.Follow != FollowAgreements:
		return choice.Errorf("--follow is %s or %s, not %q", FollowPositions, FollowAgreements, opt.Follow)
	case opt.Positions && opt.Kind != survival.Regular:
		return choice.Errorf("--follow positions is of doctors' spells, not of vacancies")
	case opt.Positions && !opt.wholeMonths():
		return choice.Errorf("--follow positions is counted in whole months: add --whole-months")
	case opt.Vacant != 0 && !opt.Positions:
		return choice.Errorf("--vacant-months is for --follow positions")
	case opt.Vacant < 0 || opt.Vacant > mostVacantMonths:
		return choice.Errorf("--vacant-months is from 0 to %d", mostVacantMonths)
	case opt.Until != "" && !opt.AnyCSV():
		return choice.Errorf("--until is a column of any CSV, with --time and --event: spells have a calendar")
	}
	return nil
}

func (opt *PowerChoices) checkEntering() error {
	switch {
	case opt.EnteringSeen && opt.AnyCSV():
		return choice.Errorf("--entering seen is for spells: other rows have no calendar")
	case !(opt.Entering >= 0 && opt.Entering <= mostEntering):
		return choice.Errorf("--entering is seen, or a number a year up to %d", mostEntering)
	}
	return nil
}

func (opt *PowerChoices) checkLists() error {
	for _, r := range opt.Ratios {
		if !(r >= 0.001 && r <= 1000) || r == 1 {
			return choice.Errorf("--ratio is a list of numbers from 0.001 to 1000 that are not 1, and not %v", r)
		}
	}
	for i, y := range opt.Years {
		if y < 0 || y > mostExtraYears || i > 0 && y <= opt.Years[i-1] {
			return choice.Errorf("--longer are whole numbers from 0 to %d that ascend", mostExtraYears)
		}
	}
	if len(opt.Ratios) == 0 || len(opt.Years) == 0 {
		return choice.Errorf("--ratio and --longer name a number each at least")
	}
	return nil
}
