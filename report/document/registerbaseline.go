package document

import (
	"fmt"
	"io"

	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/internal/yardstick"
	"github.com/varighet/varighet/survival"
)

// RegisterBaselineChoices say which curves are made of a register to compare with.
type RegisterBaselineChoices struct {
	Conf float64  // level of the limits, 0 to 1
	By   []string // columns whose values have a curve of their own; nil: one of all
}

// A RegisterBaselineAnswer is what `survival baseline` prints: the curves of a register, for
// `survival compare --curve` to hold other agreements against. It names nobody.
type RegisterBaselineAnswer struct {
	Schema    string             `json:"schema"`     // varighet.register-baseline/1
	ConfLevel float64            `json:"conf_level"` // level of all limits (share 0–1)
	By        []string           `json:"by"`         // columns of the groups; empty: there is one curve
	Groups    []registerBaseline `json:"groups"`     // one a group, then all of them together
	Ending

	grid *grid
}

// A registerBaseline is the curve of a group, as far as five are at risk.
type registerBaseline struct {
	Group     string `json:"group"`      // its value of --by; all, for all that have one
	N         int    `json:"n"`          // agreements in the curve
	FromStart int    `json:"from_start"` // of n, those that were seen from their start
	Stopped   int    `json:"stopped"`    // of n, those that were seen to stop as far as the curve goes
	// by which half have stopped (months); null: not reached, or fewer than five were ever at risk
	Median *float64 `json:"median"`
	Lower  *float64 `json:"median_lower"` // lower limit of median (months); null: not reached
	Upper  *float64 `json:"median_upper"` // upper limit of median (months); null: not reached
	// from which it holds: of those who have been there so long; 0, unless few are at risk before (months)
	From float64 `json:"from"`
	// 0, where some stopped, and where the curve ends (months); empty: fewer than five were ever at risk
	Times    []float64 `json:"times"`
	Survival []float64 `json:"survival"` // still there at each of times (share 0–1)
	AtRisk   []int     `json:"at_risk"`  // at risk at each of times
}

// RegisterBaseline makes curves of spells to compare others with. src must be of spells.
func RegisterBaseline(src *rows.Source, opt *RegisterBaselineChoices) (*RegisterBaselineAnswer, error) {
	columns, err := rows.Columns(src.Table, "by", opt.By)
	if err != nil {
		return nil, err
	}
	spells := src.Table.Spells
	group := func(i int) (string, bool) {
		key := rows.KeyOf(&spells[i], columns)
		return key.Label(), key.OK
	}
	if len(columns) == 0 {
		group = func(int) (string, bool) { return "", false }
	}
	grouped, err := survival.CurvesByGroup(spells, "group", group, opt.Conf)
	if err != nil {
		return nil, err
	}
	doc := &RegisterBaselineAnswer{Schema: yardstick.Schema, ConfLevel: opt.Conf, By: append([]string{}, opt.By...), Ending: ofSpells(src).defining("register-baseline", false),
		grid: &grid{header: []string{"group", "n", "from_start", "stopped", "median", "median_lower", "median_upper", "from", "to"}}}
	for _, l := range grouped.LeftOut {
		if len(columns) > 0 || l.Reason != survival.ValueMissing {
			doc.leaveOut(l)
		}
	}
	for _, c := range append(grouped.Groups, grouped.All) {
		doc.add(c)
	}
	return doc, nil
}

// add puts the curve of a group into the document.
func (d *RegisterBaselineAnswer) add(c *survival.GroupCurve) {
	m := c.Median().Given()
	x := registerBaseline{Group: c.Group, N: c.N, FromStart: c.FromStart, Median: orNull(m.Time), Lower: orNull(m.Lower), Upper: orNull(m.Upper),
		Times: []float64{}, Survival: []float64{}, AtRisk: []int{}}
	var to *float64
	switch {
	case c.N == 0:
	case c.TooFew():
		d.warn(fmt.Sprintf("%s: fewer than %d were ever at risk: no curve", c.Group, survival.FewAtRisk))
	default:
		x.points(c.Shown)
		to = &x.Times[len(x.Times)-1]
	}
	if x.From > 0 {
		d.warn(fmt.Sprintf("%s: fewer than %d at risk before %v months: nothing is expected of them there", c.Group, survival.FewAtRisk, x.From))
	}
	d.Groups = append(d.Groups, x)
	d.grid.add(c.Group, x.N, x.FromStart, x.Stopped, x.Median, x.Lower, x.Upper, x.From, to)
}

// points are those that say all of the curve.
func (x *registerBaseline) points(c *survival.Curve) {
	points, stops := yardstick.Steps(c)
	x.From, x.Stopped = c.From, stops
	for _, p := range points {
		x.Times, x.Survival, x.AtRisk = append(x.Times, p.Time), append(x.Survival, p.Survival), append(x.AtRisk, p.AtRisk)
	}
}

// CSV writes a row a group.
func (d *RegisterBaselineAnswer) CSV(w io.Writer) error { return d.grid.CSV(w) }

// Text writes the same, rounded.
func (d *RegisterBaselineAnswer) Text(w io.Writer) error { return d.grid.Text(w) }
