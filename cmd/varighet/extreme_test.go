package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// extremeCommands are all that take any CSV. DATA stands for its columns.
var extremeCommands = []string{
	"km DATA --by g --at 0,3,1e9 --rmst 5 --tests logrank,gehan,fh_1_1,trend --pairwise holm --contrasts --follow-up --band hall-wellner",
	"km DATA --weight w --by g --hazard fleming-harrington --from 2 --tests peto",
	"km DATA --cluster c --min-at-risk 2 --bracket 1 --at 4 --ci arcsin",
	"km DATA --ci beta-product --bootstrap 20 --at 3 --by g --permutation --permutations 20",
	"residual DATA --by g --reached 0,3,1e99 --shares 0.1,0.5",
	"incidence DATA --cause k --by g --at 3 --tau 5 --contrasts --cluster c",
	"incidence DATA --cause k --by g --weight w --variance greenwood",
	"incidence DATA --cause k --tau 2 --variance aalen",
	"rates DATA --by g",
	"turnbull --left n --right t",
	"cox DATA --covariates x,factor(g) --zph km",
	"cox DATA --covariates x --ties exact --strata g",
	"cox DATA --covariates factor(g) --weight w --cluster c",
	"cox DATA --covariates x,factor(g) --firth",
	"hazard DATA --covariates factor(g) --bands 1,3",
	"hazard DATA --covariates x --link poisson --cluster c",
	"parametric DATA --covariates factor(g) --dist weibull",
	"parametric DATA --covariates x --dist lognormal --whole-months",
	"frailty DATA --covariates factor(g) --cluster c",
	"finegray DATA --covariates factor(g) --cause k --of a",
	"rates DATA --weight w --bands 0,2,9 --standardise g",
	"turnbull --left n --right t --weight w",
	"hazard DATA --covariates factor(g) --bands 1,3 --weight w",
	"parametric DATA --covariates factor(g) --weight w",
	"frailty DATA --covariates x --cluster c --weight w",
	"finegray DATA --covariates factor(g) --cause k --weight w --cluster c",
	"compare DATA --baseline abelsen2015-median --by g",
	"compare DATA --baseline abelsen2015-median --shape 3 --weight w --by g",
	"residual DATA --by g --weight w --cluster c",
	"power DATA --baseline abelsen2015-median --by g --longer 0,1",
	"power DATA --baseline abelsen2015-median --shape 3 --whole-months --longer 1 --entering 2",
	"power DATA --baseline abelsen2015-median --shape 0.8 --whole-months --follow positions --by g --longer 0 --ratio 3",
}

// TestExtremeData holds that commands end in order on any table: with a document
// that JSON can hold, or with a message. What is missing in it is null, and then
// something is said about it.
func TestExtremeData(t *testing.T) {
	tables := 60
	if testing.Short() {
		tables = 10
	}
	for _, line := range extremeCommands {
		t.Run(line, func(t *testing.T) {
			args := strings.Fields("survival " + strings.Replace(line, "DATA", "--time t --event e --entry n", 1) + " --json -")
			done := 0
			for i := range tables {
				table := extremeTable(rand.New(rand.NewPCG(2, uint64(i))))
				var out, said bytes.Buffer
				code := run(args, console{strings.NewReader(table), &out, &said})
				if code == 0 {
					done++
				}
				if err := inOrder(code, out.Bytes(), said.String()); err != nil {
					t.Fatalf("table %d: %v\n%s\n%s\n%s", i, err, table, out.String(), said.String())
				}
			}
			least := tables / 2
			switch command, _, _ := strings.Cut(line, " "); command {
			case "cox", "hazard", "parametric", "finegray": // few of so small tables can have a model
				least = tables / 6
			case "frailty": // fewer still: all estimates must be finite
				least = tables / 20
			}
			if done < least {
				t.Errorf("only %d of %d tables gave a document", done, tables)
			}
		})
	}
}

