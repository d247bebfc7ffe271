package atomicfile

import (
	"os"
	"path/filepath"
	"testing"
)

// What a killed run had begun is found and kept through another run's beginning, until it is removed; what a
// run that goes on has begun is not found.
func TestLeftoversAreFoundAndKept(t *testing.T) {
	target := filepath.Join(t.TempDir(), "out")
	left := filepath.Join(filepath.Dir(target), ".out.tmp-123")
	if err := os.Mkdir(left, 0o755); err != nil {
		t.Fatal(err)
	}
	if lock, err := tryLock(left); err != nil {
		t.Skip("names cannot be locked here")
	} else {
		lock.Close()
	}
	found := Left(target)
	if len(found) != 1 || found[0].Path() != left {
		t.Fatalf("found %v, want %s", found, left)
	}
	going, err := CreateDir(target)
	if err != nil {
		t.Fatal(err)
	}
	defer going.Abort()
	if _, err := os.Stat(left); err != nil {
		t.Errorf("another run took away what is being used: %v", err)
	}
	if again := Left(target); len(again) != 0 {
		t.Errorf("found %d more, which are in use or go on", len(again))
	}
	found[0].Remove()
	if _, err := os.Stat(left); !os.IsNotExist(err) {
		t.Errorf("it is still there: %v", err)
	}
}
