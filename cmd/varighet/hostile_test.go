//go:build unix

package main

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/text/unicode/norm"

	"github.com/varighet/varighet/internal/boundedtoml"
	"github.com/varighet/varighet/internal/celltext"
	"github.com/varighet/varighet/internal/spellfile"
)

// hostileTexts are what somebody may write into a name so that a program does more than show it.
var hostileTexts = []string{
	"=1+1", "+1+1", "-1+1", "@SUM(A1)", "=HYPERLINK(\"http://a.example\";\"b\")", "=cmd|' /C calc'!A0", "＝1+1", "'=1", "\u200b=1",
	`"`, `";"`, ";", ",", "'", "`x`", "a\u202egnp", "a\u2066b\u2069", "zero\u200bwidth", "e\u0301\u0323", "👩\u200d⚕️",
	"<script>alert(1)</script>", "</title></style><img src=x onerror=alert(1)>", "&amp;&#60;b&#62;", "]]>", "<!--", "--><b>", "' onload='x", "\" onload=\"x",
	`\input{/etc/passwd}`, `\write18{id}`, "%", "_", "$x$", "{}", `\\`, "^^5cinput", "~#&", "``", "[x](javascript:x)", "![x](y)", "|", "* a", "# a", "> a",
	"a\ufffeb", "a\ufdd0b", "\u009b31m", "${HOME}", "`=x'", strings.Repeat("lang", 400),
}

// controls are signs that a table beside the rows cannot be asked to hold, and a study file can.
var controls = []string{"a\x00b", "\x1b[31mrød", "\x1b]0;x\x07", "a\x7fb", "a\rb", "a\x08b"}

// marked is a text with a mark by which it is found again.
func marked(i int, text string) string { return fmt.Sprintf("%s q%02dq", text, i) }

// harmless is what stands in place of a hostile text where nothing is to be expected.
func harmless(int, string) string { return "Navn" }

// otherInRegister are texts that a register has otherwise than a table beside it: it takes off an
// apostrophe and a star before an id, as spreadsheets and footnotes put there, and what nobody sees.
var otherInRegister = regexp.MustCompile("^'([^=]|$)|\u200b|\u200d|\ufffe|\u009b|^\\*")

// hostileStudy writes a study in which each text is the id of a list, the name of a doctor and of a
// municipality, there and in a reference folder, a value of the cohort's table, and part of the title,
// the source and the name of a group.
func hostileStudy(t *testing.T, texts []string, name func(int, string) string) (dir string) {
	dir = t.TempDir()
	in := name(0, "=x;'$(id)&") + ".csv"
	var rows, cohort, klass bytes.Buffer
	r, c, k := csv.NewWriter(&rows), csv.NewWriter(&cohort), csv.NewWriter(&klass)
	r.Comma, c.Comma = ';', ';'
	r.Write([]string{"Måned", "Kommunenr", "Kommune", "Liste", "Lege"})
	k.Write([]string{"code", "name", "validFromInRequestedRange", "validToInRequestedRange"})
	k.Write([]string{"0102", "Bekkøy", "2001-01-01", "2008-01-01"})
	k.Write([]string{"0103", "Bekkvik", "2008-01-01", ""})
	c.Write([]string{"position_id", "gruppe"})
	var title []string
	for i, text := range texts {
		id := fmt.Sprint(name(i, text), " L", i)
		if otherInRegister.MatchString(text) {
			id = fmt.Sprint("L", i)
		}
		c.Write([]string{id, name(i, text) + fmt.Sprint(" G", i)})
		title = append(title, name(i, text))
		code, municipality := fmt.Sprint(4601+i), fmt.Sprint(name(i, text), " M", i)
		k.Write([]string{code, municipality, "2001-01-01", ""})
		for m := range 24 {
			r.Write([]string{fmt.Sprintf("%d-%02d", 2018+m/12, 1+m%12), code, municipality, id, fmt.Sprintf("%s Doktor%c%c", name(i, text), 'a'+i/26, 'a'+(i+m/(5+i%19))%26)})
		}
	}
	r.Flush()
	c.Flush()
	k.Flush()
	for i, text := range controls {
		title = append(title, name(len(texts)+i, text))
	}
	quoted := boundedtoml.Quote(strings.Join(title, " "))
	write(t, dir, in, rows.String())
	write(t, dir, "cohort.csv", cohort.String())
	write(t, dir, "codes.csv", klass.String())
	write(t, dir, "changes.csv", "oldCode,oldName,oldShortName,newCode,newName,newShortName,changeOccurred\n0102,Bekkøy,,0103,Bekkvik,,2008-01-01\n")
	output(t, dir, "reference", "import", "--klass", "codes.csv", "--klass", "changes.csv", "-o", "ref")
	write(t, dir, "s.toml", fmt.Sprintf(`title = %[1]s
source = %[1]s
disclosure = "internal"
language = "en"
[input]
files = [%[2]s]
keep_names = true
cohort = "cohort.csv"
[reference]
folder = "ref"
[names]
%[3]s = { nb = %[1]s, nn = %[1]s, en = %[1]s }
[[figure]]
name = "timeline"
kind = "timeline-bars"
title = %[1]s
caption = %[1]s
[[figure]]
name = "labelled"
kind = "timeline-months"
label = "gruppe"
[[figure]]
name = "places"
kind = "timeline-months"
label = "municipality"
[[figure]]
name = "stability"
kind = "stability"
by = "gruppe"
[[table]]
name = "medians"
kind = "medians"
[[table]]
name = "places"
kind = "municipalities"
[[table]]
name = "groups"
kind = "stability"
by = "gruppe"
`, quoted, boundedtoml.Quote(in), boundedtoml.Quote(name(0, texts[0])+" G0")))
	return dir
}

