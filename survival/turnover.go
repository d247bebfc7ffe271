package survival

import (
	"fmt"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival/internal/printed"
)

// A TurnoverDefinition names one of the ways in which a share that left within
// some months is counted. They give different numbers on the same data, so a
// number is never printed without its letter.
type TurnoverDefinition uint8

// The definitions.
const (
	// TurnoverFollowed (a): of the agreements that began in the data and could
	// be followed for all the months, those that stopped within them. One that
	// went out of sight before then is left out. Simple; wastes what began late.
	TurnoverFollowed TurnoverDefinition = iota
	// TurnoverSoFar (b): of all agreements that began in the data, those that
	// have stopped within the months so far. Too low, since the latest have not
	// had the time.
	TurnoverSoFar
	// TurnoverKaplanMeier (c): 1 − S(h) of the Kaplan–Meier curve over all
	// agreements with a known start, with late entry. The one to compare with.
	TurnoverKaplanMeier
	// TurnoverByPosition (d): of the positions whose first holder began in the
	// data, those whose first holder left within the months. A position that was
	// held already when the data begin is left out. As published for ALIS-Vest.
	TurnoverByPosition
)

// Letter is the definition's letter, a to d.
func (d TurnoverDefinition) Letter() string { return string(rune('a' + d)) }

var turnoverNames = [...]string{"followed", "so_far", "kaplan_meier", "by_position"}

// String is the definition's name in files: "followed", "so_far",
// "kaplan_meier" or "by_position".
func (d TurnoverDefinition) String() string { return turnoverNames[d] }

// A TurnoverShare is the share that left within some months by one definition.
type TurnoverShare struct {
	Definition TurnoverDefinition
	Within     int // months held

	Gone int // stopped within the months; for the Kaplan–Meier share, events up to then
	Of   int // agreements or positions counted; for the Kaplan–Meier share, all in the curve

	Share varighet.Opt[float64] // missing if nothing could be counted
	// Exact (Clopper–Pearson) limits, but for Kaplan–Meier 1 − the log(−log) limits of S.
	Lower, Upper varighet.Opt[float64]

	// Of the Kaplan–Meier share only. FewestAtStop is how many were at risk where that
	// were fewest of the times at which some stopped, 0 if none did. Few says that the
	// limits rest on few, by the rule of [Curve.Few]; those from the beta product hold then.
	FewestAtStop         int
	Few                  bool
	BetaLower, BetaUpper varighet.Opt[float64]

	LeftOut int // spells, or positions, that the definition cannot use

	// For privacy: Withheld takes all its numbers away, LeftOutWithheld that one.
	Withheld, LeftOutWithheld bool
}

// String is the share with its definition, count and limits, as a report prints them: "left
// within 13 months, d (by_position): 6/16, 37.5 % (15.2 to 64.6)".
func (t TurnoverShare) String() string {
	what := fmt.Sprintf("left within %d months, %s (%s): ", t.Within, t.Definition.Letter(), t.Definition)
	switch {
	case t.Withheld:
		return what + "withheld"
	case !t.Share.OK:
		return what + "nothing could be counted"
	}
	limits := t.Limits()
	return what + fmt.Sprintf("%d/%d, %s %% (%s to %s)", t.Gone, t.Of, percent(t.Share), percent(limits.Lower), percent(limits.Upper))
}

// percent is a share in percent with a decimal, or a dash.
func percent(share varighet.Opt[float64]) string {
	if !share.OK {
		return printed.Missing
	}
	return fmt.Sprintf("%.1f", 100*share.V)
}

// Limits are those that a report prints: from the beta product where the share rests on
// few, else Lower and Upper. Type is LogLog for exact ones too.
func (t *TurnoverShare) Limits() LimitSet {
	if t.Few && t.BetaLower.OK && t.BetaUpper.OK {
		return LimitSet{t.BetaLower, t.BetaUpper, BetaProduct}
	}
	return LimitSet{Lower: t.Lower, Upper: t.Upper}
}

// Turnover returns the share of agreements, or of positions, whose doctor left
// within so many months, by all four definitions in the order a to d. An
// agreement left within h months if it was seen to stop with at most h months
// held. Only doctors' spells are used. The last month in which each
// municipality has data is read off its spells, vacancies included; a window ends
// the data about its position.
//
// conf is the confidence level, 0 < conf < 1. No spells give missing shares.
func Turnover(spells []Spell, within int, conf float64) ([]TurnoverShare, error) {
	return TurnoverAmong(spells, spells, within, conf)
}

// TurnoverAmong is [Turnover] of some spells, chosen from all: the last month in which each
// municipality has data is read off all of them, so that a position that closed is not taken
// for the end of the data.
func TurnoverAmong(all, chosen []Spell, within int, conf float64) ([]TurnoverShare, error) {
	if err := checkWithin(within); err != nil {
		return nil, err
	}
	var shares [4]TurnoverShare
	countTurnover(all, chosen, within, func(d TurnoverDefinition, _ int, use, gone bool) { shares[d].count(use, gone) })
	for d := range shares {
		t := &shares[d]
		t.Definition, t.Within = TurnoverDefinition(d), within
		if err := t.exact(conf); err != nil {
			return nil, err
		}
	}
	c, err := turnoverCurve(chosen, within, conf)
	if err != nil {
		return nil, err
	}
	shares[TurnoverKaplanMeier] = c
	return shares[:], nil
}

