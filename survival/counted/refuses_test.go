package counted_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/varighet/varighet/survival/counted"
)

// Tables with weights and causes that cannot be, and what is said of each.
func TestWeightsAndCausesThatCannotBe(t *testing.T) {
	head := "schema,time_unit,g,month,at_risk,entered,stopped,censored,stopped: x,weight_entered,weight_stopped,weight_censored,weight_stopped: x\n"
	row := func(s string) string { return "varighet.counts/1,months,a," + s + "\n" }
	begin := row("0,1,1,0,0,0,2,0,0,0")
	js := func(months string) string {
		return `{"schema":"varighet.counts/1","by":["g"],"causes":true,"groups":[{"by":{"g":"a"},"months":[` + months + `]}]}`
	}
	jsonBegin := `{"month":0,"at_risk":1,"entered":1,"weight_entered":2,"weight_stopped":0,"weight_censored":0},`
	for _, c := range []struct{ name, file, want string }{
		{"a good one", head + begin + row("3,1,0,1,0,1,0,2,0,2"), ""},
		{"a weight that is a word", head + begin + row("3,1,0,1,0,1,0,two,0,2"), "line 3: weight_stopped is not a number"},
		{"no number of a cause", head + begin + row("3,1,0,1,0,,0,2,0,2"), "line 3: stopped: x is not a whole number"},
		{"no weight of a cause", head + begin + row("3,1,0,1,0,1,0,2,0,"), "line 3: weight_stopped: x is not a number"},
		{"a weight that is NaN", head + begin + row("3,1,0,1,0,1,0,NaN,0,2"), "sum of weights"},
		{"weights that do not balance", head + begin + row("3,1,0,1,0,1,0,3,0,3"), "weights of 2 come in and 3 go out"},
		{"a cause of another weight", head + begin + row("3,1,0,1,0,1,0,2,0,1"), "causes add up to"},
		{"a cause too often", head + begin + row("3,1,0,1,0,2,0,2,0,2"), "1 stop, but the causes add up to 2"},
		{"weights of one kind only", "schema,time_unit,month,at_risk,entered,stopped,censored,weight_entered\n", `no column "weight_stopped"`},
		{"a cause without weights", "schema,time_unit,month,at_risk,entered,stopped,censored,stopped: x,weight_entered,weight_stopped,weight_censored\n", `no column "weight_stopped: x"`},
		{"a column twice", "schema,time_unit,g,g,month\n", `the column "g" comes twice`},
		{"no unit", "schema,month\n", `no column "time_unit"`},
		{"no censored", "schema,time_unit,month,at_risk,entered,stopped\n", `no column "censored"`},
		{"two units", head + begin + "varighet.counts/1,days,a,3,1,0,1,0,1,0,2,0,2\n", `line 3: the unit is "days", not "months" as above`},
		{"a row too short", head + "varighet.counts/1,months\n", "wrong number of fields"},
		{"a header that does not end", "\"schema\n", "extraneous or missing"},
		{"not UTF-8", "sch\xe5ma\n", "the text is not UTF-8"},
		{"JSON that does not end", `{"schema":`, "unexpected end"},
		{"a group of no value", `{"schema":"varighet.counts/1","by":["g"],"groups":[{"by":{},"months":[]}]}`, `a group has no value of "g"`},
		{"a group twice", `{"schema":"varighet.counts/1","groups":[{"months":[{"month":0,"at_risk":1,"entered":1},{"month":1,"at_risk":1,"censored":1}]},` +
			`{"months":[{"month":0,"at_risk":1,"entered":1},{"month":1,"at_risk":1,"censored":1}]}]}`, "comes twice"},
		{"a weight that is not there", js(jsonBegin + `{"month":3,"at_risk":1,"censored":1,"weight_entered":0}`), "month 3 has not all its sums of weights"},
		{"a cause whose weight is not there", js(jsonBegin + `{"month":3,"at_risk":1,"stopped":1,"stopped_by":{"x":1},"weight_entered":0,"weight_stopped":2,"weight_censored":0}`),
			`month 3 has no weight of the stops for "x"`},
		{"a cause in a month below 0", js(`{"month":-1,"stopped_by":{"x":1}}`), "month -1 is not from 0 to"},
		{"a cause in a month too late", js(`{"month":1000000,"stopped_by":{"x":1}}`), "month 1000000 is not from 0 to"},
		{"too many rejected", `{"schema":"varighet.counts/1","rejected":[{"rows":1099511627777,"code":"weight"}]}`, "number 1 of the rejected"},
	} {
		_, err := counted.Read(strings.NewReader(c.file))
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: got %v, want %q", c.name, err, c.want)
		}
	}
}

