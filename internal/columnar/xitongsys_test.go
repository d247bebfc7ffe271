package columnar

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/xitongsys/parquet-go/parquet"
	"github.com/xitongsys/parquet-go/reader"
	"github.com/xitongsys/parquet-go/source"
)

// memoryFile is a file in memory as xitongsys/parquet-go wants one.
type memoryFile struct {
	*bytes.Reader
	data []byte
}

func newMemoryFile(data []byte) *memoryFile { return &memoryFile{bytes.NewReader(data), data} }

func (m *memoryFile) Open(string) (source.ParquetFile, error)   { return newMemoryFile(m.data), nil }
func (m *memoryFile) Create(string) (source.ParquetFile, error) { return nil, errors.New("read only") }
func (m *memoryFile) Write([]byte) (int, error)                 { return 0, errors.New("read only") }
func (m *memoryFile) Close() error                              { return nil }

// readBySecond reads a column with xitongsys/parquet-go: one value a row, nil
// for null, text as string, whole numbers as int32 or int64.
func readBySecond(t *testing.T, data []byte, column string) []any {
	t.Helper()
	pr, err := reader.NewParquetColumnReader(newMemoryFile(data), 1)
	if err != nil {
		t.Fatal(err)
	}
	n := pr.GetNumRows()
	if n == 0 {
		return nil
	}
	root := pr.SchemaHandler.GetRootExName()
	values, _, _, err := pr.ReadColumnByPath(root+"\x01"+column, n)
	if err != nil {
		t.Fatalf("%s: %v", column, err)
	}
	return values
}

// schemaBySecond describes the columns as xitongsys/parquet-go reads them.
func schemaBySecond(t *testing.T, data []byte) string {
	t.Helper()
	pr, err := reader.NewParquetColumnReader(newMemoryFile(data), 1)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for i, e := range pr.Footer.Schema[1:] {
		fmt.Fprintf(&b, "%s %s", pr.SchemaHandler.Infos[i+1].ExName, e.GetType())
		if e.IsSetConvertedType() {
			fmt.Fprintf(&b, " %s", e.GetConvertedType())
		}
		if e.GetConvertedType() == parquet.ConvertedType_DECIMAL && e.IsSetPrecision() {
			fmt.Fprintf(&b, "(%d,%d)", e.GetPrecision(), e.GetScale())
		}
		fmt.Fprintf(&b, " %s\n", e.GetRepetitionType())
	}
	return b.String()
}
