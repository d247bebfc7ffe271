package ingest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/varighet/varighet"
)

// warningsOf reads files and returns the codes of their warnings, with the columns that are named
// in them, and the observations.
func warningsOf(t *testing.T, opt Options, files ...Input) (warned []string, obs []varighet.Observation) {
	t.Helper()
	opt.Workers = 1
	res, err := Read(context.Background(), files, opt, toOne(func(o []varighet.Observation) error { obs = append(obs, slices.Clone(o)...); return nil }))
	if err != nil {
		t.Fatal(err)
	}
	if err := res.Problems.Err(); err != nil {
		t.Fatal(err)
	}
	for _, w := range res.Warnings {
		if strings.HasPrefix(w.Code, "column-") {
			_, rest, _ := strings.Cut(w.Msg, `"`)
			header, _, _ := strings.Cut(rest, `"`)
			warned = append(warned, w.Code+" "+header)
		}
	}
	return warned, obs
}

// positionsOf are the ids of lists, each once, in order.
func positionsOf(obs []varighet.Observation) (ids []string) {
	for _, o := range obs {
		ids = append(ids, o.PositionID)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// What stands below "Stilling" says whether it is the list's id.
func TestColumnOfPositionsIsKnownByItsContent(t *testing.T) {
	for _, c := range []struct{ name, file, content, ids, warned string }{
		{"numbers of positions", "november 2019.csv", "Kommunenr;Stilling;Lege\n4631;1;Kari Dahl\n4631;2;Ola Berg\n4601;1A;Åse Moe\n", "1 1A 2", ""},
		{"titles", "november 2019.csv", "Kommunenr;Stilling;Lege\n4631;Fastlege;Kari Dahl\n4631;ALIS;Ola Berg\n4601;Fastlege;Åse Moe\n", "", "column-by-content Stilling"},
		{"titles that are not known", "november 2019.csv", "Kommunenr;Stilling;Lege\n4631;kst;Kari Dahl\n4631;kst;Ola Berg\n4631;kst;Åse Moe\n", "", "column-by-content Stilling"},
		{"shares of a position", "november 2019.csv", "Kommunenr;Stilling;Lege\n4631;100 %;Kari Dahl\n4631;80 %;Ola Berg\n", "", "column-by-content Stilling"},
		{"shares without the sign", "november 2019.csv", "Kommunenr;Stilling;Lege\n4631;100;Kari Dahl\n4631;100;Ola Berg\n4631;80;Åse Moe\n", "", "column-by-content Stilling"},
		{"beside an id", "november 2019.csv", "Kommunenr;Stilling;Listenr;Lege\n4631;1;101;Kari Dahl\n4631;2;102;Ola Berg\n", "101 102", "column-unused Stilling"},
		{"titles beside an id", "november 2019.csv", "Kommunenr;Listenr;Stilling;Lege\n4631;101;ALIS;Kari Dahl\n4631;102;ALIS;Ola Berg\n", "101 102", "column-unused Stilling"},
		{"periods", "mai 2017 til desember 2018.csv", "Stilling;Lege;Fra;Til\n1;Kari Dahl;mai 2017;jan 2018\n1;Ola Berg;mars 2018;\n2;Åse Moe;mai 2017;\n", "1 2", ""},
		{"titles of periods", "mai 2017 til desember 2018.csv", "Stilling;Lege;Fra;Til\nA;Kari Dahl;mai 2017;jan 2018\nA;Ola Berg;juni 2017;\nA;Åse Moe;mai 2017;\n", "", "column-by-content Stilling"},
		{"titles under a word for ids", "november 2019.csv", "Kommunenr;Hjemmel;Lege\n4631;Fast;Kari Dahl\n4631;Fast;Ola Berg\n4631;ALIS;Åse Moe\n", "", "column-by-content Hjemmel"},
		{"letters under a word for ids", "november 2019.csv", "Kommunenr;Hjemmel;Lege\n4631;A;Kari Dahl\n4631;B;Ola Berg\n4601;A1;Åse Moe\n", "A A1 B", ""},
		{"two doctors on one list", "november 2019.csv", "Kommunenr;Hjemmel;Lege\n4631;A;Kari Dahl\n4631;A;Ola Berg\n4631;B;Åse Moe\n", "A B", ""},
		{"months in rows", "panel.csv", "Måned;Kommunenr;Stilling;Lege\n2019-10;4631;1;Kari Dahl\n2019-11;4631;1;Ola Berg\n2019-10;4631;2;Åse Moe\n2019-11;4631;2;Åse Moe\n", "1 2", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			warned, obs := warningsOf(t, Options{}, Bytes(c.file, []byte(c.content)))
			if got := strings.TrimSpace(strings.Join(positionsOf(obs), " ")); got != c.ids || strings.Join(warned, ", ") != c.warned {
				t.Errorf("lists %q, %q; want %q, %q", got, warned, c.ids, c.warned)
			}
		})
	}
}

// A layout decides whatever stands below.
func TestLayoutDecidesOnColumnOfPositions(t *testing.T) {
	l := &Layout{}
	if err := l.Map("Stilling=position_id"); err != nil {
		t.Fatal(err)
	}
	warned, obs := warningsOf(t, Options{Layout: l}, Bytes("november 2019.csv", []byte("Stilling;Lege\nFastlege;Kari Dahl\nALIS;Ola Berg\n")))
	if !slices.Equal(positionsOf(obs), []string{"ALIS", "Fastlege"}) || warned != nil {
		t.Errorf("%q, %q", positionsOf(obs), warned)
	}
}

// monthFiles are files of three months, of six lists each. cell gives what stands in a column "Ref"
// and is given the month, the list and its doctor.
func monthFiles(header string, raw func(month, list int) string) (files []Input) {
	names := []string{"Kari Dahl", "Ola Berg", "Åse Moe", "Per Holm", "Eva Lie", "Jon Vik"}
	for m, name := range []string{"oktober 2019.csv", "november 2019.csv", "desember 2019.csv"} {
		var b strings.Builder
		b.WriteString("Kommunenr;Lege;Listelengde;" + header + "\n")
		for i, doctor := range names {
			fmt.Fprintf(&b, "4631;%s;%d;%s\n", doctor, 900+10*i+m, raw(m, i))
		}
		files = append(files, Bytes(name, []byte(b.String())))
	}
	return files
}

func TestUnusedColumnThatLooksLikeTheListOrTheDoctor(t *testing.T) {
	for _, c := range []struct {
		name   string
		raw    func(month, list int) string
		warned string
	}{
		{"the same ids every month", func(_, i int) string { return fmt.Sprint("H-", 10+i) }, "column-like-position Ref"},
		{"ids that could be day numbers", func(_, i int) string { return fmt.Sprint(41000 + 31*i) }, "column-like-position Ref"},
		{"letters", func(_, i int) string { return string(rune('A' + i)) }, "column-like-position Ref"},
		{"one list is new", func(m, i int) string { return fmt.Sprint(10 + i + m*(i/5)*7) }, "column-like-position Ref"},
		{"a number that changes", func(m, i int) string { return fmt.Sprint(700 + 10*i + m) }, ""},
		{"the same for several", func(_, i int) string { return fmt.Sprint("K", i/3) }, ""},
		{"empty", func(int, int) string { return "" }, ""},
		{"dates", func(_, i int) string { return fmt.Sprintf("2017-0%d-01", 1+i) }, ""},
		{"numbers of doctors", func(_, i int) string { return fmt.Sprint(7000001 + i) }, "column-like-doctor Ref, column-like-position Ref"},
	} {
		t.Run(c.name, func(t *testing.T) {
			warned, _ := warningsOf(t, Options{}, monthFiles("Ref", c.raw)...)
			if c.warned != "" && slices.Contains(warned, "column-unused Ref") {
				t.Errorf("it is said twice: %q", warned)
			}
			warned = slices.DeleteFunc(warned, func(s string) bool { return strings.HasPrefix(s, "column-unused") })
			if got := strings.Join(warned, ", "); got != c.warned {
				t.Errorf("%q; want %q", got, c.warned)
			}
		})
	}
	// Said in a layout not to be used, or one month only: nothing to say.
	l := &Layout{}
	if err := l.Map("Ref="); err != nil {
		t.Fatal(err)
	}
	ids := func(_, i int) string { return fmt.Sprint("H-", 10+i) }
	if warned, _ := warningsOf(t, Options{Layout: l}, monthFiles("Ref", ids)...); warned != nil {
		t.Errorf("with a layout: %q", warned)
	}
	if warned, _ := warningsOf(t, Options{}, monthFiles("Ref", ids)[:1]...); !slices.Equal(warned, []string{"column-unused Ref"}) {
		t.Errorf("one month: %q", warned)
	}
	// One after another has the same number, in a table of periods.
	warned, _ := warningsOf(t, Options{}, Bytes("mai 2017 til desember 2018.csv", []byte("Ref;Lege;Fra;Til\n1;Kari Dahl;mai 2017;jan 2018\n1;Ola Berg;mars 2018;\n2;Åse Moe;mai 2017;\n")))
	if !slices.Contains(warned, "column-like-position Ref") {
		t.Errorf("periods: %q", warned)
	}
}

// Three municipalities of four lists. By hand: each has numbered its own lists, and no two doctors
// of one are of an age.
func TestAgesAreNoIds(t *testing.T) {
	for _, c := range []struct {
		raw    func(place, list int) int
		warned bool
	}{
		{func(_, list int) int { return 1 + list }, true},
		{func(place, list int) int { return 35 + 7*(place+list)%25 }, false},
		{func(place, list int) int { return 100*place + list }, true},
	} {
		var files []Input
		for _, name := range []string{"oktober 2019.csv", "november 2019.csv"} {
			var b strings.Builder
			b.WriteString("Kommunenr;HPR-nr;Ref\n")
			for place := range 3 {
				for list := range 4 {
					fmt.Fprintf(&b, "46%d1;%d;%d\n", place, 7000000+10*place+list, c.raw(place, list))
				}
			}
			files = append(files, Bytes(name, []byte(b.String())))
		}
		warned, _ := warningsOf(t, Options{}, files...)
		if slices.Contains(warned, "column-like-position Ref") != c.warned {
			t.Errorf("%d, %d, ...: %q", c.raw(0, 0), c.raw(1, 0), warned)
		}
	}
}

// A fault about a doctor who is not there says which column may have them.
func TestMissingDoctorIsLookedForByContent(t *testing.T) {
	res, err := Read(context.Background(), []Input{Bytes("november 2019.csv",
		[]byte("Kommunenr;Listenr;Ansvarlig;Listelengde\n4631;1;Kari Dahl;900\n4631;2;Ola Berg;800\n4631;3;Åse Moe;700\n"))}, Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := `is column "Ansvarlig" meant? the cells are texts of two to five words: if so, say --map "Ansvarlig=doctor_name"`
	if ps := res.Problems.All(); len(ps) != 1 || ps[0].Code != "missing-column" || !strings.Contains(ps[0].Hint, want) {
		t.Errorf("%v; want the hint %s", res.Problems.Err(), want)
	}
}
