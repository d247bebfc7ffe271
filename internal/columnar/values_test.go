package columnar

import (
	"bytes"
	"math"
	"slices"
	"testing"

	"github.com/varighet/varighet/internal/limit"
)

// page is bytes with the memory behind them that readers of pages need.
func page(b ...byte) []byte { return append(b, make([]byte, pageSlack)...)[:len(b)] }

// Levels by hand: 0x06 0x01 is three ones; 0x03 0x05 is one byte of eight
// levels, 1 0 1 0 0 0 0 0.
func TestLevels(t *testing.T) {
	for _, c := range []struct {
		b    []byte
		n    int
		ones int
		ok   bool
	}{
		{page(6, 1), 3, 3, true},
		{page(6, 0), 3, 0, true},
		{page(3, 5), 8, 2, true},
		{page(3, 5), 2, 1, true},
		{page(6, 1, 3, 5), 6, 5, true},
		{page(6, 1), 4, 0, false}, // ends early
		{page(0, 1, 6, 1), 3, 0, false},
		{page(6, 2), 3, 0, false}, // a level of 2
		{page(7, 1, 1), 8, 0, false},
		{nil, 1, 0, false},
	} {
		var r runReader
		if err := r.start(c.b, 1); err != nil {
			t.Fatal(err)
		}
		ones, err := r.levels(make([]bool, c.n))
		if (err == nil) != c.ok || c.ok && ones != c.ones {
			t.Errorf("levels of %v, %d of them: %d, %v; want %d, ok %v", c.b, c.n, ones, err, c.ones, c.ok)
		}
	}
}

