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

// StockChoices say whose stock is told of, and when.
type StockChoices struct {
	Conf float64          // level of the limits, 0 to 1
	By   []string         // columns that group spells; nil: all together
	At   []varighet.Month // nil: the last of the data
}

// A StockAnswer is what `survival stock` prints: the agreements in force in a month, and how long
// their doctors have been there so far. Missing starts leave figures open; those are null, with
// bounds in at_least and at_most.
type StockAnswer struct {
	Schema    string       `json:"schema"`     // varighet.stock/1
	ConfLevel float64      `json:"conf_level"` // level of all limits (share 0–1)
	Groups    []stockGroup `json:"groups"`     // one a group of --by and month of --at; empty if there are no spells
	Ending

	grid *grid
}

// A stockGroup is the stock of one group in one month.
type stockGroup struct {
	// the group: its value of each column of --by; empty without
	By           map[string]string `json:"by"`
	Month        string            `json:"month"`         // its first day, YYYY-MM-DD
	N            int               `json:"n"`             // doctors' agreements in force
	UnknownStart int               `json:"unknown_start"` // of n, those whose start is not known
	Vacant       int               `json:"vacant"`        // positions without a doctor; not in n
	// time there so far, mean (months); null: left open by unknown starts, or nobody
	Mean *float64 `json:"mean_months_elapsed"`
	// time there so far, lower quartile (months); null: as mean_months_elapsed
	Q25 *float64 `json:"q25"`
	// time there so far, median (months); null: as mean_months_elapsed
	Median *float64 `json:"median"`
	// time there so far, upper quartile (months); null: as mean_months_elapsed
	Q75 *float64 `json:"q75"`
	// exact lower limit of median (months); null: too few, or no bound
	MedianLower *float64 `json:"median_lower"`
	// exact upper limit of median (months); null: too few, or no bound
	MedianUpper *float64 `json:"median_upper"`
	// there for less than 12 months (share 0–1); null: as mean_months_elapsed
	Under12 *float64 `json:"share_under_12"`
	// there for 60 months or more (share 0–1); null: as mean_months_elapsed
	From60 *float64 `json:"share_60_or_more"`
	// time from now by which half of n with a known start will have left, by the group's curve (months);
	// null: not reached, a warning says why
	Residual *float64 `json:"residual_median"`
	// lower limit of residual_median (months); null: not reached by the limit
	ResLower *float64 `json:"residual_median_lower"`
	// upper limit of residual_median (months); null: not reached by the limit
	ResUpper *float64 `json:"residual_median_upper"`
	// bound of residual_median, if all leave when the curve ends (months); null: it is known
	ResLeast *float64 `json:"residual_median_at_least"`
	// bound of residual_median, if none leaves after that (months); null: it is known, or there is no bound
	ResMost *float64 `json:"residual_median_at_most"`
	// bound of mean_months_elapsed (months); null: it is known, or there is no bound
	MeanLeast *float64 `json:"mean_months_elapsed_at_least"`
	// bound of q25 (months); null: it is known, or there is no bound
	Q25Least *float64 `json:"q25_at_least"`
	// bound of median (months); null: it is known, or there is no bound
	MedianLeast *float64 `json:"median_at_least"`
	// bound of q75 (months); null: it is known, or there is no bound
	Q75Least *float64 `json:"q75_at_least"`
	// bound of share_under_12 (share 0–1); null: it is known, or there is no bound
	Under12Least *float64 `json:"share_under_12_at_least"`
	// bound of share_under_12 (share 0–1); null: it is known, or there is no bound
	Under12Most *float64 `json:"share_under_12_at_most"`
	// bound of share_60_or_more (share 0–1); null: it is known, or there is no bound
	From60Least *float64 `json:"share_60_or_more_at_least"`
	// bound of share_60_or_more (share 0–1); null: it is known, or there is no bound
	From60Most *float64 `json:"share_60_or_more_at_most"`
}

// Stock tells of the agreements in force in each month, by groups of spells.
func Stock(src *rows.Source, opt *StockChoices) (*StockAnswer, error) {
	groups, ungrouped, err := rows.SpellGroups(src.Table, opt.By)
	if err != nil {
		return nil, err
	}
	doc := &StockAnswer{Schema: "varighet.stock/1", ConfLevel: opt.Conf, Groups: []stockGroup{}, Ending: ofSpells(src).defining("stock", false)}
	doc.grid = &grid{header: headed(opt.By, "month", "n", "unknown_start", "vacant", "mean", "q25", "median", "q75", "median_lower",
		"median_upper", "share_under_12", "share_60_or_more", "residual_median", "residual_median_lower", "residual_median_upper",
		"mean_at_least", "q25_at_least", "median_at_least", "q75_at_least", "share_under_12_at_least", "share_under_12_at_most",
		"share_60_or_more_at_least", "share_60_or_more_at_most", "residual_median_at_least", "residual_median_at_most")}
	doc.leaveUngrouped(ungrouped, opt.By)
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
		x.Under12Least, x.Under12Most, x.From60Least, x.From60Most, x.ResLeast, x.ResMost)
	return nil
}

// stock is that of a group in a month, with warnings of what is not known.
func (d *StockAnswer) stock(group rows.SpellGroup, m varighet.Month, opt *StockChoices) (stockGroup, error) {
	st, err := survival.StockAt(group.Spells, m, opt.Conf)
	if err != nil {
		return stockGroup{}, err
	}
	x := stockGroup{By: group.Key.Document(opt.By), Month: m.Date(), N: st.N, UnknownStart: st.UnknownStart, Vacant: st.Vacant,
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
func (d *StockAnswer) addResidual(x *stockGroup, group rows.SpellGroup, elapsed []float64, conf float64) error {
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
	x.ResLeast, x.ResMost = orNull(r.AtLeast.Time), orNull(r.AtMost.Time)
	if r.Reason != "" {
		d.warn(group.Key.Warned("the residual median " + notKnown(r)))
	}
	return nil
}

// CSV writes a row a group and month.
func (d *StockAnswer) CSV(w io.Writer) error { return d.grid.CSV(w) }

// Text writes the same, rounded.
func (d *StockAnswer) Text(w io.Writer) error { return d.grid.Text(w) }
