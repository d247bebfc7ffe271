package boundedtoml

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
)

// What is over a limit is refused before it is decoded, with the limit and the line.
func TestWhatIsOverALimitIsRefusedBeforeItIsDecoded(t *testing.T) {
	for name, c := range map[string]struct {
		text, msg string
		line      int
	}{
		"long":              {"# " + strings.Repeat("x", 1<<20), "1048576", 0},
		"dotted":            {"a = 1\n" + strings.Repeat("a.", 16_000) + "a = 1", "16 deep", 2},
		"quoted parts":      {"\n\n" + strings.Repeat(`"a.b".'c' . `, 20) + "a = 1", "16 deep", 3},
		"header":            {"[" + strings.Repeat("a.", 16_000) + "a]", "16 deep", 1},
		"arrays":            {"a = " + strings.Repeat("[", 16_000) + strings.Repeat("]", 16_000), "16 deep", 1},
		"tables":            {"a = " + strings.Repeat("{a=", 10_000) + "1" + strings.Repeat("}", 10_000), "16 deep", 1},
		"dotted in tables":  {strings.Repeat("{a.a.a.a.a=", 4), "16 deep", 1},
		"keys":              {strings.Repeat("a = 1\n", 1001), "1000 keys", 1001},
		"headers of tables": {strings.Repeat("[a]\n", 1001), "1000 keys", 1001},
		"headers of lists":  {strings.Repeat("[[a]]\nb = 1\n", 501), "1000 keys", 1001},
		"keys in tables":    {"a = [\n" + strings.Repeat("{b = 1},\n", 1000) + "]", "1000 keys", 1001},
		"elements":          {"a = [" + strings.Repeat("1,", 10_000) + "]", "10000 elements", 1},
		"many arrays":       {"a = [" + strings.Repeat("[],", 10_000) + "]", "10000 elements", 1},
		"not closed":        {`a = "` + "\n" + strings.Repeat("a.", 20) + "a = 1", "16 deep", 2},
		"after text":        {"a = \"\"\"\n\"\\\"\"\"\"\n" + strings.Repeat("a.", 20) + "a = 1", "16 deep", 3},
	} {
		var v any
		_, err := Decode([]byte(c.text), &v)
		var limit *LimitError
		if !errors.As(err, &limit) || limit.Line != c.line || !strings.Contains(limit.Msg, c.msg) {
			t.Errorf("%s: %#v", name, err)
		}
	}
}

func TestWhatIsWithinTheLimitsIsDecoded(t *testing.T) {
	for _, text := range []string{
		"", "a = 1.5 # " + strings.Repeat("a.", 100), `a = "` + strings.Repeat(`[{=.\"`, 10_000) + `"`,
		"a = '''\n" + strings.Repeat("[a.b]\n=", 10_000) + "'''", `a = '\'` + "\nb = 1", strings.Repeat("a.", 15) + "a = 1", "a.b.c = [[[{b.c = [1.5, 2.5]}]]]",
		strings.Repeat("[[a]]\nb = 1\n", 500), "a = [\n" + strings.Repeat("1,\n", 9_999) + "]", "a = [\n" + strings.Repeat("{b = 1},\n", 999) + "]",
	} {
		v := map[string]any{}
		if _, err := Decode([]byte(text), &v); err != nil {
			t.Errorf("%.40s: %v", text, err)
		}
	}
}

// The worst that the limits let through takes no more than a few hundred megabytes.
func TestWhatIsWithinTheLimitsTakesLittleMemory(t *testing.T) {
	path := strings.Repeat("a.", 14)
	var deep, wide, headers, inline strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&deep, "%sk%d = 1\n", path, i)
		fmt.Fprintf(&headers, "[%sk%d]\n", path, i)
	}
	wide.WriteString("a = [" + strings.Repeat("1,", 9_999) + "]")
	for i := range 60 {
		fmt.Fprintf(&inline, "k%d = %s1%s\n", i, strings.Repeat("{a=", 15), strings.Repeat("}", 15))
	}
	for name, text := range map[string]string{"deep": deep.String(), "wide": wide.String(), "headers": headers.String(), "inline": inline.String()} {
		v := map[string]any{}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if _, err := Decode([]byte(text), &v); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		runtime.ReadMemStats(&after)
		took := (after.TotalAlloc - before.TotalAlloc) >> 20
		t.Logf("%s: %d kB took %d MiB in all", name, len(text)>>10, took)
		if took > 300 {
			t.Errorf("%s: %d kB took %d MiB", name, len(text)>>10, took)
		}
	}
}
