package document

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/cox"
)

// CoxChoices say which Cox models are fitted to which rows, and what is to be said of them.
type CoxChoices struct {
	*rows.ModelChoices
	Ties  string // efron, breslow or exact
	Firth bool   // penalise, so that every estimate is finite
	// "none", or over which time hazards are checked for being proportional: km, rank, identity or log
	Zph      string
	Profiles []map[string]string // values of covariates by name, each of which gets a curve; nil: no curves
	Limits   survival.ConfType   // scale of the curves' limits: log-log or log
	Table    string              // which CSV writes: coefficients, covariance, tests, curves, residuals or model
}

// Check is wrong use where choices do not go together.
func (opt *CoxChoices) Check() error {
	ties, ok := cox.ParseTies(opt.Ties)
	if !ok {
		return choice.Errorf("--ties is efron, breslow or exact, not %q", opt.Ties)
	}
	clustered := opt.Cluster != "" || opt.Weight != ""
	if opt.Firth && (ties == cox.Exact || clustered) {
		return choice.Errorf("--firth cannot be had with exact ties, --cluster or --weight")
	}
	if ties == cox.Exact && clustered {
		return choice.Errorf("--ties exact cannot be had with --cluster or --weight")
	}
	if _, ok := cox.ParseTransform(opt.Zph); !ok && opt.Zph != "none" {
		return choice.Errorf("--zph is km, rank, identity, log or none, not %q", opt.Zph)
	}
	if err := KnownTable(opt.Table, "coefficients", "covariance", "tests", "curves", "residuals", "model", DefinitionsTable); err != nil {
		return err
	}
	if opt.Table == "curves" && opt.Profiles == nil {
		return choice.Errorf("--table curves needs --profile")
	}
	return nil
}

func (opt *CoxChoices) fit() cox.Options {
	ties, _ := cox.ParseTies(opt.Ties) // Check took none that cannot be
	return cox.Options{Ties: ties, ConfLevel: opt.Conf, Firth: opt.Firth}
}

// A CoxAnswer is what `survival cox` prints: models of the hazard, proportional to exp(x'β).
type CoxAnswer struct {
	modelHead
	Ties  string `json:"ties"`  // how stops at the same time are treated: efron, breslow or exact
	Firth bool   `json:"firth"` // the likelihood is penalised: tests and limits are by penalised likelihood ratio
	// one, or one a cause with the other stops censored, without those that have no model, of
	// which warnings say why
	Models []coxModel `json:"models"`
	Ending

	table string
}

// A coxModel is one fitted model.
type coxModel struct {
	Cause  *string `json:"cause"`  // that stops are for; null: without --cause
	N      int     `json:"n"`      // spells or rows with a weight above 0
	Events int     `json:"events"` // of n, those that stopped, for the cause if there is one
	// each has a baseline hazard of its own; 1 without --strata
	Strata int `json:"strata"`
	// that robust standard errors are made from; 0 without --cluster
	Clusters int `json:"clusters"`
	// z, p and limits are by robust standard errors: with --cluster, or weights that are not whole
	Robust bool `json:"robust"`
	// log partial likelihood without covariates; null: nobody stopped
	LogLikNull *float64 `json:"log_likelihood_null"`
	// log partial likelihood at the estimates, penalised with firth; null: nobody stopped
	LogLik *float64 `json:"log_likelihood"`
	AIC    *float64 `json:"aic"` // Akaike's criterion; null: not defined
	// the Bayesian one, which counts events; null: not defined
	BIC *float64 `json:"bic"`
	// one a column of the design, in the order of --covariates
	Coefficients []Coefficient `json:"coefficients"`
	// of the estimates, a row and a column a coefficient; null: one of the two has no estimate
	Covariance [][]*float64 `json:"covariance"`
	// of whether any coefficient differs from 0: likelihood_ratio, wald, score, and robust_score if robust
	Tests       []coxTest      `json:"tests"`
	Concordance coxConcordance `json:"concordance"` // how often the model ranks two rightly
	// of whether hazards are proportional: one a term, and global; empty with --zph none
	Proportional []coxTest `json:"proportional_hazards"`
	// of each profile in each stratum; empty without --profile
	Curves []coxCurve `json:"curves"`

	model     *cox.Model
	rows      *rows.Model
	residuals []cox.Residual // if they are the table
}

// A coxTest is a χ² test.
type coxTest struct {
	Name string   `json:"name"` // of the test; of proportional_hazards, of the term
	Chi2 *float64 `json:"chi2"` // test statistic; null: not defined
	DF   int      `json:"df"`   // degrees of freedom
	// of no effect, or of proportional hazards (probability 0–1); null: not defined
	P      *float64 `json:"p"`
	Reason string   `json:"reason,omitempty"` // why it is not defined; absent: it is
}

// A coxConcordance says how often, of two of whom one stopped first, that one had the higher
// hazard by the model. Pairs are counted by weight.
type coxConcordance struct {
	// concordant pairs, those tied in x counting half (share 0–1); null: not defined
	Value      *float64 `json:"value"`
	StdErr     *float64 `json:"std_err"`          // of value; null: not defined
	Concordant float64  `json:"concordant"`       // pairs ranked rightly
	Discordant float64  `json:"discordant"`       // pairs ranked wrongly
	TiedX      float64  `json:"tied_x"`           // pairs with the same hazard by the model
	TiedTime   float64  `json:"tied_time"`        // pairs that stopped at the same time: they take no part
	TiedBoth   float64  `json:"tied_both"`        // pairs with both the same; not in tied_time
	Reason     string   `json:"reason,omitempty"` // why there is no value, or no standard error; absent: there are
}

