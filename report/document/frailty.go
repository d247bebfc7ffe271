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

// FrailtyChoices say which model is fitted to which rows.
type FrailtyChoices struct {
	*rows.ModelChoices
	Ties  string // efron or breslow
	Table string
}

// Check is wrong use where a choice cannot be had.
func (opt *FrailtyChoices) Check() error {
	if opt.Cluster == "" {
		return choice.Errorf("frailty needs --cluster: the column of what shares a factor, such as municipality_now")
	}
	if ties, ok := cox.ParseTies(opt.Ties); !ok || ties == cox.Exact {
		return choice.Errorf("--ties is efron or breslow, not %q", opt.Ties)
	}
	return checkTable(opt.Table, "clusters", "coefficients", "model")
}

// The machine contract: varighet.frailty/1.
type (
	FrailtyAnswer struct {
		modelHead
		Cluster       string           `json:"cluster"`
		Ties          string           `json:"ties"`
		N             int              `json:"n"`
		Events        int              `json:"events"`
		Variance      *float64         `json:"variance"`
		VarianceLower *float64         `json:"variance_lower"`
		VarianceUpper *float64         `json:"variance_upper"`
		P             *float64         `json:"p"` // of no variance
		LogLikNull    *float64         `json:"log_likelihood_null"`
		LogLik        *float64         `json:"log_likelihood"`
		Coefficients  []Coefficient    `json:"coefficients"`
		Clusters      []frailtyCluster `json:"clusters"`
		Ending

		table string
	}
	frailtyCluster struct {
		Cluster        string   `json:"cluster"`
		N              int      `json:"n"`
		Observed       int      `json:"observed"`
		ObservedWeight *float64 `json:"observed_weight,omitempty"` // the same as a sum of weights
		Expected       float64  `json:"expected"`
		Factor         float64  `json:"factor"`
		Lower          float64  `json:"lower"`
		Upper          float64  `json:"upper"`
	}
)

// Frailty fits the model. What stands in its way is among the warnings.
func Frailty(src *rows.Source, opt *FrailtyChoices) (*FrailtyAnswer, error) {
	rows, err := rows.ReadModel(src, opt.ModelChoices)
	if err != nil {
		return nil, err
	}
	doc := &FrailtyAnswer{modelHead: newHead(rows, "varighet.frailty/1", "gamma_frailty", "hazards", opt.Conf), Cluster: opt.Cluster,
		Ties: opt.Ties, Coefficients: []Coefficient{}, Clusters: []frailtyCluster{}, table: opt.Table}
	doc.count(rows)
	if why := rows.Lacking(); why != "" {
		doc.Ending = modelEnding(rows, []string{why})
		return doc, nil
	}
	ties, _ := cox.ParseTies(opt.Ties) // Check took none that cannot be
	m, err := cox.FitFrailty(cox.Data{Tenures: rows.Tenures, X: rows.X, Strata: rows.Strata, Cluster: rows.Cluster,
		Weights: rows.Weights}, cox.Options{Ties: ties, ConfLevel: opt.Conf})
	if err != nil {
		doc.Ending = modelEnding(rows, []string{err.Error()})
		return doc, nil
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
	d.Variance, d.VarianceLower, d.VarianceUpper = &m.Variance, &m.VarianceLower, orNull(m.VarianceUpper)
	d.P, d.LogLikNull, d.LogLik = orNull(m.P), &m.LogLikNull, &m.LogLik
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

func (d *FrailtyAnswer) Text(w io.Writer) error {
	fmt.Fprintf(w, "%d tenures, %d stopped, %d clusters; %s ties%s\n", d.N, d.Events, len(d.Clusters), d.Ties, d.weighed())
	fmt.Fprintf(w, "variance between clusters %s (%s to %s), p = %s\n", shownCoefficient(d.Variance), shownCoefficient(d.VarianceLower),
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
