package register

import (
	"bytes"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/varighet/varighet/internal/limit"
	"pgregory.net/rapid"
)

// A month later in the next file, a row further down, with three residents fewer and 1.50
// more; then in the file after that: by hand, from the layout in packing.go. A signed varint of
// d is 2d, or -2d-1.
func TestPackedRecordByHand(t *testing.T) {
	before := record{position: 7, doctor: 5, code: 2, file: 1, row: 10, residents: 1200, limit: noInt32, start: noInt32, month: 24240,
		amounts: [4]int64{50_000_00, noAmount, noAmount, noAmount}}
	after := before
	after.file, after.row, after.residents, after.month = 2, 11, 1197, 24241
	after.amounts[0] += 150
	var buf [maxPacked]byte
	steady := []byte{0b101_1100, 2, 5, 300&0x7f | 0x80, 300 >> 7}
	if got := buf[:after.pack(&buf, &before)]; !bytes.Equal(got, steady) {
		t.Errorf("the same doctor: % x, want % x", got, steady)
	}
	after.doctor = 9
	changed := []byte{0b1101_1100, 0b1, 0, 8, 2, 5, 300&0x7f | 0x80, 300 >> 7}
	if got := buf[:after.pack(&buf, &before)]; !bytes.Equal(got, changed) {
		t.Errorf("another doctor: % x, want % x", got, changed)
	}
	after.file = 3
	later := []byte{0b1001_1111, 0b1, 0, 8, 2, 4, 2, 5, 300&0x7f | 0x80, 300 >> 7}
	if got := buf[:after.pack(&buf, &before)]; !bytes.Equal(got, later) {
		t.Errorf("two files later: % x, want % x", got, later)
	}
}

// anyRecord draws records of one position, with the ends of every field's range.
func anyRecord(position uint32) *rapid.Generator[record] {
	text := rapid.SampledFrom([]uint32{0, 1, 2, 1000, math.MaxUint32})
	number := rapid.SampledFrom([]int32{0, 1, -1, 1500, noInt32, math.MaxInt32})
	amount := rapid.SampledFrom([]int64{0, 1, -1, 1e12, noAmount, math.MaxInt64})
	return rapid.Custom(func(t *rapid.T) record {
		return record{
			amounts:  [4]int64{amount.Draw(t, "basis"), amount.Draw(t, "floor"), amount.Draw(t, "equalisation"), amount.Draw(t, "total")},
			position: position, doctor: text.Draw(t, "doctor"), doctorName: text.Draw(t, "name"), code: text.Draw(t, "code"),
			name: text.Draw(t, "municipality"), office: text.Draw(t, "office"), file: text.Draw(t, "file"),
			row: number.Draw(t, "row"), residents: number.Draw(t, "residents"), limit: number.Draw(t, "limit"), start: number.Draw(t, "start"),
			month: rapid.Int16().Draw(t, "month"), flags: flags(rapid.Uint16().Draw(t, "flags")),
		}
	})
}

// Packing loses nothing, and tells when something rare has changed.
func TestPackedRecordsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		recs := rapid.SliceOfN(anyRecord(3), 1, 20).Draw(t, "records")
		var packed []byte
		var buf [maxPacked]byte
		before := record{position: 3}
		for _, r := range recs {
			packed = append(packed, buf[:r.pack(&buf, &before)]...)
			before = r
		}
		u, r := unpacker{left: packed}, record{position: 3}
		for i, want := range recs {
			same := r.sameRare(&want)
			if rare := r.unpack(&u); rare == same {
				t.Fatalf("record %d: rare %v, and the rare fields are the same: %v", i, rare, same)
			}
			if r != want {
				t.Fatalf("record %d: %s", i, cmp.Diff(want, r, cmp.AllowUnexported(record{})))
			}
		}
		if len(u.left) > 0 || u.short {
			t.Errorf("%d bytes left, too short %v", len(u.left), u.short)
		}
		cut := unpacker{left: packed[:rapid.IntRange(0, len(packed)-1).Draw(t, "cut")]}
		for r := (record{position: 3}); !cut.short; {
			r.unpack(&cut) // ends, since every record takes a byte
		}
	})
}

