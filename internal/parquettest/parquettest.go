// Package parquettest reads Parquet files with xitongsys/parquet-go, an
// implementation that shares no code with the one that wrote them: the second
// opinion of the tests. Only tests import it, since that library reads damaged
// files without a word.
package parquettest

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/xitongsys/parquet-go/parquet"
	"github.com/xitongsys/parquet-go/reader"
	"github.com/xitongsys/parquet-go/source"
)

// file is a file in memory as the library wants one.
type file struct {
	*bytes.Reader
	data []byte
}

func newFile(data []byte) *file { return &file{bytes.NewReader(data), data} }

func (f *file) Open(string) (source.ParquetFile, error)   { return newFile(f.data), nil }
func (f *file) Create(string) (source.ParquetFile, error) { return nil, errors.New("read only") }
func (f *file) Write([]byte) (int, error)                 { return 0, errors.New("read only") }
func (f *file) Close() error                              { return nil }

// Column reads a column: one value a row, nil for null, text as string, whole
// numbers as int32 or int64.
func Column(data []byte, name string) ([]any, error) {
	pr, err := reader.NewParquetColumnReader(newFile(data), 1)
	if err != nil {
		return nil, err
	}
	n := pr.GetNumRows()
	if n == 0 {
		return nil, nil
	}
	values, _, _, err := pr.ReadColumnByPath(pr.SchemaHandler.GetRootExName()+"\x01"+name, n)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return values, nil
}

// Schema describes the columns, a line each: name, physical type, converted
// type, repetition.
func Schema(data []byte) (string, error) {
	pr, err := reader.NewParquetColumnReader(newFile(data), 1)
	if err != nil {
		return "", err
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
	return b.String(), nil
}
