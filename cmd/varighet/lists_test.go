package main

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
		got, err := splitList("by", c.list)
		if diff := cmp.Diff(c.want, got); err != nil || diff != "" {
			t.Errorf("%s: %s: %v\n%s", c.name, c.list, err, diff)
		}
	}
	for _, bad := range []string{`"a`, `"a"b`, `a,"b""`} {
		if got, err := splitList("by", bad); err == nil {
			t.Errorf("%s: got %q, want an error", bad, got)
		}
	}
}

func TestPairsInLists(t *testing.T) {
	for _, c := range []struct {
		list string
		want []pair
	}{
		{"a=1, b = x ", []pair{{"a", "1", true}, {"b", "x", true}}},
		{"size_group=>=50000", []pair{{"size_group", ">=50000", true}}},
		{`gruppe="A, b",x=1`, []pair{{"gruppe", "A, b", true}, {"x", "1", true}}},
		{`"gruppe=alder>=50, by=ja",x=1`, []pair{{"gruppe", "alder>=50, by=ja", true}, {"x", "1", true}}},
		{`"a=b, c"="d=e"`, []pair{{"a=b, c", "d=e", true}}},
		{"a=", []pair{{"a", "", true}}},
		{`g=pris $5 | "A"`, []pair{{"g", `pris $5 | "A"`, true}}},
	} {
		got, err := splitPairs("where", c.list, "COL=VALUE")
		if diff := cmp.Diff(c.want, got, cmp.AllowUnexported(pair{})); err != nil || diff != "" {
			t.Errorf("%s: %v\n%s", c.list, err, diff)
		}
	}
	for _, bad := range []string{"a", "=1", `a="1`, `a="1"2`, "a=1,b"} {
		if got, err := splitPairs("where", bad, "COL=VALUE"); err == nil {
			t.Errorf("%s: got %v, want an error", bad, got)
		}
	}
}

// The group of a weight goes to the last =, since >=50000 is one.
func TestWeightsInLists(t *testing.T) {
	got, err := parseWeights("mix", `<2000=1,>=50000=2,"a, b"=0.5`)
	want := []pair{{"<2000", "1", true}, {">=50000", "2", true}, {"a, b", "0.5", true}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(pair{})); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
}

func TestCovariatesInLists(t *testing.T) {
	got, err := parseCovariates(`a, factor(b),"alder, år",factor("c (d), e"),factor(f(g)),"factor(h)"`)
	want := []covariate{{column: "a"}, {column: "b", factor: true}, {column: "alder, år"}, {column: "c (d), e", factor: true},
		{column: "f(g)", factor: true}, {column: "factor(h)"}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(covariate{})); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
	for _, bad := range []string{"factor(a", "factor(a, b)", `factor("a"`, `factor("a")b`} {
		if got, err := parseCovariates(bad); err == nil {
			t.Errorf("%s: got %v, want an error", bad, got)
		}
	}
}

func TestProfilesInQuotes(t *testing.T) {
	got, err := parseProfiles(`g="a; b, c",x=1 ; g=d,x=2;`)
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
		column, stops, err := parseEvent(c.flag)
		if diff := cmp.Diff(c.stops, stops); err != nil || column != c.column || diff != "" {
			t.Errorf("%s: got %q, %v, want %q\n%s", c.flag, column, err, c.column, diff)
		}
	}
	for _, bad := range []string{"=2", "status=", `"status`, "status=1,2", "status=1,other=2"} {
		if column, stops, err := parseEvent(bad); err == nil {
			t.Errorf("%s: got %q, %q, want an error", bad, column, stops)
		}
	}
}

// Names that a message shows are read back by the flags.
func TestQuotedNameIsReadBack(t *testing.T) {
	for _, name := range []string{"a", "alder, år", `"A"`, "a=b", " a ", "", "x;y"} {
		column, _, err := parseEvent(quoteName(name))
		if err != nil || column != name {
			t.Errorf("%q became %q, %v", name, column, err)
		}
	}
}

// Two columns with commas in their values make two groups, not one: "a, b" and "c" are
// not "a" and "b, c".
func TestLabelsOfGroupsAreDistinct(t *testing.T) {
	a, b := groupKey{values: []string{"a, b", "c"}}, groupKey{values: []string{"a", "b, c"}}
	if a.label() == b.label() {
		t.Errorf("both are %s", a.label())
	}
}
