package ingest

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/varighet/varighet"
)

// The forms in which a line of text names one municipality: "1865 Vågan
// kommune", "Kommune: 1865 Vågan", "Kommunenr. 1865", "Vågan kommune", "Kommune: Vågan".
var (
	codeThenName  = regexp.MustCompile(`(?i)(?:^|[^\pL\d])(\d{4})\s*[-–:]?\s*(\pL[\pL .'’()–-]*?)\s+(?:kommune|herad)(?:$|[^\pL])`)
	wordThenCode  = regexp.MustCompile(`(?i)(?:^|\s)kommune(?:nr|nummer)?\s*\.?\s*[:=]?\s*(\d{4})(?:$|[^\d.])\s*[-–]?\s*(\pL[\pL .'’()–-]*)?`)
	nameThenWord  = regexp.MustCompile(`^(\p{Lu}[\pL .'’()–-]*?)\s+(?:kommune|herad)$`)
	wordThenName  = regexp.MustCompile(`^(?i:kommune)\s*:\s*(\p{Lu}[\pL .'’()–-]*)$`)
	codeNameAlone = regexp.MustCompile(`^(\d{4})\s*[-–]?\s*(\p{Lu}[\pL .'’()–-]*)$`)
)

// municipalityInText reads the municipality that a title or a heading names. A
// year before a text is no code.
func municipalityInText(text string) (code varighet.MunicipalityCode, name string, ok bool) {
	text = strings.TrimSpace(text)
	if len(text) > 200 {
		return "", "", false
	}
	for _, re := range []*regexp.Regexp{codeThenName, wordThenCode, codeNameAlone} {
		m := re.FindStringSubmatch(text)
		if m == nil {
			continue
		}
		if ts := tokens(m[1]); re == codeNameAlone && ts[0].isYear() {
			continue
		}
		code, err := varighet.ParseMunicipalityCode(m[1])
		name := strings.TrimSpace(m[2])
		if words := tokens(name); err != nil || len(words) > 0 && words[0].name() > 0 {
			continue
		}
		return code, cutAtPer(name), true
	}
	for _, re := range []*regexp.Regexp{nameThenWord, wordThenName} {
		if m := re.FindStringSubmatch(text); m != nil {
			return "", cutAtPer(afterSubject(m[1])), true
		}
	}
	return "", "", false
}

// subjects are what the words begin with that say what a list is of.
var subjects = []string{"fastleg", "lege", "legar", "liste", "heim", "hjem", "alis", "oversikt", "oversyn", "basistil", "rekrutter", "vaktliste"}

// afterSubject takes "Fastlegar i" off a name; "Våler i Solør" is one.
func afterSubject(name string) string {
	for _, in := range []string{" i ", " for "} {
		subject, place, found := strings.Cut(name, in)
		if found && slices.ContainsFunc(subjects, func(s string) bool { return strings.HasPrefix(fold(subject), s) }) {
			return strings.TrimSpace(place)
		}
	}
	return name
}

// cutAtPer takes what follows the name off it: "Vågan per august".
func cutAtPer(name string) string {
	words := strings.Fields(name)
	for i, w := range words {
		if f := fold(w); i > 0 && (f == "per" || f == "pr" || f == "kommune" || monthNames[f] > 0) {
			words = words[:i]
			break
		}
	}
	return strings.Trim(strings.Join(words, " "), " -–")
}

// titleMunicipality finds the municipality in the title of a table whose rows
// have none. It must not disagree with the file's name.
func (t *table) titleMunicipality() {
	f := t.res
	if t.head.namesMunicipality() {
		return
	}
	for _, title := range t.head.titles {
		code, name, ok := municipalityInText(title)
		if !ok {
			continue
		}
		switch {
		case f.nameCode == "" && (code != "" || f.nameOfMunicipality == ""):
			f.nameCode, f.nameOfMunicipality = code, name
		case code != "" && code != f.nameCode:
			t.refuse(0, 0, "municipality", "the title names municipality "+string(code)+" and the file's name, or another title, "+string(f.nameCode),
				"correct the one that is wrong, or add a column with the municipality")
			return
		}
	}
	if f.nameCode == "" && f.nameOfMunicipality == "" {
		f.nameOfMunicipality = t.knownName()
	}
}

// knownName is the municipality that the sheet, or else the file, is named after:
// "Masfjorden", as the reference knows it. Without a reference it may be any word.
func (t *table) knownName() string {
	if t.places == nil {
		return ""
	}
	base := path.Base(t.res.file)
	for _, s := range []string{t.res.sheet, strings.TrimSuffix(base, path.Ext(base))} {
		if name := readMunicipalityName([]byte(s)).name; name != "" && t.places.knowsName(name) {
			return name
		}
	}
	return ""
}

// headingText reads a row with text in one cell as the heading of a block of
// rows, in a table whose rows do not name their municipality.
func (t *table) headingText(text string) bool {
	if !t.headed {
		return false
	}
	code, name, ok := municipalityInText(text)
	if !ok {
		return false
	}
	t.code, t.name, t.begun, t.ended = code, name, true, 0
	t.blocks = true
	if ms := findMonths(text, t.order.order); len(ms) == 1 {
		t.beginMonth(ms[0], t.line)
	}
	return true
}

// headedMunicipality is that of the title or of the heading above the row.
func (t *table) headedMunicipality() (code varighet.MunicipalityCode, name string, ok bool) {
	switch {
	case !t.blocks && t.code == "" && t.name == "" && t.nameless == 0:
		t.nameless = t.line
	case t.blocks && t.nameless > 0:
		t.refuse(t.nameless, 0, "municipality-missing",
			fmt.Sprintf("rows from here on stand below no heading with a municipality, and those from line %d on do", t.line),
			"put the municipality above each block, or add a column with it")
		t.nameless = 0
	case t.blocks && t.ended > 0:
		t.fault(0, "municipality-missing", fmt.Sprintf("the row stands below no heading: the total on line %d ended the block above", t.ended),
			"put the municipality above each block, or add a column with it")
		return "", "", false
	}
	return t.code, t.name, true
}
