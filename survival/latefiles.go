package survival

import "github.com/varighet/varighet"

// The numbers of lists from which files are taken to have come late, or to have been cut,
// rather than lists to have begun, or been without a row, together.
const (
	manyLists  = 5  // of one municipality, and a tenth of its lists
	manyInNew  = 50 // over municipalities that are new in the month
	wholePlace = 2  // of lists that are all of a municipality in its last month
)

// firstRows says what lists that first show in a month after their municipality's data
// begin are taken for.
type firstRows uint8

const (
	firstAsSeen  firstRows = iota // new lists in a municipality that has others
	firstOpening                  // new lists in a municipality not seen before
	firstLate                     // too many at once: they were there before
	firstAsCode                   // the municipality's code changes: they may have been there under another
)

// judgeFirstRows tells lists that begin from those whose files began late.
func (c *Coverage) judgeFirstRows() {
	opened := map[varighet.Month][]*placeCoverage{}
	heldIn := map[varighet.Month]int32{}
	for at, p := range c.places {
		for i, n := range p.counts.list {
			m := p.counts.from + varighet.Month(i)
			if !at.isMunicipality() || n.first == 0 {
				continue
			}
			if m == p.first && p.changed { // whether or not one file covers both codes
				p.firstShown[m] = firstAsCode
				continue
			}
			if m <= p.coverFrom || !p.shows(m-1) {
				continue
			}
			switch isNew := c.isNew(p, m); {
			case n.firstHeld >= manyLists && 10*n.firstHeld >= n.lists:
				p.firstShown[m] = firstLate
				if isNew {
					heldIn[m] += n.firstHeld
				}
			case isNew:
				p.firstShown[m] = firstOpening
				opened[m] = append(opened[m], p)
				heldIn[m] += n.firstHeld
			}
		}
	}
	for m, places := range opened {
		for _, p := range places {
			if heldIn[m] >= manyInNew {
				p.firstShown[m] = firstLate
			}
		}
	}
}

// isNew reports whether the municipality of a place, under whatever code, has no rows
// before the month.
func (c *Coverage) isNew(p *placeCoverage, m varighet.Month) bool {
	if p.first != m {
		return false
	}
	if p.at.code == "" {
		return true // there is no other of its name
	}
	unit := c.unitAt(p.at.code, m)
	for at, other := range c.places {
		if other.first < m && at.code != "" && c.unitAt(at.code, other.first) == unit {
			return false
		}
	}
	return true
}

// unitAt is what a code is by the reference borders in a month with rows of it.
func (c *Coverage) unitAt(code varighet.MunicipalityCode, m varighet.Month) varighet.MunicipalityCode {
	for _, s := range c.spans[code] {
		if m >= s.from && m <= s.to {
			return s.unit
		}
	}
	return code
}

// lastRows says what the lists of a municipality's last month, none of which is back, are
// taken for.
type lastRows uint8

const (
	lastAsSeen lastRows = iota // some go on
	lastSingle                 // one list, all there was: it ended
	lastEarly                  // the municipality's files ended early
)

// judgeLastRows tells lists that end from those whose files ended early.
func (c *Coverage) judgeLastRows(standing Standing) {
	for at, p := range c.places {
		n := p.counts.of(p.last)
		if !at.isMunicipality() || n.last < n.lists || !c.seenAfter(p, standing) {
			continue
		}
		p.lastShown = lastSingle
		if n.lists >= wholePlace {
			p.lastShown = lastEarly
		}
	}
}

// seenAfter reports whether lists of the place could be seen after its last row.
func (c *Coverage) seenAfter(p *placeCoverage, standing Standing) bool {
	end, _ := c.all.last()
	for m := p.last + 1; m <= end; m++ {
		if c.sees(p, m, standing) {
			return true
		}
	}
	return false
}

// FirstRows says what becomes of lists that first show after the data about their
// municipality begin, in a municipality not seen before or together with many others.
type FirstRows uint8

// The choices.
const (
	FirstRowsByRule  FirstRows = iota // openings are starts; lists whose files began late have an unknown start
	FirstRowsKnown                    // all of them are starts
	FirstRowsUnknown                  // none of them is
)

var firstRowsNames = [...]string{"", "known", "unknown"}

// String is "known", "unknown" or, for the rules, "".
func (f FirstRows) String() string { return firstRowsNames[f] }

// ParseFirstRows reads "known", "unknown" or, for the rules, "".
func ParseFirstRows(s string) (FirstRows, bool) { return parseName[FirstRows](firstRowsNames[:], s) }

// LastRows says what becomes of lists that are all of a municipality in its last month,
// none of which comes back.
type LastRows uint8

// The choices.
const (
	LastRowsByRule   LastRows = iota // two or more were not seen to end, one was
	LastRowsStopped                  // all of them ended
	LastRowsCensored                 // none of them was seen to end
)

var lastRowsNames = [...]string{"", "stopped", "censored"}

// String is "stopped", "censored" or, for the rules, "".
func (l LastRows) String() string { return lastRowsNames[l] }

// ParseLastRows reads "stopped", "censored" or, for the rules, "".
func ParseLastRows(s string) (LastRows, bool) { return parseName[LastRows](lastRowsNames[:], s) }

// isStart reports whether a list that first shows so begins there.
func (f FirstRows) isStart(shown firstRows) bool {
	switch shown {
	case firstAsSeen:
		return true
	case firstOpening:
		return f != FirstRowsUnknown
	}
	return f == FirstRowsKnown
}

// isEnd reports whether a list that last shows so ends there.
func (l LastRows) isEnd(shown lastRows) bool {
	switch shown {
	case lastAsSeen:
		return true
	case lastSingle:
		return l != LastRowsCensored
	}
	return l == LastRowsStopped
}
