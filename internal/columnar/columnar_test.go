package columnar

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// everyColumn has each type, without and with nulls.
var everyColumn = []Column{
	{"date", Date, false}, {"date_null", Date, true},
	{"int32", Int32, false}, {"int32_null", Int32, true},
	{"int64", Int64, false}, {"int64_null", Int64, true},
	{"decimal", Decimal, false}, {"decimal_null", Decimal, true},
	{"text", Text, false}, {"text_null", Text, true},
	{"bool", Bool, false}, {"bool_null", Bool, true},
	{"double", Double, false}, {"double_null", Double, true},
}

var someTexts = []string{
	"Ærøy", "", "Bø i Telemark", "Kárášjohka", "x", "0301", "a\x00b", strings.Repeat("lang ", 700),
}

// table makes n rows of every column, with extremes, runs and nulls.
func table(n int, seed uint64) []Vector {
	rng := rand.New(rand.NewPCG(seed, 1))
	vs := make([]Vector, len(everyColumn))
	for k, c := range everyColumn {
		v := &vs[k]
		v.Resize(c.Type, n)
		if c.Type == Text {
			v.Values = someTexts
		}
		if c.Nullable && c.Type != Text {
			v.Valid = make([]bool, n)
		}
		for i := range n {
			null := c.Nullable && (rng.IntN(3) == 0 || seed == 99) // seed 99: nothing but nulls
			if v.Valid != nil {
				v.Valid[i] = !null
			}
			switch c.Type {
			case Date, Int32:
				v.Int32[i] = []int32{-maxInt32, maxInt32, 0, -1, 18000}[rng.IntN(5)]
			case Int64:
				v.Int64[i] = []int64{math.MinInt64, math.MaxInt64, 0, -1, 7}[rng.IntN(5)]
			case Decimal:
				v.Int64[i] = []int64{-MaxDecimal, MaxDecimal, 0, 5026700, int64(i)}[rng.IntN(5)]
			case Text:
				v.Index[i] = int32(i / 5 % len(someTexts))
				if null {
					v.Index[i] = -1
				}
			case Bool:
				v.Bool[i] = rng.IntN(2) == 1
			case Double:
				v.Double[i] = []float64{math.Inf(1), -0.1, 0, math.MaxFloat64, rng.Float64()}[rng.IntN(5)]
			}
		}
	}
	return vs
}

// at gives a value as xitongsys/parquet-go does: nil for null.
func at(c Column, v *Vector, i int) any {
	if v.Null(i) {
		return nil
	}
	switch c.Type.storage() {
	case inInt32:
		return v.Int32[i]
	case inInt64:
		return v.Int64[i]
	case inIndex:
		return v.Text(i)
	case inBool:
		return v.Bool[i]
	}
	return v.Double[i]
}

// write makes a file of row groups.
func write(t testing.TB, columns []Column, groups ...[]Vector) []byte {
	t.Helper()
	var buf bytes.Buffer
	w, err := NewWriter(&buf, columns)
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range groups {
		if err := w.WriteRowGroup(rowsOf(columns[0], &g[0]), g); err != nil {
			t.Fatal(err)
		}
	}
	w.SetMetadata("answer", "42")
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func rowsOf(c Column, v *Vector) int {
	return max(len(v.Int32), len(v.Int64), len(v.Index), len(v.Bool), len(v.Double))
}

// readAll reads all columns of a file: one value a row, nil for null.
func readAll(data []byte) (columns []Column, values [][]any, err error) {
	r, err := NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, nil, err
	}
	columns = r.Columns()
	values = make([][]any, len(columns))
	var names []string
	for _, c := range columns {
		names = append(names, c.Name)
	}
	for g := range r.NumRowGroups() {
		rg, err := r.RowGroup(g, names)
		if err != nil {
			return nil, nil, err
		}
		var b Batch
		for {
			err := rg.Next(&b)
			if err == io.EOF {
				break
			}
			if err != nil {
				return nil, nil, err
			}
			for k, c := range columns {
				for i := range b.N {
					values[k] = append(values[k], at(c, &b.Columns[k], i))
				}
			}
		}
	}
	return columns, values, nil
}

