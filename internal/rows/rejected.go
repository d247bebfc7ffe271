package rows

import (
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/english"
	"github.com/varighet/varighet/survival"
)

// noRows says that no row of a file can be used, and why.
func noRows(name string, rejected []*survival.Rejected) error {
	p := &varighet.Problem{File: name, Code: "no-rows", Msg: "no row can be used"}
	if len(rejected) == 0 {
		p.Msg = "the file has no rows below its header"
	}
	var reasons []string
	for _, r := range Reasons(rejected) {
		reasons = append(reasons, english.Count(r.Rows, "row", "rows")+": "+r.Why)
	}
	p.Hint = strings.Join(reasons, "; ")
	return p
}

// Reasons counts rejected rows by reason.
func Reasons(rejected []*survival.Rejected) []ReasonCount {
	var list []string
	for _, r := range rejected {
		list = append(list, r.Message)
	}
	return CountReasons(list)
}

// A ReasonCount says how many rows are left out for a reason.
type ReasonCount struct {
	Rows int
	Why  string
}

// CountReasons counts rows left out, each with its reason, in the order in which the reasons
// first come.
func CountReasons(reasons []string) []ReasonCount {
	var list []ReasonCount
	at := map[string]int{}
	for _, why := range reasons {
		i, seen := at[why]
		if !seen {
			i = len(list)
			at[why], list = i, append(list, ReasonCount{Why: why})
		}
		list[i].Rows++
	}
	return list
}
