package document

import (
	"fmt"
	"io"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"

	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/english"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/counted"
	"github.com/varighet/varighet/survival/rates"
)

// RatesTables are the names of the tables of rates: together they have every number of its
// document. The first is the one of no name.
var RatesTables = []string{"rates", "standardised", "groups", DefinitionsTable}

// RatesChoices are what is asked of [Rates].
type RatesChoices struct {
	rows.Choices
	Counts      bool               // the sources are tables of counts; see [RatesOfCounts]
	TimeUnit    string             // what times are counted in, for the document: "months"
	Per         float64            // rates are per so many of it: 12 for a year
	Conf        float64            // level of the limits, 0 to 1
	Breaks      []float64          // bands of tenure, ascending; nil: none
	Standardise string             // the column over which rates are standardised; "": none
	Mix         map[string]float64 // weights of its values; nil: the mix of all time at risk
	Table       string             // which of [RatesTables] CSV writes; "" is the first
}

// Check is wrong use where choices do not go together.
func (opt *RatesChoices) Check() error {
	for i, b := range opt.Breaks {
		if b < 0 || i > 0 && b <= opt.Breaks[i-1] || len(opt.Breaks) < 2 {
			return choice.Errorf("--bands are two or more numbers that ascend from 0 or more")
		}
	}
	switch {
	case !(opt.Per > 0 && opt.Per < 1e15):
		return choice.Errorf("--per is above 0")
	case opt.Counts && (opt.Time != "" || opt.Weight != "" || opt.Cluster != ""):
		return choice.Errorf("--counts has no rows: not for --time, --weight or --cluster")
	case opt.Table == "standardised" && opt.Standardise == "":
		return choice.Errorf("--table standardised needs --standardise")
	}
	return nil
}

// A RatesAnswer is what `survival rates` prints: stops over time at risk, by group and band of
// tenure. Without --by there is one group.
type RatesAnswer struct {
	Schema    string  `json:"schema"`     // varighet.rates/1
	TimeUnit  string  `json:"time_unit"`  // what tenures are counted in: months, for spells
	Per       float64 `json:"per"`        // rates are per so many of time_unit: 12 for years
	ConfLevel float64 `json:"conf_level"` // level of all limits (share 0–1)
	// ordered by size or number where their names are such; empty if no row can be used
	Groups []ratesGroup `json:"groups"`
	Ending

	opt *RatesChoices
}

// A ratesGroup is the rates of one group.
type ratesGroup struct {
	// the group: its value of each column of --by; empty without
	By map[string]string `json:"by"`
	N  int               `json:"n"` // spells or rows with a weight above 0
	// what their weights add up to; absent: without weights
	Weight *float64 `json:"weight,omitempty"`
	// the first over all tenures, then one a band of --bands
	Rates []bandRate `json:"rates"`
	// if the group had the common mix; absent: without --standardise
	Standardised *standardisedRate `json:"standardised,omitempty"`

	key rows.Key
}

// A bandRate is the rate of a band of tenure.
type bandRate struct {
	From         float64  `json:"from"`                    // the band is of tenures above this (time_unit)
	To           *float64 `json:"to"`                      // and up to this (time_unit); null: no end
	Events       int      `json:"events"`                  // stops in the band
	EventsWeight *float64 `json:"events_weight,omitempty"` // events as a sum of weights; absent: without weights
	Time         float64  `json:"time_at_risk"`            // in the band, added up, by weight (per × time_unit)
	// stops over time_at_risk, by weight (per unit of time_at_risk); null: no time at risk
	Rate *float64 `json:"rate"`
	// exact lower limit of rate; null: no time at risk, or weights that are not whole
	Lower *float64 `json:"lower"`
	Upper *float64 `json:"upper"` // exact upper limit of rate; null: as lower
	// lower limit on the log scale, as of a Poisson model; null: no stops
	LogLower *float64 `json:"lower_log"`
	LogUpper *float64 `json:"upper_log"` // upper limit on the log scale; null: no stops
	// that the log limits allow for; absent: without --cluster
	Clusters int `json:"clusters,omitempty"`
}

// A standardisedRate is the rate of a group if it had the mix that all are given.
type standardisedRate struct {
	Over string `json:"over"` // the column of the mix
	// directly standardised (per unit of time_at_risk); null: not defined, a warning says why
	Rate   *float64 `json:"rate"`
	StdErr *float64 `json:"std_err"` // of rate; null: not defined
	Lower  *float64 `json:"lower"`   // lower limit of rate; null: not defined
	Upper  *float64 `json:"upper"`   // upper limit of rate; null: not defined
}

