package study

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data/studies"
	"github.com/varighet/varighet/ingest/register"
	"github.com/varighet/varighet/report"
)

// checkMadeUp refuses files in a study that marks its rows as made up, unless they are those of a
// built-in study: of any others the program cannot know that nobody is behind them.
func (s *Study) checkMadeUp(read []register.Input) error {
	if s.Disclosure != report.MadeUp || s.Simulation != nil {
		return nil
	}
	known, err := builtInFiles()
	if err != nil {
		return err
	}
	for _, in := range read {
		if !known[in.SHA256] {
			return &varighet.Problem{File: in.Name, Code: "study-disclosure",
				Msg:  "the study says that its rows are made up, and this is neither a simulated file nor one of a built-in study",
				Hint: `say disclosure = "internal" or "published"`}
		}
	}
	return nil
}

// builtInFiles are the digests of the files of the built-in studies.
func builtInFiles() (map[string]bool, error) {
	known := map[string]bool{}
	return known, fs.WalkDir(studies.Files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := studies.Files.ReadFile(name)
		sum := sha256.Sum256(b)
		known[hex.EncodeToString(sum[:])] = true
		return err
	})
}
