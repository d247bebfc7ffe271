package main

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/urfave/cli/v2"
	"gonum.org/v1/gonum/floats"

	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/english"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/rates"
)

// ratesCommand counts stops over time at risk.
func ratesCommand() *cli.Command {
	return &cli.Command{
		Name:      "rates",
		Usage:     "stops per agreement-year with exact limits, by tenure, standardised",
		ArgsUsage: "SPELLS|REGISTER|CSV, or with --counts TABLE...",
		Description: "The rate is per 12 of the time unit, a year of months, unless --per says otherwise. --standardise weighs the\n" +
			"rates of a column's groups to one mix: that of the time at risk of all rows, or that of --mix. With --weight,\n" +
			"stops and time count as often as it says; exact limits are of whole numbers of stops.",
		Flags: append(append(readFlags(),
			weightFlag(),
			&cli.BoolFlag{Name: "counts", Usage: "the arguments are tables that survival counts wrote: add them up"},
			&cli.StringFlag{Name: "time-unit", Value: "months", Usage: "what times are counted in"},
			&cli.Float64Flag{Name: "per", Value: 12, Usage: "the rate is per `N` of the time unit"},
			&cli.StringFlag{Name: "bands", Usage: "by tenure, between these `BREAKS`, such as 0,12,24,60"},
			&cli.StringFlag{Name: "standardise", Usage: "to a common mix of the groups of `COL`, such as size_group"},
			&cli.StringFlag{Name: "mix", Usage: "weights of those groups, as `GROUP=WEIGHT,…`"},
			&cli.Float64Flag{Name: "conf", Value: 0.95, Usage: "confidence level"},
			jsonFlag(), csvFlag(),
		), registerFlags()...),
		Action: runRates,
	}
}

// The machine contract: varighet.rates/1.
type (
	ratesJSON struct {
		Schema    string           `json:"schema"`
		TimeUnit  string           `json:"time_unit"`
		Per       float64          `json:"per"`
		ConfLevel float64          `json:"conf_level"`
		Groups    []ratesGroupJSON `json:"groups"`
		ending
	}
	ratesGroupJSON struct {
		By           map[string]string `json:"by"`
		N            int               `json:"n"`                // of those with a weight above 0
		Weight       *float64          `json:"weight,omitempty"` // what their weights add up to
		Rates        []rateJSON        `json:"rates"`            // the first over all tenures, then the bands
		Standardised *standardisedJSON `json:"standardised,omitempty"`
	}
	rateJSON struct {
		From         float64  `json:"from"`
		To           *float64 `json:"to"` // null: no end
		Events       int      `json:"events"`
		EventsWeight *float64 `json:"events_weight,omitempty"` // the same as a sum of weights
		Time         float64  `json:"time_at_risk"`            // in units of per; with weights, times them
		Rate         *float64 `json:"rate"`
		Lower        *float64 `json:"lower"`
		Upper        *float64 `json:"upper"`
		LogLower     *float64 `json:"lower_log"`
		LogUpper     *float64 `json:"upper_log"`
	}
	standardisedJSON struct {
		Over   string   `json:"over"`
		Rate   *float64 `json:"rate"`
		StdErr *float64 `json:"std_err"`
		Lower  *float64 `json:"lower"`
		Upper  *float64 `json:"upper"`
	}
)

type ratesOptions struct {
	rows.Choices
	per, conf   float64
	breaks      []float64
	standardise string
	mix         map[string]float64
}

func parseRatesOptions(ctx *cli.Context) (*ratesOptions, error) {
	read, err := parseReadOptions(ctx)
	if err != nil {
		return nil, err
	}
	opt := &ratesOptions{Choices: read, per: ctx.Float64("per")}
	if opt.standardise, err = choice.One("standardise", ctx.String("standardise")); err != nil {
		return nil, err
	}
	if opt.conf, err = parseConf(ctx); err != nil {
		return nil, err
	}
	if !(opt.per > 0 && opt.per < 1e15) {
		return nil, choice.Errorf("--per is above 0")
	}
	if opt.breaks, err = parseNumbers("bands", ctx.String("bands")); err != nil {
		return nil, err
	}
	for i, b := range opt.breaks {
		if b < 0 || i > 0 && b <= opt.breaks[i-1] || len(opt.breaks) < 2 {
			return nil, choice.Errorf("--bands are two or more numbers that ascend from 0 or more")
		}
	}
	if opt.standardise == "" && ctx.IsSet("mix") {
		return nil, choice.Errorf("--mix needs --standardise")
	}
	mix, err := choice.Weights("mix", ctx.String("mix"))
	if err != nil {
		return nil, err
	}
	for _, p := range mix {
		w, err := strconv.ParseFloat(p.Value, 64)
		if err != nil || !(w >= 0) || math.IsInf(w, 0) {
			return nil, choice.Errorf("--mix: %q is not a weight", p.Value)
		}
		if opt.mix == nil {
			opt.mix = map[string]float64{}
		}
		opt.mix[p.Name] = w
	}
	opt.Match = opt.standardise
	return opt, nil
}

