package study_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/xml"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/varighet/varighet/data/studies"
	"github.com/varighet/varighet/internal/spellfile"
	"github.com/varighet/varighet/report/study"
)

// wavesStudy is four lists in two municipalities, of which list 9 opens in March and list 10
// has one doctor throughout, with a cohort that says in which wave each came in, in an order of its
// own.
func wavesStudy(t *testing.T, figures string) (dir string, s *study.Study) {
	t.Helper()
	dir = t.TempDir()
	files := map[string]string{"cohort.csv": "position_id;wave;place\n10;2;Bø\n9;1;Ås\n2;2;Bø\n30;1;Ås\n"}
	var names []string
	for month := 1; month <= 6; month++ {
		var b strings.Builder
		b.WriteString("Kommunenr;Kommune;Listenr;HPR;Listelengde\n")
		for _, list := range []struct{ municipality, id, doctor, from int }{{4631, 2, 1000001, 1}, {4631, 10, 1000002, 1}, {4626, 30, 1000003, 1}, {4626, 9, 1000004, 3}} {
			doctor := list.doctor
			if list.id != 10 && month > 4 {
				doctor += 100
			}
			name := map[int]string{4631: "Alver", 4626: "Øygarden"}[list.municipality]
			if month >= list.from {
				fmt.Fprintf(&b, "%d;%s;%d;%d;900\n", list.municipality, name, list.id, doctor)
			}
		}
		name := fmt.Sprintf("2019-%02d.csv", month)
		files[name] = b.String()
		names = append(names, fmt.Sprintf("%q", name))
	}
	files["s.toml"] = fmt.Sprintf("disclosure = \"internal\"\nlanguage = \"nb\"\nsource = \"Prøvekilden\"\n[input]\nfiles = [%s]\ncohort = \"cohort.csv\"\n"+
		"[names]\n\"1\" = { nb = \"Første bølge\", en = \"First wave\" }\n\"2\" = { nb = \"Andre bølge\", en = \"Second wave\" }\n%s", strings.Join(names, ", "), figures)
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s, err := study.Read(os.DirFS(dir), "s.toml", dir)
	if err != nil {
		t.Fatal(err)
	}
	return dir, s
}

func writeStudy(t *testing.T, dir string, s *study.Study) (r *study.Result, out string) {
	t.Helper()
	out = filepath.Join(dir, "out")
	r, err := s.Write(context.Background(), out, study.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r, out
}

// textsOf are the texts of an SVG, in order, up to the first legend or note.
func textsOf(t *testing.T, file string) []string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var root struct {
		Text []string `xml:"text"`
	}
	if err := xml.Unmarshal(b, &root); err != nil {
		t.Fatal(err)
	}
	return root.Text
}

// By hand: labels by id, by municipality with a number behind, by a column with the study's names;
// orders by label (2, 9, 10, 30), opening (9 last), municipality (Alver before Øygarden), length (10
// has six months; 2 and 30 have four; 9 two), and as the cohort has them.
func TestLinesAreLabelledAndOrderedAsTheStudySays(t *testing.T) {
	cases := []struct{ label, order string }{
		{"", ""}, {"id", "opening"}, {"municipality", "municipality"}, {"id", "length"}, {"number", "file"}, {"id", "file"}, {"wave", "label"},
	}
	want := [][]string{
		{"2", "9", "10", "30"},
		{"2", "10", "30", "9"},
		{"Alver\u00a01", "Alver\u00a02", "Øygarden\u00a01", "Øygarden\u00a02"},
		{"10", "2", "30", "9"},
		{"1", "2", "3", "4"},
		{"10", "9", "2", "30"},
		{"Andre bølge\u00a01", "Andre bølge\u00a02", "Første bølge\u00a01", "Første bølge\u00a02"},
	}
	var figures strings.Builder
	for i, c := range cases {
		fmt.Fprintf(&figures, "[[figure]]\nname = \"f%d\"\nkind = \"timeline-bars\"\nformats = [\"svg\"]\n", i)
		if c.label != "" {
			fmt.Fprintf(&figures, "label = %q\n", c.label)
		}
		if c.order != "" {
			fmt.Fprintf(&figures, "order = %q\n", c.order)
		}
	}
	dir, s := wavesStudy(t, figures.String())
	_, out := writeStudy(t, dir, s)
	for i, c := range cases {
		var got []string
		for _, text := range textsOf(t, filepath.Join(out, "figures", fmt.Sprintf("f%d.svg", i))) {
			if slices.Contains(want[i], text) && !slices.Contains(got, text) {
				got = append(got, text)
			}
		}
		if d := cmp.Diff(want[i], got); d != "" {
			t.Errorf("label %q, order %q (-want +got):\n%s", c.label, c.order, d)
		}
	}
}

