package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/cox"
)

// coxCommand fits Cox models to spells, to a register, or to any CSV.
func coxCommand() *cli.Command {
	return &cli.Command{
		Name:      "cox",
		Usage:     "Cox's proportional hazards: by how much covariates raise the rate of stopping",
		ArgsUsage: "SPELLS|REGISTER|CSV",
		Description: "SPELLS is a file that `survival spells` wrote; REGISTER a folder that `ingest` wrote.\n" +
			"Any other CSV needs --time and --event, and may have --entry; a person with covariates that\n" +
			"change is several rows. Labels are factors; the ratio is that of hazards, against the first level.",
		Flags: modelFlags(append(causeFlags(), clusterFlag(),
			&cli.StringFlag{Name: "strata", Usage: "a baseline hazard of its own for each value of `COL[,COL]`"},
			weightFlag(),
			&cli.StringFlag{Name: "ties", Value: "efron", Usage: "efron, breslow or exact"},
			&cli.BoolFlag{Name: "firth", Usage: "penalise, so that every estimate is finite"},
			&cli.StringFlag{Name: "zph", Value: "km", Usage: "check proportional hazards over km, rank, identity or log time; or none"},
			&cli.StringFlag{Name: "profile", Usage: "curves for `COL=VALUE,…[;COL=VALUE,…]`, every covariate named"},
			&cli.StringFlag{Name: "ci", Value: "log-log", Usage: "limits of curves on the scale log-log or log"},
			&cli.StringFlag{Name: "table", Value: "coefficients", Usage: "with --csv: coefficients, covariance, tests, curves, residuals or model (all of which there is one number)"})...),
		Action: runCox,
	}
}

// coxOptions say which Cox models are fitted to which rows, and what is to be said of them.
type coxOptions struct {
	*rows.ModelChoices
	fit      cox.Options
	zph      string // "none", or over which time hazards are checked for being proportional
	profiles []map[string]string
	limits   survival.ConfType
	table    string // the table that is written as CSV
}

// parseCoxOptions reads the flags.
func parseCoxOptions(ctx *cli.Context) (*coxOptions, error) {
	m, err := parseModelOptions(ctx)
	if err != nil {
		return nil, err
	}
	opt := &coxOptions{ModelChoices: m, zph: ctx.String("zph"), table: ctx.String("table")}
	ties, ok := cox.ParseTies(ctx.String("ties"))
	if !ok {
		return nil, choice.Errorf("--ties is efron, breslow or exact, not %q", ctx.String("ties"))
	}
	opt.fit = cox.Options{Ties: ties, ConfLevel: m.Conf, Firth: ctx.Bool("firth")}
	if opt.limits, ok = survival.ParseConfType(ctx.String("ci")); !ok || opt.limits != survival.LogLog && opt.limits != survival.Log {
		return nil, choice.Errorf("--ci is log-log or log, not %q", ctx.String("ci"))
	}
	if opt.profiles, err = choice.Profiles(ctx.String("profile")); err != nil {
		return nil, err
	}
	return opt, opt.check()
}

// check is wrong use where choices do not go together.
func (opt *coxOptions) check() error {
	clustered := opt.Cluster != "" || opt.Weight != ""
	if opt.fit.Firth && (opt.fit.Ties == cox.Exact || clustered) {
		return choice.Errorf("--firth cannot be had with exact ties, --cluster or --weight")
	}
	if opt.fit.Ties == cox.Exact && clustered {
		return choice.Errorf("--ties exact cannot be had with --cluster or --weight")
	}
	if _, ok := cox.ParseTransform(opt.zph); !ok && opt.zph != "none" {
		return choice.Errorf("--zph is km, rank, identity, log or none, not %q", opt.zph)
	}
	if err := checkTable(opt.table, "coefficients", "covariance", "tests", "curves", "residuals", "model"); err != nil {
		return err
	}
	if opt.table == "curves" && opt.profiles == nil {
		return choice.Errorf("--table curves needs --profile")
	}
	return nil
}

func runCox(ctx *cli.Context) error {
	args, err := arguments(ctx, 1, 1)
	if err != nil {
		return err
	}
	opt, err := parseCoxOptions(ctx)
	if err != nil {
		return err
	}
	src, err := sourceOf(ctx, args[0], opt.Time != "")
	if err != nil {
		return err
	}
	defer src.Close()
	doc, err := coxOf(src, opt)
	if err != nil {
		return err
	}
	return show(ctx, args[0], doc)
}

