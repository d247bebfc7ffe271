package design

import (
	"encoding/binary"
	"math"
)

// denseCodes is how many combinations of levels are numbered by a table.
const denseCodes = 1 << 18

// findPatterns numbers the distinct rows in the order in which they come.
func (m *Matrix) findPatterns(variables []Variable) {
	if !m.denseFactors(variables) && !m.hashed(variables) {
		m.pattern, m.count = nil, m.rows
		m.patterns = make([]float64, 0, m.rows*len(m.Columns))
		for i := range m.rows {
			m.patterns = appendRow(m.patterns, variables, i)
		}
	}
}

// denseFactors handles variables that are all factors, with few combinations:
// each row's codes make one number.
func (m *Matrix) denseFactors(variables []Variable) bool {
	combinations := 1
	for _, v := range variables {
		if v.values != nil || v.levels == nil {
			return false
		}
		if combinations *= len(v.levels); combinations > denseCodes {
			return false
		}
	}
	number := make([]int32, combinations) // of the pattern, from 1
	m.pattern = make([]int32, m.rows)
	for i := range m.rows {
		code := 0
		for _, v := range variables {
			code = code*len(v.levels) + int(v.codes[i])
		}
		if number[code] == 0 {
			m.count++
			number[code] = int32(m.count)
			m.patterns = appendRow(m.patterns, variables, i)
		}
		m.pattern[i] = number[code] - 1
	}
	return true
}

// hashed handles any variables, as long as rows repeat.
func (m *Matrix) hashed(variables []Variable) bool {
	const look = 4096 // rows after which most must have been seen before
	seen := map[string]int32{}
	m.pattern = make([]int32, m.rows)
	key := make([]byte, 8*len(variables))
	for i := range m.rows {
		for j, v := range variables {
			bits := uint64(0)
			if v.levels != nil {
				bits = uint64(v.codes[i])
			} else {
				bits = math.Float64bits(v.values[i] + 0) // −0 is 0
			}
			binary.LittleEndian.PutUint64(key[8*j:], bits)
		}
		n, ok := seen[string(key)]
		if !ok {
			if n = int32(len(seen)); i >= look && int(n) > i/2 {
				m.patterns = nil
				return false
			}
			seen[string(key)] = n
			m.patterns = appendRow(m.patterns, variables, i)
		}
		m.pattern[i] = n
	}
	m.count = len(seen)
	return true
}

func appendRow(to []float64, variables []Variable, row int) []float64 {
	for _, v := range variables {
		if v.levels == nil {
			to = append(to, v.values[row])
			continue
		}
		for l := 1; l < len(v.levels); l++ {
			x := 0.0
			if v.codes[row] == int32(l) {
				x = 1
			}
			to = append(to, x)
		}
	}
	return to
}
