package main

import (
	"bytes"
	"fmt"
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
		c := &chart.Curves{Text: r.text(f, note), Paper: paper, Horizon: float64(f.Horizon),
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

// group makes the curves of doctors' spells by their value of a column.
func (r *reporter) group(by string) (*survival.Grouped, error) {
	columns, err := rows.Columns(r.Table, "by", []string{by})
	if err != nil {
		return nil, err
	}
	return survival.CurvesByGroup(r.Spells, by, func(i int) (string, bool) {
		key := rows.KeyOf(&r.Spells[i], columns)
		return key.Label(), key.OK
	}, confLevel)
}

// noGroupNote says how many tenures have no group beside those that have one.
func (r *reporter) noGroupNote(g *survival.Grouped) string {
	if g.Without == 0 {
		return ""
	}
	return locale.Fill(r.locale.NoGroupNote, r.locale.Int(g.Without), r.locale.Int(g.Without+g.All.N))
}

// noGroupWarning says the same on standard error.
func noGroupWarning(g *survival.Grouped, by string) string {
	if g.Without == 0 {
		return ""
	}
	return fmt.Sprintf("%d of %s left out: no %s", g.Without, english.Count(g.Without+g.All.N, "agreement", "agreements"), by)
}

// curves makes a curve of each group, and what is to be said of those without one; of
// all doctors' spells for no grouping.
func (r *reporter) curves(by string) (list []*survival.GroupCurve, note string, err error) {
	if by == "" {
		tenures, _ := survival.Tenures(r.Spells)
		c, err := survival.NewGroupCurve("all", tenures, confLevel)
		return []*survival.GroupCurve{c}, "", err
	}
	g, err := r.group(by)
	if err != nil {
		return nil, "", err
	}
	return g.Groups, r.noGroupNote(g), nil
}

// curveGroups are the curves with the names they have in a figure, and what is to be said
// of tenures without a group.
func (r *reporter) curveGroups(by string) (groups []chart.CurveGroup, note string, err error) {
	curves, note, err := r.curves(by)
	if err != nil {
		return nil, "", err
	}
	for _, c := range curves {
		groups = append(groups, chart.CurveGroup{Key: c.Group, Label: r.locale.SizeGroup(c.Group), Curve: c.Shown,
			TooFew: c.TooFew(), CutAfter: c.CutAfter()})
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

// A medianSet is the medians by size group and of all that have one.
type medianSet struct {
	groups []survival.GroupMedian
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
	set.note, set.warning = r.noGroupNote(groups), noGroupWarning(groups, "size_group")
	for _, c := range append(groups.Groups, groups.All) {
		g := c.Median()
		if published != nil {
			g.Published = optOf(published.Months(c.Group))
		}
		if m, ok := r.truth[c.Group]; ok {
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
func (r *reporter) medianOfAll() (survival.GroupMedian, error) {
	all, _, err := r.curves("")
	if err != nil {
		return survival.GroupMedian{}, err
	}
	return all[0].Median(), nil
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
