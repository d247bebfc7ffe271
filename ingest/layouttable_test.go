package ingest

import (
	"strings"
	"testing"
)

// Columns that are no table would say nothing, and the rows be read without them.
func TestALayoutWhoseColumnsAreNoTableIsRefused(t *testing.T) {
	for text, fault := range map[string]string{
		"columns = 3": "columns is a part of the file",
		"[[tables]]\nheaders = [\"Avdeling\"]\ncolumns = 3": "says what its columns are",
		"[[tables]]\nheaders = [\"Avdeling\"]":              "says what its columns are",
	} {
		if _, err := ParseLayout([]byte(text)); err == nil || !strings.Contains(err.Error(), fault) {
			t.Errorf("%q: %v", text, err)
		}
	}
}
