package columnar

import (
	"bytes"
	"errors"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// foreignFiles are files that DuckDB wrote; see testdata/foreign/README.md.
func foreignFiles(t *testing.T) map[string][]byte {
	t.Helper()
	names, err := filepath.Glob(filepath.Join("testdata", "foreign", "*.parquet"))
	if err != nil || len(names) != 5 {
		t.Fatalf("%d files, %v", len(names), err)
	}
	files := map[string][]byte{}
	for _, name := range names {
		if files[filepath.Base(name)], err = os.ReadFile(name); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// A file that another program wrote is refused as one of ours, and read, value
// for value, when it is taken for what it is. The values are those of the query that made it.
func TestForeignFilesAreReadWhenAskedFor(t *testing.T) {
	for name, data := range foreignFiles(t) {
		if _, err := NewReader(bytes.NewReader(data), int64(len(data))); !errors.Is(err, ErrNoChecksum) {
			t.Errorf("%s: as our own: %v; want ErrNoChecksum", name, err)
		}
		r, err := NewForeignReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got := r.Columns()[7].Type; got != Unsupported {
			t.Errorf("%s: a time of day is %s", name, got)
		}
		rows, err := foreignValues(r)
		if err != nil || len(rows) != 1000 {
			t.Fatalf("%s: %d rows, %v", name, len(rows), err)
		}
		for i, got := range rows {
			want := []any{int32(18201), int64(1572566400000000), []string{"a", "b", "Vågan"}[i%3], any(nil), any(nil), 0.5, i%2 == 0}
			if i%2 == 0 {
				want[3], want[4] = "d1", int64(1200+i)
			}
			for k := range want {
				if got[k] != want[k] {
					t.Fatalf("%s, row %d: %v; want %v", name, i, got, want)
				}
			}
		}
	}
}

// foreignValues reads the columns that can be read.
func foreignValues(r *Reader) (rows [][]any, err error) {
	var names []string
	var columns []Column
	for _, c := range r.Columns() {
		if c.Type.Readable() {
			names, columns = append(names, c.Name), append(columns, c)
		}
	}
	for g := range r.NumRowGroups() {
		rg, err := r.RowGroup(g, names)
		if err != nil {
			return nil, err
		}
		var b Batch
		for {
			if err := rg.Next(&b); err == io.EOF {
				break
			} else if err != nil {
				return rows, err
			}
			for i := range b.N {
				row := make([]any, len(columns))
				for k, c := range columns {
					switch v := &b.Columns[k]; {
					case v.Null(i):
					default:
						row[k] = at(c, v, i)
					}
				}
				rows = append(rows, row)
			}
		}
	}
	return rows, err
}

// Damage in a file without checksums gives an error or some rows: no panic, no
// hang, and no more memory than the limits. One or two bits in 400 copies of each file.
func TestDamageInForeignFilesDoesNoHarm(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	files := foreignFiles(t)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		data := files[name]
		for range 400 {
			bad := bytes.Clone(data)
			for range 1 + rng.IntN(2) {
				bad[rng.IntN(len(bad))] ^= 1 << rng.IntN(8)
			}
			if r, err := NewForeignReader(bytes.NewReader(bad), int64(len(bad))); err == nil {
				_, _ = foreignValues(r)
			}
		}
		for _, n := range []int{0, 4, 11, 12, len(data) / 2, len(data) - 1} {
			if _, err := NewForeignReader(bytes.NewReader(data[:n]), int64(n)); err == nil {
				t.Errorf("%s: cut to %d bytes: no error", name, n)
			}
		}
	}
}
