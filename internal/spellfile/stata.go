package spellfile

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/varighet/varighet/internal/celltext"
	"github.com/varighet/varighet/internal/dictionary"
)

// WriteDo writes a do-file by which Stata, 14 or later, reads the CSV file of the same spells:
// codes as text, months as dates, true and false as 1 and 0, and columns with a short list of values
// as numbers with labels, in order. Every variable has a label. A name of the CSV file by which Stata
// could be told to do something else is an error.
func WriteDo(w io.Writer, t *Table, csvFile string) error {
	fields, err := t.Fields()
	if err != nil {
		return err
	}
	if err := checkStataFile(csvFile); err != nil {
		return err
	}
	var b strings.Builder
	fmt.Fprintf(&b, doHead, csvFile)
	names := stataNames(fields)
	for i := range fields {
		fmt.Fprintf(&b, "rename v%d %s\n", i+1, names[i])
	}
	b.WriteString("label define varighet_yesno 0 \"no\" 1 \"yes\"\n")
	for i := range fields {
		b.WriteString("\n" + stataTyped(&fields[i], names[i]))
		fmt.Fprintf(&b, "label variable %s %s\n", names[i], stataText(fields[i].Title, 80))
	}
	b.WriteString("\ncompress\n")
	_, err = io.WriteString(w, b.String())
	return err
}

// checkStataFile refuses the name of a file that would end the text it stands in, or the comment.
func checkStataFile(name string) error {
	if name == celltext.Line(name) && !strings.ContainsAny(name, "\"`$") {
		return nil
	}
	return errors.New("the name of the file has a sign that Stata would take for an order: choose one without quotes, $ and signs that nobody sees")
}

const doHead = `* Reads %[1]s into Stata. Run it in the folder of that file; both are made by varighet.
version 14
clear
import delimited using "%[1]s", varnames(nonames) rowrange(2) stringcols(_all) bindquote(strict) encoding("utf-8")
`

// stataTyped are the commands that give a variable, which is text, its type.
func stataTyped(f *dictionary.Field, name string) string {
	const made = "varighet_made"
	var b strings.Builder
	switch {
	case len(f.Categories) > 0:
		for i, v := range f.Categories {
			fmt.Fprintf(&b, "label define %s %d %s, add\n", stataLabel(name), i+1, stataText(v, 80))
		}
		fmt.Fprintf(&b, "encode %s, generate(%s) label(%s) noextend\n", name, made, stataLabel(name))
	case f.Type == dictionary.Date:
		fmt.Fprintf(&b, "generate long %s = daily(%s, \"YMD\")\nformat %[1]s %%td\n", made, name)
	case f.Type == dictionary.Boolean:
		fmt.Fprintf(&b, "generate byte %s = %s == \"true\" if %[2]s != \"\"\nlabel values %[1]s varighet_yesno\n", made, name)
	case f.Type == dictionary.Integer, f.Type == dictionary.Number:
		return fmt.Sprintf("destring %s, replace\n", name)
	default:
		return ""
	}
	fmt.Fprintf(&b, "order %s, after(%s)\ndrop %[2]s\nrename %[1]s %[2]s\n", made, name)
	return b.String()
}

// stataLabel is the name of the value label of a variable.
func stataLabel(name string) string {
	r := []rune(name)
	return string(r[:min(len(r), 30)]) + "_l"
}

// stataNames are names that Stata takes: letters, digits and _, no digit first, at most 32
// characters, and no two the same.
func stataNames(fields []dictionary.Field) []string {
	list, taken := make([]string, len(fields)), map[string]bool{}
	for i := range fields {
		name := stataName(fields[i].Name)
		for n := 2; taken[name]; n++ {
			suffix := fmt.Sprint("_", n)
			r := []rune(stataName(fields[i].Name))
			name = string(r[:min(len(r), 32-len(suffix))]) + suffix
		}
		taken[name] = true
		list[i] = name
	}
	return list
}

func stataName(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || r >= '0' && r <= '9' {
			return r
		}
		return '_'
	}, s)
	if s == "" || s[0] >= '0' && s[0] <= '9' {
		s = "_" + s
	}
	r := []rune(s)
	return string(r[:min(len(r), 32)])
}

// stataText quotes a text of at most so many bytes, without the signs that Stata would read as the
// end of the text or as a macro.
func stataText(s string, most int) string {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune("\"`$\n\r", r) {
			return -1
		}
		return r
	}, celltext.Visible(s))
	for len(s) > most {
		r := []rune(s)
		s = string(r[:len(r)-1])
	}
	return "`\"" + s + "\"'"
}