// A groupTenures is one group's tenures as they are needed: the rate of any bands,
// and the parts to standardise over.
type groupTenures struct {
	key    rows.Key
	n      int
	weight *float64 // nil without weights
	bands  func(breaks []float64) ([]rates.Rate, error)
	parts  map[string]rates.Rate // by the value of --standardise
}

// allBands is the rate over all tenures, then those between the breaks, if there are any.
func (g *groupTenures) allBands(breaks []float64) ([]rates.Rate, error) {
	list, err := g.bands(allTenures)
	if err != nil || breaks == nil {
		return list, err
	}
	bands, err := g.bands(breaks)
	return append(list, bands...), err
}

// Rates makes rates of rows.
func Rates(src *rows.Source, opt *RatesChoices) (*RatesAnswer, error) {
	set, err := rows.Read(src, &opt.Choices)
	if err != nil {
		return nil, err
	}
	d := newRates(opt, opt.TimeUnit, newEnding(set.Rejected, set.LeftOut, set.Warnings).defining("rates", opt.AnyCSV()))
	groups, err := d.groupsOfRows(set)
	if err != nil {
		return nil, err
	}
	return d, d.fill(groups)
}

// RatesOfCounts makes the same of tables of counts, varighet.counts/1, added up.
func RatesOfCounts(files []*rows.Source, opt *RatesChoices) (*RatesAnswer, error) {
	table, err := readCounts(files)
	if err != nil {
		return nil, err
	}
	d := newRates(opt, table.Unit, newEnding(nil, nil, warningsOf(table)).defining("rates", true))
	groups, err := d.groupsOfCounts(table)
	if err != nil {
		return nil, err
	}
	return d, d.fill(groups)
}

func newRates(opt *RatesChoices, timeUnit string, end Ending) *RatesAnswer {
	return &RatesAnswer{Schema: "varighet.rates/1", TimeUnit: timeUnit, Per: opt.Per, ConfLevel: opt.Conf,
		Groups: []ratesGroup{}, Ending: end, opt: opt}
}

// fill makes the rates of the groups.
func (d *RatesAnswer) fill(groups []groupTenures) error {
	mix := d.opt.mixOf(groups)
	for _, group := range groups {
		if err := d.add(group, mix); err != nil {
			return err
		}
	}
	return nil
}

// groupsOfRows parts rows into groups.
func (d *RatesAnswer) groupsOfRows(set *rows.Set) ([]groupTenures, error) {
	if len(set.Tenures) == 0 {
		d.warn("no rows can be used: no rate")
		return nil, nil
	}
	var groups []groupTenures
	for _, part := range set.Split(len(d.opt.By) > 0) {
		counted := part.Rows.WithWeight()
		if len(counted.Tenures) == 0 {
			d.warn(part.Key.Warned("no row has a weight: no rate"))
			continue
		}
		g := groupTenures{key: part.Key, n: len(counted.Tenures), bands: d.opt.bandsOf(counted)}
		if counted.Weights != nil {
			total := floats.Sum(counted.Weights)
			g.weight = &total
		}
		var err error
		if g.parts, err = d.partsOf(part.Key, counted); err != nil {
			return nil, err
		}
		groups = append(groups, g)
	}
	return groups, nil
}

func (opt *RatesChoices) bandsOf(rows *rows.Set) func([]float64) ([]rates.Rate, error) {
	return func(breaks []float64) ([]rates.Rate, error) {
		if rows.Clusters != nil {
			return rates.ClusteredBands(rows.Tenures, rows.Weights, rows.Clusters, breaks, opt.Conf)
		}
		return rates.WeightedBands(rows.Tenures, rows.Weights, breaks, opt.Conf)
	}
}

// partsOf are the rates of rows by their value of --standardise.
func (d *RatesAnswer) partsOf(key rows.Key, rows *rows.Set) (map[string]rates.Rate, error) {
	byValue := map[string][]int{}
	missing := 0
	for i, v := range rows.Matches {
		if v == "" {
			missing++
			continue
		}
		byValue[v] = append(byValue[v], i)
	}
	if missing > 0 {
		d.warn(key.Warned(fmt.Sprintf("%s left out of the standardised rate: no %s",
			english.Count(missing, "row", "rows"), d.opt.Standardise)))
	}
	parts := map[string]rates.Rate{}
	for v, list := range byValue {
		part := rows.Only(list)
		part.Clusters = nil // a standardised rate does not allow for them
		all, err := d.opt.bandsOf(part)(allTenures)
		if err != nil {
			return nil, err
		}
		parts[v] = all[0]
	}
	return parts, nil
}

