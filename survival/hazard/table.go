package hazard

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/design"
	"github.com/varighet/varighet/survival/internal/caseweight"
	"github.com/varighet/varighet/survival/internal/clusters"
)

// Data are tenures in whole months. All slices have one element a tenure.
type Data struct {
	Tenures []survival.Tenure
	X       *design.Matrix // covariates; may have no columns

	// Start, if not nil, is the first month of each tenure, whether in the data or
	// before them. A stop at k months is seen first in month Start + k, and that
	// month's year is the one it counts in.
	Start []varighet.Month

	// Cluster, if not nil, names what tenures belong together; standard errors
	// are then robust.
	Cluster []string

	// Weights, if not nil, say how many tenures each stands for: such as
	// [survival.UsableWeight] takes, 0 leaving the tenure out.
	Weights []float64
}

// DefaultBands are the months of tenure at which the hazard may change: half a
// year, one, two, three, five, eight and twelve years.
func DefaultBands() []int { return []int{0, 6, 12, 24, 36, 60, 96, 144} }

// A Table counts agreement-months.
type Table struct {
	// Bands are the lower ends of the bands: band i is the months of tenure above
	// Bands[i], up to and with Bands[i+1]; the last has no end.
	Bands []int
	Cells []Cell // sorted by year, pattern, band and cluster

	N      int // tenures with a weight above 0
	Events int
	Months int

	// Events and months as sums of weights, which models are made from.
	EventsWeight, MonthsWeight float64

	data     Data
	clusters int
}

// A Cell is a number of agreement-months that are alike.
type Cell struct {
	Band    int // index in Bands
	Year    int // 0 without calendar
	Pattern int // of the covariates, in [design.Matrix]
	Cluster int // 0 without clusters
	Events  int
	Months  int

	// The same as sums of weights; equal to the counts where each tenure counts once.
	EventsWeight, MonthsWeight float64
}

// Tabulate counts. nil bands are DefaultBands; others start at 0 and rise.
//
// It returns [survival.ErrNoTenures] if none has a weight, and a
// *[survival.TenureError] for the first that is not valid, not of whole months or
// has no usable weight.
func Tabulate(d Data, bands []int) (*Table, error) {
	if bands == nil {
		bands = DefaultBands()
	}
	if err := d.check(bands); err != nil {
		return nil, err
	}
	if d = d.counted(); len(d.Tenures) == 0 {
		return nil, survival.ErrNoTenures
	}
	t := &Table{Bands: slices.Clone(bands), N: len(d.Tenures), data: d}
	var of []int
	of, t.clusters = clusters.Number(d.Cluster, nil)
	at := map[cellKey]int{}
	for i, x := range d.Tenures {
		key := cellKey{pattern: d.X.PatternOf(i)}
		if of != nil {
			key.cluster = of[i]
		}
		t.add(at, key, i, int(x.Entry), int(x.Exit), x.Stopped)
	}
	slices.SortFunc(t.Cells, func(a, b Cell) int {
		for _, d := range [...]int{a.Year - b.Year, a.Pattern - b.Pattern, a.Band - b.Band} {
			if d != 0 {
				return d
			}
		}
		return a.Cluster - b.Cluster
	})
	return t, nil
}

// A cellKey is what the months of a cell have in common.
type cellKey struct{ band, year, pattern, cluster int }

// cell is the cell of a key, made if there is none.
func (t *Table) cell(at map[cellKey]int, key cellKey) *Cell {
	c, ok := at[key]
	if !ok {
		c = len(t.Cells)
		at[key] = c
		t.Cells = append(t.Cells, Cell{Band: key.band, Year: key.year, Pattern: key.pattern, Cluster: key.cluster})
	}
	return &t.Cells[c]
}

// add counts the months (entry, exit] of tenure i, a stretch within one band
// and year at a time.
func (t *Table) add(at map[cellKey]int, key cellKey, i, entry, exit int, stopped bool) {
	weight := caseweight.Of(t.data.Weights, i)
	for from := entry; from < exit; {
		key.band = t.band(from + 1)
		to := exit
		if key.band+1 < len(t.Bands) {
			to = min(to, t.Bands[key.band+1])
		}
		if start := t.data.Start; start != nil {
			m := start[i] + varighet.Month(from+1)
			key.year = m.Year()
			to = min(to, from+12-(int(m.Calendar())-1))
		}
		c, months := t.cell(at, key), to-from
		c.Months += months
		t.Months += months
		c.MonthsWeight += weight * float64(months)
		t.MonthsWeight += weight * float64(months)
		if to == exit && stopped {
			c.Events++
			t.Events++
			c.EventsWeight += weight
			t.EventsWeight += weight
		}
		from = to
	}
}

// band is the index of the band in which month k of tenure lies.
func (t *Table) band(k int) int {
	i, _ := slices.BinarySearch(t.Bands, k)
	return i - 1
}

// BandName names band i by its first and last month of tenure, such as "7-12"
// and "145+".
func (t *Table) BandName(i int) string {
	first := strconv.Itoa(t.Bands[i] + 1)
	if i+1 == len(t.Bands) {
		return first + "+"
	}
	return first + "-" + strconv.Itoa(t.Bands[i+1])
}

// counted returns the tenures with a weight above 0.
func (d Data) counted() Data {
	rows, all := caseweight.Counted(d.Weights)
	if all {
		return d
	}
	return Data{Tenures: caseweight.Pick(d.Tenures, rows), X: d.X.Select(rows), Start: caseweight.Pick(d.Start, rows),
		Cluster: caseweight.Pick(d.Cluster, rows), Weights: caseweight.Pick(d.Weights, rows)}
}

func (d *Data) check(bands []int) error {
	n := len(d.Tenures)
	if n == 0 {
		return survival.ErrNoTenures
	}
	if d.X == nil || d.X.Rows() != n || d.Start != nil && len(d.Start) != n || d.Cluster != nil && len(d.Cluster) != n {
		return fmt.Errorf("covariates, starts or clusters are not one for each of the %d tenures", n)
	}
	if len(bands) == 0 || bands[0] != 0 {
		return errors.New("bands of tenure start at 0")
	}
	for i := 1; i < len(bands); i++ {
		if bands[i] <= bands[i-1] {
			return errors.New("bands of tenure must rise")
		}
	}
	if err := caseweight.Check(n, d.Weights, func(i int) survival.Tenure { return d.Tenures[i] }); err != nil {
		return err
	}
	for i, x := range d.Tenures {
		switch {
		case !(x.Entry >= 0 && x.Entry < x.Exit && x.Exit <= survival.MaxMonths):
			return &survival.TenureError{Index: i, Tenure: x, Reason: "no month at risk, or too many"}
		case x.Entry != math.Trunc(x.Entry) || x.Exit != math.Trunc(x.Exit):
			return &survival.TenureError{Index: i, Tenure: x, Reason: "not whole months"}
		case d.Start != nil && (d.Start[i] < -survival.MaxMonths || d.Start[i] > 12*100000):
			return &survival.TenureError{Index: i, Tenure: x, Reason: "the start is no month of a calendar"}
		}
	}
	return nil
}
