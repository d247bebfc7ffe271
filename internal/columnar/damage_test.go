package columnar

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"math/rand/v2"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/parquet/metadata"

	"github.com/varighet/varighet/internal/limit"
)

func sha(b []byte) []byte {
	sum := sha256.Sum256(b)
	return sum[:]
}

// Every bit of a small file is flipped, and it is cut at every length: each
// damaged file is refused. Nothing in it may go unnoticed.
func TestEveryFlippedBitAndEveryCutIsNoticed(t *testing.T) {
	data := write(t, everyColumn[6:11], table(40, 1)[6:11], table(9, 2)[6:11])
	for i := range data {
		for bit := range 8 {
			bad := bytes.Clone(data)
			bad[i] ^= 1 << bit
			_, _, err := readAll(bad)
			if err == nil && i >= 4 { // nobody reads the magic number at the front
				t.Fatalf("bit %d of byte %d of %d flipped: no error", bit, i, len(data))
			}
		}
		if _, _, err := readAll(data[:i]); err == nil {
			t.Fatalf("cut to %d of %d bytes: no error", i, len(data))
		}
	}
}

// reseal gives a damaged file checksums that fit, so that the second line of
// defence is what is tested: limits and the recovered panics.
func reseal(data []byte) []byte {
	n := int(binary.LittleEndian.Uint32(data[len(data)-8:]))
	if n > len(data)-12 {
		return data
	}
	from := len(data) - 8 - n
	at := bytes.LastIndex(data, []byte(footerMark))
	if at < from || at+len(footerMark)+8 > len(data) {
		return data
	}
	seal := &checkedWriter{w: &bytes.Buffer{}}
	seal.Write(data[:from])
	if b := bytes.Index(data[from:at], []byte(blocksKey)); b >= 0 {
		value := seal.metadata()[0][1]
		if to := from + b + len(blocksKey) + 2; to < at { // after the head and length of the field
			copy(data[to:at], value)
		}
	}
	seal.hold = true
	seal.tail = append(seal.tail, data[from:]...)
	copy(seal.tail[at-from+len(footerMark):], "00000000")
	sum := crc32.Checksum(seal.tail, castagnoli)
	const hex = "0123456789abcdef"
	for i := range 8 {
		data[at+len(footerMark)+i] = hex[sum>>(28-4*i)&15]
	}
	return data
}

// Damage under checksums that fit, as a hostile file would have it: an error or
// some rows, but no panic, no hang and no more memory than the limits.
func TestDamageWithFittingChecksumsDoesNoHarm(t *testing.T) {
	data := write(t, everyColumn, table(300, 1), table(40, 2))
	if _, _, err := readAll(reseal(bytes.Clone(data))); err != nil {
		t.Fatalf("resealed without damage: %v", err)
	}
	if !bytes.Equal(reseal(bytes.Clone(data)), data) {
		t.Fatal("resealing changes an undamaged file")
	}
	rng := rand.New(rand.NewPCG(1, 2))
	_, whole, err := readAll(data)
	if err != nil {
		t.Fatal(err)
	}
	refused, same := 0, 0
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	const rounds = 3000
	for range rounds {
		bad := bytes.Clone(data)
		for range 1 + rng.IntN(3) {
			bad[4+rng.IntN(len(bad)-12)] ^= 1 << rng.IntN(8)
		}
		_, got, err := readAll(reseal(bad))
		if err != nil {
			refused++
		} else if reflect.DeepEqual(got, whole) {
			same++
		}
	}
	runtime.ReadMemStats(&after)
	perFile := (after.TotalAlloc - before.TotalAlloc) / rounds
	t.Logf("of %d files %d refused, %d read as undamaged; %d KiB allocated a file", rounds, refused, same, perFile>>10)
	if refused < rounds/2 {
		t.Errorf("only %d of %d refused", refused, rounds)
	}
	if perFile > 32<<20 {
		t.Errorf("%d MiB allocated a file of %d bytes", perFile>>20, len(data))
	}
}

func FuzzReader(f *testing.F) {
	data := write(f, everyColumn, table(5, 1))
	f.Add(data)
	f.Add(data[:len(data)/2])
	f.Add([]byte("PAR1PAR1PAR1"))
	f.Fuzz(func(t *testing.T, data []byte) {
		readAll(data)
		if len(data) >= 12 {
			readAll(reseal(bytes.Clone(data)))
		}
	})
}

