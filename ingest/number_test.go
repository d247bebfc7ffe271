package ingest

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"
)

func TestParseNumber(t *testing.T) {
	type want struct {
		v  int64
		st numberState
	}
	for cell, w := range map[string]want{
		"1204": {120400, numberOK}, "1 204": {120400, numberOK}, "1\u00A0204": {120400, numberOK}, "1\u202F204": {120400, numberOK},
		"1\u2009204": {120400, numberOK}, "1.204": {120400, numberOK}, "1'204": {120400, numberOK}, "1’204": {120400, numberOK},
		"1204.0": {120400, numberOK}, "1204,00": {120400, numberOK}, "0": {0, numberOK}, "007": {700, numberOK}, "'1204": {120400, numberOK},
		"50267,00": {5026700, numberOK}, "50 267,05": {5026705, numberOK}, "50.267,5": {5026750, numberOK}, "50,267.05": {5026705, numberOK},
		"1.234.567": {123456700, numberOK}, "1,234,567": {123456700, numberOK}, "1 234 567,89": {123456789, numberOK}, "12.5": {1250, numberOK},
		"0,125": {13, numberRounded}, "0.125": {13, numberRounded}, "33468,749999": {3346875, numberRounded}, "33468.7500": {3346875, numberOK},
		"kr 1 204,-": {120400, numberOK}, "1204,-": {120400, numberOK}, "1204.-": {120400, numberOK}, "1 204 kr": {120400, numberOK},
		"Kr. 1 204,50": {120450, numberOK}, "NOK 5": {500, numberOK}, "1204,–": {120400, numberOK},
		"-5": {-500, numberOK}, "\u22125": {-500, numberOK}, "5-": {-500, numberOK}, "(5)": {-500, numberOK}, "- 1 204,50": {-120450, numberOK},
		"": {0, numberMissing}, " ": {0, numberMissing}, ".": {0, numberMissing}, "..": {0, numberMissing}, "-": {0, numberMissing}, ":": {0, numberMissing},
		"–": {0, numberMissing}, "\u00A0": {0, numberMissing}, "<5": {0, numberSuppressed}, "< 5": {0, numberSuppressed},
		"1,204": {0, numberBad}, "12 34": {0, numberBad}, "1 2045": {0, numberBad}, "1..5": {0, numberBad}, "1,2,3": {0, numberBad}, "abc": {0, numberBad},
		"5 stk": {0, numberBad}, "1e5": {0, numberBad}, "--5": {0, numberBad}, "5,": {0, numberBad}, ",5": {0, numberBad}, "kr": {0, numberBad}, "<": {0, numberBad},
		"99999999999": {0, numberBad}, "9999999999,99": {999999999999, numberOK}, "1.204.5": {0, numberBad}, "0.204.000": {0, numberBad}, "1 .204": {0, numberBad},
	} {
		if v, st := parseNumber([]byte(cell)); v != w.v && st < numberBad || st != w.st {
			t.Errorf("parseNumber(%q) = %d, %d; want %d, %d", cell, v, st, w.v, w.st)
		}
	}
}

// A number written in any of the Norwegian ways reads back to the same hundredths.
func TestNumbersReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.Int64Range(0, maxHundredths).Draw(t, "hundredths")
		blank := rapid.SampledFrom([]string{" ", "\u00A0", "\u202F", ".", "'"}).Draw(t, "thousands")
		whole := fmt.Sprint(v / 100)
		for i := len(whole) - 3; i > 0; i -= 3 {
			whole = whole[:i] + blank + whole[i:]
		}
		s := fmt.Sprintf("%s,%02d", whole, v%100)
		if got, st := parseNumber([]byte(s)); got != v || st != numberOK {
			t.Fatalf("parseNumber(%q) = %d, %d; want %d", s, got, st, v)
		}
	})
}

func FuzzNumber(f *testing.F) {
	for _, s := range []string{"1204", "1 204,50", "1.204.567,-", "(kr 5)", "1,204", "<5", "\xff", "9999999999999999999999", "..", "1\u00A0204"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		v, st := parseNumber(b)
		if v > maxHundredths || v < -maxHundredths {
			t.Errorf("parseNumber(%q) = %d", b, v)
		}
		if (st == numberOK || st == numberRounded) && v >= 0 {
			s := fmt.Sprintf("%d.%02d", v/100, v%100)
			if again, st := parseNumber([]byte(s)); again != v || st != numberOK {
				t.Errorf("parseNumber(%q) = %d, which as %q reads %d, %d", b, v, s, again, st)
			}
		}
	})
}
