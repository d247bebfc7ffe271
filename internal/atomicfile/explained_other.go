//go:build !windows

package atomicfile

// explained has nothing to add: names that are open can be replaced here.
func explained(err error) error { return err }
