package spellfile

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/tabular"
	"github.com/varighet/varighet/internal/oslo"
	"github.com/varighet/varighet/survival"
)

// read makes a cell of text as this program or another one wrote it. R writes NA and TRUE,
// pandas True, NaN and 12.0, Excel SANN, 01.05.2017 and decimal commas, databases times of
// the day. separator is the file's, which says whether there can be decimal commas.
func (c *Column) read(s string, separator rune) (Cell, error) {
	word := strings.TrimSpace(s)
	if tabular.Missing(word) || c.Type != Text && word != "nan" && tabular.MissingOf(word) { // nan is no value in any CSV either
		return Cell{}, nil
	}
	cell, ok := Cell{OK: true}, true
	switch c.Type {
	case Text:
		if cell.Text = s; ids[c.Name] {
			cell.Text = survival.WholeText(s)
		}
	case MonthType:
		var m varighet.Month
		m, ok = parseMonth(word)
		cell.Int = int64(m)
	case Int:
		cell.Int, ok = parseWhole(word, separator)
	case Float:
		cell.Float, ok = tabular.ParseNumber(word, separator)
	case Bool:
		cell.Bool, ok = survival.ParseEvent(word)
	}
	if !ok {
		return Cell{}, fmt.Errorf("not %s", c.Type.describe())
	}
	return cell, nil
}

// refusal says why a spell cannot have a cell, which the column's set refused.
func refusal(s *survival.Spell, c *Column, cell Cell) error {
	switch {
	case c.Name == "exit" && cell.OK && s.Entry.OK:
		return fmt.Errorf("%d is before the entry, %d", cell.Int, s.Entry.V)
	case c.Name == "exit":
		return errors.New("there is an entry without an exit, or an exit without an entry: both are there, or none")
	case strings.HasPrefix(c.Name, "municipality_"), c.Name == "moved_to_municipality":
		return errors.New("not a municipality's code, which has four digits")
	case !cell.OK:
		return errors.New("it is missing")
	case c.Name == "last_month":
		return fmt.Errorf("it is before first_month, %s", s.First)
	case c.Type == Int:
		return errors.New("it is less than 0, or too large")
	}
	return errors.New("the value cannot be here")
}

// ids are the columns of text that hold numbers in many files. A program that takes them
// for numbers, and keeps numbers as fractions, writes 12.0 for 12.
var ids = map[string]bool{"position_id": true, "doctor_id": true, "municipality_code": true, "municipality_now": true,
	"moved_to_municipality": true, "moved_to_position": true}

// parseWhole reads a whole number of 32 bits, which may be written as 12.0 or 1e+05.
func parseWhole(s string, separator rune) (int64, bool) {
	if n, err := strconv.ParseInt(s, 10, 32); err == nil {
		return n, true
	}
	v, ok := tabular.ParseNumber(s, separator)
	if !ok || v != math.Trunc(v) || v < math.MinInt32 || v > math.MaxInt32 {
		return 0, false
	}
	return int64(v), true
}

// monthLayouts are the ways in which other programs write the first of a month.
var monthLayouts = []string{
	"2006-01-02 15:04:05", "2006-01-02T15:04:05", "2006-01-02 15:04", "2006-01-02T15:04", "2006/01/02", "20060102",
	"2.1.2006", "2.1.2006 15:04:05", "2.1.2006 15:04",
	"2006-01-02 15:04:05Z07:00", "2006-01-02T15:04:05Z07:00", "2006-01-02 15:04:05-07", "2006-01-02 15:04:05-0700",
}

// parseMonth reads the first of a month, with or without a time of the day, which must be
// midnight: there, or in Oslo where the time is in UTC.
func parseMonth(s string) (varighet.Month, bool) {
	if m, err := varighet.ParseMonth(s); err == nil {
		return m, true
	}
	for _, layout := range monthLayouts {
		if t, err := time.Parse(layout, s); err == nil {
			return monthOf(t)
		}
	}
	return slashedMonth(s)
}

// monthOf is the month that begins at an instant: on its own clock, or, if that is UTC, on
// the clock in Oslo.
func monthOf(t time.Time) (varighet.Month, bool) {
	year, month, day := t.Date()
	begins := day == 1 && t.Equal(time.Date(year, month, day, 0, 0, 0, 0, t.Location()))
	if _, offset := t.Zone(); !begins && offset == 0 {
		_, _, before := oslo.Date(t.Add(-1))
		year, month, day = oslo.Date(t)
		begins = day == 1 && before != 1
	}
	m := varighet.MonthOf(year, month)
	return m, begins && m.Valid()
}

// slashedMonth reads 5/1/2017 and 01/05/2017: one of the two is the day, and that is 1.
func slashedMonth(s string) (varighet.Month, bool) {
	parts := strings.Split(s, "/")
	if len(parts) != 3 || len(parts[2]) != 4 {
		return 0, false
	}
	a, errA := strconv.Atoi(parts[0])
	b, errB := strconv.Atoi(parts[1])
	year, errY := strconv.Atoi(parts[2])
	if a != 1 {
		a, b = b, a
	}
	if errors.Join(errA, errB, errY) != nil || a != 1 || b < 1 || b > 12 {
		return 0, false
	}
	m := varighet.MonthOf(year, time.Month(b))
	return m, m.Valid()
}
