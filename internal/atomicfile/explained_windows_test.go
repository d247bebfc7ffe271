package atomicfile

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A report that is open in Word cannot be replaced; the old one stands.
func TestOpenFileIsToldOf(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "report.docx")
	put(t, path, "old")
	held, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer held.Close()
	err = WriteFile(path, []byte("new"), 0o644)
	if err == nil || !strings.Contains(err.Error(), "open in another program") {
		t.Errorf("got %v, want an error that says it is open", err)
	}
	wantFile(t, path, "old")
	wantNames(t, dir, "report.docx")
}
