package study

import (
	"cmp"
	"fmt"
	"math"
	"strings"

	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/english"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/internal/spellfile"
	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/report/chart"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/report/words"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/funnel"
)

// FunnelPlot is where units, such as municipalities, stand among the others of their size
// group. Where others stand beside a cohort it is of the others.
type FunnelPlot struct {
	By, Match string // the columns of units, and of what they are compared within; Match "" is all
	Units     []FunnelUnit
	Limits    []funnel.Limit // of the lines
	// over-dispersion: whether units differ by more than chance
	Dispersion funnel.Dispersion
	Without    int  // agreements without a unit or a value to match on
	OfOthers   bool // it is of the others beside a cohort

	rounded bool // in a published report: what was expected
}

// A FunnelUnit is one unit, with its name.
type FunnelUnit struct {
	Name string // as readers know it; that of files where none is known
	Own  bool   // the cohort beside which the others stand has positions there too
	funnel.Judged

	County, SizeGroup string // in a published report: of municipalities that are told together; else "" is the county
}

// Note says how many have no unit or size group.
func (f *FunnelPlot) Note() string {
	if f.Without == 0 {
		return ""
	}
	return fmt.Sprintf("%s left out: no %s, or no %s", english.Count(f.Without, "agreement", "agreements"), f.By, cmp.Or(f.Match, "value to match on"))
}

// winsorised is the share of units at each end whose z are drawn in before over-dispersion is
// estimated: the default of `varighet survival funnel`.
const winsorised = 0.1

// funnelOptions are what `varighet report funnel` may be asked.
var funnelOptions = []choice.Option[Figure]{
	{Flag: "by", Arg: "COL", Help: "what a point is", Default: "municipality_now",
		Set: func(f *Figure, s string) (err error) { f.By, err = choice.One("by", s); return err }},
	{Flag: "match", Arg: "COL", Help: "`COL` that chooses what a row is held against; default size_group for spells",
		Set: func(f *Figure, s string) (err error) { f.Match, err = choice.One("match", s); return err }},
}

func funnelOf(r *Result, f *Figure) (Value, error) {
	x := &FunnelPlot{By: cmp.Or(f.By, "municipality_now"), Match: cmp.Or(f.Match, "size_group"), OfOthers: r.Others != nil}
	labels, err := rows.Columns(r.Table, "by", []string{x.By})
	if err != nil {
		return nil, err
	}
	matches, err := rows.Columns(r.Table, "match", []string{x.Match})
	if err != nil {
		return nil, err
	}
	spells := r.country().Spells
	chosen := survival.Select(spells, survival.Query{})
	var tenures []survival.Tenure
	var units, strata []string
	for k, i := range chosen.Index {
		unit, stratum := rows.KeyOf(&spells[i], labels), rows.KeyOf(&spells[i], matches)
		if !unit.OK || !stratum.OK {
			x.Without++
			continue
		}
		tenures, units, strata = append(tenures, chosen.Tenures[k]), append(units, unit.Label()), append(strata, stratum.Label())
	}
	if len(tenures) == 0 {
		return x, nil
	}
	held, err := funnel.AgainstOthers(tenures, units, strata)
	if err != nil {
		return nil, err
	}
	names, err := r.names()
	if err != nil {
		return nil, err
	}
	return x, x.judge(held, func(unit string) string { return r.nameIn(names, x.By, unit) }, r.ownUnits(labels))
}

// ownUnits are the units where a cohort beside others has positions of doctors; none without others.
func (r *Result) ownUnits(columns []*spellfile.Column) map[string]bool {
	own := map[string]bool{}
	for i := range r.Spells {
		if s := &r.Spells[i]; r.Others != nil && s.Kind == survival.Regular {
			if key := rows.KeyOf(s, columns); key.OK {
				own[key.Label()] = true
			}
		}
	}
	return own
}

