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
	Nested                  // lists, maps and records, which it does not read either
	Date                    // days since 1970-01-01; DATE on INT32
	Int32
	Int64
	Decimal // hundredths; DECIMAL(12,2) on INT64
	Text    // UTF-8
	Bool
	Double

	// Of files that other programs wrote; this package does not write them.
	Float           // FLOAT
	Uint32          // whole numbers without a sign, of 32 bits; in Int32
	Uint64          // of 64 bits; in Int64
	Bytes           // of which nobody says that they are text; BYTE_ARRAY without a type
	DecimalText     // DECIMAL of any width and scale: digits, with a minus and a decimal point
	TimestampMillis // milliseconds since 1970-01-01 on the clock of a place that is not told; TIMESTAMP on INT64
	TimestampMicros // microseconds
	TimestampNanos  // nanoseconds
	InstantMillis   // milliseconds since 1970-01-01 UTC; TIMESTAMP on INT64, adjusted to UTC
	InstantMicros   // microseconds
	InstantNanos    // nanoseconds
	InstantInt96    // microseconds; INT96, as Impala, Hive and Spark wrote times
)

// typeNames and storages are by type.
var typeNames = [...]string{"unsupported", "nested", "date", "int32", "int64", "decimal(12,2)", "text", "bool", "double",
	"float", "uint32", "uint64", "bytes", "decimal",
	"timestamp(ms)", "timestamp(us)", "timestamp(ns)", "instant(ms)", "instant(us)", "instant(ns)", "instant(int96)"}

var storages = [...]storage{inNone, inNone, inInt32, inInt32, inInt64, inInt64, inIndex, inBool, inDouble,
	inDouble, inInt32, inInt64, inIndex, inIndex,
	inInt64, inInt64, inInt64, inInt64, inInt64, inInt64, inInt64}

// A storage is the slice of a [Vector] in which a type has its values.
type storage uint8

const (
	inNone storage = iota
	inInt32
	inInt64
	inDouble
	inBool
	inIndex
)

func (t Type) storage() storage { return storages[t] }

// IsInstant reports whether values are instants, which are of a day by a clock somewhere.
func (t Type) IsInstant() bool {
	return t == InstantMillis || t == InstantMicros || t == InstantNanos || t == InstantInt96
}

// Readable reports whether this package reads columns of the type.
func (t Type) Readable() bool { return t.storage() != inNone }

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
// All slices it uses are as long as there are rows, but for Times and the Index beside it.
type Vector struct {
	Int32  []int32   // Date, Int32, Uint32
	Int64  []int64   // Int64, Uint64, Decimal, timestamps and instants
	Double []float64 // Double, Float
	Bool   []bool    // Bool

	// Text, Bytes and DecimalText: Index[i] is the place in Values of the value of row i, or -1 for
	// null. Values are distinct, in any order, and may hold more than is used.
	Index  []int32
	Values []string

	// Times is for writing text of which many rows in a row have one value: Index[i] is of
	// Times[i] rows, 1 or more. nil: of one each.
	Times []int32

	// Valid says which rows have a value, for the types without Index; nil
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
	switch t.storage() {
	case inInt32:
		return runEnd(v.Int32, v.Valid, i)
	case inInt64:
		return runEnd(v.Int64, v.Valid, i)
	case inDouble:
		return runEnd(v.Double, v.Valid, i)
	case inBool:
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
	v.Valid, v.Times, v.Empty = nil, nil, false
	switch t.storage() {
	case inInt32:
		v.Int32 = resize(v.Int32, n)
	case inInt64:
		v.Int64 = resize(v.Int64, n)
	case inDouble:
		v.Double = resize(v.Double, n)
	case inBool:
		v.Bool = resize(v.Bool, n)
	case inIndex:
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
	switch c.Type.storage() {
	case inInt32:
		have = len(v.Int32)
	case inInt64:
		have = len(v.Int64)
	case inDouble:
		have = len(v.Double)
	case inBool:
		have = len(v.Bool)
	case inIndex:
		have = v.indexed()
	}
	if have != n || (v.Valid != nil && len(v.Valid) != n) {
		return fmt.Errorf("column %s: %d values for %d rows", c.Name, have, n)
	}
	return nil
}

// indexed returns of how many rows Index and Times are; -1 if they do not fit.
func (v *Vector) indexed() (rows int) {
	if v.Times == nil {
		return len(v.Index)
	}
	if len(v.Times) != len(v.Index) {
		return -1
	}
	for _, n := range v.Times {
		if n < 1 {
			return -1
		}
		rows += int(n)
	}
	return rows
}

var errNull = errors.New("null in a column that has none")
