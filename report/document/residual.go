package document

import (
	"errors"
	"fmt"
	"io"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/survival"
)

// ResidualChoices say of whom, and of which tenures, it is told how much longer they stay.
type ResidualChoices struct {
	rows.Choices
	Curve    survival.Options             // level and scale of the limits; not beta-product
	Reached  []float64                    // the tenures that have been reached; nil: none
	Shares   []float64                    // that will have left, between 0 and 1
	At       varighet.Opt[varighet.Month] // of the stock; missing: the last of the data
	TimeUnit string                       // what times are counted in, for the document: "months"
}

// Check is wrong use where a choice cannot be had.
func (opt *ResidualChoices) Check() error {
	if opt.Curve.ConfType == survival.BetaProduct {
		return choice.Errorf("--ci is log-log, log, plain, logit or arcsin here")
	}
	for _, t := range opt.Reached {
		if t < 0 {
			return choice.Errorf("--reached has tenures, which are not negative")
		}
	}
	for _, p := range opt.Shares {
		if !(p > 0 && p < 1) {
			return choice.Errorf("--shares are between 0 and 1, not %v", p)
		}
	}
	if opt.At.OK && !opt.OfAgreements() {
		return choice.Errorf("--at is for agreements: other rows have no stock")
	}
	return nil
}

// OfAgreements reports whether the rows are agreements, which have a stock.
func (opt *ResidualChoices) OfAgreements() bool {
	return opt.Time == "" && opt.Kind == survival.Regular
}

// A ResidualAnswer is what `survival residual` prints: how much longer those stay who have come
// so far, by group, if the group's curve goes on to hold. Without --by there is one group.
type ResidualAnswer struct {
	Schema    string  `json:"schema"`     // varighet.residual/1
	TimeUnit  string  `json:"time_unit"`  // what all times are counted in: months, for spells
	ConfLevel float64 `json:"conf_level"` // level of all limits (share 0–1)
	ConfType  string  `json:"conf_type"`  // scale of the limits: log-log, log, plain, logit or arcsin
	// ordered by size or number where their names are such; empty if no row can be used
	Groups []residualGroup `json:"groups"`
	Ending

	grid *grid
}

// A residualGroup is what the curve of one group says.
type residualGroup struct {
	By map[string]string `json:"by"` // the group: its value of each column of --by; empty without
	N  int               `json:"n"`  // spells or rows with a weight above 0 in the curve
	// that robust standard errors are made from; absent: without --cluster
	Clusters int `json:"clusters,omitempty"`
	// those in place in a month; null: rows are not agreements of doctors
	Stock   *residualStock    `json:"stock"`
	Reached []residualReached `json:"reached"` // those who have reached a tenure: one each of --reached
}

// A residualStock is when shares of those in place in a month will have left.
type residualStock struct {
	Month string `json:"month"` // its first day, YYYY-MM-DD
	// of agreements in force with a known start, those that the curve covers; left_out are not among them
	Holders int `json:"holders"`
	// of agreements in force with a known start, those with a tenure that the curve does not cover
	LeftOut  int            `json:"left_out"`
	Residual []residualTime `json:"residual"` // one for each of --shares
}

// A residualReached is when shares of those who have reached a tenure have left.
type residualReached struct {
	Tenure float64 `json:"tenure"` // that they have reached (time_unit)
	// the share of starters who reach it (share 0–1); null: the curve does not
	Survival *float64       `json:"survival"`
	Residual []residualTime `json:"residual"` // one for each of --shares
}

// A residualTime is the time from now by which a share has left.
type residualTime struct {
	P     float64  `json:"p"`     // the share that has left (share 0–1)
	Time  *float64 `json:"time"`  // from now (time_unit); null: not reached within what the curve covers
	Lower *float64 `json:"lower"` // lower limit of time (time_unit); null: not reached by the limit
	Upper *float64 `json:"upper"` // upper limit of time (time_unit); null: not reached by the limit
}

func residualDocument(r survival.Residual) residualTime {
	return residualTime{r.P, orNull(r.Time), orNull(r.Lower), orNull(r.Upper)}
}

// Residual tells, by groups of rows, how much longer those stay who have come so far.
func Residual(src *rows.Source, opt *ResidualChoices) (*ResidualAnswer, error) {
	set, err := rows.Read(src, &opt.Choices)
	if err != nil {
		return nil, err
	}
	stocks, err := stocksOf(src, opt)
	if err != nil {
		return nil, err
	}
	doc := &ResidualAnswer{Schema: "varighet.residual/1", TimeUnit: opt.TimeUnit, ConfLevel: opt.Curve.ConfLevel,
		ConfType: opt.Curve.ConfType.String(), Groups: []residualGroup{}, Ending: newEnding(set.Rejected, set.LeftOut, set.Warnings)}
	doc.grid = &grid{header: headed(opt.By, "month", "tenure", "holders", "left_out", "p", "time", "lower", "upper", "n", "survival")}
	if opt.Cluster != "" {
		doc.grid.header = append(doc.grid.header, "clusters")
	}
	if len(set.Tenures) == 0 {
		doc.warn("no rows can be used: no curve")
		return doc, nil
	}
	for _, group := range set.Split(len(opt.By) > 0) {
		curve, err := group.Rows.Sample().KaplanMeier(opt.Curve)
		if errors.Is(err, survival.ErrNoTenures) {
			doc.warn(group.Key.Warned("no row has a weight: no curve"))
			continue
		}
		if err != nil {
			return nil, err
		}
		for _, w := range curve.Warnings {
			doc.warn(group.Key.Warned(w))
		}
		if err := doc.add(group.Key, curve, stocks[group.Key.Label()], opt); err != nil {
			return nil, err
		}
	}
	return doc, nil
}