// A table in JSON that says nothing of its unit counts months, as the first ones did; a mark of UTF-8
// before a table is no part of it.
func TestUnitsAndMarks(t *testing.T) {
	for file, want := range map[string]string{
		`{"schema":"varighet.counts/1"}`:                                                               "months",
		"\ufeff \n" + `{"schema":"varighet.counts/1","time_unit":"days"}`:                              "days",
		"\ufeffschema,time_unit,month,at_risk,entered,stopped,censored\n":                              "months",
		"schema,time_unit,month,at_risk,entered,stopped,censored\nvarighet.counts/1,weeks,0,0,0,0,0\n": "weeks",
	} {
		table, err := counted.Read(strings.NewReader(file))
		if err != nil || table.Unit != want {
			t.Errorf("%q: got %+v, %v, want %s", file, table, err, want)
		}
	}
}

func TestTablesThatAreUnlikeAreNotAdded(t *testing.T) {
	make1 := func(unit string, by []string, causes bool) *counted.Table {
		table := counted.New(unit, by, causes)
		if err := table.Group(make([]string, len(by))).Add(0, 3, true, "x", 1); err != nil {
			t.Fatal(err)
		}
		return table
	}
	months := make1("months", []string{"g"}, true)
	for name, other := range map[string]*counted.Table{
		"counts in months, the other in days": make1("days", []string{"g"}, true),
		"has causes, the other none":          make1("months", []string{"g"}, false),
		"is by g, the other by nothing":       make1("months", nil, true),
		"is by g, the other by h":             make1("months", []string{"h"}, true),
		"is by g, the other by g, h":          make1("months", []string{"g", "h"}, true),
	} {
		if err := months.Merge(other); !errors.Is(err, counted.ErrUnlike) || !strings.Contains(err.Error(), name) {
			t.Errorf("got %v, want that one %s", err, name)
		}
	}
	if err := make1("months", nil, false).Merge(make1("months", nil, true)); !errors.Is(err, counted.ErrUnlike) {
		t.Errorf("causes in the second only: got %v", err)
	}
	if _, err := months.Over([]string{"h"}); err == nil || !strings.Contains(err.Error(), `no column "h"; it is by g`) {
		t.Errorf("over a column that is not there: got %v", err)
	}
}

// Columns of the other may come in another order: one of (a, b) and one of (b, a) are two of one group.
func TestMergeOfColumnsInAnotherOrder(t *testing.T) {
	first, second := counted.New("months", []string{"g", "h"}, true), counted.New("months", []string{"h", "g"}, true)
	for table, values := range map[*counted.Table][]string{first: {"a", "b"}, second: {"b", "a"}} {
		if err := table.Group(values).Add(0, 3, true, "x", 1); err != nil {
			t.Fatal(err)
		}
	}
	if err := first.Merge(second); err != nil {
		t.Fatal(err)
	}
	groups := first.Groups()
	if len(groups) != 1 || !cmp.Equal(groups[0].Values, []string{"a", "b"}) {
		t.Fatalf("got %d groups", len(groups))
	}
	if n, _ := groups[0].Counts.Stops("x", 3); n != 2 {
		t.Errorf("got %d stops, want 2", n)
	}
}

// Two rows of one reason and one of another, said by reason in the order of codes.
func TestRejectedByReason(t *testing.T) {
	table := counted.New("months", nil, false)
	table.Rejected = []counted.Rejected{{Row: 2, Code: "weight"}, {Row: 7, Code: "time-order"}, {Row: 9, Code: "weight"}}
	if diff := cmp.Diff([]counted.Rejected{{Rows: 1, Code: "time-order"}, {Rows: 2, Code: "weight"}}, table.RejectedByReason()); diff != "" {
		t.Error(diff)
	}
}

// spaces is a file of blanks without an end.
type spaces struct{}

func (spaces) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = ' '
	}
	return len(b), nil
}

// full is a disk that is full after so many bytes.
type full struct{ left int }

func (f *full) Write(b []byte) (int, error) {
	if f.left -= len(b); f.left < 0 {
		return 0, io.ErrShortWrite
	}
	return len(b), nil
}

func TestFilesThatCannotBeReadOrWritten(t *testing.T) {
	if _, err := counted.Read(spaces{}); err == nil || !strings.Contains(err.Error(), "64 MiB") {
		t.Errorf("a file without an end: got %v", err)
	}
	if _, err := counted.Read(io.MultiReader(strings.NewReader("schema"), &broken{})); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("a file that breaks off: got %v", err)
	}
	table := counted.New("months", nil, false)
	if err := table.Group(nil).Add(0, 3, true, "", 1); err != nil {
		t.Fatal(err)
	}
	if err := table.WriteCSV(&full{10}); !errors.Is(err, io.ErrShortWrite) {
		t.Errorf("CSV on a full disk: got %v", err)
	}
	if err := table.WriteJSON(&full{10}); !errors.Is(err, io.ErrShortWrite) {
		t.Errorf("JSON on a full disk: got %v", err)
	}
	var b bytes.Buffer
	if err := table.WriteCSV(&b); err != nil || b.Len() == 0 {
		t.Errorf("got %q, %v", b.String(), err)
	}
}

type broken struct{}

func (*broken) Read([]byte) (int, error) { return 0, io.ErrClosedPipe }
