package ingest_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest"
	"github.com/varighet/varighet/internal/limit"
)

func packed(t *testing.T, text string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := io.WriteString(z, text); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func archiveOf(t *testing.T, files int) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := range files {
		w, err := z.Create(fmt.Sprintf("%05d.txt", i))
		if i == 0 {
			w, err = z.Create("lists.csv")
		}
		if err == nil && i == 0 {
			_, err = io.WriteString(w, limitRows)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

const limitRows = "Måned;Kommunenr;Liste;Lege\n2019-01;4631;1;Kari Aas\n"

// A large file that means no harm is refused with the flag that raises the limit, and read when it is
// raised, by the flag or by the layout. Each has one row beyond the limit: by hand, 70,000 bytes are over
// 64 KiB, the list stands behind 1,100 columns, 90 MB of blanks pack to less than a hundredth, 20,001
// files are over 20,000, and an element in 70 others is deeper than 64.
func TestALargeFileIsReadWhenItsLimitIsRaised(t *testing.T) {
	columns := "<html><table><tr>" + strings.Repeat("<td>x</td>", 1100) + "<td>Måned</td><td>Kommunenr</td><td>Liste</td><td>Lege</td></tr><tr>" +
		strings.Repeat("<td></td>", 1100) + "<td>2019-01</td><td>4631</td><td>1</td><td>Kari Aas</td></tr></table></html>"
	deep := "<ArrayOfGPContract><GPContract><Id>1</Id>" + strings.Repeat("<a>", 70) + strings.Repeat("</a>", 70) + "</GPContract></ArrayOfGPContract>"
	for _, c := range []struct{ file, content, raise, says string }{
		{"a.csv", limitRows + "2019-01;4631;2;" + strings.Repeat(" ", 70_000) + "Ola Aas\n", "line=128KiB", "(--limit line=64KiB)"},
		{"a.html", columns, "columns=2000", ""},
		{"a.csv.gz", packed(t, limitRows+strings.Repeat(strings.Repeat(" ", 60_000)+"\n", 1500)), "ratio=2000", "100 times its size (--limit ratio=100)"},
		{"a.zip", archiveOf(t, 20_001), "members=30000", "(--limit members=20000)"},
		{"a.xml", deep, "export-depth=100", "(--limit export-depth=64)"},
	} {
		name, value, _ := strings.Cut(c.raise, "=")
		layout, err := ingest.ParseLayout(fmt.Appendf(nil, "[limits]\n%s = %q\n", name, value))
		if err != nil {
			t.Fatal(err)
		}
		var raised limit.Set
		if err := raised.Raise(c.raise); err != nil {
			t.Fatal(err)
		}
		for _, opt := range []ingest.Options{{}, {Limits: raised}, {Layout: layout}} {
			said := readLimited(t, c.file, c.content, opt)
			if within := opt.Limits != (limit.Set{}) || opt.Layout != nil; within && strings.Contains(said, "limit") || !within && (said == "" || !strings.Contains(said, c.says)) {
				t.Errorf("%s with %q: %s", c.file, opt.Limits, said)
			}
		}
	}
}

// readLimited reads a file and returns its faults; "" for none.
func readLimited(t *testing.T, name, content string, opt ingest.Options) string {
	t.Helper()
	res, err := ingest.Read(t.Context(), []ingest.Input{ingest.Bytes(name, []byte(content))}, opt, nil)
	var ps *varighet.Problems
	if err != nil && !errors.As(err, &ps) {
		return err.Error()
	}
	if res == nil || res.Problems == nil {
		return ""
	}
	var b strings.Builder
	for _, p := range res.Problems.All() {
		fmt.Fprintln(&b, p.Code, p.Msg)
	}
	return b.String()
}

// A layout with a limit that there is not is refused.
func TestALayoutWithAnUnknownLimitIsRefused(t *testing.T) {
	if _, err := ingest.ParseLayout([]byte("[limits]\nworkbok = \"1GiB\"\n")); err == nil || !strings.Contains(err.Error(), "there is no limit") {
		t.Errorf("%v", err)
	}
}
