package yardstick

import (
	"fmt"
	"maps"
	"slices"

	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/survival/rates"
)

// mix is the mean of the groups' curves.
func (c Curves) mix(weights map[string]float64) (Curves, error) {
	var refs []*rates.Reference
	var of []float64
	for _, group := range slices.Sorted(maps.Keys(weights)) {
		ref, ok := c[group]
		if !ok {
			return nil, fmt.Errorf("there is no curve of %q; there is one of %s", group, choice.Alternatives(slices.Sorted(maps.Keys(c))))
		}
		refs, of = append(refs, ref), append(of, weights[group])
	}
	mean, err := rates.Mixture(refs, of)
	return Curves{All: mean}, err
}