// A list that claims more elements than there are bytes, and sizes beyond the
// limits, are refused before the library allocates for them.
func TestImpossibleLengthsAreRefused(t *testing.T) {
	for name, footer := range map[string][]byte{
		"a list of 2^31 elements": {0x29, 0xfc, 0xff, 0xff, 0xff, 0xff, 0x07},
		"a string of 2^40 bytes":  {0x68, 0x80, 0x80, 0x80, 0x80, 0x80, 0x20},
		"structs without end":     bytes.Repeat([]byte{0x1c}, 1000),
		"an unknown type":         {0x1f},
		"nothing":                 nil,
		"a varint without end":    bytes.Repeat([]byte{0xff}, 12),
	} {
		if _, err := checkFooter(footer, limit.Set{}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestImpossiblePageHeadersAreRefused(t *testing.T) {
	good := pageHeader{kind: dataPageV1, unpacked: 8, packed: 4, values: 3, encoding: plainEncoding, levels: rleEncoding}
	if err := good.check(4, 3, limit.Set{}); err != nil {
		t.Errorf("%+v: %v", good, err)
	}
	for name, change := range map[string]func(*pageHeader){
		"longer than the chunk":     func(p *pageHeader) { p.packed = 5 },
		"of -1 bytes":               func(p *pageHeader) { p.packed = -1 },
		"unpacked to a gigabyte":    func(p *pageHeader) { p.unpacked = 1 << 30 },
		"with more values than due": func(p *pageHeader) { p.values = 4 },
		"of -1 values":              func(p *pageHeader) { p.values = -1 },
		"of another kind":           func(p *pageHeader) { p.kind = 1 },
		"with levels too long":      func(p *pageHeader) { p.kind, p.levelBytes = dataPageV2, 5 },
		"with values that repeat":   func(p *pageHeader) { p.kind, p.repeatBytes = dataPageV2, 1 },
		"with a dictionary too big": func(p *pageHeader) { p.kind, p.values = dictionaryPage, 9 },
	} {
		p := good
		change(&p)
		if err := p.check(4, 3, limit.Set{}); err == nil {
			t.Errorf("a page %s: no error", name)
		}
	}
}

// rewritten is one of our files with a footer that another program has written, after a change.
func rewritten(t *testing.T, data []byte, change func(*metadata.FileMetaData)) []byte {
	t.Helper()
	n := int(binary.LittleEndian.Uint32(data[len(data)-8:]))
	pages, footer := data[:len(data)-8-n], data[len(data)-8-n:len(data)-8]
	md, err := metadata.NewFileMetaData(footer, nil)
	if err != nil {
		t.Fatal(err)
	}
	other := "another program"
	md.CreatedBy = &other
	change(md)
	b := bytes.NewBuffer(bytes.Clone(pages))
	size, err := md.WriteTo(b, nil)
	if err != nil {
		t.Fatal(err)
	}
	b.Write(binary.LittleEndian.AppendUint32(nil, uint32(size)))
	b.WriteString("PAR1")
	return b.Bytes()
}

// A program that passes on the metadata of what it read, as pyarrow does, writes our checksums of another
// file: they do not make it a damaged one.
func TestChecksumsThatAnotherProgramPassedOn(t *testing.T) {
	want := write(t, everyColumn, table(300, 1))
	data := rewritten(t, want, func(*metadata.FileMetaData) {})
	if _, err := NewReader(bytes.NewReader(data), int64(len(data))); !errors.Is(err, ErrNoChecksum) {
		t.Errorf("as one of ours: %v; want ErrNoChecksum", err)
	}
	_, rows, err := everythingIn(data)
	_, same, _ := everythingIn(want)
	if err != nil || len(rows) != 300 || !reflect.DeepEqual(rows, same) {
		t.Errorf("%d rows, %v", len(rows), err)
	}
}

// Columns that all lie in the same bytes make a small file long to read: together
// they cannot be longer than the file.
func TestColumnsInTheSameBytesAreRefused(t *testing.T) {
	written := write(t, everyColumn, table(5, 1))
	pages := len(written) - 8 - int(binary.LittleEndian.Uint32(written[len(written)-8:]))
	data := rewritten(t, written, func(md *metadata.FileMetaData) {
		for _, c := range md.RowGroups[0].Columns {
			c.MetaData.DictionaryPageOffset = nil
			c.MetaData.DataPageOffset, c.MetaData.TotalCompressedSize = 4, int64(pages-4)
		}
	})
	if _, err := NewForeignReader(bytes.NewReader(data), int64(len(data))); err == nil || !strings.Contains(err.Error(), "longer than the file") {
		t.Errorf("columns over each other: %v", err)
	}
}

// Two columns in the same bytes, a column of another name or type than the schema's, and two meanings
// of one column are contradictions.
func TestFootersThatContradictThemselvesAreRefused(t *testing.T) {
	written := write(t, everyColumn, table(50, 1))
	for name, change := range map[string]func(*metadata.FileMetaData){
		"the same bytes": func(md *metadata.FileMetaData) {
			c := md.RowGroups[0].Columns
			c[2].MetaData.DataPageOffset, c[2].MetaData.TotalCompressedSize = c[0].MetaData.DataPageOffset, c[0].MetaData.TotalCompressedSize
		},
		"another name":  func(md *metadata.FileMetaData) { md.RowGroups[0].Columns[2].MetaData.PathInSchema = []string{"int33"} },
		"another type":  func(md *metadata.FileMetaData) { md.RowGroups[0].Columns[2].MetaData.Type = 2 },
		"two meanings":  func(md *metadata.FileMetaData) { *md.FileMetaData.Schema[1].ConvertedType = 7 },
		"two scales":    func(md *metadata.FileMetaData) { *md.FileMetaData.Schema[7].Scale = 3 },
		"repeated rows": func(md *metadata.FileMetaData) { *md.FileMetaData.Schema[3].RepetitionType = 2 },
	} {
		data := rewritten(t, written, change)
		if _, err := NewForeignReader(bytes.NewReader(data), int64(len(data))); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	data := rewritten(t, written, func(*metadata.FileMetaData) {})
	if _, err := NewForeignReader(bytes.NewReader(data), int64(len(data))); err != nil {
		t.Errorf("without a contradiction: %v", err)
	}
}
