package study

import (
	"cmp"
	"slices"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/internal/spellset"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

// What a line of a timeline is called, beside the columns of spells.
const (
	labelID           = "id"
	labelNumber       = "number" // from 1, in the order that they are drawn in
	labelMunicipality = "municipality"
)

// fileOrder is the order of lines that only a cohort's table, or a file of spells, has.
const fileOrder = "file"

// orderless is the fault of asking for the order of a file where none is kept; nil if there is one.
func (r *Result) orderless(f *Figure) error {
	if f.Order != fileOrder || r.Lines != nil || !r.Unordered {
		return nil
	}
	return &varighet.Problem{Code: "no-order", Msg: "order = file: a register does not keep the order in which the files had their rows",
		Hint: "name a cohort, whose table is then the order, or choose another: " + choice.Alternatives(laneOrders[:len(laneOrders)-1])}
}

// laneOrders are the orders of lines: by label, by the month in which the position was first
// seen, by municipality, by the longest time that one doctor has held it, longest first, and as
// the cohort's table or the file of spells has them.
var laneOrders = []string{"label", "opening", "municipality", "length", fileOrder}

// A Lane is a line of a timeline: a position, what it is called and what it is ordered by.
type Lane struct {
	Position     string
	Value        string // of the column that labels it, or its municipality; "" where it has none
	Municipality string // its name, else its code; "" if neither is known
	Opened       varighet.Month
	Longest      int  // most months held by one doctor; 0 if nobody held it
	Taken        bool // its id is also a value of a column that a table beside the rows added
	Line         int  // in the cohort's table, else among the positions of the spells
}

// timelineOptions are what `varighet report timeline` may be asked.
var timelineOptions = []choice.Option[Figure]{
	{Flag: "label", Arg: "COL", Default: labelID, Help: "what lines are called: id, number, municipality or a column",
		Set: func(f *Figure, s string) (err error) { f.Label, err = choice.One("label", s); return err }},
	{Flag: "order", Arg: "HOW", Default: laneOrders[0], Help: "order of lines: " + choice.Alternatives(laneOrders),
		Set: choice.Word(func(f *Figure) *string { return &f.Order }, laneOrders...)},
}

// labelIsColumn reports whether a label names a column of spells.
func labelIsColumn(label string) bool {
	return !slices.Contains([]string{"", labelID, labelNumber, labelMunicipality}, label)
}

// lanes are the lines of a timeline of the spells, by position.
func (r *Result) lanes(spells []survival.Spell, label string) ([]Lane, error) {
	value, err := r.laneValue(label)
	if err != nil {
		return nil, err
	}
	places, err := r.names()
	if err != nil {
		return nil, err
	}
	at, values := map[string]int{}, attributeValues(spells)
	var lanes []Lane
	for i := range spells {
		s := &spells[i]
		k, seen := at[s.PositionID]
		if !seen {
			k = len(lanes)
			at[s.PositionID] = k
			lanes = append(lanes, Lane{Position: s.PositionID, Opened: s.First, Taken: values[s.PositionID], Line: r.lineOf(s.PositionID, k)})
		}
		lanes[k].add(s, value, places)
	}
	return lanes, nil
}

// attributeValues are the values of all columns that tables beside the rows added.
func attributeValues(spells []survival.Spell) map[string]bool {
	values := map[string]bool{}
	for i := range spells {
		if b := spells[i].Beside; b != nil {
			for _, v := range b.Attributes {
				values[v] = true
			}
		}
	}
	return values
}

// add takes a spell of the position into account; what is said of it goes by the last spell that
// says it.
func (lane *Lane) add(s *survival.Spell, value func(*survival.Spell) string, places *spellset.Places) {
	lane.Opened = min(lane.Opened, s.First)
	if s.Kind == survival.Regular {
		lane.Longest = max(lane.Longest, s.MonthsHeld())
	}
	if place := s.Place(); place != "" {
		lane.Municipality = cmp.Or(places.Name(place), place)
	}
	lane.Value = cmp.Or(value(s), lane.Value)
}

// laneValue reads the column that labels lines.
func (r *Result) laneValue(label string) (func(*survival.Spell) string, error) {
	if !labelIsColumn(label) {
		return func(*survival.Spell) string { return "" }, nil
	}
	columns, err := rows.Columns(r.Table, "label", []string{label})
	if err != nil {
		return nil, err
	}
	c := columns[0]
	return func(s *survival.Spell) string { return c.Type.Format(c.Get(s)) }, nil
}

// lineOf is where a position stands in the cohort's table, else n.
func (r *Result) lineOf(position string, n int) int {
	if line, ok := r.Lines[position]; ok {
		return line
	}
	return n
}

// order gives the positions in the order asked for and their labels, in a language.
func (p *Page) order(v *Timeline) (positions []string, labels map[string]string) {
	lanes := slices.Clone(v.Lanes)
	words := make(map[string]string, len(lanes))
	for i := range lanes {
		words[lanes[i].Position] = p.laneWords(&lanes[i], v.Label)
	}
	rank := ranks(p.locale, lanes, func(lane *Lane) string { return words[lane.Position] })
	ids := ranks(p.locale, lanes, func(lane *Lane) string { return lane.Position })
	places := ranks(p.locale, lanes, func(lane *Lane) string { return lane.Municipality })
	slices.SortFunc(lanes, func(a, b Lane) int {
		by := 0
		switch v.Order {
		case "opening":
			by = cmp.Compare(a.Opened, b.Opened)
		case "municipality":
			by = cmp.Compare(places[a.Municipality], places[b.Municipality])
		case "length":
			by = cmp.Compare(b.Longest, a.Longest)
		case fileOrder:
			by = cmp.Compare(a.Line, b.Line)
		}
		return cmp.Or(by, cmp.Compare(rank[words[a.Position]], rank[words[b.Position]]), cmp.Compare(ids[a.Position], ids[b.Position]))
	})
	for i := range lanes {
		positions = append(positions, lanes[i].Position)
	}
	return positions, numbered(p.locale, positions, words, v.Label)
}

// ranks are the places of texts in the order of a language.
func ranks(l *locale.Locale, lanes []Lane, text func(*Lane) string) map[string]int {
	var all []string
	for i := range lanes {
		all = append(all, text(&lanes[i]))
	}
	l.Sort(all)
	rank := map[string]int{}
	for i, s := range slices.Compact(all) {
		rank[s] = i
	}
	return rank
}

// laneWords is what a line is called; its id where nothing else is known of it.
func (p *Page) laneWords(lane *Lane, label string) string {
	switch label {
	case "", labelID, labelNumber:
		return p.position(lane)
	case labelMunicipality:
		return cmp.Or(p.named(lane.Municipality), p.position(lane))
	}
	return cmp.Or(p.named(lane.Value), p.position(lane))
}

// positionKey stands before an id among the names of a study, where it could be taken for a value.
const positionKey = "position_id="

// position is what a study calls a position; its id if it does not say. A name of a value of a column
// that a table beside the rows added, such as wave 2, is not that of list 2.
func (p *Page) position(lane *Lane) string {
	if name := p.named(positionKey + lane.Position); name != positionKey+lane.Position {
		return name
	}
	if lane.Taken {
		return lane.Position
	}
	return p.named(lane.Position)
}

// numbered are the labels of positions, each with a number behind where several have one.
func numbered(l *locale.Locale, positions []string, words map[string]string, label string) map[string]string {
	of := map[string]int{}
	for _, p := range positions {
		of[words[p]]++
	}
	labels, n := make(map[string]string, len(positions)), map[string]int{}
	for i, p := range positions {
		w := words[p]
		n[w]++
		switch {
		case label == labelNumber:
			labels[p] = l.Int(i + 1)
		case of[w] > 1:
			labels[p] = w + "\u00a0" + l.Int(n[w])
		default:
			labels[p] = w
		}
	}
	return labels
}

// named is what a study calls a value, in the language of the page; itself if it does not say.
func (p *Page) named(value string) string {
	return cmp.Or(p.Names[value].In(p.locale.Tag), value)
}

// group is the name of a group: as a study has it, else as a size group is written.
func (p *Page) group(value string) string {
	if name := p.named(value); name != value {
		return name
	}
	return p.locale.SizeGroup(value)
}
