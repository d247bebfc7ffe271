package main

import (
	"archive/tar"
	"archive/zip"
	"compress/flate"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"
)

// pack writes an archive of a folder under the folder's own name: entries by name, all of one
// time and of nobody, files 0755 if their owner may run them and else 0644, folders 0755.
func pack(archive, folder string, at time.Time) (err error) {
	f, err := os.Create(archive)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	switch {
	case strings.HasSuffix(archive, ".tar.gz"):
		return packTar(f, folder, at)
	case strings.HasSuffix(archive, ".zip"):
		return packZip(f, folder, at)
	}
	return fmt.Errorf("%s: an archive ends in .tar.gz or .zip", archive)
}

func packTar(w io.Writer, folder string, at time.Time) error {
	packed, err := gzip.NewWriterLevel(w, gzip.BestCompression)
	if err != nil {
		return err
	}
	t := tar.NewWriter(packed)
	err = eachFile(folder, func(name string, mode fs.FileMode, content []byte) error {
		h := &tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: int64(mode.Perm()), Size: int64(len(content)), ModTime: at, Format: tar.FormatPAX}
		if mode.IsDir() {
			h.Typeflag = tar.TypeDir
		}
		if err := t.WriteHeader(h); err != nil {
			return err
		}
		_, err := t.Write(content)
		return err
	})
	return errors.Join(err, t.Close(), packed.Close())
}

func packZip(w io.Writer, folder string, at time.Time) error {
	z := zip.NewWriter(w)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestCompression) })
	err := eachFile(folder, func(name string, mode fs.FileMode, content []byte) error {
		h := &zip.FileHeader{Name: name, Method: zip.Deflate, Modified: at}
		h.SetMode(mode)
		part, err := z.CreateHeader(h)
		if err != nil {
			return err
		}
		_, err = part.Write(content)
		return err
	})
	return errors.Join(err, z.Close())
}

// eachFile calls f for a folder and all in it, in the order of names. Names of folders end in /.
func eachFile(folder string, f func(name string, mode fs.FileMode, content []byte) error) error {
	return filepath.WalkDir(folder, func(p string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rest, err := filepath.Rel(folder, p)
		if err != nil {
			return err
		}
		name := path.Join(filepath.Base(folder), filepath.ToSlash(rest))
		if entry.IsDir() {
			return f(name+"/", fs.ModeDir|0o755, nil)
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		if !info.Mode().IsRegular() {
			return fmt.Errorf("%s is neither a file nor a folder", p)
		}
		content, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		return f(name, modeOf(info.Mode()), content)
	})
}

func modeOf(mode fs.FileMode) fs.FileMode {
	if mode&0o100 != 0 {
		return 0o755
	}
	return 0o644
}

// touchAll gives a folder and all in it one time.
func touchAll(folder string, at time.Time) error {
	return filepath.WalkDir(folder, func(p string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Chtimes(p, at, at)
	})
}
