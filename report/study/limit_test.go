package study

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest"
)

// A study file that is too long, has too many keys or too deep ones is refused with the limit,
// and so is a layout.
func TestAStudyOrLayoutOverALimitIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		text, msg string
		line      int
	}{
		"long": {strings.Repeat("#", 2<<20), "1048576", 0},
		"deep": {"\n" + strings.Repeat("a.", 16_000) + "a = 1", "more than 16 deep", 2},
		"keys": {strings.Repeat("title = 1\n", 20_000), "more than 1000 keys", 1001},
	} {
		_, err := Read(fstest.MapFS{"s.toml": {Data: []byte(c.text)}}, "s.toml", "")
		var p *varighet.Problem
		if !errors.As(err, &p) || p.Code != "study-size" || p.Line != c.line || !strings.Contains(p.Msg, c.msg) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := ingest.ParseLayout([]byte(c.text)); err == nil || !strings.Contains(err.Error(), c.msg) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
