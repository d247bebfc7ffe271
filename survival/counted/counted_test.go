package counted_test

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/competing"
	"github.com/varighet/varighet/survival/counted"
	"pgregory.net/rapid"
)

// Three seen from their start: one stops after 2 months, two are censored then;
// one enters at 1 and is censored after 4. At risk in month 2 are the four, in
// month 4 the one.
func TestFormByHand(t *testing.T) {
	table := counted.New("months", []string{"size_group"}, false)
	g := table.Group([]string{"<2000"})
	for _, x := range []struct {
		entry, exit int
		stopped     bool
	}{{0, 2, true}, {0, 2, false}, {0, 2, false}, {1, 4, false}} {
		if err := g.Add(x.entry, x.exit, x.stopped, "", 1); err != nil {
			t.Fatal(err)
		}
	}
	var js, csv bytes.Buffer
	if err := table.WriteJSON(&js); err != nil {
		t.Fatal(err)
	}
	if err := table.WriteCSV(&csv); err != nil {
		t.Fatal(err)
	}
	wantJSON := `{"schema":"varighet.counts/1","time_unit":"months","by":["size_group"],"groups":[{"by":{"size_group":"<2000"},"n":4,` +
		`"months":[{"month":0,"at_risk":3,"entered":3,"stopped":0,"censored":0},{"month":1,"at_risk":3,"entered":1,"stopped":0,"censored":0},` +
		`{"month":2,"at_risk":4,"entered":0,"stopped":1,"censored":2},{"month":4,"at_risk":1,"entered":0,"stopped":0,"censored":1}]}],"rejected":[],"warnings":[]}` + "\n"
	if diff := cmp.Diff(wantJSON, js.String()); diff != "" {
		t.Error(diff)
	}
	wantCSV := "schema,time_unit,size_group,month,at_risk,entered,stopped,censored\n" +
		"varighet.counts/1,months,<2000,0,3,3,0,0\nvarighet.counts/1,months,<2000,1,3,1,0,0\n" +
		"varighet.counts/1,months,<2000,2,4,0,1,2\nvarighet.counts/1,months,<2000,4,1,0,0,1\n"
	if diff := cmp.Diff(wantCSV, csv.String()); diff != "" {
		t.Error(diff)
	}
}

func TestTablesThatCannotBe(t *testing.T) {
	head := "schema,time_unit,month,at_risk,entered,stopped,censored\n"
	row := func(s string) string { return "varighet.counts/1,months," + s + "\n" }
	for _, c := range []struct{ name, file, want string }{
		{"a row lost", head + row("0,3,3,0,0") + row("4,1,0,0,3"), "month 4 says 1 at risk, but its months come to 3"},
		{"more leave than are there", head + row("0,1,1,0,0") + row("2,1,0,2,0"), "in month 2 2 leave, and 1 are at risk"},
		{"some never leave", head + row("0,2,2,0,0") + row("2,2,0,1,0"), "1 come in and never go out"},
		{"a month twice", head + row("0,2,2,0,0") + row("0,2,2,0,0"), "month 0 comes twice"},
		{"a negative count", head + row("0,2,-2,0,0"), "month 0 has a count that is negative"},
		{"no month", head + row("x,2,2,0,0"), "line 2: month is not a whole number"},
		{"another schema", head + "varighet.counts/2,months,0,1,1,0,0\n", `line 2: the schema is "varighet.counts/2"`},
		{"no table of counts", "t,e\n1,0\n", `there is no column "schema": this is not a table of counts`},
		{"an empty file", "", "the file is empty"},
		{"rejected for nothing", `{"schema":"varighet.counts/1","rejected":[{"row":1,"code":"weight"},{"row":2}]}`, "number 2 of the rejected"},
		{"rejected nowhere", `{"schema":"varighet.counts/1","rejected":[{"code":"weight"}]}`, "number 1 of the rejected"},
		{"rejected as one and many", `{"schema":"varighet.counts/1","rejected":[{"row":1,"rows":2,"code":"weight"}]}`, "number 1 of the rejected"},
		{"fewer than no rows rejected", `{"schema":"varighet.counts/1","rejected":[{"rows":-2,"code":"weight"}]}`, "number 1 of the rejected"},
		{"JSON of something else", `{"schema":"varighet.km/1"}`, `the schema is "varighet.km/1"`},
	} {
		_, err := counted.Read(strings.NewReader(c.file))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %s…", c.name, err, c.want)
		}
	}
}

