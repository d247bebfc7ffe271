package main

import (
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/internal/spellset"
)

// flagGroups are the groups in which help has flags, in order, with the topic that explains
// those of a group. A flag that [spellset.Options] has is one of the register
// where the command makes spells of one.
var flagGroups = []struct{ name, topic, flags string }{
	{"data", "", "kind period where stops counts left right start of time-unit " +
		"layout lists-within dates last-month set-aside-faults map limit aliases no-link keep-names key-file reference " +
		"klass klass-date population splits plan force replace remove anew study inputs " +
		"lists municipalities frailty first last dirt slips no-reform no-missing-month form until follow vacant-months entering"},
	{"any CSV", "csv", "time event entry weight strict"},
	{"groups", "", "by strata cluster robust cause covariates base standardise mix match contrasts pairwise scores"},
	{"method", "", "ci conf quantiles at tau from hazard band bracket follow-up tests permutation permutations bootstrap seed " +
		"min-at-risk variance reached shares ratio longer month after within per bands baseline own-medians curve shape ties firth zph profile link calendar " +
		"covers dist whole-months exact-times adjust winsorise above in-a-row years measure"},
	{"output", "", "o table json csv csv-excel save-layout suggest style disclosure published-before lang title subtitle caption source width dpi label order no-bands horizon"},
	{"register", "register", ""},
}

// joined are flags that stand in one line where a command has them all.
var joined = []struct{ names, text string }{
	{"where stops", "only such spells; only REASONS, as left, are stops"},
	{"json csv", "print JSON, for programs, or CSV"},
	{"permutation permutations", "p by relabelling: all ways to a million, else MANY"},
	{"cluster robust", "robust limits, by values of COL or row by row"},
	{"bootstrap seed", "resample clusters (else rows) N times within --strata"},
}

// groupOf is the group of a flag among those of its command; "" if it is in none.
func groupOf(name string, among []cli.Flag) string {
	isRegister := func(f cli.Flag) bool { return f.Names()[0] == "gap" }
	if slices.ContainsFunc(among, isRegister) {
		for _, o := range spellset.Options() {
			if o.Flag == name {
				return "register"
			}
		}
	}
	for _, g := range flagGroups {
		if slices.Contains(strings.Fields(g.flags), name) {
			return g.name
		}
	}
	return ""
}
