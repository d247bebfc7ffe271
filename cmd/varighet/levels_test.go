package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/varighet/varighet/report/document"
)

// levelModels are models of a factor g, of which some levels may have no stops, and a
// number x. DATA stands for the columns.
var levelModels = []string{
	"cox DATA --covariates g,x --zph none",
	"cox DATA --covariates g,x --zph none --ties breslow",
	"cox DATA --covariates g,x --zph none --cluster c",
	"parametric DATA --covariates g,x",
	"parametric DATA --covariates g,x --dist exponential",
	"hazard DATA --covariates g,x --bands 2,4",
	"hazard DATA --covariates g,x --bands 3 --link logit",
	"hazard DATA --covariates g,x --bands 3 --link poisson",
	"hazard DATA --covariates g,x --bands 3 --cluster c",
	"finegray DATA --covariates g,x --cause k --of a",
}

// fitLevels fits a model and returns its coefficients by name; ok is false if there are none.
func fitLevels(t *testing.T, line, table string, more ...string) (map[string]document.Coefficient, bool) {
	t.Helper()
	args := strings.Fields("survival " + strings.Replace(line, "DATA", "--time t --event e", 1) + " --json -")
	var out, said bytes.Buffer
	if code := run(append(args, more...), console{strings.NewReader(table), &out, &said}); code != 0 {
		return nil, false
	}
	var doc struct {
		Coefficients []document.Coefficient
		Models       []struct{ Coefficients []document.Coefficient }
	}
	if err := json.Unmarshal(out.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	for _, m := range doc.Models {
		doc.Coefficients = append(doc.Coefficients, m.Coefficients...)
	}
	byName := map[string]document.Coefficient{}
	for _, c := range doc.Coefficients {
		byName[c.Term+"["+c.Level+"]"] = c
	}
	return byName, len(byName) > 0
}

// alike compares numbers that may differ by what a search leaves.
func alike(a, b *float64) bool {
	if a == nil || b == nil {
		return a == b
	}
	return math.Abs(*a-*b) <= 1e-6*(1+math.Abs(*a))
}

// levelTable is a CSV of levels a to d, of which each has stops or not.
func levelTable(r *rand.Rand) []string {
	stops := map[string]bool{}
	for _, g := range "abcd" {
		stops[string(g)] = r.IntN(3) > 0
	}
	var rows []string
	for range 24 {
		g := string("abcd"[r.IntN(4)])
		e, k := 0, ""
		if stops[g] && r.IntN(2) == 0 {
			e, k = 1, string("ab"[r.IntN(2)])
		}
		rows = append(rows, fmt.Sprintf("%d,%d,%s,%.2f,%s,%d", 1+r.IntN(8), e, g, r.NormFloat64(), k, r.IntN(6)))
	}
	return rows
}

func levelCSV(rows []string) string { return "t,e,g,x,k,c\n" + strings.Join(rows, "\n") + "\n" }

// The same rows give the same answer in any order, and what is said of x does not depend
// on the level that the others are held against: a level without stops as the reference
// leaves the differences between the others in the model.
func TestModelsWithLevelsWithoutStops(t *testing.T) {
	for _, line := range levelModels {
		t.Run(line, func(t *testing.T) {
			fitted, without := 0, 0
			for i := range 60 {
				r := rand.New(rand.NewPCG(7, uint64(i)))
				rows := levelTable(r)
				want, ok := fitLevels(t, line, levelCSV(rows))
				if !ok {
					continue
				}
				fitted++
				r.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
				got, _ := fitLevels(t, line, levelCSV(rows))
				for name, w := range want {
					g := got[name]
					if w.Infinite != 0 {
						without++
					}
					if !alike(w.Estimate, g.Estimate) || !alike(w.StdErr, g.StdErr) || !alike(w.P, g.P) || w.Infinite != g.Infinite || w.Reason != g.Reason {
						t.Fatalf("table %d, %s: got %s with the rows in another order, want %s\n%s", i, name, inWords(g), inWords(w), levelCSV(rows))
					}
				}
				for _, base := range []string{"b", "c", "d"} {
					got, ok := fitLevels(t, line, levelCSV(rows), "--base", "g="+base)
					if g, w := got["x[]"], want["x[]"]; ok && (!alike(w.Estimate, g.Estimate) || !alike(w.StdErr, g.StdErr) || !alike(w.P, g.P) || w.Infinite != g.Infinite) {
						t.Fatalf("table %d, x against %s: got %s, want %s\n%s", i, base, inWords(g), inWords(w), levelCSV(rows))
					}
				}
			}
			if fitted < 20 || without < 10 {
				t.Errorf("only %d models, %d coefficients without a finite estimate", fitted, without)
			}
		})
	}
}

func inWords(c document.Coefficient) string {
	number := func(v *float64) any {
		if v == nil {
			return "none"
		}
		return *v
	}
	return fmt.Sprintf("%v (se %v, infinite %d, %q)", number(c.Estimate), number(c.StdErr), c.Infinite, c.Reason)
}
