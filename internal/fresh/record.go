package fresh

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

const schema = "varighet.steps/1"

// A Record is what steps were made of and what they wrote.
type Record struct {
	Schema string `json:"schema"` // varighet.steps/1
	Steps  []Step `json:"steps"`  // in the order of their names
}

// A Step is one of them.
type Step struct {
	Name  string            `json:"name"`
	Parts map[string]string `json:"parts"` // what it was made of: a digest or a value by the name of the part
	Files []File            `json:"files"` // that it wrote
}

// A File is a file that a step wrote.
type File struct {
	Name   string `json:"name"`   // in the folder of the run, with / between folders
	SHA256 string `json:"sha256"` // in hexadecimal
	Bytes  int64  `json:"-"`      // its length, as [Tree] found it
}

// Read reads the record at a path; false if there is none that can be used.
func Read(path string) (r Record, ok bool) {
	b, err := os.ReadFile(path)
	if err != nil {
		return r, false
	}
	return decode(b)
}

// decode reads what [Record.JSON] writes; false for anything else.
func decode(b []byte) (r Record, ok bool) {
	err := json.Unmarshal(b, &r)
	return r, err == nil && r.Schema == schema
}

// Put adds a step, in place of one of its name.
func (r *Record) Put(s Step) {
	i, found := slices.BinarySearchFunc(r.Steps, s, func(a, b Step) int { return cmp.Compare(a.Name, b.Name) })
	if found {
		r.Steps[i] = s
		return
	}
	r.Steps = slices.Insert(r.Steps, i, s)
}

// step is the step of a name; nil if there is none.
func (r *Record) step(name string) *Step {
	i, found := slices.BinarySearchFunc(r.Steps, name, func(a Step, n string) int { return cmp.Compare(a.Name, n) })
	if !found {
		return nil
	}
	return &r.Steps[i]
}

// JSON is the record as it is written.
func (r *Record) JSON() ([]byte, error) {
	r.Schema = schema
	b, err := json.MarshalIndent(r, "", " ")
	return append(b, '\n'), err
}

// Of digests a value that can be written as JSON.
func Of(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("a part of a step cannot be written: %v", err)) // a mistake in the program
	}
	return Sum(b)
}

// Sum is the digest of some bytes.
func Sum(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// Reader is the digest of what can be read, and its length in bytes.
func Reader(r io.Reader) (sum string, n int64, err error) {
	h := sha256.New()
	n, err = io.Copy(h, r)
	return hex.EncodeToString(h.Sum(nil)), n, err
}

// Tree are the files in a folder within root, or the file of that name, in order. What is not
// there has none.
func Tree(root, name string) (list []File, err error) {
	err = filepath.WalkDir(filepath.Join(root, filepath.FromSlash(name)), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		sum, n, err := Reader(f)
		list = append(list, File{filepath.ToSlash(rel), sum, n})
		return err
	})
	if os.IsNotExist(err) {
		err = nil
	}
	slices.SortFunc(list, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	return list, err
}
