package document

import (
	"fmt"
	"strings"

	"github.com/varighet/varighet/internal/english"
	"github.com/varighet/varighet/internal/yardstick"
	"github.com/varighet/varighet/survival/power"
)

// powerNotes say what the numbers are.
func powerNotes(opt *PowerChoices, against *yardstick.Yardstick) []string {
	notes := []string{
		fmt.Sprintf("at a ratio: the chance that it shows if the hazard is so many times the baseline's: that the exact limits "+
			"at level %v of stops observed over expected leave out 1 on that side; it does not depend on who has left so far, "+
			"and rises unevenly, since stops are whole numbers", opt.Conf),
		fmt.Sprintf("expected: stops if the baseline holds; lower and upper: limits of observed over expected if as many stop, "+
			"width times apart; below and above: the ratios nearest 1 that show with the chance %v", power.CanTell),
		fmt.Sprintf("too few to tell: neither a halved nor a doubled hazard shows with the chance %v", power.CanTell),
	}
	if opt.Positions {
		notes = append(notes, "followed: positions, each from its first agreement that counts to the last month of the data, "+
			"and whoever leaves is replaced "+replaced(opt.Vacant)+"; --follow agreements has each agreement by itself")
	} else {
		notes = append(notes, "followed: agreements, each to the end of its follow-up or until the doctor leaves; nobody replaces who leaves")
	}
	notes = append(notes, "longer: years, each 12 of the time unit, for which all are followed more, but those whose window has ended "+
		"or that ended for a reason that is no stop; after its end a curve of steps goes on with its mean hazard, another as it ends")
	if opt.Entering > 0 || opt.EnteringSeen {
		notes = append(notes, "entering: new ones come in at even distances while all are followed longer, entering_per_year of them, "+
			"on the baselines of those that are there")
	}
	if against.Assumption != "" {
		notes = append(notes, "assumed: the curve through the published median is "+against.Assumption+"; --shape 0.8 and 1.2 show what hangs on it")
	}
	return append(notes, "the baseline is taken as known without error, and every stop for one of its own: where those of a "+
		"municipality come together, a cohort can tell less")
}

func replaced(vacant int) string {
	if vacant == 0 {
		return "at once"
	}
	return "after " + english.Count(vacant, "month", "months")
}

// followed says who is followed.
func (x *powerGroup) followed(opt *PowerChoices) string {
	if !opt.Positions {
		return english.Count(x.N, "agreement", "agreements") + " followed"
	}
	return fmt.Sprintf("%s followed, whoever holds them (%s so far)", english.Count(x.N, "position", "positions"),
		english.Count(x.Agreements, "agreement", "agreements"))
}

// inWords says of a group, in sentences, what it can tell.
func (x *powerGroup) inWords() string {
	var parts []string
	for i, y := range x.Years {
		switch {
		case y.Halved == nil || y.Doubled == nil || y.Expected == nil:
			parts = append(parts, y.when()+": "+y.Reason)
		case i == 0 || y.TooFew != x.Years[i-1].TooFew:
			verdict := "enough to tell"
			if y.TooFew {
				verdict = "too few to tell"
			}
			parts = append(parts, fmt.Sprintf("%s: %.1f stops expected; a halved hazard would show with the chance %.2f, a doubled one with %.2f: %s",
				y.when(), *y.Expected, *y.Halved, *y.Doubled, verdict))
		}
	}
	if last := len(x.Years) - 1; last > 0 && x.Years[last].TooFew && len(parts) == 1 {
		parts = append(parts, "too few still "+x.Years[last].when())
	}
	return x.key.Warned(strings.Join(parts, "\n"))
}

func (y *powerYear) when() string {
	if y.Extra == 0 {
		return "followed as it is"
	}
	return "followed " + english.Count(y.Extra, "year", "years") + " longer"
}
