package study

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/report/chart"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/report/words"
	"github.com/varighet/varighet/survival"
)

// Moves are where the doctors who stopped have a list in a month.
type Moves struct {
	Month     varighet.Month
	By        string       // the column of the groups; "" for all
	Groups    []MovesGroup // the first is of all
	Lists     int          // that the data have in the month
	Narrow    bool         // they are a part of the country's: where doctors went is not shown
	Ungrouped int          // doctors' spells without a group
}

// A MovesGroup is the doctors of one group, with the share who have a list among those who
// stopped and of whom it is known, and its exact limits; missing of none.
type MovesGroup struct {
	Group string
	Name  string // of a municipality; "" where it is not known
	survival.Moves
	Share, Lower, Upper varighet.Opt[float64]

	Withheld []string // in a published report: columns of the table
	holding  int      // likewise: how many of those who stopped have a list
}

// Note says how many have no group, and that a part of the lists shows no way.
func (m *Moves) Note() string {
	switch {
	case m.Narrow:
		return partNote(m.Lists, m.Month)
	case m.Ungrouped > 0:
		return fmt.Sprintf("%d agreements have no %s, and are in all only", m.Ungrouped, m.By)
	}
	return ""
}

// movesOptions are what `varighet report moves` may be asked.
var movesOptions = []choice.Option[Figure]{
	{Flag: "by", Arg: "COL", Help: "one bar for each value of the column, such as size_group",
		Set: func(f *Figure, s string) (err error) { f.By, err = choice.One("by", s); return err }},
	{Flag: "month", Arg: "MONTH", Help: "on the 1st of `MONTH`, such as 2019-12; else of the last month",
		Set: func(f *Figure, s string) error {
			var m varighet.Opt[varighet.Month]
			err := choice.Month(func(*Figure) *varighet.Opt[varighet.Month] { return &m })(f, s)
			f.Month = m.V.String()
			return err
		}},
	coversOption,
}

func movesOf(r *Result, f *Figure) (Value, error) {
	_, last := r.Months()
	month, err := f.month(last)
	if err != nil {
		return nil, err
	}
	if month > last {
		return nil, &varighet.Problem{Code: "study-month", Msg: fmt.Sprintf("nobody can be looked for in %s: the data end in %s", month, last)}
	}
	m := &Moves{Month: month, By: f.By}
	m.Lists, m.Narrow = r.covers(f, month)
	if err := m.add("all", r.Table.Spells, r.Spells); err != nil || f.By == "" {
		return m, err
	}
	return m, m.part(r, f)
}

// part adds the groups of a column.
func (m *Moves) part(r *Result, f *Figure) error {
	asked := *r.Table
	asked.Spells = r.Spells
	groups, ungrouped, err := rows.SpellGroups(&asked, by(f))
	if err != nil {
		return err
	}
	m.Ungrouped = ungrouped
	names, err := r.names()
	if err != nil {
		return err
	}
	for _, g := range groups {
		if err := m.add(g.Key.Label(), r.Table.Spells, g.Spells); err != nil {
			return err
		}
		m.Groups[len(m.Groups)-1].Name = r.nameIn(names, f.By, g.Key.Label())
	}
	return nil
}

// add adds a group: its doctors are looked for among all.
func (m *Moves) add(name string, all, asked []survival.Spell) error {
	g := MovesGroup{Group: name, Moves: survival.MovesOf(all, asked, survival.MovesQuery{Month: varighet.Some(m.Month)})}
	g.Destinations, g.Paths = nil, nil // nothing shows single doctors
	g.holding = g.StoppedHolding()
	if err := g.shareOf(); err != nil {
		return err
	}
	m.Groups = append(m.Groups, g)
	return nil
}

// shareOf finds the share who have a list, where its counts are told.
func (g *MovesGroup) shareOf() error {
	known := g.holding + g.Places[survival.NoList]
	if known == 0 || slices.Contains(g.Withheld, "holding") {
		return nil
	}
	lower, upper, err := survival.ClopperPearson(g.holding, known, ConfLevel)
	if err != nil {
		return err
	}
	g.Share = varighet.Some(float64(g.holding) / float64(known))
	g.Lower, g.Upper = varighet.Some(lower), varighet.Some(upper)
	return nil
}

// Known is how many stopped of whom it is known whether they have a list.
func (g *MovesGroup) Known() int { return g.Stopped - g.Places[survival.NotSeen] }

// facts are the groups as sentences take them.
func (m *Moves) facts(p *Page) *words.Moves {
	f := &words.Moves{Month: m.Month, Narrow: m.Narrow, Lists: m.Lists, Ungrouped: m.Ungrouped}
	for i := range m.Groups {
		g := &m.Groups[i]
		f.Groups = append(f.Groups, words.MovesGroup{Name: p.place(g.Name, g.Group), Moves: &g.Moves, Known: g.Known(), Share: g.Share, Lower: g.Lower, Upper: g.Upper})
	}
	return f
}

// barsPerPage is how many groups stand on a sheet, which are taller than rows of observed-expected.
const barsPerPage = 20

// drawMoves draws all with some of the groups on each page.
func drawMoves(p *Page, v Value, f *Figure) (pages []*chart.Figure, err error) {
	m := v.(*Moves)
	groups := m.Groups[1:]
	n := max(1, (len(groups)+barsPerPage-1)/barsPerPage)
	for k := range n {
		shown := append([]MovesGroup{m.Groups[0]}, groups[k*len(groups)/n:(k+1)*len(groups)/n]...)
		drawing := &chart.Moves{Text: p.text(f, "", ""), Paper: p.paper(f), Month: m.Month, Narrow: m.Narrow, Note: words.MovesNote(p.locale, m.facts(p))}
		for i := range shown {
			g := &shown[i]
			drawing.Groups = append(drawing.Groups, chart.MovesGroup{Label: p.place(g.Name, g.Group), Moves: g.Moves, Share: g.Share, Lower: g.Lower, Upper: g.Upper})
		}
		if n > 1 {
			drawing.Subtitle = strings.TrimSpace(cmp.Or(drawing.Subtitle, p.locale.Moves.Subtitle) + " " + locale.Fill(p.locale.PageOf, p.locale.Int(k+1), p.locale.Int(n)))
		}
		page, err := drawing.Draw()
		if err != nil {
			return nil, err
		}
		pages = append(pages, page)
	}
	return pages, nil
}

func tableOfMoves(p *Page, v Value) (*report.Table, error) {
	m := v.(*Moves)
	in := report.MovesInput{Locale: p.locale, Month: m.Month, Narrow: m.Narrow, ConfLevel: ConfLevel, Source: p.Source}
	for i := range m.Groups {
		g := &m.Groups[i]
		in.Rows = append(in.Rows, report.MovesRow{Group: g.Group, Name: locale.Capital(p.place(g.Name, g.Group)), Moves: g.Moves, Holding: g.holding, Known: g.holding + g.Places[survival.NoList],
			Share: g.Share, Lower: g.Lower, Upper: g.Upper, Withheld: g.Withheld})
	}
	t := report.MovesTable(in)
	p.headGroups(t, m.By)
	p.note(t, words.MovesNote(p.locale, m.facts(p)))
	return t, nil
}

// sayMoves says nothing where a number is withheld: of it a sentence has too little.
func sayMoves(_ *Result, p *Page, v Value, _ *Figure) ([]string, error) {
	if v.(*Moves).undrawn() {
		return nil, nil
	}
	return words.WhereTheyWent(p.locale, v.(*Moves).facts(p)), nil
}
