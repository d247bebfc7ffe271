package celltext

import "testing"

// Only a formula that is a text and nothing else is that text; the rest stays.
func TestUnprotected(t *testing.T) {
	for cell, want := range map[string]string{
		`="001"`: "001", ` ="Berg Anna" `: "Berg Anna", `=""`: "", `="5"" rør"`: `5" rør`,
		`="a"&"b"`: `="a"&"b"`, `=1+1`: `=1+1`, `="001`: `="001`, `=`: `=`, `"001"`: `"001"`, `==`: `==`, `="""`: `="""`, "": "", `A="1"`: `A="1"`,
	} {
		if got := string(Unprotected([]byte(cell))); got != want {
			t.Errorf("Unprotected(%s) = %s; want %s", cell, got, want)
		}
	}
}