// The machine contract: varighet.cox/1.
type (
	coxDocument struct {
		modelHead
		Ties   string     `json:"ties"`
		Firth  bool       `json:"firth"`
		Models []coxModel `json:"models"` // one, or one a cause
		ending

		table string
	}
	coxModel struct {
		Cause        *string           `json:"cause"`
		N            int               `json:"n"`
		Events       int               `json:"events"`
		Strata       int               `json:"strata"`
		Clusters     int               `json:"clusters"`
		Robust       bool              `json:"robust"`
		LogLikNull   *float64          `json:"log_likelihood_null"`
		LogLik       *float64          `json:"log_likelihood"`
		AIC          *float64          `json:"aic"`
		BIC          *float64          `json:"bic"`
		Coefficients []coefficientJSON `json:"coefficients"`
		Covariance   [][]*float64      `json:"covariance"`
		Tests        []coxTest         `json:"tests"`
		Concordance  coxConcordance    `json:"concordance"`
		Proportional []coxTest         `json:"proportional_hazards"`
		Curves       []coxCurve        `json:"curves"`

		model     *cox.Model
		rows      *rows.Model
		residuals []cox.Residual // if they are the table
	}
	coxTest struct {
		Name   string   `json:"name"`
		Chi2   *float64 `json:"chi2"`
		DF     int      `json:"df"`
		P      *float64 `json:"p"`
		Reason string   `json:"reason,omitempty"`
	}
	coxConcordance struct {
		Value      *float64 `json:"value"`
		StdErr     *float64 `json:"std_err"`
		Concordant float64  `json:"concordant"`
		Discordant float64  `json:"discordant"`
		TiedX      float64  `json:"tied_x"`
		TiedTime   float64  `json:"tied_time"`
		TiedBoth   float64  `json:"tied_both"`
		Reason     string   `json:"reason,omitempty"`
	}
	coxCurve struct {
		Profile map[string]string `json:"profile"`
		Stratum string            `json:"stratum,omitempty"`
		Points  []coxPoint        `json:"points"`
	}
	coxPoint struct {
		Time     float64  `json:"time"`
		Survival float64  `json:"survival"`
		Lower    *float64 `json:"lower"`
		Upper    *float64 `json:"upper"`
		Hazard   float64  `json:"cumulative_hazard"`
		HazardSE float64  `json:"cumulative_hazard_std_err"`
	}
)

// coxOf fits the models: one, or one a cause.
func coxOf(src *rows.Source, opt *coxOptions) (*coxDocument, error) {
	rows, err := rows.ReadModel(src, opt.ModelChoices)
	if err != nil {
		return nil, err
	}
	doc := &coxDocument{modelHead: newHead(rows, "varighet.cox/1", "cox", "hazards", opt.Conf), Ties: opt.fit.Ties.String(),
		Firth: opt.fit.Firth, Models: []coxModel{}, table: opt.table}
	var warnings []string
	if why := rows.Lacking(); why != "" {
		doc.ending = modelEnding(rows, []string{why})
		return doc, nil
	}
	causes := []string{""}
	if opt.Cause != "" {
		if causes, err = rows.CausesOf(opt.Of); err != nil {
			return nil, err
		}
	}
	for _, cause := range causes {
		m, err := fitCoxCause(rows, opt, cause)
		if err != nil {
			return nil, err
		}
		prefix := ""
		if opt.Cause != "" {
			m.Cause = &cause
			prefix = cause + ": "
		}
		for _, w := range m.model.Warnings {
			warnings = append(warnings, prefix+w)
		}
		more, err := m.describe(opt)
		if err != nil {
			return nil, err
		}
		for _, w := range more {
			warnings = append(warnings, prefix+w)
		}
		doc.Models = append(doc.Models, *m)
	}
	doc.ending = modelEnding(rows, warnings)
	return doc, nil
}

// fitCoxCause fits the model of one cause, with the other stops censored.
func fitCoxCause(rows *rows.Model, opt *coxOptions, cause string) (*coxModel, error) {
	tenures := rows.Tenures
	if opt.Cause != "" {
		tenures = append([]survival.Tenure(nil), tenures...)
		for i := range tenures {
			tenures[i].Stopped = tenures[i].Stopped && rows.Causes[i] == cause
		}
	}
	m, err := cox.Fit(cox.Data{Tenures: tenures, X: rows.X, Strata: rows.Strata, Cluster: rows.Cluster, Weights: rows.Weights}, opt.fit)
	if err != nil {
		return nil, err
	}
	return &coxModel{model: m, rows: rows}, nil
}

