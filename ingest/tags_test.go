package ingest

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/varighet/varighet/ingest/sheet"
	"github.com/varighet/varighet/internal/limit"
)

// tagsOf are the tags that a sheet.Tags gives of a document.
func tagsOf(doc []byte) (list []string) {
	r := sheet.NewTags(bytes.NewReader(doc))
	for r.Next() {
		name := string(r.Name)
		if r.Opens {
			tag := "<" + name
			for n, v, ok := r.Attribute(); ok; n, v, ok = r.Attribute() {
				tag += fmt.Sprintf(" %s=%q", n, v)
			}
			list = append(list, tag)
		}
		if r.Closes {
			list = append(list, "</"+name)
		}
	}
	return list
}

// tagsByDecoder are those that encoding/xml gives; ok is false for a document that it refuses.
func tagsByDecoder(doc []byte) (list []string, ok bool) {
	dec := xml.NewDecoder(bytes.NewReader(doc))
	for {
		token, err := dec.RawToken()
		if err != nil {
			return list, err.Error() == "EOF"
		}
		switch el := token.(type) {
		case xml.StartElement:
			tag := "<" + el.Name.Local
			for _, a := range el.Attr {
				name := a.Name.Local
				if a.Name.Space != "" {
					name = a.Name.Space + ":" + name
				}
				tag += fmt.Sprintf(" %s=%q", name, a.Value)
			}
			list = append(list, tag)
		case xml.EndElement:
			list = append(list, "</"+el.Name.Local)
		}
	}
}

// Every part of the made workbooks, as programs of four makers write them, has the tags that
// encoding/xml finds.
func TestTagsAreThoseOfAnXMLDecoder(t *testing.T) {
	files, err := filepath.Glob("testdata/dirt/workbook*.xlsx")
	if err != nil || len(files) == 0 {
		t.Fatal("no workbooks", err)
	}
	n := 0
	for _, file := range files {
		z, err := zip.OpenReader(file)
		if err != nil {
			continue // one is cut off
		}
		defer z.Close()
		for _, m := range z.File {
			if !strings.Contains(m.Name, "worksheets/sheet") {
				continue
			}
			content := readMember(t, m)
			want, ok := tagsByDecoder(content)
			if got := tagsOf(content); ok && !slices.Equal(got, want) {
				t.Errorf("%s, %s: %d tags, encoding/xml %d", file, m.Name, len(got), len(want))
			}
			n += len(want)
		}
	}
	if n < 1000 {
		t.Errorf("only %d tags", n)
	}
}

func readMember(t *testing.T, m *zip.File) []byte {
	t.Helper()
	src, err := m.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	content, err := readWhole(src, limit.Set{}, limit.WholeFile)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// The tags of any document that encoding/xml accepts, but for what the reader says it does not do:
// references, and > where XML lets it stand in an attribute, an instruction or a document type. A
// name may have a colon in odd places, so those with one are left to the tests above.
func FuzzTags(f *testing.F) {
	for _, doc := range []string{"<a/>", `<x:c r="A1" t='b'><f>1</f><v>0</v></x:c>`, "<!-- <c/> --><c ><!--></c>--></c\n>", `<?xml version="1.0"?><s  a = "1"/>`,
		"<c><![CDATA[<f/>]]></c>", "<" + strings.Repeat("a", 20_000) + "/>", "<c>" + strings.Repeat(" ", 16<<10-5) + "<!--  --><v/></c>"} {
		f.Add([]byte(doc))
	}
	f.Fuzz(func(t *testing.T, doc []byte) {
		got := tagsOf(doc)
		want, ok := tagsByDecoder(doc)
		if !ok || bytes.ContainsAny(doc, "&:") || hasOddMarks(doc) {
			return
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", doc, got, want)
		}
	})
}

// hasOddMarks reports whether > stands elsewhere than at the end of a tag, or a tag is longer than
// the reader's buffer.
func hasOddMarks(doc []byte) bool {
	for _, tag := range bytes.Split(doc, []byte("<"))[1:] {
		head, _, _ := bytes.Cut(tag, []byte(">"))
		odd := bytes.HasPrefix(tag, []byte("?")) && bytes.Count(tag, []byte(">")) > 1 || bytes.HasPrefix(tag, []byte("!")) && !bytes.HasPrefix(tag, []byte("!--")) ||
			bytes.Count(head, []byte(`"`))%2 == 1 || bytes.Count(head, []byte("'"))%2 == 1
		if odd || len(head) > 16_000 {
			return true
		}
	}
	return false
}
