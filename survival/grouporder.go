package survival

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// OrderGroups returns the labels in the order in which groups are shown and
// scored: size groups, such as "<2000", "2000-4999" and ">=50000", from small
// to large if all labels have that form; else by value if all are decimal
// numbers; else by bytes. Labels that tie come by bytes. labels is not changed.
func OrderGroups(labels []string) []string {
	out := slices.Clone(labels)
	for _, value := range []func(string) (float64, bool){sizeGroupValue, numberValue} {
		if values, ok := valuesOf(labels, value); ok {
			slices.SortFunc(out, func(a, b string) int {
				return cmp.Or(cmp.Compare(values[a], values[b]), strings.Compare(a, b))
			})
			return out
		}
	}
	slices.Sort(out)
	return out
}

func valuesOf(labels []string, value func(string) (float64, bool)) (map[string]float64, bool) {
	values := make(map[string]float64, len(labels))
	for _, l := range labels {
		v, ok := value(l)
		if !ok {
			return nil, false
		}
		values[l] = v
	}
	return values, true
}

var (
	sizeGroupShape = regexp.MustCompile(`^(?:<([0-9]+)|([0-9]+)-[0-9]+|>=([0-9]+))$`)
	numberShape    = regexp.MustCompile(`^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$`)
)

// sizeGroupValue is the lower bound of a size group; −1 if it has none.
func sizeGroupValue(label string) (float64, bool) {
	m := sizeGroupShape.FindStringSubmatch(label)
	switch {
	case m == nil:
		return 0, false
	case m[1] != "":
		return -1, true
	}
	return parseNumber(m[2] + m[3]), true // one of them is empty
}

func numberValue(label string) (float64, bool) {
	if !numberShape.MatchString(label) {
		return 0, false
	}
	return parseNumber(label), true
}

// parseNumber reads what has the shape of a number. One too large for a float64 is
// infinite, which is in order.
func parseNumber(s string) float64 {
	v, _ := strconv.ParseFloat(s, 64)
	return v
}

// Ordered reports whether the labels have an order of their own, by which a
// trend makes sense: all are size groups, or all are numbers.
func Ordered(labels []string) bool {
	for _, value := range []func(string) (float64, bool){sizeGroupValue, numberValue} {
		if _, ok := valuesOf(labels, value); ok {
			return true
		}
	}
	return false
}
