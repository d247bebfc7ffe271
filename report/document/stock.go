package document

import (
	"errors"
	"fmt"
	"io"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/english"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/survival"
)

// The machine contract: varighet.stock/1.
type (
	StockAnswer struct {
		Schema    string           `json:"schema"`
		ConfLevel float64          `json:"conf_level"`
		Groups    []stockGroupJSON `json:"groups"`
		Ending

		grid *grid
	}
	stockGroupJSON struct {
		By           map[string]string `json:"by"`
		Month        string            `json:"month"`
		N            int               `json:"n"`
		UnknownStart int               `json:"unknown_start"`
		Vacant       int               `json:"vacant"`
		Mean         *float64          `json:"mean_months_elapsed"`
		Q25          *float64          `json:"q25"`
		Median       *float64          `json:"median"`
		Q75          *float64          `json:"q75"`
		MedianLower  *float64          `json:"median_lower"`
		MedianUpper  *float64          `json:"median_upper"`
		Under12      *float64          `json:"share_under_12"`
		From60       *float64          `json:"share_60_or_more"`
		Residual     *float64          `json:"residual_median"`
		ResLower     *float64          `json:"residual_median_lower"`
		ResUpper     *float64          `json:"residual_median_upper"`

		// Bounds of what unknown starts leave open; null where nothing is, or there is no bound.
		MeanLeast    *float64 `json:"mean_months_elapsed_at_least"`
		Q25Least     *float64 `json:"q25_at_least"`
		MedianLeast  *float64 `json:"median_at_least"`
		Q75Least     *float64 `json:"q75_at_least"`
		Under12Least *float64 `json:"share_under_12_at_least"`
		Under12Most  *float64 `json:"share_under_12_at_most"`
		From60Least  *float64 `json:"share_60_or_more_at_least"`
		From60Most   *float64 `json:"share_60_or_more_at_most"`
	}
)

// StockChoices say whose stock is told of, and when.
type StockChoices struct {
	Conf float64
	By   []string
	At   []varighet.Month // none: the last of the data
}

// Stock tells of the agreements in force in each month, by groups of spells.
func Stock(src *rows.Source, opt *StockChoices) (*StockAnswer, error) {
	groups, ungrouped, err := rows.SpellGroups(src.Table, opt.By)
	if err != nil {
		return nil, err
	}
	doc := &StockAnswer{Schema: "varighet.stock/1", ConfLevel: opt.Conf, Groups: []stockGroupJSON{}, Ending: newEnding(nil, nil, src.Notes)}
	doc.grid = &grid{header: headed(opt.By, "month", "n", "unknown_start", "vacant", "mean", "q25", "median", "q75", "median_lower",
		"median_upper", "share_under_12", "share_60_or_more", "residual_median", "residual_median_lower", "residual_median_upper",
		"mean_at_least", "q25_at_least", "median_at_least", "q75_at_least", "share_under_12_at_least", "share_under_12_at_most",
		"share_60_or_more_at_least", "share_60_or_more_at_most")}
	doc.warnUngrouped(ungrouped, opt.By)
	months, last := opt.At, lastMonth(src.Table.Spells)
	if months == nil && last.OK {
		months = []varighet.Month{last.V}
	}
	for _, group := range groups {
		for _, m := range months {
			if err := doc.add(group, m, opt); err != nil {
				return nil, err
			}
		}
	}
	for _, m := range months {
		if m > last.V {
			doc.warn(fmt.Sprintf("%s is after the data", m))
		}
	}
	return doc, nil
}

// add puts the stock of a group in a month into the document and the grid.
func (d *StockAnswer) add(group rows.SpellGroup, m varighet.Month, opt *StockChoices) error {
	x, err := d.stock(group, m, opt)
	if err != nil {
		return err
	}
	d.Groups = append(d.Groups, x)
	d.grid.keyed(group.Key, x.Month, x.N, x.UnknownStart, x.Vacant, x.Mean, x.Q25, x.Median, x.Q75, x.MedianLower, x.MedianUpper,
		x.Under12, x.From60, x.Residual, x.ResLower, x.ResUpper, x.MeanLeast, x.Q25Least, x.MedianLeast, x.Q75Least,
		x.Under12Least, x.Under12Most, x.From60Least, x.From60Most)
	return nil
}

func (d *StockAnswer) CSV(w io.Writer) error { return d.grid.CSV(w) }

func (d *StockAnswer) Text(w io.Writer) error { return d.grid.Text(w) }

func (d *StockAnswer) stock(group rows.SpellGroup, m varighet.Month, opt *StockChoices) (stockGroupJSON, error) {
	st, err := survival.StockAt(group.Spells, m, opt.Conf)
	if err != nil {
		return stockGroupJSON{}, err
	}
	x := stockGroupJSON{By: group.Key.Document(opt.By), Month: m.Date(), N: st.N, UnknownStart: st.UnknownStart, Vacant: st.Vacant,
		Mean: orNull(st.Mean), Q25: orNull(st.Q25), Median: orNull(st.Median), Q75: orNull(st.Q75), MedianLower: orNull(st.MedianLower),
		MedianUpper: orNull(st.MedianUpper), Under12: orNull(st.Under12), From60: orNull(st.From60),
		MeanLeast: orNull(st.AtLeast.Mean), Q25Least: orNull(st.AtLeast.Q25), MedianLeast: orNull(st.AtLeast.Median), Q75Least: orNull(st.AtLeast.Q75),
		Under12Least: orNull(st.AtLeast.Under12), Under12Most: orNull(st.AtMost.Under12),
		From60Least: orNull(st.AtLeast.From60), From60Most: orNull(st.AtMost.From60)}
	if st.AtLeast != (survival.StockStatistics{}) {
		d.warn(group.Key.Warned(fmt.Sprintf("the start of %d of %s is not known: figures that it leaves open are null, with bounds (at_least, at_most)",
			st.UnknownStart, english.Count(st.N, "agreement", "agreements"))))
	}
	err = d.addResidual(&x, group, st.Elapsed, opt.Conf)
	return x, err
}

// addResidual adds when half of those in place will have left.
func (d *StockAnswer) addResidual(x *stockGroupJSON, group rows.SpellGroup, elapsed []float64, conf float64) error {
	tenures, _ := survival.Tenures(group.Spells)
	curve, err := survival.KaplanMeier(tenures, survival.Options{ConfLevel: conf})
	if errors.Is(err, survival.ErrNoTenures) {
		d.warn(group.Key.Warned("no residual median: no spell has a tenure"))
		return nil
	}
	if err != nil {
		return err
	}
	r, err := curve.Residual(elapsed, 0.5)
	if err != nil {
		return err
	}
	x.Residual, x.ResLower, x.ResUpper = orNull(r.Time), orNull(r.Lower), orNull(r.Upper)
	if r.Reason != "" {
		d.warn(group.Key.Warned("no residual median: " + r.Reason))
	}
	if r.LeftOut > 0 {
		d.warn(group.Key.Warned(fmt.Sprintf("%s left out of the residual median: the curve does not reach them",
			english.Count(r.LeftOut, "agreement", "agreements"))))
	}
	return nil
}
