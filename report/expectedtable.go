package report

import (
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/locale"
)

// ExpectedInput is what the table of observed and expected stops is made of.
type ExpectedInput struct {
	Locale *locale.Locale // nil is bokmål
	Rows   []ExpectedRow

	ConfLevel       float64
	PublishedSource string                // of the medians that stops are expected from; "" for a curve
	Shape           varighet.Opt[float64] // of the Weibull curve that was assumed of them
	File            string                // of a curve that it is held against; "" for others
	Both            string                // the published share that gives the shape with the median, in words; "" for none
	Others          bool                  // held against the others beside a cohort, not the country
	Mixed           bool                  // the sizes of the municipalities are known together only
	Source          string
}

// An ExpectedRow holds the stops observed against one population.
type ExpectedRow struct {
	SameSize bool // municipalities of the same sizes; else the country as a whole
	N        int
	Observed int
	Expected float64

	Ratio, Lower, Upper varighet.Opt[float64]

	AtShapes []AtShape
	Without  int  // agreements without a curve to hold them against
	Outside  int  // agreements followed only where the curve is not known
	Beyond   int  // agreements that count only as far as the curve goes
	OwnStops bool // limits allow for the stops that the curve itself rests on
}

// AtShape is the ratio with another assumed shape.
type AtShape struct {
	Shape float64
	Ratio varighet.Opt[float64]
}

// ExpectedTable is the table of stops observed and expected: a row for municipalities of the same
// sizes, where those are known, and one for the country as a whole. Ratios at other shapes
// stand in a note, since what is expected hangs on the one that was assumed.
func ExpectedTable(in ExpectedInput) *Table {
	t := &Table{Name: "expected", Locale: in.Locale, Source: in.Source}
	l := t.locale()
	w := l.Expected
	level := l.Percent(in.ConfLevel, 0)
	t.Title = w.Title
	t.Columns = []Column{
		{Key: "against", For: Programs},
		{Key: "against_words", Title: w.Against, For: People},
		{Key: "agreements", Title: l.Table61.Agreements, Kind: CountKind, States: true},
		{Key: "observed", Title: w.Observed, Kind: CountKind, States: true},
		{Key: "expected", Title: w.Expected, Kind: NumberKind, Decimals: 1, States: true},
		{Key: "ratio", Title: w.Ratio, Kind: NumberKind, Decimals: 2, States: true},
		{Key: "ratio_limit", Title: locale.Fill(w.Interval, level), Kind: IntervalKind, Decimals: 2, States: true},
	}
	for _, r := range in.Rows {
		key := "country"
		switch {
		case in.Others:
			key = "others"
		case in.File != "":
			key = "curve"
		}
		if r.SameSize {
			key += "_same_size"
		}
		t.Add(Text(key), Text(Against(in.Locale, in.Others, in.File, r.SameSize)), Count(r.N), Count(r.Observed), Number(r.Expected), OptNumber(r.Ratio, Absent), Interval(r.Lower, r.Upper))
	}
	t.note(true, w.Note)
	t.note(in.Shape.OK && in.Both == "", locale.Fill(w.AssumedNote, in.PublishedSource, l.Number(in.Shape.V, 2)))
	t.note(in.Shape.OK && in.Both != "", locale.Fill(w.BothNote, in.PublishedSource, l.Number(in.Shape.V, 2), in.Both))
	for _, r := range in.Rows {
		t.expectedNotes(r, Against(in.Locale, in.Others, in.File, r.SameSize))
	}
	t.note(in.Mixed, w.MixedNote)
	return t
}

// Against names what stops are held against: the others beside a cohort, the curves of a file, or
// what is published; of municipalities of the same sizes, or of all.
func Against(l *locale.Locale, others bool, file string, sameSize bool) string {
	w := (&Table{Locale: l}).locale().Expected
	switch {
	case others && sameSize:
		return w.OthersSize
	case others:
		return w.Others
	case file != "" && sameSize:
		return locale.Fill(w.FileSize, file)
	case file != "":
		return locale.Fill(w.File, file)
	case sameSize:
		return w.SameSize
	}
	return w.Country
}

// expectedNotes say what of a row hangs on an assumption, and what is left out of it.
func (t *Table) expectedNotes(r ExpectedRow, against string) {
	l := t.locale()
	w := l.Expected
	var others []string
	for _, o := range r.AtShapes {
		if o.Ratio.OK {
			others = append(others, locale.Fill(w.AtShape, l.Number(o.Ratio.V, 2), l.Number(o.Shape, 1)))
		}
	}
	t.note(len(others) > 0, locale.Fill(w.OthersNote, against, strings.Join(others, "; ")))
	t.note(r.Without > 0, locale.Fill(w.WithoutNote.Of(r.Without), l.Int(r.Without), against))
	t.note(r.Outside > 0, locale.Fill(w.OutsideNote.Of(r.Outside), l.Int(r.Outside), against))
	t.note(r.Beyond > 0, locale.Fill(w.BeyondNote.Of(r.Beyond), l.Int(r.Beyond)))
	t.note(r.OwnStops, locale.Fill(w.OwnStopsNote, against))
}

// ObservedInput is the groups that stand in a table of stops observed and expected.
type ObservedInput struct {
	Locale  *locale.Locale // nil is bokmål
	Against string         // what the groups are held against, in words
	Rows    []ObservedRow
	All     []string // what may be said of each row of all, in words
}

// An ObservedRow is one group.
type ObservedRow struct {
	Group, Name         string // as in files, and for people
	N, Observed         int
	Expected            float64
	Ratio, Lower, Upper varighet.Opt[float64]
	TooFew              bool   // too few were expected for a ratio
	Verdict             string // what may be said, in words
}

// AddObserved puts groups before the rows of a table that [ExpectedTable] made, and a column that
// says what each may carry.
func AddObserved(t *Table, in ObservedInput) {
	w := &t.locale().Observed
	t.Columns[1].Title = w.Group
	t.Columns = append(t.Columns, Column{Key: "verdict", Title: w.Verdict, For: People})
	all := t.Rows
	t.Rows = nil
	for i := range in.Rows {
		r := &in.Rows[i]
		ratio, limits := OptNumber(r.Ratio, Absent), Interval(r.Lower, r.Upper)
		if r.TooFew {
			ratio, limits = Without(NumberKind, Absent), Without(IntervalKind, Absent)
		}
		t.Add(Text(r.Group), Text(r.Name), Count(r.N), Count(r.Observed), Number(r.Expected), ratio, limits, Text(r.Verdict))
	}
	for i, row := range all {
		row.Cells[1] = Text(w.All + " " + locale.Fill(w.Against, row.Cells[1].text))
		row.Cells, row.Total = append(row.Cells, Text(in.All[i])), true
		t.Rows = append(t.Rows, row)
	}
}
