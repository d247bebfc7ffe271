package register

import (
	"slices"

	"github.com/varighet/varighet"
)

// Doctors are those of a register: their ids, and who has which name where.
type Doctors struct {
	ids   map[string]bool
	named map[string][]namedDoctor // by NameID
}

// A namedDoctor is a doctor who has a name in a municipality.
type namedDoctor struct {
	id    string
	code  varighet.MunicipalityCode
	month varighet.Month // one in which that is so
}

// Doctors goes through the register for its doctors, in whatever role.
func (r *Register) Doctors() (*Doctors, error) {
	d := &Doctors{ids: map[string]bool{}, named: map[string][]namedDoctor{}}
	var last varighet.Observation
	for o, err := range r.Observations("month", "municipality_code", "doctor_id", "name_id") {
		if err != nil {
			return nil, err
		}
		if o.DoctorID == last.DoctorID && o.NameID == last.NameID && o.MunicipalityCode == last.MunicipalityCode {
			continue
		}
		last = *o
		d.ids[o.DoctorID] = true
		known := slices.ContainsFunc(d.named[o.NameID], func(n namedDoctor) bool { return n.id == o.DoctorID && n.code == o.MunicipalityCode })
		if o.NameID != "" && !known {
			d.named[o.NameID] = append(d.named[o.NameID], namedDoctor{o.DoctorID, o.MunicipalityCode, o.Month})
		}
	}
	return d, nil
}

// Has reports whether the register has a doctor of this id.
func (d *Doctors) Has(id string) bool { return id != "" && d.ids[id] }

// Named returns the ids of the doctors who have a name, by its NameID, under a
// municipality's code of which in says that it is meant; and whether anybody has the name.
func (d *Doctors) Named(nameID string, in func(varighet.MunicipalityCode, varighet.Month) bool) (ids []string, isName bool) {
	for _, n := range d.named[nameID] {
		if in(n.code, n.month) && !slices.Contains(ids, n.id) {
			ids = append(ids, n.id)
		}
	}
	return ids, len(d.named[nameID]) > 0
}
