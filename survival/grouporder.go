package survival

import (
	"cmp"
	"errors"
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
	return parseNumber(m[2] + m[3]) // one of them is empty
}

func numberValue(label string) (float64, bool) {
	if !numberShape.MatchString(label) {
		return 0, false
	}
	return parseNumber(label)
}

// parseNumber takes a number too large for a float64 as infinite, which is in
// order.
func parseNumber(s string) (float64, bool) {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil && !isRangeError(err) {
		return 0, false
	}
	return v, true
}

func isRangeError(err error) bool { return errors.Is(err, strconv.ErrRange) }

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
