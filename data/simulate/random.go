package simulate

import "math/rand/v2"

// Events are drawn from one PCG stream in a fixed order; what depends only on
// who and when (names, a list's residents in a month) is a hash, so that it does not
// matter in which order rows are written.

// newRand returns the stream of events.
func newRand(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0x766172696768_6574)) }

// hash mixes numbers into 64 bits (the finaliser of SplitMix64 [1], chained).
//
// [1] Steele GL, Lea D, Flood CH (2014). OOPSLA '14:453–472.
func hash(seed, a, b uint64) uint64 {
	return mix(mix(seed^a*0x9e3779b97f4a7c15) + b)
}

func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// hprNumber is the made-up HPR number of the n-th doctor: 900 000 000 and up,
// in no order, no two the same (the modulus is prime).
func hprNumber(n int32) int64 { return 900_000_000 + int64(n)*48_271%99_999_989 }

// listNumber is the number of the n-th list: seven digits, in no order, no two
// the same (the modulus is prime).
func listNumber(n int32) int64 { return 1_000_000 + int64(n)*5_647_109%8_999_993 }
