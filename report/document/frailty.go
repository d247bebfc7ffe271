package document

import (
	"fmt"
	"io"
	"strconv"
	"text/tabwriter"

	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/survival/cox"
)

// FrailtyChoices say which model is fitted to which rows. Roles.Cluster must be set.
type FrailtyChoices struct {
	*rows.ModelChoices
	Ties  string // efron or breslow
	Table string // which CSV writes: clusters, coefficients or model
}

// Check is wrong use where a choice cannot be had.
func (opt *FrailtyChoices) Check() error {
	if opt.Cluster == "" {
		return choice.Errorf("frailty needs --cluster: the column of what shares a factor, such as municipality_now")
	}
	if ties, ok := cox.ParseTies(opt.Ties); !ok || ties == cox.Exact {
		return choice.Errorf("--ties is efron or breslow, not %q", opt.Ties)
	}
	return KnownTable(opt.Table, "clusters", "coefficients", "model", DefinitionsTable)
}

// A FrailtyAnswer is what `survival frailty` prints: a Cox model in which all of a cluster share
// a factor on the hazard, drawn from a gamma distribution with mean 1.
type FrailtyAnswer struct {
	modelHead
	Cluster string `json:"cluster"` // the column of what shares a factor
	// how stops at the same time are treated: efron or breslow
	Ties          string   `json:"ties"`
	N             int      `json:"n"`              // spells or rows with a weight above 0
	Events        int      `json:"events"`         // of n, those that stopped
	Variance      float64  `json:"variance"`       // of the factors
	VarianceLower float64  `json:"variance_lower"` // lower limit of variance, by the profile of the likelihood
	VarianceUpper *float64 `json:"variance_upper"` // upper limit of variance; null: no bound
	// of no variance between clusters, by likelihood ratio (probability 0–1); null: not defined
	P          *float64 `json:"p"`
	LogLikNull float64  `json:"log_likelihood_null"` // log partial likelihood at the estimates without frailty
	LogLik     float64  `json:"log_likelihood"`      // integrated over the factors, at the estimates
	// one a column of the design, in the order of --covariates; empty without
	Coefficients []Coefficient `json:"coefficients"`
	// ordered by size or number where their names are such
	Clusters []frailtyCluster `json:"clusters"`
	Ending

	table string
}

// A frailtyCluster is the factor of one cluster.
type frailtyCluster struct {
	Cluster        string   `json:"cluster"`                   // its value of the column
	N              int      `json:"n"`                         // spells or rows with a weight above 0
	Observed       int      `json:"observed"`                  // of n, those that stopped
	ObservedWeight *float64 `json:"observed_weight,omitempty"` // observed as a sum of weights; absent: without weights
	// stops expected were its factor 1 (sum of weights, where there are weights)
	Expected float64 `json:"expected"`
	// on the hazard, drawn towards 1 the more the smaller the cluster
	Factor float64 `json:"factor"`
	Lower  float64 `json:"lower"` // lower limit of factor, the variance taken as known
	Upper  float64 `json:"upper"` // upper limit of factor
}

// Frailty fits the model. What stands in its way is the error.
func Frailty(src *rows.Source, opt *FrailtyChoices) (*FrailtyAnswer, error) {
	rows, err := rows.ReadModel(src, opt.ModelChoices)
	if err != nil {
		return nil, err
	}
	doc := &FrailtyAnswer{modelHead: newHead(rows, "varighet.frailty/1", "gamma_frailty", "hazards", opt.Conf), Cluster: opt.Cluster,
		Ties: opt.Ties, Coefficients: []Coefficient{}, Clusters: []frailtyCluster{}, table: opt.Table}
	doc.count(rows)
	if err := rows.Lacking(src); err != nil {
		return nil, err
	}
	ties, _ := cox.ParseTies(opt.Ties) // Check took none that cannot be
	m, err := cox.FitFrailty(cox.Data{Tenures: rows.Tenures, X: rows.X, Strata: rows.Strata, Cluster: rows.Cluster,
		Weights: rows.Weights}, cox.Options{Ties: ties, ConfLevel: opt.Conf})
	if err != nil {
		return nil, inFile(err, src)
	}
	doc.describe(m)
	doc.Ending = modelEnding(rows, m.Warnings)
	return doc, nil
}

