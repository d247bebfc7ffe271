package register

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"

	"github.com/varighet/varighet"
)

// Schema is the version of the form of a register. A reader refuses others.
const Schema = "varighet.register/2"

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
	Rules                            // who somebody found to be one doctor, and who not
	Counts         Counts            `json:"counts"`
	Ledger         Ledger            `json:"ledger"`
	Warnings       []string          `json:"warnings"`
	Alarms         []varighet.Alarm  `json:"alarms,omitempty"`
	RowsSHA256     string            `json:"rows_sha256"`      // of the values; the same for equal rows
	PositionsSHA   string            `json:"positions_sha256"` // of positions.parquet
	LinksSHA256    string            `json:"links_sha256,omitempty"`
}

// An Input is one file that was read.
type Input struct {
	Name   string `json:"name"` // within the folder that was given
	SHA256 string `json:"sha256"`
	Bytes  int64  `json:"bytes"`
	Read   int64  `json:"rows_read"`
	Used   int64  `json:"rows_used"`

	// Which files belong together: see [Manifest.Series].
	Series string `json:"series,omitempty"` // the name without month, year and municipality
	Layout string `json:"layout,omitempty"` // what the rows are about: doctor, municipality, position

	// What a register that grows has to know of a file it no longer has.
	SetAside  map[string]int64  `json:"rows_set_aside,omitempty"`  // by reason
	Lines     map[string]string `json:"lines_set_aside,omitempty"` // by reason: those of the file, such as "4, 9-12"
	DoctorIDs string            `json:"doctor_ids,omitempty"`      // by what the file tells doctors apart
	Named     bool              `json:"doctor_names,omitempty"`    // it has their names
	Loose     bool              `json:"without_list_ids,omitempty"`
	Warnings  []Warning         `json:"warnings,omitempty"`
}

// A Warning is something that was guessed or left out when a file was read.
type Warning struct {
	Code  string `json:"code"`
	Msg   string `json:"message"`
	Line  int    `json:"line,omitempty"`
	Count int64  `json:"count"`
}

// LedgerOf adds up the ledgers of inputs.
func LedgerOf(inputs []Input) Ledger {
	l := Ledger{SetAside: map[string]int64{}}
	for _, in := range inputs {
		l.Read += in.Read
		l.Used += in.Used
		for reason, n := range in.SetAside {
			l.SetAside[reason] += n
		}
	}
	return l
}

// Counts describe the rows of a register.
type Counts struct {
	Rows           int64            `json:"rows"`
	Positions      int64            `json:"positions"`
	Doctors        int64            `json:"doctors"`
	Municipalities int64            `json:"municipalities"` // codes, and names that stand with none
	FirstMonth     varighet.Month   `json:"first_month"`
	LastMonth      varighet.Month   `json:"last_month"`
	MissingMonths  []varighet.Month `json:"missing_months"`     // between the two, with no row at all
	Links          int64            `json:"links,omitempty"`    // in LinksFile
	Unlinked       int64            `json:"unlinked,omitempty"` // lists without an id that may go on another, but it is not clear which
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

// setAside moves rows of a file from those used to a reason.
func (m *Manifest) setAside(file, reason string, n int64) {
	m.Ledger.setAside(reason, n)
	for i := range m.Inputs {
		in := &m.Inputs[i]
		if in.Name != file {
			continue
		}
		own := maps.Clone(in.SetAside)
		if own == nil {
			own = map[string]int64{}
		}
		own[reason] += n
		in.SetAside, in.Used = own, in.Used-n
	}
}

// complete makes lists and maps that were not given empty, not null.
func (m *Manifest) complete() {
	m.Inputs = append([]Input{}, m.Inputs...)
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

// ReadManifest reads the manifest of the register in a folder, and nothing else.
func ReadManifest(dir string) (*Manifest, error) {
	return readManifest(filepath.Join(dir, ManifestFile))
}
