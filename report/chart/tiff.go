package chart

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"image"
	"io"
)

// TIFF writes the figure as an image for printers: RGB without an alpha
// channel, which journals refuse, packed with Deflate, with its resolution in
// dots an inch; 0 is what its paper says [TIFF 6.0, Adobe 1992, sections 6 and 8;
// Adobe Photoshop TIFF Technical Notes 2002 for Deflate].
func (f *Figure) TIFF(w io.Writer, dpi int) error {
	dpi, err := f.resolution(dpi)
	if err != nil {
		return err
	}
	img := f.raster(dpi)
	strip, err := packedRGB(img)
	if err != nil {
		return fmt.Errorf("encoding TIFF: %w", err)
	}
	_, err = w.Write(tiffFile(img.Bounds(), strip, dpi))
	return err
}

// packedRGB are the dots of an image, row by row, three bytes each.
func packedRGB(img image.Image) ([]byte, error) {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	r := img.Bounds()
	row := make([]byte, 0, 3*r.Dx())
	for y := r.Min.Y; y < r.Max.Y; y++ {
		row = row[:0]
		for x := r.Min.X; x < r.Max.X; x++ {
			red, green, blue, _ := img.At(x, y).RGBA() // the sheet is white, so nothing is see-through
			row = append(row, byte(red>>8), byte(green>>8), byte(blue>>8))
		}
		if _, err := z.Write(row); err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return b.Bytes(), err
}

// The types of a field in a TIFF file.
const (
	tiffShort    = 3
	tiffLong     = 4
	tiffRational = 5
)

// tiffFile lays out a file with one image in one strip: header, fields, what does not fit in
// them, strip.
func tiffFile(r image.Rectangle, strip []byte, dpi int) []byte {
	const fields = 13
	const beside = 8 + 2 + 12*fields + 4 // where the three numbers of bits begin, then the resolution
	const stripAt = beside + 3*2 + 2*4
	w, h := uint32(r.Dx()), uint32(r.Dy())
	le := binary.LittleEndian
	out := append([]byte("II*\x00"), 8, 0, 0, 0, fields, 0)
	for _, f := range [fields][4]uint32{
		{256, tiffLong, 1, w},
		{257, tiffLong, 1, h},
		{258, tiffShort, 3, beside},            // bits of each colour
		{259, tiffShort, 1, 8},                 // Deflate
		{262, tiffShort, 1, 2},                 // RGB
		{273, tiffLong, 1, stripAt},            // where the strip is
		{277, tiffShort, 1, 3},                 // colours
		{278, tiffLong, 1, h},                  // rows in the strip
		{279, tiffLong, 1, uint32(len(strip))}, // bytes in it
		{282, tiffRational, 1, beside + 6},     // dots across
		{283, tiffRational, 1, beside + 6},     // dots down
		{284, tiffShort, 1, 1},                 // colours side by side
		{296, tiffShort, 1, 2},                 // an inch
	} {
		out = le.AppendUint16(out, uint16(f[0]))
		out = le.AppendUint16(out, uint16(f[1]))
		out = le.AppendUint32(out, f[2])
		out = le.AppendUint32(out, f[3])
	}
	out = append(out, 0, 0, 0, 0) // no other image
	for range 3 {
		out = le.AppendUint16(out, 8)
	}
	out = le.AppendUint32(out, uint32(dpi))
	out = le.AppendUint32(out, 1)
	return append(out, strip...)
}
