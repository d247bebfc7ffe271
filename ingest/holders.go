package ingest

import (
	"unicode/utf8"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/idnumber"
)

// A roleCell is a cell for a doctor's role, read.
type roleCell struct {
	role         varighet.Role
	known, blank bool
}

// readRole reads a role: the names of the register, the codes of the national
// register of GPs (LPFL, LPVI, LPDL), or Norwegian words.
func readRole(cell []byte) roleCell {
	s := clean(cell)
	if isVacant(foldWords(s)) {
		return roleCell{role: varighet.RoleVacant, known: true}
	}
	switch fold(s) {
	case "":
		return roleCell{blank: true}
	case "regular", "fastlege", "lpfl":
		return roleCell{role: varighet.RoleRegular, known: true}
	case "partlist", "deleliste", "delelege", "lpdl":
		return roleCell{role: varighet.RolePartList, known: true}
	case "locum", "vikar", "vikarlege", "lpvi":
		return roleCell{role: varighet.RoleLocum, known: true}
	}
	return roleCell{}
}

// holders says who is tied to the list in a row, and how. The observation at
// index at has everything but the people; it gets the one whom the row is about, and
// copies of it are added for a locum or part-list doctor in columns of their own.
//
//	the doctor's cell                 the observation
//	a name or number                  regular, unless a column says locum or part list
//	two names, "A. Berg / B. Dahl"    regular, one observation each: a common list
//	"Liste uten fast lege", empty     vacant
//	"Vikar for NAME"                  regular, NAME
//	"Vikar", "Vikar NAME"             vacant: nobody is named who holds the list
//
// A row that a column marks as a locum's is a locum's; the list is vacant then
// unless another row has its holder.
func (t *table) holders(at int, cells [][]byte) {
	who, role := t.doctor(cells)
	if t.head.at[fieldRole] >= 0 {
		role = t.statedRole(role, who.id, cells)
	}
	role = t.flaggedRole(at, role, cells)
	if i := t.head.at[fieldLocumFor]; i >= 0 && !blank(cells[i]) {
		t.odd = true
		switch owner := t.doctorNames.get(cells[i], t.nameCellOf); {
		case owner.kind == nameUnclear:
			t.fault(i+1, "doctor-unclear", "the cell does not name the doctor whom the locum stands in for", "write the doctor's name and nothing else, or Ubesatt if nobody holds the list")
		case owner.kind == nameVacant && role == varighet.RoleRegular:
			role = varighet.RoleLocum
		case owner.kind != nameHolder && !owner.isNumber():
		case role == varighet.RoleVacant:
			role, who = varighet.RoleRegular, t.owner(owner)
		default:
			t.also(at, varighet.RoleRegular, owner)
			role = varighet.RoleLocum
			dropAmounts(&t.batch[at])
		}
	}
	t.batch[at].Role = role
	if role != varighet.RoleVacant {
		t.identify(&t.batch[at], &who)
		if len(t.others) > 0 {
			t.coHolders(at)
		}
	}
}

// A person is a doctor as a row tells of one.
type person struct {
	id     string // by number, own id or name
	basis  varighet.DoctorBasis
	nameID string // "" without a name
	name   string // as written
}

// byName is the person whom a cell names, and of whom the row has no number.
func (n *nameCell) byName() person {
	return person{id: n.id, basis: varighet.DoctorByName, nameID: n.id, name: n.display}
}

// byNumber is the person with a number, whom a cell may name.
func (n *nameCell) byNumber(number *idCell) person {
	return person{id: number.id, basis: number.basis, nameID: n.id, name: n.display}
}

// identify puts a person into an observation.
func (t *table) identify(o *varighet.Observation, p *person) {
	o.DoctorID, o.DoctorBasis, o.NameID, o.DoctorName = p.id, p.basis, p.nameID, ""
	if t.opt.KeepNames {
		o.DoctorName = p.name
	}
}

