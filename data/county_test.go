package data

import "testing"

func TestCountyNames(t *testing.T) {
	for number, want := range map[string]string{"03": "Oslo", "12": "Hordaland", "46": "Vestland", "50": "Trøndelag", "56": "Finnmark", "13": "", "99": "", "3": ""} {
		if got := CountyName(number); got != want {
			t.Errorf("county %s is %q, want %q", number, got, want)
		}
	}
}
