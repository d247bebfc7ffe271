package document

import (
	"fmt"

	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/survival"
)

// TurnoverYearTables are the tables that the answer has as CSV.
var TurnoverYearTables = []string{"years", "quartiles", "persistent", DefinitionsTable}

// TurnoverYearChoices say of whom it is told who left in each year.
type TurnoverYearChoices struct {
	Conf  float64               // level of the limits, 0 to 1
	By    []string              // columns that group spells; nil: all together
	High  survival.HighTurnover // of a group
	Table string                // of CSV: one of TurnoverYearTables
}

// Check is wrong use where choices do not go together.
func (opt *TurnoverYearChoices) Check() error {
	switch {
	case !(opt.High.Above >= 0 && opt.High.Above <= 1):
		return choice.Errorf("--above is a share from 0 to 1, such as 0.1 for 10 %%, not %v", opt.High.Above)
	case opt.High.InARow < 1:
		return choice.Errorf("--in-a-row is a number of years, 1 or more, not %d", opt.High.InARow)
	case opt.Table != TurnoverYearTables[0] && len(opt.By) == 0:
		return choice.Errorf("--table %s needs --by: the column of what is compared, such as municipality_now", opt.Table)
	}
	return KnownTable(opt.Table, TurnoverYearTables...)
}

// A TurnoverYearAnswer is what `survival turnover-year` prints: what happened to agreements from
// 1 January of a year to 1 January of the next.
type TurnoverYearAnswer struct {
	Schema    string              `json:"schema"`     // varighet.turnover-year/1
	ConfLevel float64             `json:"conf_level"` // level of all limits (share 0–1)
	Groups    []turnoverYearGroup `json:"groups"`     // one a group of --by and year of the data
	// how per_open_close is spread over the groups, one a year, ascending; absent: without --by, or there are no groups
	Quartiles []turnoverQuartiles `json:"quartiles,omitempty"`
	// groups with a high turnover for years; absent: without --by
	Persistent *persistentTurnover `json:"persistent,omitempty"`
	Ending

	grid *grid
	opt  *TurnoverYearChoices
	keys []rows.Key // of the groups, once each
}

// A turnoverYearGroup is what happened in one group in one year.
type turnoverYearGroup struct {
	// the group: its value of each column of --by; empty without
	By   map[string]string `json:"by"`
	Year int               `json:"year"` // calendar year
	// the data cover all of it; if not, counts are too low and only rate is to be used
	Complete      bool `json:"complete"`
	Open          int  `json:"open"`            // agreements in force on 1 January
	Close         int  `json:"close"`           // agreements in force on 1 January of the next year
	Starters      int  `json:"starters"`        // agreements that began in between
	Leavers       int  `json:"leavers"`         // doctors whose agreement was seen to end in between
	LeaversOfOpen int  `json:"leavers_of_open"` // of leavers, those who were there on 1 January
	LostOfOpen    int  `json:"lost_of_open"`    // of open, those that went out of sight without a stop
	// agreements that came into sight in between without being seen to begin: open + starters + appeared −
	// leavers − lost is close
	Appeared int `json:"appeared"`
	Lost     int `json:"lost"` // agreements that went out of sight in between without a stop
	// agreements in force, mean over the first days of 12 months
	MeanStock float64 `json:"mean_stock"`
	// at risk: months in which a stop could have been seen, by 12 (years)
	Years float64 `json:"agreement_years"`
	// of open less lost_of_open, those who left: 1 less the stability rate (share 0–1); null: not
	// complete, or nobody
	Share *float64 `json:"share"`
	// lower limit of share, Clopper and Pearson's (share 0–1); null: share is
	ShareLower *float64 `json:"share_lower"`
	// upper limit of share, Clopper and Pearson's (share 0–1); null: share is
	ShareUpper *float64 `json:"share_upper"`
	// lower limit of share, Wilson's (share 0–1); null: share is
	WilsonLower *float64 `json:"share_lower_wilson"`
	// upper limit of share, Wilson's (share 0–1); null: share is
	WilsonUpper *float64 `json:"share_upper_wilson"`
	// leavers over the mean of open and close; can be above 1; null: not complete, or nobody
	PerOpenClose *float64 `json:"per_open_close"`
	// leavers over mean_stock; null: not complete, or nobody
	PerMeanStock *float64 `json:"per_mean_stock"`
	// leavers over agreement_years (per year); null: nobody at risk
	Rate      *float64 `json:"rate"`
	RateLower *float64 `json:"rate_lower"` // exact lower limit of rate (per year); null: rate is
	RateUpper *float64 `json:"rate_upper"` // exact upper limit of rate (per year); null: rate is
}

// TurnoverYear counts who left in each calendar year, by groups of spells. src must be of spells.
func TurnoverYear(src *rows.Source, opt *TurnoverYearChoices) (*TurnoverYearAnswer, error) {
	groups, ungrouped, err := rows.SpellGroups(src.Table, opt.By)
	if err != nil {
		return nil, err
	}
	doc := &TurnoverYearAnswer{Schema: "varighet.turnover-year/1", ConfLevel: opt.Conf, Groups: []turnoverYearGroup{},
		Ending: ofSpells(src).defining("turnover-year", false)}
	doc.grid = &grid{header: headed(opt.By, "year", "complete", "open", "close", "starters", "leavers", "leavers_of_open", "lost_of_open",
		"mean_stock", "agreement_years", "share", "share_lower", "share_upper", "share_lower_wilson", "share_upper_wilson",
		"per_open_close", "per_mean_stock", "rate", "rate_lower", "rate_upper", "appeared", "lost")}
	doc.leaveUngrouped(ungrouped, opt.By)
	doc.opt = opt
	partial := map[int]bool{}
	var units [][]survival.YearTurnover
	for _, group := range groups {
		years, err := survival.TurnoverByYear(group.Spells, opt.Conf)
		if err != nil {
			return nil, err
		}
		doc.keys, units = append(doc.keys, group.Key), append(units, years)
		for _, y := range years {
			doc.add(group.Key, opt.By, y)
			if !y.Complete && !partial[y.Year] {
				partial[y.Year] = true
				doc.warn(fmt.Sprintf("the data do not cover all of %d: no share, and a rate of the part there is", y.Year))
			}
		}
	}
	if len(opt.By) > 0 {
		return doc, doc.compareGroups(units)
	}
	return doc, nil
}

// add puts a year of a group into the document and the grid.
func (d *TurnoverYearAnswer) add(key rows.Key, by []string, y survival.YearTurnover) {
	x := turnoverYearGroup{key.Document(by), y.Year, y.Complete, y.Open, y.Close, y.Starters, y.Leavers,
		y.LeaversOfOpen, y.LostOfOpen, y.Appeared, y.Lost, y.MeanStock, y.Years, orNull(y.Share), orNull(y.ShareLower), orNull(y.ShareUpper),
		orNull(y.WilsonLower), orNull(y.WilsonUpper), orNull(y.PerOpenClose), orNull(y.PerMeanStock), orNull(y.Rate),
		orNull(y.RateLower), orNull(y.RateUpper)}
	d.Groups = append(d.Groups, x)
	d.grid.keyed(key, x.Year, x.Complete, x.Open, x.Close, x.Starters, x.Leavers, x.LeaversOfOpen, x.LostOfOpen, x.MeanStock,
		x.Years, x.Share, x.ShareLower, x.ShareUpper, x.WilsonLower, x.WilsonUpper, x.PerOpenClose, x.PerMeanStock,
		x.Rate, x.RateLower, x.RateUpper, x.Appeared, x.Lost)
}
