package cell

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"
)

func TestParseNumber(t *testing.T) {
	type want struct {
		v  int64
		st NumberState
	}
	for raw, w := range map[string]want{
		"1204": {120400, NumberOK}, "1 204": {120400, NumberOK}, "1\u00A0204": {120400, NumberOK}, "1\u202F204": {120400, NumberOK},
		"1\u2009204": {120400, NumberOK}, "1.204": {120400, NumberOK}, "1'204": {120400, NumberOK}, "1’204": {120400, NumberOK},
		"1204.0": {120400, NumberOK}, "1204,00": {120400, NumberOK}, "0": {0, NumberOK}, "007": {700, NumberOK}, "'1204": {120400, NumberOK},
		"50267,00": {5026700, NumberOK}, "50 267,05": {5026705, NumberOK}, "50.267,5": {5026750, NumberOK}, "50,267.05": {5026705, NumberOK},
		"1.234.567": {123456700, NumberOK}, "1,234,567": {123456700, NumberOK}, "1 234 567,89": {123456789, NumberOK}, "12.5": {1250, NumberOK},
		"0,125": {13, NumberRounded}, "0.125": {13, NumberRounded}, "33468,749999": {3346875, NumberRounded}, "33468.7500": {3346875, NumberOK},
		"kr 1 204,-": {120400, NumberOK}, "1204,-": {120400, NumberOK}, "1204.-": {120400, NumberOK}, "1 204 kr": {120400, NumberOK},
		"Kr. 1 204,50": {120450, NumberOK}, "NOK 5": {500, NumberOK}, "1204,–": {120400, NumberOK},
		"-5": {-500, NumberOK}, "\u22125": {-500, NumberOK}, "5-": {-500, NumberOK}, "(5)": {-500, NumberOK}, "- 1 204,50": {-120450, NumberOK},
		"": {0, NumberMissing}, " ": {0, NumberMissing}, ".": {0, NumberMissing}, "..": {0, NumberMissing}, "-": {0, NumberMissing}, ":": {0, NumberMissing},
		"–": {0, NumberMissing}, "\u00A0": {0, NumberMissing}, "<5": {0, NumberSuppressed}, "< 5": {0, NumberSuppressed},
		"1,204": {0, NumberBad}, "12 34": {0, NumberBad}, "1 2045": {0, NumberBad}, "1..5": {0, NumberBad}, "1,2,3": {0, NumberBad}, "abc": {0, NumberBad},
		"5 stk": {0, NumberBad}, "1e5": {0, NumberBad}, "--5": {0, NumberBad}, "5,": {0, NumberBad}, ",5": {0, NumberBad}, "kr": {0, NumberBad}, "<": {0, NumberBad},
		"99999999999": {0, NumberBad}, "9999999999,99": {999999999999, NumberOK}, "1.204.5": {0, NumberBad}, "0.204.000": {0, NumberBad}, "1 .204": {0, NumberBad},
	} {
		if v, st := ParseNumber([]byte(raw)); v != w.v && st < NumberBad || st != w.st {
			t.Errorf("parseNumber(%q) = %d, %d; want %d, %d", raw, v, st, w.v, w.st)
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
		if got, st := ParseNumber([]byte(s)); got != v || st != NumberOK {
			t.Fatalf("parseNumber(%q) = %d, %d; want %d", s, got, st, v)
		}
	})
}

func FuzzNumber(f *testing.F) {
	for _, s := range []string{"1204", "1 204,50", "1.204.567,-", "(kr 5)", "1,204", "<5", "\xff", "9999999999999999999999", "..", "1\u00A0204"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		v, st := ParseNumber(b)
		if v > maxHundredths || v < -maxHundredths {
			t.Errorf("parseNumber(%q) = %d", b, v)
		}
		if (st == NumberOK || st == NumberRounded) && v >= 0 {
			s := fmt.Sprintf("%d.%02d", v/100, v%100)
			if again, st := ParseNumber([]byte(s)); again != v || st != NumberOK {
				t.Errorf("parseNumber(%q) = %d, which as %q reads %d, %d", b, v, s, again, st)
			}
		}
	})
}
