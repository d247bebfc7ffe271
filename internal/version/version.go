// Package version says which version of the program runs.
package version

import "runtime/debug"

// Of is the version of the module as it was built, or "devel".
func Of() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "devel"
}
