package register

import (
	"fmt"
	"math"
	"strings"
	"unicode/utf8"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/columnar"
)

// A record is an observation in numbers, so that runs can be packed, spilled and merged
// cheaply. Texts are numbers into lists: while runs are made, the lists of the worker
// that made the record; in the merge, the sorted lists of all.
type record struct {
	amounts                 [4]int64 // basis, floor, equalisation, total; or noAmount
	position, doctor        uint32   // doctor is as written: a number, or the name's id
	nameID                  uint32
	doctorName, code        uint32
	name, office            uint32
	file                    uint32
	row                     int32
	residents, limit, start int32 // or noInt32
	month                   int16
	flags                   flags
}

// Missing numbers. Neither is a number that the file format takes.
const (
	noInt32  = math.MinInt32
	noAmount = math.MinInt64
)

// setNumbers fills in what of an observation is no text. Field by field: a literal would be put
// together elsewhere and copied, and the processor waits for what was just written in parts.
func (r *record) setNumbers(o *varighet.Observation) {
	r.setMonthly(o)
	r.flags = packFlags(o)
}

// setMonthly fills in the month and the numbers, which rows of one doctor on one list may have
// different every month.
func (r *record) setMonthly(o *varighet.Observation) {
	r.month = int16(o.Month)
	r.amounts[0], r.amounts[1] = amountOrNone(o.AmountBasis), amountOrNone(o.AmountFloor)
	r.amounts[2], r.amounts[3] = amountOrNone(o.AmountEqualisation), amountOrNone(o.AmountTotal)
	r.row, r.residents, r.limit, r.start = o.SourceRow, orNone(o.Residents), orNone(o.ListLimit), orNone(o.AgreementStart)
}

// setAgain makes r the record that repeats it: field by field, for the reason above.
func (r *record) setAgain(o *record) {
	r.month, r.file, r.row, r.residents, r.limit, r.start = o.month, o.file, o.row, o.residents, o.limit, o.start
	for k := range r.amounts {
		r.amounts[k] = o.amounts[k]
	}
}

// noNumbers is a record in which every number is missing.
var noNumbers = record{amounts: [4]int64{noAmount, noAmount, noAmount, noAmount}, residents: noInt32, limit: noInt32, start: noInt32}

// give fills in the numbers that another record has.
func (r *record) give(o *record) {
	for i := range o.amounts {
		if a := o.amounts[i]; a != noAmount {
			r.amounts[i] = a
		}
	}
	r.residents, r.limit, r.start = newest(r.residents, o.residents), newest(r.limit, o.limit), newest(r.start, o.start)
	r.flags |= o.flags
}

// newest returns the later one of two numbers that is there.
func newest(before, now int32) int32 {
	if now == noInt32 {
		return before
	}
	return now
}

// flags packs the fields that have few values, from the low bits: role,
// basis, status, evidence (2 bits each), salaried, common list (2 bits each: 0
// unknown, 1 no, 3 yes), and by what the doctor is known (2 bits).
type flags uint16

func packFlags(o *varighet.Observation) flags {
	return flags(o.Role&3) | flags(o.PositionBasis&3)<<2 | flags(o.Status&3)<<4 | flags(o.Evidence&3)<<6 |
		packBool(o.Salaried)<<8 | packBool(o.CommonList)<<10 | flags(o.DoctorBasis&3)<<12
}

func packBool(b varighet.Opt[bool]) flags {
	switch {
	case !b.OK:
		return 0
	case b.V:
		return 3
	}
	return 1
}

func (f flags) role() varighet.Role          { return varighet.Role(f & 3) }
func (f flags) basis() varighet.Basis        { return varighet.Basis(f >> 2 & 3) }
func (f flags) status() varighet.ListStatus  { return varighet.ListStatus(f >> 4 & 3) }
func (f flags) evidence() varighet.Evidence  { return varighet.Evidence(f >> 6 & 3) }
func (f flags) salaried() varighet.Opt[bool] { return (f >> 8).bool() }
func (f flags) common() varighet.Opt[bool]   { return (f >> 10).bool() }
func (f flags) doctorBasis() varighet.DoctorBasis {
	return varighet.DoctorBasis(f >> 12 & 3)
}

func (f flags) bool() (b varighet.Opt[bool]) { return varighet.Opt[bool]{V: f&2 != 0, OK: f&1 != 0} }

// key orders records by position, month and role, if positions are numbered in
// the order of their names.
func (r *record) key() uint64 {
	return uint64(r.position)<<32 | uint64(uint16(r.month))<<8 | uint64(r.flags.role())
}

// A dictKind is one of the lists of texts.
type dictKind int

const (
	positions dictKind = iota
	doctors
	nameIDs
	doctorNames
	codes
	names
	offices
	files
	dictCount
)

