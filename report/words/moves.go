package words

import (
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

// Moves are where the doctors who stopped have a list in a month.
type Moves struct {
	Month     varighet.Month
	Narrow    bool         // the data have a part of the country's lists only
	Lists     int          // in the month
	Groups    []MovesGroup // the first is of all
	Ungrouped int          // agreements without a group
}

// A MovesGroup is one group, by its name in the language.
type MovesGroup struct {
	Name string
	*survival.Moves
	Known               int // stopped, and known whether they have a list
	Share, Lower, Upper varighet.Opt[float64]
}

// WhereTheyWent are two sentences or three on where those who stopped have a list.
func WhereTheyWent(l *locale.Locale, m *Moves) []string {
	x := writerIn(l)
	w, all := &l.Moves, &m.Groups[0]
	month := l.MonthYear(m.Month)
	switch {
	case all.Doctors == 0:
		return []string{locale.Sentence(w.TitleEmpty)}
	case all.Stopped == 0:
		return []string{locale.Fill(w.Stopped0, month)}
	case m.Narrow:
		a, b := x.of(all.Stopped, all.Doctors, locale.Masculine)
		return []string{locale.Sentence(locale.Capital(locale.Fill(w.TitleNarrow.Of(all.Stopped), a, b+" "+l.Doctor.Of(all.Doctors), month))),
			locale.Fill(w.Narrow.Of(m.Lists), l.Int(m.Lists))}
	case Few(all.Known):
		return []string{locale.Capital(locale.Fill(w.FewStopped.Of(all.Stopped), l.InWords(all.Stopped, locale.Masculine)))}
	case all.StoppedHolding() == 0:
		return []string{locale.Fill(w.Nobody, "", l.Int(all.Known), month), w.NotShown}
	}
	return append([]string{x.holding(all, month), w.NotShown}, x.movesDiffer(m)...)
}

// holding says how many of those who stopped have a list, and where. Where no place is known it
// says that once.
func (x writer) holding(g *MovesGroup, month string) string {
	w, n := &x.l.Moves, g.StoppedHolding()
	number, known := x.l.InWords(n, locale.Masculine), x.l.Int(g.Known)
	if g.Places[survival.UnknownPlace] == n {
		return locale.Fill(w.SomePlace.Of(n), number, known, month)
	}
	var places []string
	for p := survival.SameList; p <= survival.UnknownPlace; p++ {
		if k := g.Places[p]; k > 0 {
			places = append(places, x.l.Int(k)+" "+w.Short[p])
		}
	}
	return locale.Fill(w.Some.Of(n), number, known, month, x.l.List(places))
}

// movesDiffer names the groups with the lowest and the highest share, of two or more.
func (x writer) movesDiffer(m *Moves) []string {
	var low, high *MovesGroup
	for i := range m.Groups[1:] {
		g := &m.Groups[i+1]
		if Few(g.Known) {
			continue
		}
		if low == nil || g.Share.V < low.Share.V {
			low = g
		}
		if high == nil || g.Share.V > high.Share.V {
			high = g
		}
	}
	if low == nil || low.Share.V == high.Share.V {
		return nil
	}
	share := func(g *MovesGroup, named bool) string {
		return x.percent(g.Share.V, g.Known) + ", " + x.limits(g.Lower, g.Upper, g.Known, named)
	}
	return []string{locale.Fill(x.l.Moves.Differ, low.Name, share(low, true), high.Name, share(high, false))}
}

// MovesNote is what stands below the figure and the table: what the data cannot show, and who
// is not in the shares.
func MovesNote(l *locale.Locale, m *Moves) string {
	w, all := &l.Moves, &m.Groups[0]
	if m.Narrow {
		return locale.Fill(w.Narrow.Of(m.Lists), l.Int(m.Lists))
	}
	var list []string
	if n := all.Places[survival.NotSeen]; n > 0 {
		list = append(list, locale.Fill(w.Unknown.Of(n), l.Int(n)))
	}
	if m.Ungrouped > 0 {
		list = append(list, locale.Fill(w.Ungrouped.Of(m.Ungrouped), l.Int(m.Ungrouped)))
	}
	if all.Stopped > 0 {
		list = append(list, w.Others, w.Once)
	}
	return strings.Join(list, " ")
}
