package fresh

import (
	"os"
	"strings"
	"sync"

	"github.com/varighet/varighet/internal/version"
)

// Program says which program this is, as a part of steps: its version, and for one that was built of
// changed sources the digest of its file too, since two such programs have the same version. "" says
// that it cannot be told, and that nothing should be taken over.
var Program = sync.OnceValue(program)

func program() string {
	v := version.Of()
	if v != "devel" && !strings.Contains(v, "+dirty") {
		return v
	}
	path, err := os.Executable()
	if err != nil {
		return ""
	}
	f, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer f.Close()
	sum, _, err := Reader(f)
	if err != nil {
		return ""
	}
	return v + " " + sum
}
