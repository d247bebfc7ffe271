package docx

import (
	"bytes"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/varighet/varighet/report/chart"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/report/page"
)

const (
	drawing      = "http://schemas.openxmlformats.org/drawingml/2006/main"
	pictureDPI   = 300  // of the image beside the vectors
	captionRoom  = 40.0 // mm below a figure, for its caption and what is said of it
	worthTurning = 1.15 // times larger that a figure must be on a landscape page, to get one
)

// drawFigures sets each figure with its caption and what is said of it.
func (d *document) drawFigures() error {
	if len(d.page.Figures) > 0 {
		d.heading(1, d.words.Figures)
	}
	for i := range d.page.Figures {
		if err := d.figure(&d.page.Figures[i]); err != nil {
			return err
		}
	}
	return nil
}

func (d *document) figure(f *page.Figure) error {
	if len(f.Sheets) == 0 {
		return nil
	}
	landscape := wantsLandscape(f.Sheets)
	var nodes []node
	for _, sheet := range f.Sheets {
		picture, err := d.picture(sheet, landscape)
		if err != nil {
			return err
		}
		nodes = append(nodes, para("Figure", nil, picture))
	}
	said := strings.TrimSpace(strings.Join(f.Sentences, " ") + " " + f.Note)
	d.figures++
	caption := d.caption(d.words.Figure, "figure", d.figures, d.titleOf(f.Sheets), said != "")
	if nodes = append(nodes, caption); said != "" {
		nodes = append(nodes, line("FigureText", said))
	}
	d.add(landscape, nodes...)
	return nil
}

// titleOf is the title of a figure, which the first of its sheets has with "(1 av 3)".
func (d *document) titleOf(sheets []*chart.Figure) string {
	l := d.page.Locale
	return strings.TrimSuffix(sheets[0].Title, " "+locale.Fill(l.PageOf, l.Int(1), l.Int(len(sheets))))
}

// scale is how much of its size a figure has in an area that is large enough for it and its
// caption; 1 at most.
func (a area) scale(f *chart.Figure) float64 {
	w, h := f.Size()
	return min(1, a.width/w, (a.height-captionRoom)/h)
}

// wantsLandscape reports whether the figures are so much larger on a landscape page that they get one.
func wantsLandscape(sheets []*chart.Figure) bool {
	portrait, landscape := 1.0, 1.0
	for _, f := range sheets {
		portrait, landscape = min(portrait, portraitArea.scale(f)), min(landscape, landscapeArea.scale(f))
	}
	return landscape > worthTurning*portrait
}

// picture is a figure as a run: vectors, and an image for readers that take none, at its size in
// mm or as large as there is room for.
func (d *document) picture(f *chart.Figure, landscape bool) (node, error) {
	var image, vectors bytes.Buffer
	if err := f.PNG(&image, pictureDPI); err != nil {
		return node{}, err
	}
	if err := f.OfficeSVG(&vectors); err != nil {
		return node{}, err
	}
	room := portraitArea
	if landscape {
		room = landscapeArea
	}
	w, h := f.Size()
	scale := room.scale(f)
	d.ids++
	return inline(d.ids, f, scale*w, scale*h, d.keep("png", image.Bytes()), d.keep("svg", vectors.Bytes())), nil
}

// keep takes a file of a picture into the document and returns the id of its relation.
func (d *document) keep(suffix string, data []byte) string {
	name := fmt.Sprintf("media/figure%d.%s", len(d.pictures)/2+1, suffix)
	d.media = append(d.media, part{"word/" + name, data})
	d.pictures = append(d.pictures, relation{officeTypes + "/image", name})
	return relationID(len(documentRelations) + len(d.pictures) - 1)
}

// emu is a length in English metric units, of which a mm has 36,000.
func emu(mm float64) string { return strconv.Itoa(int(math.Round(36000 * mm))) }

// inline is a picture in a line of text, in the form of DrawingML.
func inline(id int, f *chart.Figure, width, height float64, image, vectors string) node {
	number, cx, cy := strconv.Itoa(id), emu(width), emu(height)
	blip := attr("a:blip", "r:embed", image).in(el("a:extLst", attr("a:ext", "uri", "{96DAC541-7B7A-43D3-8B79-37D633B846F1}").
		in(attr("asvg:svgBlip", "xmlns:asvg", "http://schemas.microsoft.com/office/drawing/2016/SVG/main", "r:embed", vectors))))
	picture := el("pic:pic",
		el("pic:nvPicPr", attr("pic:cNvPr", "id", number, "name", f.Title, "descr", f.Description), el("pic:cNvPicPr")),
		el("pic:blipFill", blip, el("a:stretch", el("a:fillRect"))),
		el("pic:spPr", el("a:xfrm", attr("a:off", "x", "0", "y", "0"), attr("a:ext", "cx", cx, "cy", cy)),
			attr("a:prstGeom", "prst", "rect").in(el("a:avLst"))))
	data := attr("a:graphicData", "uri", strings.TrimSuffix(drawing, "main")+"picture").in(picture)
	return el("w:r", el("w:drawing", attr("wp:inline", "distT", "0", "distB", "0", "distL", "0", "distR", "0").in(
		attr("wp:extent", "cx", cx, "cy", cy), attr("wp:effectExtent", "l", "0", "t", "0", "r", "0", "b", "0"),
		attr("wp:docPr", "id", number, "name", f.Title, "descr", f.Description),
		el("wp:cNvGraphicFramePr", attr("a:graphicFrameLocks", "noChangeAspect", "1")),
		el("a:graphic", data))))
}
