package columnar

import (
	"testing"

	"github.com/varighet/varighet/internal/parquettest"
)

// readBySecond reads a column with the second implementation.
func readBySecond(t *testing.T, data []byte, column string) []any {
	t.Helper()
	values, err := parquettest.Column(data, column)
	if err != nil {
		t.Fatal(err)
	}
	return values
}

// schemaBySecond describes the columns as the second implementation reads them.
func schemaBySecond(t *testing.T, data []byte) string {
	t.Helper()
	s, err := parquettest.Schema(data)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
