package main

import (
	"errors"
	"io/fs"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/ingest"
	"github.com/varighet/varighet/ingest/register"
)

// naming finds doctors who are named in a table beside a register among its ids.
type naming struct {
	key   []byte                                                                    // of the register's pseudonyms; nil for none
	scope func(varighet.MunicipalityCode, varighet.Month) varighet.MunicipalityCode // within which names are one doctor; nil: the code
}

// newNaming finds doctors as the register's files were read: names within the
// municipalities of the newest borders.
func newNaming(key *pseudonymKey, ref *data.Reference) naming {
	var n naming
	if key != nil {
		n.key = key.secret
	}
	if ref != nil {
		n.scope = ref.Borders(ref.Last())
	}
	return n
}

// namingOf uses the key of a register that a command was given, or the one beside it,
// if there is one.
func namingOf(dir, keyFile string, ref *data.Reference) (naming, error) {
	key, err := openKey(orDefault(keyFile, keyBeside(dir)), false)
	if err != nil && (keyFile != "" || !errors.Is(err, fs.ErrNotExist)) {
		return naming{}, err
	}
	return newNaming(key, ref), nil
}

// of makes the naming fit a register. file is a table that names doctors; it is a
// fault if the register has pseudonyms by another key; otherwise is how to do without.
func (n naming) of(m *register.Manifest, file, otherwise string) (naming, error) {
	if m.KeyFingerprint == "" {
		n.key = nil
		return n, nil
	}
	if ingest.KeyFingerprint(n.key) != m.KeyFingerprint {
		return n, &varighet.Problem{File: file, Code: "other-key",
			Msg:  "the table names doctors, and the key of the register's pseudonyms is not beside it",
			Hint: "put the key back, say where it is with --key-file, " + otherwise}
	}
	return n, nil
}

// ids are those that a doctor of a municipality may have in the register.
func (n naming) ids(code varighet.MunicipalityCode, month varighet.Month, doctor string) []string {
	ids := ingest.DoctorIDs(n.key, string(code), doctor)
	if n.scope != nil {
		if scope := n.scope(code, month); scope != code {
			ids = append(ids, ingest.DoctorIDs(n.key, string(scope), doctor)...)
		}
	}
	return ids
}

// idsAt are those of any month of a register: a table of doctors may use any code
// that the municipality has had.
func (n naming) idsAt(code varighet.MunicipalityCode, first, last varighet.Month, doctor string) []string {
	ids := ingest.DoctorIDs(n.key, string(code), doctor)
	if n.scope == nil || code == "" {
		return ids
	}
	scopes := map[varighet.MunicipalityCode]bool{code: true}
	for m := first; m <= last; m++ {
		if scope := n.scope(code, m); !scopes[scope] {
			scopes[scope] = true
			ids = append(ids, ingest.DoctorIDs(n.key, string(scope), doctor)...)
		}
	}
	return ids
}
