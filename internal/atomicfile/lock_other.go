//go:build !unix

package atomicfile

import (
	"errors"
	"os"
)

// tryLock locks nothing: an open file could not be renamed.
func tryLock(string) (*os.File, error) { return nil, errors.ErrUnsupported }
