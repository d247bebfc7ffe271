package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/ingest"
	"github.com/varighet/varighet/ingest/correction"
	"github.com/varighet/varighet/ingest/register"
	"github.com/varighet/varighet/survival"
)

// corrections are what evaluators were told, to be applied to the rows of a
// register. nil applies nothing.
type corrections struct {
	*correction.Corrections
	key   []byte                                                                    // of the register's pseudonyms; nil for none
	scope func(varighet.MunicipalityCode, varighet.Month) varighet.MunicipalityCode // within which names are one doctor
}

// correctionsFromFlags reads the corrections that a command was given for a register.
func correctionsFromFlags(ctx *cli.Context, dir string) (*corrections, error) {
	path := ctx.String("corrections")
	if path == "" {
		return nil, nil
	}
	var ref *data.Reference
	if r := ctx.String("reference"); r != "" {
		var err error
		if ref, err = data.OpenReference(r); err != nil {
			return nil, err
		}
	}
	key, err := openKey(keyBeside(dir), false)
	if errors.Is(err, fs.ErrNotExist) {
		return readCorrections(path, nil, ref)
	}
	if err != nil {
		return nil, err
	}
	return readCorrections(path, key.secret, ref)
}

// readCorrections reads a table of corrections. The key is needed only if the table
// names doctors of a register of pseudonyms.
func readCorrections(path string, key []byte, ref *data.Reference) (*corrections, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading corrections: %w", err)
	}
	list, err := correction.Read(filepath.Base(path), content)
	if err != nil {
		return nil, err
	}
	c := &corrections{Corrections: list, key: key}
	if ref != nil {
		c.scope = ref.Borders(ref.Last())
	}
	return c, nil
}

// apply returns the rows of a register in its parts, as corrected.
func (c *corrections) apply(reg *register.Register, cov *survival.Coverage, harmonise survival.Harmonise) ([]survival.Observations, error) {
	columns := register.SurvivalColumns()
	if c == nil {
		return parts(reg, columns...), nil
	}
	m := reg.Manifest
	d := correction.Data{First: m.Counts.FirstMonth, Last: m.Counts.LastMonth,
		Covered: func(code varighet.MunicipalityCode, month varighet.Month) bool {
			if harmonise != nil {
				code = harmonise(code, month)
			}
			return cov.Has(code, month)
		},
		IDs: func(code varighet.MunicipalityCode, month varighet.Month, doctor string) []string {
			ids := ingest.DoctorIDs(c.key, string(code), doctor)
			if c.scope != nil {
				ids = append(ids, ingest.DoctorIDs(c.key, string(c.scope(code, month)), doctor)...)
			}
			return ids
		},
	}
	if m.KeyFingerprint == "" {
		c.key = nil
	} else if ingest.KeyFingerprint(c.key) != m.KeyFingerprint && c.named() {
		return nil, &varighet.Problem{File: c.File, Code: "other-key", Msg: "the table names doctors, and the key of the register's pseudonyms is not beside it",
			Hint: "put the key back, or name positions and months only"}
	}
	list := parts(reg, append(columns, "common_list")...)
	for i := range list {
		list[i] = survival.Observations(c.Apply(correction.Rows(list[i]), d))
	}
	return list, nil
}

// named reports whether a correction names its doctor.
func (c *corrections) named() bool {
	for _, k := range c.List {
		if k.Doctor != "" {
			return true
		}
	}
	return false
}

func (c *corrections) unmatched() error {
	if c == nil {
		return nil
	}
	return c.Unmatched()
}

// told lists the corrections, for whoever reads the numbers.
func (c *corrections) told() []string {
	if c == nil {
		return nil
	}
	var list []string
	for _, k := range c.List {
		who := ""
		if k.Who != "" {
			who = ", says " + k.Who
		}
		list = append(list, fmt.Sprintf("corrected: %s, %s moved from %s to %s%s", describePosition(k.PositionID), k.What, k.From, k.To, who))
	}
	return list
}

func describePosition(id string) string {
	if id == "" {
		return "a doctor's list"
	}
	return "position " + id
}
