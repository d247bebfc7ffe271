package simulate

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/varighet/varighet"
)

var seenColumns = []string{"position_id", "doctor", "seen_as", "municipality_code", "first_month", "last_month", "stopped", "start_known", "hidden"}

// encodeSeen gives the bytes of truth-spells.csv.
func encodeSeen(spells []SeenSpell) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Write(seenColumns)
	for _, s := range spells {
		w.Write([]string{strconv.FormatInt(s.Position, 10), strconv.FormatInt(s.Doctor, 10), s.Person, string(s.Municipality),
			s.First.Date(), s.Last.Date(), strconv.FormatBool(s.Stopped), string(s.StartKnown), s.Hidden})
	}
	w.Flush()
	return b.Bytes()
}

// ReadSeen reads what [Write] put into truth-spells.csv.
func ReadSeen(r io.Reader) ([]SeenSpell, error) {
	rows, err := csv.NewReader(r).ReadAll()
	if err != nil || len(rows) == 0 || !slices.Equal(rows[0], seenColumns) {
		return nil, errors.Join(err, errors.New("not a "+SpellsFile))
	}
	var spells []SeenSpell
	for i, row := range rows[1:] {
		s, err := parseSeen(row)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", SpellsFile, i+2, err)
		}
		spells = append(spells, s)
	}
	return spells, nil
}

func parseSeen(row []string) (SeenSpell, error) {
	position, e1 := strconv.ParseInt(row[0], 10, 64)
	doctor, e2 := strconv.ParseInt(row[1], 10, 64)
	first, e3 := varighet.ParseMonth(row[4][:min(7, len(row[4]))])
	last, e4 := varighet.ParseMonth(row[5][:min(7, len(row[5]))])
	stopped, e5 := strconv.ParseBool(row[6])
	return SeenSpell{Position: position, Doctor: doctor, Person: row[2], Municipality: varighet.MunicipalityCode(row[3]),
		First: first, Last: last, Stopped: stopped, StartKnown: Known(row[7]), Hidden: row[8]}, errors.Join(e1, e2, e3, e4, e5)
}
