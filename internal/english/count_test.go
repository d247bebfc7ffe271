package english

import "testing"

func TestCount(t *testing.T) {
	for n, want := range map[int]string{0: "0 rows", 1: "1 row", 2: "2 rows", 1000: "1000 rows"} {
		if got := Count(n, "row", "rows"); got != want {
			t.Errorf("of %d: %q, want %q", n, got, want)
		}
	}
}