// A rateGroup is one group's tenures as they are needed: the rate of any bands,
// and the parts to standardise over.
type rateGroup struct {
	key    rows.Key
	n      int
	weight *float64 // nil without weights
	bands  func(breaks []float64) ([]rates.Rate, error)
	parts  map[string]rates.Rate // by the value of --standardise
}

func runRates(ctx *cli.Context) error {
	opt, err := parseRatesOptions(ctx)
	if err != nil {
		return err
	}
	doc := &ratesJSON{Schema: "varighet.rates/1", TimeUnit: ctx.String("time-unit"), Per: opt.per, ConfLevel: opt.conf,
		Groups: []ratesGroupJSON{}}
	var groups []rateGroup
	if ctx.Bool("counts") {
		groups, err = doc.ratesOfCounts(ctx, opt)
	} else {
		groups, err = doc.ratesOfRows(ctx, opt)
	}
	if err != nil {
		return err
	}
	g := &grid{header: headed(opt.By, "from", "to", "events", "time_at_risk", "rate", "lower", "upper", "lower_log", "upper_log")}
	if opt.standardise != "" {
		g.header = append(g.header, "standardised", "standardised_lower", "standardised_upper")
	}
	if slices.ContainsFunc(groups, func(g rateGroup) bool { return g.weight != nil }) {
		g.header = append(g.header, "events_weight")
	}
	mix := opt.mixOf(groups)
	for _, group := range groups {
		if err := doc.add(group, opt, mix, g); err != nil {
			return err
		}
	}
	return emit(ctx, doc, g, doc.ending)
}

func (d *ratesJSON) ratesOfRows(ctx *cli.Context, opt *ratesOptions) ([]rateGroup, error) {
	args, err := arguments(ctx, 1, 1)
	if err != nil {
		return nil, err
	}
	rows, err := readRows(ctx, args[0], &opt.Choices)
	if err != nil {
		return nil, err
	}
	d.ending = newEnding(rows.Rejected, rows.LeftOut, rows.Warnings)
	if len(rows.Tenures) == 0 {
		d.Warnings = append(d.Warnings, "no rows can be used: no rate")
		return nil, nil
	}
	var groups []rateGroup
	for _, part := range rows.Split(len(opt.By) > 0) {
		counted := part.Rows.WithWeight()
		if len(counted.Tenures) == 0 {
			d.Warnings = append(d.Warnings, part.Key.Warned("no row has a weight: no rate"))
			continue
		}
		g := rateGroup{key: part.Key, n: len(counted.Tenures), bands: opt.bandsOf(counted)}
		if counted.Weights != nil {
			total := floats.Sum(counted.Weights)
			g.weight = &total
		}
		if g.parts, err = d.partsOf(part.Key, counted, opt); err != nil {
			return nil, err
		}
		groups = append(groups, g)
	}
	return groups, nil
}

func (opt *ratesOptions) bandsOf(rows *rows.Set) func([]float64) ([]rates.Rate, error) {
	return func(breaks []float64) ([]rates.Rate, error) {
		return rates.WeightedBands(rows.Tenures, rows.Weights, breaks, opt.conf)
	}
}

// partsOf are the rates of rows by their value of --standardise.
func (d *ratesJSON) partsOf(key rows.Key, rows *rows.Set, opt *ratesOptions) (map[string]rates.Rate, error) {
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
		d.Warnings = append(d.Warnings, key.Warned(fmt.Sprintf("%s left out of the standardised rate: no %s",
			english.Count(missing, "row", "rows"), opt.standardise)))
	}
	parts := map[string]rates.Rate{}
	for v, list := range byValue {
		all, err := opt.bandsOf(rows.Only(list))(allTenures)
		if err != nil {
			return nil, err
		}
		parts[v] = all[0]
	}
	return parts, nil
}

// allTenures is one band without end.
var allTenures = []float64{0, math.Inf(1)}

