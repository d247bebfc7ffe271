package idnumber

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/varighet/varighet/ingest/idnumber/idnumbertest"
)

// anyNumber draws a national identity number of some kind that begins with first digits
// from a range.
func anyNumber(t *rapid.T, longestDay int) string {
	day, month := rapid.IntRange(1, longestDay).Draw(t, "day"), rapid.IntRange(1, 12).Draw(t, "month")
	if longestDay > 9 {
		day += rapid.SampledFrom([]int{0, 40}).Draw(t, "D-number")
	}
	month += rapid.SampledFrom([]int{0, 40, 65, 80}).Draw(t, "kind")
	all := idnumbertest.MadeUp(fmt.Sprintf("%02d%02d%02d", day, month, rapid.IntRange(0, 99).Draw(t, "year")), 0)
	return all[rapid.IntRange(0, len(all)-1).Draw(t, "number")]
}

// spellings are the ways in which a number of eleven digits is written beyond doubt.
var spellings = map[string]func(string) string{
	"plain":           func(s string) string { return s },
	"blank":           func(s string) string { return s[:6] + " " + s[6:] },
	"two blanks":      func(s string) string { return s[:6] + "  " + s[6:] },
	"no-break blank":  func(s string) string { return s[:6] + "\u00a0" + s[6:] },
	"thin blank":      func(s string) string { return s[:6] + "\u2009" + s[6:] },
	"narrow blank":    func(s string) string { return s[:6] + "\u202f" + s[6:] },
	"hyphen":          func(s string) string { return s[:6] + "-" + s[6:] },
	"dash":            func(s string) string { return s[:6] + " – " + s[6:] },
	"zero width":      func(s string) string { return s[:6] + "\u200b" + s[6:] },
	"soft hyphen":     func(s string) string { return s[:6] + "\u00ad" + s[6:] },
	"dotted date":     func(s string) string { return s[:2] + "." + s[2:4] + "." + s[4:6] + " " + s[6:] },
	"spaced date":     func(s string) string { return s[:2] + " " + s[2:4] + " " + s[4:6] + " " + s[6:] },
	"hyphens":         func(s string) string { return s[:2] + "-" + s[2:4] + "-" + s[4:6] + "-" + s[6:] },
	"date and seven":  func(s string) string { return s[:2] + "." + s[2:4] + "." + s[4:] },
	"three parts":     func(s string) string { return s[:6] + " " + s[6:9] + " " + s[9:] },
	"thousands":       func(s string) string { return s[:2] + " " + s[2:5] + " " + s[5:8] + " " + s[8:] },
	"digit by digit":  func(s string) string { return strings.Join(strings.Split(s, ""), " ") },
	"full width":      func(s string) string { return digitsFrom(s, '０') },
	"full width, gap": func(s string) string { return digitsFrom(s[:6], '０') + "\u3000" + digitsFrom(s[6:], '０') },
	"Arabic-Indic":    func(s string) string { return digitsFrom(s, '٠') },
	"mathematical":    func(s string) string { return digitsFrom(s, '𝟘') },
	"superscript":     func(s string) string { return strings.NewReplacer("1", "¹", "2", "²").Replace(s) },
	"in text":         func(s string) string { return "Testesen f. " + s + ", Bergen" },
	"spaced in text":  func(s string) string { return "fnr:" + s[:6] + " " + s[6:] + "." },
	"dotted in text":  func(s string) string { return "nr. " + s[:6] + "." + s[6:] + " Ås" },
	"letters around":  func(s string) string { return "x" + s + "y" },
	"as text":         func(s string) string { return "'" + s },
	"as formula":      func(s string) string { return `="` + s + `"` },
	"beside a date":   func(s string) string { return s + " 01.05.2017" },
	"beside a number": func(s string) string { return "1234567 " + s },
	"Latin-1 blank":   func(s string) string { return s[:6] + "\xa0" + s[6:] + " \xd8stvik" },
}

// digitsFrom writes digits in the script whose zero is given.
func digitsFrom(s string, zero rune) string {
	return strings.Map(func(r rune) rune { return r - '0' + zero }, s)
}

