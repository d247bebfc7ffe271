package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"

	"github.com/varighet/varighet/report/study"
)

// studyPage is the page about study files, with its table of keys made anew; the rest of it is
// written by hand.
func studyPage(root string) ([]byte, error) {
	page, err := os.ReadFile(filepath.Join(root, "docs", "studies.md"))
	if err != nil {
		return nil, err
	}
	begin := bytes.Index(page, []byte("| key |"))
	if begin < 0 {
		return nil, fmt.Errorf("docs/studies.md has no table of keys")
	}
	end := bytes.Index(page[begin:], []byte("\n\n"))
	if end < 0 {
		return nil, fmt.Errorf("docs/studies.md ends in its table of keys")
	}
	return append(append(bytes.Clone(page[:begin]), study.KeysMarkdown()...), page[begin+end+1:]...), nil
}
