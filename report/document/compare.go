package document

import (
	"fmt"
	"io"

	"gonum.org/v1/gonum/floats"

	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/english"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/internal/yardstick"
	"github.com/varighet/varighet/survival/rates"
)

// CompareChoices are what is asked of [Compare].
type CompareChoices struct {
	YardstickChoices
	Table string // which CSV writes: ratios or sensitivity
}

// Check is wrong use where choices do not go together.
func (opt *CompareChoices) Check() error {
	if err := opt.check("compare"); err != nil {
		return err
	}
	if opt.Table == "sensitivity" && opt.Baseline == "" {
		return choice.Errorf("--table sensitivity needs --baseline")
	}
	return KnownTable(opt.Table, "ratios", "sensitivity", DefinitionsTable)
}

// A CompareAnswer is what `survival compare` prints: the stops seen in each group beside those
// expected by a published median or a curve.
type CompareAnswer struct {
	Schema    string  `json:"schema"`     // varighet.compare/1
	ConfLevel float64 `json:"conf_level"` // level of all limits (share 0–1)
	Baseline  string  `json:"baseline"`   // id of the published number; curve, for a curve of the user's own
	// the curve through a median, such as Weibull with shape 1; "" for a curve
	Assumption string `json:"assumption"`
	// how many of the cohort belong to each group of the baseline, where rows do not say; absent: they do
	Mix    map[string]float64 `json:"mix,omitempty"`
	Groups []compareGroup     `json:"groups"` // one a group of --by, or one; empty if no row can be used
	// stops are recorded at the ends of months: what is expected is the chance of a stop in each month
	WholeMonths bool `json:"whole_months"`
	// what ratio, p, z and the assumption are, in English
	Notes []string `json:"notes"`
	Ending

	grid, atShapes *grid
	table          string
	ownStops       bool // limits that allow for the curve's own stops have columns
}

// A compareGroup is what was seen in a group, and what was expected.
type compareGroup struct {
	// the group: its value of each column of --by; empty without
	By map[string]string `json:"by"`
	// spells or rows with a weight above 0 that the baseline has a value for
	N int `json:"n"`
	// what their weights add up to; absent: without weights
	Weight   *float64 `json:"weight,omitempty"`
	Observed int      `json:"observed"` // of n, those that stopped
	// observed as a sum of weights; absent: without weights
	ObservedWeight *float64 `json:"observed_weight,omitempty"`
	// stops expected in the time at risk (sum of weights, where there are weights)
	Expected float64 `json:"expected"`
	// observed over expected, by weight; null: nothing was expected
	Ratio *float64 `json:"ratio"`
	// exact lower limit of ratio; null: not defined, or weights that are not whole
	Lower *float64 `json:"lower"`
	Upper *float64 `json:"upper"` // exact upper limit of ratio; null: as lower
	// exact, of a ratio of 1, twice the smaller tail: agrees with the limits (probability 0–1); null: as
	// lower
	P *float64 `json:"p"`
	// exact, as R's poisson.test has it (probability 0–1); null: as lower
	PMinimum *float64 `json:"p_minimum"`
	// one-sample log-rank, (O−E)/√E; null: not defined
	Z  *float64 `json:"z"`
	ZP *float64 `json:"z_p"` // of z, two-sided (probability 0–1); null: z is
	// (O−E)/√((O+E)/2), better where E is small; null: not defined
	ZWu *float64 `json:"z_wu"`
	// of z_wu, two-sided (probability 0–1); null: z_wu is
	ZWuP *float64 `json:"z_wu_p"`
	// what holds if rows of one cluster are alike; absent: without --cluster
	Robust *compareRobust `json:"robust,omitempty"`
	// what holds where the baseline's own stops are few enough to matter; absent: their number is not known
	Reference *compareReference `json:"reference,omitempty"`
	// the same by other curves through the median; absent: for a curve of the user's own
	Sensitivity []compareAtShape `json:"sensitivity,omitempty"`
}

// A compareRobust is what holds of a ratio if rows of one cluster are alike.
type compareRobust struct {
	Clusters int      `json:"clusters"` // how many there are
	Lower    *float64 `json:"lower"`    // lower limit of ratio, on the log scale; null: not defined
	Upper    *float64 `json:"upper"`    // upper limit of ratio; null: not defined
	Z        *float64 `json:"z"`        // (O−E) over its robust standard error; null: not defined
	P        *float64 `json:"p"`        // of z, two-sided (probability 0–1); null: not defined
}

