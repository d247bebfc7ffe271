package columnar

import "testing"

// 2019-11-01 00:00 on the clock of Norway is 1572562800 seconds after 1970 began in UTC, and the same
// hands on a clock in UTC 1572566400.
func TestDaysOfTimes(t *testing.T) {
	const inUTC, inOslo = 1_572_566_400, 1_572_562_800
	for typ, c := range map[Type]struct{ perSecond, seconds int64 }{
		TimestampMillis: {1e3, inUTC}, TimestampMicros: {1e6, inUTC}, TimestampNanos: {1e9, inUTC},
		InstantMillis: {1e3, inOslo}, InstantMicros: {1e6, inOslo}, InstantNanos: {1e9, inOslo},
		InstantInt96: {1e6, inOslo},
	} {
		v := Vector{Int64: []int64{c.seconds * c.perSecond, c.seconds*c.perSecond - 1, (c.seconds + 3600) * c.perSecond}}
		for i, want := range []string{"2019-11-01", "2019-10-31", "2019-11-01"} {
			if got := v.AppendText(nil, typ, i); string(got) != want {
				t.Errorf("%s: %s; want %s", typ, got, want)
			}
		}
	}
}

// A number as text, in forms that cannot be taken for others.
func TestNumbersOfColumnsAsText(t *testing.T) {
	for want, c := range map[string]struct {
		typ Type
		v   Vector
	}{
		"4294967295":           {Uint32, Vector{Int32: []int32{-1}}},
		"18446744073709551615": {Uint64, Vector{Int64: []int64{-1}}},
		"0.1":                  {Float, Vector{Double: []float64{float64(float32(0.1))}}},
		"1.2040":               {Double, Vector{Double: []float64{1.204}}},
		"-1.2040":              {DecimalText, Vector{Index: []int32{0}, Values: []string{"-1.204"}}},
		"2019.10":              {DecimalText, Vector{Index: []int32{0}, Values: []string{"2019.10"}}},
		"9000001":              {Decimal, Vector{Int64: []int64{900000100}}},
		"-0.05":                {Decimal, Vector{Int64: []int64{-5}}},
		"":                     {DecimalText, Vector{Index: []int32{-1}}},
	} {
		if got := c.v.AppendText(nil, c.typ, 0); string(got) != want {
			t.Errorf("%s: %q; want %q", c.typ, got, want)
		}
	}
}
