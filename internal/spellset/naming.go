package spellset

import (
	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/ingest"
	"github.com/varighet/varighet/ingest/keyfile"
	"github.com/varighet/varighet/ingest/register"
)

// naming finds doctors who are named in a table beside a register among its ids.
type naming struct {
	sealed bool                                                                      // tables name doctors by ids that Maker.Copies has put in place of them
	key    []byte                                                                    // of the register's pseudonyms; nil for none
	scope  func(varighet.MunicipalityCode, varighet.Month) varighet.MunicipalityCode // what codes are by fixed borders; nil: themselves
}

func newNaming(c *Choices, key *keyfile.Key, ref *data.Reference) naming {
	n := naming{sealed: c.Sealed}
	if key != nil {
		n.key = key.Secret
	}
	if ref != nil {
		n.scope = ref.Borders(ref.Last())
	}
	return n
}

// of makes the naming fit a register. file is a table that names doctors; it is a
// fault if the register has pseudonyms by another key; otherwise is how to do without.
func (n naming) of(m *register.Manifest, file, otherwise string) (naming, error) {
	if n.sealed {
		return n, nil
	}
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

// ids are the ids that a doctor may have in rows: DoctorIDs or, of a name, NameIDs.
func (n naming) ids(doctor string) []string {
	if n.sealed {
		return ingest.Unsealed(doctor)
	}
	return ingest.DoctorIDs(n.key, doctor)
}

// municipality tells which codes of a register are the municipality of a table's row,
// which may have any code that it has had from the first month to the last; "" is all.
func (n naming) municipality(code varighet.MunicipalityCode, first, last varighet.Month) func(varighet.MunicipalityCode, varighet.Month) bool {
	if code == "" || n.scope == nil {
		return func(c varighet.MunicipalityCode, _ varighet.Month) bool { return code == "" || c == code }
	}
	meant := map[varighet.MunicipalityCode]bool{}
	for m := first; m <= last; m++ {
		meant[n.scope(code, m)] = true
	}
	return func(c varighet.MunicipalityCode, m varighet.Month) bool { return c == code || meant[n.scope(c, m)] }
}
