package columnar

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/parquet"

	"github.com/varighet/varighet/internal/limit"
)

// texts reads n texts of one page.
func textsOf(r *textReader, encoding int64, b []byte, n int) ([]string, error) {
	v := Vector{Index: make([]int32, n)}
	err := r.start(encoding, page(b...), n, true)
	if err == nil {
		err = r.read(&v, 0, n)
	}
	if err == nil {
		err = r.end()
	}
	if err != nil {
		return nil, err
	}
	var out []string
	for i := range n {
		out = append(out, v.Text(i))
	}
	return out, nil
}

// lengths packs numbers as they stand before texts.
func lengths(n ...int32) []byte { return appendDeltas(nil, n) }

// The examples of the specification: "Hello", "World", "Foobar", "ABCDEF" have the lengths 5, 5, 6, 6; and
// "axis", "axle", "babble", "babyhood" have 0, 2, 0, 3 letters in common with the one before.
func TestExamplesOfTheSpecificationForTexts(t *testing.T) {
	got, err := textsOf(&textReader{interner: interner{room: newRoom(limit.Set{})}}, deltaLengthEncoding, append(lengths(5, 5, 6, 6), "HelloWorldFoobarABCDEF"...), 4)
	if want := []string{"Hello", "World", "Foobar", "ABCDEF"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%q, %v; want %q", got, err, want)
	}
	prefixed := append(lengths(0, 2, 0, 3), lengths(4, 2, 6, 5)...)
	got, err = textsOf(&textReader{interner: interner{room: newRoom(limit.Set{})}}, deltaTextEncoding, append(prefixed, "axislebabbleyhood"...), 4)
	if want := []string{"axis", "axle", "babble", "babyhood"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%q, %v; want %q", got, err, want)
	}
}

// Old versions of parquet-mr, and Arrow for Go, begin a page with what its first text has in common
// with the last one of the page before.
func TestTextsThatGoOnFromThePageBefore(t *testing.T) {
	r := &textReader{interner: interner{room: newRoom(limit.Set{})}}
	if _, err := textsOf(r, deltaTextEncoding, append(append(lengths(0), lengths(4)...), "axis"...), 1); err != nil {
		t.Fatal(err)
	}
	got, err := textsOf(r, deltaTextEncoding, append(append(lengths(2, 4), lengths(2, 0)...), "le"...), 2)
	if want := []string{"axle", "axle"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%q, %v; want %q", got, err, want)
	}
}

func TestMalformedTextsAreRefused(t *testing.T) {
	for name, c := range map[string]struct {
		encoding int64
		b        []byte
	}{
		"a length below nought":           {deltaLengthEncoding, append(lengths(3, -1), "abc"...)},
		"longer than the page":            {deltaLengthEncoding, append(lengths(3, 3), "abcde"...)},
		"fewer lengths than texts":        {deltaLengthEncoding, append(lengths(3), "abc"...)},
		"more lengths than texts":         {deltaLengthEncoding, append(lengths(1, 1, 1), "abc"...)},
		"a prefix below nought":           {deltaTextEncoding, append(append(lengths(0, -1), lengths(1, 1)...), "ab"...)},
		"a prefix longer than the text":   {deltaTextEncoding, append(append(lengths(0, 2), lengths(1, 1)...), "ab"...)},
		"a prefix of nothing":             {deltaTextEncoding, append(append(lengths(1, 0), lengths(1, 1)...), "ab"...)},
		"more prefixes than texts":        {deltaTextEncoding, append(append(lengths(0, 0, 0), lengths(1, 1)...), "ab"...)},
		"more prefixes than lengths":      {deltaTextEncoding, append(append(lengths(0, 0), lengths(1)...), "ab"...)},
		"no lengths":                      {deltaTextEncoding, lengths(0, 0)},
		"nothing":                         {deltaLengthEncoding, nil},
		"whole numbers' packing":          {deltaEncoding, lengths(0, 0)},
		"split without a length for all":  {splitEncoding, []byte("abcd")},
		"plain texts with more than rows": {plainEncoding, []byte("\x01\x00\x00\x00a\x01\x00\x00\x00b\x00")},
	} {
		if got, err := textsOf(&textReader{interner: interner{room: newRoom(limit.Set{})}}, c.encoding, c.b, 2); err == nil {
			t.Errorf("%s: %q, no error", name, got)
		}
	}
	if _, err := textsOf(&textReader{interner: interner{room: newRoom(limit.Set{})}, width: 2}, deltaTextEncoding, append(append(lengths(0, 1), lengths(2, 2)...), "abcd"...), 2); err == nil {
		t.Error("three bytes where all have two: no error")
	}
}