// A compareReference is what holds of a ratio if what is expected was estimated too.
type compareReference struct {
	// that what is expected rests on; of several groups, those of one that would be as exact
	Stops float64  `json:"stops"`
	Lower *float64 `json:"lower"` // lower limit of ratio; null: not defined
	Upper *float64 `json:"upper"` // upper limit of ratio; null: not defined
	P     *float64 `json:"p"`     // of a ratio of 1, twice the smaller tail (probability 0–1); null: not defined
}

// A compareAtShape is what would have been expected by a curve of another shape.
type compareAtShape struct {
	Shape    float64  `json:"shape"`    // of the Weibull curve through the median
	Expected float64  `json:"expected"` // stops expected by it
	Ratio    *float64 `json:"ratio"`    // observed over them; null: nothing was expected
}

// Compare holds each group of rows against the yardstick.
func Compare(src *rows.Source, opt *CompareChoices, against *yardstick.Yardstick) (*CompareAnswer, error) {
	set, err := rows.Read(src, &opt.Choices)
	if err != nil {
		return nil, err
	}
	doc := newComparison(opt, against)
	doc.Ending = newEnding(set.Rejected, set.LeftOut, set.Warnings).defining("compare", opt.AnyCSV())
	if opt.Cluster != "" {
		doc.warn("lower, upper, p, p_minimum, z_p and z_wu_p take every stop for one of its own; robust allows for clusters")
	}
	if len(set.Tenures) == 0 {
		doc.warn("no rows can be used: nothing to compare")
		return doc, nil
	}
	for _, part := range set.Split(len(opt.By) > 0) {
		part.Rows = part.Rows.WithWeight()
		if len(part.Rows.Tenures) == 0 {
			doc.warn(part.Key.Warned("no row has a weight: nothing to compare"))
			continue
		}
		x, err := doc.compare(part, opt, against)
		if err != nil {
			return nil, err
		}
		doc.add(part.Key, x)
	}
	return doc, nil
}

// newComparison is a document without groups.
func newComparison(opt *CompareChoices, against *yardstick.Yardstick) *CompareAnswer {
	g := &grid{header: headed(opt.By, "n", "observed", "expected", "ratio", "lower", "upper", "p", "p_minimum", "z", "z_p", "z_wu", "z_wu_p")}
	if opt.Weight != "" {
		g.header = append(g.header, "observed_weight", "weight")
	}
	if against.Falls != nil {
		g.header = append(g.header, "reference_lower", "reference_upper", "reference_p", "reference_stops")
	}
	if opt.Cluster != "" {
		g.header = append(g.header, "robust_lower", "robust_upper", "robust_z", "robust_p", "clusters")
	}
	whole := opt.wholeMonths()
	return &CompareAnswer{Schema: "varighet.compare/1", ConfLevel: opt.Conf, Baseline: against.Name, Assumption: against.Assumption,
		WholeMonths: whole, Mix: opt.Mix, Notes: compareNotes(against, whole), Groups: []compareGroup{}, ownStops: against.Falls != nil, grid: g, atShapes: &grid{header: headed(opt.By, "shape", "expected", "ratio")}, table: opt.Table}
}

// compareNotes say what the numbers of a comparison are.
func compareNotes(against *yardstick.Yardstick, whole bool) []string {
	notes := []string{
		"ratio: stops observed over those that the baseline would have given among the same rows; above 1, more stopped",
		"p: how often chance alone takes the ratio as far from 1, if the baseline holds: exact, twice the smaller tail, in keeping with the limits; " +
			"the baseline is taken as known without error",
		"z: (observed − expected) over its standard error if the baseline holds, the one-sample log-rank test; above 0, more stopped; z_wu is better where few are expected",
	}
	if against.Assumption != "" {
		notes = append(notes, "assumed: a published median does not say how tenures spread around it; the curve through it is "+
			against.Assumption+", and sensitivity has the ratio at other shapes")
	}
	if against.Falls != nil {
		notes = append(notes, "reference_lower, reference_upper and reference_p allow for the stops that the curve itself rests on where these rows are at risk; the others take it as known")
	}
	if against.Mixed && against.Assumption == "" {
		notes = append(notes, "mix: limits take the mean of the curves as known, and do not allow for the stops that those rest on")
	}
	if whole {
		notes = append(notes, "whole months: a stop is seen in the month after it, so what is expected is the chance of a stop in each month")
	}
	return notes
}

