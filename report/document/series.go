package document

import (
	"fmt"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/english"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/survival/series"
)

// SeriesTables are the tables that a [SeriesAnswer] has as CSV. The first is the one of no name.
var SeriesTables = []string{"changes", "points", DefinitionsTable}

// SeriesChoices say which measure is followed, at which points.
type SeriesChoices struct {
	Conf    float64  // level of the limits, 0 to 1
	By      []string // columns that group spells; nil: all together
	Measure string   // rate, share, stability or median
	// Januaries, which stand for their years; of a median, any months. They ascend.
	At    []varighet.Month
	Seed  uint64 // from which positions are drawn, for a median
	Table string // of CSV: one of SeriesTables
}

// seriesDraws is how often positions are drawn anew for the change of a median.
const seriesDraws = 2000

// Check is wrong use where choices do not go together.
func (opt *SeriesChoices) Check() error {
	measure, ok := series.ParseMeasure(opt.Measure)
	switch {
	case !ok:
		return choice.Errorf("--measure is rate, share, stability or median, not %q", opt.Measure)
	case len(opt.At) < 2:
		return choice.Errorf("series needs --years: two or more, such as 2017,2021")
	}
	for i, m := range opt.At {
		if i > 0 && m <= opt.At[i-1] {
			return choice.Errorf("--years ascend, and %s does not follow %s", m, opt.At[i-1])
		}
		if measure != series.Median && m.Date()[5:7] != "01" {
			return choice.Errorf("--years: a %s is of a whole year, not from %s", measure, m)
		}
	}
	return KnownTable(opt.Table, SeriesTables...)
}

// A SeriesAnswer is what `survival series` prints: a measure in some years, and whether it changed,
// for each unit.
type SeriesAnswer struct {
	Schema    string  `json:"schema"`     // varighet.series/1
	ConfLevel float64 `json:"conf_level"` // level of all limits (share 0–1)
	// rate: stops per agreement-year; share: of those there on 1 January, gone by the next; stability: 1 less
	// that; median: of the months since the start of those in post on a day
	Measure string `json:"measure"`
	// what changes are: ratio, of the last to the first; or difference, the last less the first
	ChangeIs string `json:"change_is"`
	Method   string `json:"method"` // how limits of changes are made, in English
	// how often positions are drawn anew for limits of changes of a median; null: of other measures
	Draws  *int         `json:"draws"`
	Seed   *uint64      `json:"seed"`   // from which; null: as draws
	Groups []seriesUnit `json:"groups"` // one a group of --by, in its order
	Counts seriesCounts `json:"counts"` // how many groups went which way
	Notes  []string     `json:"notes"`  // what the numbers are, in English
	Ending

	keys []rows.Key
	opt  *SeriesChoices
}

// A seriesUnit is the measure of one group, and its change.
type seriesUnit struct {
	// the group: its value of each column of --by; empty without
	By     map[string]string `json:"by"`
	Points []seriesPoint     `json:"points"` // one a year of --years
	Change seriesChange      `json:"change"` // from the first of them to the last
	Trend  seriesTrend       `json:"trend"`  // over all years between them
}

// A seriesPoint is the measure in one year, or on one day.
type seriesPoint struct {
	Month string `json:"month"` // 1 January of the year, or the day, YYYY-MM-DD
	// whom a share or a median is of; of a rate, agreements in force on 1 January
	N       int `json:"n"`
	Stopped int `json:"stopped"` // of n, of a share; of a rate all in the year; 0 of a median
	// at risk in the year (years); null: not of a rate
	Years *float64 `json:"agreement_years"`
	// the measure (per year, share 0–1, or months); null: reason says why
	Value  *float64 `json:"value"`
	Lower  *float64 `json:"lower"`            // exact lower limit of value; null: no bound, or too few for a median's
	Upper  *float64 `json:"upper"`            // exact upper limit of value; null: as lower
	Reason string   `json:"reason,omitempty"` // why value is null; absent: it is not
}

// A seriesChange is how much the measure changed.
type seriesChange struct {
	Value *float64 `json:"value"` // a ratio or a difference, as change_is says; null: reason says why
	// lower limit of value; null: no limits, reason says why
	Lower *float64 `json:"lower"`
	// upper limit of value; null: no limits, or no bound since nobody stopped in the first year
	Upper *float64 `json:"upper"`
	// up or down, if the limits leave out that nothing changed; no_clear_change, if they hold it; not_judged,
	// if there are no limits
	Direction string `json:"direction"`
	Reason    string `json:"reason,omitempty"` // why something is null; absent: nothing is
}

// A seriesTrend is that of the rate of stops, whatever the measure, but for a median.
type seriesTrend struct {
	Years []int `json:"years"` // that it is fitted to: all that the data cover between the first and the last
	// of the rate from a year to the next, by Poisson regression; null: reason says why
	RatePerYear *float64 `json:"rate_ratio_per_year"`
	Lower       *float64 `json:"lower"` // lower limit by the profile of the likelihood; null: no trend, or no bound
	Upper       *float64 `json:"upper"` // upper limit likewise; null: no trend, or no bound
	// of no trend, by likelihood ratio (probability 0–1); null: no trend
	P      *float64 `json:"p"`
	Reason string   `json:"reason,omitempty"` // why something is null; absent: nothing is
}

