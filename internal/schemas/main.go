// Command schemas makes docs/schemas.md and docs/schemas/*.schema.json, which say what each JSON
// document of the program has, docs/columns.md, which says what the columns of its files mean, and
// docs/codes.md and docs/glossary.md, which say what the codes of faults and warnings mean, and the
// words of the field, and the table of keys in docs/studies.md.
//
// The first two are made from the Go types that are written as JSON, and from the comments on their
// fields: run `make schemas` after changing either. In a comment
//
//   - what is in brackets and a [unit] is the unit of the field,
//   - "null: ..." says when it is null, and "absent: ..." when it is not there,
//   - the rest is its meaning.
//
// A test refuses a field without a tag or a comment, and holds real documents against the schemas.
package main

//go:generate go run .

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "schemas:", err)
		os.Exit(1)
	}
}

func run() error {
	root, err := moduleRoot()
	if err != nil {
		return err
	}
	files, err := files(root)
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, files[name], 0o644); err != nil {
			return err
		}
	}
	return nil
}

// files makes all files, by name in the module.
func files(root string) (map[string][]byte, error) {
	described, err := describeAll(root)
	if err != nil {
		return nil, err
	}
	out := map[string][]byte{"docs/schemas.md": markdown(described), "docs/codes.md": codePage(), "docs/glossary.md": glossary()}
	if out["docs/columns.md"], err = columnPage(); err != nil {
		return nil, err
	}
	if out["docs/studies.md"], err = studyPage(root); err != nil {
		return nil, err
	}
	for _, d := range described {
		content, err := jsonSchema(d)
		if err != nil {
			return nil, err
		}
		out["docs/schemas/"+d.file()] = content
	}
	return out, nil
}

// moduleRoot is the folder of go.mod, at or above the working directory.
func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		up := filepath.Dir(dir)
		if up == dir {
			return "", fmt.Errorf("no go.mod at or above the working directory")
		}
		dir = up
	}
}