// doctor returns who stands in the cells for the doctor. The role is regular, or vacant.
func (t *table) doctor(cells [][]byte) (who person, role varighet.Role) {
	n := t.nameOf(cells)
	number, numbered := t.number(cells, n)
	fromID := n.kind == nameEmpty && number.name != nil
	switch {
	case fromID:
		n, numbered = number.name, false
	case n.isNumber() && !numbered:
		number, numbered = t.hprs.get([]byte(n.number), t.hprOf), true
	}
	t.others = t.others[:0]
	if n.total {
		t.checkTotal(n, cells)
	}
	switch {
	case n.kind == nameError:
		t.fault(max(t.column(fieldDoctorName), t.column(fieldLastName)), "formula", "the cell shows an error of the spreadsheet and no name", formulaHint)
		return person{}, varighet.RoleVacant
	case number.id == "" && (n.kind == nameUnclear || number.bad && n.kind == nameEmpty):
		t.unclearDoctor(n)
		return person{}, varighet.RoleVacant
	case n.kind == nameVacant, n.kind == nameLocum, n.kind == nameEmpty && (number.vacant || number.id == ""):
		if n.kind == nameLocum {
			t.warn(warnLocumNoHolder)
		} else if number.id != "" {
			t.warn(warnVacantWithID)
		}
		return person{}, varighet.RoleVacant
	case n.kind == nameLocumFor: // the number, if any, is the locum's
		return t.owner(n), varighet.RoleRegular
	}
	t.othersOf(number, n)
	if number.id != "" {
		if t.namesEmpty && n.kind == nameHolder && !fromID {
			t.fault(t.column(fieldDoctorName), "mixed", "the first rows of the file have ids without names and this one has a name",
				"fill in the names everywhere or remove them: ids stand as they are only where there are no names")
		}
		return n.byNumber(number), varighet.RoleRegular
	}
	if numbered {
		t.warn(warnHolderByName)
	}
	return n.byName(), varighet.RoleRegular
}

// unclearDoctor faults a row that neither names a doctor nor says that the list is vacant.
// A number that is none has been told of.
func (t *table) unclearDoctor(n *nameCell) {
	const hint = "write who holds the list, by name or number and nothing else, or Ubesatt if nobody does; --set-aside-faults leaves such rows out"
	switch {
	case n.kind == nameUnclear:
		t.fault(max(t.column(fieldDoctorName), t.column(fieldLastName)), "doctor-unclear", "the cell neither names a doctor nor says that the list is vacant", hint)
	case t.faulty == "":
		t.fault(t.column(fieldDoctorID), "doctor-unclear", "the cell is no doctor's id and does not say that the list is vacant", hint)
	}
}

// number returns the doctor's number, as it goes into the register, and whether
// the file has such numbers at all. An HPR number goes before the source's own id, and a
// name before an own id that stands in the place of a lost HPR number: by the name the
// number is found again.
func (t *table) number(cells [][]byte, n *nameCell) (c *idCell, numbered bool) {
	if t.numberCounts(n) {
		return t.hprs.get([]byte(n.number), t.hprOf), true
	}
	c, numbered = &noNumber, t.numbersInNames
	if i := t.head.at[fieldHPR]; i >= 0 {
		c = t.hprs.get(cells[i], t.hprOf)
		switch {
		case c.bad && idnumber.Shortened(clean(cells[i])):
			t.fault(i+1, "doctor-digits-lost", digitsLostMsg, digitsLostHint)
		case c.bad:
			t.fault(i+1, "doctor-id", "the field is not an HPR number", "an HPR number has up to nine digits and nothing else")
		}
		if numbered = true; c.id == "" && !c.bad && !c.vacant && n.sure {
			c = t.hprs.get([]byte(n.number), t.hprOf)
		}
	}
	i := t.head.at[fieldDoctorID]
	t.content = contentOwn
	if i < 0 || c.id != "" || c.bad || numbered && n.kind == nameHolder {
		return c, numbered
	}
	own, read := t.ownReader()
	id := own.get(cells[i], read)
	t.content = id.content
	t.sawContent(id.content)
	if id.bad && idnumber.Shortened(clean(cells[i])) {
		t.fault(i+1, "doctor-digits-lost", digitsLostMsg, digitsLostHint)
	}
	if c.vacant {
		return &idCell{id: id.id, vacant: true, basis: id.basis}, true
	}
	return id, true
}

// numberCounts reports whether a number beside a name is the doctor's: one without the word or
// the length of HPR numbers is if most names of the file have one.
func (t *table) numberCounts(n *nameCell) bool {
	if n.number == "" || t.ids != DoctorIDName && !t.numbersInNames {
		return false
	}
	if n.sure || t.numbersInNames {
		return true
	}
	t.warn(warnNumberInName)
	return false
}

// ownReader is how the file's column for own ids is read. Ids stand as they are where
// the file has nothing else to tell its doctors apart by.
func (t *table) ownReader() (*cache[idCell], func([]byte) idCell) {
	switch {
	case t.res.own.hpr:
		return &t.hprOwnIDs, t.hprOwnOf
	case t.ids == DoctorIDOwn:
		return &t.plainIDs, t.plainOf
	}
	return &t.ownIDs, t.ownOf
}