// count counts rows with a weight, and those that stopped.
func (d *FrailtyAnswer) count(rows *rows.Model) {
	for i, t := range rows.Tenures {
		if rows.Weights != nil && rows.Weights[i] == 0 {
			continue
		}
		d.N++
		if t.Stopped {
			d.Events++
		}
	}
}

// describe fills the document with the model that was fitted.
func (d *FrailtyAnswer) describe(m *cox.FrailtyModel) {
	d.Variance, d.VarianceLower, d.VarianceUpper = m.Variance, m.VarianceLower, orNull(m.VarianceUpper)
	d.P, d.LogLikNull, d.LogLik = orNull(m.P), m.LogLikNull, m.LogLik
	for _, k := range m.Coefficients {
		d.Coefficients = append(d.Coefficients, newCoefficient(k.Column, k.Estimate, k.StdErr, opt64{}, k.HazardRatio, k.Lower,
			k.Upper, k.Z, k.P, k.Infinite, k.Reason))
	}
	for _, c := range m.Clusters {
		x := frailtyCluster{Cluster: c.Cluster, N: c.N, Observed: c.Observed, Expected: c.Expected, Factor: c.Factor,
			Lower: c.Lower, Upper: c.Upper}
		if d.Weight != nil {
			x.ObservedWeight = &c.ObservedWeight
		}
		d.Clusters = append(d.Clusters, x)
	}
}

// CSV writes the table that was asked for.
func (d *FrailtyAnswer) CSV(w io.Writer) error {
	switch d.table {
	case "coefficients":
		return writeRows(w, coefficientHeader, coefficientCells(d.Coefficients))
	case "model":
		header, list := factCells(append(d.modelHead.facts(), d.facts()...))
		return writeRows(w, header, list)
	}
	return d.writeClusters(w)
}

// facts are what there is one of in the model.
func (d *FrailtyAnswer) facts() []fact {
	return []fact{{"cluster", d.Cluster}, {"ties", d.Ties}, {"n", d.N}, {"events", d.Events}, {"variance", d.Variance},
		{"variance_lower", d.VarianceLower}, {"variance_upper", d.VarianceUpper}, {"p", d.P},
		{"log_likelihood_null", d.LogLikNull}, {"log_likelihood", d.LogLik}}
}

func (d *FrailtyAnswer) writeClusters(w io.Writer) error {
	var rows [][]string
	header := []string{d.Cluster, "n", "observed", "expected", "factor", "lower", "upper"}
	if d.Weight != nil {
		header = append(header, "observed_weight")
	}
	for _, c := range d.Clusters {
		cells := []string{c.Cluster, strconv.Itoa(c.N), strconv.Itoa(c.Observed), exact(c.Expected), exact(c.Factor), exact(c.Lower),
			exact(c.Upper)}
		if d.Weight != nil {
			cells = append(cells, cellOf(c.ObservedWeight))
		}
		rows = append(rows, cells)
	}
	return writeRows(w, header, rows)
}

// Text writes the variance, the coefficients and a line a cluster.
func (d *FrailtyAnswer) Text(w io.Writer) error {
	fmt.Fprintf(w, "%d tenures, %d stopped, %d clusters; %s ties%s\n", d.N, d.Events, len(d.Clusters), d.Ties, d.weighed())
	fmt.Fprintf(w, "variance between clusters %s (%s to %s), p = %s\n", shownCoefficient(&d.Variance), shownCoefficient(&d.VarianceLower),
		shownCoefficient(d.VarianceUpper), shownP(d.P))
	if len(d.Coefficients) > 0 {
		if err := writeCoefficients(w, d.Coefficients, "hazard ratio", d.ConfLevel); err != nil {
			return err
		}
	}
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(tw, "%s\tn\tstopped\texpected\tfactor\t%v %% limits\n", d.Cluster, 100*d.ConfLevel)
	for _, c := range d.Clusters {
		observed := strconv.Itoa(c.Observed)
		if c.ObservedWeight != nil { // what is expected is a sum of weights too
			observed = fmt.Sprintf("%.1f", *c.ObservedWeight)
		}
		fmt.Fprintf(tw, "%s\t%d\t%s\t%.1f\t%.3f\t(%.3f to %.3f)\n", c.Cluster, c.N, observed, c.Expected, c.Factor, c.Lower, c.Upper)
	}
	return tw.Flush()
}
