package survival

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/varighet/varighet"
)

// SpellOptions are the choices by which months become spells. Start from
// [DefaultSpellOptions]: a zero Gap and Lookahead are choices of their own.
type SpellOptions struct {
	// Gap is the most vacant months after which the same doctor, back on the
	// same position, goes on in the same spell: such a hole is nearly always a
	// slip of the registration. 0 bridges nothing.
	Gap int

	// Lookahead is how many months after the last one a list held elsewhere
	// makes the stop a move.
	Lookahead int

	// SchemeStart says that spells under way in the first month of the data
	// began in this month, whatever the rows say: 2001-05 for the GP scheme,
	// which started every agreement anew. The data must begin in that month or
	// the next.
	SchemeStart varighet.Opt[varighet.Month]

	// Series tells which files belong together, by the name of the source file: what one
	// of a series reports of a municipality, all of them cover (see [Coverage]). It may be
	// called from several goroutines. nil: all rows are of one series.
	Series func(sourceFile string) string

	// FirstRows and LastRows decide what lists that first or last show because of late,
	// cut or missing files are taken for; [Coverage.Alarms] says how many there are.
	FirstRows FirstRows
	LastRows  LastRows

	// Harmonise gives the code by the reference borders. nil leaves codes as they
	// are.
	Harmonise Harmonise

	// Follow gives the code by the same borders where Harmonise had to choose among
	// the parts of a divided municipality, and the list may know. nil follows
	// Harmonise.
	Follow Follow

	// Standing tells which codes were in force in a month in the place of another:
	// what a list could be seen under. nil leaves it to the rows.
	Standing Standing

	// Windows returns the months in which a position counts; none for a position
	// that does not. It may be called from several goroutines. nil: all positions
	// count in all months.
	Windows func(position string) []Window

	// Population gives the residents of a municipality on 1 January of a year. It
	// may be called from several goroutines. nil means that none are known.
	Population func(code varighet.MunicipalityCode, year int) varighet.Opt[int32]

	// SizeGroup gives the label of a population. nil leaves SizeGroup empty.
	SizeGroup func(population int) string
}

// MaxGap is the greatest Gap and Lookahead: a century.
const MaxGap = 1200

func (opt *SpellOptions) check() error {
	for _, n := range []int{opt.Gap, opt.Lookahead} {
		if n < 0 || n > MaxGap {
			return &varighet.Problem{Code: "spell-options", Msg: fmt.Sprintf("a gap or lookahead of %d months is not between 0 and %d", n, MaxGap)}
		}
	}
	return nil
}

// DefaultSpellOptions bridges gaps of up to 2 months and looks 3 months ahead.
func DefaultSpellOptions() SpellOptions { return SpellOptions{Gap: 2, Lookahead: 3} }

// A SpellSet is what a register's months amount to.
type SpellSet struct {
	// Spells are sorted by position, first month, kind and doctor.
	Spells   []Spell
	Coverage *Coverage
	Counts   SpellCounts

	codes positionCodes // until it has been said why spells stopped
}

// SpellCounts says what was met on the way, so that nothing is decided in
// silence. Doctors' spells are the Regular ones.
type SpellCounts struct {
	Regular int `json:"regular"` // spells of a doctor
	Vacant  int `json:"vacant"`  // vacancies
	Missing int `json:"missing"` // holes in the data

	UnknownStart      int `json:"unknown_start"`         // doctors' spells whose start is not known: no tenure
	FirstSeenInLast   int `json:"first_seen_in_last"`    // doctors' spells first seen in the last month: known start, no tenure
	LateEntry         int `json:"late_entry"`            // doctors' spells with a known start before the data
	Bridged           int `json:"bridged"`               // absences taken for slips of the registration
	BridgedMonths     int `json:"bridged_months"`        // vacant months in them
	ExitUncertain     int `json:"exit_uncertain"`        // doctors' stops with missing months right after
	ExitUnconfirmed   int `json:"exit_unconfirmed"`      // doctors' absences that reach the end of the data within the gap
	SharedMonths      int `json:"shared_months"`         // months of positions with two or more regular holders
	StartContradicted int `json:"start_contradicted"`    // doctors' spells whose agreement is dated after their first month, or before a month seen without them: date not used
	Openings          int `json:"openings,omitempty"`    // doctors' spells that begin with a list in a municipality not seen before; absent: none
	BeganLate         int `json:"began_late,omitempty"`  // doctors' spells on lists that first show because files began late, or the code changed; absent: none
	EndedEarly        int `json:"ended_early,omitempty"` // doctors' spells on lists that last show because files ended early; absent: none
	Joined            int `json:"joined"`                // doctors' spells that were made part of another on a list of the same municipality
	SplitGuessed      int `json:"split_guessed"`         // positions put to the main part of a municipality that was divided, or the largest of several: they do not show where they belong
}

