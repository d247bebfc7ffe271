package chart

import (
	"fmt"
	"strings"
	"testing"

	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

// manyOwn are n municipalities in two groups.
func manyOwn(tag string, n int) *Medians {
	m := &Medians{Paper: Paper{Locale: locale.Get(tag)}, Source: "NSDM-rapport 2020", Groups: []survival.GroupMedian{
		{Group: "<2000", N: 300, Stopped: 200, Median: medianOf(30)}, {Group: ">=50000", N: 90, Stopped: 30, Median: medianOf(90), Published: opt(99.6)},
		{Group: "all", N: 390, Stopped: 230, Median: medianOf(50)}}}
	for i := range n {
		g := &m.Groups[2*i/n]
		own := survival.GroupMedian{N: 20, Stopped: 12, Median: medianOf(g.Median.Time.V + float64(i*13%20))}
		if i%5 == 4 {
			own = survival.GroupMedian{N: 4, Stopped: 2, TooFew: true}
		}
		g.Own = append(g.Own, survival.OwnMedian{Place: fmt.Sprint(4601 + i), Name: fmt.Sprint(groupNames[i%len(groupNames)], " ", i), GroupMedian: own})
	}
	return m
}

func medianOf(months float64) survival.Quantile {
	return survival.Quantile{P: 0.5, Time: opt(months), Lower: opt(months - 8), Upper: opt(months + 11)}
}

// By hand: 40 municipalities, two groups and all are 43 lines, and a sheet has 19 of 8 mm in 155: three
// sheets of 14, 14 and 15, of which the second and the third have the group again above: 14, 15 and 16.
// Each municipality stands on one sheet, and no sheet is taller than there is room for.
func TestMediansOfManyMunicipalitiesHaveSheets(t *testing.T) {
	m := manyOwn("nb", 40)
	var lengths []int
	seen := map[string]int{}
	for _, sheet := range m.sheets(rowsWithin(medianRow)) {
		lengths = append(lengths, len(sheet))
		if sheet[0].own {
			t.Errorf("a sheet begins with %s, without its group", sheet[0].name)
		}
		for _, g := range sheet {
			if g.own {
				seen[g.name]++
			}
		}
	}
	if fmt.Sprint(lengths) != "[14 15 16]" || len(seen) != 40 {
		t.Errorf("sheets of %v lines, with %d municipalities", lengths, len(seen))
	}
	for name, n := range seen {
		if n != 1 {
			t.Errorf("%s stands on %d sheets", name, n)
		}
	}
	pages, err := m.Draw()
	if err != nil || len(pages) != 3 || !strings.HasSuffix(pages[1].Title, "(2 av 3)") {
		t.Fatalf("%d pages: %v", len(pages), err)
	}
}

// Sheets of rows fit on an A4 page of a report with their caption, whichever figure they are of.
func TestSheetsOfRowsFitOnAPage(t *testing.T) {
	long := longTimeline()
	long.RowsPerPage, long.Spells = 0, nil
	for i := range 100 {
		long.Spells = append(long.Spells, survival.Spell{PositionID: fmt.Sprint(i), First: long.First, Last: long.Last, Ordinal: 1, DoctorID: "x"})
	}
	stability := madeStability("nb", alisSpells())
	for len(stability.Rows) < mostRows {
		stability.Rows = append(stability.Rows, stability.Rows[0])
	}
	for what, draw := range map[string]func() ([]*Figure, error){"bars": long.Bars, "squares": long.Squares, "medians": manyOwn("nn", 120).Draw, "stability": stability.Draw} {
		pages, err := draw()
		if err != nil || len(pages) < 3 {
			t.Errorf("%s: %d pages, %v", what, len(pages), err)
		}
		for _, p := range pages {
			if _, h := p.Size(); h > sheetHeight {
				t.Errorf("%s: a sheet is %.1f mm tall, more than %v", what, h, sheetHeight)
			}
		}
	}
}
