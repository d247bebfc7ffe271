package locale

import "github.com/varighet/varighet"

// TitleOf is the title of cumulative exits: of data of a part of the country's lists it does not ask
// where doctors went.
func (w *ExitsWords) TitleOf(part varighet.Opt[int]) string {
	if part.OK {
		return w.TitlePart
	}
	return w.Title
}

// NewList says what a new list is, and what none may be. part is how many lists the data have,
// where they are a part of the country's.
func (l *Locale) NewList(part varighet.Opt[int]) string {
	if part.OK {
		return Fill(l.Moves.Narrow, l.Int(part.V)) + " " + l.Exits.NewListPart
	}
	return l.Exits.NewList
}
