package spellset

import (
	"fmt"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/correction"
	"github.com/varighet/varighet/ingest/register"
	"github.com/varighet/varighet/survival"
)

// corrections are what evaluators were told, to be applied to the rows of a
// register. nil applies nothing.
type corrections struct {
	*correction.Corrections
	naming
}

// readCorrections reads a table of corrections. The key is needed only if the table
// names doctors of a register of pseudonyms.
func readCorrections(name string, content []byte, n naming) (*corrections, error) {
	list, err := correction.Read(name, content)
	if err != nil {
		return nil, err
	}
	return &corrections{list, n}, nil
}

// apply returns the rows of a register in its parts, as corrected. Corrections change single rows.
func (c *corrections) apply(reg *register.Register, cov *survival.Coverage) ([]survival.MonthRuns, error) {
	columns := append(register.SurvivalColumns(), namesOf(reg.Manifest)...)
	if cov.NeedsFiles() {
		columns = append(columns, "source_file")
	}
	if c == nil {
		return monthRuns(reg, columns...), nil
	}
	m := reg.Manifest
	d := correction.Data{First: m.Counts.FirstMonth, Last: m.Counts.LastMonth,
		FirstOf: func(code varighet.MunicipalityCode) varighet.Month {
			first, _ := cov.FirstOfCode(code)
			return first
		}}
	if c.named() {
		n, err := c.naming.of(m, c.File, "or name positions and months only")
		if err != nil {
			return nil, err
		}
		d.IDs = n.ids
	}
	var list []survival.MonthRuns
	for _, rows := range parts(reg, append(columns, "common_list", "name_id")...) {
		list = append(list, survival.RowByRow(survival.Observations(c.Apply(correction.Rows(rows), d))))
	}
	return list, nil
}

// named reports whether a correction names its doctor.
func (c *corrections) named() bool {
	for _, k := range c.List {
		if k.Doctor != "" {
			return true
		}
	}
	return false
}

func (c *corrections) unmatched() error {
	if c == nil {
		return nil
	}
	return c.Unmatched()
}

// told lists the corrections, for whoever reads the numbers.
func (c *corrections) told() []string {
	if c == nil {
		return nil
	}
	var list []string
	for i := range c.List {
		list = append(list, moved(&c.List[i]))
	}
	return list
}

// moved says what a correction moved, and on whose word.
func moved(k *correction.Correction) string {
	switch {
	case k.PositionID == "" && k.Who == "":
		return fmt.Sprintf("corrected: a doctor's list, %s moved from %s to %s", k.What, k.From, k.To)
	case k.PositionID == "":
		return fmt.Sprintf("corrected: a doctor's list, %s moved from %s to %s, says %s", k.What, k.From, k.To, k.Who)
	case k.Who == "":
		return fmt.Sprintf("corrected: position %s, %s moved from %s to %s", k.PositionID, k.What, k.From, k.To)
	}
	return fmt.Sprintf("corrected: position %s, %s moved from %s to %s, says %s", k.PositionID, k.What, k.From, k.To, k.Who)
}
