package document

import (
	"fmt"
	"io"
	"strconv"

	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/hazard"
)

// HazardChoices say which model of the hazard is fitted to which rows.
type HazardChoices struct {
	*rows.ModelChoices
	Link     string    // cloglog, logit or poisson
	Calendar string    // none, trend or each-year
	Bands    []float64 // whole months, rising from above 0, at which the hazard of a tenure changes; nil: it does not
	Table    string    // which CSV writes: coefficients, cells or model
}

// Check is wrong use where a choice cannot be had.
func (opt *HazardChoices) Check() error {
	if _, ok := hazard.ParseLink(opt.Link); !ok {
		return choice.Errorf("--link is cloglog, logit or poisson, not %q", opt.Link)
	}
	if _, ok := calendars[opt.Calendar]; !ok {
		return choice.Errorf("--calendar is none, trend or each-year, not %q", opt.Calendar)
	}
	last := 0.0
	for _, e := range opt.Bands {
		if e != float64(int(e)) || e <= last || e > survival.MaxMonths {
			return choice.Errorf("--bands are whole months above 0 that rise, such as 6,12,24, not %v", e)
		}
		last = e
	}
	return KnownTable(opt.Table, "coefficients", "cells", "model", DefinitionsTable)
}

// calendars are how time in the world may enter.
var calendars = map[string]hazard.Calendar{"none": hazard.NoCalendar, "trend": hazard.Trend, "each-year": hazard.EachYear}

// edges are the months at which bands begin.
func (opt *HazardChoices) edges() []int {
	edges := []int{0}
	for _, e := range opt.Bands {
		edges = append(edges, int(e))
	}
	return edges
}

// A HazardAnswer is what `survival hazard` prints: a model of the chance to stop in a month, in
// bands of tenure, fitted to counts of months at risk.
type HazardAnswer struct {
	modelHead
	Calendar string `json:"calendar"` // how calendar time enters: none, trend or each-year
	// spells or rows with a weight above 0; 0 if there is no model
	N            int      `json:"n"`
	Events       int      `json:"events"`                  // of n, those that stopped
	Months       int      `json:"months_at_risk"`          // of all n, added up (months)
	EventsWeight *float64 `json:"events_weight,omitempty"` // events as a sum of weights; absent: without weights
	// months_at_risk as a sum of weights; absent: without weights
	MonthsWeight *float64 `json:"months_weight,omitempty"`
	// that robust standard errors are made from; 0 without --cluster
	Clusters  int `json:"clusters"`
	FirstYear int `json:"first_year,omitempty"` // calendar year of the trend's 0; absent: no calendar
	// log-likelihood with the intercept alone; null: log_likelihood is
	LogLikNull *float64 `json:"log_likelihood_null"`
	LogLik     *float64 `json:"log_likelihood"` // log-likelihood at the estimates; null: no model, or exactly 0
	Deviance   *float64 `json:"deviance"`       // of the cells; null: not defined
	DF         int      `json:"df_residual"`    // cells less coefficients
	// intercept, bands of tenure, calendar, covariates; empty if there is no model
	Coefficients []Coefficient `json:"coefficients"`
	// what was counted: the data that the model is fitted to
	Cells []hazardCell `json:"cells"`
	Ending

	ratio string // what exp of a coefficient is
	table string
}

// A hazardCell is the months at risk of one band, year and pattern of covariates.
type hazardCell struct {
	Year   int    `json:"year,omitempty"` // calendar year of the months; absent: no starts were read
	Tenure string `json:"tenure"`         // the band, by its first and last month of tenure, such as 1-12 or 13+
	// values of the design's columns, in the order of their coefficients
	Covariates   []float64 `json:"covariates"`
	Events       int       `json:"events"`                  // stops
	Months       int       `json:"months"`                  // at risk (months)
	EventsWeight *float64  `json:"events_weight,omitempty"` // events as a sum of weights; absent: without weights
	MonthsWeight *float64  `json:"months_weight,omitempty"` // months as a sum of weights; absent: without weights
}

// Hazard counts months at risk and fits the model to them.
func Hazard(src *rows.Source, opt *HazardChoices) (*HazardAnswer, error) {
	choices := *opt.ModelChoices
	choices.Unfit = withoutMonths
	choices.NeedStart = opt.Calendar != "none" || opt.Start != ""
	rows, err := rows.ReadModel(src, &choices)
	if err != nil {
		return nil, err
	}
	link, _ := hazard.ParseLink(opt.Link) // Check took none that cannot be
	ratio := hazardRatios[link]
	doc := &HazardAnswer{modelHead: newHead(rows, "varighet.hazard/1", opt.Link, ratio.of, opt.Conf),
		Calendar:     opt.Calendar,
		Coefficients: []Coefficient{}, Cells: []hazardCell{}, ratio: ratio.name, table: opt.Table}
	if err := rows.Lacking(src); err != nil {
		return nil, err
	}
	data := hazard.Data{Tenures: rows.Tenures, X: rows.X, Start: rows.Start, Weights: rows.Weights}
	table, err := hazard.Tabulate(data, opt.edges())
	if err != nil {
		return nil, err
	}
	doc.addCells(table, rows)
	if rows.Cluster != nil { // cells are shown without clusters
		data.Cluster = rows.Cluster
		if table, err = hazard.Tabulate(data, opt.edges()); err != nil {
			return nil, err
		}
	}
	m, err := table.Fit(hazard.Options{Link: link, Calendar: calendars[opt.Calendar], ConfLevel: opt.Conf})
	if err != nil {
		return nil, inFile(err, src)
	}
	doc.describe(m)
	doc.Ending = modelEnding(rows, m.Warnings)
	return doc, nil
}

// hazardRatios are what exp of a coefficient is, and what it is a ratio of.
var hazardRatios = map[hazard.Link]struct{ name, of string }{
	hazard.Cloglog: {"hazard ratio", "hazards"}, hazard.Logit: {"odds ratio", "odds"}, hazard.Poisson: {"rate ratio", "rates"},
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

// addCells adds what was counted.
func (d *HazardAnswer) addCells(table *hazard.Table, rows *rows.Model) {
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
func (d *HazardAnswer) describe(m *hazard.Model) {
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

// CSV writes the table that was asked for.
func (d *HazardAnswer) CSV(w io.Writer) error {
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
func (d *HazardAnswer) facts() []fact {
	list := []fact{{"calendar", d.Calendar}, {"n", d.N}, {"events", d.Events}, {"months_at_risk", d.Months},
		{"clusters", d.Clusters}, {"first_year", d.FirstYear}, {"log_likelihood_null", d.LogLikNull}, {"log_likelihood", d.LogLik},
		{"deviance", d.Deviance}, {"df_residual", d.DF}}
	if d.Weight != nil {
		list = append(list, fact{"events_weight", d.EventsWeight}, fact{"months_weight", d.MonthsWeight})
	}
	return list
}

// writeCells writes what was counted, with sums of weights if there are any.
func (d *HazardAnswer) writeCells(w io.Writer) error {
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

// Text writes the counts, the coefficients and the deviance.
func (d *HazardAnswer) Text(w io.Writer) error {
	fmt.Fprintf(w, "%d tenures, %d stopped in %d months at risk; %s%s\n", d.N, d.Events, d.Months, d.Model, d.weighed())
	if err := writeCoefficients(w, d.Coefficients, d.ratio, d.ConfLevel); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "deviance %s on %d df\n", shownNumber(d.Deviance, "%.2f"), d.DF)
	return err
}
