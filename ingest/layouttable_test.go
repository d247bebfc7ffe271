package ingest

import (
	"strings"
	"testing"
)

// Columns that are no table would say nothing, and the rows be read without them.
func TestALayoutWhoseColumnsAreNoTableIsRefused(t *testing.T) {
	for text, fault := range map[string]string{
		"columns = 3": "columns is a part of the file",
		"Columns = 3": "columns is a part of the file",
		"[[tables]]\nheaders = [\"Avdeling\"]\ncolumns = 3": "says what its columns are",
		"[[tables]]\nheaders = [\"Avdeling\"]":              "says what its columns are",
	} {
		if _, err := ParseLayout([]byte(text)); err == nil || !strings.Contains(err.Error(), fault) {
			t.Errorf("%q: %v", text, err)
		}
	}
	if l, err := ParseLayout([]byte("columns.\"Hjemmelnr\" = \"position_id\"\n")); err != nil || len(l.Columns) != 1 {
		t.Errorf("keys with dots: %v", err)
	}
}
