package study

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/varighet/varighet/data/studies"
	"github.com/varighet/varighet/ingest/register"
)

// A namedText is a text of a study, and which one it is.
type namedText struct {
	what string
	text Text
}

// texts are those that readers of a study's outputs meet.
func (s *Study) texts() []namedText {
	list := []namedText{{"title", s.Title}, {"source", s.Source}}
	for _, f := range s.Figures {
		of := " of figure " + f.Name
		list = append(list, namedText{"title" + of, f.Title}, namedText{"subtitle" + of, f.Subtitle}, namedText{"caption" + of, f.Caption})
	}
	for _, t := range s.Tables {
		list = append(list, namedText{"title of table " + t.Name, t.Title})
	}
	for _, b := range s.Turnover.Baselines {
		list = append(list, namedText{"label of baseline " + b.ID, b.Label})
	}
	return list
}

// borrowed says which texts of the study are word for word those of a built-in one, whose rows
// its own are not; "" if none is. A text counts in any language in which both have it.
func (s *Study) borrowed(read []register.Input) (string, error) {
	if s.dir == "" {
		return "", nil
	}
	theirs, own := map[string]bool{}, map[string]bool{} // texts of studies with other rows, and with these
	for _, name := range studies.Names {
		from, err := Read(studies.Files, name+".toml", "")
		if err != nil {
			return "", err
		}
		same, err := s.sameRows(from, read)
		if err != nil {
			return "", err
		}
		into := theirs
		if same {
			into = own
		}
		for _, x := range from.texts() {
			for _, text := range x.text {
				into[text] = true
			}
		}
	}
	list := s.among(func(text string) bool { return theirs[text] && !own[text] })
	if len(list) == 0 {
		return "", nil
	}
	return fmt.Sprintf("these texts are word for word those of a built-in study, whose rows these are not: %s; "+
		"write your own, or take them out", strings.Join(list, ", ")), nil
}

// sameRows reports whether the rows are those of another study: simulated where its are, or a
// file of its.
func (s *Study) sameRows(from *Study, read []register.Input) (bool, error) {
	if s.Simulation != nil || from.Simulation != nil {
		return s.Simulation != nil && from.Simulation != nil, nil
	}
	for _, name := range from.Files {
		b, err := fs.ReadFile(from.fsys, path.Clean(name))
		if err != nil {
			return false, err
		}
		sum := sha256.Sum256(b)
		if slices.ContainsFunc(read, func(in register.Input) bool { return in.SHA256 == hex.EncodeToString(sum[:]) }) {
			return true, nil
		}
	}
	return false, nil
}

// among are the texts of a study of which one language is such.
func (s *Study) among(is func(string) bool) (list []string) {
	for _, x := range s.texts() {
		for _, text := range x.text {
			if text != "" && is(text) {
				list = append(list, x.what)
				break
			}
		}
	}
	return list
}
