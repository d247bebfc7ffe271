package study

import (
	"bytes"
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/internal/spellset"
	"github.com/varighet/varighet/internal/version"
	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/report/page"
	"github.com/varighet/varighet/report/words"
	"github.com/varighet/varighet/survival"
)

// ReportName is the file with the report page. It has one name in all languages.
const ReportName = "report.html"

// What is too much for a page stands in files beside it.
const (
	mostSheets = 12  // of one figure: 324 positions of a timeline
	mostSpells = 600 // in the table of a timeline
	mostFiles  = 400
	mostAlarms = 200
)

// A Summary is the numbers that the sentences of a report are written from.
type Summary struct{ words.Facts }

// Note is "": the sentences say what is left out.
func (*Summary) Note() string { return "" }

// Summary gathers the numbers of the result.
func (r *Result) Summary() *Summary {
	s := &Summary{}
	first, last := r.Months()
	s.Count(r.Spells, first, last)
	s.Turnover, s.Within, s.LeftOut = r.Turnover, r.Study.Turnover.Within, r.LeftOut
	if r.Register != nil {
		s.Missing = varighet.Some(r.missingMonths())
	}
	if r.Lean != nil {
		s.Lean = varighet.Some([2]int{r.Lean.Uncertain, r.Lean.Stops})
	}
	s.Curve = r.Curve
	if o := r.Others; o != nil {
		s.Others = &words.Others{Stability: o.Stability, Curve: o.Curve, Turnover: o.Turnover}
	}
	return s
}

// facts are what the sentences of the summary are written from, as they are let through the gate.
func (r *Result) facts(p *Page) (*words.Facts, error) {
	s := r.Study
	turnover, err := turnoverOf(r, &Figure{})
	if err != nil {
		return nil, err
	}
	summary, err := p.gate(r.Summary())
	if err != nil {
		return nil, err
	}
	facts := &summary.(*Summary).Facts
	for _, x := range turnover.(*TurnoverShares).Published { // which others have published
		facts.Shares = append(facts.Shares, words.Published{Share: x.Share, What: x.Label.In(p.locale.Tag), Definition: x.Definition, Measure: x.Measure, Within: s.Turnover.Within})
	}
	if facts.Expected, err = r.expectedFacts(p); err != nil {
		return nil, err
	}
	return facts, nil
}

// reportPage makes the report, from values that have been through the gate.
func (r *Result) reportPage(p *Page) (*page.Page, error) {
	s := r.Study
	facts, err := r.facts(p)
	if err != nil {
		return nil, err
	}
	w := p.locale.Page()
	out := &page.Page{Locale: p.locale, Title: s.Title.In(p.locale.Tag), Mark: p.mark(), Warns: p.Disclosure != report.Public,
		Summary: words.Summary(p.locale, facts), Methods: words.Describe(p.locale, r.methodsFor(p)), Data: r.account(p), Version: r.versionTerms(p), Footer: w.Footer}
	if out.Title == "" {
		out.Title = s.ID
	}
	if len(r.Table.Spells) > 0 {
		out.Subtitle = locale.Fill(w.Subtitle, p.locale.MonthRange(facts.First, facts.Last))
	}
	for _, a := range p.drawn(r.Figures) {
		f, err := r.pageFigure(p, a)
		if err != nil {
			return nil, err
		}
		out.Figures = append(out.Figures, f)
	}
	for _, a := range append(p.tabled(r.Figures), p.carried(r.Tables)...) {
		t, err := p.Table(a)
		if err != nil {
			return nil, err
		}
		out.Tables = append(out.Tables, t)
	}
	for i, name := range w.Method.TermNames {
		out.Terms = append(out.Terms, page.Term{Name: name, Text: w.Method.TermMeaning[i]})
	}
	return out, nil
}

// expectedFacts are the stops beside those expected, where the study asks for them; nil where it does
// not, and where a published report withholds them.
func (r *Result) expectedFacts(p *Page) (*words.Expected, error) {
	if !r.Study.Expected.asked() {
		return nil, nil
	}
	exact, err := r.expected()
	if err != nil {
		return nil, err
	}
	switch v, err := p.gate(exact); {
	case errors.Is(err, errWithheld):
		return nil, nil
	case err != nil:
		return nil, err
	default:
		return v.(*Expected).facts(), nil
	}
}

