// Package sidefile reads small files whole: the tables and settings that stand beside registers.
package sidefile

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/varighet/varighet"
)

// Read reads a file of at most limit bytes. A larger one is a [varighet.Problem]; what is for
// other errors.
func Read(path, what string, limit int) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", what, err)
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, int64(limit)+1))
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", what, err)
	}
	if len(b) > limit {
		return nil, &varighet.Problem{File: filepath.Base(path), Code: "file-size", Msg: fmt.Sprintf("the file is too large for %s: the limit is %d MiB", what, limit>>20)}
	}
	return b, nil
}
