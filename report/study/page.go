package study

import (
	"errors"
	"slices"
	"strings"

	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/report/chart"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

// A Page is what stands around figures and tables: the language, who published the rows, and
// who may see them.
type Page struct {
	Source     string // who published the rows; "" says nothing of it
	Disclosure report.Disclosure
	Stops      survival.Stops  // reasons that are stops; nil is all, and says nothing of it
	Names      map[string]Text // what groups and lines are called, by their value in the data

	locale      *locale.Locale
	publication *publication // what may be read, in a published report
}

// For is the page as it is to carry the figures and tables of a result: in a published report
// what may be read of them is worked out for all at once.
func (p *Page) For(r *Result) (*Page, error) {
	if p.Disclosure != report.Published {
		return p, nil
	}
	out := *p
	var err error
	out.publication, err = r.publish()
	return &out, err
}

// NewPage is a page in a language; nb if there is no such.
func NewPage(language, source string, d report.Disclosure) *Page {
	return &Page{Source: source, Disclosure: d, locale: locale.Get(language)}
}

// in is the page in another language.
func (p *Page) in(language string) *Page {
	out := *p
	out.locale = locale.Get(language)
	return &out
}

// Figure draws an answer; it may have several pages.
func (p *Page) Figure(a *Answer) ([]*chart.Figure, error) {
	v, err := p.gate(a.Value)
	if err != nil {
		return nil, err
	}
	ask := a.Ask
	ask.scope = p.scope(a)
	pages, err := a.kind.figure(p, v, &ask)
	if err != nil {
		return nil, err
	}
	sentences, err := a.say(p)
	if err != nil {
		return nil, err
	}
	for _, page := range pages {
		page.Say(p.message(sentences))
	}
	return pages, nil
}

// message is what sentences say, without those on how to read a figure.
func (p *Page) message(sentences []string) (list []string) {
	w := &p.locale.Page().Shown
	for _, s := range sentences {
		if s != w.Bars && s != w.Months && s != locale.Fill(w.Curve, p.locale.Percent(ConfLevel, 0)) {
			list = append(list, s)
		}
	}
	return list
}

// Table makes the table of an answer, with its name, title and mark.
func (p *Page) Table(a *Answer) (*report.Table, error) {
	v, err := p.gate(a.Value)
	if err != nil {
		return nil, err
	}
	t, err := a.kind.table(p, v)
	if err != nil {
		return nil, err
	}
	t.Name, t.Disclosure = a.Ask.Name, p.Disclosure
	t.Definition, t.ProgramDefinition = p.locale.TableDefinition(a.kind.Name), locale.Get("en").TableDefinition(a.kind.Name)
	if title := a.Ask.Title.In(p.locale.Tag); title != "" {
		t.Title = title
	}
	p.note(t, p.scope(a), p.stops(), p.rule())
	return t, nil
}

// gate is the one way of values into figures, tables and sentences: what a disclosure withholds
// is withheld here, from all. Published reports have what [Result.publish] lets through, and no
// value that has no rule for that; the other modes show exact numbers, and say on each page who
// may see them.
func (p *Page) gate(v Value) (Value, error) {
	if p.Disclosure != report.Published {
		return v, nil
	}
	if p.publication == nil {
		return nil, errWithheld
	}
	return p.publication.of(v)
}

// errWithheld is what a published report has of a kind that has no rule for it, of one whose
// numbers give too much away here, and of a figure by itself, without the result that it is of.
var errWithheld = errors.New("this figure or table is withheld in published reports: its kind has no rule for them, or too few are behind it")

// withholds reports whether an answer is not in the report at all.
func (p *Page) withholds(a *Answer) bool {
	_, err := p.gate(a.Value)
	return errors.Is(err, errWithheld)
}

// An undrawn value has a table in a published report, but no figure: that would show what is withheld.
type undrawn interface{ undrawn() bool }

// draws reports whether the figure of an answer that is carried is drawn.
func (p *Page) draws(a *Answer) bool {
	v, err := p.gate(a.Value)
	u, ok := v.(undrawn)
	return err == nil && !(p.publication != nil && ok && u.undrawn())
}

// drawn are the answers that are in the report as figures.
func (p *Page) drawn(list []*Answer) []*Answer {
	return slices.DeleteFunc(p.carried(list), func(a *Answer) bool { return !p.draws(a) })
}

// tabled are figures that are in the report as tables alone.
func (p *Page) tabled(list []*Answer) []*Answer {
	return slices.DeleteFunc(p.carried(list), p.draws)
}

// carried are the answers that are in the report.
func (p *Page) carried(list []*Answer) []*Answer {
	return slices.DeleteFunc(slices.Clone(list), p.withholds)
}

// rule says what is withheld in a published report; "" in others.
func (p *Page) rule() string {
	if p.publication == nil {
		return ""
	}
	k := p.publication.rule.K
	note := locale.Fill(p.locale.PublishedNote, p.locale.Int(k-1), p.locale.Int(k))
	if before := p.publication.result.before; before != nil {
		note += " " + locale.Fill(p.locale.PublishedAgain, p.locale.MonthYear(before.month))
	}
	return note
}

// steps says that numbers are counted on curves in steps; "" in a report that has all numbers.
func (p *Page) steps() string {
	if p.publication == nil {
		return ""
	}
	return p.locale.PublishedSteps
}

// text is what stands around a figure; note stands before its caption, and lean after the
// source.
func (p *Page) text(f *Figure, note, lean string) chart.Text {
	tag := p.locale.Tag
	t := chart.Text{Title: f.Title.In(tag), Subtitle: f.Subtitle.In(tag), Mark: p.Disclosure.Mark(p.locale)}
	source := ""
	if p.Source != "" {
		source = locale.Fill(p.locale.Source, p.Source)
	}
	for _, s := range []string{note, f.scope, f.Caption.In(tag), source, p.stops(), lean, p.rule()} {
		t.Caption = strings.TrimSpace(t.Caption + " " + s)
	}
	return t
}

// scope says that a figure or a table is of the cohort only; "" where nothing stands beside it.
func (p *Page) scope(a *Answer) string {
	if !a.cohort {
		return ""
	}
	return p.locale.Beside.OfCohort
}

// mark says who may see what is written, also where the rows are published already.
func (p *Page) mark() string {
	if p.Disclosure == report.Public {
		return p.locale.Page().PublicMark
	}
	return p.Disclosure.Mark(p.locale)
}

func (p *Page) paper(f *Figure) chart.Paper {
	return chart.Paper{Width: f.WidthMM, Locale: p.locale, DPI: f.DPI}
}

// note puts notes below a table; "" is none.
func (p *Page) note(t *report.Table, notes ...string) {
	for _, n := range notes {
		if n != "" {
			t.Notes = append(t.Notes, n)
		}
	}
}

// stops says which ends are stops; "" if all are.
func (p *Page) stops() string {
	if p.Stops == nil {
		return ""
	}
	var words []string
	for _, r := range p.Stops {
		words = append(words, p.locale.StopReasons[r-survival.MovedWithin])
	}
	return locale.Fill(p.locale.StopsNote, strings.Join(words, ", "))
}

// leansShort says that too many stops may have come later; "" if not.
func (p *Page) leansShort(l *Lean) string {
	if l == nil {
		return ""
	}
	if l.Stops == 0 {
		return p.locale.LeansShortWithheld
	}
	return locale.Fill(p.locale.LeansShort, p.locale.Int(l.Uncertain), p.locale.Int(l.Stops))
}
