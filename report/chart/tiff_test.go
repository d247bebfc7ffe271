package chart

import (
	"bytes"
	"encoding/binary"
	"io"
	"testing"

	"golang.org/x/image/tiff"
)

// Read by another program's reader, a TIFF has the dots of the PNG of the same figure; its fields
// say three colours, no fourth, and the resolution that was asked for.
func TestTIFFIsThePNGWithAResolution(t *testing.T) {
	c := alisCurves("nb")
	c.DPI = 300
	f, err := c.Draw()
	if err != nil {
		t.Fatal(err)
	}
	file := written(t, func(w io.Writer) error { return f.TIFF(w, 0) })
	got, err := tiff.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	want := decoded(t, written(t, func(w io.Writer) error { return f.PNG(w, 300) }))
	if got.Bounds() != want.Bounds() {
		t.Fatalf("the image measures %v, want %v", got.Bounds(), want.Bounds())
	}
	for y := range got.Bounds().Dy() {
		for x := range got.Bounds().Dx() {
			r, g, b, _ := got.At(x, y).RGBA()
			r2, g2, b2, _ := want.At(x, y).RGBA()
			if r != r2 || g != g2 || b != b2 {
				t.Fatalf("dot (%d, %d) is %v, want %v", x, y, got.At(x, y), want.At(x, y))
			}
		}
	}
	fields := tiffFields(file)
	if fields[277] != 3 || fields[338] != 0 || fields[296] != 2 {
		t.Errorf("%d colours, extra %d, unit %d; want 3, none, 2 (an inch)", fields[277], fields[338], fields[296])
	}
	for _, tag := range []uint16{282, 283} {
		at := fields[tag]
		if n, d := binary.LittleEndian.Uint32(file[at:]), binary.LittleEndian.Uint32(file[at+4:]); n != 300 || d != 1 {
			t.Errorf("field %d is %d/%d dots an inch, want 300/1", tag, n, d)
		}
	}
}

// tiffFields are the values of the fields of a file of little-endian order, or where they are.
func tiffFields(file []byte) map[uint16]uint32 {
	le := binary.LittleEndian
	fields := map[uint16]uint32{}
	at := le.Uint32(file[4:])
	for i := range uint32(le.Uint16(file[at:])) {
		f := file[at+2+12*i:]
		fields[le.Uint16(f)] = le.Uint32(f[8:])
	}
	return fields
}
