package survival

import (
	"fmt"
	"testing"

	"github.com/varighet/varighet"
)

// BenchmarkSpells makes spells of 1,000 lists over 300 months, sorted as a register
// has them: a new doctor every 60 months, and a vacant month before each.
func BenchmarkSpells(b *testing.B) {
	var obs []varighet.Observation
	for p := range 1000 {
		id, code := fmt.Sprintf("L%05d", p), varighet.MunicipalityCode(fmt.Sprintf("%04d", 1001+p%300))
		for m := range 300 {
			o := varighet.Observation{PositionID: id, Month: first + varighet.Month(m), MunicipalityCode: code}
			if (m+p)%60 == 0 {
				o.Role = varighet.RoleVacant
			} else {
				o.DoctorID = fmt.Sprintf("D%05d-%d", p, (m+p)/60)
			}
			obs = append(obs, o)
		}
	}
	stream := func(yield func(*varighet.Observation, error) bool) {
		for i := range obs {
			if !yield(&obs[i], nil) {
				return
			}
		}
	}
	cov, err := Cover(stream, SpellOptions{})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Spells(stream, cov, DefaultSpellOptions()); err != nil {
			b.Fatal(err)
		}
	}
}
