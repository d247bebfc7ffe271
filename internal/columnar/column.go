package columnar

import (
	"errors"
	"fmt"
)

// A Type is what a column holds.
type Type uint8

// The types of columns.
const (
	Unsupported Type = iota // a type of Parquet that this package does not read
	Date                    // days since 1970-01-01; DATE on INT32
	Int32
	Int64
	Decimal // hundredths; DECIMAL(12,2) on INT64
	Text    // UTF-8
	Bool
	Double

	// Of files that other programs wrote; this package does not write them.
	TimestampMillis // milliseconds since 1970-01-01; TIMESTAMP on INT64
	TimestampMicros // microseconds
	TimestampNanos  // nanoseconds
	TimestampInt96  // microseconds; INT96, as Impala, Hive and Spark wrote times
)

var typeNames = [...]string{"unsupported", "date", "int32", "int64", "decimal(12,2)", "text", "bool", "double",
	"timestamp(ms)", "timestamp(us)", "timestamp(ns)", "timestamp(int96)"}

func (t Type) String() string { return typeNames[t] }

// A Column is one column's name, type and whether values may be missing.
type Column struct {
	Name     string
	Type     Type
	Nullable bool
}

func (c Column) String() string {
	if c.Nullable {
		return c.Name + " " + c.Type.String() + ", may be null"
	}
	return c.Name + " " + c.Type.String()
}

// MaxDecimal is the largest amount, in hundredths, that DECIMAL(12,2) holds;
// the smallest is its negative.
const MaxDecimal = 1e12 - 1

// A Vector holds one column's values of some rows, in the slice of its type.
// All slices it uses are as long as there are rows.
type Vector struct {
	Int32  []int32   // Date, Int32
	Int64  []int64   // Int64, Decimal, timestamps
	Double []float64 // Double
	Bool   []bool    // Bool

	// Text: Index[i] is the place in Values of the value of row i, or -1 for
	// null. Values are distinct, in any order, and may hold more than is used.
	Index  []int32
	Values []string

	// Valid says which rows have a value, for the types other than Text; nil
	// if all have. The value of a row without one is zero.
	Valid []bool

	// Empty says that no row has a value, of whatever type; the slices then do not
	// matter. It is for writing, where most columns of a register are empty in
	// most sources; a reader gives the slices.
	Empty bool
}

// Null reports whether row i has no value.
func (v *Vector) Null(i int) bool {
	if v.Empty {
		return true
	}
	if v.Valid != nil {
		return !v.Valid[i]
	}
	return v.Index != nil && v.Index[i] < 0
}

// Text returns the value of row i of a text column, "" for null.
func (v *Vector) Text(i int) string {
	if k := v.Index[i]; k >= 0 {
		return v.Values[k]
	}
	return ""
}

// RunEnd returns the first row after i that has another value than row i, or the
// number of rows.
func (v *Vector) RunEnd(t Type, i int) int {
	switch t {
	case Date, Int32:
		return runEnd(v.Int32, v.Valid, i)
	case Int64, Decimal, TimestampMillis, TimestampMicros, TimestampNanos, TimestampInt96:
		return runEnd(v.Int64, v.Valid, i)
	case Double:
		return runEnd(v.Double, v.Valid, i)
	case Bool:
		return runEnd(v.Bool, v.Valid, i)
	}
	return runEnd(v.Index, nil, i)
}

func runEnd[T comparable](values []T, valid []bool, i int) int {
	first := values[i]
	k := i + 1
	for k < len(values) && values[k] == first {
		k++
	}
	if valid != nil {
		for j := i + 1; j < k; j++ {
			if valid[j] != valid[i] {
				return j
			}
		}
	}
	return k
}

// Resize makes the slices of the type n rows long, keeping their memory. Valid
// is set to nil, Empty to false. Values are what they were.
func (v *Vector) Resize(t Type, n int) {
	v.Valid, v.Empty = nil, false
	switch t {
	case Date, Int32:
		v.Int32 = resize(v.Int32, n)
	case Int64, Decimal, TimestampMillis, TimestampMicros, TimestampNanos, TimestampInt96:
		v.Int64 = resize(v.Int64, n)
	case Double:
		v.Double = resize(v.Double, n)
	case Bool:
		v.Bool = resize(v.Bool, n)
	case Text:
		v.Index = resize(v.Index, n)
	}
}

// resize returns s with length n, with new memory only where it must grow.
func resize[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}

// check tells whether a vector fits its column and a number of rows.
func (v *Vector) check(c Column, n int) error {
	if v.Empty {
		if !c.Nullable {
			return fmt.Errorf("column %s: %w", c.Name, errNull)
		}
		return nil
	}
	var have int
	switch c.Type {
	case Date, Int32:
		have = len(v.Int32)
	case Int64, Decimal:
		have = len(v.Int64)
	case Double:
		have = len(v.Double)
	case Bool:
		have = len(v.Bool)
	case Text:
		have = len(v.Index)
	}
	if have != n || (v.Valid != nil && len(v.Valid) != n) {
		return fmt.Errorf("column %s: %d values for %d rows", c.Name, have, n)
	}
	return nil
}

var errNull = errors.New("null in a column that has none")
