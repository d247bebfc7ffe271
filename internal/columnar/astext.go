package columnar

import (
	"bytes"
	"fmt"
	"strconv"
	"time"

	"github.com/varighet/varighet/internal/oslo"
)

// AppendText appends the value of row i as text, as CSV files have it; nothing for null. Dates are
// written 2019-11-30, and of a time only its day: on the clock that a time without a zone is
// of, and in Norway for an instant. Numbers with three decimals have a zero after them, because people
// write thousands as 1.204.
func (v *Vector) AppendText(b []byte, t Type, i int) []byte {
	if v.Null(i) {
		return b
	}
	switch t {
	case Int32:
		return strconv.AppendInt(b, int64(v.Int32[i]), 10)
	case Uint32:
		return strconv.AppendUint(b, uint64(uint32(v.Int32[i])), 10)
	case Int64:
		return strconv.AppendInt(b, v.Int64[i], 10)
	case Uint64:
		return strconv.AppendUint(b, uint64(v.Int64[i]), 10)
	case Decimal:
		return appendHundredths(b, v.Int64[i])
	case Text, Bytes:
		return append(b, v.Text(i)...)
	case Bool:
		return strconv.AppendBool(b, v.Bool[i])
	case DecimalText:
		return noThousands(append(b, v.Text(i)...), len(b))
	case Float:
		return noThousands(strconv.AppendFloat(b, v.Double[i], 'f', -1, 32), len(b))
	case Double:
		return noThousands(strconv.AppendFloat(b, v.Double[i], 'f', -1, 64), len(b))
	}
	return appendDate(b, t, v, i)
}

// appendHundredths writes hundredths; a whole number, which may be an id, without decimals.
func appendHundredths(b []byte, n int64) []byte {
	if n%100 == 0 {
		return strconv.AppendInt(b, n/100, 10)
	}
	if n < 0 {
		b, n = append(b, '-'), -n
	}
	return fmt.Appendf(b, "%d.%02d", n/100, n%100)
}

// noThousands adds a zero to a number with three decimals, written from byte from on: people
// write thousands as 1.204, and it would be read so.
func noThousands(b []byte, from int) []byte {
	if point := bytes.IndexByte(b[from:], '.'); point >= 0 && len(b)-from-point == 4 {
		return append(b, '0')
	}
	return b
}

// appendDate writes the day of a date, of a time on a clock that is not told, which is taken
// for Norway's, or of an instant, in Norway.
func appendDate(b []byte, t Type, v *Vector, i int) []byte {
	switch t {
	case Date:
		return appendDay(b, time.Unix(int64(v.Int32[i])*86400, 0).UTC())
	case TimestampMillis:
		return appendDay(b, time.UnixMilli(v.Int64[i]).UTC())
	case TimestampMicros:
		return appendDay(b, time.UnixMicro(v.Int64[i]).UTC())
	case TimestampNanos:
		return appendDay(b, time.Unix(0, v.Int64[i]).UTC())
	case InstantMillis:
		return appendInstant(b, time.UnixMilli(v.Int64[i]))
	case InstantMicros, InstantInt96:
		return appendInstant(b, time.UnixMicro(v.Int64[i]))
	case InstantNanos:
		return appendInstant(b, time.Unix(0, v.Int64[i]))
	}
	return b
}

// appendDay writes the day of a time, as its own clock has it.
func appendDay(b []byte, t time.Time) []byte { return t.AppendFormat(b, "2006-01-02") }

// appendInstant writes the day in Norway.
func appendInstant(b []byte, t time.Time) []byte {
	year, month, day := oslo.Date(t)
	return appendDay(b, time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}
