//go:build unix

package main

import (
	"archive/zip"
	"bufio"
	"compress/flate"
	"compress/gzip"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/varighet/varighet/internal/columnar"
)

// A hostileFile is a file that asks for far more memory or time than it has bytes, and the commands that read it.
type hostileFile struct {
	name     string
	write    func(io.Writer) error
	size     int64      // to which the file is stretched with nothing; 0 for not
	commands [][]string // FILE is the file
	says     string     // in the message
}

// repeated writes a text over and over, up to so many bytes.
func repeated(w io.Writer, text string, bytes int) error {
	block := strings.Repeat(text, max(1, (64<<10)/len(text)))
	for n := 0; n < bytes; n += len(block) {
		if _, err := io.WriteString(w, block); err != nil {
			return err
		}
	}
	return nil
}

// around writes what stands before, in the middle over and over up to so many bytes, and after.
func around(before, middle, after string, bytes int) func(io.Writer) error {
	return func(w io.Writer) error {
		if _, err := io.WriteString(w, before); err != nil {
			return err
		}
		if err := repeated(w, middle, bytes); err != nil {
			return err
		}
		_, err := io.WriteString(w, after)
		return err
	}
}

func zipped(members map[string]func(io.Writer) error) func(io.Writer) error {
	return func(w io.Writer) error {
		z := zip.NewWriter(w)
		z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
		for name, write := range members {
			m, err := z.Create(name)
			if err == nil {
				err = write(m)
			}
			if err != nil {
				return err
			}
		}
		return z.Close()
	}
}

func gzipped(write func(io.Writer) error) func(io.Writer) error {
	return func(w io.Writer) error {
		z, err := gzip.NewWriterLevel(w, gzip.BestSpeed)
		if err == nil {
			err = write(z)
		}
		if err != nil {
			return err
		}
		return z.Close()
	}
}

func once(s string) func(io.Writer) error { return around(s, " ", "", 0) }

// hostileBook is a workbook of one sheet, whose rows and texts are written.
func hostileBook(rows, texts func(io.Writer) error, more map[string]func(io.Writer) error) func(io.Writer) error {
	const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	part := func(open, close string, write func(io.Writer) error) func(io.Writer) error {
		return func(w io.Writer) error {
			if _, err := io.WriteString(w, open); err != nil {
				return err
			}
			if err := write(w); err != nil {
				return err
			}
			_, err := io.WriteString(w, close)
			return err
		}
	}
	members := map[string]func(io.Writer) error{
		"[Content_Types].xml": once(`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>`),
		"_rels/.rels":         once(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + office + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`),
		"xl/workbook.xml":     once(`<workbook xmlns="` + main + `" xmlns:r="` + office + `"><sheets><sheet name="Ark1" sheetId="1" r:id="rId1"/></sheets></workbook>`),
		"xl/_rels/workbook.xml.rels": once(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + office + `/worksheet" Target="worksheets/sheet1.xml"/>` +
			`<Relationship Id="rId2" Type="` + office + `/sharedStrings" Target="sharedStrings.xml"/></Relationships>`),
		"xl/worksheets/sheet1.xml": part(`<worksheet xmlns="`+main+`"><sheetData>`, `</sheetData></worksheet>`, rows),
		"xl/sharedStrings.xml":     part(`<sst xmlns="`+main+`">`, `</sst>`, texts),
	}
	for name, write := range more {
		members[name] = write
	}
	return zipped(members)
}

const (
	header = "Måned;Kommunenr;Liste;Lege\n"
)

// laughs is a document type by which a few bytes stand for a thousand million.
func laughs(root, content string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<?xml version=\"1.0\"?>\n<!DOCTYPE %s [<!ENTITY l0 \"lol\">", root)
	for i := range 9 {
		fmt.Fprintf(&b, "<!ENTITY l%d \"%s\">", i+1, strings.Repeat(fmt.Sprintf("&l%d;", i), 10))
	}
	return b.String() + "]>\n" + content
}

