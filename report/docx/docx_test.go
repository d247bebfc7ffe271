package docx

import (
	"archive/zip"
	"bytes"
	"flag"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/report/chart"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/report/page"
	"github.com/varighet/varighet/survival"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// Every part is named once, is well-formed XML if it is XML, has a content type, and every
// relation leads to a part that is there.
func TestPackageIsWhole(t *testing.T) {
	parts, names := unpacked(t, written(t, pageOf(t, "nb", "tekst")))
	if names[0] != "[Content_Types].xml" || len(parts) != len(names) {
		t.Errorf("parts %q", names)
	}
	types := map[string]bool{}
	for _, n := range parse(t, parts["[Content_Types].xml"]).children {
		types[n.attrs["Extension"]+n.attrs["PartName"]] = true
	}
	targets := map[string]bool{"[Content_Types].xml": true}
	for _, name := range names {
		if !types["/"+name] && !types[strings.TrimPrefix(path.Ext(name), ".")] {
			t.Errorf("%s has no content type", name)
		}
		switch path.Ext(name) {
		case ".xml", ".svg":
			parse(t, parts[name])
		case ".rels":
			targets[name] = true
			for _, r := range parse(t, parts[name]).children {
				target := path.Join(path.Dir(path.Dir(name)), r.attrs["Target"])
				if targets[target] = true; parts[target] == nil {
					t.Errorf("%s leads to %s, which is not there", name, target)
				}
			}
		}
	}
	for _, name := range names {
		if !targets[name] {
			t.Errorf("nothing leads to %s", name)
		}
	}
}

// Each picture, header and footer that the document names is a relation of it, of the right kind.
func TestDocumentNamesRelationsThatAreThere(t *testing.T) {
	parts, _ := unpacked(t, written(t, pageOf(t, "nb", "tekst")))
	kinds := map[string]string{}
	for _, r := range parse(t, parts["word/_rels/document.xml.rels"]).children {
		kinds[r.attrs["Id"]] = path.Base(r.attrs["Type"]) + path.Ext(r.attrs["Target"])
	}
	doc := parse(t, parts["word/document.xml"])
	for name, want := range map[string]string{"blip": "image.png", "svgBlip": "image.svg", "headerReference": "header.xml", "footerReference": "footer.xml"} {
		list := doc.all(name)
		for _, n := range list {
			if got := kinds[n.attrs["embed"]+n.attrs["id"]]; got != want {
				t.Errorf("%s is %q, want %s", name, got, want)
			}
		}
		if len(list) != 1 {
			t.Errorf("%d times %s", len(list), name)
		}
	}
}

// Styles that paragraphs, runs and tables name are there, by that id.
func TestEveryStyleIsThere(t *testing.T) {
	parts, _ := unpacked(t, written(t, pageOf(t, "nb", "tekst")))
	styles := map[string]string{}
	for _, s := range parse(t, parts["word/styles.xml"]).all("style") {
		styles[s.attrs["styleId"]] = s.attrs["type"]
	}
	for _, name := range []string{"document", "header", "footer", "numbering", "styles"} {
		n := parse(t, parts["word/"+name+".xml"])
		for element, kind := range map[string]string{"pStyle": "paragraph", "rStyle": "character", "tblStyle": "table"} {
			for _, used := range n.all(element) {
				if styles[used.attrs["val"]] != kind {
					t.Errorf("%s: no %s style %q", name, kind, used.attrs["val"])
				}
			}
		}
		for _, element := range []string{"basedOn", "next"} {
			for _, used := range n.all(element) {
				if styles[used.attrs["val"]] == "" {
					t.Errorf("%s %q is not a style", element, used.attrs["val"])
				}
			}
		}
	}
	for i, id := range []string{"Heading1", "Heading2", "Heading3"} {
		for _, s := range parse(t, parts["word/styles.xml"]).all("style") {
			if s.attrs["styleId"] == id && s.first("outlineLvl").attrs["val"] != string(rune('0'+i)) {
				t.Errorf("%s has outline level %q", id, s.first("outlineLvl").attrs["val"])
			}
		}
	}
}

// The contents list the headings, as links to bookmarks that stand on them.
func TestContentsLeadToHeadings(t *testing.T) {
	doc := documentOf(t, pageOf(t, "en", "text"))
	marks := map[string]string{}
	var headings, listed []string
	for _, p := range doc.all("p") {
		if strings.HasPrefix(p.style(), "Heading") {
			headings = append(headings, p.words())
			marks[p.first("bookmarkStart").attrs["name"]] = p.words()
		}
	}
	for _, h := range doc.all("hyperlink") {
		listed = append(listed, h.words())
		if marks[h.attrs["anchor"]] != h.words() {
			t.Errorf("the link %q leads to %q", h.words(), marks[h.attrs["anchor"]])
		}
	}
	want := []string{"In short", "Figures", "Tables", "How it was computed", "text", "Data", "text", "Words and definitions", "Version and sources", "The numbers in the figures"}
	if !slices.Equal(headings, want) || !slices.Equal(listed, want) {
		t.Errorf("headings %q\nlisted %q\nwant %q", headings, listed, want)
	}
	if got := doc.first("p").words(); got != "text" || doc.first("p").style() != "Title" {
		t.Errorf("the first paragraph is %q", got)
	}
	var kinds []string
	for _, f := range doc.all("sdt")[0].all("fldChar") {
		kinds = append(kinds, f.attrs["fldCharType"])
	}
	if !slices.Equal(kinds, []string{"begin", "separate", "end"}) {
		t.Errorf("the field of the contents has %q", kinds)
	}
}

// Bookmarks and drawings have ids of their own, and each bookmark ends.
func TestIDsAreThereOnce(t *testing.T) {
	doc := documentOf(t, pageOf(t, "nb", "tekst"))
	seen := map[string]bool{}
	for _, name := range []string{"bookmarkStart", "docPr"} {
		for _, n := range doc.all(name) {
			if id := n.attrs["id"]; seen[id] {
				t.Errorf("%s: id %s again", name, id)
			} else {
				seen[id] = true
			}
		}
	}
	if a, b := len(doc.all("bookmarkStart")), len(doc.all("bookmarkEnd")); a != b {
		t.Errorf("%d bookmarks begin, %d end", a, b)
	}
}

// Captions are numbered by Word, under a bookmark, and stay with their figure or table.
func TestCaptions(t *testing.T) {
	doc := documentOf(t, pageOf(t, "nb", "tekst"))
	var got [][3]string
	for _, p := range doc.inStyle("Caption") {
		got = append(got, [3]string{p.words(), strings.TrimSpace(p.first("instrText").text), p.first("bookmarkStart").attrs["name"]})
		if p.first("keepNext").name == "" {
			t.Errorf("%q does not stay with what comes after", p.words())
		}
	}
	want := [][3]string{{"Figur 1. tekst", `SEQ Figur \* ARABIC`, "figure_1"}, {"Tabell 1. tekst", `SEQ Tabell \* ARABIC`, "table_1"},
		{"Tabell 2. tekst", `SEQ Tabell \* ARABIC`, "table_2"}, {"Tabell 3. Tallene i figur 1. tekst", `SEQ Tabell \* ARABIC`, "table_3"}}
	if !slices.Equal(got, want) {
		t.Errorf("captions %q, want %q", got, want)
	}
}

// The header of a table stands on each page, no row is cut, and numbers line up to the right.
func TestTables(t *testing.T) {
	doc := documentOf(t, pageOf(t, "nb", "tekst"))
	tables := doc.all("tbl")
	if len(tables) != 3 {
		t.Fatalf("%d tables", len(tables))
	}
	for _, table := range tables {
		for i, row := range table.all("tr") {
			if header := len(row.all("tblHeader")) == 1; header != (i == 0) || len(row.all("cantSplit")) != 1 {
				t.Errorf("row %d: header %v, can be cut %v", i, header, len(row.all("cantSplit")) == 0)
			}
			styles := []string{"TableText", "TableNumber", "TableNumber"}
			if i == 0 {
				styles = []string{"TableHead", "TableNumberHead", "TableNumberHead"}
			}
			for k, c := range row.all("tc") {
				if c.style() != styles[k] {
					t.Errorf("cell %d of row %d is in %s", k, i, c.style())
				}
			}
		}
		if a, b := len(table.all("gridCol")), len(table.all("tr")[0].all("tc")); a != b || table.first("tblCaption").attrs["val"] == "" {
			t.Errorf("%d columns in the grid, %d cells; caption %q", a, b, table.first("tblCaption").attrs["val"])
		}
	}
	if got := tables[0].all("tr")[1].all("tc")[2].words(); got != "(25–50\u00a0%)" {
		t.Errorf("the interval is %q", got)
	}
	if notes := doc.inStyle("TableNote"); len(notes) != 6 || notes[1].words() != "Kilde: tekst." {
		t.Errorf("%d notes, the second %q", len(notes), notes[1].words())
	}
}

// A figure has its description, and its size in mm: of 160 mm as it is, wider ones as wide as
// the page, on a landscape page if it is much larger there.
func TestFiguresHaveSizeAndDescription(t *testing.T) {
	l := locale.Get("nb")
	for _, x := range []struct {
		width, want float64 // mm
		landscape   bool
	}{{120, 120, false}, {160, 160, false}, {170, 160, false}, {240, 240, true}, {400, 247, true}} {
		sheets := timeline(t, l, "x", x.width)
		doc := documentOf(t, &page.Page{Locale: l, Figures: []page.Figure{{Sheets: sheets}}})
		extent := doc.first("extent").attrs
		w, h := sheets[0].Size()
		if extent["cx"] != emu(x.want) || extent["cy"] != emu(x.want*h/w) {
			t.Errorf("%g mm: %s by %s, want %s by %s", x.width, extent["cx"], extent["cy"], emu(x.want), emu(x.want*h/w))
		}
		if d := doc.first("docPr").attrs["descr"]; d == "" || d != sheets[0].Description {
			t.Errorf("described as %q", d)
		}
		if landscape := slices.ContainsFunc(doc.all("pgSz"), func(n *tree) bool { return n.attrs["orient"] == "landscape" }); landscape != x.landscape {
			t.Errorf("%g mm: on a landscape page: %v", x.width, landscape)
		}
	}
}

// 160 mm are 5,760,000 EMU (36,000 a mm) and 9,071 twips (1,440 an inch of 25.4 mm).
func TestUnits(t *testing.T) {
	if emu(160) != "5760000" || twips(160) != "9071" || twips(25.4) != "1440" {
		t.Error(emu(160), twips(160), twips(25.4))
	}
}

// The page turns for a wide table only, with its caption and heading, and turns back.
func TestWideTableGetsALandscapePage(t *testing.T) {
	l := locale.Get("nb")
	doc := documentOf(t, &page.Page{Locale: l, Summary: []string{"kort"}, Tables: []*report.Table{wide(l, 7)}})
	var got []string
	for _, n := range doc.first("body").children {
		if n.name == "p" && n.words() != "" {
			got = append(got, n.words())
		}
		if s := n.first("pgSz").attrs; n.name == "sectPr" || s["w"] != "" {
			got = append(got, "section "+s["w"])
		}
	}
	i := slices.Index(got, "section "+twips(pageWidth))
	if i < 0 || i+3 >= len(got) || got[i+1] != "Tabeller" || got[i+2] != "Tabell 1. bred" || got[i+3] != "section "+twips(pageHeight) || got[len(got)-1] != "section "+twips(pageWidth) {
		t.Errorf("sections %q", got)
	}
}

// A table too long for paper is named with its rows and the file that has it, and with one mark
// at the end of its title, one that is there
// already is referred to, and of one without rows that is said.
func TestTablesThatAreNotSet(t *testing.T) {
	l := locale.Get("nb")
	sheets := timeline(t, l, "x", 0)
	long, short, none := tableOf(l, "Hvor lang?", 41), tableOf(l, "kort", 2), tableOf(l, "tom", 1)
	none.Rows = nil
	doc := documentOf(t, &page.Page{Locale: l, Tables: []*report.Table{tableOf(l, "like lang", 40), short},
		Figures: []page.Figure{{Sheets: sheets, Numbers: long}, {Sheets: sheets, Numbers: short}, {Sheets: sheets}, {Sheets: sheets, Numbers: none}}})
	text := doc.words()
	for _, want := range []string{"Tallene i figur 1. Hvor lang? Tabellen har 41 rader og står i report.xlsx.", "Tallene i figur 2 er de samme som i tabell 2.",
		"Tallene i figur 4. tom. Det er ingen tall å vise."} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q", want)
		}
	}
	if n := len(doc.all("tbl")); n != 2 {
		t.Errorf("%d tables", n)
	}
}