func (d *ratesJSON) ratesOfCounts(ctx *cli.Context, opt *ratesOptions) ([]rateGroup, error) {
	files, err := tablesOf(ctx)
	if err != nil {
		return nil, err
	}
	if opt.Time != "" || opt.Weight != "" {
		return nil, choice.Errorf("--counts has no rows: not for --time or --weight")
	}
	table, err := readCounts(files)
	if err != nil {
		return nil, err
	}
	d.TimeUnit, d.ending = table.Unit, newEnding(nil, nil, saidOf(table))
	by := opt.By
	if opt.standardise != "" {
		by = append(append([]string{}, by...), opt.standardise)
	}
	fine, err := table.Over(by)
	if err != nil {
		return nil, choice.Errorf("%v", err)
	}
	coarse, err := table.Over(opt.By)
	if err != nil {
		return nil, choice.Errorf("--by: %v", err)
	}
	var groups []rateGroup
	for _, c := range coarse.Groups() {
		counts := c.Counts.All()
		g := rateGroup{key: rows.Key{Values: c.Values, OK: true}, n: counts.N(), parts: map[string]rates.Rate{},
			bands: func(breaks []float64) ([]rates.Rate, error) { return rates.CountedBands(counts, breaks, opt.conf) }}
		if table.Weighted() {
			total := 0.0
			for c := range counts.All() {
				total += c.EnteredWeight
			}
			g.weight = &total
		}
		for _, f := range fine.Groups() {
			if opt.standardise == "" || (rows.Key{Values: f.Values[:len(opt.By)]}).Label() != g.key.Label() {
				continue
			}
			r, err := rates.CountedBands(f.Counts.All(), allTenures, opt.conf)
			if err != nil {
				return nil, err
			}
			g.parts[f.Values[len(opt.By)]] = r[0]
		}
		groups = append(groups, g)
	}
	if len(groups) == 0 {
		d.Warnings = append(d.Warnings, "the tables are empty: no rate")
	}
	return groups, nil
}

// mixOf is the mix asked for, or that of all time at risk.
func (opt *ratesOptions) mixOf(groups []rateGroup) map[string]float64 {
	if opt.mix != nil || opt.standardise == "" {
		return opt.mix
	}
	mix := map[string]float64{}
	for _, g := range groups {
		for v, r := range g.parts {
			mix[v] += r.Time
		}
	}
	return mix
}

func (d *ratesJSON) add(group rateGroup, opt *ratesOptions, mix map[string]float64, g *grid) error {
	list, err := group.bands(allTenures)
	if err != nil {
		return err
	}
	if opt.breaks != nil {
		bands, err := group.bands(opt.breaks)
		if err != nil {
			return err
		}
		list = append(list, bands...)
	}
	x := ratesGroupJSON{By: group.key.Document(opt.By), N: group.n, Weight: group.weight, Rates: []rateJSON{}}
	if opt.standardise != "" {
		s, err := opt.standardised(group, mix)
		if err != nil {
			return err
		}
		x.Standardised = &standardisedJSON{opt.standardise, orNull(s.Rate), orNull(s.StdErr), orNull(s.Lower), orNull(s.Upper)}
		switch {
		case s.Rate.OK && s.Reason != "":
			d.Warnings = append(d.Warnings, group.key.Warned("standardised rate: "+s.Reason))
		case s.Reason != "":
			d.Warnings = append(d.Warnings, group.key.Warned("no standardised rate: "+s.Reason))
		}
	}
	if r := list[0]; r.Rate.OK && r.Reason != "" { // the same for every band
		d.Warnings = append(d.Warnings, group.key.Warned(r.Reason))
	}
	for i, r := range list {
		r = r.Per(opt.per)
		y := rateJSON{From: r.From, Events: r.Events, Time: r.Time, Rate: orNull(r.Rate), Lower: orNull(r.Lower), Upper: orNull(r.Upper),
			LogLower: orNull(r.LogLower), LogUpper: orNull(r.LogUpper)}
		if !math.IsInf(r.To, 1) {
			y.To = &r.To
		}
		if group.weight != nil {
			y.EventsWeight = &r.EventsWeight
		}
		if y.Rate == nil {
			d.Warnings = append(d.Warnings, group.key.Warned(fmt.Sprintf("no rate from %s: no time at risk", exact(r.From))))
		}
		x.Rates = append(x.Rates, y)
		cells := []any{y.From, y.To, y.Events, y.Time, y.Rate, y.Lower, y.Upper, y.LogLower, y.LogUpper}
		switch {
		case x.Standardised != nil && i == 0:
			cells = append(cells, x.Standardised.Rate, x.Standardised.Lower, x.Standardised.Upper)
		case x.Standardised != nil:
			var none *float64
			cells = append(cells, none, none, none)
		}
		if group.weight != nil {
			cells = append(cells, r.EventsWeight)
		}
		g.keyed(group.key, cells...)
	}
	d.Groups = append(d.Groups, x)
	return nil
}

func (opt *ratesOptions) standardised(group rateGroup, mix map[string]float64) (rates.Standardised, error) {
	var labels []string
	for v := range mix {
		labels = append(labels, v)
	}
	var parts []rates.Part
	for _, v := range survival.OrderGroups(labels) {
		r := group.parts[v]
		parts = append(parts, rates.Part{Group: v, Events: r.EventsWeight, Time: r.Time / opt.per, Weight: mix[v],
			Inexact: r.Rate.OK && r.Reason != ""})
	}
	return rates.Direct(parts, opt.conf)
}
