package ingest

import (
	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/cell"
)

// ownNumber makes the id of a list of its municipality and the number that it has
// there, and returns its hash; see [ListIDs]. A municipality without a code goes by its name.
func (t *table) ownNumber(o *varighet.Observation) (hash uint64) {
	place := string(t.lastingCode(o.MunicipalityCode, o.Month))
	if place == "" && o.MunicipalityName != "" {
		place = *t.ownPlaces.get([]byte(o.MunicipalityName), cell.OwnPlace)
	}
	if place == "" && t.faulty == "" {
		t.fault(t.column(fieldPositionID), "municipality-missing", "the lists are numbered within municipalities, and the row has none",
			"add a column with the municipality's code, or put it into the title or the file's name")
	}
	t.key = append(append(append(t.key[:0], place...), '-'), o.PositionID...)
	own := t.ownNumbers.get(t.key, readPosition)
	o.PositionID = own.id
	return own.hash
}

// lastingCode is the code by which a municipality is known through time.
func (t *table) lastingCode(code varighet.MunicipalityCode, month varighet.Month) varighet.MunicipalityCode {
	if t.places == nil || code == "" {
		return code
	}
	at := placeTime{code: code, month: month}
	lasting, seen := t.lastingAt[at]
	if !seen {
		lasting = t.places.lasting(code, month)
		if len(t.lastingAt) >= maxCached {
			clear(t.lastingAt)
		}
		t.lastingAt[at] = lasting
	}
	return lasting
}
