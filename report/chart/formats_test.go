package chart

import (
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/varighet/varighet/survival"
)

// hostile is a figure whose words hold whatever a file may hold.
func hostile() *Figure {
	tl := alisTimeline("nb")
	tl.Title = "<script>\"&' \x00\x07 \xff\xfe 🩺 \u202e \ufffe ŋđ"
	tl.Caption = strings.Repeat("ord", 300)
	tl.Spells = append(tl.Spells, survival.Spell{PositionID: "🩺\x1b]<&>\xc3", Ordinal: 1 << 30, First: may17, Last: may17})
	pages, err := tl.Bars()
	if err != nil {
		panic(err)
	}
	return pages[0]
}

// Any SVG is well-formed XML with one title and one description that the root
// points to, and has its texts as texts.
func TestSVGIsWellFormedAndAccessible(t *testing.T) {
	all := []*Figure{hostile()}
	for _, fig := range figures {
		pages, err := fig.draw()
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, pages...)
	}
	for _, f := range all {
		var root struct {
			Role     string `xml:"role,attr"`
			Labelled string `xml:"aria-labelledby,attr"`
			Lang     string `xml:"lang,attr"`
			Title    []struct {
				ID   string `xml:"id,attr"`
				Text string `xml:",chardata"`
			} `xml:"title"`
			Desc []struct {
				ID   string `xml:"id,attr"`
				Text string `xml:",chardata"`
			} `xml:"desc"`
			Text []string `xml:"text"`
		}
		b := written(t, f.SVG)
		if err := xml.Unmarshal(b, &root); err != nil {
			t.Errorf("%s: %v", f.Title, err)
			continue
		}
		if len(root.Title) != 1 || len(root.Desc) != 1 {
			t.Errorf("%s: %d titles, %d descriptions", f.Title, len(root.Title), len(root.Desc))
			continue
		}
		if root.Role != "img" || root.Labelled != root.Title[0].ID+" "+root.Desc[0].ID || root.Lang != f.Lang {
			t.Errorf("%s: role %q, labelled by %q, lang %q", f.Title, root.Role, root.Labelled, root.Lang)
		}
		if root.Title[0].Text != f.Title || strings.TrimSpace(root.Desc[0].Text) == "" || len(root.Text) == 0 {
			t.Errorf("%s: title %q, description %q, %d texts", f.Title, root.Title[0].Text, root.Desc[0].Text, len(root.Text))
		}
		d := xml.NewDecoder(bytes.NewReader(b))
		for {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Errorf("%s: %v", f.Title, err)
				break
			}
		}
	}
}

func TestHostileTextIsWrittenInEveryFormat(t *testing.T) {
	f := hostile()
	if n := len(written(t, f.PDF)); n < 1000 {
		t.Errorf("the PDF has %d bytes", n)
	}
	decoded(t, written(t, func(w io.Writer) error { return f.PNG(w, goldenDPI) }))
}

// Only the two faces of the sans font are in a PDF, each as the letters in use.
func TestPDFHasTheSansFontOnly(t *testing.T) {
	pages, err := alisTimeline("nb").Bars()
	if err != nil {
		t.Fatal(err)
	}
	b := written(t, pages[0].PDF)
	if n := bytes.Count(b, []byte("/FontFile2")); n != 2 {
		t.Errorf("%d fonts are in the PDF, want 2", n)
	}
	if len(b) > 120_000 { // of 411 and 414 kB the letters in use
		t.Errorf("the PDF has %d bytes: is a whole font in it?", len(b))
	}
}

