package document

import (
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/survival/funnel"
)

// FunnelTables are the tables that a [FunnelAnswer] has as CSV. The first is the one of no name.
var FunnelTables = []string{"units", "limits", "model", DefinitionsTable}

// FunnelChoices say which units are compared, and what they are held against: a baseline or a
// curve as in [CompareChoices], or, without, the other units with the same value of Match.
type FunnelChoices struct {
	CompareChoices         // Table is one of FunnelTables, By the column of the unit
	Adjust         string  // how the adjusted funnel allows for over-dispersion: additive or multiplicative
	Winsorise      float64 // share of units whose z are drawn in at each end, from 0 up to 0.5
}

// Check is wrong use where choices do not go together.
func (opt *FunnelChoices) Check() error {
	switch {
	case len(opt.By) == 0:
		return choice.Errorf("funnel needs --by: the column of what is compared, such as municipality_now")
	case opt.Baseline != "" && opt.Curve != "":
		return choice.Errorf("funnel takes --baseline or --curve, and not both")
	case !opt.against() && opt.Mix != nil:
		return choice.Errorf("--mix is for a --baseline or --curve")
	case opt.Baseline == "" && opt.Shape.OK:
		return choice.Errorf("--shape is for a --baseline known by its median")
	case !opt.against() && opt.WholeMonths:
		return choice.Errorf("--whole-months is for a --baseline or --curve")
	case !(opt.Winsorise >= 0 && opt.Winsorise < 0.5):
		return choice.Errorf("--winsorise is a share from 0 up to 0.5, not %v", opt.Winsorise)
	}
	if _, ok := funnel.ParseAdjustment(opt.Adjust); !ok {
		return choice.Errorf("--adjust is additive or multiplicative, not %q", opt.Adjust)
	}
	return KnownTable(opt.Table, FunnelTables...)
}

// against reports whether units are held against something from outside.
func (opt *FunnelChoices) against() bool { return opt.Baseline != "" || opt.Curve != "" }

// A FunnelAnswer is what `survival funnel` prints: where each unit, such as a municipality, stands
// among others of its kind, by stops seen over stops expected.
type FunnelAnswer struct {
	Schema    string  `json:"schema"`     // varighet.funnel/1
	ConfLevel float64 `json:"conf_level"` // level of lower, upper and of limits of shrunken ratios (share 0–1)
	// what units are held against: others, the other units with the same value of match; id of a
	// published number; or curve, of the user's own
	Reference string `json:"reference"`
	// the column on whose value rows are matched with what they are held against; "" for none
	Match string `json:"match"`
	// the curve through a published median, such as Weibull with shape 1; "" without one
	Assumption string `json:"assumption"`
	// how the adjusted funnel allows for over-dispersion: additive or multiplicative
	Adjustment string `json:"adjustment"`
	// one a unit, ordered by size or number where their names are such, never by their ratio
	Units      []funnelUnit     `json:"units"`
	Counts     funnelCounts     `json:"counts"`     // how many units stand where
	Dispersion funnelDispersion `json:"dispersion"` // whether units differ by more than chance
	Shrinkage  funnelShrinkage  `json:"shrinkage"`  // the gamma distribution of the units' true ratios
	// points of the funnel's lines, for drawing: where so many stops are expected without error
	Limits []funnelLimit `json:"limits"`
	Notes  []string      `json:"notes"` // what the numbers are, in English
	Ending

	keys  []rows.Key
	opt   *FunnelChoices
	table string
}

// A funnelUnit is one unit, with its place.
type funnelUnit struct {
	By       map[string]string `json:"by"`       // the unit: its value of each column of --by
	N        int               `json:"n"`        // spells or rows that count
	Observed int               `json:"observed"` // stops that are compared
	Expected float64           `json:"expected"` // stops expected in the same time at risk
	// stops that expected rests on: its relative variance is one over it; null: taken as known
	// without error, or nothing expected
	ReferenceStops *float64 `json:"reference_stops"`
	// stops that are not in observed: at a tenure at which no other unit had anyone at risk
	NotCompared int `json:"not_compared"`
	// observed over expected; null: nothing was expected
	Ratio *float64 `json:"ratio"`
	// exact lower limit of ratio, wider by what expected rests on; null: ratio is
	Lower *float64 `json:"lower"`
	Upper *float64 `json:"upper"` // exact upper limit of ratio likewise; null: ratio is
	// standard errors from a ratio of 1, Freeman and Tukey's; null: ratio is
	Z *float64 `json:"z"`
	// in the funnel: inside, above_95 (outside its 95 % limits), above_998 (outside 99.8 % too), below_95
	// or below_998; "" if ratio is null
	Place string `json:"place"`
	// in the funnel that allows for over-dispersion, likewise; "" if ratio is null, or over-dispersion is
	// not estimated
	AdjustedPlace string `json:"adjusted_place"`
	// so little is expected that not even no stops at all would be below the 95 % limits
	TooSmall bool `json:"too_small"`
	// ratio drawn towards the mean of all units; null: not estimated
	Shrunken *float64 `json:"shrunken"`
	// lower limit of shrunken; null: not estimated, or no variance between units
	ShrunkenLower *float64 `json:"shrunken_lower"`
	// upper limit of shrunken; null: as shrunken_lower
	ShrunkenUpper *float64 `json:"shrunken_upper"`
	// limits of ratio for this unit's expected and reference_stops; null: ratio is
	Funnel *funnelBounds `json:"funnel"`
	// the same with room for over-dispersion; null: ratio is, or over-dispersion is not estimated
	Adjusted *funnelBounds `json:"adjusted"`
}