// The numbers of figures: lines first, then tables on upright pages, then those on turned ones, so that
// no page between has a line only. Tables are numbered in that order, and lines refer to them.
func TestNumbersOfFiguresAreInAnOrderThatLeavesNoEmptyPage(t *testing.T) {
	l := locale.Get("nb")
	sheets := timeline(t, l, "x", 0)
	doc := documentOf(t, &page.Page{Locale: l, Figures: []page.Figure{{Sheets: sheets, Numbers: wide(l, 12)}, {Sheets: sheets, Numbers: tableOf(l, "kort", 2)},
		{Sheets: sheets, Numbers: wide(l, 12)}, {Sheets: sheets, Numbers: tableOf(l, "lang", 41)}}})
	text, at := doc.words(), 0
	for _, want := range []string{"Tallene i figur 3 er de samme som i tabell 2.", "Tallene i figur 4. lang. Tabellen har 41 rader", "Tallene i figur 2. kort", "Tallene i figur 1. bred"} {
		i := strings.Index(text[at:], want)
		if i < 0 {
			t.Fatalf("%q does not come after what is before it:\n%s", want, text)
		}
		at += i
	}
	if sections := doc.all("sectPr"); len(sections) != 2 {
		t.Errorf("%d sections, want one of upright pages and one of turned", len(sections))
	}
}

