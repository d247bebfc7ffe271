package rows

import (
	"math"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
)

// Codes of rows that models reject beyond those that curves do.
const (
	covariateMissing survival.RejectCode = "covariate-missing"
	strataMissing    survival.RejectCode = "strata-missing"
	clusterMissing   survival.RejectCode = "cluster-missing"
	causeMissing     survival.RejectCode = "cause-missing"
	startMissing     survival.RejectCode = "start-missing"
	TimeNotWhole     survival.RejectCode = "time-not-whole"
	TimeZero         survival.RejectCode = "time-zero"
)

// A demand is what a model asks of a column.
type demand struct {
	column    string
	ofStopped bool // only of rows that stopped
	met       func(row int) bool
	code      survival.RejectCode
	unmet     string // what is said of a row that does not meet it
}

// demands are all that a model asks of a row, in the order in which it is asked.
func (read *columnReader) demands(opt *ModelChoices) (list []demand) {
	text := func(column string) func(int) bool {
		return func(i int) bool { _, ok := read.text(column, i); return ok }
	}
	for _, c := range opt.Covariates {
		if read.numeric(c) {
			usable := func(i int) bool { v, _, ok := read.number(c.Column, i); return ok && math.Abs(v) <= 1e100 }
			list = append(list, demand{c.Column, false, usable, covariateMissing, "is missing or not a usable number"})
		} else {
			list = append(list, demand{c.Column, false, text(c.Column), covariateMissing, "is missing"})
		}
	}
	for _, s := range opt.Strata {
		list = append(list, demand{s, false, text(s), strataMissing, "is missing"})
	}
	if opt.Cluster != "" {
		list = append(list, demand{opt.Cluster, false, text(opt.Cluster), clusterMissing, "is missing"})
	}
	if opt.Cause != "" {
		list = append(list, demand{opt.Cause, true, text(opt.Cause), causeMissing, "is missing for a row that stopped"})
	}
	if opt.NeedStart {
		isMonth := func(i int) bool {
			s, _ := read.text(opt.Start, i)
			_, err := varighet.ParseMonth(s)
			return err == nil
		}
		list = append(list, demand{opt.Start, false, isMonth, startMissing, "is missing or no month such as 2017-05"})
	}
	return list
}

// needsOf are the same demands of spells.
func needsOf(demands []demand) (list []survival.Need) {
	for _, d := range demands {
		list = append(list, survival.Need{What: d.column, OfStopped: d.ofStopped, Has: d.met})
	}
	return list
}

// lacks finds the first demand that a row of any CSV does not meet; nil if it meets all.
func lacks(demands []demand, i int, stopped bool) *survival.Rejected {
	for _, d := range demands {
		if (stopped || !d.ofStopped) && !d.met(i) {
			return &survival.Rejected{Row: i + 1, Code: d.code, Message: d.column + " " + d.unmet}
		}
	}
	return nil
}