// A run gives its records by position's name, month, role and doctor's id, however they
// came; the second run begins anew.
func TestRunIsInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorker(limit.Set{})
		for kind, texts := range map[dictKind][]string{positions: {"b", "c", "a"}, doctors: {"2", "1"}} {
			for _, s := range texts {
				w.dicts[kind].id(s)
			}
		}
		one := rapid.Custom(func(t *rapid.T) record {
			r := noNumbers
			r.position, r.doctor = rapid.Uint32Range(1, 3).Draw(t, "position"), rapid.Uint32Range(0, 2).Draw(t, "doctor")
			r.month, r.row = rapid.Int16Range(1, 4).Draw(t, "month"), rapid.Int32Range(0, 3).Draw(t, "row")
			return r
		})
		for range 2 {
			recs := rapid.SliceOfN(one, 1, 60).Draw(t, "records")
			for i := range recs {
				w.add(w.list(recs[i].position), &recs[i], 0)
			}
			packed := w.endRun()
			c := cursor{base: w.base, maps: identityMaps(w), unpacker: unpacker{left: packed}}
			var got []record
			for {
				ok, err := c.step()
				if err != nil {
					t.Fatal(err)
				}
				if !ok {
					break
				}
				got = append(got, c.rec)
			}
			text := func(kind dictKind, n uint32) string { return w.dicts[kind].list[n] }
			slices.SortFunc(recs, func(a, b record) int {
				return slices.Compare([]string{text(positions, a.position), string(rune(a.month)), text(doctors, a.doctor), string(rune(a.row))},
					[]string{text(positions, b.position), string(rune(b.month)), text(doctors, b.doctor), string(rune(b.row))})
			})
			if diff := cmp.Diff(recs, got, cmp.AllowUnexported(record{}), cmpopts.EquateEmpty()); diff != "" {
				t.Fatal(diff)
			}
		}
	})
}

// A run that has one record of each position, such as that of a month that is spilled
// before the next, is small too: 28 bytes a record, packed as what differs from the run's
// first. Against a record of zeros it would be 58, most of them for numbers that no row has.
func TestFirstRecordsOfPositionsAreSmall(t *testing.T) {
	const lists = 2000
	w := newWorker(limit.Set{})
	for _, o := range newCountry(lists, 1).rows() {
		var r record
		if err := w.pack(&o, &r); err != nil {
			t.Fatal(err)
		}
		w.add(w.list(r.position), &r, 0)
	}
	if n := len(w.endRun()) / lists; n > 30 {
		t.Errorf("%d bytes a record", n)
	}
}

// A run that is spilled, in pieces of which none is much larger than putBytes, has the bytes of one that is kept.
func TestSpilledRunHasTheBytesOfAKeptOne(t *testing.T) {
	kept, spilled := newWorker(limit.Set{}), newWorker(limit.Set{})
	for _, o := range newCountry(24_000, 30).rows() {
		for _, w := range []*worker{kept, spilled} {
			var r record
			if err := w.pack(&o, &r); err != nil {
				t.Fatal(err)
			}
			w.add(w.list(r.position), &r, 0)
		}
	}
	var joined []byte
	pieces := 0
	if err := spilled.spillRun(func(p []byte) error {
		if joined, pieces = append(joined, p...), pieces+1; len(p) > putBytes+10_000 {
			t.Errorf("a piece has %d bytes", len(p))
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if want := kept.endRun(); !bytes.Equal(joined, want) || pieces < 3 {
		t.Errorf("%d bytes in %d pieces, want the %d of one that is kept", len(joined), pieces, len(want))
	}
}

// identityMaps lets every number of a worker stand for itself.
func identityMaps(w *worker) *[dictCount][]uint32 {
	var maps [dictCount][]uint32
	for k := range maps {
		for i := range w.dicts[k].list {
			maps[k] = append(maps[k], uint32(i))
		}
	}
	return &maps
}
