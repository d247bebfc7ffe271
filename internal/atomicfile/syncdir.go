//go:build !windows

package atomicfile

import (
	"errors"
	"os"
)

// syncDir flushes the names in a folder to the disk.
func syncDir(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(syncHandle(d), d.Close())
}
