package report

import (
	"fmt"
	"math"

	"github.com/varighet/varighet"
)

// A Kind is what the cells of a column hold.
type Kind uint8

// The kinds.
const (
	TextKind          Kind = iota // words
	CountKind                     // a whole number
	NumberKind                    // any number
	ShareKind                     // 0 to 1; in per cent for people
	IntervalKind                  // confidence limits of a number
	ShareIntervalKind             // confidence limits of a share
	MonthKind
)

var kindNames = [...]string{"text", "count", "number", "share", "interval", "share interval", "month"}

// String is the kind in words: "text", "count", "number", "share" and the like.
func (k Kind) String() string { return kindNames[k] }

// numeric reports whether cells of the kind line up to the right.
func (k Kind) numeric() bool { return k != TextKind && k != MonthKind }

// isInterval reports whether cells of the kind are two numbers.
func (k Kind) isInterval() bool { return k == IntervalKind || k == ShareIntervalKind }

// A State says whether a cell has its value, and if not, why.
type State uint8

// The states.
const (
	HasValue   State = iota
	Absent           // there is none
	NotReached       // a median, or a limit of one, that the data are too short for
	Withheld         // there is one, and it would say too much of a few people
	TooFew           // it is not given: fewer than survival.FewAtRisk were at risk
)

var stateNames = [...]string{"", "missing", "not_reached", "withheld", "too_few"}

// String is the state's name in files: "", "missing", "not_reached",
// "withheld" or "too_few".
func (s State) String() string { return stateNames[s] }

// A Cell is one value of a table. Make it with the functions below; the zero
// Cell is an empty text.
type Cell struct {
	Kind  Kind
	State State

	text         string
	number       float64
	lower, upper varighet.Opt[float64]
	month        varighet.Month
}

// Text is a cell of words.
func Text(s string) Cell { return Cell{Kind: TextKind, text: s} }

// Count is a cell with a whole number.
func Count(n int) Cell { return Cell{Kind: CountKind, number: float64(n)} }

// Number is a cell with a number; one that is not finite is absent.
func Number(v float64) Cell { return finiteCell(NumberKind, v) }

// Share is a cell with a share from 0 to 1.
func Share(v float64) Cell { return finiteCell(ShareKind, v) }

func finiteCell(k Kind, v float64) Cell {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return Without(k, Absent)
	}
	return Cell{Kind: k, number: v}
}

// Interval is a cell with confidence limits of a number. A limit that is
// missing was not reached; without both the cell is absent.
func Interval(lower, upper varighet.Opt[float64]) Cell { return interval(IntervalKind, lower, upper) }

// ShareInterval is Interval for limits of a share.
func ShareInterval(lower, upper varighet.Opt[float64]) Cell {
	return interval(ShareIntervalKind, lower, upper)
}

func interval(k Kind, lower, upper varighet.Opt[float64]) Cell {
	if !lower.OK && !upper.OK {
		return Without(k, Absent)
	}
	return Cell{Kind: k, lower: lower, upper: upper}
}

// Month is a cell with a month.
func Month(m varighet.Month) Cell { return Cell{Kind: MonthKind, month: m} }

// Without is a cell that has a state in place of a value.
func Without(k Kind, s State) Cell { return Cell{Kind: k, State: s} }

// OptNumber is Number, or a cell in the given state if there is none.
func OptNumber(v varighet.Opt[float64], otherwise State) Cell {
	if !v.OK {
		return Without(NumberKind, otherwise)
	}
	return Number(v.V)
}

// OptShare is Share, or a cell in the given state if there is none.
func OptShare(v varighet.Opt[float64], otherwise State) Cell {
	if !v.OK {
		return Without(ShareKind, otherwise)
	}
	return Share(v.V)
}

// fits reports an error if the cell cannot stand in the column.
func (c Cell) fits(col *Column) error {
	if c.Kind != col.Kind {
		return fmt.Errorf("column %q holds a %s, this cell is a %s", col.Key, col.Kind, c.Kind)
	}
	if c.State > Absent && !col.States {
		return fmt.Errorf("column %q has no room for %q: set States", col.Key, c.State)
	}
	return nil
}