// allTenures is one band without end.
var allTenures = []float64{0, math.Inf(1)}

// groupsOfCounts are the groups of a table of counts.
func (d *RatesAnswer) groupsOfCounts(table *counted.Table) ([]groupTenures, error) {
	coarse, err := table.Over(d.opt.By)
	if err != nil {
		return nil, choice.Errorf("--by: %v", err)
	}
	parts, err := d.opt.partsOfCounts(table)
	if err != nil {
		return nil, err
	}
	var groups []groupTenures
	for _, c := range coarse.Groups() {
		counts := c.Counts.All()
		g := groupTenures{key: rows.Key{Values: c.Values, OK: true}, n: counts.N(),
			bands: func(breaks []float64) ([]rates.Rate, error) { return rates.CountedBands(counts, breaks, d.opt.Conf) }}
		if table.Weighted() {
			g.weight = weightOf(counts)
		}
		g.parts = parts[g.key.Label()]
		groups = append(groups, g)
	}
	if len(groups) == 0 {
		d.warn("the tables are empty: no rate")
	}
	return groups, nil
}

// weightOf is what the weights of those counted add up to.
func weightOf(counts *survival.MonthCounts) *float64 {
	total := 0.0
	for c := range counts.All() {
		total += c.EnteredWeight
	}
	return &total
}

// partsOfCounts are the rates to standardise over: of each group by label, by the value of
// --standardise.
func (opt *RatesChoices) partsOfCounts(table *counted.Table) (map[string]map[string]rates.Rate, error) {
	if opt.Standardise == "" {
		return nil, nil
	}
	fine, err := table.Over(headed(opt.By, opt.Standardise))
	if err != nil {
		return nil, choice.Errorf("--standardise: %v", err)
	}
	parts := map[string]map[string]rates.Rate{}
	last := len(opt.By)
	for _, f := range fine.Groups() {
		r, err := rates.CountedBands(f.Counts.All(), allTenures, opt.Conf)
		if err != nil {
			return nil, err
		}
		label := rows.Key{Values: f.Values[:last]}.Label()
		if parts[label] == nil {
			parts[label] = map[string]rates.Rate{}
		}
		parts[label][f.Values[last]] = r[0]
	}
	return parts, nil
}

// mixOf is the mix asked for, or that of all time at risk.
func (opt *RatesChoices) mixOf(groups []groupTenures) map[string]float64 {
	if opt.Mix != nil || opt.Standardise == "" {
		return opt.Mix
	}
	mix := map[string]float64{}
	for _, g := range groups {
		for v, r := range g.parts {
			mix[v] += r.Time
		}
	}
	return mix
}

// add makes the rates of a group.
func (d *RatesAnswer) add(group groupTenures, mix map[string]float64) error {
	list, err := group.allBands(d.opt.Breaks)
	if err != nil {
		return err
	}
	x := ratesGroup{By: group.key.Document(d.opt.By), N: group.n, Weight: group.weight, Rates: []bandRate{}, key: group.key}
	if n := list[0].Clusters; n > 0 {
		d.warnClusters(group.key, n)
	}
	if d.opt.Standardise != "" {
		if x.Standardised, err = d.standardised(group, mix); err != nil {
			return err
		}
	}
	if r := list[0]; r.Rate.OK && r.Reason != "" { // the same for every band
		d.warn(group.key.Warned(r.Reason))
	}
	for _, r := range list {
		y := rateDocument(r.Per(d.opt.Per), group.weight != nil)
		if y.Rate == nil {
			d.warn(group.key.Warned(fmt.Sprintf("no rate from %s: no time at risk", exact(r.From))))
		}
		x.Rates = append(x.Rates, y)
	}
	d.Groups = append(d.Groups, x)
	return nil
}

// warnClusters says what does not allow for clusters, and that they are few.
func (d *RatesAnswer) warnClusters(key rows.Key, n int) {
	if n < survival.FewClusters {
		d.warn(key.Warned(fmt.Sprintf("clusters: %d; log limits from fewer than %d are too narrow", n, survival.FewClusters)))
	}
	if d.opt.Standardise != "" {
		d.warn(key.Warned("the limits of the standardised rate take every stop for one of its own"))
	}
}

