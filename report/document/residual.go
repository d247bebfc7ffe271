package document

import (
	"errors"
	"fmt"
	"io"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/english"
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
	// what it is to have reached a tenure, in English; the same as in km --from
	ReachedMeans string `json:"reached_means"`
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
	// agreements in force with a known start
	Holders int `json:"holders"`
	// of holders, those with a tenure after which the curve says nothing: they are in the bounds only
	LeftOut int `json:"left_out"`
	// agreements in force whose start is not known; not among holders
	UnknownStart int            `json:"unknown_start"`
	Residual     []residualTime `json:"residual"` // one for each of --shares
}

// A residualReached is when shares of those who have reached a tenure have left.
type residualReached struct {
	Tenure float64 `json:"tenure"` // that they have reached (time_unit)
	// the share of starters who reach it, stops at it being counted (share 0–1); null: the curve does not
	Survival *float64       `json:"survival"`
	Residual []residualTime `json:"residual"` // one for each of --shares
}

// A residualTime is the time from now by which a share has left. What hangs on tenures after
// the curve's end is null, and bounded.
type residualTime struct {
	P     float64  `json:"p"`     // the share that has left (share 0–1)
	Time  *float64 `json:"time"`  // from now (time_unit); null: it hangs on tenures that were never seen
	Lower *float64 `json:"lower"` // lower limit of time (time_unit); null: as time, or not reached by the limit
	Upper *float64 `json:"upper"` // upper limit of time (time_unit); null: as time, or not reached by the limit
	// bound of time, if all leave when the curve ends (time_unit); null: time is known
	AtLeast *float64 `json:"time_at_least"`
	// bound of time, if none leaves after it (time_unit); null: time is known, or there is no bound
	AtMost *float64 `json:"time_at_most"`
	// bound of lower (time_unit); null: it is known, or there is no bound
	LowerAtLeast *float64 `json:"lower_at_least"`
	// bound of upper (time_unit); null: it is known, or there is no bound
	UpperAtLeast *float64 `json:"upper_at_least"`
	// bound of upper, with lower_at_least limits that hold whatever comes after the curve's end (time_unit);
	// null: it is known, or there is no bound
	UpperAtMost *float64 `json:"upper_at_most"`
}

func residualDocument(r survival.Residual) residualTime {
	return residualTime{r.P, orNull(r.Time), orNull(r.Lower), orNull(r.Upper), orNull(r.AtLeast.Time), orNull(r.AtMost.Time),
		orNull(r.AtLeast.Lower), orNull(r.AtLeast.Upper), orNull(r.AtMost.Upper)}
}

// notKnown says why a time is not, and what is: the bounds.
func notKnown(r survival.Residual) string {
	text := "is not known: " + r.Reason
	if least := r.AtLeast.Time; least.OK && least.V > 0 {
		text += fmt.Sprintf("; at least %s", exact(least.V))
	}
	if most := r.AtMost.Time; most.OK {
		text += fmt.Sprintf("; at most %s", exact(most.V))
	}
	return text
}

// reachedMeans is what residual and km --from mean by a tenure that was reached.
const reachedMeans = "a tenure of at least so much, stops at it being counted (R's survfit start.time)"

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
		ConfType: opt.Curve.ConfType.String(), ReachedMeans: reachedMeans, Groups: []residualGroup{}, Ending: newEnding(set.Rejected, set.LeftOut, set.Warnings).defining("residual", opt.AnyCSV())}
	doc.grid = &grid{header: headed(opt.By, "month", "tenure", "holders", "left_out", "p", "time", "lower", "upper", "n", "survival",
		"time_at_least", "time_at_most", "lower_at_least", "upper_at_least", "upper_at_most")}
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
	x := &residualStock{Month: stock.Month.Date(), UnknownStart: stock.UnknownStart, Residual: []residualTime{}}
	if n := stock.UnknownStart; n > 0 {
		d.warn(key.Warned(fmt.Sprintf("the start of %d of %s in force is not known: they are not in what is said of the stock", n,
			english.Count(stock.N, "agreement", "agreements"))))
	}
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
			d.warn(key.Warned(fmt.Sprintf("when %s of the stock has left %s", exact(p), notKnown(r))))
		}
	}
	return x, nil
}

// ofReached tells when shares of those who reached a tenure have left.
func (d *ResidualAnswer) ofReached(key rows.Key, curve *survival.Curve, tenure float64, opt *ResidualChoices) (residualReached, error) {
	x := residualReached{Tenure: tenure, Residual: []residualTime{}}
	x.Survival = orNull(curve.Reached(tenure))
	for _, p := range opt.Shares {
		r, err := curve.ResidualFrom(tenure, p)
		if err != nil {
			return x, err
		}
		y := residualDocument(r)
		x.Residual = append(x.Residual, y)
		d.row(key, curve, opt, y, "", tenure, "", "", x.Survival)
		if r.Reason != "" {
			d.warn(key.Warned(fmt.Sprintf("when %s of those who reached %s has left %s", exact(p), exact(tenure), notKnown(r))))
		}
	}
	return x, nil
}

// row adds a line to the grid; "" is what it does not tell of.
func (d *ResidualAnswer) row(key rows.Key, curve *survival.Curve, opt *ResidualChoices, x residualTime, month string, tenure, holders, leftOut, reached any) {
	cells := []any{month, tenure, holders, leftOut, x.P, x.Time, x.Lower, x.Upper, curve.N, reached,
		x.AtLeast, x.AtMost, x.LowerAtLeast, x.UpperAtLeast, x.UpperAtMost}
	if opt.Cluster != "" {
		cells = append(cells, curve.Clusters)
	}
	d.grid.keyed(key, cells...)
}

// CSV writes a row for each share of each stock and tenure.
func (d *ResidualAnswer) CSV(w io.Writer) error { return d.grid.CSV(w) }

// Text writes the same, rounded, and what it is to have reached a tenure.
func (d *ResidualAnswer) Text(w io.Writer) error {
	if err := d.grid.Text(w); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "tenure reached: %s\n", d.ReachedMeans)
	return err
}
