package varighet

// An Opt is a value that may be missing. The zero Opt is missing, so a record
// starts with nothing known, and no number has to stand for "none".
type Opt[T any] struct {
	V  T    // the value; the zero value if OK is false
	OK bool // whether there is a value
}

// Some returns an Opt that holds v.
func Some[T any](v T) Opt[T] { return Opt[T]{V: v, OK: true} }

// Or returns the value, or otherwise if there is none.
func (o Opt[T]) Or(otherwise T) T {
	if o.OK {
		return o.V
	}
	return otherwise
}
