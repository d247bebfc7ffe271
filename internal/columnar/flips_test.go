package columnar

import (
	"bytes"
	"encoding/binary"
	"errors"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

// foundFile is one of the inputs on which an earlier version was wrong.
func foundFile(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "cmd", "varighet", "testdata", "found", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// everythingIn reads a file as ingest does, as ours or else as another program's: the columns,
// and the rows of those that can be read.
func everythingIn(data []byte) (columns []Column, rows [][]any, err error) {
	r, err := NewReader(bytes.NewReader(data), int64(len(data)))
	if errors.Is(err, ErrNoChecksum) {
		r, err = NewForeignReader(bytes.NewReader(data), int64(len(data)))
	}
	if err != nil {
		return nil, nil, err
	}
	rows, err = foreignValues(r)
	return r.Columns(), rows, err
}

// unnoticedFlips returns those bits of a file with which flipped it is read with other columns or rows.
func unnoticedFlips(t *testing.T, data []byte, bits iter.Seq[int]) (unnoticed []int) {
	t.Helper()
	columns, rows, err := everythingIn(data)
	if err != nil || len(rows) == 0 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for bit := range bits {
		bad := bytes.Clone(data)
		bad[bit/8] ^= 1 << (bit % 8)
		c, r, err := everythingIn(bad)
		if err == nil && !(reflect.DeepEqual(c, columns) && reflect.DeepEqual(r, rows)) {
			unnoticed = append(unnoticed, bit)
		}
	}
	return unnoticed
}

// someBits are n places in a file, always the same.
func someBits(data []byte, n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		rng := rand.New(rand.NewPCG(400, 1))
		for range n {
			if !yield(rng.IntN(8 * len(data))) {
				return
			}
		}
	}
}

// schemaBits are all bits of the first 150 bytes of the footer, which hold the schema.
func schemaBits(data []byte) iter.Seq[int] {
	from := len(data) - 8 - int(binary.LittleEndian.Uint32(data[len(data)-8:]))
	return bitsFrom(data[:from+150], from)
}

// bitsFrom are all bits from a byte to the end of a file.
func bitsFrom(data []byte, from int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for bit := 8 * from; bit < 8*len(data); bit++ {
			if !yield(bit) {
				return
			}
		}
	}
}

// A file of another program whose pages have checksums: one flipped bit of its pages is found by them, and
// one of its footer by what the footer says twice. Else the rows are the same (law).
func TestNoFlippedBitChangesRowsWherePagesHaveChecksums(t *testing.T) {
	data := foundFile(t, "parquet/pq-plain-pagecrc.parquet")
	for name, bits := range map[string]iter.Seq[int]{"anywhere": someBits(data, 400), "in the schema": schemaBits(data)} {
		for _, bit := range unnoticedFlips(t, data, bits) {
			t.Errorf("%s: bit %d of byte %d flipped: other rows", name, bit%8, bit/8)
		}
	}
	data = withoutMarks(write(t, everyColumn[5:10], table(60, 1)[5:10]))
	for _, bit := range unnoticedFlips(t, data, bitsFrom(data, 4)) {
		t.Errorf("pages of version 1: bit %d of byte %d flipped: other rows", bit%8, bit/8)
	}
}

// The same of our own files, some of whose flipped bits make them look like another program's.
func TestNoFlippedBitChangesRowsOfOurFiles(t *testing.T) {
	data := write(t, everyColumn, table(300, 1), table(70, 2), table(50, 99))
	for _, bit := range unnoticedFlips(t, data, someBits(data, 400)) {
		t.Errorf("bit %d of byte %d flipped: other rows", bit%8, bit/8)
	}
	at := bytes.Index(data, []byte(footerMark))
	for bit := 8 * at; bit < 8*(at+len(footerMark)); bit++ {
		bad := bytes.Clone(data)
		bad[bit/8] ^= 1 << (bit % 8)
		if _, _, err := everythingIn(bad); !errors.Is(err, ErrChecksum) {
			t.Errorf("bit %d of the footer's mark flipped: %v; want ErrChecksum", bit-8*at, err)
		}
	}
}

// withoutMarks is one of our files as another program would have written it: nothing but its
// page checksums guards it.
func withoutMarks(data []byte) []byte {
	data = bytes.Replace(data, []byte(footerMark), []byte("footer-no-mark"), 1)
	return bytes.Replace(data, []byte(blocksKey), []byte("something.else.entirel"), 1)
}

// Each page of ours has a checksum, also dictionaries and pages of nulls only; where nothing else
// guards a file, it finds the damage, and names the column.
func TestPagesOfOursHaveChecksums(t *testing.T) {
	data := withoutMarks(write(t, everyColumn, table(300, 1), table(50, 99)))
	r, err := NewForeignReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := foreignValues(r); err != nil {
		t.Fatal(err)
	}
	// 14 columns in two row groups, and the dictionaries of the two of text; the one that may be null has
	// nothing but nulls in the second row group.
	if got, want := r.Pages(), (PageCount{Checked: 2*14 + 3}); got != want {
		t.Errorf("%+v; want %+v", got, want)
	}
	for _, name := range []string{"text", "int32", "bool_null"} {
		cc, err := r.footer.RowGroup(1).ColumnChunk(r.find(name))
		if err != nil {
			t.Fatal(err)
		}
		start, size := chunkPlace(cc)
		bad := bytes.Clone(data)
		bad[start+size-1] ^= 1
		r, err := NewForeignReader(bytes.NewReader(bad), int64(len(bad)))
		if err != nil {
			t.Fatal(err)
		}
		rg, err := r.RowGroup(1, []string{"date", name})
		if err == nil {
			err = rg.Next(&Batch{})
		}
		if !errors.Is(err, ErrChecksum) || err.Error() != "column "+name+": a page: "+ErrChecksum.Error() {
			t.Errorf("damage in %s: %v", name, err)
		}
	}
}

// The header of a page of ours, by hand: kind 0, 24 bytes, packed to 9, the checksum, and of a data page
// 3 values, DELTA_BINARY_PACKED with RLE levels and empty statistics.
func TestHeaderOfAPage(t *testing.T) {
	var w pageWriter
	w.writeData([]byte("123456789"), 24, 3, deltaEncoding)
	// CRC-32 of "123456789" is cbf43926 (its check value in the catalogue of CRCs): -873187034 as an i32,
	// 1746374067 as zigzag.
	want := []byte{0x15, 0, 0x15, 48, 0x15, 18, 0x15, 0xb3, 0x9b, 0xde, 0xc0, 0x06, 0x1c, 0x15, 6, 0x15, 10, 0x15, 6, 0x15, 6, 0x1c, 0, 0, 0}
	if got := w.pages[:len(w.pages)-9]; !bytes.Equal(got, want) {
		t.Errorf("% x; want % x", got, want)
	}
	walk := thriftWalk{buf: w.pages}
	p := walk.pageHeader()
	if p.kind != dataPageV1 || p.values != 3 || !p.hasCRC || p.crc != 0xcbf43926 || string(walk.buf) != "123456789" {
		t.Errorf("%+v, %q", p, walk.buf)
	}
}
