package ingest

// MergeWarnings brings warnings of several files together: equal ones become one
// that counts them, told of at the place of the first. They come by code and
// message.
func MergeWarnings(list []Warning) []Warning {
	var all warnings
	for _, w := range list {
		all.add(w)
	}
	return all.sorted()
}