// describe fills the document of a model, and returns warnings.
func (d *coxModel) describe(opt *coxOptions) (warnings []string, err error) {
	m := d.model
	d.N, d.Events, d.Strata, d.Clusters, d.Robust = m.N, m.Events, m.Strata, m.Clusters, m.Robust
	d.AIC, d.BIC = orNull(m.AIC), orNull(m.BIC)
	if m.Events > 0 {
		d.LogLik, d.LogLikNull = &m.LogLik, &m.LogLikNull
	}
	d.addCoefficients()
	d.Tests = []coxTest{newCoxTest("likelihood_ratio", m.LikelihoodRatio), newCoxTest("wald", m.Wald), newCoxTest("score", m.Score)}
	if m.Robust {
		d.Tests = append(d.Tests, newCoxTest("robust_score", m.RobustScore))
	}
	c := m.Concordance()
	d.Concordance = coxConcordance{orNull(c.Value), orNull(c.StdErr), c.Concordant, c.Discordant, c.TiedX, c.TiedY, c.TiedXY, c.Reason}
	if c.Value.OK && !c.StdErr.OK {
		warnings = append(warnings, "concordance: "+c.Reason)
	}
	warnings = append(warnings, d.addProportional(opt.zph)...)
	more, err := d.addCurves(opt)
	if err == nil && opt.table == "residuals" {
		d.residuals, err = m.Residuals()
	}
	return append(warnings, more...), err
}

func (d *coxModel) addCoefficients() {
	d.Coefficients, d.Covariance = []coefficientJSON{}, [][]*float64{}
	for _, k := range d.model.Coefficients {
		d.Coefficients = append(d.Coefficients, newCoefficient(k.Column, k.Estimate, k.StdErr, k.RobustStdErr, k.HazardRatio,
			k.Lower, k.Upper, k.Z, k.P, k.Infinite, k.Reason))
	}
	for _, line := range d.model.Covariance() {
		cells := []*float64{}
		for _, v := range line {
			cells = append(cells, orNull(v))
		}
		d.Covariance = append(d.Covariance, cells)
	}
}

// addProportional tests whether hazards are proportional, and returns warnings.
func (d *coxModel) addProportional(zph string) (warnings []string) {
	d.Proportional = []coxTest{}
	if zph == "none" || len(d.model.Coefficients) == 0 {
		return nil
	}
	transform, _ := cox.ParseTransform(zph)
	tests, err := d.model.ProportionalHazards(transform)
	if err != nil {
		warnings = append(warnings, err.Error())
	}
	for _, t := range tests {
		name := t.Term
		if name == "" {
			name = "global"
		}
		d.Proportional = append(d.Proportional, newCoxTest(name, t.Test))
	}
	return warnings
}

// addCurves adds the curves of each profile, and returns warnings.
func (d *coxModel) addCurves(opt *coxOptions) (warnings []string, err error) {
	d.Curves = []coxCurve{}
	for _, profile := range opt.profiles {
		x, err := d.rows.X.Profile(profile)
		if err != nil {
			return nil, choice.Errorf("--profile: %v", err)
		}
		curves, err := d.model.Curves(x, opt.limits)
		if err != nil {
			warnings = append(warnings, err.Error())
		}
		for _, c := range curves {
			d.Curves = append(d.Curves, newCoxCurve(profile, c))
		}
	}
	return warnings, nil
}

func newCoxTest(name string, t cox.Test) coxTest {
	return coxTest{name, orNull(t.Chi2), t.DF, orNull(t.P), t.Reason}
}

func newCoxCurve(profile map[string]string, c cox.Curve) coxCurve {
	out := coxCurve{Profile: profile, Stratum: c.Stratum, Points: []coxPoint{}}
	for _, p := range c.Points {
		out.Points = append(out.Points, coxPoint{p.Time, p.Survival, orNull(p.Lower), orNull(p.Upper), p.CumulativeHazard,
			p.CumulativeHazardStdErr})
	}
	return out
}

func (d *coxDocument) writeCSV(w io.Writer) error {
	header, _ := new(coxModel).cells(d, d.table)
	var list [][]string
	for i := range d.Models {
		m := &d.Models[i]
		cause := ""
		if m.Cause != nil {
			cause = *m.Cause
		}
		var more [][]string
		header, more = m.cells(d, d.table)
		for _, r := range more {
			list = append(list, append([]string{cause}, r...))
		}
	}
	return writeRows(w, append([]string{"cause"}, header...), list)
}

