package main

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/internal/english"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/internal/spellfile"
	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/report/chart"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

// minAtRisk is how many must be at risk for a report to show a curve.
const minAtRisk = 5

// confLevel is the level of every interval in a report.
const confLevel = 0.95

// A reporter makes figures and tables of spells.
type reporter struct {
	*spellfile.Table
	locale     *locale.Locale
	disclosure disclosure
	source     string
	truth      map[string]float64 // true medians in months by size group, of simulated data
}

// text is what stands around a figure, with notes below it; what is made for use inside
// says so.
func (r *reporter) text(f *studyFigure, notes ...string) chart.Text {
	t := chart.Text{Title: f.Title.in(r.locale.Tag), Subtitle: f.Subtitle.in(r.locale.Tag), Caption: f.Caption.in(r.locale.Tag)}
	if r.source != "" {
		t.Caption = strings.TrimSpace(t.Caption + " " + locale.Fill(r.locale.Source, r.source))
	}
	if note := r.leansShort(); note != "" && (f.Kind == "km" || f.Kind == "medians") {
		t.Caption = strings.TrimSpace(t.Caption + " " + note)
	}
	t.Caption = strings.TrimSpace(strings.Join(append(notes, t.Caption), " "))
	t.Mark = r.mark()
	return t
}

// mark is what stands on every page that is not of published rows.
func (r *reporter) mark() string {
	switch r.disclosure {
	case disclosureInternal:
		return r.locale.InternalUse
	case disclosureMadeUp:
		return r.locale.MadeUpData
	}
	return ""
}

// figure draws a figure; it may have several pages.
func (r *reporter) figure(f *studyFigure) ([]*chart.Figure, error) {
	paper := chart.Paper{Width: f.WidthMM, Locale: r.locale}
	switch f.Kind {
	case "timeline-bars", "timeline-months":
		first, last := span(r.Spells)
		t := &chart.Timeline{Text: r.text(f), Paper: paper, First: first, Last: last, Spells: r.Spells}
		if f.Kind == "timeline-bars" {
			return t.Bars()
		}
		return t.Squares()
	case "km":
		groups, note, err := r.curveGroups(f.By)
		if err != nil {
			return nil, err
		}
		c := &chart.Curves{Text: r.text(f, note), Paper: paper, Horizon: float64(f.Horizon), MinAtRisk: minAtRisk,
			NoBands: f.Bands != nil && !*f.Bands, Groups: groups}
		return one(c.Draw())
	case "medians":
		set, err := r.medians(f.Baseline)
		if err != nil {
			return nil, err
		}
		m := &chart.Medians{Text: r.text(f, set.note), Paper: paper, Groups: set.groups, ConfLevel: confLevel, Source: set.source}
		return one(m.Draw())
	}
	return nil, fmt.Errorf("figure kind %q is not known", f.Kind)
}

func one(f *chart.Figure, err error) ([]*chart.Figure, error) { return []*chart.Figure{f}, err }

// span is the first and last month of the spells.
func span(spells []survival.Spell) (first, last varighet.Month) {
	for i := range spells {
		if i == 0 || spells[i].First < first {
			first = spells[i].First
		}
		last = max(last, spells[i].Last)
	}
	return first, last
}

// A labelledCurve is the curve of a group.
type labelledCurve struct {
	label    string          // as files have it
	full     *survival.Curve // given a tenure of full.From, if few are at risk before; nil for nobody or too few
	shown    *survival.Curve // the same, ended where few are at risk
	n, stops int             // in the group
}

// tooFew reports whether there are tenures, but never enough at risk.
func (c *labelledCurve) tooFew() bool { return c.n > 0 && c.full == nil }

// cutAfter is where the shown curve ends before the full one; 0 if it does not.
func (c *labelledCurve) cutAfter() float64 {
	if c.full == nil || len(c.shown.Points) == len(c.full.Points) {
		return 0
	}
	return c.shown.Points[len(c.shown.Points)-1].Time
}

// grouped are the tenures of doctors' spells by their value of a column, and how many
// have none.
type grouped struct {
	tenures map[string][]survival.Tenure
	all     []survival.Tenure // those that have a group; of all spells, if none has
	without int
}

// group parts the tenures of doctors' spells.
func (r *reporter) group(by string) (*grouped, error) {
	columns, err := rows.Columns(r.Table, "by", []string{by})
	if err != nil {
		return nil, err
	}
	g := &grouped{tenures: map[string][]survival.Tenure{}}
	for i := range r.Spells {
		s := &r.Spells[i]
		t, ok := s.Tenure()
		if !ok || s.Kind != survival.Regular {
			continue
		}
		key := rows.KeyOf(s, columns)
		if !key.OK {
			g.without++
			continue
		}
		g.tenures[key.Label()] = append(g.tenures[key.Label()], t)
		g.all = append(g.all, t)
	}
	if len(g.all) == 0 {
		g.all, _ = survival.Tenures(r.Spells)
	}
	return g, nil
}