// The date in a PDF is fixed, its fonts are in it, and there is no other.
func TestPDFHasNoClock(t *testing.T) {
	pages, err := alisTimeline("nb").Bars()
	if err != nil {
		t.Fatal(err)
	}
	b := written(t, pages[0].PDF)
	for _, want := range []string{"/CreationDate (D:20000101000000", "/ModDate (D:20000101000000", "/FontFile2", "%PDF-1."} {
		if !bytes.Contains(b, []byte(want)) {
			t.Errorf("the PDF has no %s", want)
		}
	}
	if n := bytes.Count(b, []byte("(D:")); n != 2 {
		t.Errorf("the PDF has %d dates, want 2", n)
	}
	if err := PDF(io.Discard); err == nil {
		t.Error("a PDF without figures was written")
	}
}

// 160 mm at 200 dots an inch are 1260 dots, and the file says 7874 dots a
// metre.
func TestPNGSaysItsResolution(t *testing.T) {
	pages, err := alisTimeline("nb").Bars()
	if err != nil {
		t.Fatal(err)
	}
	b := written(t, func(w io.Writer) error { return pages[0].PNG(w, 0) })
	if w := decoded(t, b).Bounds().Dx(); w != 1260 {
		t.Errorf("the image is %d dots wide, want 1260", w)
	}
	i := bytes.Index(b, []byte("pHYs"))
	if i < 0 || binary.BigEndian.Uint32(b[i+4:]) != 7874 || binary.BigEndian.Uint32(b[i+8:]) != 7874 || b[i+12] != 1 {
		t.Errorf("pHYs chunk at %d is not 7874 dots a metre", i)
	}
	// 300 and 600 dots an inch are 11 811 and 23 622 dots a metre, on 84 mm 992 and 1984 dots.
	for dpi, want := range map[int][2]uint32{300: {11811, 992}, 600: {23622, 1984}} {
		tl := alisTimeline("nb")
		tl.Width, tl.DPI = 84, dpi
		bars, err := tl.Bars()
		if err != nil {
			t.Fatal(err)
		}
		b := written(t, func(w io.Writer) error { return bars[0].PNG(w, 0) })
		got := [2]uint32{binary.BigEndian.Uint32(b[bytes.Index(b, []byte("pHYs"))+4:]), uint32(decoded(t, b).Bounds().Dx())}
		if got != want {
			t.Errorf("at %d dots an inch, dots a metre and dots wide are %v, want %v", dpi, got, want)
		}
	}
	for _, dpi := range []int{-1, 10, MaxDPI + 1} {
		if err := pages[0].PNG(io.Discard, dpi); err == nil {
			t.Errorf("a resolution of %d was taken", dpi)
		}
	}
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errors.New("disk full") }

// A writer that fails is reported by each format.
func TestWriteErrorsAreReported(t *testing.T) {
	pages, err := alisTimeline("nb").Bars()
	if err != nil {
		t.Fatal(err)
	}
	f := pages[0]
	for name, write := range map[string]func(io.Writer) error{
		"PNG":  func(w io.Writer) error { return f.PNG(w, goldenDPI) },
		"TIFF": func(w io.Writer) error { return f.TIFF(w, goldenDPI) }, "SVG": f.SVG, "PDF": f.PDF,
	} {
		if err := write(failing{}); err == nil || !strings.Contains(err.Error(), "disk full") {
			t.Errorf("%s: %v, want the writer's error", name, err)
		}
	}
}

// A figure for an office program is the same SVG but for the order of its fonts.
func TestOfficeSVGAsksForArialFirst(t *testing.T) {
	plain, office := string(written(t, hostile().SVG)), string(written(t, hostile().OfficeSVG))
	if want := strings.Replace(plain, `font-family="Liberation Sans, Arial,`, `font-family="Arial, Liberation Sans,`, 1); office != want || office == plain {
		t.Error("the two differ in more than the font, or not at all")
	}
}

func TestSizeIsThatOfTheSVG(t *testing.T) {
	f := hostile()
	w, h := f.Size()
	if want := `width="` + num(w) + `mm" height="` + num(h) + `mm"`; w != DefaultWidth || !strings.Contains(string(written(t, f.SVG)), want) {
		t.Errorf("the SVG has not %s", want)
	}
}
