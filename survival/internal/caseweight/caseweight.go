// Package caseweight has what models with case weights have in common.
//
// A case weight says how many tenures a row stands for, as weights of coxph,
// glm and survreg in R do: what the row adds to the log-likelihood is multiplied
// by it. A weight of 2 is the row twice, in the estimate and in standard errors
// from the information. A weight of 0 leaves the row out.
package caseweight

import (
	"fmt"
	"math"

	"github.com/varighet/varighet/survival"
)

// Unusable says what is wrong with a weight that cannot weigh a tenure.
const Unusable = "the weight is negative, or not 0 and not within 1e−9 and 1e9"

// Fractional is said of standard errors from the information, and of likelihood
// ratios, where weights are no repetitions.
const Fractional = "some weights are not whole numbers: standard errors and tests take a weight for so many tenures"

// Check returns an error for weights that are not one for each of n rows, and a
// *[survival.TenureError] for the first that cannot weigh one; row tells its
// tenure. nil weights are right.
func Check(n int, weights []float64, row func(i int) survival.Tenure) error {
	if weights == nil {
		return nil
	}
	if len(weights) != n {
		return fmt.Errorf("%d tenures with %d weights", n, len(weights))
	}
	for i, w := range weights {
		if !survival.UsableWeight(w) {
			return &survival.TenureError{Index: i, Tenure: row(i), Reason: Unusable}
		}
	}
	return nil
}

// Whole reports whether all weights are whole numbers, so that rows can stand for
// repetitions; true of nil.
func Whole(weights []float64) bool {
	for _, w := range weights {
		if w != math.Trunc(w) {
			return false
		}
	}
	return true
}

// Counted are the numbers of the rows with a weight above 0, and whether that is
// all of them, as it is for nil.
func Counted(weights []float64) (rows []int, all bool) {
	for i, w := range weights {
		if w > 0 {
			rows = append(rows, i)
		}
	}
	return rows, len(rows) == len(weights)
}

// Pick takes the elements of rows; nil of nil.
func Pick[T any](from []T, rows []int) []T {
	if from == nil {
		return nil
	}
	out := make([]T, len(rows))
	for k, i := range rows {
		out[k] = from[i]
	}
	return out
}

// Of is the weight of row i; nil weights are all 1.
func Of(weights []float64, i int) float64 {
	if weights == nil {
		return 1
	}
	return weights[i]
}

// Stops is how many stops a model has: where all weights are whole numbers, which stand for
// repetitions, what those of the rows that stopped add up to; else the number of these rows with
// a weight above 0.
func Stops(n int, weights []float64, stopped func(i int) bool) int {
	whole, stops := Whole(weights), 0.0
	for i := range n {
		w := Of(weights, i)
		switch {
		case !stopped(i) || w == 0:
		case whole:
			stops += w
		default:
			stops++
		}
	}
	return int(stops)
}
