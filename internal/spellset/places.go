package spellset

import (
	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/ingest/register"
)

// Places name the municipalities of spells, as [survival.Spell.Place] has them.
type Places struct {
	ref   *data.Reference // nil for none
	to    varighet.Month  // whose borders
	names map[string]string
}

// Places reads the names of municipalities in a register. Those of the reference go before.
func (m *Maker) Places(dir string) (*Places, error) {
	reg, err := register.Open(dir)
	if err != nil {
		return nil, err
	}
	defer reg.Close()
	p := &Places{ref: m.ref, to: m.borders, names: map[string]string{}}
	named := map[string]varighet.Month{}
	for _, part := range parts(reg, "month", "municipality_code", "municipality_name") {
		for o, err := range part {
			if err != nil {
				return nil, err
			}
			if o.MunicipalityName != "" {
				p.note(o, named)
			}
		}
	}
	return p, nil
}

// note keeps the name of the latest month; of several in one, the first by bytes.
func (p *Places) note(o *varighet.Observation, named map[string]varighet.Month) {
	place := string(o.MunicipalityCode)
	if place == "" {
		place = varighet.Town(o.MunicipalityName)
	}
	last, seen := named[place]
	if !seen || o.Month > last || o.Month == last && o.MunicipalityName < p.names[place] {
		p.names[place], named[place] = o.MunicipalityName, o.Month
	}
}

// Name is the name of a place: by the reference, else as its rows have it last; "" if none is
// known.
func (p *Places) Name(place string) string {
	if p == nil {
		return ""
	}
	if p.ref != nil {
		if name, ok := p.ref.Name(varighet.MunicipalityCode(place), p.to); ok {
			return name
		}
	}
	return p.names[place]
}

// Now is the place of a municipality that had a code in a month; false where it was divided or
// merged since, so that a number of it is not one of the place. Without a reference a code is
// a place.
func (p *Places) Now(code varighet.MunicipalityCode, month varighet.Month) (place string, same bool) {
	if p == nil || p.ref == nil {
		return string(code), true
	}
	h, ok := p.ref.Harmonise(code, month, p.to)
	if !ok || h.Split || h.Merged {
		return "", false
	}
	back, ok := p.ref.Harmonise(h.Code, p.to, month)
	return string(h.Code), ok && !back.Merged && !back.Split && back.Code == code
}