// By hand: of three values of four bytes the first bytes come first ([BYTE_STREAM_SPLIT] has the same example).
func TestSplitNumbersAreJoined(t *testing.T) {
	split := []byte{0xaa, 0x00, 0xa3, 0xbb, 0x11, 0xb4, 0xcc, 0x22, 0xc5, 0xdd, 0x33, 0xd6}
	want := []byte{0xaa, 0xbb, 0xcc, 0xdd, 0x00, 0x11, 0x22, 0x33, 0xa3, 0xb4, 0xc5, 0xd6}
	if got := joinStreams(nil, split, 4); !bytes.Equal(got, want) {
		t.Errorf("% x; want % x", got, want)
	}
	var v Vector
	v.Resize(Float, 3)
	r := newValueReader(Float, layout{}, newRoom(limit.Set{}))
	err := r.start(splitEncoding, page(split...), 3, true)
	if err == nil {
		err = r.read(&v, 0, 3)
	}
	first := float64(math.Float32frombits(binary.LittleEndian.Uint32(want)))
	if err != nil || r.end() != nil || v.Double[0] != first {
		t.Errorf("%v, %v; want %v first", v.Double, err, first)
	}
	got, err := textsOf(&textReader{interner: interner{room: newRoom(limit.Set{})}, width: 2, of: fromNumber}, splitEncoding, []byte{0, 1, 0xff, 9, 2, 0xff}, 3)
	if want := []string{"9", "258", "-1"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%q, %v; want %q", got, err, want)
	}
}