// What a text can make of a document, by the readers of it: the names of elements and attributes, the
// commands of LaTeX, and all words.
type found struct {
	structure map[string]bool
	words     strings.Builder
}

// look reads every file of a folder with a reader of its form that is not the writer's.
func look(t *testing.T, dir string) map[string]*found {
	t.Helper()
	forms := map[string]*found{}
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		if filepath.Base(filepath.Dir(path)) == "cohort" {
			return nil // a copy of what was read, byte for byte
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		form := strings.TrimPrefix(filepath.Ext(path), ".")
		if forms[form] == nil {
			forms[form] = &found{structure: map[string]bool{}}
		}
		if err := forms[form].read(form, b); err != nil {
			t.Errorf("%s: %v", filepath.Base(path), err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return forms
}

func (f *found) read(form string, b []byte) error {
	switch form {
	case "csv":
		return f.csv(b)
	case "html":
		return f.html(b)
	case "svg", "xml", "rels":
		return f.xml(b)
	case "docx", "xlsx":
		return f.zip(b)
	case "json":
		return f.json(b)
	case "tex":
		return f.tex(b)
	case "pdf":
		return f.pdf(b)
	case "md":
		f.words.Write(b)
		return f.unseen(string(b))
	}
	return nil
}

// unseen reports the first sign that is to be written as its number.
func (f *found) unseen(s string) error {
	for _, r := range s {
		if unicode.IsControl(r) && r != '\n' && r != '\t' || unicode.Is(unicode.Bidi_Control, r) {
			return fmt.Errorf("%U stands as it is", r)
		}
	}
	if !utf8.ValidString(s) {
		return errors.New("no UTF-8")
	}
	return nil
}

func (f *found) csv(b []byte) error {
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(b, []byte("\ufeff"))))
	line, _, _ := bytes.Cut(b, []byte("\n"))
	if bytes.Count(line, []byte(";")) > bytes.Count(line, []byte(",")) {
		r.Comma = ';'
	}
	rows, err := r.ReadAll()
	if err != nil {
		return err
	}
	digits, number := regexp.MustCompile(`^="[0-9]+"$`), regexp.MustCompile(`^[+-]?[0-9.,]+(e[+-]?[0-9]+)?$`)
	for _, cell := range slices.Concat(rows...) {
		f.words.WriteString(celltext.OfCSV(cell) + "\n")
		if digits.MatchString(cell) {
			continue // a formula for a text, by which digits stay text
		}
		if s := strings.TrimLeft(cell, " \u200b"); s != "" && strings.ContainsRune("=+-@\t\r＝", []rune(s)[0]) && !number.MatchString(s) {
			return fmt.Errorf("the cell %q is a formula", cell)
		}
		if err := f.unseen(cell); err != nil {
			return fmt.Errorf("%w in %q", err, cell)
		}
	}
	return nil
}

func (f *found) html(b []byte) error {
	z := html.NewTokenizer(bytes.NewReader(b))
	for {
		switch z.Next() {
		case html.ErrorToken:
			if z.Err() == io.EOF {
				return f.unseen(string(b))
			}
			return z.Err()
		case html.StartTagToken, html.SelfClosingTagToken:
			token := z.Token()
			for _, a := range token.Attr {
				f.structure[token.Data+" "+a.Key] = true
			}
			f.structure[token.Data] = true
		case html.TextToken:
			f.words.WriteString(z.Token().Data)
		case html.CommentToken, html.DoctypeToken:
			f.structure[z.Token().String()] = true
		}
	}
}

func (f *found) xml(b []byte) error {
	d := xml.NewDecoder(bytes.NewReader(b))
	for {
		token, err := d.Token()
		if err == io.EOF {
			return f.unseen(string(b))
		}
		if err != nil {
			return err
		}
		switch x := token.(type) {
		case xml.StartElement:
			f.structure[x.Name.Local] = true
			for _, a := range x.Attr {
				f.structure[x.Name.Local+" "+a.Name.Local] = true
			}
		case xml.CharData:
			f.words.Write(x)
		case xml.Comment:
			f.structure["comment "+string(x)] = true
		}
	}
}

// zip reads the parts of an office document, and no sheet may have a formula.
func (f *found) zip(b []byte) error {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return err
	}
	for _, part := range z.File {
		r, err := part.Open()
		if err != nil {
			return err
		}
		content, err := io.ReadAll(r)
		if err != nil {
			return err
		}
		switch filepath.Ext(part.Name) {
		case ".xml", ".rels", ".svg":
			if err := f.xml(content); err != nil {
				return fmt.Errorf("%s: %w", part.Name, err)
			}
		}
	}
	if f.structure["f"] {
		return errors.New("a sheet has a formula")
	}
	return nil
}