// seriesCounts are numbers of groups.
type seriesCounts struct {
	Groups        int `json:"groups"`          // all
	Up            int `json:"up"`              // the limits leave out no change, above it
	Down          int `json:"down"`            // the limits leave out no change, below it
	NoClearChange int `json:"no_clear_change"` // the limits hold that nothing changed
	NotJudged     int `json:"not_judged"`      // no limits
	// of the others, how many would be up or down by chance if nothing had changed anywhere, at most: so many
	// times 1 − conf_level
	ByChance float64 `json:"by_chance"`
	// as published comparisons count: by the estimate alone, chance or not
	EstimateUp   int `json:"estimate_up"`
	EstimateDown int `json:"estimate_down"` // likewise
	EstimateSame int `json:"estimate_same"` // likewise
}

// Series follows a measure by groups of spells. src must be of spells.
func Series(src *rows.Source, opt *SeriesChoices) (*SeriesAnswer, error) {
	groups, ungrouped, err := rows.SpellGroups(src.Table, opt.By)
	if err != nil {
		return nil, err
	}
	measure, _ := series.ParseMeasure(opt.Measure) // Check took none that cannot be
	doc := newSeries(opt, measure)
	doc.Ending = ofSpells(src).defining("series of "+opt.Measure, false)
	doc.leaveUngrouped(ungrouped, opt.By)
	var unjudged []string
	for _, group := range groups {
		s, err := series.Of(group.Spells, measure, opt.At, series.Options{ConfLevel: opt.Conf, Replicates: seriesDraws, Seed: opt.Seed})
		if err != nil {
			return nil, err
		}
		doc.add(group.Key, s)
		if s.Change.Direction() == series.NotJudged {
			unjudged = append(unjudged, group.Key.Label())
		}
	}
	if len(unjudged) > 0 && len(opt.By) > 0 {
		doc.warn(fmt.Sprintf("%s not judged, for the reason that is given: %s", english.Count(len(unjudged), "group is", "groups are"), someOf(unjudged)))
	}
	return doc, nil
}

func newSeries(opt *SeriesChoices, measure series.Measure) *SeriesAnswer {
	doc := &SeriesAnswer{Schema: "varighet.series/1", ConfLevel: opt.Conf, Measure: opt.Measure, ChangeIs: "difference",
		Groups: []seriesUnit{}, opt: opt}
	switch measure {
	case series.Rate:
		doc.ChangeIs, doc.Method = "ratio", "exact limits of a ratio of two Poisson rates, from the binomial distribution of the stops given their number"
	case series.Median:
		draws, seed := seriesDraws, opt.Seed
		doc.Draws, doc.Seed = &draws, &seed
		doc.Method = fmt.Sprintf("most doctors are in both samples, so positions are drawn with all their doctors of both days, as many as there are, %d times "+
			"(seed %d), and limits are percentiles of the difference; of fewer than %d positions there are none", draws, seed, series.FewestPositions)
	default:
		doc.Method = "Newcombe's hybrid score limits of a difference of two shares (Stat Med 1998;17:873–890, method 10)"
	}
	doc.Notes = []string{
		"change: from the first of --years to the last; up or down only where its limits leave out that nothing changed",
		"limits of change: " + doc.Method,
		"of many groups of which nothing changed, one in twenty is up or down at the level 0.95 by chance: see by_chance",
	}
	if measure != series.Median {
		doc.Notes = append(doc.Notes, "trend: ratio of the rate of stops from a year to the next, by Poisson regression over all years from the first to the last")
	}
	return doc
}

// add puts a group into the document.
func (d *SeriesAnswer) add(key rows.Key, s *series.Series) {
	c := s.Change
	x := seriesUnit{By: key.Document(d.opt.By),
		Change: seriesChange{orNull(c.Value), orNull(c.Lower), orNull(c.Upper), string(c.Direction()), c.Reason},
		Trend: seriesTrend{append([]int{}, s.TrendYears...), orNull(s.Trend.Ratio), orNull(s.Trend.Lower), orNull(s.Trend.Upper),
			orNull(s.Trend.P), s.Trend.Reason}}
	for _, p := range s.Points {
		point := seriesPoint{Month: p.Month.Date(), N: p.N, Stopped: p.Stopped, Value: orNull(p.Value), Lower: orNull(p.Lower),
			Upper: orNull(p.Upper), Reason: p.Reason}
		if d.Measure == series.Rate.String() && p.Value.OK {
			point.Years = &p.Years
		}
		x.Points = append(x.Points, point)
	}
	d.keys, d.Groups = append(d.keys, key), append(d.Groups, x)
	d.Counts.add(c, 1-d.ConfLevel)
}

// add counts a change.
func (n *seriesCounts) add(c series.Change, chance float64) {
	n.Groups++
	switch c.Direction() {
	case series.Up:
		n.Up++
	case series.Down:
		n.Down++
	case series.NoClearChange:
		n.NoClearChange++
	case series.NotJudged:
		n.NotJudged++
	}
	n.ByChance = chance * float64(n.Groups-n.NotJudged)
	switch {
	case !c.Value.OK:
	case c.Value.V > c.None:
		n.EstimateUp++
	case c.Value.V < c.None:
		n.EstimateDown++
	default:
		n.EstimateSame++
	}
}

// words say how many groups went which way.
func (n *seriesCounts) words(conf float64) string {
	judged := n.Groups - n.NotJudged
	var s strings.Builder
	fmt.Fprintf(&s, "of %s judged, %d up, %d down and %d without a clear change", english.Count(judged, "group", "groups"), n.Up, n.Down, n.NoClearChange)
	fmt.Fprintf(&s, " at the level %v; up to %.1f would be up or down by chance; %d not judged\n", conf, n.ByChance, n.NotJudged)
	fmt.Fprintf(&s, "by the estimates alone, chance or not: %d up, %d down, %d the same", n.EstimateUp, n.EstimateDown, n.EstimateSame)
	return s.String()
}