// note says how many tenures have no group beside those that have one.
func (g *grouped) note(l *locale.Locale) string {
	if g.without == 0 || len(g.tenures) == 0 {
		return ""
	}
	return locale.Fill(l.NoGroupNote, l.Int(g.without), l.Int(g.without+len(g.all)))
}

// warning says the same on standard error.
func (g *grouped) warning(by string) string {
	if g.without == 0 || len(g.tenures) == 0 {
		return ""
	}
	return fmt.Sprintf("%d of %s left out: no %s", g.without, english.Count(g.without+len(g.all), "agreement", "agreements"), by)
}

// curves makes a curve of each group, cut to where enough are at risk.
func (g *grouped) curves() ([]labelledCurve, error) {
	var list []labelledCurve
	for _, l := range survival.OrderGroups(slices.Collect(maps.Keys(g.tenures))) {
		c, err := reportCurve(l, g.tenures[l])
		if err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, nil
}

// curves makes a curve of each group, and what is to be said of those without one; of
// all doctors' spells for no grouping.
func (r *reporter) curves(by string) (list []labelledCurve, note string, err error) {
	if by == "" {
		tenures, _ := survival.Tenures(r.Spells)
		c, err := reportCurve("all", tenures)
		return []labelledCurve{c}, "", err
	}
	g, err := r.group(by)
	if err != nil {
		return nil, "", err
	}
	list, err = g.curves()
	return list, g.note(r.locale), err
}

// curveGroups are the curves with the names they have in a figure, and what is to be said
// of tenures without a group.
func (r *reporter) curveGroups(by string) (groups []chart.CurveGroup, note string, err error) {
	curves, note, err := r.curves(by)
	if err != nil {
		return nil, "", err
	}
	for _, c := range curves {
		groups = append(groups, chart.CurveGroup{Key: c.label, Label: r.locale.SizeGroup(c.label), Curve: c.shown,
			TooFew: c.tooFew(), CutAfter: c.cutAfter()})
	}
	return groups, note, nil
}

// curveTable has the numbers of a figure of curves, each half year up to two
// years and then each year.
func (r *reporter) curveTable(f *studyFigure) (*report.Table, error) {
	groups, note, err := r.curveGroups(f.By)
	if err != nil {
		return nil, err
	}
	var times []float64
	end := 0.0
	for _, g := range groups {
		if g.Curve != nil && len(g.Curve.Points) > 0 {
			end = max(end, g.Curve.Points[len(g.Curve.Points)-1].Time)
		}
	}
	if f.Horizon > 0 {
		end = min(end, float64(f.Horizon))
	}
	for t := 0.0; t <= end; t += 6 {
		if t <= 24 || int(t)%12 == 0 {
			times = append(times, t)
		}
	}
	t := report.CurveTable(r.locale, groups, times)
	t.Name, t.Source = f.Name, r.source
	if title := f.Title.in(r.locale.Tag); title != "" {
		t.Title = title
	}
	if note != "" {
		t.Notes = append(t.Notes, note)
	}
	r.markTable(t)
	return t, nil
}

// reportCurve is the curve as a report shows it: from where enough are at risk,
// drawn to where they are. Medians are read off the whole of it, since a curve
// that was cut could not reach them.
func reportCurve(label string, tenures []survival.Tenure) (labelledCurve, error) {
	c := labelledCurve{label: label, n: len(tenures)}
	if len(tenures) == 0 {
		return c, nil
	}
	all, err := survival.KaplanMeier(tenures, survival.Options{ConfLevel: confLevel})
	if err != nil {
		return c, err
	}
	c.stops = all.Events
	c.shown, err = all.MinAtRisk(minAtRisk)
	if errors.Is(err, survival.ErrFewAtRisk) {
		c.shown = nil
		return c, nil
	}
	if err != nil {
		return c, err
	}
	c.full, err = all.ConditionalFrom(c.shown.From)
	return c, err
}

// A medianSet is the medians by size group and of all that have one.
type medianSet struct {
	groups []chart.GroupMedian
	source string // of the published ones
	note   string // of agreements without a size group

	warning string // the same on standard error
}

// medians are those by size group and of all that have one, beside a baseline and the
// truth.
func (r *reporter) medians(baseline string) (set medianSet, err error) {
	var published *data.Baseline
	if baseline != "" {
		if published, err = data.FindBaseline(baseline); err != nil {
			return set, err
		}
		if published.Measure != data.KMMedian {
			return set, &varighet.Problem{Code: "baseline-measure",
				Msg:  fmt.Sprintf("baseline %s is a %s, not a Kaplan–Meier median", baseline, published.Measure),
				Hint: "a median of agreements in force measures something else; `varighet baselines list` shows the measures"}
		}
		set.source = published.Short
	}
	groups, err := r.group("size_group")
	if err != nil {
		return set, err
	}
	set.note, set.warning = groups.note(r.locale), groups.warning("size_group")
	curves, err := groups.curves()
	if err != nil {
		return set, err
	}
	all, err := reportCurve("all", groups.all)
	if err != nil {
		return set, err
	}
	for _, c := range append(curves, all) {
		g := medianOf(c)
		if published != nil {
			g.Published = optOf(published.Months(c.label))
		}
		if m, ok := r.truth[c.label]; ok {
			g.Truth = varighet.Some(m)
		}
		set.groups = append(set.groups, g)
	}
	return set, nil
}

func optOf(v float64, ok bool) varighet.Opt[float64] { return varighet.Opt[float64]{V: v, OK: ok} }

// table makes a table. within and baselines are those of the study.
func (r *reporter) table(t *studyTable, turn studyTurn) (*report.Table, error) {
	var table *report.Table
	switch t.Kind {
	case "medians":
		set, err := r.medians(t.Baseline)
		if err != nil {
			return nil, err
		}
		first, last := span(r.Spells)
		table = report.Table61(report.Table61Input{Locale: r.locale, Groups: set.groups,
			Window: int(last - first), ConfLevel: confLevel, PublishedSource: set.source, Source: r.source})
		if set.note != "" {
			table.Notes = append(table.Notes, set.note)
		}
	case "turnover":
		shares, err := survival.Turnover(r.Spells, turn.Within, confLevel)
		if err != nil {
			return nil, err
		}
		published, err := r.publishedShares(turn)
		if err != nil {
			return nil, err
		}
		table = report.TurnoverTable(report.TurnoverInput{Locale: r.locale, Shares: shares,
			Published: published, ConfLevel: confLevel, Source: r.source})
	default:
		return nil, fmt.Errorf("table kind %q is not known", t.Kind)
	}
	r.name(table, t)
	return table, nil
}

// name gives a table the name and title that the study asks for, and its mark.
func (r *reporter) name(t *report.Table, asked *studyTable) {
	t.Name = asked.Name
	if title := asked.Title.in(r.locale.Tag); title != "" {
		t.Title = title
	}
	r.markTable(t)
}

// medianOfAll is the median over all doctors' spells.
func (r *reporter) medianOfAll() (chart.GroupMedian, error) {
	all, _, err := r.curves("")
	if err != nil {
		return chart.GroupMedian{}, err
	}
	return medianOf(all[0]), nil
}

func medianOf(c labelledCurve) chart.GroupMedian {
	g := chart.GroupMedian{Group: c.label, N: c.n, Stopped: c.stops, TooFew: c.tooFew()}
	if c.full != nil {
		g.Median = c.full.Median()
	}
	return g
}

// leansShort says that too many stops may have come later; "" if not.
func (r *reporter) leansShort() string {
	n, of, short := survival.UncertainStops(r.Spells)
	if !short {
		return ""
	}
	return locale.Fill(r.locale.LeansShort, r.locale.Int(n), r.locale.Int(of))
}

// markTable says in a table's notes what mark says on a figure.
func (r *reporter) markTable(t *report.Table) {
	if note := r.leansShort(); note != "" {
		t.Notes = append(t.Notes, note)
	}
	if mark := r.mark(); mark != "" {
		t.Notes = append([]string{mark + "."}, t.Notes...)
	}
}

// publishedShares finds the baselines to set beside the study's own share.
func (r *reporter) publishedShares(turn studyTurn) ([]report.PublishedShare, error) {
	var list []report.PublishedShare
	for _, base := range turn.Baselines {
		b, err := data.FindBaseline(base.ID)
		if err != nil {
			return nil, err
		}
		v, ok := b.Value("all")
		if b.Measure != data.StoppedShare || !ok || b.WithinMonths != turn.Within {
			return nil, &varighet.Problem{Code: "baseline-measure",
				Msg:  fmt.Sprintf("baseline %s is not a share that left within %d months", base.ID, turn.Within),
				Hint: "`varighet baselines list` shows the measures"}
		}
		p := report.PublishedShare{Share: v.Value / 100, What: base.Label.in(r.locale.Tag)}
		if p.What == "" {
			p.What = b.Short
		}
		if d, ok := turnoverDefinition(base.Definition); ok {
			p.Definition = varighet.Some(d)
		}
		list = append(list, p)
	}
	return list, nil
}

// renderTable writes a table in every form: CSV for programs, CSV for Excel,
// Markdown, HTML and LaTeX.
func renderTable(t *report.Table) ([]namedFile, error) {
	var files []namedFile
	for _, form := range []string{"csv", "excel.csv", "md", "html", "tex"} {
		b, err := tableAs(t, form)
		if err != nil {
			return nil, fmt.Errorf("writing table %s: %w", t.Name, err)
		}
		files = append(files, namedFile{t.Name + "." + form, b})
	}
	return files, nil
}

func tableAs(t *report.Table, form string) ([]byte, error) {
	var b bytes.Buffer
	var err error
	switch form {
	case "csv":
		err = t.CSV(&b)
	case "excel.csv":
		err = t.ExcelCSV(&b)
	case "md":
		err = t.Markdown(&b)
	case "html":
		err = t.HTML(&b)
	case "tex":
		err = t.LaTeX(&b)
	default:
		err = fmt.Errorf("form %q is not known", form)
	}
	return b.Bytes(), err
}