// robust is what holds of a comparison if rows of one cluster are alike.
func (d *CompareAnswer) robust(key rows.Key, clusters []string, h *yardstick.Held, opt *CompareChoices) (*compareRobust, error) {
	r, err := rates.Clustered(h.Tenures, h.Weights, h.Curves, rows.Take(clusters, h.Index), opt.wholeMonths(), opt.Conf)
	if err != nil {
		return nil, err
	}
	if r.Warning != "" {
		d.warn(key.Warned(r.Warning))
	}
	return &compareRobust{r.Clusters, orNull(r.Lower), orNull(r.Upper), orNull(r.Z), orNull(r.P)}, nil
}

// compare holds the rows of a group against the yardstick. All have a weight.
func (d *CompareAnswer) compare(part rows.Group, opt *CompareChoices, against *yardstick.Yardstick) (x compareGroup, err error) {
	set := part.Rows
	c, err := against.Compare(opt.sample(set), opt.Conf)
	if err != nil {
		return x, err
	}
	d.tellOf(part.Key, c)
	if c.Reason != "" {
		d.warn(part.Key.Warned(c.Reason))
	}
	for _, o := range c.AtShapes {
		if o.Reason != "" {
			d.warn(part.Key.Warned("with shape " + exact(o.Shape) + ": " + o.Reason))
		}
	}
	x = compareGroup{By: part.Key.Document(opt.By), N: len(c.Index), Observed: c.Observed, Expected: c.Expected,
		Ratio: orNull(c.Ratio), Lower: orNull(c.Lower), Upper: orNull(c.Upper), P: orNull(c.P), PMinimum: orNull(c.PMinimum),
		Z: orNull(c.Z), ZP: orNull(c.ZP), ZWu: orNull(c.ZWu), ZWuP: orNull(c.ZWuP)}
	if set.Weights != nil {
		total := floats.Sum(c.Weights)
		x.Weight, x.ObservedWeight = &total, &c.ObservedWeight
	}
	if set.Clusters != nil {
		if x.Robust, err = d.robust(part.Key, set.Clusters, &c.Held, opt); err != nil {
			return x, err
		}
	}
	if u := c.Reference; u.OK {
		x.Reference = &compareReference{u.V.Stops, orNull(u.V.Lower), orNull(u.V.Upper), orNull(u.V.P)}
	}
	for _, o := range c.AtShapes {
		x.Sensitivity = append(x.Sensitivity, compareAtShape{o.Shape, o.Expected, orNull(o.Ratio)})
	}
	return x, nil
}

// tellOf warns of rows that have no curve of their own, or a shorter one.
func (e *Ending) tellOf(key rows.Key, c *yardstick.Result) {
	if c.Without > 0 {
		e.warn(key.Warned(english.Count(c.Without, "row", "rows") + " left out: the baseline has no value for the group"))
	}
	if c.Outside > 0 {
		e.warn(key.Warned(english.Count(c.Outside, "row", "rows") + " left out: followed only before or after what the curve covers"))
	}
	if c.Whole > 0 {
		e.warn(key.Warned(english.Count(c.Whole, "row has", "rows have") + " no group of the baseline: held against that of all"))
	}
	if c.Cut > 0 {
		e.warn(key.Warned(english.Count(c.Cut, "row", "rows") + " beyond what the curve covers: counted where it is known"))
	}
}

// add puts a group into the document and its tables.
func (d *CompareAnswer) add(key rows.Key, x compareGroup) {
	d.Groups = append(d.Groups, x)
	cells := []any{x.N, x.Observed, x.Expected, x.Ratio, x.Lower, x.Upper, x.P, x.PMinimum, x.Z, x.ZP, x.ZWu, x.ZWuP}
	if x.Weight != nil {
		cells = append(cells, x.ObservedWeight, x.Weight)
	}
	if d.ownStops {
		r := x.Reference
		if r == nil {
			r = &compareReference{}
		}
		cells = append(cells, r.Lower, r.Upper, r.P, r.Stops)
	}
	if r := x.Robust; r != nil {
		cells = append(cells, r.Lower, r.Upper, r.Z, r.P, r.Clusters)
	}
	d.grid.keyed(key, cells...)
	for _, s := range x.Sensitivity {
		d.atShapes.keyed(key, s.Shape, s.Expected, s.Ratio)
	}
}

// CSV writes the table that was asked for.
func (d *CompareAnswer) CSV(w io.Writer) error {
	if d.table == "sensitivity" {
		return d.atShapes.CSV(w)
	}
	return d.grid.CSV(w)
}

// Text writes a line a group, and what its numbers are.
func (d *CompareAnswer) Text(w io.Writer) error {
	if err := d.grid.Text(w); err != nil {
		return err
	}
	for _, note := range d.Notes {
		if _, err := fmt.Fprintln(w, note); err != nil {
			return err
		}
	}
	return nil
}
