package ingest

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/varighet/varighet"
)

// An Input is one file to read.
type Input struct {
	// Name is the file's name within the folder that was given, with slashes; the
	// last part of the path for a file that was given by itself; "-" for standard
	// input. A file in an archive is called archive/name. It is what the register and all messages call the file.
	Name string

	// Open opens the file. It is called from any goroutine, and again if the files must be
	// read again.
	Open func() (io.ReadCloser, error)

	// SetAside is why the file is not read; "" for a file that is. Such a file
	// stands in the result, so that nothing in a folder is passed over in silence.
	SetAside string

	once  bool   // it can be opened once only
	outer string // the archive it lies in
	found bool   // in a folder or an archive, not named by the user
	depth int    // how often it was packed
}

// isList reports whether a file in a folder is read, by the end of its name.
// Old kinds of workbooks are, to be refused with a way out: their rows would be missing.
func isList(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".csv", ".txt", ".tsv", ".tab", ".xlsx", ".xlsm", ".zip", ".gz", ".xml", ".json", ".parquet", ".html", ".htm", ".xls", ".xlsb", ".ods":
		return true
	}
	return false
}

// isHidden reports whether a name in a folder is passed over: that of a hidden
// file, or of the lock that a spreadsheet puts beside a workbook that is open.
func isHidden(base string) bool { return strings.HasPrefix(base, ".") || strings.HasPrefix(base, "~$") }

const notAList = "not a kind of file that lists come in"

// Find makes inputs of what a user names: files, whatever their names end in;
// folders, with the folders inside them; and "-" for stdin. Hidden files (a name
// that begins with a point) in a folder are passed over, and so are the locks (~$) of workbooks that are open; files of other kinds are
// set aside. Archives (.zip) and packed files (.gz) are unpacked when they are read. The inputs are sorted by name, so the order of paths does not matter.
//
// The error is a *[varighet.Problems] for paths that do not exist, are named
// twice, or hold nothing to read.
func Find(paths []string, stdin io.Reader) ([]Input, error) {
	var f finder
	for _, p := range paths {
		if p == "-" {
			f.add(Stream("-", stdin), "-")
			continue
		}
		info, err := os.Stat(p)
		switch {
		case err != nil:
			f.fault(p, "file-missing", "the file cannot be read: "+reason(err), "check the name")
		case info.IsDir():
			f.folder(p)
		case !info.Mode().IsRegular():
			f.fault(p, "not-a-table", "this is not a file", "to read from a pipe, give - and feed it to standard input")
		default:
			f.file(p, filepath.Base(p), "")
		}
	}
	return f.done()
}

// Stream makes an input of a reader, such as standard input. The name is also
// looked at for a month and a municipality.
func Stream(name string, r io.Reader) Input {
	return Input{Name: name, once: true, Open: func() (io.ReadCloser, error) { return io.NopCloser(r), nil }}
}

// Bytes makes an input of a file that is in memory.
func Bytes(name string, b []byte) Input {
	return Input{Name: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(b)), nil }}
}

// FS makes inputs of the files below root in a file system, such as data that
// are built in, by the rules of [Find].
func FS(fsys fs.FS, root string) ([]Input, error) {
	var f finder
	f.walk(fsys, root, func(name string) string { return path.Join(root, name) })
	return f.done()
}

// A finder collects inputs and sees what comes twice.
type finder struct {
	inputs   []Input
	problems varighet.Problems
	seen     map[string]bool   // by where the file lies
	named    map[string]string // where the file of a name lies
}

func (f *finder) fault(file, code, msg, hint string) {
	f.problems.Add(&varighet.Problem{File: file, Code: code, Msg: msg, Hint: hint})
}

// add takes an input that lies at a place.
func (f *finder) add(in Input, at string) {
	if f.seen == nil {
		f.seen, f.named = make(map[string]bool), make(map[string]string)
	}
	switch {
	case f.seen[at]:
		f.fault(in.Name, "file-twice", "the file is named twice", "name each file or its folder once")
	case f.named[in.Name] != "" && in.SetAside == "":
		f.fault(in.Name, "name-twice", "two different files have this name", "give the folder that holds both, so that their names differ")
	default:
		f.inputs = append(f.inputs, in)
	}
	f.seen[at] = true
	if in.SetAside == "" {
		f.named[in.Name] = at
	}
}

func (f *finder) file(p, name, setAside string) {
	at := filepath.Clean(p)
	if abs, err := filepath.Abs(p); err == nil {
		at = abs
	}
	f.add(Input{Name: filepath.ToSlash(name), SetAside: setAside, Open: func() (io.ReadCloser, error) { return os.Open(p) }}, at)
}

// folder takes what lies in a folder, at any depth.
func (f *finder) folder(dir string) {
	f.walk(os.DirFS(dir), ".", func(name string) string {
		at := filepath.Join(dir, filepath.FromSlash(name))
		if abs, err := filepath.Abs(at); err == nil {
			at = abs
		}
		return at
	})
}

// walk takes the files below root; at says where a name lies.
func (f *finder) walk(fsys fs.FS, root string, at func(name string) string) {
	before := len(f.inputs) + f.problems.Len()
	err := fs.WalkDir(fsys, root, func(p string, d fs.DirEntry, err error) error {
		name := p
		if root != "." {
			name = strings.TrimPrefix(strings.TrimPrefix(p, root), "/")
		}
		switch {
		case err != nil:
			f.fault(name, "file-missing", "the file cannot be read: "+reason(err), "")
			return nil
		case p == root:
			return nil
		case isHidden(d.Name()):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir():
			return nil
		}
		in := Input{Name: name, found: true, Open: func() (io.ReadCloser, error) { return fsys.Open(p) }}
		if info, err := fs.Stat(fsys, p); err != nil || !info.Mode().IsRegular() {
			in.SetAside = "not a regular file"
		} else if !isList(name) {
			in.SetAside = notAList
		}
		f.add(in, at(name))
		return nil
	})
	if err != nil {
		f.fault(root, "file-missing", "the folder cannot be read: "+reason(err), "")
	} else if len(f.inputs)+f.problems.Len() == before {
		f.fault(path.Base(filepath.ToSlash(at("."))), "no-input", "the folder is empty", "give a folder with lists as .csv, .xlsx or .zip")
	}
}

func (f *finder) done() ([]Input, error) {
	readable := slices.ContainsFunc(f.inputs, func(in Input) bool { return in.SetAside == "" })
	if !readable && f.problems.Len() == 0 {
		f.fault("", "no-input", "there is no list to read", "give .csv, .xlsx or .zip files, or a folder that holds some")
	}
	if err := f.problems.Err(); err != nil {
		return nil, err
	}
	sortInputs(f.inputs)
	return f.inputs, nil
}

func sortInputs(inputs []Input) {
	slices.SortStableFunc(inputs, func(a, b Input) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.SetAside, b.SetAside))
	})
}

// reason is the part of a file system's error that does not name a path.
func reason(err error) string {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		err = pe.Err
	}
	if errors.Is(err, fs.ErrNotExist) {
		return "it does not exist"
	}
	return fmt.Sprint(err)
}