// The caption of a figure of several sheets does not say that it is the first of them.
func TestCaptionOfSeveralSheets(t *testing.T) {
	l := locale.Get("en")
	tl := chart.Timeline{Paper: chart.Paper{Locale: l}, First: 24000, Last: 24010, RowsPerPage: 1, Spells: []survival.Spell{
		{PositionID: "1", DoctorID: "a", Ordinal: 1, First: 24000, Last: 24010}, {PositionID: "2", DoctorID: "b", Ordinal: 1, First: 24000, Last: 24010}}}
	sheets, err := tl.Bars()
	if err != nil || len(sheets) != 2 {
		t.Fatalf("%d sheets, %v", len(sheets), err)
	}
	text := documentOf(t, &page.Page{Locale: l, Figures: []page.Figure{{Sheets: sheets}}}).words()
	if want := strings.TrimSuffix(sheets[0].Title, " (1 of 2)"); want == sheets[0].Title || !strings.Contains(text, want) || strings.Contains(text, "(1 of 2)") {
		t.Errorf("sheets %q, document %q", sheets[0].Title, text)
	}
}

// A study of nobody has headings and sentences, and nothing that needs a figure or a table.
func TestEmptyPage(t *testing.T) {
	doc := documentOf(t, &page.Page{Locale: locale.Get("en"), Title: "Nothing", Summary: []string{"The data have no positions."}})
	if len(doc.all("tbl"))+len(doc.all("drawing")) != 0 || !strings.Contains(doc.words(), "The data have no positions.") {
		t.Errorf("%q", doc.words())
	}
}

