package study

import (
	"fmt"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/english"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/report/chart"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/report/words"
	"github.com/varighet/varighet/survival"
)

// ConfLevel is the level of every interval in a study.
const ConfLevel = 0.95

// Curves are those of doctors' spells, by a column or of all of them.
type Curves struct {
	By      string // the column; "" for one curve
	Groups  []*survival.GroupCurve
	Horizon int // months to show; 0 is all

	First, Last varighet.Month // of the data

	Expected *Expected // whose curve is drawn beside; nil for none

	grouped *survival.Grouped // nil for one curve
	cohort  bool              // the groups are the cohort and the others
	names   map[string]string // of groups that are places
	lean    *Lean
}

// Note says how many have no group.
func (c *Curves) Note() string { return ungrouped(c.grouped, c.By) }

// grouped makes the curves of doctors' spells by their value of a column.
func (r *Result) grouped(spells []survival.Spell, by string) (*survival.Grouped, error) {
	columns, err := rows.Columns(r.Table, "by", []string{by})
	if err != nil {
		return nil, err
	}
	return survival.CurvesByGroup(spells, by, func(i int) (string, bool) {
		key := rows.KeyOf(&spells[i], columns)
		return key.Label(), key.OK
	}, ConfLevel)
}

// ungrouped says how many tenures have no group beside those that have one.
func ungrouped(g *survival.Grouped, by string) string {
	if g == nil || g.Without == 0 {
		return ""
	}
	return fmt.Sprintf("%d of %s left out: no %s", g.Without, english.Count(g.Without+g.All.N, "agreement", "agreements"), by)
}

// ungrouped says the same below a figure or a table.
func (p *Page) ungrouped(g *survival.Grouped) string {
	if g == nil || g.Without == 0 {
		return ""
	}
	return locale.Fill(p.locale.NoGroupNote, p.locale.Int(g.Without), p.locale.Int(g.Without+g.All.N))
}

// curveOptions are what `varighet report km` may be asked.
var curveOptions = []choice.Option[Figure]{
	{Flag: "by", Arg: "COL", Help: "one curve for each value of the column, such as size_group",
		Set: func(f *Figure, s string) (err error) { f.By, err = choice.One("by", s); return err }},
	{Flag: "no-bands", Help: "no confidence bands",
		Set: func(f *Figure, s string) error {
			var none bool
			err := choice.YesNo(func(*Figure) *bool { return &none })(f, s)
			bands := !none
			f.Bands = &bands
			return err
		}},
	horizonOption,
}

// horizonOption chooses how far curves go, and areas.
var horizonOption = choice.Option[Figure]{Flag: "horizon", Arg: "MONTHS", Default: "all", Help: "how far curves go",
	Set: months(0, maxHorizon, func(f *Figure) *int { return &f.Horizon })}

// maxHorizon is how many months a curve can be asked to go.
const maxHorizon = survival.MaxMonths

func curvesOf(r *Result, f *Figure) (Value, error) {
	c := &Curves{By: f.By, Horizon: f.Horizon, lean: r.Lean}
	c.First, c.Last = r.Months()
	if f.By == "" {
		c.Groups = []*survival.GroupCurve{r.Curve}
		var err error
		if f.Expected {
			c.Expected, err = r.expected()
		}
		return c, err
	}
	spells := r.Spells
	if c.cohort = r.Others != nil && f.By == cohortColumn; c.cohort {
		spells = r.Table.Spells
	}
	g, err := r.grouped(spells, f.By)
	if err != nil {
		return nil, err
	}
	if len(g.Groups) == 0 && g.All.N > 0 {
		return nil, r.noParts(f.By)
	}
	c.grouped, c.Groups = g, g.Groups
	var labels []string
	for _, x := range g.Groups {
		labels = append(labels, x.Group)
	}
	c.names, err = r.namesIn(f.By, labels)
	return c, err
}

// hintOf says what would give a column its values.
func (r *Result) hintOf(column string) string {
	switch column {
	case "size_group", "population":
		if r.ref != nil {
			return "; it comes from the municipalities of the rows, and the reference has none of them"
		}
		return "; it comes from a reference folder: see `varighet reference`"
	}
	return ""
}

