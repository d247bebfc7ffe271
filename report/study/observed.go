package study

import (
	"cmp"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/internal/spellfile"
	"github.com/varighet/varighet/internal/yardstick"
	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/report/chart"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/report/words"
	"github.com/varighet/varighet/survival"
)

// Observed are stops beside those expected, of all and of groups.
type Observed struct {
	*Expected        // of all
	By        string // the column of the groups; "" for none
	Groups    []ObservedGroup
	Followed  int // agreements that can be followed
	Without   int // of those, without a group or, where it counts, a size of municipality
}

// An ObservedGroup is the stops of a group against the first of the two populations that all
// are held against.
type ObservedGroup struct {
	Group string
	Name  string // of a municipality; "" where it is not known
	words.Against
}

// observedOptions are what `varighet report observed-expected` may be asked.
var observedOptions = []choice.Option[Figure]{
	{Flag: "by", Arg: "COL", Help: "a line for each value of the column, such as municipality_now",
		Set: func(f *Figure, s string) (err error) { f.By, err = choice.One("by", s); return err }},
	{Flag: "baseline", Arg: "ID", Default: CountryMedians, Help: "published number with this `ID`; see `varighet baselines`",
		Set: choice.Text(func(f *Figure) *string { return &f.Baseline })},
}

// observedOf holds stops against what the study says, or the published medians that the figure
// names.
func observedOf(r *Result, f *Figure) (Value, error) {
	if f.Baseline != "" {
		other, s := *r, *r.Study
		s.Expected = Expectation{Baseline: f.Baseline}
		other.Study, other.held = &s, nil
		r = &other
	}
	whole, err := r.expected()
	if err != nil {
		return nil, err
	}
	o := &Observed{Expected: whole, By: f.By}
	if f.By == "" {
		return o, nil
	}
	if r.Study.Expected.Mix != nil {
		return nil, &varighet.Problem{Code: "study-mix", Msg: "observed-expected: by cannot be had with expected.mix, which does not say which position is where"}
	}
	return o, o.part(r, f)
}

// part holds the groups of a column against the yardstick of all.
func (o *Observed) part(r *Result, f *Figure) error {
	y, _, err := r.yardstick()
	if err != nil {
		return err
	}
	columns, err := rows.Columns(r.Table, "by", by(f))
	if err != nil {
		return err
	}
	names, err := r.names()
	if err != nil {
		return err
	}
	samples, labels := o.samples(r, y, columns)
	for _, label := range survival.OrderGroups(labels) {
		held, err := y.Compare(samples[label], ConfLevel)
		if err != nil {
			return err
		}
		o.Groups = append(o.Groups, ObservedGroup{Group: label, Name: r.nameIn(names, f.By, label), Against: againstOf(held)})
	}
	return nil
}

// samples are the agreements that can be followed, by group. Where all are held against
// municipalities of the same sizes, so are they, and those of no known size are left out.
func (o *Observed) samples(r *Result, y *yardstick.Yardstick, columns []*spellfile.Column) (samples map[string]*yardstick.Sample, labels []string) {
	samples = map[string]*yardstick.Sample{}
	chosen := survival.Select(r.Spells, survival.Query{})
	o.Followed = len(chosen.Index)
	for k, i := range chosen.Index {
		s := &r.Spells[i]
		key := rows.KeyOf(s, columns)
		if !key.OK || o.BySize != nil && y.Curves[s.SizeGroup] == nil {
			o.Without++
			continue
		}
		x := samples[key.Label()]
		if x == nil {
			x = &yardstick.Sample{WholeMonths: true}
			samples[key.Label()], labels = x, append(labels, key.Label())
		}
		x.Tenures = append(x.Tenures, chosen.Tenures[k])
		if o.BySize != nil {
			x.Groups = append(x.Groups, s.SizeGroup)
		}
	}
	return samples, labels
}

// against names what the groups are held against.
func (o *Observed) against(l *locale.Locale) string {
	return report.Against(l, o.Others, o.File, o.BySize != nil)
}

// rowsPerPage is how many groups stand on a sheet of a figure, below which there is room for a caption on
// an A4 page.
const rowsPerPage = 24

func drawObserved(p *Page, v Value, f *Figure) (pages []*chart.Figure, err error) {
	o := v.(*Observed)
	n := max(1, (len(o.Groups)+rowsPerPage-1)/rowsPerPage)
	for k := range n {
		from, to := k*len(o.Groups)/n, (k+1)*len(o.Groups)/n
		page, err := p.observedPage(o, f, o.Groups[from:to], k, n).Draw()
		if err != nil {
			return nil, err
		}
		pages = append(pages, page)
	}
	return pages, nil
}

