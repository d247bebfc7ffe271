//go:build !linux

package atomicfile

import "errors"

// exchange swaps two names in one step, which only Linux offers.
func exchange(a, b string) error { return errors.ErrUnsupported }