// chanceSpellings are those of other numbers too.
var chanceSpellings = map[string]func(string) string{
	"float":           func(s string) string { return s + ".0" },
	"decimal comma":   func(s string) string { return s + ",00" },
	"slash":           func(s string) string { return s[:6] + "/" + s[6:] },
	"odd groups":      func(s string) string { return s[:4] + " " + s[4:8] + " " + s[8:] },
	"century":         func(s string) string { return s[:2] + "." + s[2:4] + ".19" + s[4:6] + " " + s[6:] },
	"century, joined": func(s string) string { return s[:4] + "19" + s[4:6] + "-" + s[6:] },
	"one word":        func(s string) string { return s[:4] + "19" + s[4:] },
	"one word, float": func(s string) string { return s[:4] + "20" + s[4:] + ".0" },
	"year first":      func(s string) string { return "19" + s[4:6] + s[2:4] + s[:2] + s[6:] },
	"year, hyphen":    func(s string) string { return "18" + s[4:6] + s[2:4] + s[:2] + "-" + s[6:] },
	"word in text":    func(s string) string { return "f. " + s[:4] + "20" + s[4:] + " Ås" },
	"zero lost":       func(s string) string { return strings.TrimPrefix(s[:4]+"19"+s[4:], "0") },
	"ISO date":        func(s string) string { return "20" + s[4:6] + "-" + s[2:4] + "-" + s[:2] + " " + s[6:] },
}

func TestNationalIdentityNumbersAreFoundInEverySpelling(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := anyNumber(t, 31)
		for name, spell := range spellings {
			if got := National([]byte(spell(n))); got != Sure {
				t.Errorf("%s %q: %v, want Sure", name, spell(n), got)
			}
		}
		for name, spell := range chanceSpellings {
			if got := National([]byte(spell(n))); got == None {
				t.Errorf("%s %q is not seen", name, spell(n))
			}
		}
	})
}

// Excel drops the zero of a number, and shows long ones as powers of ten.
func TestNationalIdentityNumbersThatWereTakenForNumbers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := anyNumber(t, 9)[1:]
		for _, s := range []string{n, n + ".0", n + ",0", n[:1] + " " + n[1:4] + " " + n[4:7] + " " + n[7:], n[:1] + "." + n[1:] + "E9",
			n[:1] + "," + n[1:] + "E+09", n[:1] + "." + n[1:2] + "E+09", n[:1] + "." + n[1:6] + "e9", "f. " + n, n[:5] + " " + n[5:]} {
			if got := National([]byte(s)); got != ByChance {
				t.Errorf("%q: %v, want ByChance", s, got)
			}
		}
		m := anyNumber(t, 31)
		if m[0] == '0' {
			return
		}
		for _, s := range []string{m[:1] + "." + m[1:] + "E10", m[:1] + "." + m[1:2] + "E+10", m[:1] + "." + m[1:6] + "E+10"} {
			if got := National([]byte(s)); got != ByChance {
				t.Errorf("%q: %v, want ByChance", s, got)
			}
		}
	})
}

func TestFHNumbersAndTheRuleFrom2032(t *testing.T) {
	for _, first := range []string{"812345", "999999"} {
		for _, n := range idnumbertest.MadeUp(first, 0) {
			if National([]byte(n)) != Sure {
				t.Errorf("the FH-number %s is not seen", n)
			}
		}
	}
	for remainder, want := range []Likeness{Sure, ByChance, ByChance, ByChance, None} {
		n := idnumbertest.MadeUp("010132", remainder)[0]
		if got := National([]byte(n)); got != want {
			t.Errorf("%s, which leaves %d: %v, want %v", n, remainder, got, want)
		}
	}
}

func TestOtherNumbersAreNone(t *testing.T) {
	n := idnumbertest.MadeUp("010170", 0)[0]
	bad := n[:10] + string('0'+(n[10]-'0'+1)%10)
	for _, s := range []string{"", "1234567", "01.05.2017", "2019-11-01", "01.05.2017 – 30.06.2018", "50 267,00", "123456789,12", "12345678.90",
		bad, bad[:6] + " " + bad[6:], "1" + n, n + "1", "12345678901", "00000000000", "99999999999", "Nordmann, Kari Anne 123", "1.204E3",
		"2019-11-01T12:30:45", "2019-11-01 12:30:45", "0.12345678901", "3.3E+10", "0." + n, "22 33 44 55", "0047 22 33 44 55",
		"3f2504e0-4f89-11d3-9a0c-0305e82c3301", "HPR 1234567", "0x1p-10", "12345e05", "a1b2c" + n + "d4"} {
		if got := National([]byte(s)); got != None {
			t.Errorf("%q: %v, want None", s, got)
		}
	}
}

