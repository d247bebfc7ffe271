package ingest

import "github.com/varighet/varighet/ingest/cell"

// What a source calls its doctors' own ids may be anything. What a cell is shows in what
// it holds, whatever the header says:
//
//	Testesen, Anna     a name: the doctor is known by it, as in a column for names
//	1234567, HPR 99    an HPR number: seven digits as written or after zeros in front, or the word before it
//	12345              one too where most numbers of the column have seven digits
//	anna@x.example     an address, initials, a user name, a telephone number or a date of
//	                   birth: the id stays one, under a pseudonym
//	A17, 12345, d0f…   the source's own id
//
// All but the third are judged cell by cell, so that every file says the same of them.
// Whether numbers of other lengths are HPR numbers is judged by the columns
// of that name in all files read together, see [Result.OwnNumbers].

// contentWarnings tell of ids that are more than that.
var contentWarnings = [cell.NumContents]rowWarning{cell.ContentHPR: warnOwnHPR, cell.ContentName: warnOwnName, cell.ContentPerson: warnOwnPerson}

// ownIDRows is how many rows of a file are looked at to judge its column for own ids.
const ownIDRows = 40

// decideOwnIDs settles by what a column for doctors' own ids holds what the file tells its
// doctors apart by. Whether its numbers are HPR numbers is as was decided over all files,
// else by the first rows of this one.
func (cl *columns) decideOwnIDs(few []sampleRow, rows func() []sampleRow) {
	f := cl.res
	if cl.ids != DoctorIDOwn && cl.ids != DoctorIDOwnNamed {
		return
	}
	for i, fld := range cl.head.fields {
		if fld == fieldDoctorID {
			if f.own = cl.ownNumbersIn(i, few); !f.own.clear() {
				f.own = cl.ownNumbersIn(i, rows())
			}
		}
	}
	hpr, decided := cl.options.OwnNumbers[f.own.header]
	if !decided {
		hpr = f.own.mostlyHPR()
	}
	switch f.own.hpr = hpr; {
	case hpr:
		cl.ids, cl.namesEmpty = DoctorIDHPR, false
	case cl.ids == DoctorIDOwn && f.own.mostlyNames():
		cl.ids, cl.namesEmpty = DoctorIDName, false
	}
}

// ownNumbers are what the first rows of a column for doctors' own ids hold.
type ownNumbers struct {
	header        string // folded
	numbers, hprs int    // whole numbers, and those that are HPR numbers by themselves
	names, others int    // names, and ids that are neither
	hpr           bool   // all numbers were taken for HPR numbers
}

// ownNumbersIn counts what some rows hold in a column for doctors' own ids.
func (cl *columns) ownNumbersIn(column int, rows []sampleRow) ownNumbers {
	n := ownNumbers{header: cell.Fold(cell.WithoutMonth(cl.head.names[column]))}
	for _, raw := range cl.head.below(column, rows) {
		c := cell.ReadDoctorID([]byte(raw), false)
		n.count(&c, raw)
	}
	return n
}

// clear reports whether several cells are all HPR numbers, so that more need not be looked at.
func (n *ownNumbers) clear() bool { return n.hprs > 3 && n.hprs == n.numbers && n.names+n.others == 0 }

func (n *ownNumbers) count(c *cell.IDCell, raw string) {
	switch {
	case c.Content == cell.ContentHPR:
		n.numbers++
		n.hprs++
	case c.Content == cell.ContentName:
		n.names++
	case c.ID == "":
	default:
		n.others++
		if _, _, ok := cell.NumberOfHPR(raw); ok {
			n.numbers++
		}
	}
}

// mostlyHPR reports whether most of the numbers have seven digits.
func (n *ownNumbers) mostlyHPR() bool { return 2*n.hprs > n.numbers }

// mostlyNames reports whether most doctors stand by name.
func (n *ownNumbers) mostlyNames() bool { return n.names > n.hprs+n.others }

// decidedOwnNumbers judges the columns for doctors' own ids over all files. again says
// that a file was read by another judgement of its own.
func decidedOwnNumbers(files []*fileResult) (hpr map[string]bool, again bool) {
	all := map[string]*ownNumbers{}
	for _, f := range files {
		if f.own.numbers == 0 {
			continue
		}
		sum := all[f.own.header]
		if sum == nil {
			sum = &ownNumbers{}
			all[f.own.header] = sum
		}
		sum.numbers, sum.hprs = sum.numbers+f.own.numbers, sum.hprs+f.own.hprs
	}
	for _, f := range files {
		if sum := all[f.own.header]; sum != nil && f.own.hpr != sum.mostlyHPR() {
			again = true
		}
	}
	for header, sum := range all {
		if hpr == nil {
			hpr = map[string]bool{}
		}
		hpr[header] = sum.mostlyHPR()
	}
	return hpr, again
}

// sawContent tells of an id that is more than that.
func (dr *doctors) sawContent(content cell.IDContent) {
	hidden := dr.pseudo == nil || dr.ids == DoctorIDOwnNamed // no ids have pseudonyms, or all
	if content == cell.ContentOwn || content == cell.ContentPerson && hidden {
		return
	}
	dr.tell(contentWarnings[content])
}
