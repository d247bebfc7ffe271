package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/varighet/varighet/ingest/register"
	"github.com/varighet/varighet/internal/version"
	"github.com/varighet/varighet/survival"
)

const (
	manifestName = "manifest.json"
	studySchema  = "varighet.study/1"
)

// A studyManifest says what a study's outputs were made from and how. It has no
// clock, host or path: the same input, options and version give the same bytes.
type studyManifest struct {
	Schema     string               `json:"schema"`
	Version    string               `json:"version"`
	Study      string               `json:"study"`
	Disclosure disclosure           `json:"disclosure"`
	Language   string               `json:"language"`
	Simulate   *studySim            `json:"simulate,omitempty"`
	Reference  *manifestReference   `json:"reference,omitempty"`
	Spells     manifestSpells       `json:"spells"`
	Beside     []besideInput        `json:"beside,omitempty"` // tables read beside the files
	Register   *register.Manifest   `json:"register"`
	Found      survival.SpellCounts `json:"found"`
	Corrected  []string             `json:"corrected"`
	Warnings   []string             `json:"warnings"`
	Alarms     []survival.Alarm     `json:"alarms"`
	Outputs    []manifestOutput     `json:"outputs"` // all files but this one
}

type manifestReference struct {
	Date       string `json:"date,omitempty"`
	SizeGroups string `json:"size_groups"`

	PopulationYear int `json:"population_year,omitempty"`
}

type manifestSpells struct {
	Gap         int    `json:"gap"`
	Lookahead   int    `json:"lookahead"`
	SchemeStart string `json:"scheme_start,omitempty"`
	Unit        unit   `json:"unit,omitempty"` // if it is not the position
	FirstRows   string `json:"first_rows,omitempty"`
	LastRows    string `json:"last_rows,omitempty"`
}

type manifestOutput struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
	Bytes  int64  `json:"bytes"`
}

// manifest describes the folder as it stands.
func (r *studyRun) manifest() ([]byte, error) {
	outputs, err := hashTree(r.out.Path())
	if err != nil {
		return nil, err
	}
	s := r.study
	d := survival.DefaultSpellOptions()
	m := studyManifest{
		Schema: studySchema, Version: version.Of(), Study: s.ID, Disclosure: s.Disclosure, Language: s.Language,
		Simulate: s.Simulate, Beside: r.beside.read, Register: r.register, Found: *r.counts, Outputs: outputs,
		Spells: manifestSpells{Gap: valueOr(s.Spells.Gap, d.Gap), Lookahead: valueOr(s.Spells.Lookahead, d.Lookahead),
			FirstRows: s.Spells.FirstRows, LastRows: s.Spells.LastRows},
		Warnings:  append([]string{}, slices.Concat(leftOut(r.counts), countWarnings(r.counts, r.options), leansShort(r.table.Spells), r.beside.said(r.table.Spells))...),
		Alarms:    append([]survival.Alarm{}, r.alarms...),
		Corrected: append([]string{}, r.beside.corrections.told()...),
	}
	if s.Spells.Unit != unitPosition {
		m.Spells.Unit = s.Spells.Unit
	}
	if s.Spells.SchemeStart != nil {
		m.Spells.SchemeStart = s.Spells.SchemeStart.String()
	}
	if r.reference != nil {
		m.Reference = &manifestReference{Date: s.Reference.Date, SizeGroups: s.Reference.SizeGroups, PopulationYear: s.Reference.PopulationYear}
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(m); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func valueOr(p *int, otherwise int) int {
	if p == nil {
		return otherwise
	}
	return *p
}

// hashTree lists the files below root, sorted by name.
func hashTree(root string) ([]manifestOutput, error) {
	var list []manifestOutput
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
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
		h := sha256.New()
		n, err := io.Copy(h, f)
		if err != nil {
			return err
		}
		list = append(list, manifestOutput{filepath.ToSlash(rel), hex.EncodeToString(h.Sum(nil)), n})
		return nil
	})
	slices.SortFunc(list, func(a, b manifestOutput) int { return strings.Compare(a.Name, b.Name) })
	return list, err
}

// readSchema reads the schema that a JSON file says it has; "" if it says none.
func readSchema(path string) string {
	b, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	var head struct {
		Schema string `json:"schema"`
	}
	if json.Unmarshal(b, &head) != nil {
		return ""
	}
	return head.Schema
}
