package ingest

import (
	"maps"
	"slices"
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
	SetAside map[string]int64 `json:"set_aside"` // by reason
}

func (l *Ledger) setAside(reason string) {
	if l.SetAside == nil {
		l.SetAside = make(map[string]int64)
	}
	l.Read++
	l.SetAside[reason]++
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

// add adds another ledger to this one.
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
