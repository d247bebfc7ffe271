package survival

import (
	"slices"

	"github.com/varighet/varighet"
)

// A Spell is an unbroken period in which one doctor holds one position; or in
// which the position stands vacant; or in which there are no data about it.
// Kind says which. [Spells] makes them.
//
// Write a for the first month and b for the last. Months held is b − a + 1;
// months elapsed is b − a. Exit and entry are on the clock of months held: a
// spell that was seen to stop has Exit = b − a + 1; one still running when the
// data end is known to have lasted b − a months, one less, because the month
// in which its stop could have been seen is not in the data.
type Spell struct {
	PositionID string
	Ordinal    int    // 1 = the position's first holder seen; 0 unless Kind is Regular
	DoctorID   string // "" unless Kind is Regular

	Municipality    varighet.MunicipalityCode // as reported in the first month; "" if the source has none
	MunicipalityNow varighet.MunicipalityCode // by the reference borders; Municipality if there is no reference
	Town            string                    // where rows have no code: its name, as [varighet.Town] has it; not in files of spells
	Population      varighet.Opt[int32]       // of Municipality on 1 January of the first month's year, or of a fixed one
	SizeGroup       string                    // as in package data; "" if unknown

	Start       varighet.Opt[varighet.Month] // true start: First, or before it under late entry; missing if unknown
	First, Last varighet.Month               // first and last month seen

	Entry varighet.Opt[int] // months of tenure when the spell came under observation; missing if Start is
	Exit  varighet.Opt[int] // months of tenure when it left observation; missing if Start is

	// What takes a byte each stands together: there may be millions of spells.
	Kind            SpellKind
	StartEvidence   varighet.Evidence // how the first month is known
	EndEvidence     varighet.Evidence // how the last month is known
	Stopped         bool              // whether it was seen to end (for a vacant spell: to be filled)
	StopReason      StopReason
	ExitUncertain   bool // data are missing right after Last: the stop may have come later
	ExitUnconfirmed bool // the absence reaches the end of the data within the gap: the doctor may be back

	MovedToMunicipality varighet.MunicipalityCode // by the reference borders; "" unless StopReason is a move
	MovedToPosition     string                    // "" unless StopReason is a move

	MonthsBridged int // vacant months inside the spell that were taken for slips of the registration

	ResidentsFirst varighet.Opt[int32]
	ResidentsLast  varighet.Opt[int32]
	ResidentsMean  varighet.Opt[float64] // over the months of the spell that have a number

	Beside *Beside // what other tables say; nil for nothing
}

// Beside is what is known of a spell from tables beside the register.
type Beside struct {
	// Window is that in which the position counts. It has no end where it goes on
	// beyond the data.
	Window Window

	// Attributes are in an order that whoever adds them knows; "" where a table does
	// not say.
	Attributes []string
}

// Window is that in which the position counts: without bounds if there is none.
func (s *Spell) Window() Window {
	if s.Beside == nil {
		return Window{}
	}
	return s.Beside.Window
}

// MonthsHeld is the number of calendar months from the start, or from the
// first month seen if the start is unknown, to the last, both included: the
// number on a bar of the timeline.
func (s *Spell) MonthsHeld() int { return s.MonthsElapsed() + 1 }

// MonthsElapsed is the number of months from the first to the last: one less
// than months held.
func (s *Spell) MonthsElapsed() int { return int(s.Last - s.Start.Or(s.First)) }

// County is the county number of MunicipalityNow, or "".
func (s *Spell) County() string { return s.MunicipalityNow.County() }

// Tenure returns what an estimator needs to know of the spell. It is false for
// a spell that cannot say how long doctors stay: its start is unknown, or it
// was first seen in the last month of the data.
func (s *Spell) Tenure() (Tenure, bool) {
	if !s.Entry.OK || !s.Exit.OK || s.Exit.V <= s.Entry.V {
		return Tenure{}, false
	}
	return Tenure{Entry: float64(s.Entry.V), Exit: float64(s.Exit.V), Stopped: s.Stopped}, true
}

// Censoring says why the spell was not seen to stop: "data_end", "window_end" for one
// held in the last month of its window, "closed" for a vacancy that ended with the
// position; and the reason for which it ended, where that was taken for no stop (see
// [Stops]). It is "" for a spell that stopped, and for a hole in the data.
func (s *Spell) Censoring() string {
	switch {
	case s.Stopped || s.Kind == Missing:
		return ""
	case s.StopReason != NotStopped:
		return s.StopReason.String()
	case s.Last == s.Window().end():
		return "window_end"
	}
	return "data_end"
}

// A SpellKind says what fills a spell.
type SpellKind uint8

// The kinds of spell.
const (
	Regular SpellKind = iota // a regular doctor holds the position
	Vacant                   // the position exists and nobody holds it
	Missing                  // rows that could be expected in these months are not there (see [Coverage])
)

var spellKindNames = [...]string{"regular", "vacant", "missing"}

// String is "regular", "vacant" or "missing".
func (k SpellKind) String() string { return spellKindNames[k] }

// SpellKinds are the names of all kinds: regular, vacant, missing.
func SpellKinds() []string { return slices.Clone(spellKindNames[:]) }

// ParseSpellKind reads "regular", "vacant" or "missing".
func ParseSpellKind(s string) (SpellKind, bool) { return parseName[SpellKind](spellKindNames[:], s) }

// A StopReason says what became of the doctor, or of the vacant position, when
// a spell stopped. They are competing risks. The first that applies counts, in
// the order below.
type StopReason uint8

// The reasons.
const (
	NotStopped  StopReason = iota // censored
	MovedWithin                   // another list in the same municipality soon after
	MovedAway                     // another list in another municipality soon after
	Unknown                       // the data end before a move could have been seen
	Closed                        // the position ended too
	Left                          // none of these
)

var stopReasonNames = [...]string{"", "moved_within", "moved_away", "unknown", "closed", "left"}

// String is "moved_within", "moved_away", "unknown", "closed" or "left", and "" for a spell that did
// not stop.
func (r StopReason) String() string { return stopReasonNames[r] }

// StopReasons are the names of all reasons, in the order in which the first that applies counts.
func StopReasons() []string { return slices.Clone(stopReasonNames[1:]) }

// ParseStopReason reads the names that String gives; "" is NotStopped.
func ParseStopReason(s string) (StopReason, bool) {
	return parseName[StopReason](stopReasonNames[:], s)
}

func parseName[T ~uint8](names []string, s string) (T, bool) {
	for i, n := range names {
		if n == s {
			return T(i), true
		}
	}
	return 0, false
}