// pageFigure is a figure on the report page, with sentences and the table of its numbers.
func (r *Result) pageFigure(p *Page, a *Answer) (f page.Figure, err error) {
	if f.Sheets, err = p.Figure(a); err != nil {
		return f, err
	}
	if n := len(f.Sheets) - mostSheets; n > 0 {
		f.Sheets = f.Sheets[:mostSheets]
		f.Note = locale.Fill(p.locale.Page().MorePages, p.locale.Int(n), "figures/"+a.Ask.Name)
	}
	if f.Sentences, err = r.sentences(p, a); err != nil {
		return f, err
	}
	if t, ok := a.Value.(*Timeline); ok { // never in a published report

		f.Numbers = p.tableOfTimeline(t)
	} else if a.kind.HasTable() {
		f.Numbers, err = p.Table(a)
	}
	return f, err
}

// sentences say what a figure shows and what that can carry.
func (r *Result) sentences(p *Page, a *Answer) ([]string, error) {
	if a.kind.sentences == nil {
		return nil, nil
	}
	v, err := p.gate(a.Value)
	if err != nil {
		return nil, err
	}
	return a.kind.sentences(r, p, v, &a.Ask)
}

// samePeriod reports whether a published number is of the months that the data have, and of
// single agreements as the study's are.
func (r *Result) samePeriod(b *data.Baseline) bool {
	first, last := r.Months()
	return r.ofAgreements() && b.Period == first.String()+"/"+last.String()
}

// periodOf reads a period of months, "2001-05/2014-05".
func periodOf(s string) (first, last varighet.Month, ok bool) {
	from, to, _ := strings.Cut(s, "/")
	first, err1 := varighet.ParseMonth(from)
	last, err2 := varighet.ParseMonth(to)
	return first, last, err1 == nil && err2 == nil
}

// period writes a period of months in words.
func (p *Page) period(s string) string {
	first, last, ok := periodOf(s)
	if !ok {
		return s
	}
	return p.locale.MonthRange(first, last)
}

// tableOfTimeline has a row for each spell of a doctor that a timeline shows, which holds the
// position where the figure says so: in the last month that it draws.
func (p *Page) tableOfTimeline(v *Timeline) *report.Table {
	l, w := p.locale, &p.locale.Page().Account
	t := &report.Table{Locale: l, Title: w.Spells, Source: p.Source, Columns: []report.Column{
		{Key: "position", Title: w.Position}, {Key: "holder", Title: w.Holder, Kind: report.CountKind},
		{Key: "first", Title: w.First, Kind: report.MonthKind}, {Key: "last", Title: w.Last, Kind: report.MonthKind},
		{Key: "held", Title: l.Page().Method.TermNames[2], Kind: report.CountKind, States: true}, {Key: "status", Title: w.Has}}}
	if mark := p.Disclosure.Mark(l); mark != "" {
		p.note(t, mark)
	}
	byPosition := map[string][]*survival.Spell{}
	n := 0
	for i := range v.Spells {
		s := &v.Spells[i]
		if s.Kind != survival.Regular {
			continue
		}
		n++
		byPosition[s.PositionID] = append(byPosition[s.PositionID], s)
	}
	names, labels := p.order(v)
	assumed := false
	for _, name := range names {
		for _, s := range byPosition[name] {
			if len(t.Rows) == mostSpells {
				continue
			}
			held := report.Count(s.MonthsHeld())
			if !s.Start.OK {
				held = report.Without(report.CountKind, report.Absent)
			}
			assumed = assumed || s.StartEvidence == varighet.EvidenceAssumed || s.EndEvidence == varighet.EvidenceAssumed
			t.Add(report.Text(labels[name]), report.Count(s.Ordinal), report.Month(s.Start.Or(s.First)), report.Month(s.Last), held, report.Text(p.status(s, v.Last)))
		}
	}
	if left := n - len(t.Rows); left > 0 {
		p.note(t, locale.Fill(l.Page().MoreRows, l.Int(left), SpellsPath))
	}
	if assumed {
		p.note(t, w.AssumedMark)
	}
	return t
}

