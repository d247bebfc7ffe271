package data

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// SizeGroups divides municipalities by the number of people who live there. A
// cut point is the lowest population of the group above it: with the cuts 2000
// and 5000, a municipality of 2000 is in the group 2000-4999.
//
// The zero value has one group, "all".
type SizeGroups struct {
	name   string
	cuts   []int32
	labels []string
}

// Abelsen returns the six groups of the study of GP agreements 2001–2014 [1],
// used by table 6-1 of NSDM-rapport 2020. They are the default.
//
// [1] Abelsen B, Gaski M, Brandstorp H (2015). Tidsskr Nor Legeforen 135:2045–9.
func Abelsen() SizeGroups { return mustGroups("abelsen", 2000, 5000, 10000, 20000, 50000) }

// HDir returns the five groups of the Directorate of Health's key figures, in
// which 10 000 to 49 999 is one group.
func HDir() SizeGroups { return mustGroups("hdir", 2000, 5000, 10000, 50000) }

func mustGroups(name string, cuts ...int32) SizeGroups {
	g, err := NewSizeGroups(name, cuts)
	if err != nil {
		panic(err)
	}
	return g
}

// NewSizeGroups makes groups from cut points, which must be positive and
// rising. The name is for reading only. The slice is copied.
func NewSizeGroups(name string, cuts []int32) (SizeGroups, error) {
	if len(cuts) == 0 {
		return SizeGroups{}, fmt.Errorf("size groups need at least one cut point")
	}
	for i, c := range cuts {
		if c <= 0 {
			return SizeGroups{}, fmt.Errorf("cut point %d is not positive", c)
		}
		if i > 0 && c <= cuts[i-1] {
			return SizeGroups{}, fmt.Errorf("cut points must rise, but %d comes after %d", c, cuts[i-1])
		}
	}
	labels := make([]string, 0, len(cuts)+1)
	labels = append(labels, fmt.Sprintf("<%d", cuts[0]))
	for i := 1; i < len(cuts); i++ {
		labels = append(labels, fmt.Sprintf("%d-%d", cuts[i-1], cuts[i]-1))
	}
	labels = append(labels, fmt.Sprintf(">=%d", cuts[len(cuts)-1]))
	return SizeGroups{name: name, cuts: slices.Clone(cuts), labels: labels}, nil
}

// DefaultSizeGroups names the groups that are used where none are chosen: Abelsen's.
const DefaultSizeGroups = "abelsen"

// ParseSizeGroups reads a flag: "abelsen", "hdir", or cut points with commas
// between, such as 2000,5000,10000.
func ParseSizeGroups(s string) (SizeGroups, error) {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case DefaultSizeGroups:
		return Abelsen(), nil
	case "hdir":
		return HDir(), nil
	}
	var cuts []int32
	for field := range strings.SplitSeq(s, ",") {
		n, err := strconv.ParseInt(strings.TrimSpace(field), 10, 32)
		if err != nil {
			return SizeGroups{}, fmt.Errorf("size groups %q: want abelsen, hdir, or cut points such as 2000,5000,10000", s)
		}
		cuts = append(cuts, int32(n))
	}
	g, err := NewSizeGroups("", cuts)
	if err != nil {
		return SizeGroups{}, fmt.Errorf("size groups %q: %w", s, err)
	}
	return g, nil
}

// Name is "abelsen", "hdir" or, for own cut points, those points.
func (g SizeGroups) Name() string {
	if g.name != "" || len(g.cuts) == 0 {
		return g.name
	}
	texts := make([]string, len(g.cuts))
	for i, c := range g.cuts {
		texts[i] = strconv.Itoa(int(c))
	}
	return strings.Join(texts, ",")
}

// Labels returns the groups' names in files, from small to large: <2000,
// 2000-4999, …, >=50000. The caller may keep the slice.
func (g SizeGroups) Labels() []string {
	if len(g.cuts) == 0 {
		return []string{"all"}
	}
	return slices.Clone(g.labels)
}

// Index returns the group of a population, 0 for the smallest.
func (g SizeGroups) Index(population int32) int {
	i, equal := slices.BinarySearch(g.cuts, population)
	if equal {
		i++
	}
	return i
}

// Of returns the label of the group of a population.
func (g SizeGroups) Of(population int32) string {
	if len(g.cuts) == 0 {
		return "all"
	}
	return g.labels[g.Index(population)]
}

// Range returns the lowest and the highest population of a group. The lowest
// of the first group is 0, the highest of the last the largest int32.
func (g SizeGroups) Range(index int) (low, high int32) {
	high = math.MaxInt32
	if index > 0 {
		low = g.cuts[index-1]
	}
	if index < len(g.cuts) {
		high = g.cuts[index] - 1
	}
	return low, high
}
