package study_test

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/varighet/varighet/report/study"
	"github.com/varighet/varighet/survival"
)

// ownIn are the municipalities of a value with their agreements: "Hyllestad 6".
func ownIn(v study.Value) (names []string) {
	add := func(list []survival.OwnMedian) {
		for _, o := range list {
			names = append(names, fmt.Sprint(o.Name, " ", o.N))
		}
	}
	switch v := v.(type) {
	case *study.Municipalities:
		add(v.List)
	case *study.Medians:
		for _, g := range v.Groups {
			add(g.Own)
		}
	}
	return names
}

// By hand from eightLists: in Hyllestad six doctors held lists, three of them of the cohort; in
// Masfjorden four.
func TestWhoseOwnMediansAreShown(t *testing.T) {
	const both, cohorts = "Hyllestad 6, Masfjorden 4", "Hyllestad 6"
	for _, c := range []struct{ input, kind, which, want string }{
		{"", "medians", "", both}, // two are few
		{"", "medians", "none", ""},
		{"", "municipalities", "", both},
		{withOthers, "medians", "", cohorts}, // over all agreements there
		{withOthers, "municipalities", "", cohorts},
		{withOthers, "medians", "all", both},
		{withOthers, "medians", "none", ""},
		{`cohort = "cohort.csv"`, "medians", "cohort", "Hyllestad 3"}, // there are no others
	} {
		rest := fmt.Sprintf("[[table]]\nname = \"t\"\nkind = %q\n", c.kind)
		if c.which != "" {
			rest += fmt.Sprintf("municipalities = %q\n", c.which)
		}
		r := resultOf(t, eightLists(), c.input, rest)
		if got := strings.Join(ownIn(r.Tables[0].Value), ", "); got != c.want {
			t.Errorf("%s, %s, %q: %s, want %s", c.input, c.kind, c.which, got, c.want)
		}
	}
}

// The published own medians stand beside by code: that of Hyllestad is 2.1 years, and that of
// Masfjorden was not reached in 13. Without a reference nobody has a size group.
func TestPublishedOwnMediansAreFoundByCode(t *testing.T) {
	r := resultOf(t, eightLists(), "", "[[table]]\nname = \"t\"\nkind = \"municipalities\"\nbaseline = \"nsdm2020-table6-1-municipalities\"\n")
	list := r.Tables[0].Value.(*study.Municipalities).List
	if len(list) != 2 || math.Abs(list[0].Published.V-25.2) > 1e-9 || list[0].PublishedAtLeast || list[1].Published.V != 156 || !list[1].PublishedAtLeast {
		t.Fatalf("%+v", list)
	}
	for _, o := range list {
		if o.Verdict != survival.GroupUnknown {
			t.Errorf("%s: %s", o.Name, o.Verdict)
		}
	}
}

const simulated = "disclosure = \"made-up\"\n[simulate]\nseed = 3\nlists = 40\nmunicipalities = 4\nfirst = \"2009-01\"\nlast = \"2012-01\"\n[spells]\nscheme_start = \"2009-01\"\n"

// Table 6-1 has the six size groups of the reference, whether anybody is in them or not, and
// each of the four municipalities once, in the group that it is in.
func TestTable61IsWhole(t *testing.T) {
	s, err := study.Read(fstest.MapFS{"s.toml": {Data: []byte(simulated + "[[table]]\nname = \"t\"\nkind = \"medians\"\nbaseline = \"nsdm2020-table6-1\"\n")}}, "s.toml", "")
	if err != nil {
		t.Fatal(err)
	}
	r, err := s.Run(context.Background(), study.Options{})
	if err != nil {
		t.Fatal(err)
	}
	m := r.Tables[0].Value.(*study.Medians)
	var groups []string
	empty, own := 0, 0
	for _, g := range m.Groups {
		groups = append(groups, g.Group)
		if own += len(g.Own); g.N == 0 {
			empty++
		}
		for _, o := range g.Own {
			if o.SizeGroup != g.Group || o.Name == "" || o.Against.OK && o.Against != g.Given().Time {
				t.Errorf("%s: %s of %s, beside %v", g.Group, o.Name, o.SizeGroup, o.Against)
			}
		}
	}
	if want := []string{"<2000", "2000-4999", "5000-9999", "10000-19999", "20000-49999", ">=50000", "all"}; !slices.Equal(groups, want) || empty == 0 {
		t.Errorf("groups %q, %d of them empty", groups, empty)
	}
	if own != 4 || m.Basis.Published || m.Basis.OtherPeriod != "2001-05/2014-05" {
		t.Errorf("%d municipalities, beside %+v: the published medians are of other months than 2009 to 2011", own, m.Basis)
	}
}

// What a study says of municipalities is used or refused.
func TestMunicipalitiesAreChosenOrRefused(t *testing.T) {
	for name, c := range map[string]struct{ table, fault string }{
		"an unknown word":       {"kind = \"medians\"\nmunicipalities = \"some\"\n", "municipalities = \"some\" is not known"},
		"no cohort":             {"kind = \"medians\"\nmunicipalities = \"cohort\"\n", "there is no cohort whose municipalities"},
		"for a table of shares": {"kind = \"turnover\"\nmunicipalities = \"all\"\n", "of the kind turnover have no municipalities"},
		"all of them":           {"kind = \"municipalities\"\nmunicipalities = \"all\"\n", ""},
	} {
		faults := faultsOf("s.toml", soundStudy+"[[table]]\nname = \"t\"\n"+c.table)
		if !strings.Contains(faults, c.fault) || c.fault == "" && faults != "" {
			t.Errorf("%s: %q does not say %q", name, faults, c.fault)
		}
	}
	figure := soundStudy + "[[figure]]\nname = \"f\"\nkind = \"km\"\nmunicipalities = \"all\"\n"
	if faults := faultsOf("s.toml", figure); !strings.Contains(faults, "figures of the kind km have no municipalities") {
		t.Errorf("a curve: %q", faults)
	}
	r, _ := runBuiltIn(t, "alis-vest-2019")
	if _, err := r.Answer(study.Figure{Kind: "medians", Municipalities: "cohort"}); err == nil || !strings.Contains(err.Error(), "no column cohort") {
		t.Errorf("of spells without a cohort: %v", err)
	}
}