// stocksOf are the stocks of the groups of agreements; none of other rows.
func stocksOf(src *rows.Source, opt *ResidualChoices) (map[string]*survival.Stock, error) {
	if !opt.OfAgreements() {
		return nil, nil
	}
	groups, _, err := rows.SpellGroups(src.Table, opt.By)
	if err != nil {
		return nil, err
	}
	month := opt.At
	if !month.OK {
		month = lastMonth(src.Table.Spells)
	}
	stocks := map[string]*survival.Stock{}
	for _, group := range groups {
		if !month.OK {
			break
		}
		st, err := survival.StockAt(group.Spells, month.V, opt.Curve.ConfLevel)
		if err != nil {
			return nil, err
		}
		stocks[group.Key.Label()] = &st
	}
	return stocks, nil
}

// lastMonth is the last in which any of the spells was seen.
func lastMonth(spells []survival.Spell) (last varighet.Opt[varighet.Month]) {
	for i := range spells {
		if s := &spells[i]; !last.OK || s.Last > last.V {
			last = varighet.Some(s.Last)
		}
	}
	return last
}

// add puts what a group's curve says into the document and the grid.
func (d *ResidualAnswer) add(key rows.Key, curve *survival.Curve, stock *survival.Stock, opt *ResidualChoices) error {
	x := residualGroup{By: key.Document(opt.By), N: curve.N, Clusters: curve.Clusters, Reached: []residualReached{}}
	if stock != nil {
		y, err := d.ofStock(key, curve, stock, opt)
		if err != nil {
			return err
		}
		x.Stock = y
	}
	for _, t := range opt.Reached {
		y, err := d.ofReached(key, curve, t, opt)
		if err != nil {
			return err
		}
		x.Reached = append(x.Reached, y)
	}
	d.Groups = append(d.Groups, x)
	return nil
}

// ofStock tells when shares of the stock will have left.
func (d *ResidualAnswer) ofStock(key rows.Key, curve *survival.Curve, stock *survival.Stock, opt *ResidualChoices) (*residualStock, error) {
	x := &residualStock{Month: stock.Month.Date(), Residual: []residualTime{}}
	for _, p := range opt.Shares {
		r, err := curve.Residual(stock.Elapsed, p)
		if err != nil {
			return nil, err
		}
		x.Holders, x.LeftOut = r.N, r.LeftOut
		y := residualDocument(r)
		x.Residual = append(x.Residual, y)
		d.row(key, curve, opt, y, x.Month, "", r.N, r.LeftOut, "")
		if r.Reason != "" {
			d.warn(key.Warned(fmt.Sprintf("when %s of the stock has left is not known: %s", exact(p), r.Reason)))
		}
	}
	return x, nil
}

// ofReached tells when shares of those who reached a tenure have left.
func (d *ResidualAnswer) ofReached(key rows.Key, curve *survival.Curve, tenure float64, opt *ResidualChoices) (residualReached, error) {
	x := residualReached{Tenure: tenure, Residual: []residualTime{}}
	if at := curve.At(tenure); !at.Beyond {
		x.Survival = &at.Survival
	}
	for _, p := range opt.Shares {
		r, err := curve.Residual([]float64{tenure}, p)
		if err != nil {
			return x, err
		}
		y := residualDocument(r)
		x.Residual = append(x.Residual, y)
		d.row(key, curve, opt, y, "", tenure, "", "", x.Survival)
		if r.Reason != "" {
			d.warn(key.Warned(fmt.Sprintf("when %s of those who reached %s has left is not known: %s", exact(p), exact(tenure), r.Reason)))
		}
	}
	return x, nil
}

// row adds a line to the grid; "" is what it does not tell of.
func (d *ResidualAnswer) row(key rows.Key, curve *survival.Curve, opt *ResidualChoices, x residualTime, month string, tenure, holders, leftOut, reached any) {
	cells := []any{month, tenure, holders, leftOut, x.P, x.Time, x.Lower, x.Upper, curve.N, reached}
	if opt.Cluster != "" {
		cells = append(cells, curve.Clusters)
	}
	d.grid.keyed(key, cells...)
}

// CSV writes a row for each share of each stock and tenure.
func (d *ResidualAnswer) CSV(w io.Writer) error { return d.grid.CSV(w) }

// Text writes the same, rounded.
func (d *ResidualAnswer) Text(w io.Writer) error { return d.grid.Text(w) }
