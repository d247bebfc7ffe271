package main

import (
	"cmp"
	"slices"
	"strings"
	"testing"
)

// inFunction is a file with one function of these statements.
func inFunction(statements string) string {
	return "package p\n\nfunc f(a, b, c int, s []int, m map[int]int) int {\n" + statements + "\n\treturn 0\n}\n"
}

// becomes are the changes of a file, as from → to, sorted.
func becomes(t *testing.T, src string) (changes []string) {
	t.Helper()
	found, err := mutantsOf("p/p.go", []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	for i := range found {
		m := &found[i]
		changes = append(changes, string(m.kind)+": "+m.from+" → "+m.to)
	}
	slices.Sort(changes)
	return changes
}

// Each kind of fault, by hand: what the statements become. `return 0` becomes `return 1` in all.
func TestFaultsByHand(t *testing.T) {
	for _, x := range []struct {
		statements string
		want       []string
	}{
		{"_ = a < b", []string{"comparison turned: a < b → a <= b", "comparison turned: a < b → a >= b"}},
		{"_ = a <= b", []string{"comparison turned: a <= b → a < b", "comparison turned: a <= b → a > b"}},
		{"_ = a > b", []string{"comparison turned: a > b → a >= b", "comparison turned: a > b → a <= b"}},
		{"_ = a >= b", []string{"comparison turned: a >= b → a > b", "comparison turned: a >= b → a < b"}},
		{"_ = a == b", []string{"comparison turned: a == b → a != b"}},
		{"_ = a != b", []string{"comparison turned: a != b → a == b"}},
		{"_ = x && y", []string{"&& and || exchanged: x && y → x || y"}},
		{"_ = x || y && z", []string{"&& and || exchanged: x || y && z → x && (y && z)", "&& and || exchanged: y && z → (y || z)"}},
		{"_ = a + b", []string{"+ and −, × and ÷ exchanged: a + b → a - b", "term of a sum or product dropped: a + b → a", "term of a sum or product dropped: a + b → b"}},
		{"_ = a / b", []string{"+ and −, × and ÷ exchanged: a / b → a * b", "term of a sum or product dropped: a / b → a", "term of a sum or product dropped: a / b → b"}},
		{"_ = f(7)", []string{"off by one: f(7) → f(8)"}},
		{"_ = s[a]", []string{"off by one: s[a] → s[a+1]"}},
		{"_ = s[a:b]", []string{"off by one: s[a:b] → s[a+1:b]", "off by one: s[a:b] → s[a:b+1]"}},
		{"if g(a) {\n}", []string{"condition negated: g(a) → !(g(a))"}},
		{"for x {\n}", []string{"condition negated: x → !(x)"}},
		{"a += b", []string{"+ and −, × and ÷ exchanged: a += b → a -= b", "statement left out: a += b → "}},
		{"a++", []string{"+ and −, × and ÷ exchanged: a++ → a--", "statement left out: a++ → "}},
		{"a = b", []string{"statement left out: a = b → "}},
		{"f(a)", []string{"statement left out: f(a) → "}},
		{"for range s {\n continue\n}", []string{"statement left out: continue → "}},
		{"for ; ; a++ {\n break\n}", nil},
		{"x := [2]int{}", nil},
		{"x := make([]int, a, 2)", nil},
		{"x := make(map[int]int, 2)", nil},
		{`_ = "a" + y + z`, nil},
		{`x += "a"`, nil},
		{"panic(a + b)", nil},
		{`_ = fmt.Errorf("%d", a+b)`, nil},
		{"type x [2]int", nil},
	} {
		want := append(slices.Clone(x.want), "off by one: return 0 → return 1")
		slices.Sort(want)
		if got := becomes(t, inFunction(x.statements)); !slices.Equal(got, want) {
			t.Errorf("%s:\ngot  %s\nwant %s", x.statements, strings.Join(got, "\n     "), strings.Join(want, "\n     "))
		}
	}
}

// A limit is a constant of the package and changes too; what counts an enumeration does not, nor
// the text of an error.
func TestDeclarationsByHand(t *testing.T) {
	got := becomes(t, `package p

const few = 5

const (
	one = iota + 1
	two
)

var names = [2]string{"a", "b"}

func (e fault) Error() string { return e.text[1:] }
`)
	if want := []string{"off by one: 5 → 6"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// The bytes of a file with the fault are those of the file with this piece changed.
func TestAFaultIsOneChangeOfTheFile(t *testing.T) {
	src := inFunction("if a < b || c > 0 {\n\ta -= b\n}")
	for change, want := range map[string]string{
		"a < b → a >= b":                  strings.Replace(src, "a < b", "a >= b", 1),
		"a < b || c > 0 → a < b && c > 0": strings.Replace(src, "||", "&&", 1),
		"a -= b → a += b":                 strings.Replace(src, "-=", "+=", 1),
		"a -= b → ":                       strings.Replace(src, "a -= b", "", 1),
		"c > 0 → c > 1":                   strings.Replace(src, "c > 0", "c > 1", 1),
	} {
		found, err := mutantsOf("p/p.go", []byte(src))
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(found, func(m mutant) bool { return m.from+" → "+m.to == change })
		if i < 0 {
			t.Errorf("no mutant %s", change)
		} else if got := string(found[i].in([]byte(src))); got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", change, got, want)
		}
	}
}

// What is long is cut on both sides of the change, in 40 letters of each.
func TestLongSourceIsCut(t *testing.T) {
	long := strings.Repeat("x", 50)
	found, err := mutantsOf("p/p.go", []byte(inFunction("_ = g("+long+", 7, "+long+")")))
	if err != nil {
		t.Fatal(err)
	}
	x := strings.Repeat("x", 38)
	if want := "…" + x + ", 7, " + x + "…"; found[0].from != want {
		t.Errorf("got %q, want %q", found[0].from, want)
	}
}

const drawnFrom = `package p

func (s *set[T]) more(a int) bool { return a > 1 && a < 9 }

func less(a int) bool { return a < 2 || a < 2 }
`

// The draw stays when lines move and when another function changes; another seed draws others.
func TestTheDrawStaysWhenLinesMove(t *testing.T) {
	names := func(src string, seed uint64) (of []name) {
		found, err := mutantsOf("p/p.go", []byte(src))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range draw(found, seed) {
			if m.function == "set.more" {
				of = append(of, m.name)
			}
		}
		return of
	}
	first := names(drawnFrom, 1)
	moved := strings.Replace(drawnFrom, "func (s", "// A comment.\n\n\nfunc (s", 1)
	moved = strings.Replace(moved, "a < 2 ||", "a <= 7 ||", 1)
	if !slices.Equal(names(moved, 1), first) {
		t.Errorf("got %v, want %v", names(moved, 1), first)
	}
	if slices.Equal(names(drawnFrom, 2), first) {
		t.Error("seeds 1 and 2 draw the same")
	}
	if len(first) != 7 { // of > and < two each, of && one, of 1 and 9 one each
		t.Errorf("got %d mutants of more, want 7: %v", len(first), first)
	}
}

// a < 2 stands twice in less: each of its mutants has a number.
func TestThoseAlikeAreNumbered(t *testing.T) {
	found, err := mutantsOf("p/p.go", []byte(drawnFrom))
	if err != nil {
		t.Fatal(err)
	}
	var nth []int
	slices.SortStableFunc(found, func(a, b mutant) int { return cmp.Compare(a.start, b.start) })
	for _, m := range found {
		if m.from == "a < 2" && m.to == "a <= 2" {
			nth = append(nth, m.nth)
		}
	}
	if !slices.Equal(nth, []int{1, 2}) {
		t.Errorf("got %v, want 1 and 2", nth)
	}
}
