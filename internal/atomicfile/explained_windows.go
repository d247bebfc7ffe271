package atomicfile

import (
	"errors"
	"fmt"

	"golang.org/x/sys/windows"
)

// explained adds the way out to the error that Windows gives for a name which another program
// has open, or in whose folder it has a file open.
func explained(err error) error {
	if errors.Is(err, windows.ERROR_SHARING_VIOLATION) || errors.Is(err, windows.ERROR_ACCESS_DENIED) {
		return fmt.Errorf("%w (is it, or a file in it, open in another program? close it there and run again)", err)
	}
	return err
}