func rateDocument(r rates.Rate, weighted bool) bandRate {
	y := bandRate{From: r.From, Events: r.Events, Time: r.Time, Rate: orNull(r.Rate), Lower: orNull(r.Lower), Upper: orNull(r.Upper),
		LogLower: orNull(r.LogLower), LogUpper: orNull(r.LogUpper), Clusters: r.Clusters}
	if !math.IsInf(r.To, 1) {
		y.To = &r.To
	}
	if weighted {
		y.EventsWeight = &r.EventsWeight
	}
	return y
}

// standardised is the rate of a group if it had the mix.
func (d *RatesAnswer) standardised(group groupTenures, mix map[string]float64) (*standardisedRate, error) {
	s, err := d.opt.standardised(group, mix)
	switch {
	case err != nil:
		return nil, err
	case s.Rate.OK && s.Reason != "":
		d.warn(group.key.Warned("standardised rate: " + s.Reason))
	case s.Reason != "":
		d.warn(group.key.Warned("no standardised rate: " + s.Reason))
	}
	return &standardisedRate{d.opt.Standardise, orNull(s.Rate), orNull(s.StdErr), orNull(s.Lower), orNull(s.Upper)}, nil
}

func (opt *RatesChoices) standardised(group groupTenures, mix map[string]float64) (rates.Standardised, error) {
	var labels []string
	for v := range mix {
		labels = append(labels, v)
	}
	var parts []rates.Part
	for _, v := range survival.OrderGroups(labels) {
		r := group.parts[v]
		parts = append(parts, rates.Part{Group: v, Events: r.EventsWeight, Time: r.Time / opt.Per, Weight: mix[v],
			Inexact: r.Rate.OK && r.Reason != ""})
	}
	return rates.Direct(parts, opt.Conf)
}

// CSV writes the table that was asked for.
func (d *RatesAnswer) CSV(w io.Writer) error {
	switch d.opt.Table {
	case "standardised":
		return d.standardisedTable().CSV(w)
	case "groups":
		return d.groupTable().CSV(w)
	}
	return d.rateTable().CSV(w)
}

// Text writes a line a rate.
func (d *RatesAnswer) Text(w io.Writer) error { return d.rateTable().Text(w) }

// rateTable has a row a rate; the standardised one stands beside that over all tenures.
func (d *RatesAnswer) rateTable() *grid {
	g := &grid{header: headed(d.opt.By, "from", "to", "events", "time_at_risk", "rate", "lower", "upper", "lower_log", "upper_log")}
	if d.opt.Standardise != "" {
		g.header = append(g.header, "standardised", "standardised_lower", "standardised_upper")
	}
	if d.weighted() {
		g.header = append(g.header, "events_weight")
	}
	for _, x := range d.Groups {
		s := x.Standardised
		for _, r := range x.Rates {
			cells := []any{r.From, r.To, r.Events, r.Time, r.Rate, r.Lower, r.Upper, r.LogLower, r.LogUpper}
			if s != nil {
				cells = append(cells, s.Rate, s.Lower, s.Upper)
				s = &standardisedRate{}
			}
			if x.Weight != nil {
				cells = append(cells, r.EventsWeight)
			}
			g.keyed(x.key, cells...)
		}
	}
	return g
}

// weighted reports whether the rows have weights.
func (d *RatesAnswer) weighted() bool {
	return slices.ContainsFunc(d.Groups, func(x ratesGroup) bool { return x.Weight != nil })
}

func (d *RatesAnswer) standardisedTable() *grid {
	g := &grid{header: headed(d.opt.By, "over", "rate", "std_err", "lower", "upper")}
	for _, x := range d.Groups {
		if s := x.Standardised; s != nil {
			g.keyed(x.key, s.Over, s.Rate, s.StdErr, s.Lower, s.Upper)
		}
	}
	return g
}

// groupTable has a row a group: how many there are.
func (d *RatesAnswer) groupTable() *grid {
	g := &grid{header: headed(d.opt.By, "n")}
	if d.weighted() {
		g.header = append(g.header, "weight")
	}
	for _, x := range d.Groups {
		cells := []any{x.N}
		if x.Weight != nil {
			cells = append(cells, x.Weight)
		}
		g.keyed(x.key, cells...)
	}
	return g
}