// Two of the first table's rows were rejected for the time's order and one for its
// weight; of the second, itself a sum, four for the order: 2 + 4 and 1 in the sum of
// both, in whatever order they are added. What is read is what was written.
func TestRejectedAreSummedByHand(t *testing.T) {
	first, second := counted.New("months", nil, false), counted.New("months", nil, false)
	first.Rejected = []counted.Rejected{{Row: 3, Code: "weight", Reason: "w"}, {Row: 5, Code: "time-order", Reason: "o"},
		{Row: 9, Code: "time-order", Reason: "o"}}
	first.Warnings = []string{"said of the first"}
	second.Rejected, second.Warnings = []counted.Rejected{{Rows: 4, Code: "time-order", Reason: "o"}}, []string{"said of the second"}
	want := []counted.Rejected{{Rows: 6, Code: "time-order", Reason: "o"}, {Rows: 1, Code: "weight", Reason: "w"}}
	for _, tables := range [][2]*counted.Table{{first, second}, {second, first}} {
		sum := counted.New("months", nil, false)
		for _, table := range tables {
			var b bytes.Buffer
			if err := table.WriteJSON(&b); err != nil {
				t.Fatal(err)
			}
			back, err := counted.Read(&b)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(table.Rejected, back.Rejected); diff != "" {
				t.Errorf("read back: %s", diff)
			}
			if err := sum.Merge(back); err != nil {
				t.Fatal(err)
			}
		}
		if diff := cmp.Diff(want, sum.Rejected); diff != "" {
			t.Error(diff)
		}
		if got := append(tables[0].Warnings, tables[1].Warnings...); !cmp.Equal(got, sum.Warnings) {
			t.Errorf("got warnings %q", sum.Warnings)
		}
	}
}

type drawn struct {
	entry, exit  int
	stopped      bool
	cause, group string
	weight       float64
}

func draw(t *rapid.T, weighted bool) []drawn {
	var rows []drawn
	for range rapid.IntRange(1, 25).Draw(t, "n") {
		d := drawn{entry: max(rapid.IntRange(-8, 8).Draw(t, "entry"), 0), stopped: rapid.Bool().Draw(t, "stopped"), weight: 1,
			cause: rapid.SampledFrom([]string{"left", "moved, far", "x"}).Draw(t, "cause"),
			group: rapid.SampledFrom([]string{"<2000", ">=2000", ""}).Draw(t, "group")}
		d.exit = d.entry + rapid.IntRange(1, 9).Draw(t, "length")
		if weighted {
			d.weight = rapid.SampledFrom([]float64{0.3, 1, 2.5}).Draw(t, "weight")
		}
		rows = append(rows, d)
	}
	return rows
}