func TestLanguageAndProperties(t *testing.T) {
	for tag, want := range map[string]string{"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"} {
		parts, _ := unpacked(t, written(t, pageOf(t, tag, "tekst")))
		if got := parse(t, parts["word/styles.xml"]).first("lang").attrs["val"]; got != want {
			t.Errorf("%s: the language of the styles is %q", tag, got)
		}
		if got := parse(t, parts["word/settings.xml"]).first("themeFontLang").attrs["val"]; got != want {
			t.Errorf("%s: the language of the settings is %q", tag, got)
		}
		var names []string
		for _, n := range parse(t, parts["docProps/core.xml"]).children {
			names = append(names, n.name)
		}
		if !slices.Equal(names, []string{"title", "language"}) {
			t.Errorf("properties %q: a user or a clock?", names)
		}
	}
}

// The mark stands at the top and at the foot of every page, where the page is numbered.
func TestMarkIsOnEveryPage(t *testing.T) {
	p := pageOf(t, "nb", "tekst")
	p.Mark = "Til intern bruk"
	parts, _ := unpacked(t, written(t, p))
	header, footer := parse(t, parts["word/header.xml"]), parse(t, parts["word/footer.xml"])
	if header.words() != "Til intern bruk" || footer.words() != "Til intern bruk  ·  1 av 1" {
		t.Errorf("header %q, footer %q", header.words(), footer.words())
	}
	var codes []string
	for _, f := range footer.all("instrText") {
		codes = append(codes, strings.TrimSpace(f.text))
	}
	if !slices.Equal(codes, []string{"PAGE", "NUMPAGES"}) {
		t.Errorf("fields %q", codes)
	}
	p.Warns = false
	if parts, _ = unpacked(t, written(t, p)); len(parse(t, parts["word/header.xml"]).all("rStyle")) != 0 {
		t.Error("a mark that does not warn looks as if it did")
	}
}

