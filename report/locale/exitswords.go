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
		return Fill(l.Moves.Narrow.Of(part.V), l.Int(part.V)) + " " + l.Exits.NewListPart
	}
	return l.Exits.NewList
}

// AllFor is the sentence on n doctors who all left for one reason.
func (w *ExitsWords) AllFor(n int) string {
	switch n {
	case 1:
		return w.AfterSingle
	case 2:
		return w.AfterBoth
	}
	return w.AfterOne
}