// TurnoverMembers says of each doctor's spell chosen, by its index, which definitions count it
// and whether it is gone: what [TurnoverAmong] adds up, for who must know of whom a count is. The
// Kaplan–Meier share is of tenures, and not among them.
func TurnoverMembers(all, chosen []Spell, within int, member func(d TurnoverDefinition, i int, use, gone bool)) {
	countTurnover(all, chosen, within, member)
}

// countTurnover says of each doctor's spell chosen, by its index, whether the definitions that
// count spells or positions can use it, and whether it is gone within the months.
func countTurnover(all, spells []Spell, within int, count func(d TurnoverDefinition, i int, use, gone bool)) {
	last := lastByMunicipality(all)
	for i := range spells {
		s := &spells[i]
		if s.Kind != Regular {
			continue
		}
		began := s.Entry.OK && s.Entry.V == 0
		gone := began && s.Stopped && s.Exit.V <= within
		end := min(last[s.MunicipalityNow], s.Window().end())
		count(TurnoverFollowed, i, began && (s.Stopped || s.Exit.V >= within) && end-s.Start.V >= varighet.Month(within), gone)
		count(TurnoverSoFar, i, began, gone)
		if s.Ordinal == 1 {
			count(TurnoverByPosition, i, began, gone)
		}
	}
}

func (t *TurnoverShare) count(use, gone bool) {
	switch {
	case !use:
		t.LeftOut++
	case gone:
		t.Gone++
		t.Of++
	default:
		t.Of++
	}
}

// exact fills in the share with Clopper–Pearson limits.
func (t *TurnoverShare) exact(conf float64) error {
	if t.Of == 0 {
		return nil
	}
	lower, upper, err := ClopperPearson(t.Gone, t.Of, conf)
	if err != nil {
		return err
	}
	t.Share = varighet.Some(float64(t.Gone) / float64(t.Of))
	t.Lower, t.Upper = varighet.Some(lower), varighet.Some(upper)
	return nil
}

func checkWithin(months int) error {
	if months < 1 {
		return fmt.Errorf("turnover within %d months: the number of months must be at least 1", months)
	}
	return nil
}

// turnoverCurve is 1 − S(within), with the limits of S turned round.
func turnoverCurve(spells []Spell, within int, conf float64) (TurnoverShare, error) {
	tenures, leftOut := Tenures(spells)
	t, err := TurnoverOfTenures(tenures, within, conf)
	t.LeftOut = leftOut
	return t, err
}

// TurnoverOfTenures is the Kaplan–Meier share (c) of tenures, of which none is left out; missing of
// none. It returns an error for fewer months than one, and those of [KaplanMeier].
func TurnoverOfTenures(tenures []Tenure, within int, conf float64) (TurnoverShare, error) {
	t := TurnoverShare{Definition: TurnoverKaplanMeier, Within: within}
	if err := checkWithin(within); err != nil {
		return t, err
	}
	if len(tenures) == 0 {
		return t, nil
	}
	curve, err := KaplanMeier(tenures, Options{ConfLevel: conf})
	if err != nil {
		return t, err
	}
	at := curve.At(float64(within))
	t.Of = curve.N
	for _, p := range curve.Points {
		if p.Time <= float64(within) {
			t.Gone += p.Events
		}
	}
	if at.Beyond {
		return t, nil // nobody was followed for so long
	}
	t.Share = varighet.Some(1 - at.Survival)
	if at.Lower.OK && at.Upper.OK {
		t.Lower, t.Upper = varighet.Some(1-at.Upper.V), varighet.Some(1-at.Lower.V)
	}
	t.FewestAtStop, _ = curve.FewestAtStop(float64(within))
	t.Few = curve.Few(float64(within))
	beta := curve.WithBetaProduct().At(float64(within))
	t.BetaLower, t.BetaUpper = varighet.Some(1-beta.Upper.V), varighet.Some(1-beta.Lower.V)
	return t, nil
}

// Tenures returns the tenures of the doctors' spells that have one, and how
// many doctors' spells have none; [Select] says why.
func Tenures(spells []Spell) (tenures []Tenure, leftOut int) {
	chosen := Select(spells, Query{})
	for _, l := range chosen.LeftOut {
		leftOut += l.Spells
	}
	return chosen.Tenures, leftOut
}

// lastByMunicipality returns the last month seen of each municipality.
func lastByMunicipality(spells []Spell) map[varighet.MunicipalityCode]varighet.Month {
	last := map[varighet.MunicipalityCode]varighet.Month{}
	for i := range spells {
		s := &spells[i]
		last[s.MunicipalityNow] = max(last[s.MunicipalityNow], s.Last)
	}
	return last
}
