package locale

import "testing"

func TestSentence(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"", ""},
		{" \n", ""},
		{"Kilde: SSB", "Kilde: SSB."},
		{"Kilde: SSB. ", "Kilde: SSB."},
		{"Abelsen mfl. (2020)", "Abelsen mfl. (2020)."},
		{"(Tallene er oppdiktet.)", "(Tallene er oppdiktet.)"},
		{"Hvem ble igjen?", "Hvem ble igjen?"},
		{"»", "»."},
	} {
		if got := Sentence(c.in); got != c.want {
			t.Errorf("Sentence(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}
