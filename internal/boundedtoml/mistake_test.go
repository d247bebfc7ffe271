package boundedtoml

import (
	"strings"
	"testing"
)

// What people write, and what they are told of it. No message is in the decoder's own words.
func TestMistakesInPlainWords(t *testing.T) {
	for text, c := range map[string]struct {
		line      int
		msg, hint string
	}{
		`a = 1` + "\n" + `folder = "C:\Users\kari"`: {2, "this path cannot be read", "single quotes"},
		`folder = "C:\data\x"`:                      {1, "this path cannot be read", "slashes"},
		`title = "50 \% av"`:                        {1, "and this is none", `\\`},
		`title = Stabilitet`:                        {1, "a text has no quotes", `title = "…"`},
		`files = [a, b]`:                            {1, "a value in a list has no quotes", "files = ["},
		`files = ["a", "b"`:                         {1, "a list has no end", "files = ["},
		`files = ["a" "b"]`:                         {1, "no comma between", "files = ["},
		`files = "a", "b"`:                          {1, "two texts", "files = ["},
		`files = ["a",, "b"]`:                       {1, "a comma too many", ""},
		"a = 1\n\na = 2":                            {3, "a stands twice: first in line 1, and again here", "keep one"},
		"[input]\nfiles = [\"a\"]\n[input]\n":       {3, "input stands twice: first in line 1", "keep one"},
		"[figure]\nname = \"a\"\n[[figure]]\n":      {3, "[[ ]] is one of a list", "[[figure]]"},
		"figure = 1\n[[figure]]\n":                  {2, "[[ ]] is one of a list", "[[figure]]"},
		"title = \"abc\nb = 1":                      {1, "a quote is not closed", "same quote"},
		"a = 'abc":                                  {1, "a quote is not closed", "same quote"},
		`title = "it"s"`:                            {1, "after the end of the text", "other kind"},
		`title: "x"`:                                {1, "after a key comes =, not :", "title ="},
		`navn på = 3`:                               {1, "the line is no key", "in quotes"},
		`= 3`:                                       {1, "the line is no key", "key = value"},
		"[input\nfiles = 1":                         {1, "stands in brackets", "[input]"},
		"[[figure]\nname = 1":                       {1, "stands in brackets", "[[figure]]"},
		`bands = True`:                              {1, "true and false", "without quotes"},
		`bands = ja`:                                {1, "true and false", "without quotes"},
		`last_month = 2019-11`:                      {1, "a month stands in quotes", `"2019-11"`},
		`date = 2019-13-45`:                         {1, "looks like a date", "in quotes"},
		`code = 0301`:                               {1, "does not begin with 0", "in quotes"},
		`width_mm = 1,5`:                            {1, "a point for decimals", "1.5"},
		`gap = 2 months`:                            {1, "this is not a number", "only the number"},
		`gap = 1.2.3`:                               {1, "this is not a number", "only the number"},
		`gap = +x`:                                  {1, "this is not a number", "only the number"},
		`gap = .5`:                                  {1, "this is not a number", "1.5"},
		`gap = 99999999999999999999`:                {1, "too large", ""},
		"gap =\nb = 1":                              {1, "nothing after =", "value"},
		`title = “x”`:                               {1, "these quotes", "straight"},
		"a = { nb = \"x\" nn = \"y\" }":             {1, "a { has no }", "{ nb ="},
		"title = \"a\xe6\"":                         {1, "a letter is not in UTF-8", "UTF-8"},
		"\xff\xfet\x00i\x00":                        {1, "not plain text in UTF-8", "UTF-8"},
		"title = \"a\x01b\"":                        {1, "cannot be seen", "again"},
		"title = " + strings.Repeat("[", 16+2):      {1, "nested more than", ""},
	} {
		var v map[string]any
		_, err := Decode([]byte(text), &v)
		if err == nil {
			t.Errorf("%q is read", text)
			continue
		}
		m := Explain([]byte(text), err)
		if m.Line != c.line || !strings.Contains(m.Msg, c.msg) || !strings.Contains(m.Hint, c.hint) {
			t.Errorf("%q: got line %d: %s (%s), want line %d: …%s… (…%s…)\n%v", text, m.Line, m.Msg, m.Hint, c.line, c.msg, c.hint, err)
		}
	}
}

// The mark that some editors put first, tabs and line ends of Windows are no mistakes.
func TestWhatIsNoMistake(t *testing.T) {
	var v map[string]any
	if _, err := Decode([]byte("\ufefftitle\t=\t\"x\ty\"\r\nb = 1\r\n"), &v); err != nil || v["title"] != "x\ty" || v["b"] != int64(1) {
		t.Errorf("%v: %v", v, err)
	}
}
