package survival_test

import "math/rand/v2"

// newRand gives the same numbers for the same seed.
func newRand(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0)) }