// status says in words how a spell ended, and what of it is assumed.
func (p *Page) status(s *survival.Spell, last varighet.Month) string {
	w := &p.locale.Page().Account
	text := w.LostSight
	switch {
	case s.Stopped:
		text = w.Gone
	case s.Last == last:
		text = w.InPlace
	}
	start, end := s.StartEvidence == varighet.EvidenceAssumed, s.EndEvidence == varighet.EvidenceAssumed
	switch {
	case start && end:
		text += ", " + p.locale.Timeline.AssumedBoth
	case start:
		text += ", " + p.locale.Timeline.AssumedStart
	case end:
		text += ", " + p.locale.Timeline.AssumedEnd
	}
	return text
}

// methodsFor are the options in force as the page may have them: a published one does not say how
// many positions a cohort has.
func (r *Result) methodsFor(p *Page) *words.Methods {
	m := r.methods()
	if p.Disclosure == report.Published {
		m.Cohort.Positions, m.Cohort.Of = 0, 0
	}
	return m
}

// methods are the options in force.
func (r *Result) methods() *words.Methods {
	c := &r.Study.Choices
	m := &words.Methods{Gap: r.gap, Lookahead: c.Lookahead.Or(survival.DefaultSpellOptions().Lookahead), Municipality: c.Unit == string(spellset.Municipality),
		SchemeStart: c.SchemeStart, Within: r.Study.Turnover.Within, Simulated: r.Study.Simulation != nil}
	m.FirstRows, _ = survival.ParseFirstRows(c.FirstRows)
	m.LastRows, _ = survival.ParseLastRows(c.LastRows)
	for _, g := range r.Medians.Groups {
		if g.Group != "all" {
			m.Sizes = append(m.Sizes, g.Group)
		}
	}
	m.Cohort, m.LastMonth, m.Part = r.cohort(), c.LastMonth, r.partOfCountry()
	if r.Register != nil {
		m.DataEnd = r.Register.Counts.LastMonth
	}
	return m
}

// cohort is the table of the positions that count, and how many they are.
func (r *Result) cohort() (c words.Cohort) {
	choices := &r.Study.Choices
	if choices.Cohort == "" {
		return c
	}
	c.Table, c.Others = filepath.Base(filepath.FromSlash(choices.Cohort)), choices.CohortOthers
	member := memberOf(r.Table)
	positions, all := map[string]bool{}, map[string]bool{}
	for i := range r.Table.Spells {
		s := &r.Table.Spells[i]
		c.Months = c.Months || s.Window() != survival.Window{}
		all[s.PositionID] = true
		if !c.Others || member >= 0 && s.Beside != nil && s.Beside.Attributes[member] == "true" {
			positions[s.PositionID] = true
		}
	}
	if r.Register != nil && choices.Unit != string(spellset.Municipality) { // whose spells are of several positions
		c.Positions, c.Of = len(positions), int(r.Register.Counts.Positions)
		if c.Others { // up to the last month that counts
			c.Of = len(all)
		}
	}
	return c
}