// parquet ends as a Parquet file does, with a footer that is said to be so long.
func parquet(footer uint32, content string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := w.Write(append(binary.LittleEndian.AppendUint32([]byte("PAR1"+content), footer), "PAR1"...))
		return err
	}
}

// sheetRows are rows of a sheet of one cell, whose number in the list of texts is its own.
func sheetRows(n int) func(io.Writer) error {
	return func(w io.Writer) error {
		b := bufio.NewWriter(w)
		for i := range n {
			fmt.Fprintf(b, `<row r="%d"><c r="A%d" t="s"><v>%d</v></c></row>`, i+1, i+1, i)
		}
		return b.Flush()
	}
}

// wideRow is a row of n cells, the last of which are in columns that no sheet has.
func wideRow(n int) func(io.Writer) error {
	return func(w io.Writer) error {
		b := bufio.NewWriter(w)
		b.WriteString(`<row r="1">`)
		for i := range n {
			name := ""
			for k := i + 1; k > 0; k = (k - 1) / 26 {
				name = string(rune('A'+(k-1)%26)) + name
			}
			fmt.Fprintf(b, `<c r="%s1"><v>%d</v></c>`, name, i)
		}
		b.WriteString(`</row>`)
		return b.Flush()
	}
}

// countedRows writes rows of so many lists, whose number stands in a row.
func countedRows(n int, row string) func(io.Writer) error {
	return func(w io.Writer) error {
		b := bufio.NewWriter(w)
		b.WriteString(header)
		for i := range n {
			fmt.Fprintf(b, row, i)
		}
		return b.Flush()
	}
}

// equalRows writes a small Parquet file of rows that are all the same, and of other columns if need be.
func equalRows(n int, more ...string) func(io.Writer) error {
	return func(w io.Writer) error {
		names := []string{"month", "municipality_code", "position_id", "doctor_name", "office"}
		values := append([]string{"2019-01", "4631", "1", "Kari Aas"}, more...)
		var columns []columnar.Column
		for i := range values {
			columns = append(columns, columnar.Column{Name: names[i], Type: columnar.Text})
		}
		out, err := columnar.NewWriter(w, columns)
		for left := n; err == nil && left > 0; {
			k := min(left, 1<<22)
			var vectors []columnar.Vector
			for _, v := range values {
				vectors = append(vectors, columnar.Vector{Index: make([]int32, k), Values: []string{v}})
			}
			err = out.WriteRowGroup(k, vectors)
			left -= k
		}
		if err != nil {
			return err
		}
		return out.Close()
	}
}

