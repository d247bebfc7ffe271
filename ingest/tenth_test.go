package ingest

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/cell"
)

// Months that rise or fall, with gaps of up to eight, written as a spreadsheet writes
// them: what is settled is what was meant. Without gaps all is settled, if two others say
// whether the months rise or fall.
func TestMonthsWrittenAsNumbersAreRightOrAFault(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		longest := rapid.IntRange(1, 8).Draw(t, "longest step")
		m := varighet.MonthOf(2017, 1) + varighet.Month(rapid.IntRange(0, 23).Draw(t, "first"))
		var meant []varighet.Month
		for range rapid.IntRange(1, 40).Draw(t, "months") {
			meant = append(meant, m)
			m += varighet.Month(rapid.IntRange(1, longest).Draw(t, "step"))
		}
		if len(meant) > 3 && rapid.Bool().Draw(t, "falling") { // of fewer, two may be unsure
			slices.Reverse(meant)
		}
		known, unsure := make([]varighet.Opt[varighet.Month], len(meant)), make([]int, len(meant))
		var written []string
		for i, m := range meant {
			raw := fmt.Sprintf("%d.%d", m.Year(), m.Calendar())
			if m.Calendar() == 10 {
				raw = fmt.Sprintf("%d.1", m.Year())
			}
			written = append(written, raw)
			if known[i].V, known[i].OK = cell.ParseMonth(raw); !known[i].OK {
				unsure[i], _ = cell.LostZero(raw)
			}
		}
		settleTenths(known, unsure)
		for i, got := range known {
			if got.OK && got.V != meant[i] {
				t.Fatalf("%v: %s is taken for %s; it is %s", written, written[i], got.V, meant[i])
			}
			if !got.OK && longest == 1 && len(meant) > 2 {
				t.Fatalf("%v: %s is not settled", written, written[i])
			}
		}
	})
}