var noNumber idCell

var noName nameCell

// nameOf reads the doctor's name, in one column or in two or three.
func (t *table) nameOf(cells [][]byte) *nameCell {
	if i := t.head.at[fieldDoctorName]; i >= 0 {
		return t.doctorNames.get(cells[i], t.nameCellOf)
	}
	if t.head.at[fieldLastName] < 0 {
		return &noName
	}
	t.key = t.key[:0]
	for _, f := range []field{fieldFirstName, fieldMiddleName, fieldLastName} {
		if c := t.cell(cells, f); len(c) > 0 && !isEmptyPart(c) {
			t.key = append(append(t.key, c...), ' ')
		}
	}
	return t.doctorNames.get(t.key, t.nameCellOf)
}

// isEmptyPart reports whether a cell for a part of a name holds none of it: NA as the
// middle name is no name. What begins with a letter is looked at only if a program writes so.
func isEmptyPart(cell []byte) bool {
	if c := cell[0] | 0x20; c >= 'a' && c <= 'z' && c != 'n' || c >= utf8.RuneSelf {
		return false
	}
	return len(cell) <= 16 && placeholderOf(clean(cell)) == placeholderEmpty
}

// isNumber reports whether a cell for a name holds a doctor's number in its place.
func (n *nameCell) isNumber() bool { return n.kind == nameEmpty && n.number != "" }

// owner is the person who stands in the row by name only, or by a number in the place of
// the name.
func (t *table) owner(n *nameCell) person {
	if n.isNumber() {
		return n.byNumber(t.hprs.get([]byte(n.number), t.hprOf))
	}
	if t.ids != DoctorIDName {
		t.warn(warnHolderByName)
	}
	return n.byName()
}

// also adds an observation of the same row for another doctor. The amounts stay
// with the regular doctor, or they would be counted twice.
func (t *table) also(at int, role varighet.Role, n *nameCell) {
	o := t.batch[at]
	o.Role = role
	who := t.owner(n)
	t.identify(&o, &who)
	if role != varighet.RoleRegular {
		dropAmounts(&o)
	}
	t.batch = append(t.batch, o)
	t.odd = true
}

func dropAmounts(o *varighet.Observation) {
	none := varighet.Opt[varighet.Amount]{}
	o.AmountBasis, o.AmountFloor, o.AmountEqualisation, o.AmountTotal = none, none, none, none
}

// statedRole settles the role by the column that names it, and faults a row
// that contradicts itself.
func (t *table) statedRole(found varighet.Role, id string, cells [][]byte) varighet.Role {
	i := t.head.at[fieldRole]
	c := t.roles.get(cells[i], readRole)
	hint := "write regular, part_list, locum or vacant"
	switch {
	case c.blank:
		return found
	case !c.known:
		t.fault(i+1, "role", describe(cells[i])+" is not a role", hint)
	case c.role == varighet.RoleVacant && id != "":
		t.fault(i+1, "role", "the role is vacant and the row names a doctor", "remove the doctor or change the role")
	case c.role == varighet.RoleRegular && id == "":
		t.fault(i+1, "role", "the role is regular and the row names no doctor", "fill in the doctor or write vacant")
	case id == "":
		if c.role == varighet.RoleLocum {
			t.warn(warnLocumNoHolder)
		}
		return varighet.RoleVacant
	}
	return c.role
}

// flaggedRole reads the columns for locums and part lists. Yes means that the
// row's doctor is one; a name is that of a locum or part-list doctor beside the
// holder.
func (t *table) flaggedRole(at int, role varighet.Role, cells [][]byte) varighet.Role {
	for _, f := range []field{fieldPartList, fieldLocum} {
		i := t.head.at[f]
		if i < 0 || len(cells[i]) == 0 {
			continue
		}
		as := varighet.RolePartList
		if f == fieldLocum {
			as = varighet.RoleLocum
		}
		a := t.answers.get(cells[i], readYesNo)
		switch {
		case a.known && a.yes && role == varighet.RoleRegular:
			role = as
		case a.known, a.blank:
		default:
			if n := t.doctorNames.get(cells[i], t.nameCellOf); n.kind == nameHolder || n.isNumber() {
				t.also(at, as, n)
			}
		}
	}
	return role
}
