package register

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/varighet/varighet"
)

// Schema is the version of the form of a register. A reader refuses others.
const Schema = "varighet.register/1"

// Names within a register's folder.
const (
	PositionsFile = "positions.parquet"
	ManifestFile  = "manifest.json"
)

// A Manifest says what a register was made from, and what is in it. It holds
// no path, host or time, so equal runs write equal bytes.
type Manifest struct {
	Schema         string            `json:"schema"`
	KeyFingerprint string            `json:"key_fingerprint,omitempty"` // of the pseudonym key; "" if names are kept
	Inputs         []Input           `json:"inputs"`
	Options        map[string]string `json:"options"` // that can change a row, by flag name
	Counts         Counts            `json:"counts"`
	Ledger         Ledger            `json:"ledger"`
	Warnings       []string          `json:"warnings"`
	RowsSHA256     string            `json:"rows_sha256"`      // of the values; the same for equal rows
	PositionsSHA   string            `json:"positions_sha256"` // of positions.parquet
}

// An Input is one file that was read.
type Input struct {
	Name   string `json:"name"` // within the folder that was given
	SHA256 string `json:"sha256"`
	Bytes  int64  `json:"bytes"`
	Read   int64  `json:"rows_read"`
	Used   int64  `json:"rows_used"`
}

// Counts describe the rows of a register.
type Counts struct {
	Rows           int64            `json:"rows"`
	Positions      int64            `json:"positions"`
	Doctors        int64            `json:"doctors"`
	Municipalities int64            `json:"municipalities"`
	FirstMonth     varighet.Month   `json:"first_month"`
	LastMonth      varighet.Month   `json:"last_month"`
	MissingMonths  []varighet.Month `json:"missing_months"` // between the two, with no row at all
}

// A Ledger accounts for every row that was read: it was used, or set aside for
// a named reason.
type Ledger struct {
	Read     int64            `json:"rows_read"`
	Used     int64            `json:"rows_used"`
	SetAside map[string]int64 `json:"rows_set_aside"` // by reason
}

// Balances returns nil if rows read are rows used plus rows set aside, else an
// error with the three numbers.
func (l *Ledger) Balances() error {
	aside := int64(0)
	for _, n := range l.SetAside {
		if n < 0 {
			return fmt.Errorf("row ledger: a reason has %d rows", n)
		}
		aside += n
	}
	if l.Read != l.Used+aside || l.Used < 0 {
		return fmt.Errorf("row ledger does not balance: %d rows read, %d used, %d set aside", l.Read, l.Used, aside)
	}
	return nil
}

// setAside moves rows from those used to a reason.
func (l *Ledger) setAside(reason string, n int64) {
	if n > 0 {
		l.Used -= n
		l.SetAside[reason] += n
	}
}

// complete makes lists and maps that were not given empty, not null.
func (m *Manifest) complete() {
	if m.Inputs == nil {
		m.Inputs = []Input{}
	}
	if m.Options == nil {
		m.Options = map[string]string{}
	}
	if m.Warnings == nil {
		m.Warnings = []string{}
	}
	own := map[string]int64{}
	for reason, n := range m.Ledger.SetAside {
		own[reason] = n
	}
	m.Ledger.SetAside = own
}

// encode returns the manifest as indented JSON; map keys are sorted.
func (m *Manifest) encode() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(m); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// ParseManifest reads a manifest, refusing other versions.
func ParseManifest(data []byte) (*Manifest, error) {
	m := &Manifest{}
	if err := json.Unmarshal(data, m); err != nil {
		return nil, err
	}
	if m.Schema != Schema {
		return nil, fmt.Errorf("the version is %q, this program reads %q", m.Schema, Schema)
	}
	return m, m.Ledger.Balances()
}