// A coxCurve is the curve of a profile by the model.
type coxCurve struct {
	Profile map[string]string `json:"profile"`           // value of each covariate
	Stratum string            `json:"stratum,omitempty"` // whose baseline hazard it has; absent: without --strata
	// at each time at which somebody in the stratum stopped or was censored, ascending
	Points []coxPoint `json:"points"`
}

// A coxPoint is the curve at one time.
type coxPoint struct {
	Time     float64  `json:"time"`                      // tenure (months, or what the times of the CSV are counted in)
	Survival float64  `json:"survival"`                  // still there after time (share 0–1)
	Lower    *float64 `json:"lower"`                     // lower limit (share 0–1); null: not defined
	Upper    *float64 `json:"upper"`                     // upper limit (share 0–1); null: not defined
	Hazard   float64  `json:"cumulative_hazard"`         // −log of survival
	HazardSE float64  `json:"cumulative_hazard_std_err"` // of cumulative_hazard, the estimates' own uncertainty with it
}

// Cox fits the models: one, or one a cause. Of several causes those that can have no model are
// named in warnings; otherwise that is the error, as it is where no row can be used.
func Cox(src *rows.Source, opt *CoxChoices) (*CoxAnswer, error) {
	rows, err := rows.ReadModel(src, opt.ModelChoices)
	if err != nil {
		return nil, err
	}
	doc := &CoxAnswer{modelHead: newHead(rows, "varighet.cox/1", "cox", "hazards", opt.Conf), Ties: opt.Ties,
		Firth: opt.Firth, Models: []coxModel{}, table: opt.Table}
	var warnings []string
	if err := rows.Lacking(src); err != nil {
		return nil, err
	}
	causes := []string{""}
	if opt.Cause != "" {
		if causes, err = rows.CausesOf(opt.Of); err != nil {
			return nil, err
		}
	}
	for _, cause := range causes {
		m, err := fitCoxCause(rows, opt, cause)
		if why := withoutModel(err, len(causes)); why != "" {
			warnings = append(warnings, cause+": "+why)
			continue
		}
		if err != nil {
			return nil, inFile(err, src)
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
	doc.Ending = modelEnding(rows, warnings)
	return doc, inFile(anyModel(len(doc.Models), warnings), src)
}

// fitCoxCause fits the model of one cause, with the other stops censored.
func fitCoxCause(rows *rows.Model, opt *CoxChoices, cause string) (*coxModel, error) {
	tenures := rows.Tenures
	if opt.Cause != "" {
		tenures = append([]survival.Tenure(nil), tenures...)
		for i := range tenures {
			tenures[i].Stopped = tenures[i].Stopped && rows.Causes[i] == cause
		}
	}
	m, err := cox.Fit(cox.Data{Tenures: tenures, X: rows.X, Strata: rows.Strata, Cluster: rows.Cluster, Weights: rows.Weights}, opt.fit())
	if err != nil {
		return nil, err
	}
	return &coxModel{model: m, rows: rows}, nil
}

// describe fills the document of a model, and returns warnings.
func (d *coxModel) describe(opt *CoxChoices) (warnings []string, err error) {
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
	warnings = append(warnings, d.addProportional(opt.Zph)...)
	more, err := d.addCurves(opt)
	if err == nil && opt.Table == "residuals" {
		d.residuals, err = m.Residuals()
	}
	return append(warnings, more...), err
}

// addCoefficients adds the estimates with their covariance.
func (d *coxModel) addCoefficients() {
	d.Coefficients, d.Covariance = []Coefficient{}, [][]*float64{}
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
func (d *coxModel) addCurves(opt *CoxChoices) (warnings []string, err error) {
	d.Curves = []coxCurve{}
	for _, profile := range opt.Profiles {
		x, err := d.rows.X.Profile(profile)
		if err != nil {
			return nil, choice.Errorf("--profile: %v", err)
		}
		curves, err := d.model.Curves(x, opt.Limits)
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

// CSV writes the table that was asked for, of each model.
func (d *CoxAnswer) CSV(w io.Writer) error {
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
func (d *coxModel) cells(of *CoxAnswer, table string) (header []string, rows [][]string) {
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
func (d *coxModel) facts(of *CoxAnswer) []fact {
	c := &d.Concordance
	return []fact{{"ties", of.Ties}, {"firth", of.Firth}, {"n", d.N}, {"events", d.Events}, {"strata", d.Strata},
		{"clusters", d.Clusters}, {"robust", d.Robust}, {"log_likelihood_null", d.LogLikNull}, {"log_likelihood", d.LogLik},
		{"aic", d.AIC}, {"bic", d.BIC}, {"concordance", c.Value}, {"concordance_std_err", c.StdErr},
		{"concordant", c.Concordant}, {"discordant", c.Discordant}, {"tied_x", c.TiedX}, {"tied_time", c.TiedTime},
		{"tied_both", c.TiedBoth}, {"concordance_reason", c.Reason}}
}

// Text writes a paragraph a model.
func (d *CoxAnswer) Text(w io.Writer) error {
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
