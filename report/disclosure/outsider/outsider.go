// Package outsider is a reader of a published report who works out what he can: for tests, which hold what is
// printed against him.
package outsider

import "math/big"

// A Reader knows what the report prints: sums over kinds of units, each of which has an unknown
// number of 0 or more. He knows which kinds of units there are, which is more than a report says.
type Reader struct {
	Kinds int
	Rows  [][]bool // printed sums, by kind
	Sums  []int
}

// Determined reports whether the number of units of some kinds follows from the sums alone:
// whether its row is a combination of theirs, by elimination in exact fractions.
func (r *Reader) Determined(of []bool) bool {
	var basis [][]*big.Rat
	for _, row := range r.Rows {
		if v := reduced(basis, rational(row)); v != nil {
			basis = append(basis, v)
		}
	}
	return reduced(basis, rational(of)) == nil
}

func rational(row []bool) []*big.Rat {
	v := make([]*big.Rat, len(row))
	for i, x := range row {
		if v[i] = new(big.Rat); x {
			v[i].SetInt64(1)
		}
	}
	return v
}

// reduced takes away the rows of a basis; nil if nothing is left.
func reduced(basis [][]*big.Rat, v []*big.Rat) []*big.Rat {
	for _, b := range basis {
		p := pivot(b)
		if v[p].Sign() == 0 {
			continue
		}
		factor := new(big.Rat).Quo(v[p], b[p])
		for i := range v {
			v[i].Sub(v[i], new(big.Rat).Mul(factor, b[i]))
		}
	}
	if pivot(v) < 0 {
		return nil
	}
	return v
}

func pivot(v []*big.Rat) int {
	for i, x := range v {
		if x.Sign() != 0 {
			return i
		}
	}
	return -1
}

// Bounds are the least and the greatest number of units of some kinds in whole numbers that
// give the sums: by going through all of them. A kind in no sum has as many as one likes: up to
// most.
func (r *Reader) Bounds(of []bool, most int) (low, high int) {
	low, high = -1, -1
	type state struct {
		kind int
		left [12]uint8
	}
	seen := map[state][2]int{}
	var try func(kind int, left []int) [2]int
	try = func(kind int, left []int) [2]int {
		if kind == r.Kinds {
			for _, n := range left {
				if n != 0 {
					return [2]int{-1, -1}
				}
			}
			return [2]int{0, 0}
		}
		key := state{kind: kind}
		for j, n := range left {
			key.left[j] = uint8(n)
		}
		if b, ok := seen[key]; ok {
			return b
		}
		best := [2]int{-1, -1}
		room := -1
		for j := range r.Rows {
			if r.Rows[j][kind] && (room < 0 || left[j] < room) {
				room = left[j]
			}
		}
		if room < 0 {
			room = most
		}
		for n := 0; n <= room; n++ {
			rest := append([]int{}, left...)
			for j := range r.Rows {
				if r.Rows[j][kind] {
					rest[j] -= n
				}
			}
			b := try(kind+1, rest)
			if b[0] < 0 {
				continue
			}
			add := 0
			if of[kind] {
				add = n
			}
			if best[0] < 0 || b[0]+add < best[0] {
				best[0] = b[0] + add
			}
			best[1] = max(best[1], b[1]+add)
		}
		seen[key] = best
		return best
	}
	b := try(0, r.Sums)
	return b[0], b[1]
}