// text returns the place where a record keeps its number in a list.
func (r *record) text(kind dictKind) *uint32 {
	switch kind {
	case positions:
		return &r.position
	case doctors:
		return &r.doctor
	case nameIDs:
		return &r.nameID
	case doctorNames:
		return &r.doctorName
	case codes:
		return &r.code
	case names:
		return &r.name
	case offices:
		return &r.office
	}
	return &r.file
}

// A dict numbers texts in the order in which they come. Number 0 is "".
//
// It has its own copies, end to end: of millions of doctors the collector would have as many texts to
// look for, here and there in memory, each time.
type dict struct {
	ids  map[string]uint32
	list []string
	room strings.Builder // for copies; one that is full lasts as long as they do
}

// What is made room for at a time, in bytes, from first to last.
const (
	leastRoom = 1 << 10
	mostRoom  = 256 << 10
)

func newDict() dict { return dict{ids: map[string]uint32{"": 0}, list: []string{""}} }

// id returns the number of s; ok is false if it is no text.
func (d *dict) id(s string) (id uint32, ok bool) {
	if id, ok := d.ids[s]; ok {
		return id, true
	}
	if !utf8.ValidString(s) || len(s) > maxText {
		return 0, false
	}
	id, s = uint32(len(d.list)), d.keep(s)
	d.ids[s] = id
	d.list = append(d.list, s)
	return id, true
}

// keep returns a copy of a text.
func (d *dict) keep(s string) string {
	if d.room.Cap()-d.room.Len() < len(s) {
		n := min(max(2*d.room.Cap(), leastRoom), mostRoom)
		d.room = strings.Builder{}
		d.room.Grow(max(n, len(s)))
	}
	d.room.WriteString(s)
	return d.room.String()[d.room.Len()-len(s):]
}

// maxText is the length in bytes of the longest text a register takes.
const maxText = 1 << 12

// check refuses an observation that a register cannot hold.
func check(o *varighet.Observation) error {
	switch {
	case !o.Month.Valid(): // is told of below
	case o.PositionID == "" && o.PositionBasis != varighet.BasisDerived:
		return problem(o, "position-missing", "the row has no position")
	case o.Role > varighet.RoleVacant || o.PositionBasis > varighet.BasisLinked ||
		o.Status > varighet.StatusLocked || o.Evidence > varighet.EvidenceAssumed:
		return problem(o, "unknown-value", "role, basis, status or evidence is none of the known ones")
	case o.Role == varighet.RoleVacant && o.DoctorID != "":
		return problem(o, "vacant-with-doctor", "the row says both that the position is vacant and who holds it")
	case o.DoctorBasis == varighet.DoctorByName && o.DoctorID != o.NameID:
		return problem(o, "unknown-value", "a doctor who is known by name has another id than the name")
	}
	return checkNumbers(o)
}

// checkNumbers refuses an observation with a month or a number that a register cannot hold.
func checkNumbers(o *varighet.Observation) error {
	switch {
	case !o.Month.Valid():
		return problem(o, "month-range", fmt.Sprintf("the month lies outside %s to %s", varighet.MinMonth, varighet.MaxMonth))
	case o.SourceRow < 0 || o.SourceRow >= maxNumber:
		return problem(o, "number-range", "the row number is beyond 30 bits")
	case beyond(o.Residents), beyond(o.ListLimit), beyond(o.AgreementStart):
		return problem(o, "number-range", "a number is beyond 30 bits")
	case tooMuch(o.AmountBasis), tooMuch(o.AmountFloor), tooMuch(o.AmountEqualisation), tooMuch(o.AmountTotal):
		return problem(o, "amount-range", "an amount has more than ten digits before the decimal point")
	}
	return nil
}

func problem(o *varighet.Observation, code, msg string) error {
	return &varighet.Problem{File: o.SourceFile, Line: int(max(o.SourceRow, 0)), Code: code, Msg: msg}
}

func beyond(n varighet.Opt[int32]) bool { return n.OK && (n.V <= -maxNumber || n.V >= maxNumber) }

func tooMuch(a varighet.Opt[varighet.Amount]) bool {
	return a.OK && (a.V < -columnar.MaxDecimal || a.V > columnar.MaxDecimal)
}

const maxNumber = 1 << 30

func orNone(n varighet.Opt[int32]) int32 {
	if n.OK {
		return n.V
	}
	return noInt32
}

func amountOrNone(a varighet.Opt[varighet.Amount]) int64 {
	if a.OK {
		return int64(a.V)
	}
	return noAmount
}

// firstDays lists the first day of each month from MinMonth to MaxMonth, as
// days since 1970-01-01.
func firstDays() []int32 { return theFirstDays }

var theFirstDays = func() (days []int32) {
	for m := varighet.MinMonth; m <= varighet.MaxMonth; m++ {
		days = append(days, m.Days())
	}
	return days
}()