// How often random numbers look like national identity numbers is what the package
// documentation says. The limits are five standard deviations of 100,000 draws.
func TestChance(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	const draws = 100_000
	count := func(like Likeness, draw func() string) float64 {
		n := 0
		for range draws {
			if National([]byte(draw())) == like {
				n++
			}
		}
		return float64(n) / draws
	}
	hash := func() string {
		return fmt.Sprintf("%016x%016x%016x%016x", r.Uint64(), r.Uint64(), r.Uint64(), r.Uint64())
	}
	uuidOf := func() string {
		h := hash()
		return strings.Join([]string{h[:8], h[8:12], h[12:16], h[16:20], h[20:32]}, "-")
	}
	eleven := func() string { return fmt.Sprintf("%011d", r.Int64N(1e11)) }
	for _, c := range []struct {
		what string
		got  float64
		want float64
	}{
		{"eleven digits, sure", count(Sure, eleven), (0.62*0.48 + 0.2) / 121},
		{"eleven digits, by chance", count(ByChance, eleven), 0.62 * 0.48 * 3 / 121},
		{"ten digits", count(ByChance, func() string { return fmt.Sprint(1e9 + r.Int64N(9e9)) }), 0.48 / 121},
		{"seven digits", count(ByChance, func() string { return fmt.Sprint(1e6 + r.Int64N(9e6)) }), 0},
		// Three in 100 have a century after day and month, and as many at the beginning; of these the share with a date
		// and the second check digit is as above, for each of four remainders by the first.
		{"thirteen digits", count(ByChance, func() string { return fmt.Sprintf("%013d", r.Int64N(1e13)) }), 2 * 0.03 * 0.62 * 0.48 * 4 / 121},
		{"UUIDs", count(Sure, uuidOf), 0}, {"hashes", count(Sure, hash), 0}, {"hashes, by chance", count(ByChance, hash), 0},
		{"short hashes", count(ByChance, func() string { return hash()[:8] }), 0},
		{"amounts", count(ByChance, func() string { return fmt.Sprintf("%.2f", 1e6*r.Float64()) }), 0},
	} {
		if d := c.got - c.want; d*d > 25*c.want/draws {
			t.Errorf("%s: %.5f, want %.5f", c.what, c.got, c.want)
		}
	}
}

func TestMask(t *testing.T) {
	n := idnumbertest.MadeUp("010170", 0)[0]
	for in, want := range map[string]string{
		"uttrekk " + n + ".csv:3: a fault":       "uttrekk ###########.csv:3: a fault",
		"Østvik " + n[:6] + " " + n[6:] + " Åse": "Østvik ###### ##### Åse",
		digitsFrom(n, '０'):                       "###########",
		"12 rows, 1234567":                       "12 rows, 1234567",
		n[1:]:                                    "##########",
	} {
		if got := Mask(in); got != want {
			t.Errorf("Mask(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestWholeNumbers(t *testing.T) {
	for s, want := range map[string]string{"1234567": "1234567", "0001234567": "0001234567", "1 234 567": "1234567", "1\u00a0234\u202f567": "1234567",
		"1.234.567": "1234567", "1234567.0": "1234567", "1234567,00": "1234567", "1.234567E6": "1234567", "1.234567e+06": "1234567", "12 34 567": "1234567",
		"１２３４５６７": "1234567", "'1234567": "1234567", `="1234567"`: "1234567", "1234567.5": "", "A12": "", "": "", "-5": "", "1.2E-3": "", "12/34": "", "1E99": "", "1.2E+06": "", "1E5": "", "1.23456e6": "", "1.20E1": "12"} {
		got, ok := Whole(s)
		if got != want || ok != (want != "") {
			t.Errorf("Whole(%q) = %q, %v; want %q", s, got, ok, want)
		}
	}
}

// A power of ten asks for that many digits after the point: six of 1.234567E6 are there, five of 1.23456E6 are not enough.
func TestNumbersThatLostDigits(t *testing.T) {
	for s, want := range map[string]bool{"1.2E+05": true, "1,2E+05": true, "9E+06": true, "1.23456E6": true, "'1.2e+06": true, "1E5": true,
		"1.234567E6": false, "1.234567E+06": false, "1.20E1": false, "1.2E-3": false, "120000": false, "E5": false, "A1.2E+05": false, "": false, "0E+05": false} {
		if got := Shortened(s); got != want {
			t.Errorf("Shortened(%q) = %v, want %v", s, got, want)
		}
	}
}

// Whatever the text, nothing fails, a message has the same length in signs, and what
// was masked is not found again.
func FuzzMask(f *testing.F) {
	for _, s := range []string{"01017012345", "1.5E+10", "０１\xff", "1 2.3-4/5", "\u200b1²③"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		m := Mask(s)
		if utf8.ValidString(s) && utf8.RuneCountInString(m) != utf8.RuneCountInString(s) {
			t.Errorf("Mask(%q) = %q", s, m)
		}
		if Mask(m) != m {
			t.Errorf("%q is masked again", m)
		}
	})
}
