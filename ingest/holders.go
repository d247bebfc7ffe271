package ingest

import (
	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/cell"
	"github.com/varighet/varighet/ingest/idnumber"
)

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
		role = t.statedRole(role, who.Id, cells)
	}
	role = t.flaggedRole(at, role, cells)
	if i := t.head.at[fieldLocumFor]; i >= 0 && !cell.Blank(cells[i]) {
		t.odd = true
		switch owner := t.doctorNames.get(cells[i], t.nameCellOf); {
		case owner.Kind == cell.NameUnclear:
			t.fault(i+1, "doctor-unclear", "the cell does not name the doctor whom the locum stands in for", "write the doctor's name and nothing else, or Ubesatt if nobody holds the list")
		case owner.Kind == cell.NameVacant && role == varighet.RoleRegular:
			role = varighet.RoleLocum
		case owner.Kind != cell.NameHolder && !owner.IsNumber():
		case role == varighet.RoleVacant:
			role, who = varighet.RoleRegular, t.owner(owner)
		default:
			t.also(at, varighet.RoleRegular, owner)
			role = varighet.RoleLocum
			cell.DropAmounts(&t.batch[at])
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

// identify puts a person into an observation.
func (t *table) identify(o *varighet.Observation, p *cell.Person) {
	o.DoctorID, o.DoctorBasis, o.NameID, o.DoctorName = p.Id, p.Basis, p.NameID, ""
	if t.opt.KeepNames {
		o.DoctorName = p.Name
	}
}

// doctor returns who stands in the cells for the doctor. The role is regular, or vacant.
func (t *table) doctor(cells [][]byte) (who cell.Person, role varighet.Role) {
	n := t.nameOf(cells)
	number, numbered := t.number(cells, n)
	fromID := n.Kind == cell.NameEmpty && number.Name != nil
	switch {
	case fromID:
		n, numbered = number.Name, false
	case n.IsNumber() && !numbered:
		number, numbered = t.hprs.get([]byte(n.Number), t.hprOf), true
	}
	t.others = t.others[:0]
	if n.Total {
		t.checkTotal(n, cells)
	}
	switch {
	case n.Kind == cell.NameError:
		t.fault(max(t.column(fieldDoctorName), t.column(fieldLastName)), "formula", "the cell shows an error of the spreadsheet and no name", cell.FormulaHint)
		return cell.Person{}, varighet.RoleVacant
	case number.Id == "" && (n.Kind == cell.NameUnclear || number.Bad && n.Kind == cell.NameEmpty):
		t.unclearDoctor(n)
		return cell.Person{}, varighet.RoleVacant
	case n.Kind == cell.NameVacant, n.Kind == cell.NameLocum, n.Kind == cell.NameEmpty && (number.Vacant || number.Id == ""):
		if n.Kind == cell.NameLocum {
			t.warn(warnLocumNoHolder)
		} else if number.Id != "" {
			t.warn(warnVacantWithID)
		}
		return cell.Person{}, varighet.RoleVacant
	case n.Kind == cell.NameLocumFor: // the number, if any, is the locum's
		return t.owner(n), varighet.RoleRegular
	}
	t.othersOf(number, n)
	if number.Id != "" {
		if t.namesEmpty && n.Kind == cell.NameHolder && !fromID {
			t.fault(t.column(fieldDoctorName), "mixed", "the first rows of the file have ids without names and this one has a name",
				"fill in the names everywhere or remove them: ids stand as they are only where there are no names")
		}
		return n.ByNumber(number), varighet.RoleRegular
	}
	if numbered {
		t.warn(warnHolderByName)
	}
	return n.ByName(), varighet.RoleRegular
}

// unclearDoctor faults a row that neither names a doctor nor says that the list is vacant.
// A number that is none has been told of.
func (t *table) unclearDoctor(n *cell.NameCell) {
	const hint = "write who holds the list, by name or number and nothing else, or Ubesatt if nobody does; --set-aside-faults leaves such rows out"
	switch {
	case n.Kind == cell.NameUnclear:
		t.fault(max(t.column(fieldDoctorName), t.column(fieldLastName)), "doctor-unclear", "the cell neither names a doctor nor says that the list is vacant", hint)
	case t.faulty == "":
		t.fault(t.column(fieldDoctorID), "doctor-unclear", "the cell is no doctor's id and does not say that the list is vacant", hint)
	}
}

// number returns the doctor's number, as it goes into the register, and whether
// the file has such numbers at all. An HPR number goes before the source's own id, and a
// name before an own id that stands in the place of a lost HPR number: by the name the
// number is found again.
func (t *table) number(cells [][]byte, n *cell.NameCell) (c *cell.IDCell, numbered bool) {
	if t.numberCounts(n) {
		return t.hprs.get([]byte(n.Number), t.hprOf), true
	}
	c, numbered = &cell.NoNumber, t.numbersInNames
	if i := t.head.at[fieldHPR]; i >= 0 {
		c = t.hprs.get(cells[i], t.hprOf)
		switch {
		case c.Bad && idnumber.Shortened(cell.Clean(cells[i])):
			t.fault(i+1, "doctor-digits-lost", digitsLostMsg, digitsLostHint)
		case c.Bad:
			t.fault(i+1, "doctor-id", "the field is not an HPR number", "an HPR number has up to nine digits and nothing else")
		}
		if numbered = true; c.Id == "" && !c.Bad && !c.Vacant && n.Sure {
			c = t.hprs.get([]byte(n.Number), t.hprOf)
		}
	}
	i := t.head.at[fieldDoctorID]
	t.content = cell.ContentOwn
	if i < 0 || c.Id != "" || c.Bad || numbered && n.Kind == cell.NameHolder {
		return c, numbered
	}
	own, read := t.ownReader()
	id := own.get(cells[i], read)
	t.content = id.Content
	t.sawContent(id.Content)
	if id.Bad && idnumber.Shortened(cell.Clean(cells[i])) {
		t.fault(i+1, "doctor-digits-lost", digitsLostMsg, digitsLostHint)
	}
	if c.Vacant {
		return &cell.IDCell{Id: id.Id, Vacant: true, Basis: id.Basis}, true
	}
	return id, true
}

// numberCounts reports whether a number beside a name is the doctor's: one without the word or
// the length of HPR numbers is if most names of the file have one.
func (t *table) numberCounts(n *cell.NameCell) bool {
	if n.Number == "" || t.ids != DoctorIDName && !t.numbersInNames {
		return false
	}
	if n.Sure || t.numbersInNames {
		return true
	}
	t.warn(warnNumberInName)
	return false
}

// ownReader is how the file's column for own ids is read. Ids stand as they are where
// the file has nothing else to tell its doctors apart by.
func (t *table) ownReader() (*cache[cell.IDCell], func([]byte) cell.IDCell) {
	switch {
	case t.res.own.hpr:
		return &t.hprOwnIDs, t.hprOwnOf
	case t.ids == DoctorIDOwn:
		return &t.plainIDs, t.plainOf
	}
	return &t.ownIDs, t.ownOf
}

// nameOf reads the doctor's name, in one column or in two or three.
func (t *table) nameOf(cells [][]byte) *cell.NameCell {
	if i := t.head.at[fieldDoctorName]; i >= 0 {
		return t.doctorNames.get(cells[i], t.nameCellOf)
	}
	if t.head.at[fieldLastName] < 0 {
		return &cell.NoName
	}
	t.key = t.key[:0]
	for _, f := range []field{fieldFirstName, fieldMiddleName, fieldLastName} {
		if c := t.raw(cells, f); len(c) > 0 && !cell.IsEmptyPart(c) {
			t.key = append(append(t.key, c...), ' ')
		}
	}
	return t.doctorNames.get(t.key, t.nameCellOf)
}

// owner is the person who stands in the row by name only, or by a number in the place of
// the name.
func (t *table) owner(n *cell.NameCell) cell.Person {
	if n.IsNumber() {
		return n.ByNumber(t.hprs.get([]byte(n.Number), t.hprOf))
	}
	if t.ids != DoctorIDName {
		t.warn(warnHolderByName)
	}
	return n.ByName()
}

// also adds an observation of the same row for another doctor. The amounts stay
// with the regular doctor, or they would be counted twice.
func (t *table) also(at int, role varighet.Role, n *cell.NameCell) {
	o := t.batch[at]
	o.Role = role
	who := t.owner(n)
	t.identify(&o, &who)
	if role != varighet.RoleRegular {
		cell.DropAmounts(&o)
	}
	t.batch = append(t.batch, o)
	t.odd = true
}

// statedRole settles the role by the column that names it, and faults a row
// that contradicts itself.
func (t *table) statedRole(found varighet.Role, id string, cells [][]byte) varighet.Role {
	i := t.head.at[fieldRole]
	c := t.roles.get(cells[i], cell.ReadRole)
	hint := "write regular, part_list, locum or vacant"
	switch {
	case c.Blank:
		return found
	case !c.Known:
		t.fault(i+1, "role", cell.Describe(cells[i])+" is not a role", hint)
	case c.Role == varighet.RoleVacant && id != "":
		t.fault(i+1, "role", "the role is vacant and the row names a doctor", "remove the doctor or change the role")
	case c.Role == varighet.RoleRegular && id == "":
		t.fault(i+1, "role", "the role is regular and the row names no doctor", "fill in the doctor or write vacant")
	case id == "":
		if c.Role == varighet.RoleLocum {
			t.warn(warnLocumNoHolder)
		}
		return varighet.RoleVacant
	}
	return c.Role
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
		a := t.answers.get(cells[i], cell.ReadYesNo)
		switch {
		case a.Known && a.Yes && role == varighet.RoleRegular:
			role = as
		case a.Known, a.Blank:
		default:
			if n := t.doctorNames.get(cells[i], t.nameCellOf); n.Kind == cell.NameHolder || n.IsNumber() {
				t.also(at, as, n)
			}
		}
	}
	return role
}