func inOrder(code int, out []byte, said string) error {
	if code == 1 {
		if said == "" || strings.Contains(said, "unsupported value") || strings.Contains(said, "runtime error") || len(out) > 0 {
			return fmt.Errorf("exit code 1 with no good reason")
		}
		return nil
	}
	if code == 2 && strings.Contains(said, "no row stopped for") {
		return nil // the command names a cause that the table does not have
	}
	if code != 0 {
		return fmt.Errorf("exit code %d", code)
	}
	var document map[string]any
	if err := json.Unmarshal(out, &document); err != nil {
		return err
	}
	warnings, _ := document["warnings"].([]any)
	if missing := firstNull(document, ""); missing != "" && len(warnings) == 0 {
		return fmt.Errorf("%s is null, and nothing is said", missing)
	}
	return nil
}

// mayBeNull are those that need no word: limits at the ends of a curve and of what
// has not been reached, what has no end or was not asked for.
var mayBeNull = map[string]bool{
	"std_err": true, "lower": true, "upper": true, "to": true, "from": true, "time": true, "rmst": true, "stock": true, "seed": true,
	"lower_log": true, "upper_log": true, "robust_std_err": true, "shape": true, "shape_lower": true, "shape_upper": true, "bca_lower": true, "bca_upper": true, "time_lost": true,
}

// firstNull is the path of a value that is null and needs a word.
func firstNull(v any, path string) string {
	switch v := v.(type) {
	case nil:
		return path
	case []any:
		for _, x := range v {
			if p := firstNull(x, path); p != "" {
				return p
			}
		}
	case map[string]any:
		for name, x := range v {
			if x == nil && mayBeNull[name] {
				continue
			}
			if p := firstNull(x, path+"."+name); p != "" {
				return p
			}
		}
	}
	return ""
}

// extremeTable is a CSV of few rows, with values that are none now and then.
func extremeTable(r *rand.Rand) string {
	times := []string{"0", "1", "1", "2", "3", "3", "12", "0.1", "0.30000000000000004", "1e-300", "5", "240", "1e9", "1e16", "1e100"}
	bad := []string{"", "NA", "-1", "1e400", "NaN", "inf", "abc", "1e101"}
	weights := []string{"1", "1", "2", "0", "0.5", "1e-9", "1e9"}
	numbers := []string{"0", "1", "1", "-3", "1e12", "1e-12"}
	calm, oneGroup, stopped := r.IntN(3) > 0, r.IntN(5) == 0, r.IntN(4)
	cell := func(from []string) string {
		if !calm && r.IntN(12) == 0 {
			return bad[r.IntN(len(bad))]
		}
		return from[r.IntN(len(from))]
	}
	var b strings.Builder
	b.WriteString("n,t,e,g,k,c,w,x\n")
	for range r.IntN(12) {
		entry, event, group := "0", "0", []string{"p", "q", "r"}[r.IntN(3)]
		if r.IntN(3) == 0 {
			entry = cell(times[:8])
		}
		if r.IntN(4) <= stopped {
			event = "1"
		}
		if oneGroup {
			group = "p"
		}
		fmt.Fprintf(&b, "%s,%s,%s,%s,%s,%s,%s,%s\n", entry, cell(times), event, group, []string{"a", "b"}[r.IntN(2)],
			[]string{"u", "v"}[r.IntN(2)], cell(weights), cell(numbers))
	}
	return b.String()
}

// TestManyGroups holds that groups too many for a test have their curves, and a word
// in place of the test: its covariance would not fit in memory.
func TestManyGroups(t *testing.T) {
	table := "t,e,g,k\n"
	for i := range 1000 + 1 {
		table += fmt.Sprintf("%d,1,p%d,a\n", 1+i%7, i)
	}
	for _, line := range []string{"km", "incidence --cause k --tau 3 --contrasts"} {
		var out, said bytes.Buffer
		args := strings.Fields("survival " + line + " --time t --event e --by g --json -")
		if code := run(args, console{strings.NewReader(table), &out, &said}); code != 0 {
			t.Fatalf("%s: exit code %d: %s", line, code, said.String())
		}
		if !strings.Contains(out.String(), "no tests or differences: 1001 groups, and no more than 1000 are compared") ||
			!strings.Contains(out.String(), `"tests":[]`) {
			t.Errorf("%s: no word about the tests", line)
		}
	}
}
