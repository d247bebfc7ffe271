package chart

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/png"
	"io"
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/vgimg"
)

// DefaultDPI is the resolution of a PNG if none is asked for: fit for print in
// a column of text.
const DefaultDPI = 200

// MinDPI is the least resolution that shows anything, and MaxDPI bounds the memory that an
// image can take.
const (
	MinDPI = 20
	MaxDPI = 1200
)

// PNG writes the figure as an image of dpi dots an inch; 0 is what its paper
// says. The file says its resolution, so that it has its size in mm where it is
// put into a document.
func (f *Figure) PNG(w io.Writer, dpi int) error {
	dpi, err := f.resolution(dpi)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := png.Encode(&b, f.raster(dpi)); err != nil {
		return fmt.Errorf("encoding PNG: %w", err)
	}
	_, err = w.Write(withResolution(b.Bytes(), dpi))
	return err
}

// resolution is what was asked for, else what the figure's paper says.
func (f *Figure) resolution(dpi int) (int, error) {
	dpi = cmp.Or(dpi, f.dpi, DefaultDPI)
	if dpi < MinDPI || dpi > MaxDPI {
		return 0, fmt.Errorf("a resolution of %d dots an inch is not between %d and %d", dpi, MinDPI, MaxDPI)
	}
	return dpi, nil
}

// raster paints the marks on an image.
func (f *Figure) raster(dpi int) image.Image {
	c := vgimg.NewWith(
		vgimg.UseWH(mm(f.width), mm(f.height)),
		vgimg.UseDPI(dpi),
		vgimg.UseBackgroundColor(white),
	)
	for i := range f.marks {
		f.paint(c, &f.marks[i])
	}
	return c.Image()
}

func mm(v float64) vg.Length { return vg.Length(v) * vg.Millimeter }

// at turns a place on the sheet into one on a canvas, whose origin is the
// bottom left corner.
func (f *Figure) at(p point) vg.Point { return vg.Point{X: mm(p.x), Y: mm(f.height - p.y)} }

func (f *Figure) paint(c vg.Canvas, m *mark) {
	if m.kind == textMark {
		fc := face(m.size, m.bold)
		p := f.at(m.points[0])
		p.X -= mm(m.offset())
		c.SetColor(m.fill)
		c.FillString(fc, p, m.text)
		return
	}
	path := f.outline(m)
	if m.fill.A > 0 {
		c.SetColor(m.fill)
		c.Fill(path)
	}
	if m.stroke.width > 0 {
		dashes := make([]vg.Length, len(m.stroke.dash))
		for i, d := range m.stroke.dash {
			dashes[i] = mm(d)
		}
		c.SetColor(m.stroke.color)
		c.SetLineWidth(mm(m.stroke.width))
		c.SetLineDash(dashes, 0)
		c.Stroke(path)
	}
}

func (f *Figure) outline(m *mark) vg.Path {
	var path vg.Path
	switch m.kind {
	case circleMark:
		c := f.at(m.points[0])
		path.Move(vg.Point{X: c.X + mm(m.radius), Y: c.Y})
		path.Arc(c, mm(m.radius), 0, 2*math.Pi)
		path.Close()
	case rectMark:
		a, b := m.points[0], m.points[1]
		path.Move(f.at(a))
		path.Line(f.at(point{b.x, a.y}))
		path.Line(f.at(b))
		path.Line(f.at(point{a.x, b.y}))
		path.Close()
	default:
		for i, p := range m.points {
			if i == 0 {
				path.Move(f.at(p))
			} else {
				path.Line(f.at(p))
			}
		}
		if m.closed {
			path.Close()
		}
	}
	return path
}

// offset is how far left of its anchor a text begins.
func (m *mark) offset() float64 {
	w := textStyle{size: m.size, bold: m.bold}.width(m.text)
	switch m.anchor {
	case middle:
		return w / 2
	case end:
		return w
	}
	return 0
}

// withResolution puts a pHYs chunk (dots per metre) after the header of a PNG
// file [PNG specification, section 11.3.4.3].
func withResolution(file []byte, dpi int) []byte {
	const headerEnd = 8 + 4 + 4 + 13 + 4 // signature, then the IHDR chunk
	perMetre := uint32(math.Round(float64(dpi) / 0.0254))
	chunk := []byte("pHYs")
	chunk = binary.BigEndian.AppendUint32(chunk, perMetre)
	chunk = binary.BigEndian.AppendUint32(chunk, perMetre)
	chunk = append(chunk, 1)

	out := append([]byte{}, file[:headerEnd]...)
	out = binary.BigEndian.AppendUint32(out, uint32(len(chunk)-4))
	out = append(out, chunk...)
	out = binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(chunk))
	return append(out, file[headerEnd:]...)
}