func (f *found) json(b []byte) error {
	var v any
	if err := json.Unmarshal(b, &v); err != nil {
		return err
	}
	f.texts(v)
	return nil
}

func (f *found) texts(v any) {
	switch v := v.(type) {
	case string:
		f.words.WriteString(celltext.Visible(v) + "\n")
	case []any:
		for _, x := range v {
			f.texts(x)
		}
	case map[string]any:
		for k, x := range v {
			f.words.WriteString(celltext.Visible(k) + "\n")
			f.texts(x)
		}
	}
}

// pdf reads the keys of a document, by which it could run or open something, and the texts that its
// pages show. Those are UTF-16, in brackets before Tj; streams are packed with zlib or not at all.
func (f *found) pdf(b []byte) error {
	for len(b) > 0 {
		switch {
		case bytes.HasPrefix(b, []byte("stream\n")):
			end := bytes.Index(b, []byte("endstream"))
			if end < 0 {
				return errors.New("a stream without an end")
			}
			content := b[len("stream\n"):end]
			if z, err := zlib.NewReader(bytes.NewReader(content)); err == nil {
				if content, err = io.ReadAll(z); err != nil {
					return err
				}
			}
			f.pdfTexts(content)
			b = b[end+len("endstream"):]
		case b[0] == '(':
			_, b = pdfString(b)
		case b[0] == '/':
			name := pdfName.Find(b)
			f.structure[string(name)] = true
			b = b[len(name):]
		default:
			b = b[1:]
		}
	}
	return f.unseen(f.words.String())
}

var pdfName = regexp.MustCompile(`^/[^\s/<>()\[\]{}%]*`)

// pdfTexts reads what a page shows.
func (f *found) pdfTexts(b []byte) {
	for {
		at := bytes.IndexByte(b, '(')
		if at < 0 {
			return
		}
		var raw []byte
		if raw, b = pdfString(b[at:]); !bytes.HasPrefix(bytes.TrimSpace(b), []byte("Tj")) {
			continue
		}
		var units []uint16
		for i := 0; i+1 < len(raw); i += 2 {
			units = append(units, uint16(raw[i])<<8|uint16(raw[i+1]))
		}
		f.words.WriteString(string(utf16.Decode(units)) + "\n")
	}
}

// pdfString takes the string that b begins with, in brackets that may have others in them.
func pdfString(b []byte) (s, rest []byte) {
	depth := 0
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case c == '\\' && i+1 < len(b):
			i++
			if c = b[i]; c == 'r' {
				c = '\r'
			}
			s = append(s, c)
			continue
		case c == '(':
			if depth++; depth == 1 {
				continue
			}
		case c == ')':
			if depth--; depth == 0 {
				return s, b[i+1:]
			}
		}
		s = append(s, b[i])
	}
	return s, nil
}

var latexCommand = regexp.MustCompile(`\\([A-Za-z]+|.)`)

func (f *found) tex(b []byte) error {
	for _, c := range latexCommand.FindAllString(string(b), -1) {
		f.structure[c] = true
	}
	return f.unseen(string(b))
}

