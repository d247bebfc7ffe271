package columnar

// An interner gives the texts of a column chunk numbers, so that equal texts
// are one string.
type interner struct {
	values []string
	ids    map[string]int32
	last   int32 // the number of the text before
	room   *room // for the texts
	err    error // there is no more room: texts that are new have no number
}

// maxReserve bounds the room that is made at once: a page of equal texts says that
// it has millions.
const maxReserve = 128 << 10

// reserve makes room for the first n texts.
func (in *interner) reserve(n int) {
	n = min(n, maxReserve)
	if in.ids == nil {
		in.ids = make(map[string]int32, n)
	}
	if in.values == nil {
		in.values = make([]string, 0, n)
	}
}

// number returns the number of a text, which may be kept. The caller looks at err afterwards.
func (in *interner) number(s string) int32 {
	id, ok := in.ids[s]
	if !ok {
		if in.err = in.room.text(s); in.err != nil {
			return 0
		}
		in.reserve(0)
		id = int32(len(in.values))
		in.values = append(in.values, s)
		in.ids[s] = id
	}
	return id
}

// numberOf returns the number of a text in bytes that are not kept. Mostly it is
// the one before.
func (in *interner) numberOf(b []byte) int32 {
	if len(in.values) > 0 && in.values[in.last] == string(b) {
		return in.last
	}
	id, ok := in.ids[string(b)]
	if !ok {
		id = in.number(string(b))
	}
	in.last = id
	return id
}
