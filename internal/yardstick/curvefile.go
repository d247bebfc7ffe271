package yardstick

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"github.com/varighet/varighet/ingest/tabular"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/survival/rates"
)

// Schema is that of the document of a register to compare with.
const Schema = "varighet.register-baseline/1"

// A Saved is what is read of such a document.
type Saved struct {
	Schema string       `json:"schema"`
	Groups []SavedCurve `json:"groups"`
}

// A SavedCurve is the curve of a group: S at 0 and at the months in which some stopped.
type SavedCurve struct {
	Group    string    `json:"group"`
	From     float64   `json:"from"`
	Times    []float64 `json:"times"`
	Survival []float64 `json:"survival"`
	AtRisk   []float64 `json:"at_risk"`
}

// ReadCurves reads the curves in the content of a file: what `survival baseline --json`
// wrote; or a CSV with the columns time and survival, and group if there are several, as also
// `survival km --csv` writes.
func ReadCurves(name string, content []byte) (*Yardstick, error) {
	if bytes.HasPrefix(bytes.TrimLeft(content, " \t\r\n"), []byte("{")) {
		return readSaved(name, content)
	}
	y := &Yardstick{Name: "curve", Curves: Curves{}, Ends: map[string]float64{}}
	if err := y.readCSV(name, content); err != nil {
		return nil, err
	}
	if len(y.Curves) == 0 {
		return nil, fmt.Errorf("%s has no curve", name)
	}
	return y, nil
}

// readSaved reads the curves of a register.
func readSaved(name string, content []byte) (*Yardstick, error) {
	var saved Saved
	if err := json.Unmarshal(content, &saved); err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	if saved.Schema != Schema {
		return nil, fmt.Errorf("%s is a document of schema %q; `varighet survival baseline --json` writes %s", name, saved.Schema, Schema)
	}
	y := newCurves("curve")
	for _, g := range saved.Groups {
		if len(g.Times) < 2 {
			continue // nobody, or nobody stopped
		}
		if len(g.Times) != len(g.Survival) || len(g.Times) != len(g.AtRisk) || !(g.From >= 0) || y.Curves[g.Group] != nil {
			return nil, fmt.Errorf("%s: group %q stands twice, begins before 0, or has not one survival and at_risk a time", name, g.Group)
		}
		if err := y.addSteps(g.Group, g.Times, g.Survival); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		y.Begins[g.Group] = g.From
		falls, err := g.falls()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		y.Falls[g.Group] = falls
	}
	if len(y.Curves) == 0 {
		return nil, fmt.Errorf("%s has no curve", name)
	}
	return y, nil
}

// falls are where the curve falls: by the stops of those at risk, which are whole numbers.
func (g *SavedCurve) falls() (list []Fall, err error) {
	for i := 1; i < len(g.Times); i++ {
		n := g.AtRisk[i]
		stops := math.Round(n * (1 - g.Survival[i]/g.Survival[i-1]))
		if stops > n || !(n >= 0) {
			return nil, fmt.Errorf("group %q: %v at risk at %v", g.Group, n, g.Times[i])
		}
		if stops > 0 {
			list = append(list, Fall{g.Times[i], stops, n})
		}
	}
	return list, nil
}

// groupColumns are those of a curve's groups: group, or in what `survival km --csv` writes
// those of --by, which stand before time. steps says that it is such a curve.
func groupColumns(header []string) (columns []string, steps bool) {
	time := slices.Index(header, "time")
	steps = time >= 0 && slices.Contains(header, "at_risk") && slices.Contains(header, "survival")
	switch {
	case steps:
		return header[:time], true
	case slices.Contains(header, "group"):
		return []string{"group"}, false
	}
	return nil, false
}

// readCSV reads curves from a CSV with the columns time and survival, and group if it has
// one; or from what km writes.
func (y *Yardstick) readCSV(name string, content []byte) error {
	header, err := tabular.Header(bytes.NewReader(content))
	if err != nil {
		return fmt.Errorf("reading %s: %w", name, err)
	}
	columns, steps := groupColumns(header)
	table, err := tabular.Read(bytes.NewReader(content), name, append([]string{"time", "survival"}, columns...))
	if err != nil {
		return err
	}
	times, shares := map[string][]float64{}, map[string][]float64{}
	var groups []string
	for i := range table.Rows() {
		group := All
		if key := rows.CellsOf(table, i, columns); len(columns) > 0 && key.OK {
			group = key.Label()
		}
		t, _, okT := table.Number("time", i)
		s, _, okS := table.Number("survival", i)
		if !okT || !okS {
			return fmt.Errorf("%s: row %d has no time, or no survival", name, i+1)
		}
		if times[group] == nil {
			groups = append(groups, group)
		}
		times[group], shares[group] = append(times[group], t), append(shares[group], s)
	}
	for _, group := range groups {
		add := y.addPoints
		if steps {
			add = y.addSteps
		}
		if err := add(group, times[group], shares[group]); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// addPoints adds a curve known at some times, between and after which it goes on evenly.
func (y *Yardstick) addPoints(group string, times, shares []float64) (err error) {
	if y.Curves[group], err = rates.NewReference(times, shares); err != nil {
		return fmt.Errorf("group %q: %w", group, err)
	}
	return nil
}

// addSteps adds a curve that falls at its times and ends with the last: what comes after is
// not known, and whoever looks beyond finds its mean hazard. One that comes to 0 ends before it does.
func (y *Yardstick) addSteps(group string, times, shares []float64) error {
	knots, at := stepKnots(times, shares)
	end, s := knots[len(knots)-1], at[len(at)-1]
	if y.Ends[group] = end; end > 0 {
		knots, at = append(knots, 2*end), append(at, s*s)
	}
	return y.addPoints(group, knots, at)
}

// stepKnots are the knots of a curve that falls at its times, as km has it: S is 1 at 0, and
// what falls at a whole month falls in that month alone. After S has come to 0 there are none.
func stepKnots(times, shares []float64) (knots, at []float64) {
	knots, at = []float64{0}, []float64{1}
	for i, t := range times {
		last := len(knots) - 1
		if t == 0 || !(shares[i] > 0) {
			continue
		}
		if before := t - 1; t == math.Trunc(t) && before > knots[last] {
			knots, at = append(knots, before), append(at, at[last])
		}
		knots, at = append(knots, t), append(at, shares[i])
	}
	return knots, at
}