// Every type, with and without nulls, at the lengths where packed encodings
// change step, in one row group and in several: both implementations read back
// what was written, value for value.
func TestEveryTypeReadsBackInBothImplementations(t *testing.T) {
	cases := [][]int{{0}, {1}, {2}, {31}, {32}, {33}, {127}, {128}, {129}, {130}, {1000}, {1, 31, 32, 33},
		{128, 1, 129, 0, 5}, {BatchRows + 1}, {BatchRows, 3 * BatchRows}}
	for _, sizes := range cases {
		for _, seed := range []uint64{1, 99} {
			t.Run(fmt.Sprint(sizes, " seed ", seed), func(t *testing.T) {
				var groups [][]Vector
				for i, n := range sizes {
					s := seed
					if s != 99 {
						s += uint64(i)
					}
					groups = append(groups, table(n, s))
				}
				data := write(t, everyColumn, groups...)
				columns, got, err := readAll(data)
				if err != nil {
					t.Fatal(err)
				}
				if !slices.Equal(columns, everyColumn) {
					t.Fatalf("columns %v, want %v", columns, everyColumn)
				}
				for k, c := range everyColumn {
					var want []any
					for g, n := range sizes {
						for i := range n {
							want = append(want, at(c, &groups[g][k], i))
						}
					}
					compare(t, "our reader", c, got[k], want)
					compare(t, "xitongsys", c, readBySecond(t, data, c.Name), want)
				}
			})
		}
	}
}

func compare(t *testing.T, who string, c Column, got, want []any) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %s has %d rows, want %d", who, c.Name, len(got), len(want))
	}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("%s: %s, row %d: %v (%T), want %v (%T)", who, c.Name, i, got[i], got[i], want[i], want[i])
		}
	}
}

