package study

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/spellfile"
	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/survival"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// goldenCases are the data that every kind is drawn and laid out of: one group, many, nobody, and
// too few to tell.
var goldenCases = []struct {
	name   string
	places int // municipalities
	lists  int // in all
	by     bool
}{
	{"one", 1, 40, false}, {"many", 24, 240, true}, {"empty", 0, 0, false}, {"few", 1, 1, false},
}

// Every kind has a golden figure and table, in bokmål and English, of one group, of many, of nobody
// and of too few. A new kind fails here until it has them. Look at each before you take it with
// -update; VARIGHET_LOOK=folder writes them as PNG too.
func TestEveryKindIsGolden(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range goldenCases {
		alone, beside := madeResult(t, c.places, c.lists, false), madeResult(t, c.places, c.lists, true)
		for i := range kinds {
			r := alone
			if kinds[i].Name == besideKind {
				r = beside
			}
			a, err := r.Answer(goldenAsk(&kinds[i], c.by))
			if err != nil {
				t.Errorf("%s of %s: %v", kinds[i].Name, c.name, err)
				continue
			}
			for _, tag := range []string{"nb", "en"} {
				base := kinds[i].Name + "_" + c.name + "_" + tag
				seen[base+".svg"], seen[base+".md"] = kinds[i].HasFigure(), kinds[i].HasTable()
				goldenAnswer(t, base, NewPage(tag, "", report.MadeUp), a)
			}
		}
	}
	noOthers(t, seen)
}

// goldenAsk is what a kind is asked for; by is whether there are groups.
func goldenAsk(k *Kind, by bool) Figure {
	f := k.Asked
	f.Kind, f.Name = k.Name, k.Name
	if k.Name == "cox" {
		f.Covariates = []string{"size_group", holder}
	}
	if k.takes("covers") {
		f.Covers = coversCountry
	}
	switch {
	case !by || !k.takes("by"):
	case k.Name == "funnel" || k.Name == "observed-expected":
		f.By = "municipality_now"
	default:
		f.By = "size_group"
	}
	return f
}

// goldenAnswer holds the first page of a figure, and the table, against their files.
func goldenAnswer(t *testing.T, base string, p *Page, a *Answer) {
	t.Helper()
	if a.kind.HasFigure() {
		pages, err := p.Figure(a)
		if err != nil {
			t.Errorf("%s: %v", base, err)
			return
		}
		var b bytes.Buffer
		if err := pages[0].SVG(&b); err != nil {
			t.Fatal(err)
		}
		golden(t, base+".svg", b.Bytes())
		if dir := os.Getenv("VARIGHET_LOOK"); dir != "" {
			var png bytes.Buffer
			if err := pages[0].PNG(&png, 100); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, base+".png"), png.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	if a.kind.HasTable() {
		table, err := p.Table(a)
		if err != nil {
			t.Errorf("%s: %v", base, err)
			return
		}
		b, err := RenderTable(table, "md")
		if err != nil {
			t.Fatal(err)
		}
		golden(t, base+".md", b)
	}
}

const goldenDir = "testdata/kinds"

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join(goldenDir, name)
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Errorf("%s has no golden file; look at it and write it with -update", name)
	} else if !bytes.Equal(got, want) {
		t.Errorf("%s is not what is made now; look at it and rewrite it with -update", file)
	}
}

// noOthers finds golden files of kinds and cases that are no more.
func noOthers(t *testing.T, seen map[string]bool) {
	t.Helper()
	files, err := os.ReadDir(goldenDir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !seen[f.Name()] {
			t.Errorf("%s is the golden file of nothing", f.Name())
		}
	}
}

// madeResult is of made-up lists in so many municipalities; with a cohort every fourth list is of
// it, and the others stand beside. No absence is bridged, by whatever gap.
func madeResult(t *testing.T, places, lists int, cohort bool) *Result {
	t.Helper()
	table := &spellfile.Table{Spells: madeLists(places, lists)}
	if cohort {
		table.Attributes = []spellfile.Attribute{{Name: cohortColumn}}
	}
	r, err := Of(table)
	if err != nil {
		t.Fatal(err)
	}
	r.remake = func(int) ([]survival.Spell, int, error) { return table.Spells, 0, nil }
	return r
}

var madeGroups = []string{"<2000", "2000-4999", "5000-9999", "10000-19999", "20000-49999", ">=50000"}

// madeLists are the spells of lists from January 2010 to December 2016. List i has doctors of
// 14 + (7i + 11k) mod 50 months, longer in larger municipalities, with a vacancy of (i + k) mod 4 months
// after the k-th; every third who comes is one who left another list before.
func madeLists(places, lists int) (spells []survival.Spell) {
	first, last := varighet.MonthOf(2010, time.January), varighet.MonthOf(2016, time.December)
	type leaver struct {
		doctor string
		month  varighet.Month
	}
	var free []leaver
	for i := range lists {
		place := i % places
		add := func(kind survival.SpellKind, doctor string, ordinal int, from, to varighet.Month) *survival.Spell {
			s := survival.Spell{PositionID: fmt.Sprintf("%03d", i+1), DoctorID: doctor, Ordinal: ordinal, Kind: kind, First: from, Last: min(to, last), Stopped: to < last,
				MunicipalityNow: varighet.MunicipalityCode(strconv.Itoa(4601 + place)), Municipality: varighet.MunicipalityCode(strconv.Itoa(4601 + place)),
				SizeGroup: madeGroups[place*len(madeGroups)/max(places, 1)], Start: varighet.Some(from), Entry: varighet.Some(0),
				ResidentsLast: varighet.Some(int32(600 + (i*104729)%900)), Beside: &survival.Beside{Attributes: []string{fmt.Sprint(i%4 == 0)}}}
			held := int(s.Last - from)
			if s.Stopped {
				held++
			}
			s.Exit = varighet.Some(held)
			spells = append(spells, s)
			return &spells[len(spells)-1]
		}
		at := first + varighet.Month(5*i%30)
		for k := 0; at < last; k++ {
			doctor := fmt.Sprint(i+1, "/", k+1)
			if j := slices.IndexFunc(free, func(l leaver) bool { return l.month < at }); j >= 0 && (i+k)%3 == 0 {
				doctor, free = free[j].doctor, slices.Delete(free, j, j+1)
			}
			to := at + varighet.Month(14+(7*i+11*k)%50+6*(place*6/max(places, 1)))
			if s := add(survival.Regular, doctor, k+1, at, to-1); s.Stopped {
				s.StopReason = []survival.StopReason{survival.Left, survival.MovedAway, survival.Left, survival.MovedWithin, survival.Left}[(i+k)%5]
				free = append(free, leaver{doctor, s.Last})
			}
			at = to
			if empty := varighet.Month((i + k) % 4); empty > 0 && at < last {
				add(survival.Vacant, "", 0, at, at+empty-1)
				at += empty
			}
		}
	}
	return spells
}