// Lines that are called by their id have the names that the study gives. "2" is the second wave's name,
// and not that of list 2, which has one of its own.
func TestIdsOfLinesHaveTheNamesThatTheStudyGives(t *testing.T) {
	dir, s := wavesStudy(t, "\"10\" = \"Ask\"\n\"position_id=2\" = { nb = \"Øst\", en = \"East\" }\n[[figure]]\nname = \"f\"\nkind = \"timeline-bars\"\nformats = [\"svg\"]\n")
	_, out := writeStudy(t, dir, s)
	var got []string
	for _, text := range textsOf(t, filepath.Join(out, "figures", "f.svg")) {
		if slices.Contains([]string{"2", "9", "10", "30", "Ask", "Øst", "Andre bølge"}, text) {
			got = append(got, text)
		}
	}
	if d := cmp.Diff([]string{"9", "30", "Ask", "Øst"}, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// A label, an order and a resolution that are not there are faults of the study file, each said
// with what there is.
func TestLabelOrderAndDPIAreChecked(t *testing.T) {
	dir := t.TempDir()
	text := "disclosure = \"internal\"\n[input]\nfiles = [\"a.csv\"]\n[[figure]]\nname = \"a\"\nkind = \"timeline-bars\"\nlabel = \"wave\"\norder = \"file\"\ndpi = 72\n" +
		"[[figure]]\nname = \"b\"\nkind = \"km\"\nlabel = \"id\"\norder = \"size\"\n"
	if err := os.WriteFile(filepath.Join(dir, "s.toml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := study.Read(os.DirFS(dir), "s.toml", dir)
	if err == nil {
		t.Fatal("no fault")
	}
	for _, want := range []string{`figure a: there is no column "wave"`, `figure a: order = "file" needs input.cohort`, "figure a: dpi is not 72",
		"figures of the kind km have no label", `figure b: order "size" is not known`} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in\n%v", want, err)
		}
	}
}

// Groups have the names that the study gives them, in the figure, its table and its sentences; the
// title says what, by what and when.
func TestGroupsHaveTheNamesThatTheStudyGives(t *testing.T) {
	dir, s := wavesStudy(t, "[[figure]]\nname = \"km\"\nkind = \"km\"\nby = \"wave\"\nformats = [\"svg\"]\n")
	_, out := writeStudy(t, dir, s)
	svg, table := textsOf(t, filepath.Join(out, "figures", "km.svg")), read(t, filepath.Join(out, "tables", "km.md"))
	whole := strings.Join(svg, "\n")
	if !strings.Contains(whole, "Første bølge") || !strings.Contains(whole, "etter wave, januar\u00a02019–juni\u00a02019") {
		t.Errorf("the figure has the texts %q", svg)
	}
	if programs := read(t, filepath.Join(out, "tables", "km.csv")); strings.Contains(programs, "bølge") {
		t.Errorf("the file for programs has names of people:\n%s", programs)
	}
	if !strings.Contains(table, "Første bølge og Andre bølge") {
		t.Errorf("the table does not name the groups as the study does:\n%s", table)
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// A figure has the resolution and the formats that the study asks for: 600 dots an inch are 23 622
// a metre, and 84 mm are 1984 dots.
func TestStudyChoosesResolutionAndTIFF(t *testing.T) {
	dir, s := wavesStudy(t, "[[figure]]\nname = \"f\"\nkind = \"timeline-months\"\nwidth_mm = 84\ndpi = 600\nformats = [\"png\", \"tiff\"]\n")
	_, out := writeStudy(t, dir, s)
	png := []byte(read(t, filepath.Join(out, "figures", "f.png")))
	at := bytes.Index(png, []byte("pHYs"))
	if at < 0 || binary.BigEndian.Uint32(png[at+4:]) != 23622 || binary.BigEndian.Uint32(png[16:]) != 1984 {
		t.Errorf("pHYs at %d, %d dots wide", at, binary.BigEndian.Uint32(png[16:]))
	}
	if tiff := read(t, filepath.Join(out, "figures", "f.tiff")); !strings.HasPrefix(tiff, "II*\x00") {
		t.Errorf("the TIFF begins with %q", tiff[:4])
	}
}

// The description of a figure begins with what it shows, in the sentences of its kind, and not with
// how to read it.
func TestDescriptionsSayTheMessage(t *testing.T) {
	_, out := runBuiltIn(t, "alis-vest-2019")
	for name, want := range map[string]string{
		"figur-1-2":    "Seks av 22 avtaler er avsluttet, fem av dem innen tolv måneder.",
		"figur-2":      "Seks av 16 stillinger har hatt mer enn én lege.",
		"kaplan-meier": "Etter ett år har anslagsvis 74\u00a0% fortsatt stillingen",
	} {
		svg := read(t, filepath.Join(out, "figures", name+".svg"))
		_, desc, _ := strings.Cut(svg, "<desc")
		_, desc, _ = strings.Cut(desc, ">")
		if !strings.HasPrefix(desc, want) {
			t.Errorf("%s is described as %.120q, want first %q", name, desc, want)
		}
	}
}

// copyOf is a built-in study copied into a folder, with changes to its files.
func copyOf(t *testing.T, name string, change func(file string, content []byte) []byte) string {
	t.Helper()
	dir := t.TempDir()
	entries, err := studies.Files.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		b, err := fs.ReadFile(studies.Files, e.Name())
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, e.Name()), change(e.Name(), b), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// A copy of a built-in study whose rows are others says which texts are still the built-in one's; one
// with the built-in rows does not. By hand: in the changed copy the caption has words of its own.
func TestTextsLeftFromABuiltInStudyAreSaid(t *testing.T) {
	borrowed := func(change func(string, []byte) []byte) string {
		dir := copyOf(t, "alis-vest-2019", change)
		s, err := study.Read(os.DirFS(dir), "alis-vest-2019.toml", dir)
		if err != nil {
			t.Fatal(err)
		}
		r, err := s.Run(context.Background(), study.Options{})
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(r.Notes, func(n string) bool { return strings.Contains(n, "word for word") })
		if i < 0 {
			return ""
		}
		return r.Notes[i]
	}
	if note := borrowed(func(_ string, b []byte) []byte { return b }); note != "" {
		t.Errorf("a copy with the same rows says %q", note)
	}
	note := borrowed(func(name string, b []byte) []byte {
		b = bytes.ReplaceAll(b, []byte("2019-11;8;10;"), []byte("2019-11;8;11;"))
		return bytes.ReplaceAll(b, []byte("Lengdene er publisert"), []byte("Lengdene er våre"))
	})
	for _, want := range []string{"title,", "source", "title of figure figur-2", "label of baseline nsdm2020-alis-vest-within-13-months"} {
		if !strings.Contains(note, want) {
			t.Errorf("%q is not in %q", want, note)
		}
	}
	if strings.Contains(note, "subtitle") || strings.Contains(note, "title of table") {
		t.Errorf("texts that the study does not have are in %q", note)
	}
}

// Every file of a table of an internal study says so, who published the rows, and what its numbers
// are.
func TestEveryFileOfATableSaysWhatItIs(t *testing.T) {
	dir, s := wavesStudy(t, "[[table]]\nname = \"turnover\"\nkind = \"turnover\"\n")
	r, out := writeStudy(t, dir, s)
	spells := filepath.Join(out, "internal", "spells.csv")
	lines := strings.Split(strings.TrimSpace(read(t, spells)), "\n")
	for i, line := range lines {
		if want := []string{",wave,place,table_disclosure", ",internal"}[min(i, 1)]; !strings.HasSuffix(line, want) {
			t.Errorf("spells.csv: line %d is %q, want %q at its end", i+1, line, want)
		}
	}
	if back, err := spellfile.Read(spells); err != nil || len(back.Spells) != len(r.Table.Spells) || len(r.Table.Attributes) != len(back.Attributes)-1 {
		t.Errorf("spells.csv reads back as %d spells (%v), of %d; the result has the attributes %v", len(back.Spells), err, len(r.Table.Spells), r.Table.Attributes)
	}
	want := []string{"Til intern bruk", "Prøvekilden", "Andel som sluttet innen det oppgitte antallet måneder"}
	for _, form := range study.TableForms {
		file := filepath.Join(out, "tables", "turnover."+form)
		text, look := read(t, file), want
		switch form {
		case "csv":
			look = []string{",table_disclosure,table_source,table_definition\n", ",internal,Prøvekilden,Share that left within"}
		case "xlsx":
			text = cellsOf(t, file)
		}
		for _, w := range look {
			if !strings.Contains(text, w) {
				t.Errorf("%s: %q is not in\n%.2000s", form, w, text)
			}
		}
	}
}

// cellsOf are the cells of a workbook of one sheet, a line a row.
func cellsOf(t *testing.T, file string) string {
	t.Helper()
	f, err := excelize.OpenFile(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	sheets := f.GetSheetList()
	if len(sheets) != 1 {
		t.Errorf("sheets %q, want one", sheets)
	}
	rows, err := f.GetRows(sheets[0])
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, r := range rows {
		b.WriteString(strings.Join(r, "\t") + "\n")
	}
	return b.String()
}