// account says what the numbers were made from: rows, files, months, alarms, corrections.
func (r *Result) account(p *Page) (parts []page.Part) {
	if p.Disclosure == report.Published {
		return r.publishedAccount(p)
	}
	l, w := p.locale, &p.locale.Page().Account
	if m := r.Register; m != nil {
		n := len(m.Inputs)
		read := locale.Fill(w.FilesRead.Of(n), l.InWords(n, locale.Feminine))
		parts = append(parts, page.Part{Sentences: []string{read, r.missing(p)}, Table: ledgerTable(p, m.Ledger.Read, m.Ledger.Used, m.Ledger.SetAside)})
		t := &report.Table{Locale: l, Title: w.Files, Columns: []report.Column{{Key: "file", Title: w.File},
			{Key: "read", Title: locale.Capital(w.Read), Kind: report.CountKind}, {Key: "used", Title: locale.Capital(w.Used), Kind: report.CountKind}}}
		for _, in := range m.Inputs[:min(mostFiles, len(m.Inputs))] {
			t.Add(report.Text(in.Name), report.Count(int(in.Read)), report.Count(int(in.Used)))
		}
		if more := n - len(t.Rows); more > 0 {
			p.note(t, locale.Fill(w.FilesMore.Of(more), l.Int(more)))
		}
		parts = append(parts, page.Part{Table: t, Folded: len(t.Rows) > 3, Of: len(m.Inputs)})
	}
	if beside := r.besideFiles(p); beside != nil {
		parts = append(parts, page.Part{Sentences: beside})
	}
	parts = append(parts, r.alarms(p))
	sentences := []string{w.NoCorrections}
	if n := len(r.Corrected); n > 0 {
		sentences[0] = locale.Fill(w.Corrections.Of(n), l.Int(n))
	}
	if r.Register != nil {
		if n := len(r.Register.Warnings); n > 0 {
			sentences = append(sentences, locale.Fill(w.Warnings.Of(n), l.Int(n)))
		}
	}
	return append(parts, page.Part{Sentences: sentences})
}

// publishedAccount says what a published report may of what it was made from, and what it leaves
// out.
func (r *Result) publishedAccount(p *Page) []page.Part {
	w := p.locale.Page()
	var sentences []string
	if r.Register != nil {
		sentences = append(sentences, r.missing(p))
	}
	sentences = append(append(sentences, words.Counted(p.locale, r.methodsFor(p))...), p.rule())
	without := w.NotPublished
	if names := r.Withheld(); len(names) > 0 {
		without = locale.Fill(w.NotPublishedAlso, p.locale.List(names))
	}
	return []page.Part{{Sentences: append(sentences, locale.Sentence(without))}}
}

// Withheld are the names of figures and tables that a published report does not have, since
// their kinds have no rule for it or too few are behind them; none of another report. The result
// has been through the gate: an error would have stopped it there.
func (r *Result) Withheld() (names []string) {
	p, err := (&Page{Disclosure: r.Study.Disclosure}).For(r)
	if err != nil {
		return nil
	}
	for _, a := range slices.Concat(r.Figures, r.Tables) {
		if p.withholds(a) {
			names = append(names, a.Ask.Name)
		}
	}
	return names
}

// besideFiles says which tables stood beside the files, and which positions and months count.
func (r *Result) besideFiles(p *Page) (sentences []string) {
	var names []string
	for _, in := range r.read {
		names = append(names, in.Name)
	}
	if n := len(names); n > 0 {
		sentences = append(sentences, locale.Fill(p.locale.Page().Account.Beside.Of(n), p.locale.List(names)))
	}
	return append(sentences, words.Counted(p.locale, r.methods())...)
}

// missingMonths are the months without rows from the first to the last that count.
func (r *Result) missingMonths() (list []varighet.Month) {
	_, last := r.Months()
	for _, m := range r.Register.Counts.MissingMonths {
		if m <= last {
			list = append(list, m)
		}
	}
	return list
}

func (r *Result) missing(p *Page) string {
	w := &p.locale.Page().Account
	var names []string
	for _, m := range r.missingMonths() {
		names = append(names, p.locale.MonthYear(m))
	}
	if len(names) == 0 {
		return w.NoMissing
	}
	return locale.Fill(w.Missing, p.locale.List(names))
}

func ledgerTable(p *Page, read, used int64, aside map[string]int64) *report.Table {
	w := &p.locale.Page().Account
	t := &report.Table{Locale: p.locale, Title: w.Rows, Columns: []report.Column{{Key: "what", Title: w.What}, {Key: "rows", Title: w.Count, Kind: report.CountKind}}}
	t.Add(report.Text(w.Read), report.Count(int(read)))
	reasons := make([]string, 0, len(aside))
	for reason := range aside {
		reasons = append(reasons, reason)
	}
	slices.Sort(reasons)
	for _, reason := range reasons {
		kind, fault, _ := strings.Cut(reason, ": ")
		text := reason
		if i := slices.Index(words.Reasons, kind); i >= 0 {
			text = w.Reasons[i]
			if fault != "" {
				text += " (" + fault + ")"
			}
		}
		t.Add(report.Text(locale.Fill(w.OtherReason, text)), report.Count(int(aside[reason])))
	}
	t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(w.Used), report.Count(int(used))}, Total: true})
	return t
}

