package cell

import "github.com/varighet/varighet/ingest/idnumber"

// HasNationalID reports whether a text holds a national identity number beyond doubt.
func HasNationalID(b []byte) bool { return idnumber.National(b) == idnumber.Sure }
