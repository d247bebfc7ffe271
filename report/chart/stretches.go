package chart

import (
	"cmp"
	"slices"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
)

// A stretch is months of a position in which nobody is known to hold it, and why.
type stretch struct {
	first, last varighet.Month
	state       state
}

type state uint8

const (
	notOpened   state = iota // before the position was there
	vacant                   // nobody holds it
	closed                   // after it was closed
	withoutData              // the files say nothing of it
)

// stretches are the months of one position without a holder, and those without data, also where
// a doctor's spell goes on through them. The spells are by first month.
//
// Before a position is first seen it was not opened, unless it began before: then the files
// begin late. After its last spell it is closed if that was seen to end, and else out of sight.
// Where the position counts in windows nothing is said of the months outside.
func (t *Timeline) stretches(spells []*survival.Spell) (list []stretch) {
	add := func(first, last varighet.Month, s state) {
		if first, last = max(first, t.First), min(last, t.Last); first <= last {
			list = append(list, stretch{first, last, s})
		}
	}
	var before *survival.Spell // the one that reaches furthest
	for _, s := range spells {
		switch {
		case before == nil && s.Window().From.OK:
		case before == nil && s.Kind == survival.Regular && s.Start != varighet.Some(s.First):
			add(t.First, s.First-1, withoutData)
		case before == nil:
			add(t.First, s.First-1, notOpened)
		case before.Window() == s.Window():
			add(before.Last+1, s.First-1, vacant)
		}
		switch s.Kind {
		case survival.Vacant:
			add(s.First, s.Last, vacant)
		case survival.Missing:
			add(s.First, s.Last, withoutData)
		}
		if before == nil || s.Last > before.Last {
			before = s
		}
	}
	switch {
	case before == nil || before.Window().To.OK:
	case before.Stopped || before.StopReason == survival.Closed:
		add(before.Last+1, t.Last, closed)
	default:
		add(before.Last+1, t.Last, withoutData)
	}
	return joined(list)
}

// joined makes one of stretches of a state that follow each other.
func joined(list []stretch) (out []stretch) {
	slices.SortStableFunc(list, func(a, b stretch) int { return cmp.Compare(a.first, b.first) })
	for _, s := range list {
		if n := len(out); n > 0 && out[n-1].state == s.state && s.first <= out[n-1].last+1 {
			out[n-1].last = max(out[n-1].last, s.last)
			continue
		}
		out = append(out, s)
	}
	return out
}

var (
	vacantOutline = stroke{color: yearLine, width: 0.2}
	closedHatch   = stroke{color: yearLine, width: 0.2}
	notOpenedDots = stroke{color: yearLine, width: 0.3, dash: []float64{0.3, 1.4}}
	openedTick    = stroke{color: ink, width: 0.4}
)

// stretchBox draws the months of a stretch in a box as high as a bar: dots to a tick where the
// position was opened, a thin white box where it stands vacant, lines after a tick where it was
// closed, and dark grey with white lines where there are no data.
func (s *sheet) stretchBox(of state, x, y, w, h float64) {
	switch of {
	case notOpened:
		s.line(x, y+h/2, x+w-0.6, y+h/2, notOpenedDots)
		s.line(x+w, y, x+w, y+h, openedTick)
	case vacant:
		s.rect(x, y+h/4, w, h/2, white, vacantOutline)
	case closed:
		s.line(x, y, x, y+h, openedTick)
		s.hatch(x+0.4, y+h/6, max(w-0.4, 0.2), h*2/3, 1.5, closedHatch)
	default:
		s.rect(x, y, w, h, noData, stroke{})
		s.hatch(x, y, w, h, 1.1, stroke{color: noDataMarks, width: 0.15})
	}
}

// stretchLegend has an entry for each state that is shown, in the order of time.
func (s *sheet) stretchLegend(shown [4]bool, width float64, draw func(state) func(x, y, w, h float64)) (items []legendItem) {
	for of, words := range [4]string{s.Timeline.NotOpened, s.Timeline.Vacant, s.Timeline.Closed, s.Timeline.NoData} {
		if shown[of] {
			items = append(items, legendItem{words: words, width: width, draw: draw(state(of))})
		}
	}
	return items
}

// A corrected month has a mark of its own: a white diamond with a red outline.
var correctedOutline = stroke{color: markInk, width: 0.35}

func (s *sheet) correctedMark(x, y, r float64) { s.diamond(x, y, r, white, correctedOutline) }