// observedPage is page k of n.
func (p *Page) observedPage(o *Observed, f *Figure, groups []ObservedGroup, k, n int) *chart.Forest {
	l := p.locale
	w, level := &l.Observed, l.Percent(ConfLevel, 0)
	d := &chart.Forest{Text: p.text(f, p.steps(), p.leansShort(o.lean)), Paper: p.paper(f), Ratios: true, Axis: w.Axis, Less: w.Less, More: w.More, Label: locale.Fill(w.Label, locale.Lower(p.heading(o.By))),
		Right: []string{strings.ToLower(l.Expected.Observed), strings.ToLower(l.Expected.Expected), locale.Fill(w.Ratio, level), ""}, Estimate: locale.Fill(w.Estimate, level),
		Open: w.Verdicts[words.TooWide], Arrow: w.Arrow, Empty: w.Empty}
	d.Title = cmp.Or(d.Title, l.Expected.Title)
	if n > 1 {
		d.Title += " " + locale.Fill(l.PageOf, l.Int(k+1), l.Int(n))
	}
	d.Subtitle = cmp.Or(d.Subtitle, locale.Fill(w.Subtitle, o.against(l)))
	for i := range groups {
		d.Rows = append(d.Rows, p.observedRow(p.place(groups[i].Name, groups[i].Group), &groups[i].Against))
	}
	for i, x := range o.figures() {
		a := againstOf(x)
		if a.N == 0 {
			continue
		}
		row := p.observedRow(w.All, &a)
		row.Under = locale.Fill(w.Against, report.Against(l, o.Others, o.File, x == o.BySize))
		if len(o.Groups) > 0 {
			row.Total, row.Rule = true, i == 0
		}
		d.Rows = append(d.Rows, row)
	}
	if len(d.Rows) == 0 {
		return d
	}
	d.Caption = strings.TrimSpace(locale.Fill(w.Rule, l.Int(words.LeastExpected)) + " " + p.assumed(o.Expected) + " " + d.Caption)
	return d
}

func (p *Page) observedRow(label string, a *words.Against) chart.ForestRow {
	l := p.locale
	verdict := words.RatioVerdict(a)
	r := chart.ForestRow{Label: label + " (" + l.Int(a.N) + ")", Right: []string{l.Int(a.Observed), l.Number(a.Expected, 1), l.TooFew, l.Observed.Verdicts[verdict]}}
	if words.FewExpected(a) {
		return r
	}
	r.Estimate, r.Lower, r.Upper, r.Open = a.Ratio, a.Lower, a.Upper, verdict == words.TooWide
	r.Right[2] = l.Number(a.Ratio.V, min(2, 2*a.Observed)) + " " + l.Interval(a.Lower, a.Upper, 2)
	return r
}

// assumed says which form was assumed of published medians; "" if none was.
func (p *Page) assumed(x *Expected) string {
	w := &p.locale.Expected
	switch {
	case x.Assumption.OK && x.Both != "":
		return locale.Fill(w.BothNote, x.Source, p.locale.Number(x.Assumption.V, 2), p.both(x))
	case x.Assumption.OK:
		return locale.Fill(w.AssumedNote, x.Source, p.locale.Number(x.Assumption.V, 2))
	}
	return ""
}

// tableOfObserved is the table of those expected, with a row before for each group.
func tableOfObserved(p *Page, v Value) (*report.Table, error) {
	o := v.(*Observed)
	t, err := tableOfExpected(p, o.Expected)
	if err != nil || o.By == "" {
		return t, err
	}
	l := p.locale
	in := report.ObservedInput{Locale: l, Against: o.against(l)}
	for i := range o.Groups {
		g := &o.Groups[i]
		in.Rows = append(in.Rows, report.ObservedRow{Group: g.Group, Name: p.place(g.Name, g.Group), N: g.N, Observed: g.Observed, Expected: g.Against.Expected, Ratio: g.Ratio,
			Lower: g.Lower, Upper: g.Upper, TooFew: words.FewExpected(&g.Against), Verdict: l.Observed.Verdicts[words.RatioVerdict(&g.Against)]})
	}
	for _, x := range o.figures() {
		a := againstOf(x)
		in.All = append(in.All, l.Observed.Verdicts[words.RatioVerdict(&a)])
	}
	report.AddObserved(t, in)
	p.note(t, locale.Fill(l.Observed.Rule, l.Int(words.LeastExpected)))
	if o.Without > 0 {
		p.note(t, locale.Fill(l.NoGroupNote, l.Int(o.Without), l.Int(o.Followed)))
	}
	return t, nil
}

// sayObserved says how all stand, and of the groups for how many there are too few.
func sayObserved(_ *Result, p *Page, v Value, _ *Figure) ([]string, error) {
	o := v.(*Observed)
	list := words.ExpectedStops(p.locale, o.facts())
	var groups []words.Against
	for i := range o.Groups {
		groups = append(groups, o.Groups[i].Against)
	}
	return append(list, words.ObservedGroups(p.locale, groups)...), nil
}
