package main

import (
	"fmt"
	"io"
	"strconv"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/hazard"
)

// hazardCommand fits models of the hazard month by month.
func hazardCommand() *cli.Command {
	return &cli.Command{
		Name:      "hazard",
		Usage:     "the chance to stop month by month: cloglog, logit, or Poisson rates with a calendar trend",
		ArgsUsage: "SPELLS|REGISTER|CSV",
		Description: "Tenures in whole months are counted as agreement-months at risk, by band of tenure, year and\n" +
			"covariates. The ratio is that of hazards (cloglog), of odds (logit) or of rates per agreement-year\n" +
			"(poisson). Any CSV needs --time and --event, and for a calendar --start.",
		Flags: modelFlags(clusterFlag(), weightFlag(),
			&cli.StringFlag{Name: "link", Value: "cloglog", Usage: "cloglog, logit or poisson"},
			&cli.StringFlag{Name: "bands", Value: "6,12,24,36,60,96,144", Usage: "`MONTHS` of tenure after which the hazard may change"},
			&cli.StringFlag{Name: "calendar", Value: "none", Usage: "none, trend (by a factor a year) or each-year"},
			&cli.StringFlag{Name: "start", Usage: "any CSV: `COL`umn of the month in which a tenure starts"},
			&cli.StringFlag{Name: "table", Value: "coefficients", Usage: "with --csv: coefficients, cells or model (all of which there is one number)"}),
		Action: runHazard,
	}
}

// hazardOptions say which model of the hazard is fitted to which rows.
type hazardOptions struct {
	*rows.ModelChoices
	fit   hazard.Options
	bands []int
	table string
}

// parseHazardOptions reads the flags.
func parseHazardOptions(ctx *cli.Context) (*hazardOptions, error) {
	m, err := parseModelOptions(ctx)
	if err != nil {
		return nil, err
	}
	opt := &hazardOptions{ModelChoices: m, fit: hazard.Options{ConfLevel: m.Conf}, bands: []int{0}, table: ctx.String("table")}
	var ok bool
	if opt.fit.Link, ok = hazard.ParseLink(ctx.String("link")); !ok {
		return nil, choice.Errorf("--link is cloglog, logit or poisson, not %q", ctx.String("link"))
	}
	switch s := ctx.String("calendar"); s {
	case "none":
	case "trend":
		opt.fit.Calendar = hazard.Trend
	case "each-year":
		opt.fit.Calendar = hazard.EachYear
	default:
		return nil, choice.Errorf("--calendar is none, trend or each-year, not %q", s)
	}
	if err := checkTable(opt.table, "coefficients", "cells", "model"); err != nil {
		return nil, err
	}
	if m.Start, err = choice.One("start", ctx.String("start")); err != nil {
		return nil, err
	}
	m.NeedStart = opt.fit.Calendar != hazard.NoCalendar || m.Start != ""
	edges, err := parseNumbers("bands", ctx.String("bands"))
	if err != nil {
		return nil, err
	}
	for _, e := range edges {
		if e != float64(int(e)) || int(e) <= opt.bands[len(opt.bands)-1] || e > survival.MaxMonths {
			return nil, choice.Errorf("--bands are whole months above 0 that rise, such as 6,12,24, not %v", e)
		}
		opt.bands = append(opt.bands, int(e))
	}
	return opt, nil
}

// The machine contract: varighet.hazard/1.
type (
	hazardDocument struct {
		modelHead
		Calendar     string            `json:"calendar"`
		N            int               `json:"n"`
		Events       int               `json:"events"`
		Months       int               `json:"months_at_risk"`
		EventsWeight *float64          `json:"events_weight,omitempty"` // the same as sums of weights
		MonthsWeight *float64          `json:"months_weight,omitempty"`
		Clusters     int               `json:"clusters"`
		FirstYear    int               `json:"first_year,omitempty"` // 0 of the trend
		LogLikNull   *float64          `json:"log_likelihood_null"`
		LogLik       *float64          `json:"log_likelihood"`
		Deviance     *float64          `json:"deviance"`
		DF           int               `json:"df_residual"`
		Coefficients []coefficientJSON `json:"coefficients"`
		Cells        []hazardCell      `json:"cells"`
		ending

		ratio string // what exp of a coefficient is
		table string
	}
	hazardCell struct {
		Year         int       `json:"year,omitempty"`
		Tenure       string    `json:"tenure"`
		Covariates   []float64 `json:"covariates"` // in the order of the coefficients
		Events       int       `json:"events"`
		Months       int       `json:"months"`
		EventsWeight *float64  `json:"events_weight,omitempty"`
		MonthsWeight *float64  `json:"months_weight,omitempty"`
	}
)

func runHazard(ctx *cli.Context) error {
	args, err := arguments(ctx, 1, 1)
	if err != nil {
		return err
	}
	opt, err := parseHazardOptions(ctx)
	if err != nil {
		return err
	}
	src, err := sourceOf(ctx, args[0], opt.Time != "")
	if err != nil {
		return err
	}
	defer src.Close()
	doc, err := hazardOf(src, opt)
	if err != nil {
		return err
	}
	return show(ctx, args[0], doc)
}

// withoutMonths finds a tenure that cannot be parted into months.
func withoutMonths(t survival.Tenure) (survival.RejectCode, string) {
	switch {
	case t.Exit == 0:
		return rows.TimeZero, "a time of 0 has no month at risk"
	case t.Exit > survival.MaxMonths || t.Entry != float64(int(t.Entry)) || t.Exit != float64(int(t.Exit)):
		return rows.TimeNotWhole, "the times are not whole months"
	}
	return "", ""
}