// funnelBounds are the ratios at which a unit comes to lie outside.
type funnelBounds struct {
	Lower95  *float64 `json:"lower_95"`  // at this or below; null: not even a ratio of 0 is outside
	Upper95  float64  `json:"upper_95"`  // at this or above
	Lower998 *float64 `json:"lower_998"` // at this or below; null: as lower_95
	Upper998 float64  `json:"upper_998"` // at this or above
}

// A funnelLimit is a point of the lines.
type funnelLimit struct {
	Expected float64      `json:"expected"` // stops
	Funnel   funnelBounds `json:"funnel"`   // limits of ratio there
	// with room for over-dispersion; null: that is not estimated
	Adjusted *funnelBounds `json:"adjusted"`
}

// funnelCounts are numbers of units.
type funnelCounts struct {
	Units     int `json:"units"`      // all
	NotJudged int `json:"not_judged"` // of units, those of which nothing was expected
	TooSmall  int `json:"too_small"`  // of units, those too small to be below
	// of the judged, by place; in the funnel
	Funnel funnelPlaces `json:"funnel"`
	// the same in the adjusted one; null: over-dispersion is not estimated
	Adjusted *funnelPlaces `json:"adjusted"`
}

// funnelPlaces are numbers of units by their place.
type funnelPlaces struct {
	Inside   int `json:"inside"`    // inside the 95 % limits
	Above95  int `json:"above_95"`  // outside the 95 % limits, inside the 99.8 %
	Above998 int `json:"above_998"` // outside both
	Below95  int `json:"below_95"`  // outside the 95 % limits, inside the 99.8 %
	Below998 int `json:"below_998"` // outside both
}

// add counts a place.
func (c *funnelPlaces) add(p funnel.Place) {
	switch p {
	case funnel.Inside:
		c.Inside++
	case funnel.Above:
		c.Above95++
	case funnel.FarAbove:
		c.Above998++
	case funnel.Below:
		c.Below95++
	case funnel.FarBelow:
		c.Below998++
	}
}

// A funnelDispersion says whether units differ by more than chance.
type funnelDispersion struct {
	Units  int     `json:"units"`  // from which it is estimated: 1 stop or more is expected
	Centre float64 `json:"centre"` // the ratio from which z are reckoned: 1, or that of all against a baseline
	// sum of z², with units degrees of freedom; null: too few units
	ChiSquare *float64 `json:"chi_square"`
	// of nothing but chance, by chi_square (probability 0–1); null: too few units
	P *float64 `json:"p"`
	// of units at each end, whose z are drawn in to the quantile there (share 0–1)
	Winsorised float64 `json:"winsorised"`
	// mean of z² after that: Spiegelhalter's φ, below 1 if there is only chance; null: too few units
	PhiPublished *float64 `json:"phi_published"`
	// over what normal z drawn in likewise come to, so 1 if there is only chance; null: too few units
	Phi *float64 `json:"phi"`
	// variance of the units' true ratios beyond chance, τ², from phi; null: too few units
	Variance *float64 `json:"tau_squared"`
	Reason   string   `json:"reason,omitempty"` // why something is null; absent: nothing is
}

// A funnelShrinkage is the gamma distribution of the units' true ratios.
type funnelShrinkage struct {
	Mean *float64 `json:"mean"` // of the true ratios; null: not estimated
	// a of (O + a)/(E + b); null: not estimated, or no variance between units
	Shape *float64 `json:"a"`
	Rate  *float64 `json:"b"` // b likewise; null: as a
	// 1/a, variance of the true ratios over mean; null: not estimated
	Variance      *float64 `json:"variance"`
	VarianceLower *float64 `json:"variance_lower"` // lower limit of variance, by the profile of the likelihood; null: not estimated
	VarianceUpper *float64 `json:"variance_upper"` // upper limit of variance; null: not estimated, or no bound
	// of no variance, by likelihood ratio (probability 0–1); null: not estimated
	P      *float64 `json:"p"`
	Reason string   `json:"reason,omitempty"` // why something is null; absent: nothing is
}
