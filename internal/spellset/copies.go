package spellset

import (
	"slices"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest"
	"github.com/varighet/varighet/ingest/cohort"
	"github.com/varighet/varighet/ingest/correction"
	"github.com/varighet/varighet/ingest/register"
)

// A Copy is a table beside a register, to be kept with it.
type Copy struct {
	Of      string // what it is: corrections, cohort or doctors, as the options name it
	Name    string // of the file, without folders
	Content []byte
}

// Copies are the tables that were read, as they may be kept beside the register in dir. Where that
// has pseudonyms, the tables that name doctors do so by the register's ids: with [Choices.Sealed]
// such a table needs no key, and says no more of who is who than the register does.
func (m *Maker) Copies(dir string) ([]Copy, error) {
	var has func(id string) bool
	list := slices.Clone(m.beside.tables)
	for i := range list {
		c := &list[i]
		seal := sealing[c.Of]
		if seal == nil || m.beside.key == nil || m.beside.sealed {
			continue
		}
		var err error
		if has == nil {
			if has, err = idsOf(dir); err != nil {
				return nil, err
			}
		}
		c.Content, err = seal(c.Name, c.Content, func(doctor string) string { return ingest.SealedIDs(m.beside.key, doctor, has) })
		if err != nil {
			return nil, err
		}
	}
	return list, nil
}

// sealing are the tables that can name doctors, and how each is sealed.
var sealing = map[string]func(name string, content []byte, seal func(string) string) ([]byte, error){
	"corrections": correction.Seal, "doctors": cohort.SealDoctors,
}

// idsOf tells which ids a register has, of doctors or of names.
func idsOf(dir string) (has func(id string) bool, err error) {
	reg, err := register.Open(dir)
	if err != nil {
		return nil, err
	}
	defer reg.Close()
	doctors, err := reg.Doctors()
	if err != nil {
		return nil, err
	}
	return func(id string) bool {
		_, isName := doctors.Named(id, func(varighet.MunicipalityCode, varighet.Month) bool { return true })
		return isName || doctors.Has(id)
	}, nil
}
