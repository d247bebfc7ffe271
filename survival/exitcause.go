package survival

// An ExitCause is why a doctor left, as cumulative exits count it. Data of all the lists of a
// country tell the [StopReason]. Data of a part of them, such as a project's, cannot: a doctor
// without another list there may hold one elsewhere, and a list that is gone from them may go on.
// They tell only whether another list is seen.
type ExitCause uint8

// The causes; the first five are the StopReasons from MovedWithin on, in their order.
const (
	ExitMovedWithin ExitCause = iota
	ExitMovedAway
	ExitUnknown
	ExitClosed
	ExitLeft

	ExitListSeen   // in data of a part: another list in the data within the time allowed for a move
	ExitNoListSeen // in data of a part: none was seen, for whatever reason

	ExitOther // several causes that are told together, as in a published report; no stop has it
)

// ExitCauses is how many causes there are.
const ExitCauses = int(ExitOther) + 1

var exitCauseNames = [ExitCauses]string{"moved_within", "moved_away", "unknown", "closed", "left", "list_seen", "no_list_seen", "other"}

func (c ExitCause) String() string { return exitCauseNames[c] }

// ExitCauseOf is the cause of a stop, in data of a part of the country's lists or of all. That of
// NotStopped is ExitUnknown.
func ExitCauseOf(r StopReason, part bool) ExitCause {
	switch {
	case part && (r == MovedWithin || r == MovedAway):
		return ExitListSeen
	case part:
		return ExitNoListSeen
	case r == NotStopped:
		return ExitUnknown
	}
	return ExitCause(r - MovedWithin)
}

// ParseExitCause reads the names that String gives; any other is ExitUnknown.
func ParseExitCause(s string) ExitCause {
	if c, ok := parseName[ExitCause](exitCauseNames[:], s); ok {
		return c
	}
	return ExitUnknown
}