func (r *Result) alarms(p *Page) page.Part {
	l, w := p.locale, &p.locale.Page().Account
	var part page.Part
	if len(r.Alarms) == 0 {
		part.Sentences = []string{w.NoAlarms}
		return part
	}
	t := &report.Table{Locale: l, Title: w.Alarms, Columns: []report.Column{{Key: "alarm", Title: w.Alarm}, {Key: "municipality", Title: w.Where},
		{Key: "month", Title: w.Month, Kind: report.MonthKind}, {Key: "count", Title: w.Count, Kind: report.CountKind}}}
	for _, a := range r.Alarms[:min(mostAlarms, len(r.Alarms))] {
		where := strings.TrimSpace(string(a.Municipality) + " " + a.Name)
		if where == "" {
			where = l.All
		}
		t.Add(report.Text(words.Alarm(l, a.Code)), report.Text(where), report.Month(a.Month), report.Count(a.Count))
	}
	if n := len(r.Alarms) - len(t.Rows); n > 0 {
		p.note(t, locale.Fill(w.AlarmsMore.Of(n), l.Int(n)))
	}
	p.note(t, w.AlarmNote)
	part.Table, part.Folded, part.Of = t, len(t.Rows) > 8, len(r.Alarms)
	return part
}

// versionTerms say with what the page was made.
func (r *Result) versionTerms(p *Page) []page.Term {
	l, w := p.locale, &p.locale.Page().Account
	terms := []page.Term{{Name: w.Program, Text: "varighet " + version.Of()}, {Name: w.StudyName, Text: r.Study.ID}}
	terms = append(terms, page.Term{Name: w.Disclosure, Text: p.mark()})
	if p.Source != "" {
		terms = append(terms, page.Term{Name: w.Sources, Text: p.Source})
	}
	for _, b := range r.baselines() {
		terms = append(terms, page.Term{Name: b.Short, Text: b.Citation})
	}
	if r.Register != nil && p.Disclosure != report.Published {
		terms = append(terms, page.Term{Name: w.Digest, Text: r.Register.RowsSHA256})
	}
	terms = append(terms, page.Term{Name: WordName, Text: l.Page().Document}, page.Term{Name: WorkbookName, Text: l.Page().Workbook},
		page.Term{Name: NumbersName, Text: l.Page().Key.File})
	if p.Disclosure == report.Published {
		return terms // whose manifest has no counts
	}
	return append(terms, page.Term{Name: "manifest.json", Text: w.Everything})
}

// baselines are the published series that the study sets beside its own, each source once.
func (r *Result) baselines() (list []*data.Baseline) {
	var ids []string
	for _, b := range r.Study.Turnover.Baselines {
		ids = append(ids, b.ID)
	}
	for _, a := range slices.Concat(r.Figures, r.Tables) {
		ids = append(ids, a.Ask.Baseline)
	}
	ids = append(ids, r.Study.Expected.baseline())
	seen := map[string]bool{}
	for _, id := range ids {
		if b, err := data.FindBaseline(id); err == nil && !seen[b.Source] {
			seen[b.Source] = true
			list = append(list, b)
		}
	}
	return list
}

// A reportForm is a form of the whole report.
type reportForm struct {
	name  string // of its file
	write func(*page.Page) ([]byte, error)
}

// reportForms are those that a report is written in.
func (r *Result) reportForms(p *Page) []reportForm {
	return []reportForm{{ReportName, pageOf}, {WordName, wordOf}, {WorkbookName, func(from *page.Page) ([]byte, error) { return r.workbook(p, from) }}}
}

// pageOf is the report page as HTML.
func pageOf(from *page.Page) ([]byte, error) {
	var b bytes.Buffer
	err := from.Write(&b)
	return b.Bytes(), err
}