// cells are a table of the model, with its header.
func (d *coxModel) cells(of *coxDocument, table string) (header []string, rows [][]string) {
	switch table {
	case "covariance":
		return []string{"row", "column", "covariance"}, d.covarianceCells()
	case "tests":
		return []string{"kind", "name", "chi2", "df", "p", "reason"},
			append(testCells("all_coefficients", d.Tests), testCells("proportional_hazards", d.Proportional)...)
	case "curves":
		return []string{"curve", "stratum", "time", "survival", "lower", "upper", "cumulative_hazard", "cumulative_hazard_std_err",
			"profile"}, d.curveCells()
	case "residuals":
		return d.residualCells()
	case "model":
		return factCells(append(of.facts(), d.facts(of)...))
	}
	return coefficientHeader, coefficientCells(d.Coefficients)
}

func (d *coxModel) covarianceCells() (rows [][]string) {
	for i, line := range d.Covariance {
		for k, v := range line {
			rows = append(rows, []string{d.Coefficients[i].name, d.Coefficients[k].name, cellOf(v)})
		}
	}
	return rows
}

func testCells(kind string, tests []coxTest) (rows [][]string) {
	for _, t := range tests {
		rows = append(rows, []string{kind, t.Name, cellOf(t.Chi2), strconv.Itoa(t.DF), cellOf(t.P), t.Reason})
	}
	return rows
}

func (d *coxModel) curveCells() (rows [][]string) {
	for i, c := range d.Curves {
		for _, p := range c.Points {
			rows = append(rows, []string{strconv.Itoa(i + 1), c.Stratum, exact(p.Time), exact(p.Survival), cellOf(p.Lower),
				cellOf(p.Upper), exact(p.Hazard), exact(p.HazardSE), profileText(c.Profile)})
		}
	}
	return rows
}

func (d *coxModel) residualCells() (header []string, rows [][]string) {
	header = []string{"row", "martingale", "deviance"}
	for _, c := range d.Coefficients {
		if c.Estimate != nil {
			header = append(header, "dfbeta_"+c.name)
		}
	}
	for i, r := range d.residuals {
		n := i + 1
		if d.rows.Row != nil {
			n = d.rows.Row[i]
		}
		cells := []string{strconv.Itoa(n), exact(r.Martingale), exactOpt(r.Deviance)}
		for _, v := range r.DFBeta {
			cells = append(cells, exact(v))
		}
		rows = append(rows, cells)
	}
	return header, rows
}

// facts are what there is one of in the model.
func (d *coxModel) facts(of *coxDocument) []fact {
	c := &d.Concordance
	return []fact{{"ties", of.Ties}, {"firth", of.Firth}, {"n", d.N}, {"events", d.Events}, {"strata", d.Strata},
		{"clusters", d.Clusters}, {"robust", d.Robust}, {"log_likelihood_null", d.LogLikNull}, {"log_likelihood", d.LogLik},
		{"aic", d.AIC}, {"bic", d.BIC}, {"concordance", c.Value}, {"concordance_std_err", c.StdErr},
		{"concordant", c.Concordant}, {"discordant", c.Discordant}, {"tied_x", c.TiedX}, {"tied_time", c.TiedTime},
		{"tied_both", c.TiedBoth}, {"concordance_reason", c.Reason}}
}

func (d *coxDocument) writeText(w io.Writer) error {
	for i, m := range d.Models {
		if i > 0 {
			fmt.Fprintln(w)
		}
		if m.Cause != nil {
			fmt.Fprintf(w, "%s, other stops censored\n", *m.Cause)
		}
		fmt.Fprintf(w, "%d tenures, %d stopped; %s ties", m.N, m.Events, d.Ties)
		if m.Strata > 1 {
			fmt.Fprintf(w, "; %d strata", m.Strata)
		}
		if m.Clusters > 0 {
			fmt.Fprintf(w, "; standard errors by %d clusters", m.Clusters)
		}
		fmt.Fprintln(w, d.weighed())
		if err := writeCoefficients(w, m.Coefficients, "hazard ratio", d.ConfLevel); err != nil {
			return err
		}
		fmt.Fprintf(w, "concordance %s (std. error %s)\n", shownNumber(m.Concordance.Value, "%.3f"), shownNumber(m.Concordance.StdErr, "%.4f"))
		tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		for _, t := range m.Tests {
			fmt.Fprintf(tw, "%s\tchi2 = %s\ton %d df\tp = %s\n", strings.ReplaceAll(t.Name, "_", " "), shownNumber(t.Chi2, "%.3f"), t.DF,
				shownP(t.P))
		}
		for _, t := range m.Proportional {
			fmt.Fprintf(tw, "proportional hazards, %s\tchi2 = %s\ton %d df\tp = %s\n", t.Name, shownNumber(t.Chi2, "%.3f"), t.DF,
				shownP(t.P))
		}
		if err := tw.Flush(); err != nil {
			return err
		}
	}
	return nil
}
