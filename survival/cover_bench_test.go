package survival

import (
	"fmt"
	"testing"

	"github.com/varighet/varighet"
)

// BenchmarkCover goes through a million rows of 5 000 lists.
func BenchmarkCover(b *testing.B) {
	var obs []varighet.Observation
	for list := range 5000 {
		id, code := fmt.Sprintf("P%05d", list), varighet.MunicipalityCode(fmt.Sprintf("%04d", 1000+list%400))
		for m := range 200 {
			obs = append(obs, varighet.Observation{PositionID: id, Month: first + varighet.Month(m), MunicipalityCode: code,
				DoctorID: fmt.Sprintf("D%05d", list*4+m/60)})
		}
	}
	stream := func(yield func(*varighet.Observation, error) bool) {
		for i := range obs {
			if !yield(&obs[i], nil) {
				return
			}
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Cover(stream, SpellOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}
