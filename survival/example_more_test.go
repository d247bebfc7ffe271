package survival_test

import (
	"fmt"

	"github.com/varighet/varighet/survival"
)

// Two municipalities with six agreements each. The test looks at all ways in
// which the twelve could have been dealt out.
func ExamplePermutationTest() {
	var tenures []survival.Tenure
	var groups []string
	for i, months := range []float64{2, 3, 3, 5, 8, 20, 9, 14, 22, 30, 31, 40} {
		tenures = append(tenures, survival.Tenure{Exit: months, Stopped: i != 5 && i != 11})
		groups = append(groups, []string{"Bykle", "Valle"}[i/6])
	}
	r, err := survival.PermutationTest(tenures, groups, nil, survival.Weight{}, survival.Permutation{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("p = %.3f of %d relabellings\n", r.P.V, r.Permutations)
	// Output: p = 0.032 of 924 relabellings
}
