package boundedtoml

import (
	"testing"

	"pgregory.net/rapid"
)

// Whatever is quoted is read back as it was.
func TestQuotedTextIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.String().Draw(t, "text")
		var got map[string]string
		if _, err := Decode([]byte("a = "+Quote(want)), &got); err != nil || got["a"] != want {
			t.Fatalf("%q became %q: %v", want, got["a"], err)
		}
	})
}