// hazardRatios are what exp of a coefficient is, and what it is a ratio of.
var hazardRatios = map[hazard.Link]struct{ name, of string }{
	hazard.Cloglog: {"hazard ratio", "hazards"}, hazard.Logit: {"odds ratio", "odds"}, hazard.Poisson: {"rate ratio", "rates"},
}

// hazardOf counts months at risk and fits the model to them.
func hazardOf(src *rows.Source, opt *hazardOptions) (*hazardDocument, error) {
	choices := *opt.ModelChoices
	choices.Unfit = withoutMonths
	rows, err := rows.ReadModel(src, &choices)
	if err != nil {
		return nil, err
	}
	ratio := hazardRatios[opt.fit.Link]
	doc := &hazardDocument{modelHead: newHead(rows, "varighet.hazard/1", opt.fit.Link.String(), ratio.of, opt.Conf),
		Calendar:     [...]string{"none", "trend", "each-year"}[opt.fit.Calendar],
		Coefficients: []coefficientJSON{}, Cells: []hazardCell{}, ratio: ratio.name, table: opt.table}
	if why := rows.Lacking(); why != "" {
		doc.ending = modelEnding(rows, []string{why})
		return doc, nil
	}
	data := hazard.Data{Tenures: rows.Tenures, X: rows.X, Start: rows.Start, Weights: rows.Weights}
	table, err := hazard.Tabulate(data, opt.bands)
	if err != nil {
		return nil, err
	}
	doc.addCells(table, rows)
	if rows.Cluster != nil { // cells are shown without clusters
		data.Cluster = rows.Cluster
		if table, err = hazard.Tabulate(data, opt.bands); err != nil {
			return nil, err
		}
	}
	m, err := table.Fit(opt.fit)
	if err != nil {
		return nil, err
	}
	doc.describe(m)
	doc.ending = modelEnding(rows, m.Warnings)
	return doc, nil
}

// addCells adds what was counted.
func (d *hazardDocument) addCells(table *hazard.Table, rows *rows.Model) {
	for _, c := range table.Cells {
		x := hazardCell{Year: c.Year, Tenure: table.BandName(c.Band), Covariates: append([]float64{}, rows.X.Pattern(c.Pattern)...),
			Events: c.Events, Months: c.Months}
		if rows.Weights != nil {
			x.EventsWeight, x.MonthsWeight = &c.EventsWeight, &c.MonthsWeight
		}
		d.Cells = append(d.Cells, x)
	}
}

// describe fills the document with the model that was fitted.
func (d *hazardDocument) describe(m *hazard.Model) {
	d.N, d.Events, d.Months, d.Clusters, d.FirstYear = m.N, m.Events, m.Months, m.Clusters, m.FirstYear
	if d.Weight != nil {
		d.EventsWeight, d.MonthsWeight = &m.EventsWeight, &m.MonthsWeight
	}
	d.Deviance, d.DF = orNull(m.Deviance), m.DF
	if m.LogLik != 0 {
		d.LogLik, d.LogLikNull = &m.LogLik, &m.LogLikNull
	}
	for _, k := range m.Coefficients {
		d.Coefficients = append(d.Coefficients, newCoefficient(k.Column, k.Estimate, k.StdErr, k.RobustStdErr, k.Ratio, k.Lower,
			k.Upper, k.Z, k.P, k.Infinite, k.Reason))
	}
}

func (d *hazardDocument) writeCSV(w io.Writer) error {
	switch d.table {
	case "cells":
		return d.writeCells(w)
	case "model":
		header, list := factCells(append(d.modelHead.facts(), d.facts()...))
		return writeRows(w, header, list)
	}
	return writeRows(w, coefficientHeader, coefficientCells(d.Coefficients))
}

// facts are what there is one of in the model.
func (d *hazardDocument) facts() []fact {
	list := []fact{{"calendar", d.Calendar}, {"n", d.N}, {"events", d.Events}, {"months_at_risk", d.Months},
		{"clusters", d.Clusters}, {"first_year", d.FirstYear}, {"log_likelihood_null", d.LogLikNull}, {"log_likelihood", d.LogLik},
		{"deviance", d.Deviance}, {"df_residual", d.DF}}
	if d.Weight != nil {
		list = append(list, fact{"events_weight", d.EventsWeight}, fact{"months_weight", d.MonthsWeight})
	}
	return list
}

// writeCells writes what was counted, with sums of weights if there are any.
func (d *hazardDocument) writeCells(w io.Writer) error {
	header := []string{"year", "tenure"}
	for _, c := range d.Coefficients {
		if c.Term != hazard.InterceptName && c.Term != hazard.BandTerm && c.Term != hazard.YearTerm {
			header = append(header, c.name)
		}
	}
	if header = append(header, "events", "months"); d.Weight != nil {
		header = append(header, "events_weight", "months_weight")
	}
	var rows [][]string
	for _, c := range d.Cells {
		cells := []string{strconv.Itoa(c.Year), c.Tenure}
		for _, v := range c.Covariates {
			cells = append(cells, exact(v))
		}
		if cells = append(cells, strconv.Itoa(c.Events), strconv.Itoa(c.Months)); d.Weight != nil {
			cells = append(cells, cellOf(c.EventsWeight), cellOf(c.MonthsWeight))
		}
		rows = append(rows, cells)
	}
	return writeRows(w, header, rows)
}

func (d *hazardDocument) writeText(w io.Writer) error {
	fmt.Fprintf(w, "%d tenures, %d stopped in %d months at risk; %s%s\n", d.N, d.Events, d.Months, d.Model, d.weighed())
	if err := writeCoefficients(w, d.Coefficients, d.ratio, d.ConfLevel); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "deviance %s on %d df\n", shownNumber(d.Deviance, "%.2f"), d.DF)
	return err
}