func table(t *rapid.T, rows []drawn, causes bool) *counted.Table {
	out := counted.New("months", []string{"group"}, causes)
	for _, d := range rows {
		if err := out.Group([]string{d.group}).Add(d.entry, d.exit, d.stopped, d.cause, d.weight); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func text(t *rapid.T, x *counted.Table) string {
	var b bytes.Buffer
	if err := x.WriteJSON(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// What is written is read back, in both forms, and tables of parts add up to
// the table of all.
func TestLawTablesRoundTripAndAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		weighted, causes := rapid.Bool().Draw(t, "weighted"), rapid.Bool().Draw(t, "causes")
		rows := draw(t, weighted)
		all := table(t, rows, causes)
		var csv bytes.Buffer
		if err := all.WriteCSV(&csv); err != nil {
			t.Fatal(err)
		}
		for _, form := range []string{text(t, all), csv.String()} {
			back, err := counted.Read(strings.NewReader(form))
			if err != nil {
				t.Fatalf("%v\n%s", err, form)
			}
			if weighted && !all.Weighted() || causes && !back.Causes {
				continue // a table that happens to need neither
			}
			if got := text(t, back); got != text(t, all) && !someWeighted(all) {
				t.Fatalf("got %s, want %s", got, text(t, all))
			}
		}
		if weighted {
			return // sums of weights differ by rounding
		}
		cut := rapid.IntRange(0, len(rows)).Draw(t, "cut")
		sum := table(t, rows[:cut], causes)
		if err := sum.Merge(table(t, rows[cut:], causes)); err != nil {
			t.Fatal(err)
		}
		if text(t, sum) != text(t, all) {
			t.Fatalf("parts give %s, all %s", text(t, sum), text(t, all))
		}
	})
}

// someWeighted is true where groups with and without weights stand in one CSV,
// which has sums of weights for all.
func someWeighted(t *counted.Table) bool {
	with, without := false, false
	for _, g := range t.Groups() {
		with, without = with || g.Counts.All().Weighted(), without || !g.Counts.All().Weighted()
	}
	return with && without
}

// Counts give the curve and the incidences that rows give.
func TestLawCountsAreEnough(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := draw(t, rapid.Bool().Draw(t, "weighted"))
		all, err := table(t, rows, true).Over(nil)
		if err != nil {
			t.Fatal(err)
		}
		var s competing.Sample
		for _, d := range rows {
			s.Tenures = append(s.Tenures, survival.Tenure{Entry: float64(d.entry), Exit: float64(d.exit), Stopped: d.stopped})
			s.Causes, s.Weights = append(s.Causes, d.cause), append(s.Weights, d.weight)
		}
		counts := all.Groups()[0].Counts
		want, err := survival.Sample{Tenures: s.Tenures, Weights: s.Weights}.KaplanMeier(survival.Options{})
		if err != nil {
			t.Fatal(err)
		}
		got, err := counts.All().Curve(survival.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for i, p := range want.Points {
			q := got.Points[i]
			if p.AtRisk != q.AtRisk || p.Entered != q.Entered || math.Abs(p.Survival-q.Survival) > 1e-12 ||
				math.Abs(p.StdErr.V-q.StdErr.V) > 1e-12 || p.StdErr.OK != q.StdErr.OK {
				t.Fatalf("rows give %+v, counts %+v", p, q)
			}
		}
		for _, v := range []competing.Variance{competing.Greenwood, competing.Aalen} {
			a, errA := competing.AalenJohansen(s, competing.Options{Variance: v})
			b, errB := counts.Incidence(competing.Options{Variance: v})
			if errA != nil || errB != nil || fmt.Sprint(a.Warnings, a.N, a.EnteredLate, a.Censored) != fmt.Sprint(b.Warnings, b.N, b.EnteredLate, b.Censored) {
				t.Fatalf("%v, %v: %+v and %+v", errA, errB, a, b)
			}
			for k := range a.Curves {
				for i, p := range a.Curves[k].Points {
					q := b.Curves[k].Points[i]
					if p.Events != q.Events || p.AtRisk != q.AtRisk || math.Abs(p.Incidence-q.Incidence) > 1e-12 ||
						math.Abs(p.StdErr.V-q.StdErr.V) > 3e-8 { // the root of a rounding error
						t.Fatalf("rows give %+v, counts %+v", p, q)
					}
				}
			}
		}
	})
}