func (c *SpellCounts) add(o *SpellCounts) {
	c.Regular += o.Regular
	c.Vacant += o.Vacant
	c.Missing += o.Missing
	c.UnknownStart += o.UnknownStart
	c.FirstSeenInLast += o.FirstSeenInLast
	c.LateEntry += o.LateEntry
	c.Bridged += o.Bridged
	c.BridgedMonths += o.BridgedMonths
	c.ExitUncertain += o.ExitUncertain
	c.ExitUnconfirmed += o.ExitUnconfirmed
	c.SharedMonths += o.SharedMonths
	c.StartContradicted += o.StartContradicted
	c.SplitGuessed += o.SplitGuessed
	c.Openings += o.Openings
	c.BeganLate += o.BeganLate
	c.EndedEarly += o.EndedEarly
	c.Joined += o.Joined
}

// ErrNoObservations is returned for a stream without rows.
var ErrNoObservations = errors.New("no observations")

// Spells makes spells of a register's rows, position by position. cov is what
// [Cover] found in the same rows with the same options.
//
// A doctor's spell runs over the months in which the doctor is a regular
// holder; it goes on through missing months and through at most opt.Gap vacant
// ones. Vacant are the months in which a row says so, has only a locum or
// part-list doctor, or in which the position has no row between its first and
// its last and is not missing (see [Coverage]). Two regular holders of one
// list make overlapping spells.
//
// It returns [ErrNoObservations] for an empty stream, and an error for one that
// is not sorted or names a holder twice in a month.
func Spells(obs Observations, cov *Coverage, opt SpellOptions) (*SpellSet, error) {
	return SpellsOfParts([]MonthRuns{RowByRow(obs)}, cov, opt)
}

// SpellsOfParts is [Spells] for rows in several parts, which are read at the
// same time. No position may be in two parts, and the parts follow each other in
// the order of positions.
func SpellsOfParts(parts []MonthRuns, cov *Coverage, opt SpellOptions) (*SpellSet, error) {
	end, ok := cov.Last()
	if !ok {
		return nil, ErrNoObservations
	}
	if err := errors.Join(opt.check(), checkSchemeStart(cov, opt)); err != nil {
		return nil, err
	}
	join := joiner{parts: len(parts), waiting: map[int]SpellSet{}}
	var spare sync.Pool // what made one part, for the next
	err := eachPart(len(parts), func(i int) error {
		b, ok := spare.Get().(*spellBuilder)
		if !ok {
			b = &spellBuilder{opt: opt, cov: cov, set: &SpellSet{}, borders: newBorders(opt.Harmonise, cov)}
		}
		err := b.take(parts[i])
		if err == nil {
			b.set.Spells, err = join.take(i, *b.set)
			spare.Put(b)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	set := &join.all
	set.Coverage = cov
	explainStops(set.Spells, set.codes, end, opt.Lookahead)
	set.codes = nil
	if opt.Windows != nil {
		set.within(opt.Windows)
	}
	return set, nil
}

// eachPart calls f for each part, on all processors. The error is that of the
// first part that has one.
func eachPart(n int, f func(part int) error) error {
	errs := make([]error, n)
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				errs[i] = f(i)
			}
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// SpellsOf makes spells of rows in memory, in any order. The slice is sorted in
// place. It is [Cover] and [Spells] in one.
func SpellsOf(obs []varighet.Observation, opt SpellOptions) (*SpellSet, error) {
	slices.SortStableFunc(obs, compareObservations)
	stream := func(yield func(*varighet.Observation, error) bool) {
		for i := range obs {
			if !yield(&obs[i], nil) {
				return
			}
		}
	}
	cov, err := Cover(stream, opt)
	if err != nil {
		return nil, err
	}
	return Spells(stream, cov, opt)
}

func compareObservations(a, b varighet.Observation) int {
	if c := strings.Compare(a.PositionID, b.PositionID); c != 0 {
		return c
	}
	if a.Month != b.Month {
		return int(a.Month - b.Month)
	}
	if a.Role != b.Role {
		return int(a.Role) - int(b.Role)
	}
	return strings.Compare(a.DoctorID, b.DoctorID)
}

// checkSchemeStart refuses a scheme start that the data are too late, or too
// early, to speak of.
func checkSchemeStart(cov *Coverage, opt SpellOptions) error {
	if !opt.SchemeStart.OK {
		return nil
	}
	first, _ := cov.First()
	start := opt.SchemeStart.V
	if first != start && first != start+1 {
		return &varighet.Problem{
			Code: "scheme-start",
			Msg:  fmt.Sprintf("the data begin in %s, so what was under way then cannot be said to begin in %s", first, start),
			Hint: "leave the scheme start out, or give data from that month or the next",
		}
	}
	return nil
}
