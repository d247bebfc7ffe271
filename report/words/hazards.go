package words

import (
	"math"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/cox"
)

// Hazards are the hazard ratios of a Cox model, or why there is none.
type Hazards struct {
	State      ModelState
	Ties       cox.Ties
	N, Events  int // agreements, and those of them that stopped
	Parameters int // ratios
	Terms      []HazardTerm
	OneLevel   []string              // covariates with one value, which are left out
	LeftOut    int                   // agreements that cannot be followed, or lack a covariate
	Global     varighet.Opt[float64] // p of the test of proportional hazards for all together
}

// ModelState says whether a model is there, and why not.
type ModelState uint8

// The states of a model.
const (
	Fitted ModelState = iota
	NoModel
	FewEvents // fewer than EventsPerRatio stopped for each ratio
)

// EventsPerRatio is how many stops a model needs for each ratio that it estimates [1].
//
// [1] Peduzzi P, Concato J, Feinstein AR, Holford TR (1995). J Clin Epidemiol 48:1503–1510.
const EventsPerRatio = 10

// A HazardTerm is one covariate.
type HazardTerm struct {
	Name         string
	Places       map[string]string // names of levels that are places
	Number       bool              // it is a number: its one level is one unit more
	Levels       []HazardLevel
	Proportional varighet.Opt[float64] // p of the test; missing where it is not defined
}

// A HazardLevel is a level of a covariate against its base.
type HazardLevel struct {
	Level               string
	Base                bool
	N, Events           int
	TooFew              bool // the ratio is not shown
	Ratio, Lower, Upper varighet.Opt[float64]
}

// unlikely is the p below which hazards are said not to be proportional.
const unlikely = 0.05

// CovariateName is the name of a covariate for people: that of the column where no other is known.
func CovariateName(l *locale.Locale, column string) string { return l.ColumnHeading(column) }

// LevelName is the name of a level for people.
func (t *HazardTerm) LevelName(l *locale.Locale, level string) string {
	column := t.Name
	switch {
	case t.Places[level] != "":
		return t.Places[level]
	case column == "start_period" && len(level) == len("2000-2004"):
		return level[:4] + "–" + level[5:]
	case column == "holder" && level == "first":
		return l.Hazards.First
	case column == "holder":
		return l.Hazards.Later
	case column == "cohort" && level == "true":
		return l.Beside.Cohort
	case column == "cohort" && level == "false":
		return l.Beside.Others
	}
	return l.SizeGroup(level)
}

// RatioDecimals is how many decimals a ratio has: two, or as many as tell its limits apart.
func RatioDecimals(x *HazardLevel) int {
	decimals := 2
	for decimals < 6 && (x.Upper.V-x.Lower.V)*math.Pow10(decimals) < 3 {
		decimals++
	}
	return decimals
}

// HazardSentences say which level differs most from its base, and which covariates do not.
func HazardSentences(l *locale.Locale, h *Hazards) []string {
	w := &l.Hazards
	switch h.State {
	case NoModel:
		return []string{w.NoModel}
	case FewEvents:
		return []string{locale.Fill(w.FewEvents.Of(h.Parameters), l.Int(h.Events), l.Int(h.Parameters), l.Int(EventsPerRatio))}
	}
	var list, within []string
	for i := range h.Terms {
		t := &h.Terms[i]
		if t.Number {
			continue
		}
		if s := writerIn(l).farthest(t); s != "" {
			list = append(list, s)
		} else if t.shown() {
			within = append(within, CovariateName(l, t.Name))
		}
	}
	if within != nil {
		list = append(list, locale.Fill(w.Within, l.List(lowered(within))))
	}
	if s := h.notProportional(l); s != "" {
		list = append(list, s)
	}
	return append(list, w.Cause)
}

// lowered begins names with a small letter, for the middle of a sentence.
func lowered(names []string) (out []string) {
	for _, n := range names {
		out = append(out, locale.Lower(n))
	}
	return out
}

// base is the level that the others are compared with.
func (t *HazardTerm) base() string {
	for i := range t.Levels {
		if t.Levels[i].Base {
			return t.Levels[i].Level
		}
	}
	return ""
}

// shown reports whether any ratio of the covariate is.
func (t *HazardTerm) shown() bool {
	for i := range t.Levels {
		if x := &t.Levels[i]; !x.Base && !x.TooFew {
			return true
		}
	}
	return false
}

// farthest is the sentence on the level whose ratio lies farthest from 1 among those whose interval
// does not hold 1; "" if there is none.
func (x writer) farthest(t *HazardTerm) string {
	var far *HazardLevel
	for i := range t.Levels {
		v := &t.Levels[i]
		if v.Base || v.TooFew || v.Lower.V <= 1 && v.Upper.V >= 1 {
			continue
		}
		if far == nil || math.Abs(math.Log(v.Ratio.V)) > math.Abs(math.Log(far.Ratio.V)) {
			far = v
		}
	}
	if far == nil {
		return ""
	}
	decimals := RatioDecimals(far)
	return locale.Fill(x.l.Hazards.Farthest, t.LevelName(x.l, far.Level), x.l.Number(far.Ratio.V, decimals),
		x.named(bareLimits(x.l, far.Lower, far.Upper, decimals), true), t.LevelName(x.l, t.base()), CovariateName(x.l, t.Name))
}

// notProportional names the covariates whose ratio changes with time; "" if none does.
func (h *Hazards) notProportional(l *locale.Locale) string {
	var names []string
	for i := range h.Terms {
		t := &h.Terms[i]
		if p := t.Proportional; p.OK && p.V < unlikely {
			text := "p = " + l.Number(p.V, 3)
			if p.V < 0.001 {
				text = "p < " + l.Number(0.001, 3)
			}
			names = append(names, locale.Lower(CovariateName(l, t.Name))+" ("+text+")")
		}
	}
	if names == nil {
		return ""
	}
	return locale.Fill(l.Hazards.PropFails, l.List(names))
}

// HazardNotes are what stands below the figure and the table.
func HazardNotes(l *locale.Locale, h *Hazards) (list []string) {
	w := &l.Hazards
	switch h.State {
	case NoModel:
		list = append(list, w.NoModel)
	case FewEvents:
		list = append(list, locale.Fill(w.FewEvents.Of(h.Parameters), l.Int(h.Events), l.Int(h.Parameters), l.Int(EventsPerRatio)))
	default:
		list = append(list, locale.Fill(w.Method, w.Ties[h.Ties]))
	}
	if h.OneLevel != nil {
		var names []string
		for _, n := range h.OneLevel {
			names = append(names, locale.Lower(CovariateName(l, n)))
		}
		list = append(list, locale.Fill(w.OneLevel, l.List(names)))
	}
	for i := range h.Terms {
		for k := range h.Terms[i].Levels {
			if h.Terms[i].Levels[k].TooFew {
				return append(list, locale.Fill(w.FewNote, l.Int(survival.FewAtRisk)))
			}
		}
	}
	if s := h.notProportional(l); s != "" {
		list = append(list, s)
	}
	return list
}