func hostileFiles() []hostileFile {
	read := [][]string{{"ingest", "FILE", "-o", "reg"}}
	table := [][]string{{"survival", "spells", "good", "-o", "s.csv", "--cohort", "FILE"}}
	rows := [][]string{{"survival", "km", "FILE"}}
	any := [][]string{{"survival", "km", "FILE", "--time", "t", "--event", "e"}}
	many := map[string]func(io.Writer) error{}
	for i := range 30_000 {
		many[fmt.Sprintf("%d.csv", i)] = once(header)
	}
	const si = "<si><t>en tekst</t></si>"
	const listRow, otherRow, looseRow = "2019-01;4631;1;Kari Aas\n", "2019-02;4631;1;Kari Aas\n", "2019-01;4631;Kari Aas\n2019-02;4631;Kari Aas\n"
	longText := "<si><t>" + strings.Repeat("a", 1<<20) + "</t></si>"
	return []hostileFile{
		{name: "bomb.zip", write: zipped(map[string]func(io.Writer) error{"a.csv": around(header, ";;;\n", "", 200<<20)}), commands: read, says: "times its size"},
		{name: "bomb.csv.gz", write: gzipped(around(header, ";;;\n", "", 2<<30)), commands: read, says: "times its size"},
		{name: "bomb.json.gz", write: gzipped(around("[", "{},", "", 600<<20)), commands: read, says: "times its size"},
		{name: "members.zip", write: zipped(many), commands: read, says: "files"},
		{name: "laughs.xml", write: once(laughs("ArrayOfGPContract", "<ArrayOfGPContract><GPContract><Id>&l9;</Id></GPContract></ArrayOfGPContract>")), commands: read},
		{name: "laughs.xlsx", write: hostileBook(sheetRows(2), once(""), map[string]func(io.Writer) error{"xl/sharedStrings.xml": once(laughs("sst", "<sst><si><t>&l9;</t></si></sst>"))}), commands: append(read, table...)},
		{name: "deep.json", write: around("", "[", "", 4<<20), commands: append(read, []string{"survival", "compare", "good", "--curve", "FILE"})},
		{name: "deep.xml", write: around("<ArrayOfGPContract>", "<a>", "", 8<<20), commands: read},
		{name: "texts.xlsx", write: hostileBook(sheetRows(1_000_000), around("", si, "", 1_000_000*len(si)), nil), commands: append(read, table...)},
		{name: "texts32.xlsx", write: hostileBook(sheetRows(100), around("", si, "", 31<<20), nil), commands: append(read, table...)},
		{name: "wide.xlsx", write: hostileBook(wideRow(1_000_000), once(""), nil), commands: append(read, table...)},
		{name: "bomb.xlsx", write: hostileBook(around("", `<row><c t="inlineStr"><is><t>aaaaaaaaaaaaaaaaaaaaaaaa</t></is></c></row>`, "", 700<<20), once(""), nil), commands: append(read, table...)},
		{name: "onetext.xlsx", write: hostileBook(around("", `<row>`+strings.Repeat(`<c t="s"><v>0</v></c>`, 1000)+`</row>`, "", 12<<20), once(longText), nil), commands: append(read, table...), says: "a row of it may take more than 64 MiB"},
		{name: "columns.html", write: around("<html><table><tr>", `<td colspan=1000>`, "", 60<<20), commands: read},
		{name: "rows.html", write: around("<html><table><tr><td>"+strings.Repeat("a", 70<<10)+"</td></tr>", "<tr><td>1</td></tr>", "", 60<<20), commands: read},
		{name: "page.html", write: around("<html><table>", "<tr><td>1</td></tr>", "", 180<<20), commands: read, says: "--limit page=64MiB"},
		{name: "one.csv", write: around(header, listRow, "", 400<<20), commands: read, says: "--limit list-rows=100000"},
		{name: "two.csv", write: around(header, listRow+otherRow, "", 400<<20), commands: read, says: "--limit list-rows=100000"},
		{name: "loose.csv", write: around("Måned;Kommunenr;Lege\n", looseRow, "", 400<<20), commands: read, says: "--limit month-rows=100000"},
		{name: "lists.csv", write: countedRows(1_000_000, "2019-01;4631;%d;Kari Aas\n"), commands: read, says: "--limit lists=200000"},
		{name: "rows.parquet", write: equalRows(8_000_000), commands: append(read, rows...), says: "more rows"},
		{name: "one.parquet", write: equalRows(1_000_000), commands: read, says: "--limit list-rows=100000"},
		{name: "cell.parquet", write: equalRows(1_000, strings.Repeat("a", 900<<10)), commands: read, says: "longer than 64 KiB"},
		{name: "commas.csv", write: around("position_id\n", ",", "\n", 60<<20), commands: table},
		{name: "wide.csv", write: around("", "a;", "\n", 900_000), commands: append(append(append(read, table...), rows...), any...)},
		{name: "field.csv", write: around("t,e\n\"", "a", "", 600<<20), commands: append(append(append(read, table...), rows...), any...)},
		{name: "line.csv", write: around("t,e\n", "a", "", 600<<20), commands: append(append(append(read, table...), rows...), any...)},
		{name: "fields.csv", write: around("t,e\n", "1,", "", 600<<20), commands: append(append(append(read, table...), rows...), any...)},
		{name: "footer.parquet", write: parquet(0x7fffffff, ""), commands: append(append(read, rows...), any...)},
		{name: "footer64.parquet", write: parquet(60<<20, strings.Repeat("\x19\xfc\xff\xff\xff\x07", 10<<20)), commands: append(read, rows...)},
		{name: "large.csv", write: once("position_id\n"), size: 4 << 30, commands: table},
		{name: "large.key", write: once("x"), size: 4 << 30, commands: [][]string{{"ingest", "months.csv", "--key-file", "FILE", "-o", "reg"}}},
		{name: "large.json", write: once("{"), size: 1 << 30, commands: [][]string{{"survival", "compare", "good", "--curve", "FILE"}, {"ingest", "FILE", "-o", "reg"}}},
		{name: "manifest.json", write: once("{"), size: 4 << 30, commands: [][]string{{"verify", "FILE"}, {"report", "page", "."}}},
		{name: "large.toml", write: once("#"), size: 4 << 30, commands: [][]string{{"run", "FILE"}, {"ingest", "months.csv", "--layout", "FILE", "-o", "reg"}}},
		{name: "large.xlsx", write: once("PK\x03\x04"), size: 4 << 30, commands: append(read, table...)},
	}
}

