package study

import (
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
	Stops      survival.Stops // reasons that are stops; nil is all, and says nothing of it

	locale *locale.Locale
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
	ask := a.Ask
	ask.scope = p.scope(a)
	return a.kind.figure(p, p.gate(a.Value), &ask)
}

// Table makes the table of an answer, with its name, title and mark.
func (p *Page) Table(a *Answer) (*report.Table, error) {
	t, err := a.kind.table(p, p.gate(a.Value))
	if err != nil {
		return nil, err
	}
	t.Name = a.Ask.Name
	if title := a.Ask.Title.In(p.locale.Tag); title != "" {
		t.Title = title
	}
	p.note(t, p.scope(a), p.stops())
	if mark := p.Disclosure.Mark(p.locale); mark != "" {
		t.Notes = append([]string{mark + "."}, t.Notes...)
	}
	return t, nil
}

// gate is the one way of values into figures and tables: what a disclosure withholds is
// withheld here, from both. The three modes there are show exact numbers, and say on each
// page who may see them.
func (p *Page) gate(v Value) Value { return v }

// text is what stands around a figure; note stands before its caption, and lean after the
// source.
func (p *Page) text(f *Figure, note, lean string) chart.Text {
	tag := p.locale.Tag
	t := chart.Text{Title: f.Title.In(tag), Subtitle: f.Subtitle.In(tag), Mark: p.Disclosure.Mark(p.locale)}
	source := ""
	if p.Source != "" {
		source = locale.Fill(p.locale.Source, p.Source)
	}
	for _, s := range []string{note, f.scope, f.Caption.In(tag), source, p.stops(), lean} {
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

func (p *Page) paper(f *Figure) chart.Paper { return chart.Paper{Width: f.WidthMM, Locale: p.locale} }

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
	return locale.Fill(p.locale.LeansShort, p.locale.Int(l.Uncertain), p.locale.Int(l.Stops))
}