func FuzzRead(f *testing.F) {
	f.Add("schema,time_unit,g,month,at_risk,entered,stopped,censored,stopped: x\nvarighet.counts/1,months,a,0,1,1,0,0,0\nvarighet.counts/1,months,a,2,1,0,1,0,1\n")
	f.Add(`{"schema":"varighet.counts/1","by":["g"],"groups":[{"by":{"g":"a"},"months":[{"month":0,"at_risk":1,"entered":1},{"month":2,"at_risk":1,"stopped":1,"weight_entered":1}]}]}`)
	f.Fuzz(func(t *testing.T, file string) {
		table, err := counted.Read(strings.NewReader(file))
		if err != nil {
			return
		}
		var b bytes.Buffer
		if err := table.WriteCSV(&b); err != nil {
			t.Fatal(err)
		}
		for _, g := range table.Groups() {
			if _, err := g.Counts.All().Curve(survival.Options{}); err != nil && g.Counts.All().N() > 0 {
				t.Errorf("%q was read and cannot be used: %v", file, err)
			}
			for _, cause := range g.Counts.Causes() {
				if _, err := g.Counts.ForCause(cause); err != nil {
					t.Errorf("%q: %v", file, err)
				}
			}
		}
	})
}

// A group whose rows all have a weight of 0 has nobody in it, and is no group.
func TestGroupsOfNobody(t *testing.T) {
	table := counted.New("months", []string{"g"}, false)
	for _, x := range []struct {
		group  string
		weight float64
	}{{"a", 0}, {"b", 2}, {"c", 0}} {
		if err := table.Group([]string{x.group}).Add(0, 3, true, "", x.weight); err != nil {
			t.Fatal(err)
		}
	}
	if list := table.Groups(); len(list) != 1 || list[0].Values[0] != "b" {
		t.Errorf("got %d groups, want b", len(list))
	}
}

// Tables by other columns, in another unit, or of which one has causes and the other none though some stopped, cannot be added;
// in another order of columns they can, and where nobody stopped there are no causes to be seen (by hand).
func TestWhichTablesCanBeAdded(t *testing.T) {
	table := func(unit string, by []string, causes, stopped bool) *counted.Table {
		t := counted.New(unit, by, causes)
		values, cause := make([]string, len(by)), ""
		for i, b := range by {
			values[i] = "of " + b
		}
		if causes && stopped {
			cause = "left"
		}
		if err := t.Group(values).Add(0, 2, stopped, cause, 1); err != nil {
			panic(err)
		}
		return t
	}
	for _, c := range []struct {
		name string
		a, b *counted.Table
		want string // of the error
	}{
		{"alike", table("months", []string{"a", "b"}, false, true), table("months", []string{"b", "a"}, false, true), ""},
		{"another unit", table("months", nil, false, true), table("days", nil, false, true), "one counts in months, the other in days"},
		{"another column", table("months", []string{"a"}, false, true), table("months", []string{"b"}, false, true), "one is by a, the other by b"},
		{"a column more", table("months", nil, false, true), table("months", []string{"b"}, false, true), "one is by nothing, the other by b"},
		{"causes and none", table("months", nil, true, true), table("months", nil, false, true), "one has causes, the other none"},
		{"none and causes", table("months", nil, false, true), table("months", nil, true, true), "one has causes, the other none"},
		{"causes, and nobody stopped", table("months", nil, true, true), table("months", nil, false, false), ""},
		{"both with causes", table("months", nil, true, true), table("months", nil, true, true), ""},
	} {
		err := c.a.Merge(c.b)
		if c.want != "" {
			if !errors.Is(err, counted.ErrUnlike) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s: %v, want %s", c.name, err, c.want)
			}
			continue
		}
		if groups := c.a.Groups(); err != nil || len(groups) != 1 {
			t.Errorf("%s: %d groups, %v", c.name, len(groups), err)
		}
	}
	if _, err := table("months", []string{"a"}, false, true).Over([]string{"c"}); err == nil || !strings.Contains(err.Error(), `no column "c"; it is by a`) {
		t.Errorf("over another column: %v", err)
	}
	sum := table("months", nil, false, true)
	sum.Rejected = []counted.Rejected{{Row: 3, Code: "b"}, {Rows: 4, Code: "a"}, {Row: 5, Code: "b"}}
	if d := cmp.Diff([]counted.Rejected{{Rows: 4, Code: "a"}, {Rows: 2, Code: "b"}}, sum.RejectedByReason()); d != "" {
		t.Errorf("rejected (-want +got):\n%s", d)
	}
}