// The format's own example of packed numbers: 0 to 7, three bits each, are
// 10001000 11000110 11111010, the first byte first. Read after a run of two 5s and
// in pieces of every length.
func TestPlacesInADictionary(t *testing.T) {
	b := page(2<<1, 5, 1<<1|1, 0b10001000, 0b11000110, 0b11111010)
	want := []int32{5, 5, 0, 1, 2, 3, 4, 5, 6, 7}
	for piece := 1; piece <= len(want); piece++ {
		var r runReader
		if err := r.start(b, 3); err != nil {
			t.Fatal(err)
		}
		got := make([]int32, len(want))
		for from := 0; from < len(got); from += piece {
			if err := r.read(got[from:min(from+piece, len(got))], 8); err != nil {
				t.Fatal(err)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("in pieces of %d: %v, want %v", piece, got, want)
		}
		if err := r.read(got[:1], 8); err == nil {
			t.Error("no error after the last")
		}
	}
	for limit := range 9 {
		var r runReader
		if err := r.start(b, 3); err != nil {
			t.Fatal(err)
		}
		if err := r.read(make([]int32, len(want)), limit); (err == nil) != (limit == 8) {
			t.Errorf("places up to 7 in a dictionary of %d: %v", limit, err)
		}
	}
	if err := new(runReader).start(b, 33); err == nil {
		t.Error("numbers of 33 bits: no error")
	}
}

// The format's own examples of packed differences: 1 to 5 are all 1 apart; 7, 5,
// 3, 1, 2, 3, 4, 5 have differences from -2 to 1, so three more than the least
// at most, in two bits each.
func TestPackedDifferences(t *testing.T) {
	head := func(n, first byte) []byte { return []byte{128, 1, 4, n, first << 1} }
	filled := func(b []byte, n int) []byte { return page(append(b, make([]byte, n-len(b))...)...) }
	for _, c := range []struct {
		b    []byte
		want []int32
	}{
		{page(append(head(5, 1), 1<<1, 0, 0, 0, 0)...), []int32{1, 2, 3, 4, 5}},
		{filled(append(head(8, 7), 3, 2, 0, 0, 0, 0b11000000, 0b00111111), 5+5+8), []int32{7, 5, 3, 1, 2, 3, 4, 5}},
		{page(head(1, 9)...), []int32{9}},
		{page(head(0, 0)...), nil},
	} {
		for piece := 1; piece <= len(c.want)+1; piece++ {
			var d deltaReader
			if err := d.start(c.b, len(c.want), true); err != nil {
				t.Fatalf("%v: %v", c.b, err)
			}
			got := make([]int32, len(c.want))
			for from := 0; from < len(got); from += piece {
				if err := readDeltas(&d, got[from:min(from+piece, len(got))]); err != nil {
					t.Fatal(err)
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%v in pieces of %d: %v, want %v", c.b, piece, got, c.want)
			}
			if err := readDeltas(&d, make([]int32, 1)); err == nil {
				t.Errorf("%v: no error after the last", c.b)
			}
		}
	}
	good := append(head(5, 1), 1<<1, 0, 0, 0, 0)
	for name, bad := range map[string][]byte{
		"one fewer than rows":         page(append(head(4, 1), good[5:]...)...),
		"one more than rows":          page(append(head(6, 1), good[5:]...)...),
		"no blocks":                   page(0, 4, 5, 2),
		"no miniblocks":               page(128, 1, 0, 5, 2),
		"miniblocks of 16":            page(64, 4, 5, 2),
		"a block of a million":        page(0x80, 0x80, 0x40, 4, 5, 2),
		"an end within the head":      page(good[:4]...),
		"a varint without end":        page(bytes.Repeat([]byte{0xff}, 12)...),
		"an end before the widths":    page(good[:7]...),
		"a width of 65":               page(append(head(5, 1), 2, 65, 0, 0, 0)...),
		"an end before the miniblock": page(append(head(5, 1), 2, 2, 0, 0, 0, 1)...),
	} {
		var d deltaReader
		err := d.start(bad, 5, true)
		if err == nil {
			err = readDeltas(&d, make([]int32, 5))
		}
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// Numbers as far apart as they can be take all 64 bits, at each of eight bits to
// begin in.
func TestPackedDifferencesOfEveryWidth(t *testing.T) {
	for width := range 65 {
		var want []int64
		v := int64(0)
		for i := range 1000 {
			step := int64(1) << min(width, 63) >> 1
			if i%3 == 0 {
				step = -step - 1
			}
			v += step
			want = append(want, v)
		}
		want = append(want, math.MinInt64, math.MaxInt64)[:1000+2*(width/64)]
		data := write(t, []Column{{"n", Int64, false}}, []Vector{{Int64: want}})
		_, got, err := readAll(data)
		if err != nil {
			t.Fatal(err)
		}
		for i := range want {
			if got[0][i] != want[i] {
				t.Fatalf("width %d, row %d: %v, want %v", width, i, got[0][i], want[i])
			}
		}
	}
}

// Texts that are listed twice, as other programs may, are one: the values of a
// vector are distinct.
func TestTextListedTwice(t *testing.T) {
	r := textReader{interner: interner{room: newRoom(limit.Set{})}}
	list := page(1, 0, 0, 0, 'a', 1, 0, 0, 0, 'b', 1, 0, 0, 0, 'a')
	if err := r.dictionary(list, 3); err != nil {
		t.Fatal(err)
	}
	// Three places of two bits: 0, 1, 2.
	if err := r.start(dictionaryEncoding, page(2, 1<<1|1, 0b100100, 0), 3, true); err != nil {
		t.Fatal(err)
	}
	v := Vector{Index: make([]int32, 3)}
	if err := r.read(&v, 0, 3); err != nil {
		t.Fatal(err)
	}
	if want := []int32{0, 1, 0}; !slices.Equal(v.Index, want) || !slices.Equal(v.Values, []string{"a", "b"}) {
		t.Errorf("%v of %q, want %v of [a b]", v.Index, v.Values, want)
	}
	for name, bad := range map[string][]byte{
		"one text fewer":      list[:10],
		"a text without end":  page(9, 0, 0, 0, 'a', 1, 0, 0, 0, 'b', 1, 0, 0, 0, 'a'),
		"a length cut short":  list[:12],
		"a length of 2^32 -1": page(255, 255, 255, 255, 'a', 1, 0, 0, 0, 'b', 1, 0, 0, 0, 'a'),
	} {
		if err := new(textReader).dictionary(bad, 3); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// A page of nulls only may have no values at all, not even the head that says so;
// where no value may be missing that is an error.
func TestPagesWithoutValues(t *testing.T) {
	for name, c := range map[string]struct {
		t        Type
		encoding int64
	}{
		"plain numbers":      {Int32, plainEncoding},
		"packed differences": {Int64, deltaEncoding},
		"places":             {Text, dictionaryEncoding},
		"truth values":       {Bool, rleEncoding},
	} {
		for _, all := range []bool{false, true} {
			r := newValueReader(c.t, layout{}, newRoom(limit.Set{}))
			var v Vector
			v.Resize(c.t, 1)
			err := r.start(c.encoding, page(), 1, all)
			if err == nil {
				err = r.read(&v, 0, 0)
			}
			if err != nil && !all {
				t.Errorf("%s: %v", name, err)
			}
			if err == nil {
				err = r.read(&v, 0, 1)
			}
			if err == nil {
				t.Errorf("%s: a value was read from nothing", name)
			}
		}
	}
}

// A page of empty texts packs to almost nothing: what is reserved for it is bounded.
func TestRoomForADictionaryIsBounded(t *testing.T) {
	const n = 1 << 20
	r := textReader{interner: interner{room: newRoom(limit.Set{})}}
	if err := r.dictionary(page(make([]byte, 4*n)...), n); err != nil {
		t.Fatal(err)
	}
	if len(r.values) != 1 || cap(r.values) > maxReserve {
		t.Errorf("%d texts, room for %d; want 1 and at most %d", len(r.values), cap(r.values), maxReserve)
	}
}

// Rows 0 to 2 are alike, 3 has another value, 4 and 5 are null, 6 is the 0 that a
// null stands for.
func TestRunEnd(t *testing.T) {
	valid := []bool{true, true, true, true, false, false, true}
	vectors := map[Type]Vector{
		Date:    {Int32: []int32{5, 5, 5, 6, 0, 0, 0}, Valid: valid},
		Decimal: {Int64: []int64{5, 5, 5, 6, 0, 0, 0}, Valid: valid},
		Double:  {Double: []float64{5, 5, 5, 6, 0, 0, 0}, Valid: valid},
		Text:    {Index: []int32{1, 1, 1, 2, -1, -1, 0}, Values: []string{"", "a", "b"}},
	}
	for typ, v := range vectors {
		for i, want := range []int{3, 3, 3, 4, 6, 6, 7} {
			if got := v.RunEnd(typ, i); got != want {
				t.Errorf("%s: the run of row %d ends before row %d, want %d", typ, i, got, want)
			}
		}
	}
	v := Vector{Bool: []bool{true, true, false}}
	if got := v.RunEnd(Bool, 0); got != 2 {
		t.Errorf("truth values: %d, want 2", got)
	}
}