// Names with everything that programs take for more than text come out of every writer as text: what
// is read back is the name, with numbers for signs that nobody sees; and no form has an element, an
// attribute, a command or a formula that a study of plain names does not have.
func TestHostileTextIsTextInEveryForm(t *testing.T) {
	hostile, plain := hostileStudy(t, hostileTexts, marked), hostileStudy(t, hostileTexts, harmless)
	said := output(t, hostile, "run", "s.toml")
	output(t, plain, "run", "s.toml")
	if err := (&found{}).unseen(said); err != nil {
		t.Errorf("on the terminal %v", err)
	}
	got, want := look(t, filepath.Join(hostile, "out")), look(t, filepath.Join(plain, "out"))
	// Marks of LaTeX for signs that plain names do not have.
	for _, c := range strings.Fields(`\textbackslash \char \{ \} \$ \& \# \% \_ \textasciitilde \textasciicircum \textless \textgreater \textbar \textasciigrave \geq \leq`) {
		want["tex"].structure[c] = true
	}
	want["docx"].structure["br"] = true // a return in a title
	for form, f := range got {
		for s := range maps.Keys(f.structure) {
			if !want[form].structure[s] {
				t.Errorf("%s has %q, which came of a name", form, s)
			}
		}
	}
	for _, form := range []string{"csv", "html", "docx", "xlsx", "json", "svg", "pdf"} {
		missing := 0
		for i, text := range slices.Concat(hostileTexts, controls) {
			if len(text) < 1000 && !strings.Contains(flat(got[form].words.String()), flat(celltext.Visible(marked(i, text)))) {
				if missing++; form != "pdf" { // of which the font lacks some letters
					t.Errorf("%s does not have %q", form, celltext.Visible(marked(i, text)))
				}
			}
		}
		if 2*missing > len(hostileTexts) {
			t.Errorf("%s lacks %d texts", form, missing)
		}
		t.Logf("%s: %d texts, %d missing, %d kinds of elements and attributes", form, len(hostileTexts)+len(controls), missing, len(got[form].structure))
	}
	hostileSpells(t, hostile)
}

// flat is a text without its spaces, which programs lay out, and with letters and accents as one.
func flat(s string) string { return norm.NFC.String(strings.Join(strings.Fields(s), "")) }

// hostileSpells writes the spells in every form, which say the same when they are read.
func hostileSpells(t *testing.T, dir string) {
	t.Helper()
	register := filepath.Join("out", "s", "internal", "register")
	var first []string
	for _, file := range []string{"s.parquet", "s.csv", "s.excel.csv", "s.xlsx", "s.do"} {
		output(t, dir, "survival", "spells", register, "--cohort", "cohort.csv", "-o", file)
		if filepath.Ext(file) != ".csv" && filepath.Ext(file) != ".parquet" {
			continue
		}
		table, err := spellfile.Read(filepath.Join(dir, file))
		if err != nil {
			t.Fatal(err)
		}
		var words []string
		group := slices.IndexFunc(table.Attributes, func(a spellfile.Attribute) bool { return a.Name == "gruppe" })
		for i := range table.Spells {
			s := &table.Spells[i]
			words = append(words, celltext.Visible(s.PositionID+"|"+s.DoctorID+"|"+s.Beside.Attributes[group]))
		}
		if first == nil {
			first = words
		}
		if len(words) < len(hostileTexts) || !slices.Equal(words, first) {
			t.Errorf("%s has other texts: %q", file, othersOf(words, first))
		}
	}
	for _, file := range []string{"s.csv", "s.excel.csv", "s.xlsx", "s.csv.datapackage.json"} {
		b, err := os.ReadFile(filepath.Join(dir, file))
		if err != nil {
			t.Fatal(err)
		}
		if err := (&found{structure: map[string]bool{}}).read(strings.TrimPrefix(filepath.Ext(file), "."), b); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
	do, err := os.ReadFile(filepath.Join(dir, "s.do"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(do)) {
		if !regexp.MustCompile(`^(\* Reads|version|clear|import|rename|label|encode|order|drop|generate|format|destring|compress|\n)`).MatchString(line) {
			t.Errorf("the do-file has the line %q", line)
		}
	}
}

func othersOf(a, b []string) (list []string) {
	for i, s := range a {
		if i >= len(b) || s != b[i] {
			list = append(list, s)
		}
	}
	return list
}

// The name of a file is no order to a terminal, and no message of its own.
func TestAFileNameIsNoOrderAndNoMessage(t *testing.T) {
	for _, name := range []string{"a\nvarighet: all is well\n.csv", "\x1b[2J\u202e\u009b31m.csv"} {
		dir := t.TempDir()
		write(t, dir, name, "Måned;Kommunenr;Liste;Lege\n2019-13;4631;1;Kari Aas\n")
		for _, args := range [][]string{{"check", name}, {"ingest", name, "-o", "reg"}, {"survival", "km", name + "x"}, {"survival", "spells", name, "-o", "s.csv"}, {name}} {
			said, _ := program(dir, args...).CombinedOutput()
			if len(said) == 0 || strings.Contains(string(said), "\nvarighet: all is well") {
				t.Errorf("%q says %q", args, said)
			}
			if err := (&found{}).unseen(string(said)); err != nil {
				t.Errorf("%q: %v in %q", args, err, said)
			}
		}
	}
}
