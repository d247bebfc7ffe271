//go:build !unix

package register

// lockFolder does nothing: commit still sees whether somebody was faster.
func lockFolder(string, func()) (unlock func()) { return func() {} }

func lockParent(string) (unlock func()) { return func() {} }
