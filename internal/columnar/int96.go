package columnar

import "encoding/binary"

// An int96Reader reads times of twelve bytes: nanoseconds since midnight, in eight, and
// the Julian day number, in four. They become microseconds since 1970 on the way from
// the page, so that everything else is as for other whole numbers.
//
// The form is deprecated, and described in Parquet's format only as what Impala did. Spark writes
// instants so, and Impala the clock of its place. All are taken for instants: whatever is
// midnight on such a clock is then one or two o'clock of the same day in Norway, while an instant
// taken for a clock would be the day before.
type int96Reader struct{ numberReader[int64] }

const (
	julian1970   = 2_440_588 // the Julian day that begins at noon on 1970-01-01
	microsPerDay = 24 * 60 * 60 * 1_000_000
)

func (r *int96Reader) dictionary(page []byte, n int) error {
	if len(page)%12 != 0 {
		return errDictionary
	}
	return r.numberReader.dictionary(eightBytes(page), n)
}

func (r *int96Reader) start(encoding int64, page []byte, n int, all bool) error {
	switch encoding {
	case plainEncoding:
		if len(page)%12 != 0 {
			return errShort
		}
		page = eightBytes(page)
	case deltaEncoding, splitEncoding:
		return errEncoding(encoding)
	}
	return r.numberReader.start(encoding, page, n, all)
}

// eightBytes makes a page of plain int64 of one of plain INT96.
func eightBytes(page []byte) []byte {
	out := make([]byte, 0, len(page)/12*8)
	for ; len(page) >= 12; page = page[12:] {
		day := int64(int32(binary.LittleEndian.Uint32(page[8:])))
		micros := (day-julian1970)*microsPerDay + int64(binary.LittleEndian.Uint64(page))/1000
		out = binary.LittleEndian.AppendUint64(out, uint64(micros))
	}
	return out
}
