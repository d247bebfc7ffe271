package document

import (
	"fmt"
	"io"

	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/survival"
)

// The machine contract: varighet.turnover-year/1.
type (
	TurnoverYearAnswer struct {
		Schema    string                  `json:"schema"`
		ConfLevel float64                 `json:"conf_level"`
		Groups    []turnoverYearGroupJSON `json:"groups"`
		Ending

		grid *grid
	}
	turnoverYearGroupJSON struct {
		By            map[string]string `json:"by"`
		Year          int               `json:"year"`
		Complete      bool              `json:"complete"`
		Open          int               `json:"open"`
		Close         int               `json:"close"`
		Starters      int               `json:"starters"`
		Leavers       int               `json:"leavers"`
		LeaversOfOpen int               `json:"leavers_of_open"`
		LostOfOpen    int               `json:"lost_of_open"`
		MeanStock     float64           `json:"mean_stock"`
		Years         float64           `json:"agreement_years"`
		Share         *float64          `json:"share"`
		ShareLower    *float64          `json:"share_lower"`
		ShareUpper    *float64          `json:"share_upper"`
		WilsonLower   *float64          `json:"share_lower_wilson"`
		WilsonUpper   *float64          `json:"share_upper_wilson"`
		PerOpenClose  *float64          `json:"per_open_close"`
		PerMeanStock  *float64          `json:"per_mean_stock"`
		Rate          *float64          `json:"rate"`
		RateLower     *float64          `json:"rate_lower"`
		RateUpper     *float64          `json:"rate_upper"`
	}
)

// TurnoverYearChoices say of whom it is told who left in each year.
type TurnoverYearChoices struct {
	Conf float64
	By   []string
}

// TurnoverYear counts who left in each calendar year, by groups of spells.
func TurnoverYear(src *rows.Source, opt *TurnoverYearChoices) (*TurnoverYearAnswer, error) {
	groups, ungrouped, err := rows.SpellGroups(src.Table, opt.By)
	if err != nil {
		return nil, err
	}
	doc := &TurnoverYearAnswer{Schema: "varighet.turnover-year/1", ConfLevel: opt.Conf, Groups: []turnoverYearGroupJSON{},
		Ending: newEnding(nil, nil, src.Notes)}
	doc.grid = &grid{header: headed(opt.By, "year", "complete", "open", "close", "starters", "leavers", "leavers_of_open", "lost_of_open",
		"mean_stock", "agreement_years", "share", "share_lower", "share_upper", "share_lower_wilson", "share_upper_wilson",
		"per_open_close", "per_mean_stock", "rate", "rate_lower", "rate_upper")}
	doc.warnUngrouped(ungrouped, opt.By)
	partial := map[int]bool{}
	for _, group := range groups {
		years, err := survival.TurnoverByYear(group.Spells, opt.Conf)
		if err != nil {
			return nil, err
		}
		for _, y := range years {
			doc.add(group.Key, opt.By, y)
			if !y.Complete && !partial[y.Year] {
				partial[y.Year] = true
				doc.warn(fmt.Sprintf("the data do not cover all of %d: no share, and a rate of the part there is", y.Year))
			}
		}
	}
	return doc, nil
}

// add puts a year of a group into the document and the grid.
func (d *TurnoverYearAnswer) add(key rows.Key, by []string, y survival.YearTurnover) {
	x := turnoverYearGroupJSON{key.Document(by), y.Year, y.Complete, y.Open, y.Close, y.Starters, y.Leavers,
		y.LeaversOfOpen, y.LostOfOpen, y.MeanStock, y.Years, orNull(y.Share), orNull(y.ShareLower), orNull(y.ShareUpper),
		orNull(y.WilsonLower), orNull(y.WilsonUpper), orNull(y.PerOpenClose), orNull(y.PerMeanStock), orNull(y.Rate),
		orNull(y.RateLower), orNull(y.RateUpper)}
	d.Groups = append(d.Groups, x)
	d.grid.keyed(key, x.Year, x.Complete, x.Open, x.Close, x.Starters, x.Leavers, x.LeaversOfOpen, x.LostOfOpen, x.MeanStock,
		x.Years, x.Share, x.ShareLower, x.ShareUpper, x.WilsonLower, x.WilsonUpper, x.PerOpenClose, x.PerMeanStock,
		x.Rate, x.RateLower, x.RateUpper)
}

func (d *TurnoverYearAnswer) CSV(w io.Writer) error { return d.grid.CSV(w) }

func (d *TurnoverYearAnswer) Text(w io.Writer) error { return d.grid.Text(w) }
