package ingest

import (
	"unicode/utf8"

	"github.com/varighet/varighet"
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
	id, name, role := t.doctor(&t.batch[at], cells)
	if t.head.at[fieldRole] >= 0 {
		role = t.statedRole(role, id, cells)
	}
	role = t.flaggedRole(at, role, cells)
	if i := t.head.at[fieldLocumFor]; i >= 0 && !blank(cells[i]) {
		t.odd = true
		switch owner := t.doctorNames.get(cells[i], readName); {
		case owner.kind == nameUnclear:
			t.fault(i+1, "doctor-unclear", "the cell does not name the doctor whom the locum stands in for", "write the doctor's name and nothing else, or Ubesatt if nobody holds the list")
		case owner.kind == nameVacant && role == varighet.RoleRegular:
			role = varighet.RoleLocum
		case owner.kind != nameHolder:
		case role == varighet.RoleVacant:
			role, id, name = varighet.RoleRegular, t.ownerID(&t.batch[at], owner), owner.display
		default:
			t.also(at, varighet.RoleRegular, owner)
			role = varighet.RoleLocum
			dropAmounts(&t.batch[at])
		}
	}
	o := &t.batch[at]
	o.Role = role
	if role != varighet.RoleVacant {
		o.DoctorID = id
		if t.opt.KeepNames {
			o.DoctorName = name
		}
		if len(t.others) > 0 {
			t.coHolders(at)
		}
	}
}

// doctor returns who stands in the cells for the doctor. The role is regular, or vacant.
func (t *table) doctor(o *varighet.Observation, cells [][]byte) (id, name string, role varighet.Role) {
	number, numbered := t.number(cells)
	n := t.nameOf(cells)
	if t.numbersInNames {
		number, numbered = t.hprs.get([]byte(n.number), t.hprOf), true
	}
	t.others = t.others[:0]
	if n.total {
		t.checkTotal(n, cells)
	}
	switch {
	case n.kind == nameError:
		t.fault(max(t.column(fieldDoctorName), t.column(fieldLastName)), "formula", "the cell shows an error of the spreadsheet and no name", formulaHint)
		return "", "", varighet.RoleVacant
	case number.id == "" && (n.kind == nameUnclear || number.bad && n.kind == nameEmpty):
		t.unclearDoctor(n)
		return "", "", varighet.RoleVacant
	case n.kind == nameVacant, n.kind == nameLocum, n.kind == nameEmpty && (number.vacant || number.id == ""):
		if n.kind == nameLocum {
			t.warn(warnLocumNoHolder)
		} else if number.id != "" {
			t.warn(warnVacantWithID)
		}
		return "", "", varighet.RoleVacant
	case n.kind == nameLocumFor:
		if numbered {
			t.warn(warnHolderByName) // the number, if any, is the locum's
		}
		return t.nameID(o, n), n.display, varighet.RoleRegular
	}
	t.othersOf(o, number, n)
	if number.id != "" {
		if t.namesEmpty && n.kind == nameHolder {
			t.fault(t.column(fieldDoctorName), "mixed", "the first rows of the file have ids without names and this one has a name",
				"fill in the names everywhere or remove them: ids stand as they are only where there are no names")
		}
		return number.id, n.display, varighet.RoleRegular
	}
	if numbered {
		t.warn(warnHolderByName)
	}
	return t.nameID(o, n), n.display, varighet.RoleRegular
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
// the file has such numbers at all. An HPR number goes before the source's own id.
func (t *table) number(cells [][]byte) (c *idCell, numbered bool) {
	c = &noNumber
	if i := t.head.at[fieldHPR]; i >= 0 {
		c = t.hprs.get(cells[i], t.hprOf)
		if c.bad {
			t.fault(i+1, "doctor-id", "the field is not an HPR number", "an HPR number has up to nine digits and nothing else")
		}
		numbered = true
	}
	if i := t.head.at[fieldDoctorID]; i >= 0 && c.id == "" && !c.bad {
		own := &t.ownIDs
		read := t.ownOf
		if t.ids == DoctorIDOwn {
			own, read = &t.plainIDs, readOwnID
		}
		if id := own.get(cells[i], read); c.vacant {
			c = &idCell{id: id.id, vacant: true}
		} else {
			c = id
		}
		numbered = true
	}
	return c, numbered
}

var noNumber idCell

var noName nameCell

// nameOf reads the doctor's name, in one column or in two or three.
func (t *table) nameOf(cells [][]byte) *nameCell {
	if i := t.head.at[fieldDoctorName]; i >= 0 {
		return t.doctorNames.get(cells[i], readName)
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
	return t.doctorNames.get(t.key, readName)
}

// isEmptyPart reports whether a cell for a part of a name holds none of it: NA as the
// middle name is no name. What begins with a letter is looked at only if a program writes so.
func isEmptyPart(cell []byte) bool {
	if c := cell[0] | 0x20; c >= 'a' && c <= 'z' && c != 'n' || c >= utf8.RuneSelf {
		return false
	}
	return len(cell) <= 16 && placeholderOf(clean(cell)) == placeholderEmpty
}

// nameID is the identity of a doctor who is known by name: the name's key within
// the municipality, since two doctors of one name in a municipality are rare and in
// a country are not.
func (t *table) nameID(o *varighet.Observation, n *nameCell) string {
	scope := o.MunicipalityCode
	if t.opt.NameScope != nil && scope != "" {
		scope = t.opt.NameScope(scope, o.Month)
	}
	t.key = t.key[:0]
	if scope != "" {
		t.key = append(append(t.key, scope...), ' ')
	}
	t.key = append(t.key, n.key...)
	t.nameIsNew, t.odd = false, true // the name is to be noted in every row
	id := *t.nameIDs.get(t.key, t.nameOfKey)
	t.noteName(id, string(scope), n.display)
	return id
}

// ownerID is the identity of a doctor who stands in the row by name only.
func (t *table) ownerID(o *varighet.Observation, n *nameCell) string {
	if t.ids != DoctorIDName {
		t.warn(warnHolderByName)
	}
	return t.nameID(o, n)
}

// also adds an observation of the same row for another doctor. The amounts stay
// with the regular doctor, or they would be counted twice.
func (t *table) also(at int, role varighet.Role, n *nameCell) {
	o := t.batch[at]
	o.Role, o.DoctorID = role, t.ownerID(&o, n)
	o.DoctorName = ""
	if t.opt.KeepNames {
		o.DoctorName = n.display
	}
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
			if n := t.doctorNames.get(cells[i], readName); n.kind == nameHolder {
				t.also(at, as, n)
			}
		}
	}
	return role
}
