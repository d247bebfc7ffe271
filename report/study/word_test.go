package study_test

import (
	"archive/zip"
	"encoding/json"
	"encoding/xml"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/report/study"
)

// wordText is the text of a part of the Word document in a study's folder, a line a paragraph.
func wordText(t *testing.T, folder, name string) string {
	t.Helper()
	z, err := zip.OpenReader(filepath.Join(folder, study.WordName))
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	f, err := z.Open("word/" + name)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	d := xml.NewDecoder(f)
	in := ""
	for {
		token, err := d.Token()
		if err == io.EOF {
			return b.String()
		}
		if err != nil {
			t.Fatal(err)
		}
		switch x := token.(type) {
		case xml.StartElement:
			in = x.Name.Local
		case xml.EndElement:
			if in = ""; x.Name.Local == "p" {
				b.WriteByte('\n')
			}
		case xml.CharData:
			if in == "t" {
				b.Write(x)
			}
		}
	}
}

// The document of the real case says what the page says: each sentence of the summary and each
// note of a table, in every language, and the numbers that NSDM-rapport 2020 prints.
func TestWordDocumentSaysWhatThePageSays(t *testing.T) {
	published := map[string]string{"nb": "10 av 16 stillinger har hatt samme lege hele tiden", "nn": "10 av 16 stillingar har hatt same lege heile tida",
		"en": "10 of 16 positions have had the same doctor throughout"}
	for _, tag := range locale.Tags() {
		folder := folderIn(t, "alis-vest-2019", tag, "internal")
		page, err := os.ReadFile(filepath.Join(folder, study.ReportName))
		if err != nil {
			t.Fatal(err)
		}
		text := wordText(t, folder, "document.xml")
		said := regexp.MustCompile(`(?s)<(?:li|p class="note")>([^<]+)</`).FindAllStringSubmatch(string(page), -1)
		if len(said) < 30 {
			t.Fatalf("%s: only %d sentences were found on the page", tag, len(said))
		}
		for _, s := range said {
			if want := unescape.Replace(s[1]); !strings.Contains(text, want) {
				t.Errorf("%s: %q is not in the document", tag, want)
			}
		}
		if !strings.Contains(strings.ReplaceAll(text, "\u00a0", " "), published[tag]) {
			t.Errorf("%s: no %q", tag, published[tag])
		}
		if m := regexp.MustCompile(`%\[\d|%!|NaN`).FindString(text); m != "" {
			t.Errorf("%s: the document has %q", tag, m)
		}
		mark := locale.Get(tag).InternalUse
		if header := wordText(t, folder, "header.xml"); !strings.Contains(header, mark) || !strings.Contains(text, mark) {
			t.Errorf("%s: the header is %q", tag, header)
		}
	}
}

var unescape = strings.NewReplacer("&#34;", `"`, "&#39;", "'", "&lt;", "<", "&gt;", ">", "&amp;", "&", "&#43;", "+")

// The manifest lists the document.
func TestManifestListsTheWordDocument(t *testing.T) {
	folder := folderIn(t, "alis-vest-2019", "nb", "")
	b, err := os.ReadFile(filepath.Join(folder, "manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	var m study.Manifest
	if err := json.Unmarshal(b, &m); err != nil {
		t.Fatal(err)
	}
	for _, o := range m.Outputs {
		if o.Name == study.WordName && o.Bytes > 100_000 {
			return
		}
	}
	t.Errorf("%s is not in the manifest", study.WordName)
}