func drawCurves(p *Page, v Value, f *Figure) ([]*chart.Figure, error) {
	c := v.(*Curves)
	drawing := &chart.Curves{Text: p.text(f, p.ungrouped(c.grouped), p.leansShort(c.lean)), Paper: p.paper(f), Horizon: float64(c.Horizon),
		NoBands: f.Bands != nil && !*f.Bands, Groups: p.curveGroups(c)}
	if drawing.Title == "" {
		drawing.Title = p.titleOfCurves(c)
	}
	drawing.NoCensorMarks = p.publication != nil // which are single doctors
	if c.Expected != nil {
		drawing.Expected = c.Expected.Curve()
	}
	if len(drawing.Expected) > 1 {
		drawing.Caption = strings.TrimSpace(p.expectedNote(c.Expected) + " " + drawing.Caption)
	}
	return one(drawing.Draw())
}

// titleOfCurves says what they are of, by which groups and over which months.
func (p *Page) titleOfCurves(c *Curves) string {
	l := p.locale
	title := l.Curve.Title
	if c.By != "" && (len(p.Names[c.By]) > 0 || !c.cohort) {
		title = locale.Fill(l.TitleBy, title, p.column(c.By))
	}
	return p.overMonths(title, c.First, c.Last)
}

// overMonths puts the months of the data behind a title.
func (p *Page) overMonths(title string, first, last varighet.Month) string {
	if last < first || first == 0 {
		return title
	}
	return title + ", " + p.locale.MonthRange(first, last)
}

func one(f *chart.Figure, err error) ([]*chart.Figure, error) { return []*chart.Figure{f}, err }

// curveGroups are the curves with the names that they have in a language.
func (p *Page) curveGroups(c *Curves) (groups []chart.CurveGroup) {
	for _, g := range c.Groups {
		groups = append(groups, chart.CurveGroup{Key: g.Group, Label: p.groupLabel(c, g), Curve: g.Shown,
			TooFew: g.TooFew(), CutAfter: g.CutAfter(), Withheld: g.Withheld, Steps: g.Steps, MedianAfter: g.Median().After})
	}
	return groups
}

// groupLabel is the name that a group has in a language.
func (p *Page) groupLabel(c *Curves, g *survival.GroupCurve) string {
	switch {
	case !c.cohort, len(p.Names[g.Group]) > 0:
		return p.placeOr(c.names, g.Group)
	case g.Group == "true":
		return p.locale.Beside.Cohort
	}
	return p.locale.Beside.Others
}

// labelled are the curves of groups under the names that they have in a language.
func (p *Page) labelled(c *Curves) []*survival.GroupCurve {
	if !c.cohort && len(p.Names) == 0 && len(c.names) == 0 {
		return c.Groups
	}
	var list []*survival.GroupCurve
	for _, g := range c.Groups {
		named := *g
		named.Group = p.groupLabel(c, g)
		list = append(list, &named)
	}
	return list
}

// tableOfCurves has the numbers of curves, each half year up to two years and then each year.
func tableOfCurves(p *Page, v Value) (*report.Table, error) {
	c := v.(*Curves)
	t := report.CurveTable(p.locale, p.curveGroups(c), c.times())
	t.Source = p.Source
	p.headGroups(t, c.By)
	p.note(t, p.ungrouped(c.grouped), p.leansShort(c.lean))
	return t, nil
}

// times are those in the table.
func (c *Curves) times() (times []float64) {
	end := 0.0
	for _, g := range c.Groups {
		if g.Shown != nil && len(g.Shown.Points) > 0 {
			end = max(end, g.Shown.Points[len(g.Shown.Points)-1].Time)
		}
	}
	if c.Horizon > 0 {
		end = min(end, float64(c.Horizon))
	}
	for t := 0.0; t <= end; t += 6 {
		if t <= 24 || int(t)%12 == 0 {
			times = append(times, t)
		}
	}
	return times
}

func sayCurves(_ *Result, p *Page, v Value, _ *Figure) ([]string, error) {
	return words.Curves(p.locale, p.labelled(v.(*Curves))), nil
}