// judge places the units, and finds the lines of the figure.
func (f *FunnelPlot) judge(units []funnel.Unit, name func(unit string) string, own map[string]bool) error {
	judged, err := funnel.Judge(units, funnel.Options{ConfLevel: ConfLevel, Winsorise: winsorised})
	if err != nil {
		return err
	}
	f.Dispersion = judged.Dispersion
	least, most := math.Inf(1), 0.0
	for _, u := range judged.Units {
		f.Units = append(f.Units, FunnelUnit{Name: cmp.Or(name(u.Name), u.Name), Own: own[u.Name], Judged: u})
		if u.Ratio.OK {
			least, most = min(least, u.Expected), max(most, u.Expected)
		}
	}
	if most > 0 {
		f.Limits = judged.Limits(linePoints(least/1.15, max(1.1*most, 2*least)))
	}
	return nil
}

// linePoints are numbers expected at which lines are drawn, evenly on a logarithmic axis.
func linePoints(from, to float64) (points []float64) {
	const n = 80
	for i := range n + 1 {
		points = append(points, from*math.Pow(to/from, float64(i)/n))
	}
	return points
}

// facts are the counts that sentences take.
func (f *FunnelPlot) facts() *words.Funnel {
	c := &words.Funnel{Without: f.Without, Matched: f.Match == "size_group"}
	for i := range f.Units {
		u := &f.Units[i]
		if !u.Ratio.OK {
			c.NotJudged++
			continue
		}
		c.Judged++
		if u.Place != funnel.Inside {
			c.Outside++
		}
		if u.Own {
			c.Own++
		}
		if u.Own && u.Place != funnel.Inside {
			c.OwnOutside++
		}
		if u.Place == funnel.FarAbove || u.Place == funnel.FarBelow {
			c.Far++
		}
		if u.AdjustedPlace != funnel.Inside && u.AdjustedPlace != funnel.NotDefined {
			c.Adjusted++
		}
	}
	c.Spread = f.Dispersion.P.OK && f.Dispersion.P.V < 0.05 && f.Dispersion.Variance.OK && f.Dispersion.Variance.V > 0
	return c
}

// funnelName is what a unit is called: municipalities that are told together are the others of their county and size.
func (p *Page) funnelName(u *FunnelUnit) string {
	if u.County == "" {
		return u.Name
	}
	return locale.Fill(p.locale.Municipalities.OthersIn, u.County) + ", " + p.locale.SizeGroup(u.SizeGroup)
}

func drawFunnel(p *Page, v Value, f *Figure) ([]*chart.Figure, error) {
	x := v.(*FunnelPlot)
	d := &chart.Funnel{Text: p.text(f, "", ""), Paper: p.paper(f), Limits: x.Limits}
	for i := range x.Units {
		u := &x.Units[i]
		d.Units = append(d.Units, chart.FunnelUnit{Name: p.funnelName(u), Own: u.Own, Expected: u.Expected, Ratio: u.Ratio, Place: u.Place})
	}
	notes := words.FunnelNotes(p.locale, x.facts())
	if x.rounded {
		notes = append(notes, p.locale.PublishedFunnel)
	}
	if x.OfOthers {
		notes = append(notes, p.locale.Municipalities.GroupsOfOthers)
	}
	d.Caption = strings.TrimSpace(strings.Join(notes, " ") + " " + d.Caption)
	return one(d.Draw())
}

func tableOfFunnel(p *Page, v Value) (*report.Table, error) {
	x := v.(*FunnelPlot)
	in := report.FunnelInput{Locale: p.locale, ConfLevel: ConfLevel, Source: p.Source}
	for i := range x.Units {
		u := &x.Units[i]
		in.Rows = append(in.Rows, report.FunnelRow{Name: p.funnelName(u), Own: u.Own, Judged: &u.Judged})
	}
	t := report.FunnelTable(in)
	p.note(t, words.FunnelNotes(p.locale, x.facts())...)
	if x.rounded {
		p.note(t, p.locale.PublishedFunnel)
	}
	if x.OfOthers {
		p.note(t, p.locale.Municipalities.GroupsOfOthers)
	}
	return t, nil
}

func sayFunnel(_ *Result, p *Page, v Value, _ *Figure) ([]string, error) {
	return words.FunnelSentences(p.locale, v.(*FunnelPlot).facts()), nil
}
