package document

import (
	"encoding/csv"
	"fmt"
	"io"

	"github.com/varighet/varighet/survival"
)

// A Defined is what some of an answer's numbers are of.
type Defined struct {
	// the numbers, as paths in the document; their limits, ratios and differences are of the same
	Fields string `json:"fields"`
	survival.Definition
}

// A number is a field, or several, and what is measured.
type number struct {
	fields  string
	measure survival.Measure
}

// numbersOf are the numbers of each answer, by the name of its schema.
var numbersOf = map[string][]number{
	"km": {{"groups[].curve[].survival, groups[].survival_at[].survival", survival.KMSurvival},
		{"groups[].quantiles[].time, groups[].rmst.estimate", survival.KMMedian}},
	"register-baseline": {{"groups[].survival", survival.KMSurvival}, {"groups[].median", survival.KMMedian}},
	"incidence": {{"groups[].causes[].curve[].incidence, groups[].causes[].incidence_at[].incidence", survival.IncidenceShare},
		{"groups[].causes[].time_lost.estimate", survival.TimeLost}},
	"turnbull": {{"groups[].stretches[].survival", survival.IntervalSurvival}},
	"rates":    {{"groups[].rates[].rate, groups[].standardised.rate", survival.HazardRate}},
	"compare":  {{"groups[].ratio", survival.ObservedExpected}},
	"turnover": {{"shares[].share of definition a", survival.TurnoverA}, {"shares[].share of definition b", survival.TurnoverB},
		{"shares[].share of definition c", survival.TurnoverC}, {"shares[].share of definition d", survival.TurnoverD}},
	"independence":        {{"groups[].tau", survival.EntryTau}, {"groups[].hazard_ratio", survival.ModelRatio}},
	"power":               {{"groups[].years[].ratios[].chance, groups[].years[].expected", survival.Chance}},
	"funnel":              {{"units[].ratio", survival.ObservedExpected}},
	"series of rate":      {{"groups[].points[].value", survival.YearRate}},
	"series of share":     {{"groups[].points[].value", survival.YearShare}},
	"series of stability": {{"groups[].points[].value", survival.YearStability}},
	"series of median":    {{"groups[].points[].value", survival.StockElapsed}},
	"turnover-year": {{"groups[].share", survival.YearShare}, {"groups[].per_open_close", survival.YearPerOpenClose},
		{"groups[].per_mean_stock", survival.YearPerMeanStock}, {"groups[].rate", survival.YearRate}},
	"stock": {{"groups[].median, groups[].mean_months_elapsed, groups[].share_under_12", survival.StockElapsed},
		{"groups[].residual_median", survival.StockResidual}},
	"residual": {{"groups[].stock.residual[].time", survival.StockResidual},
		{"groups[].reached[].residual[].time, groups[].reached[].survival", survival.KMSurvival}},
	"stability": {{"groups[].same_doctor, groups[].changed_once", survival.StabilityCount}, {"groups[].stopped", survival.StabilityDoctors}},
	"moves":     {{"groups[].stopped_holding", survival.MovesShare}},
	"vacancy":   {{"groups[].months[].share", survival.VacantLists}, {"groups[].time_to_fill.median", survival.TimeToFill}},
	"model":     {{"ratio of each coefficient", survival.ModelRatio}},
}

// defining is the ending with what the numbers of an answer are of: of rows, if they come
// from any CSV.
func (e Ending) defining(answer string, anyCSV bool) Ending {
	for _, n := range numbersOf[answer] {
		d := survival.DefinitionOf(n.measure)
		if anyCSV {
			d = d.OfRows()
		}
		e.Definitions = append(e.Definitions, Defined{n.fields, d})
	}
	return e
}

// DefinitionsTable is the table that every answer has beside its own.
const DefinitionsTable = "definitions"

// WriteDefinitions writes a row a definition.
func (e *Ending) WriteDefinitions(w io.Writer) error {
	cw := csv.NewWriter(w)
	list := [][]string{{"measure", "fields", "counts", "of", "window", "clock"}}
	for _, d := range e.Definitions {
		list = append(list, []string{string(d.Measure), d.Fields, d.Counts, d.Of, d.Window, d.Clock})
	}
	return cw.WriteAll(list)
}

// SayDefinitions writes a line a definition, for the eye: measures of the same share one.
func (e *Ending) SayDefinitions(w io.Writer) error {
	var lines []string
	names := map[string]string{}
	for _, d := range e.Definitions {
		line := fmt.Sprintf("counts %s, of %s; over %s; by %s", d.Counts, d.Of, d.Window, d.Clock)
		if names[line] == "" {
			lines = append(lines, line)
			names[line] = string(d.Measure)
			continue
		}
		names[line] += ", " + string(d.Measure)
	}
	for _, line := range lines {
		if _, err := fmt.Fprintf(w, "%s %s\n", names[line], line); err != nil {
			return err
		}
	}
	return nil
}