// A text that looks like markup, a field or a break is a text when it is read back; what
// nobody sees is its number.
func TestHostileTextIsText(t *testing.T) {
	for _, x := range [][2]string{
		{`</w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/>"'&amp; ]]>`, ""},
		{"æøå ÆØÅ 😀 ≥ \u00a0 \u202Eevil", "æøå ÆØÅ 😀 ≥ \u00a0 (U+202E)evil"},
		{"= HYPERLINK \"http://a\"", ""},
		{"  two  spaces ", ""},
		{"a\x00b\x07c\x1bd\ufffee\xff", "a(U+0000)b(U+0007)c(U+001B)d(U+FFFE)e\ufffd"},
		{"a\nb\tc\r\nd", "a\nb\tc\nd"},
	} {
		s, want := x[0], x[1]
		if want == "" {
			want = s
		}
		harmless, hostile := documentOf(t, pageOf(t, "nb", "x")), documentOf(t, pageOf(t, "nb", s))
		if a, b := len(harmless.all("p")), len(hostile.all("p")); a != b {
			t.Errorf("%q makes %d paragraphs of %d", s, b, a)
		}
		for _, style := range []string{"Title", "ListBullet", "Heading2", "Term", "TableText", "TableHead"} {
			if got := hostile.inStyle(style)[0].words(); got != want {
				t.Errorf("%s: %q was read as %q", style, s, got)
			}
		}
		if n := len(hostile.all("fldChar")); n != len(harmless.all("fldChar")) {
			t.Errorf("%q makes %d field marks", s, n)
		}
	}
}

// Two documents of one page are the same, also at different times: the files in them have one.
func TestTheSamePageGivesTheSameBytes(t *testing.T) {
	file := written(t, pageOf(t, "nb", "tekst"))
	if !bytes.Equal(written(t, pageOf(t, "nb", "tekst")), file) {
		t.Error("two documents of one page differ")
	}
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		if f.Modified.Year() != 1980 {
			t.Errorf("%s is of %s", f.Name, f.Modified)
		}
	}
}

