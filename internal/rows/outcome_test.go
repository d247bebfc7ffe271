package rows

import "testing"

func TestWhereByTheOutcomeIsSaid(t *testing.T) {
	for conditions, want := range map[string]bool{
		"": false, "size_group=<2000": false, "county_code=46,stop_reason=left": true, "stopped=true": true, "broken": false,
	} {
		if got := OutcomeWarning(conditions); (got != "") != want {
			t.Errorf("%q: got %q, want a warning: %v", conditions, got, want)
		}
	}
}
