package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

var at = time.Date(2026, 11, 30, 7, 0, 0, 0, time.UTC)

// folder makes one with a program and a page in it, at the times and with the permissions given.
func folder(t *testing.T, when time.Time, perm os.FileMode) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "prog_1")
	if err := os.MkdirAll(filepath.Join(dir, "man"), 0o700|perm); err != nil {
		t.Fatal(err)
	}
	for name, mode := range map[string]os.FileMode{"prog": 0o700 | perm, "man/prog.1": 0o600 | perm, "README": 0o600 | perm} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte("text of "+name), mode); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, when, when); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// Two folders that differ in times and in what others may do give the same bytes.
func TestSameBytesTwice(t *testing.T) {
	for _, form := range []string{"a.tar.gz", "a.zip"} {
		var got [][]byte
		for _, f := range []string{folder(t, at, 0), folder(t, at.AddDate(1, 0, 0), 0o044)} {
			archive := filepath.Join(t.TempDir(), form)
			if err := run(archive, f, "", "", at); err != nil {
				t.Fatal(err)
			}
			b, err := os.ReadFile(archive)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, b)
		}
		if !bytes.Equal(got[0], got[1]) {
			t.Errorf("%s: two runs give other bytes", form)
		}
	}
}

// What both forms of archive have in them, in this order.
var packed = []string{
	"prog_1/ drwxr-xr-x ", "prog_1/README -rw-r--r-- text of README", "prog_1/man/ drwxr-xr-x ",
	"prog_1/man/prog.1 -rw-r--r-- text of man/prog.1", "prog_1/prog -rwxr-xr-x text of prog",
}

func TestTar(t *testing.T) {
	archive := filepath.Join(t.TempDir(), "a.tar.gz")
	if err := run(archive, folder(t, at, 0), "", "", at); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(archive)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		content, _ := io.ReadAll(r)
		got = append(got, fmt.Sprintf("%s %v %s", h.Name, h.FileInfo().Mode(), content))
		if !h.ModTime.Equal(at) || h.Uid != 0 || h.Uname != "" {
			t.Errorf("%s: of %v, user %d %q", h.Name, h.ModTime, h.Uid, h.Uname)
		}
	}
	if !slices.Equal(got, packed) {
		t.Errorf("got %q, want %q", got, packed)
	}
}

func TestZip(t *testing.T) {
	archive := filepath.Join(t.TempDir(), "a.zip")
	if err := run(archive, folder(t, at, 0), "", "", at); err != nil {
		t.Fatal(err)
	}
	z, err := zip.OpenReader(archive)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	var got []string
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, _ := io.ReadAll(r)
		got = append(got, fmt.Sprintf("%s %v %s", f.Name, f.Mode(), content))
		if !f.Modified.Equal(at) {
			t.Errorf("%s: of %v", f.Name, f.Modified)
		}
	}
	if !slices.Equal(got, packed) {
		t.Errorf("got %q, want %q", got, packed)
	}
}

// The digests are those that coreutils' sha256sum 9.1 prints of "a" and of nothing.
func TestSums(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string]string{"b.zip": "", "a.tar.gz": "a", sumsName: "of before"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := run("", "", "", dir, at); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join(dir, sumsName))
	want := "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb  a.tar.gz\n" +
		"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  b.zip\n"
	if err != nil || string(got) != want {
		t.Errorf("got %s, %v, want %s", got, err, want)
	}
}

func TestNothingToDo(t *testing.T) {
	dir := folder(t, at, 0)
	for _, archive := range []string{"", filepath.Join(t.TempDir(), "a.rar")} {
		if err := run(archive, dir, "", "", at); err == nil {
			t.Errorf("-o %q gives no error", archive)
		}
	}
}

func TestTouch(t *testing.T) {
	dir := folder(t, at.AddDate(1, 0, 0), 0)
	if err := run("", "", dir, "", at); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"", "man", "man/prog.1", "prog"} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || !info.ModTime().Equal(at) {
			t.Errorf("%q: %v, of %v, want %v", name, err, info.ModTime(), at)
		}
	}
}

// What cannot be packed, touched or summed is said, and a link is not followed.
func TestWhatIsNotThereIsSaid(t *testing.T) {
	whole, empty := folder(t, at, 0), t.TempDir()
	linked := folder(t, at, 0)
	if err := os.Symlink("prog", filepath.Join(linked, "other")); err != nil {
		t.Skip(err)
	}
	dangling := t.TempDir()
	if err := os.Symlink("gone", filepath.Join(dangling, "sum")); err != nil {
		t.Fatal(err)
	}
	gone := filepath.Join(empty, "gone")
	for name, args := range map[string][4]string{
		"folder":  {filepath.Join(empty, "a.tar.gz"), gone},
		"zipped":  {filepath.Join(empty, "a.zip"), gone},
		"archive": {filepath.Join(gone, "a.zip"), whole},
		"link":    {filepath.Join(empty, "b.tar.gz"), linked},
		"touched": {2: gone},
		"summed":  {3: gone},
		"sum":     {3: dangling},
		"nothing": {},
	} {
		if err := run(args[0], args[1], args[2], args[3], at); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	for want, args := range map[int][]string{0: {"-time", "5", "-touch", whole}, 1: {"-sums", gone}, 2: {"-wrong"}} {
		var said bytes.Buffer
		if got := command(args, &said); got != want || (said.Len() > 0) != (want > 0) {
			t.Errorf("%q: exit code %d, and %q", args, got, &said)
		}
	}
	if info, err := os.Stat(filepath.Join(whole, "prog")); err != nil || info.ModTime().Unix() != 5 {
		t.Errorf("touched: %v, %v", info, err)
	}
}