const (
	mostTime   = 10 * time.Second
	mostMemory = 512 << 20
)

// Whatever a file asks for, it is refused in time and memory, with a message and exit 1 or 2.
func TestAHostileFileIsRefusedInTimeAndMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("makes files of gigabytes")
	}
	dir := t.TempDir()
	write(t, dir, "months.csv", months("Kari", 3, 12))
	output(t, dir, "ingest", "months.csv", "-o", "good")
	for _, h := range hostileFiles() {
		t.Run(h.name, func(t *testing.T) {
			path := filepath.Join(dir, h.name)
			defer os.Remove(path)
			h.create(t, path)
			for _, args := range h.commands {
				h.refused(t, dir, args)
			}
		})
	}
}

func (h *hostileFile) create(t *testing.T, path string) {
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	b := bufio.NewWriterSize(f, 1<<20)
	if err := h.write(b); err != nil {
		t.Fatal(err)
	}
	if err := b.Flush(); err != nil {
		t.Fatal(err)
	}
	if h.size > 0 {
		if err := f.Truncate(h.size); err != nil {
			t.Fatal(err)
		}
	}
}

// refused runs a command and holds its time, its memory and how it ends.
func (h *hostileFile) refused(t *testing.T, dir string, args []string) {
	line := strings.Fields(strings.ReplaceAll(strings.Join(args, " "), "FILE", h.name))
	ctx, cancel := context.WithTimeout(t.Context(), 6*mostTime)
	defer cancel()
	usage := filepath.Join(t.TempDir(), "usage")
	cmd := exec.CommandContext(ctx, "varighet", line...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), usageFile+"="+usage)
	begin := time.Now()
	said, err := cmd.CombinedOutput()
	took := time.Since(begin)
	var u memoryUsage
	if b, err := os.ReadFile(usage); err != nil || json.Unmarshal(b, &u) != nil {
		t.Errorf("%v came to no end: %v\n%.300s", line, err, said)
	}
	t.Logf("%v: %.1f s, %d MiB, exit %d: %.150s", line, took.Seconds(), u.Peak>>20, cmd.ProcessState.ExitCode(), said)
	if code := cmd.ProcessState.ExitCode(); err == nil || code != 1 && code != 2 || len(said) > 64<<10 || !strings.Contains(string(said), h.says) {
		t.Errorf("%v: %v, says %d bytes: %.300s", line, err, len(said), said)
	}
	if took > mostTime || u.Peak > mostMemory {
		t.Errorf("%v took %v and %d MiB", line, took, u.Peak>>20)
	}
	if there(filepath.Join(dir, "reg")) || there(filepath.Join(dir, "s.csv")) {
		t.Errorf("%v left an output", line)
		os.RemoveAll(filepath.Join(dir, "reg"))
		os.Remove(filepath.Join(dir, "s.csv"))
	}
}
