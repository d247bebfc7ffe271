package spellset

import (
	"slices"

	"github.com/varighet/varighet/ingest"
	"github.com/varighet/varighet/ingest/register"
	"github.com/varighet/varighet/survival"
)

// seriesOf tells which files of a register belong together; nil if all do.
func seriesOf(m *register.Manifest) func(file string) string {
	series := m.Series()
	seen := map[string]bool{}
	for _, s := range series {
		seen[s] = true
	}
	if len(seen) < 2 {
		return nil
	}
	return func(file string) string { return series[file] }
}

// namesOf is the column with names of municipalities, if some have no code.
func namesOf(m *register.Manifest) []string {
	for _, in := range m.Inputs {
		if slices.ContainsFunc(in.Warnings, func(w register.Warning) bool { return w.Code == ingest.NameWithoutCode }) {
			return []string{"municipality_name"}
		}
	}
	return nil
}

// coverageOf finds what the files of a register cover, in a first pass over the columns
// that tell.
func coverageOf(reg *register.Register, opt survival.SpellOptions, b *beside) (*survival.Coverage, error) {
	columns := append(register.CoverageColumns(), namesOf(reg.Manifest)...)
	if opt.Series != nil {
		columns = append(columns, "source_file")
	}
	return survival.CoverParts(b.until(monthRuns(reg, columns...)), opt)
}
