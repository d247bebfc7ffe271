package spellfile

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"

	"github.com/varighet/varighet"
)

// Read reads a file of spells, .parquet, or .csv, .tsv or .txt, by its name. It has the
// columns of [TenureColumns]; [Table.Check] tells whether it has more.
func Read(path string) (*Table, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	name := filepath.Base(path)
	switch suffix(path) {
	case ".parquet":
		info, err := f.Stat()
		if err != nil {
			return nil, err
		}
		return ReadParquet(f, info.Size(), name)
	case ".csv", ".tsv", ".txt":
		return ReadCSV(bufio.NewReaderSize(f, 1<<16), name)
	}
	return nil, &varighet.Problem{File: name, Code: "not-spells", Msg: "a file of spells ends in .parquet or .csv",
		Hint: "for any other table name its columns with --time and --event"}
}

func suffix(path string) string { return strings.ToLower(filepath.Ext(path)) }