// A page with more numbers than rows is damaged, in its header or the footer.
func TestPagesWithMoreValuesThanRowsAreRefused(t *testing.T) {
	for name, c := range map[string]struct {
		typ      Type
		encoding int64
		b        []byte
	}{
		"plain numbers":      {Int32, plainEncoding, make([]byte, 8)},
		"half a number":      {Int64, plainEncoding, make([]byte, 9)},
		"packed differences": {Int32, deltaEncoding, lengths(1, 2)},
		"truth values":       {Bool, plainEncoding, make([]byte, 2)},
	} {
		var v Vector
		v.Resize(c.typ, 1)
		r := newValueReader(c.typ, layout{}, newRoom(limit.Set{}))
		err := r.start(c.encoding, page(c.b...), 2, false)
		if err == nil {
			if err = r.read(&v, 0, 1); err == nil {
				err = r.end()
			}
		}
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// Pages whose texts are far longer than themselves, together: a thousand texts of a megabyte each from a page
// of one, and a text of 64 KiB from each of many pages of a few bytes.
func TestTextsMadeOfPrefixesAreBounded(t *testing.T) {
	const n, long = 1000, 1 << 20
	prefixes, suffixes := []int32{0}, []int32{long}
	for range n - 1 {
		prefixes, suffixes = append(prefixes, long-1), append(suffixes, 1)
	}
	b := append(append(lengths(prefixes...), lengths(suffixes...)...), strings.Repeat("x", long)...)
	for i := range n - 1 {
		b = append(b, byte('a'+i%2))
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := textsOf(&textReader{interner: interner{room: newRoom(limit.Set{})}}, deltaTextEncoding, b, n)
	runtime.ReadMemStats(&after)
	if used := after.TotalAlloc - before.TotalAlloc; err == nil || used > 64<<20 {
		t.Errorf("a thousand texts of a megabyte each: %v, %d MiB", err, used>>20)
	}
	r := &textReader{interner: interner{room: newRoom(limit.Set{})}}
	small := append(append(lengths(0, 1<<16-1), lengths(1<<16, 1)...), strings.Repeat("x", 1<<16)...)
	if _, err := textsOf(r, deltaTextEncoding, append(small, 'y'), 2); err != nil {
		t.Fatal(err)
	}
	for pages := 1; ; pages++ { // each makes a text of 64 KiB of a few bytes
		b := append(append(lengths(1<<16-1), lengths(1)...), byte(pages))
		if _, err = textsOf(r, deltaTextEncoding, b, 1); err != nil {
			break
		}
		if pages > 1000 {
			t.Fatal("a thousand pages of a few bytes each made a text of 64 KiB: no error")
		}
	}
}

// By hand, after the block format. A match may reach into what it makes; 15 and more letters go on in further bytes.
func TestBlocksOfLZ4(t *testing.T) {
	unpack := func(b []byte, n int) (out []byte, err error) {
		defer recovered(&err)
		return lz4Codec{}.Decode(make([]byte, n), b), nil
	}
	long := append([]byte{0x1f, 'x', 1, 0, 255, 255, 3}, 0x10, 'y') // x and 4+15+255+255+3 more
	for _, c := range []struct {
		b    []byte
		want string
	}{
		{[]byte{0x30, 'a', 'b', 'c'}, "abc"},
		{[]byte{0x3f, 'a', 'b', 'c', 3, 0, 6, 0x20, 'x', 'y'}, strings.Repeat("abc", 10)[:3+4+15+6] + "xy"},
		{append([]byte{0xf0, 2}, "seventeen letters"...), "seventeen letters"},
		{long, strings.Repeat("x", 1+4+15+255+255+3) + "y"},
		{[]byte{0}, ""},
	} {
		got, err := unpack(c.b, len(c.want))
		if err != nil || string(got) != c.want {
			t.Errorf("% x: %q, %v; want %q", c.b, got, err, c.want)
		}
		if len(c.want) > 0 {
			if got, err := unpack(c.b, len(c.want)-1); err == nil {
				t.Errorf("% x into a byte less: %q, no error", c.b, got)
			}
		}
	}
	for name, b := range map[string][]byte{
		"nothing":                   {},
		"literals cut short":        {0x30, 'a', 'b'},
		"a length without end":      {0xf0, 255, 255},
		"back before the beginning": {0x10, 'a', 2, 0},
		"back by nothing":           {0x10, 'a', 0, 0},
		"half an offset":            {0x10, 'a', 1},
		"an end after a match":      {0x10, 'a', 1, 0},
	} {
		if got, err := unpack(b, 100); err == nil {
			t.Errorf("%s: %q, no error", name, got)
		}
	}
}

// A page may not become far more than it is, but for the rows that it has.
func TestPagesPackedTooTightlyAreRefused(t *testing.T) {
	p := pageHeader{kind: dataPageV1, packed: 60, unpacked: 32 << 20, values: 1000, levels: rleEncoding}
	if err := p.check(60, 1000, limit.Set{}); err == nil {
		t.Error("60 bytes become 32 MiB for a thousand rows: no error")
	}
	p.values = 1 << 20
	if err := p.check(60, 1<<20, limit.Set{}); err != nil {
		t.Errorf("32 bytes for each of a million rows: %v", err)
	}
}

// A thousand pages of four megabytes each, in as many columns, are more than a row group may take; pages of
// one column after each other are not.
func TestPagesUnderWayAreBoundedTogether(t *testing.T) {
	room := newRoom(limit.Set{})
	one := pageReader{room: room}
	for range 1000 {
		if err := one.reserve(4 << 20); err != nil {
			t.Fatal(err)
		}
	}
	columns := 1
	for ; columns < 1000; columns++ {
		if err := (&pageReader{room: room}).reserve(4 << 20); err != nil {
			break
		}
	}
	if columns != 256>>2 {
		t.Errorf("%d columns; want %d", columns, 256>>2)
	}
}

// FuzzPage reads any bytes as a page of any type in any encoding, as its only values and after
// itself as a dictionary.
func FuzzPage(f *testing.F) {
	kinds := []struct {
		typ Type
		l   layout
	}{
		{Int32, layout{}}, {Int64, layout{}}, {InstantInt96, layout{}}, {Float, layout{}}, {Double, layout{}}, {Bool, layout{}},
		{Text, layout{physical: parquet.Types.ByteArray}},
		{Bytes, layout{physical: parquet.Types.ByteArray}},
		{DecimalText, layout{physical: parquet.Types.ByteArray, text: fromNumber, scale: 2}},
		{DecimalText, layout{physical: parquet.Types.FixedLenByteArray, width: 5, text: fromNumber, scale: 3}},
		{Text, layout{physical: parquet.Types.FixedLenByteArray, width: 16, text: fromUUID}},
		{DecimalText, layout{physical: parquet.Types.Int32, scale: 1}},
		{DecimalText, layout{physical: parquet.Types.Int64, scale: 4}},
	}
	for kind := range kinds {
		f.Add(kind, int64(plainEncoding), []byte("\x03\x00\x00\x00abc\x00\x00\x00\x00"), 3, false)
		f.Add(kind, int64(dictionaryEncoding), []byte{1, 3, 5}, 8, true)
		f.Add(kind, int64(rleEncoding), []byte{2, 0, 0, 0, 8, 1}, 4, false)
		f.Add(kind, int64(deltaEncoding), lengths(3, 5, 1<<20, -7), 4, false)
		f.Add(kind, int64(deltaLengthEncoding), append(lengths(5, 5, 6, 6), "HelloWorldFoobarABCDEF"...), 4, false)
		f.Add(kind, int64(deltaTextEncoding), append(append(lengths(0, 2, 0, 3), lengths(4, 2, 6, 5)...), "axislebabbleyhood"...), 4, true)
		f.Add(kind, int64(splitEncoding), []byte("abcdefghijklmnop"), 2, false)
	}
	f.Fuzz(func(t *testing.T, kind int, encoding int64, b []byte, n int, dictionary bool) {
		k := kinds[uint(kind)%uint(len(kinds))]
		n = int(uint(n) % 5000)
		r := newValueReader(k.typ, k.l, newRoom(limit.Set{}))
		if dictionary && r.dictionary(page(bytes.Clone(b)...), n) != nil {
			return
		}
		var v Vector
		v.Resize(k.typ, n)
		if r.start(encoding, page(bytes.Clone(b)...), n, true) != nil || r.read(&v, 0, n/2) != nil || r.read(&v, n/2, n) != nil {
			return
		}
		for i := range n { // what was read can be looked at
			_ = fmt.Sprint(at(Column{Type: k.typ}, &v, i))
		}
		_ = r.end()
	})
}

// Texts that are all different take no more than the room of their row group, as plain values or in a
// dictionary, and one longer than the limit is refused. By hand: a text of 4 letters takes 96 + 4 bytes, so
// that 1000 of them fit into 100,000 and no more do.
func TestTextsTakeNoMoreThanTheirRoom(t *testing.T) {
	page := func(n int) (b []byte) {
		for i := range n {
			b = binary.LittleEndian.AppendUint32(b, 4)
			b = fmt.Appendf(b, "%04d", i)
		}
		return b
	}
	for _, c := range []struct {
		n    int
		fits bool
	}{{1000, true}, {1001, false}} {
		_, err := textsOf(&textReader{interner: interner{room: &room{left: 100_000}}}, plainEncoding, page(c.n), c.n)
		if (err == nil) != c.fits {
			t.Errorf("%d plain texts: %v", c.n, err)
		}
		r := &textReader{interner: interner{room: &room{left: 100_000 + 12*c.n}}} // their page and their numbers
		if err := r.dictionary(page(c.n), c.n); (err == nil) != c.fits {
			t.Errorf("a dictionary of %d texts: %v", c.n, err)
		}
		if len(r.values) > 1000 {
			t.Errorf("%d texts are kept", len(r.values))
		}
	}
	numbers := int64s(&room{left: 799})
	if err := numbers.dictionary(make([]byte, 800), 100); err == nil {
		t.Error("a dictionary of 800 bytes in a room of 799: no error")
	}
	long := append(binary.LittleEndian.AppendUint32(nil, 1<<20+1), make([]byte, 1<<20+1)...)
	_, err := textsOf(&textReader{interner: interner{room: newRoom(limit.Set{})}}, plainEncoding, long, 1)
	if err == nil || !strings.Contains(err.Error(), "--limit parquet-text=1MiB") {
		t.Errorf("a text of 1 MiB and a byte: %v", err)
	}
}
