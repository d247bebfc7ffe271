package choice

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What stands in quotes is taken as it is, as RFC 4180 has it; quotes further on in a
// name are a part of it.
func TestNamesInLists(t *testing.T) {
	for _, c := range []struct {
		name, list string
		want       []string
	}{
		{"names without quotes", "a, b,,c ", []string{"a", "b", "c"}},
		{"a comma in quotes", `"alder, år",sex`, []string{"alder, år", "sex"}},
		{"a quote in quotes", `a, "pris $5 | ""A""" ,b`, []string{"a", `pris $5 | "A"`, "b"}},
		{"a quote within a name", `pris $5 | "A",b`, []string{`pris $5 | "A"`, "b"}},
		{"a sign of pairs is a sign like any other", "a=b,c", []string{"a=b", "c"}},
		{"the column without a name", `""`, []string{""}},
		{"nothing", " , ", nil},
	} {
		got, err := List("by", c.list)
		if diff := cmp.Diff(c.want, got); err != nil || diff != "" {
			t.Errorf("%s: %s: %v\n%s", c.name, c.list, err, diff)
		}
	}
	for _, bad := range []string{`"a`, `"a"b`, `a,"b""`} {
		if got, err := List("by", bad); err == nil {
			t.Errorf("%s: got %q, want an error", bad, got)
		}
	}
}

func TestPairsInLists(t *testing.T) {
	for _, c := range []struct {
		list string
		want []Pair
	}{
		{"a=1, b = x ", []Pair{{"a", "1", true}, {"b", "x", true}}},
		{"size_group=>=50000", []Pair{{"size_group", ">=50000", true}}},
		{`gruppe="A, b",x=1`, []Pair{{"gruppe", "A, b", true}, {"x", "1", true}}},
		{`"gruppe=alder>=50, by=ja",x=1`, []Pair{{"gruppe", "alder>=50, by=ja", true}, {"x", "1", true}}},
		{`"a=b, c"="d=e"`, []Pair{{"a=b, c", "d=e", true}}},
		{"a=", []Pair{{"a", "", true}}},
		{`g=pris $5 | "A"`, []Pair{{"g", `pris $5 | "A"`, true}}},
	} {
		got, err := Pairs("where", c.list, "COL=VALUE")
		if diff := cmp.Diff(c.want, got, cmp.AllowUnexported(Pair{})); err != nil || diff != "" {
			t.Errorf("%s: %v\n%s", c.list, err, diff)
		}
	}
	for _, bad := range []string{"a", "=1", `a="1`, `a="1"2`, "a=1,b"} {
		if got, err := Pairs("where", bad, "COL=VALUE"); err == nil {
			t.Errorf("%s: got %v, want an error", bad, got)
		}
	}
}

// The group of a weight goes to the last =, since >=50000 is one.
func TestWeightsInLists(t *testing.T) {
	got, err := Weights("mix", `<2000=1,>=50000=2,"a, b"=0.5`)
	want := []Pair{{"<2000", "1", true}, {">=50000", "2", true}, {"a, b", "0.5", true}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(Pair{})); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
}

func TestCovariatesInLists(t *testing.T) {
	got, err := Covariates(`a, factor(b),"alder, år",factor("c (d), e"),factor(f(g)),"factor(h)"`)
	want := []Covariate{{Column: "a"}, {Column: "b", Factor: true}, {Column: "alder, år"}, {Column: "c (d), e", Factor: true},
		{Column: "f(g)", Factor: true}, {Column: "factor(h)"}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(Covariate{})); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
	for _, bad := range []string{"factor(a", "factor(a, b)", `factor("a"`, `factor("a")b`} {
		if got, err := Covariates(bad); err == nil {
			t.Errorf("%s: got %v, want an error", bad, got)
		}
	}
}

func TestProfilesInQuotes(t *testing.T) {
	got, err := Profiles(`g="a; b, c",x=1 ; g=d,x=2;`)
	want := []map[string]string{{"g": "a; b, c", "x": "1"}, {"g": "d", "x": "2"}}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
}

func TestEventAndItsValues(t *testing.T) {
	for _, c := range []struct {
		flag, column string
		stops        []string
	}{
		{"status", "status", nil},
		{"status=2", "status", []string{"2"}},
		{"status = 1, status=2", "status", []string{"1", "2"}},
		{`status="død av kreft, sikker"`, "status", []string{"død av kreft, sikker"}},
		{`"a=b"`, "a=b", nil},
		{`"alder, år=1"="x=""y"""`, "alder, år=1", []string{`x="y"`}},
		{"alder, år", "alder, år", nil},
	} {
		column, stops, err := Event(c.flag)
		if diff := cmp.Diff(c.stops, stops); err != nil || column != c.column || diff != "" {
			t.Errorf("%s: got %q, %v, want %q\n%s", c.flag, column, err, c.column, diff)
		}
	}
	for _, bad := range []string{"=2", "status=", `"status`, "status=1,2", "status=1,other=2"} {
		if column, stops, err := Event(bad); err == nil {
			t.Errorf("%s: got %q, %q, want an error", bad, column, stops)
		}
	}
}

// Names that a message shows are read back by the flags.
func TestQuotedNameIsReadBack(t *testing.T) {
	for _, name := range []string{"a", "alder, år", `"A"`, "a=b", " a ", "", "x;y"} {
		column, _, err := Event(Quote(name))
		if err != nil || column != name {
			t.Errorf("%q became %q, %v", name, column, err)
		}
	}
}
