package ingest

import (
	"archive/zip"
	"bytes"
	"cmp"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"github.com/varighet/varighet/internal/limit"
)

// freeUnpack is how many bytes may come of any packed file, before the limit of how many may come of
// each of its own: lists come to about 15.
const freeUnpack = 64 << 20

var errTooLarge = errors.New("the file is larger than can be read in one piece")

// readWhole reads a file of at most the limit of its kind, which has to be in memory. It takes no more
// than twice its size.
func readWhole(src io.Reader, limits limit.Set, kind limit.Name) ([]byte, error) {
	most := int64(limits.Of(kind))
	var pieces [][]byte
	for size := int64(0); ; {
		var piece bytes.Buffer
		n, err := io.CopyN(&piece, src, min(pieceSize, most+1-size))
		pieces = append(pieces, piece.Bytes())
		switch size += n; {
		case err == io.EOF:
			return slices.Concat(pieces...), nil
		case err != nil:
			return nil, err
		case size > most:
			return nil, fmt.Errorf("%w: the limit is %s", errTooLarge, limits.Text(kind))
		}
	}
}

const pieceSize = 4 << 20

// A boundedReader ends a stream that unpacks to far more than any list would.
type boundedReader struct {
	src    io.Reader
	n      int64
	packed func() int64 // bytes taken so far, or in all
	limits limit.Set
}

func (b *boundedReader) Read(p []byte) (int, error) {
	n, err := b.src.Read(p)
	if b.n += int64(n); b.n > freeUnpack && b.n > int64(b.limits.Of(limit.Ratio))*b.packed() {
		return 0, fmt.Errorf("%w: it unpacks to more than %s", errTooLarge, b.limits.Text(limit.Ratio))
	}
	return n, err
}

// gzip reads what is packed in a gzip file, whatever that is.
func (r *reading) gzip(src io.Reader, depth int) error {
	if depth >= r.limits.Of(limit.Nesting) {
		r.file().refuse(0, 0, "too-large", "the file is packed more often than any list is", "unpack it first")
		return nil
	}
	z, err := gzip.NewReader(src)
	if err != nil {
		r.file().refuse(0, 0, "not-a-table", "the gzip file is damaged", "ask for it again")
		return nil
	}
	return r.container(&boundedReader{src: z, packed: func() int64 { return r.packed.n }, limits: r.limits}, depth+1)
}

// zip reads a workbook, or finds the files of an archive.
func (r *reading) zip(data []byte, depth int) error {
	f := r.file()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		f.refuse(0, 0, "not-a-table", "the zip file or workbook is damaged", "ask for it again")
		return nil
	}
	has := func(name string) bool {
		return slices.ContainsFunc(z.File, func(m *zip.File) bool { return strings.EqualFold(strings.ReplaceAll(m.Name, `\`, "/"), name) })
	}
	refuse := func(is, hint string) error {
		f.refuse(0, 0, "not-a-table", "this is "+is+", not a list that can be read", hint)
		return nil
	}
	const saveAsXLSX = `open it in a spreadsheet and save it as "Excel workbook (.xlsx)"`
	switch {
	case has("xl/workbook.xml"):
		return r.workbook(data, z)
	case has("xl/workbook.bin"):
		return refuse("a binary workbook (.xlsb)", saveAsXLSX)
	case has("content.xml") && has("mimetype"):
		return refuse("an OpenDocument file (.ods)", saveAsXLSX)
	case has("word/document.xml"):
		return refuse("a Word document", "ask for the table as CSV or Excel")
	}
	return r.archive(z, depth)
}

// archive hands on the files of an archive.
func (r *reading) archive(z *zip.Reader, depth int) error {
	f := r.file()
	switch {
	case depth >= r.limits.Of(limit.Nesting):
		f.refuse(0, 0, "too-large", "there are archives in archives in archives", "unpack them first")
		return nil
	case len(z.File) > r.limits.Of(limit.Members):
		f.refuse(0, 0, "too-large", "the archive holds more files than "+r.limits.Text(limit.Members), "unpack it and give the folder")
		return nil
	}
	var members []Input
	seen := map[string]bool{}
	for _, m := range z.File {
		name := memberName(m)
		base := path.Base(name)
		if m.FileInfo().IsDir() || isHidden(base) || strings.HasPrefix(name, "__MACOSX/") || name == "." {
			continue
		}
		if seen[name] {
			f.refuse(0, 0, "name-twice", "two files in the archive have the same name", "unpack it and give each a name of its own")
			return nil
		}
		seen[name] = true
		in := Input{Name: f.name + "/" + name, outer: path.Base(f.name), found: true, depth: depth + 1, Open: func() (io.ReadCloser, error) {
			src, err := m.Open()
			if err != nil {
				return nil, errDamaged
			}
			packed := max(int64(m.CompressedSize64), 1)
			return struct {
				io.Reader
				io.Closer
			}{&boundedReader{src: src, packed: func() int64 { return packed }, limits: r.limits}, src}, nil
		}}
		if m.Flags&1 != 0 {
			f.refuse(0, 0, "not-a-table", "the archive has a password", "unpack it first")
			return nil
		}
		if !isList(name) {
			in.SetAside = notAList
		}
		members = append(members, in)
	}
	if !slices.ContainsFunc(members, func(in Input) bool { return in.SetAside == "" }) {
		f.refuse(0, 0, "no-input", "the archive holds no list", "lists come as .csv, .txt or .xlsx files")
		return nil
	}
	slices.SortFunc(members, func(a, b Input) int { return cmp.Compare(a.Name, b.Name) })
	r.out.files, r.out.members = nil, members
	return nil
}

var errDamaged = errors.New("the archive is damaged")

// memberName is the name of a file in an archive, with slashes. One that is not
// UTF-8 was written under DOS.
func memberName(m *zip.File) string {
	name := m.Name
	if !utf8.ValidString(name) {
		if s, err := charmap.CodePage865.NewDecoder().String(name); err == nil {
			name = s
		}
	}
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7F {
			return '_'
		}
		return r
	}, strings.ReplaceAll(name, `\`, "/"))
	return strings.TrimPrefix(path.Clean("/"+name), "/")
}
