package ssb

import (
	"os"
	"path/filepath"

	"github.com/varighet/varighet/data"
)

// ImportFiles makes a reference of files with tables, those of borders and those of populations.
func ImportFiles(klass, population []string) (*data.Reference, error) {
	k, err := ReadFiles(klass)
	if err != nil {
		return nil, err
	}
	p, err := ReadFiles(population)
	if err != nil {
		return nil, err
	}
	return Import(k, p)
}

// ReadFiles reads files with tables, one a path.
func ReadFiles(paths []string) ([]File, error) {
	var files []File
	for _, p := range paths {
		f, err := os.Open(p)
		if err != nil {
			return nil, err
		}
		file, err := Read(filepath.Base(p), f)
		f.Close()
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	return files, nil
}
