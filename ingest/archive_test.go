package ingest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"testing"
)

// A file that unpacks to far more than any list would is refused before it fills
// anything, in .gz, .zip and .xlsx; 80 MiB of separators pack 300 to 1.
func TestFilesMadeToFillAMemoryAreRefused(t *testing.T) {
	filler := func() []byte { return bytes.Repeat([]byte(strings.Repeat(";", 1023)+"\n"), 80<<10) }
	list := func() []byte { return append([]byte(byNumber), filler()...) }
	for name, made := range map[string]func() []byte{
		"bomb_2019_11.csv.gz": packed(list),
		"bomb_2019_11.zip":    archived("liste.csv", list),
		"bomb_2019_11.xlsx":   archived("xl/workbook.xml", filler),
		"texts_2019_11.xlsx": archived("xl/workbook.xml", text("<x/>"), "xl/sharedStrings.xml", func() []byte {
			var b bytes.Buffer
			for i := range 1_200_000 {
				fmt.Fprintf(&b, "<si><t>%d %d</t></si>", i, i*i)
			}
			return b.Bytes()
		}),
		"bomb_2019_11.xml.gz": packed(func() []byte { return append([]byte("<?xml version=\"1.0\"?>"), filler()...) }),
	} {
		res, _ := readAll(t, Options{}, Bytes(name, made()))
		if got := faults(res.Problems); len(got) != 1 || !strings.HasSuffix(got[0], ":0:0 too-large") {
			t.Errorf("%s: %v; want too-large", name, got)
		}
	}
}

// Standard input may be packed, a workbook or an export like any file.
func TestStandardInputMayBeAnything(t *testing.T) {
	for what, made := range map[string]func() []byte{
		"CSV":      text("november 2019;;;;;\n" + byNumber),
		"gzip":     packed(text("november 2019;;;;;\n" + byNumber)),
		"zip":      archived("november 2019.csv", text(byNumber)),
		"workbook": workbook(named("November 2019", byNumber)),
	} {
		inputs, err := Find([]string{"-"}, bytes.NewReader(made()))
		if err != nil {
			t.Fatal(err)
		}
		res, err := Read(context.Background(), inputs, Options{}, nil)
		if err != nil || res.Problems.Len() > 0 || res.Observations != 4 {
			t.Errorf("%s: %d observations, %v, %v", what, res.Observations, res.Problems.Err(), err)
		}
	}
}

// An archive is read by several workers like a folder of the same files.
func TestAnArchiveIsReadLikeAFolder(t *testing.T) {
	inputs, _ := monthlyFiles(6, 50)
	var files []any
	for _, in := range inputs {
		r, err := in.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, in.Name, func() []byte { return b })
	}
	resFolder, folder := readAll(t, Options{Workers: 1}, inputs...)
	for _, workers := range []int{1, 4} {
		res, obs := readAll(t, Options{Workers: workers}, Bytes("alt.zip", archived(files...)()))
		if res.Ledger.Read != resFolder.Ledger.Read || len(obs) != len(folder) || len(res.Files) != 6 {
			t.Fatalf("%d workers: %d rows in %d files; want %d", workers, len(obs), len(res.Files), len(folder))
		}
		for i := range obs {
			want := folder[i]
			want.SourceFile = "alt.zip/" + want.SourceFile
			if obs[i] != want {
				t.Fatalf("%d workers: %+v; want %+v", workers, obs[i], want)
			}
		}
	}
}