func TestGolden(t *testing.T) {
	for _, tag := range []string{"nb", "en"} {
		parts, _ := unpacked(t, written(t, pageOf(t, tag, "Ærlig & «åpen»")))
		name := filepath.Join("testdata", "document_"+tag+".xml")
		if *update {
			if err := os.WriteFile(name, parts["word/document.xml"], 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(string(want), string(parts["word/document.xml"])); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}

// Two columns; the second has a cell of six words of 10 mm, with a space of 1 mm between two, and
// a margin of 4 mm that each cell has. In 50 mm it gets the 15 mm that the least widths leave, and
// has 2 words of 10 + 1 + 10 = 21 mm in each of 3 lines. In 100 mm it gets all that it needs for
// one line, 65 + 4 mm, and the rest is not used. In 17.5 mm both are half of their least.
func TestWidthsByHand(t *testing.T) {
	of := func(words ...float64) cellWidths { return cellWidths{[][]float64{words}, 1} }
	columns := []column{{least: 21, header: of(10), cells: []cellWidths{of(17)}}, {least: 14, header: of(6), cells: []cellWidths{of(10, 10, 10, 10, 10, 10), of(6)}}}
	for room, want := range map[float64][]float64{50: {21, 29}, 100: {21, 69}, 17.5: {10.5, 7}} {
		if got := share(columns, room); !slices.Equal(got, want) {
			t.Errorf("in %g mm: %v, want %v", room, got, want)
		}
	}
	if at, lines := mostLined(columns, []float64{21, 29}, 1); at != 1 || lines != 3 {
		t.Errorf("%d lines in column %d, want 3 in 1", lines, at)
	}
}

// A header of two words has two lines where another column needs the room, and one where none does.
func TestHeadersAreWrappedBeforeCells(t *testing.T) {
	of := func(words ...float64) cellWidths { return cellWidths{[][]float64{words}, 1} }
	columns := []column{{least: 14, header: of(10, 10), cells: []cellWidths{of(5)}}, {least: 14, header: of(5), cells: []cellWidths{of(10, 10)}}}
	for room, want := range map[float64][]float64{39: {14, 25}, 60: {25, 25}} {
		if got := share(columns, room); !slices.Equal(got, want) {
			t.Errorf("in %g mm: %v, want %v", room, got, want)
		}
	}
}

// A number is not broken, nor are the words in its place; a header is, at its spaces.
func TestNumbersAreNotBroken(t *testing.T) {
	p := &report.Printed{Head: []report.PrintedCell{{Text: "Median (år)", Numeric: true}, {Text: "Andel som fortsatt"}},
		Rows: []report.PrintedRow{{Cells: []report.PrintedCell{{Text: "ikke nådd til nå", Numeric: true, State: true}, {Text: "12\u00a0345 av"}}},
			{Cells: []report.PrintedCell{{Text: "(5,1 til 5,4)", Numeric: true}, {}}}}}
	columns := columnsOf(p, 9)
	for i, x := range []struct {
		text string
		bold bool
	}{{"ikke nådd til nå", false}, {"fortsatt", true}} {
		if want := chart.TextWidth(x.text, 9, x.bold) + cellMargin; columns[i].least != want {
			t.Errorf("column %d is at least %.2f mm, want %.2f, as %q", i, columns[i].least, want, x.text)
		}
	}
}

// A table with a long text gets a landscape page, where it has fewer lines.
func TestLongTextGetsALandscapePage(t *testing.T) {
	l := locale.Get("nb")
	table := wide(l, 5)
	table.Columns = append(table.Columns, report.Column{Key: "text", Title: "Tekst"})
	table.Rows[0].Cells = append(table.Rows[0].Cells, report.Text(strings.Repeat("Kvalvik 4,5 (2,5–6,5), ", 18)))
	p, err := table.Printed()
	if err != nil {
		t.Fatal(err)
	}
	if l := layoutOf(p); !l.landscape || l.points < 8 || l.widths[5] < 80 {
		t.Errorf("layout %+v", l)
	}
}

// The type is smaller, then the page is landscape, as a table grows; it is never wider than the page.
func TestLayoutOfWideTables(t *testing.T) {
	var got []layout
	for columns := 1; columns < 20; columns++ {
		p, err := wide(locale.Get("nb"), columns).Printed()
		if err != nil {
			t.Fatal(err)
		}
		l := layoutOf(p)
		room := portraitArea.width
		if l.landscape {
			room = landscapeArea.width
		}
		if w := total(l.widths); w > room+1e-9 {
			t.Errorf("%d columns: %.1f mm in %g", columns, w, room)
		}
		l.widths = nil
		if len(got) == 0 || got[len(got)-1].points != l.points || got[len(got)-1].landscape != l.landscape {
			got = append(got, *l)
		}
	}
	want := []layout{{nil, 9, false}, {nil, 8, false}, {nil, 9, true}, {nil, 8, true}, {nil, 7, true}}
	if !slices.EqualFunc(got, want, func(a, b layout) bool { return a.points == b.points && a.landscape == b.landscape }) {
		t.Errorf("layouts %+v, want %+v", got, want)
	}
}

func total(list []float64) (sum float64) {
	for _, v := range list {
		sum += v
	}
	return sum
}
