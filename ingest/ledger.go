package ingest

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// The reasons for which a row is set aside. A row with a fault is set aside for
// "fault: " and the code of its first fault.
const (
	ReasonSeparatorLine  = "separator line"  // sep=;
	ReasonTitle          = "title"           // above the header
	ReasonHeader         = "header"          // the names of the columns
	ReasonRepeatedHeader = "repeated header" // the same again, as at a page break
	ReasonBlank          = "blank"           // nothing in any field
	ReasonTotal          = "total"           // sum of a municipality or of all
	ReasonHeading        = "heading"         // names the municipality of the rows below and nothing else
	ReasonNote           = "note"            // a footnote, or text in one field only
	ReasonNoMonth        = "no month"        // of a panel, with nothing in any month; a period with no 1st of a month in it

	reasonFault = "fault: "
)

// A Ledger accounts for every record of a file or of a run: Read is Used plus
// the sum of SetAside, always. A row is used when it gave at least one
// observation. A file that was refused before its rows were reached has an empty
// ledger.
type Ledger struct {
	Read     int64            `json:"read"`
	Used     int64            `json:"used"`
	SetAside map[string]int64 `json:"set_aside"`       // by reason
	Lines    map[string]Lines `json:"lines,omitempty"` // of a file: those that were set aside, by reason
}

// Lines are the lines of a file, or the rows of a sheet, that were set aside for one reason.
// What has no lines, as records of JSON have none, is not among them.
type Lines struct {
	First  int      `json:"first"`
	Last   int      `json:"last"`
	Rows   int64    `json:"rows"`   // how many; a record over several lines is one
	Ranges [][2]int `json:"ranges"` // first and last of each run of neighbours, ascending; no more than maxRanges
	Beyond int64    `json:"rows_beyond_ranges,omitempty"`
}

// maxRanges bounds the runs of lines that are kept for a reason, and shownRanges those
// that are written in a message.
const (
	maxRanges   = 1000
	shownRanges = 5
)

// add adds a line.
func (l *Lines) add(line int) {
	if l.Rows == 0 || line < l.First {
		l.First = line
	}
	l.Last = max(l.Last, line)
	l.Rows++
	n := len(l.Ranges)
	i := n
	for i > 0 && line < l.Ranges[i-1][0] {
		i-- // nearly always the lines come in order
	}
	switch {
	case i > 0 && line <= l.Ranges[i-1][1]+1:
		l.Ranges[i-1][1] = max(l.Ranges[i-1][1], line)
	case n == maxRanges:
		l.Beyond++
	default:
		l.Ranges = slices.Insert(l.Ranges, i, [2]int{line, line})
	}
}

// String writes the lines as "4, 9-12", and how many rows more there are beyond a few runs.
func (l Lines) String() string {
	var b strings.Builder
	shown := int64(0)
	for i, r := range l.Ranges[:min(len(l.Ranges), shownRanges)] {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(strconv.Itoa(r[0]))
		if r[1] > r[0] {
			fmt.Fprintf(&b, "-%d", r[1])
		}
		shown += int64(r[1] - r[0] + 1)
	}
	if more := l.Rows - shown; len(l.Ranges) > shownRanges && more > 0 {
		fmt.Fprintf(&b, " and %d more, the last %d", more, l.Last)
	}
	return b.String()
}

// setAside counts a record that was set aside; line is 0 where there are none.
func (l *Ledger) setAside(reason string, line int) {
	if l.SetAside == nil {
		l.SetAside = make(map[string]int64)
	}
	l.Read++
	l.SetAside[reason]++
	if line <= 0 {
		return
	}
	if l.Lines == nil {
		l.Lines = make(map[string]Lines)
	}
	lines := l.Lines[reason]
	lines.add(line)
	l.Lines[reason] = lines
}

// Reasons returns the reasons that occur, sorted.
func (l *Ledger) Reasons() []string { return slices.Sorted(maps.Keys(l.SetAside)) }

// Balanced reports whether every record read is accounted for once.
func (l *Ledger) Balanced() bool {
	n := l.Used
	for _, v := range l.SetAside {
		n += v
	}
	return n == l.Read
}

// add adds another ledger to this one, but for the lines, which are a file's.
func (l *Ledger) add(o *Ledger) {
	l.Read += o.Read
	l.Used += o.Used
	for _, r := range o.Reasons() {
		if l.SetAside == nil {
			l.SetAside = make(map[string]int64)
		}
		l.SetAside[r] += o.SetAside[r]
	}
}