func TestSchemaAsAnotherProgramSeesIt(t *testing.T) {
	const want = `date INT32 DATE REQUIRED
date_null INT32 DATE OPTIONAL
int32 INT32 INT_32 REQUIRED
int32_null INT32 INT_32 OPTIONAL
int64 INT64 INT_64 REQUIRED
int64_null INT64 INT_64 OPTIONAL
decimal INT64 DECIMAL(12,2) REQUIRED
decimal_null INT64 DECIMAL(12,2) OPTIONAL
text BYTE_ARRAY UTF8 REQUIRED
text_null BYTE_ARRAY UTF8 OPTIONAL
bool BOOLEAN REQUIRED
bool_null BOOLEAN OPTIONAL
double DOUBLE REQUIRED
double_null DOUBLE OPTIONAL
`
	if got := schemaBySecond(t, write(t, everyColumn, table(3, 1))); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// A caller may number its texts as it likes, and hand over more of them than a
// row group uses.
func TestBytesDoNotDependOnCoresOrNumbering(t *testing.T) {
	first := write(t, everyColumn, table(5000, 1), table(70000, 2))
	for _, procs := range []int{1, 2, 3, 8} {
		old := runtime.GOMAXPROCS(procs)
		again := write(t, everyColumn, table(5000, 1), table(70000, 2))
		runtime.GOMAXPROCS(old)
		if !bytes.Equal(first, again) {
			t.Errorf("other bytes with GOMAXPROCS %d", procs)
		}
	}
	groups := [][]Vector{table(5000, 1), table(70000, 2)}
	for _, g := range groups {
		for k := range g {
			if v := &g[k]; v.Values != nil {
				v.Values = append([]string{"never used"}, v.Values...)
				for i := range v.Index {
					if v.Index[i] >= 0 {
						v.Index[i]++
					}
				}
			}
		}
	}
	if !bytes.Equal(first, write(t, everyColumn, groups...)) {
		t.Error("other bytes with other numbers for the texts")
	}
}

// The digest is of the rows, not of the cuts; and it is the documented one,
// worked out here by hand for a column of three rows.
func TestDigest(t *testing.T) {
	digest := func(columns []Column, groups ...[]Vector) [32]byte {
		w, err := NewWriter(io.Discard, columns)
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range groups {
			if err := w.WriteRowGroup(rowsOf(columns[0], &g[0]), g); err != nil {
				t.Fatal(err)
			}
		}
		return w.Digest()
	}
	whole := table(1000, 1)
	var a, b []Vector
	for _, v := range whole {
		cut := func(from, to int) Vector {
			part := Vector{Values: v.Values}
			part.Int32, part.Int64 = piece(v.Int32, from, to), piece(v.Int64, from, to)
			part.Bool, part.Double = piece(v.Bool, from, to), piece(v.Double, from, to)
			part.Index, part.Valid = piece(v.Index, from, to), piece(v.Valid, from, to)
			return part
		}
		a, b = append(a, cut(0, 333)), append(b, cut(333, 1000))
	}
	want := digest(everyColumn, whole)
	if digest(everyColumn, a, b) != want {
		t.Error("the digest changes with the row groups")
	}
	if digest(everyColumn, b, a) == want {
		t.Error("the digest does not change with the order of rows")
	}
	whole[0].Int32[500]++
	if digest(everyColumn, whole) == want {
		t.Error("the digest does not change with a value")
	}

	for name, c := range map[string]struct {
		column string
		typ    Type
		rows   []Vector // row groups
		n      byte
		stream []byte
	}{
		// A run of 2 with a new text, a run of 1 null, a run of 1 with text 1.
		"ja, ja, null, ja": {"svar", Text, []Vector{{Index: []int32{0, 0, -1, 0}, Values: []string{"ja"}}}, 4,
			[]byte{2<<1 | 1, 0, 2, 'j', 'a', 1 << 1, 1<<1 | 1, 1}},
		// The second row group numbers its texts otherwise; the column's numbers stay.
		"ja | nei, ja": {"svar", Text, []Vector{{Index: []int32{0}, Values: []string{"ja"}},
			{Index: []int32{0, 1}, Values: []string{"nei", "ja"}}}, 3,
			[]byte{1<<1 | 1, 0, 2, 'j', 'a', 1<<1 | 1, 0, 3, 'n', 'e', 'i', 1<<1 | 1, 1}},
		// +5 is 10 as a signed varint, -2 is 3.
		"5, 5, null, 3": {"tall", Int32, []Vector{{Int32: []int32{5, 5, 0, 3}, Valid: []bool{true, true, false, true}}}, 4,
			[]byte{2<<1 | 1, 10, 1 << 1, 1<<1 | 1, 3}},
		"three nulls": {"tall", Int32, []Vector{{Int32: []int32{0}, Valid: []bool{false}}, {Empty: true}}, 3, []byte{3 << 1}},
	} {
		var groups [][]Vector
		for _, v := range c.rows {
			groups = append(groups, []Vector{v})
		}
		w, err := NewWriter(io.Discard, []Column{{c.column, c.typ, true}})
		if err != nil {
			t.Fatal(err)
		}
		left := int(c.n)
		for i, g := range groups {
			n := max(len(g[0].Index), len(g[0].Int32))
			if i == len(groups)-1 {
				n = left
			}
			left -= n
			if err := w.WriteRowGroup(n, g); err != nil {
				t.Fatal(name, err)
			}
		}
		rows := binary.LittleEndian.AppendUint64(nil, uint64(c.n))
		all := append(append(rows, c.column+"\x00"+c.typ.String()+"\x00"...), sha(c.stream)...)
		if got := w.Digest(); !bytes.Equal(got[:], sha(all)) {
			t.Errorf("%s: digest %x, want %x", name, got, sha(all))
		}
	}
}

func piece[T any](s []T, from, to int) []T {
	if s == nil {
		return nil
	}
	return s[from:to]
}

func TestMetadata(t *testing.T) {
	data := write(t, everyColumn, table(3, 1))
	r, err := NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	if v, ok := r.Metadata("answer"); v != "42" || !ok {
		t.Errorf("metadata answer = %q, %v", v, ok)
	}
	if _, ok := r.Metadata(footerKey); ok {
		t.Error("the checksums are shown as the caller's metadata")
	}
}

func TestSchemaCheckNamesEveryDifference(t *testing.T) {
	data := write(t, []Column{{"a", Int32, false}, {"b", Text, true}, {"x", Bool, false}})
	r, err := NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	err = r.Check([]Column{{"a", Int64, false}, {"b", Text, true}, {"c", Date, true}})
	const want = "column c is missing; column a is int32 where int64 is expected; column x is unknown"
	if se := (*SchemaError)(nil); !errors.As(err, &se) || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
	if err := r.Check(r.Columns()); err != nil {
		t.Error(err)
	}
	data = write(t, []Column{{"a", Int32, false}}, []Vector{{Int32: []int32{1}}})
	r, err = NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.RowGroup(0, []string{"b"}); err == nil || err.Error() != "column b is missing" {
		t.Errorf("reading a missing column: %v", err)
	}
	if _, err := r.RowGroup(1, []string{"a"}); err == nil {
		t.Error("reading a missing row group gives no error")
	}
}

func TestWriterRefusesWhatItCannotWrite(t *testing.T) {
	one := []Column{{"a", Text, false}}
	amount := []Column{{"a", Decimal, false}}
	for name, c := range map[string]struct {
		columns []Column
		n       int
		v       []Vector
	}{
		"null in a column without nulls":  {one, 2, []Vector{{Index: []int32{0, -1}, Values: []string{"x"}}}},
		"number that is not in the list":  {one, 1, []Vector{{Index: []int32{1}, Values: []string{"x"}}}},
		"a value listed twice":            {one, 2, []Vector{{Index: []int32{0, 1}, Values: []string{"x", "x"}}}},
		"too few values":                  {one, 2, []Vector{{Index: []int32{0}, Values: []string{"x"}}}},
		"too few columns":                 {one, 1, nil},
		"an amount of thirteen digits":    {amount, 1, []Vector{{Int64: []int64{MaxDecimal + 1}}}},
		"an amount of 13 digits, negated": {amount, 1, []Vector{{Int64: []int64{-MaxDecimal - 1}}}},
		"a row that is invalid":           {amount, 1, []Vector{{Int64: []int64{0}, Valid: []bool{false}}}},
		"more rows than the limit":        {amount, 1<<22 + 1, []Vector{{Int64: make([]int64, 1)}}},
		"a number beyond 30 bits":         {[]Column{{"a", Int32, false}}, 1, []Vector{{Int32: []int32{maxInt32 + 1}}}},
	} {
		w, err := NewWriter(io.Discard, c.columns)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.WriteRowGroup(c.n, c.v); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	for name, columns := range map[string][]Column{
		"no columns": nil, "a name twice": {{"a", Text, false}, {"a", Bool, false}},
		"no name": {{"", Text, false}}, "no type": {{Name: "a"}},
	} {
		if _, err := NewWriter(io.Discard, columns); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// failingWriter fails after some bytes, as a full disk does.
type failingWriter struct{ left int }

var errDiskFull = errors.New("disk full")

func (f *failingWriter) Write(p []byte) (int, error) {
	if f.left -= len(p); f.left < 0 {
		return 0, errDiskFull
	}
	return len(p), nil
}

// The library loses some errors of the underlying writer: ours must not.
func TestEveryWriteErrorIsReported(t *testing.T) {
	whole := len(write(t, everyColumn, table(500, 1), table(500, 2)))
	for left := 0; left < whole; left += 97 {
		w, err := NewWriter(&failingWriter{left}, everyColumn)
		for i := uint64(1); err == nil && i <= 2; i++ {
			err = w.WriteRowGroup(500, table(500, i))
		}
		if err == nil {
			err = w.Close()
		}
		if err == nil {
			t.Fatalf("no error after %d of %d bytes", left, whole)
		}
		if left > 4 && !errors.Is(err, errDiskFull) {
			t.Errorf("after %d bytes: %v, want %v", left, err, errDiskFull)
		}
	}
}

// WriteColumns reuses slices from column to column: never those that
// WriteRowGroup was given.
func TestWriterLeavesTheCallersValuesAlone(t *testing.T) {
	w, err := NewWriter(io.Discard, []Column{{"a", Int32, false}})
	if err != nil {
		t.Fatal(err)
	}
	mine := []int32{1, 2, 3}
	if err := w.WriteRowGroup(3, []Vector{{Int32: mine}}); err != nil {
		t.Fatal(err)
	}
	err = w.WriteColumns(3, func(_ int, v *Vector) error {
		v.Resize(Int32, 3)
		clear(v.Int32)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(mine, []int32{1, 2, 3}) {
		t.Errorf("the caller's slice is now %v", mine)
	}
}
