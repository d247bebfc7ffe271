package ingest

import (
	"strings"
	"unicode"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/cell"
	"github.com/varighet/varighet/ingest/idnumber"
)

// doctors say who: the doctor whom a line is about, those beside the doctor on a common list,
// and what role each has. A doctor is known by number, by the source's own id or by name
// (ownid.go), under the pseudonym of the run (pseudonym.go).
type doctors struct {
	*worker
	*columns
	place   *placing
	content cell.IDContent // of the row's cell for the doctor's own id
	others  []cell.Person  // besides the doctor of the row
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
func (dr *doctors) holders(at int, cells [][]byte) {
	who, role := dr.doctor(cells)
	if dr.head.at[fieldRole] >= 0 {
		role = dr.statedRole(role, who.ID, cells)
	}
	role = dr.flaggedRole(at, role, cells)
	if i := dr.head.at[fieldLocumFor]; i >= 0 && !cell.Blank(cells[i]) {
		dr.odd = true
		switch owner := dr.doctorNames.get(cells[i], dr.nameCellOf); {
		case owner.Kind == cell.NameUnclear:
			dr.fault(i+1, "doctor-unclear", "the cell does not name the doctor whom the locum stands in for", "write the doctor's name and nothing else, or Ubesatt if nobody holds the list")
		case owner.Kind == cell.NameVacant && role == varighet.RoleRegular:
			role = varighet.RoleLocum
		case owner.Kind != cell.NameHolder && !owner.IsNumber():
		case role == varighet.RoleVacant:
			role, who = varighet.RoleRegular, dr.owner(owner)
		default:
			dr.also(at, varighet.RoleRegular, owner)
			role = varighet.RoleLocum
			dropAmounts(&dr.batch[at])
		}
	}
	dr.batch[at].Role = role
	if role != varighet.RoleVacant {
		dr.identify(&dr.batch[at], &who)
		if len(dr.others) > 0 {
			dr.coHolders(at)
		}
	}
}

// identify puts a person into an observation.
func (dr *doctors) identify(o *varighet.Observation, p *cell.Person) {
	o.DoctorID, o.DoctorBasis, o.NameID, o.DoctorName = p.ID, p.Basis, p.NameID, ""
	if dr.opt.KeepNames {
		o.DoctorName = p.Name
	}
}

// doctor returns who stands in the cells for the doctor. The role is regular, or vacant.
func (dr *doctors) doctor(cells [][]byte) (who cell.Person, role varighet.Role) {
	n := dr.nameOf(cells)
	number, numbered := dr.number(cells, n)
	fromID := n.Kind == cell.NameEmpty && number.Name != nil
	switch {
	case fromID:
		n, numbered = number.Name, false
	case n.IsNumber() && !numbered:
		number, numbered = dr.hprs.get([]byte(n.Number), dr.hprOf), true
	}
	dr.others = dr.others[:0]
	if n.Total {
		dr.checkTotal(n, cells)
	}
	switch {
	case n.Kind == cell.NameError:
		dr.fault(max(dr.column(fieldDoctorName), dr.column(fieldLastName)), "formula", "the cell shows an error of the spreadsheet and no name", cell.FormulaHint)
		return cell.Person{}, varighet.RoleVacant
	case number.ID == "" && (n.Kind == cell.NameUnclear || number.Bad && n.Kind == cell.NameEmpty):
		dr.unclearDoctor(n)
		return cell.Person{}, varighet.RoleVacant
	case n.Kind == cell.NameVacant, n.Kind == cell.NameLocum, n.Kind == cell.NameEmpty && (number.Vacant || number.ID == ""):
		if n.Kind == cell.NameLocum {
			dr.warn(warnLocumNoHolder)
		} else if number.ID != "" {
			dr.warn(warnVacantWithID)
		}
		return cell.Person{}, varighet.RoleVacant
	case n.Kind == cell.NameLocumFor: // the number, if any, is the locum's
		return dr.owner(n), varighet.RoleRegular
	}
	dr.othersOf(number, n)
	if number.ID != "" {
		if dr.namesEmpty && n.Kind == cell.NameHolder && !fromID {
			dr.fault(dr.column(fieldDoctorName), "mixed", "the first rows of the file have ids without names and this one has a name",
				"fill in the names everywhere or remove them: ids stand as they are only where there are no names")
		}
		return n.ByNumber(number), varighet.RoleRegular
	}
	if numbered {
		dr.warn(warnHolderByName)
	}
	return n.ByName(), varighet.RoleRegular
}

// unclearDoctor faults a row that neither names a doctor nor says that the list is vacant.
// A number that is none has been told of.
func (dr *doctors) unclearDoctor(n *cell.NameCell) {
	const hint = "write who holds the list, by name or number and nothing else, or Ubesatt if nobody does; --set-aside-faults leaves such rows out"
	switch {
	case n.Kind == cell.NameUnclear:
		dr.fault(max(dr.column(fieldDoctorName), dr.column(fieldLastName)), "doctor-unclear", "the cell neither names a doctor nor says that the list is vacant", hint)
	case dr.faulty == "":
		dr.fault(dr.column(fieldDoctorID), "doctor-unclear", "the cell is no doctor's id and does not say that the list is vacant", hint)
	}
}

// number returns the doctor's number, as it goes into the register, and whether
// the file has such numbers at all. An HPR number goes before the source's own id, and a
// name before an own id that stands in the place of a lost HPR number: by the name the
// number is found again.
func (dr *doctors) number(cells [][]byte, n *cell.NameCell) (c *cell.IDCell, numbered bool) {
	if dr.numberCounts(n) {
		return dr.hprs.get([]byte(n.Number), dr.hprOf), true
	}
	c, numbered = &cell.NoNumber, dr.numbersInNames
	if i := dr.head.at[fieldHPR]; i >= 0 {
		c = dr.hprs.get(cells[i], dr.hprOf)
		switch {
		case c.Bad && idnumber.Shortened(cell.Clean(cells[i])):
			dr.fault(i+1, "doctor-digits-lost", digitsLostMsg, digitsLostHint)
		case c.Bad:
			dr.fault(i+1, "doctor-id", "the field is not an HPR number", "an HPR number has up to nine digits and nothing else")
		}
		if numbered = true; c.ID == "" && !c.Bad && !c.Vacant && n.Sure {
			c = dr.hprs.get([]byte(n.Number), dr.hprOf)
		}
	}
	i := dr.head.at[fieldDoctorID]
	dr.content = cell.ContentOwn
	if i < 0 || c.ID != "" || c.Bad || numbered && n.Kind == cell.NameHolder {
		return c, numbered
	}
	own, read := dr.ownReader()
	id := own.get(cells[i], read)
	dr.content = id.Content
	dr.sawContent(id.Content)
	if id.Bad && idnumber.Shortened(cell.Clean(cells[i])) {
		dr.fault(i+1, "doctor-digits-lost", digitsLostMsg, digitsLostHint)
	}
	if c.Vacant {
		return &cell.IDCell{ID: id.ID, Vacant: true, Basis: id.Basis}, true
	}
	return id, true
}

// numberCounts reports whether a number beside a name is the doctor's: one without the word or
// the length of HPR numbers is if most names of the file have one.
func (dr *doctors) numberCounts(n *cell.NameCell) bool {
	if n.Number == "" || dr.ids != DoctorIDName && !dr.numbersInNames {
		return false
	}
	if n.Sure || dr.numbersInNames {
		return true
	}
	dr.warn(warnNumberInName)
	return false
}

// ownReader is how the file's column for own ids is read. Ids stand as they are where
// the file has nothing else to tell its doctors apart by.
func (dr *doctors) ownReader() (*cache[cell.IDCell], func([]byte) cell.IDCell) {
	switch {
	case dr.res.own.hpr:
		return &dr.hprOwnIDs, dr.hprOwnOf
	case dr.ids == DoctorIDOwn:
		return &dr.plainIDs, dr.plainOf
	}
	return &dr.ownIDs, dr.ownOf
}

// nameOf reads the doctor's name, in one column or in two or three.
func (dr *doctors) nameOf(cells [][]byte) *cell.NameCell {
	if i := dr.head.at[fieldDoctorName]; i >= 0 {
		return dr.doctorNames.get(cells[i], dr.nameCellOf)
	}
	if dr.head.at[fieldLastName] < 0 {
		return &cell.NoName
	}
	dr.key = dr.key[:0]
	for _, f := range []field{fieldFirstName, fieldMiddleName, fieldLastName} {
		if c := dr.raw(cells, f); len(c) > 0 && !cell.IsEmptyPart(c) {
			dr.key = append(append(dr.key, c...), ' ')
		}
	}
	return dr.doctorNames.get(dr.key, dr.nameCellOf)
}

// owner is the person who stands in the row by name only, or by a number in the place of
// the name.
func (dr *doctors) owner(n *cell.NameCell) cell.Person {
	if n.IsNumber() {
		return n.ByNumber(dr.hprs.get([]byte(n.Number), dr.hprOf))
	}
	if dr.ids != DoctorIDName {
		dr.warn(warnHolderByName)
	}
	return n.ByName()
}

// also adds an observation of the same row for another doctor. The amounts stay
// with the regular doctor, or they would be counted twice.
func (dr *doctors) also(at int, role varighet.Role, n *cell.NameCell) {
	o := dr.batch[at]
	o.Role = role
	who := dr.owner(n)
	dr.identify(&o, &who)
	if role != varighet.RoleRegular {
		dropAmounts(&o)
	}
	dr.batch = append(dr.batch, o)
	dr.odd = true
}

// statedRole settles the role by the column that names it, and faults a row
// that contradicts itself.
func (dr *doctors) statedRole(found varighet.Role, id string, cells [][]byte) varighet.Role {
	i := dr.head.at[fieldRole]
	c := dr.roles.get(cells[i], cell.ReadRole)
	hint := "write regular, part_list, locum or vacant"
	switch {
	case c.Blank:
		return found
	case !c.Known:
		dr.fault(i+1, "role", cell.Describe(cells[i])+" is not a role", hint)
	case c.Role == varighet.RoleVacant && id != "":
		dr.fault(i+1, "role", "the role is vacant and the row names a doctor", "remove the doctor or change the role")
	case c.Role == varighet.RoleRegular && id == "":
		dr.fault(i+1, "role", "the role is regular and the row names no doctor", "fill in the doctor or write vacant")
	case id == "":
		if c.Role == varighet.RoleLocum {
			dr.warn(warnLocumNoHolder)
		}
		return varighet.RoleVacant
	}
	return c.Role
}

// flaggedRole reads the columns for locums and part lists. Yes means that the
// row's doctor is one; a name is that of a locum or part-list doctor beside the
// holder.
func (dr *doctors) flaggedRole(at int, role varighet.Role, cells [][]byte) varighet.Role {
	for _, f := range []field{fieldPartList, fieldLocum} {
		i := dr.head.at[f]
		if i < 0 || len(cells[i]) == 0 {
			continue
		}
		as := varighet.RolePartList
		if f == fieldLocum {
			as = varighet.RoleLocum
		}
		a := dr.answers.get(cells[i], cell.ReadYesNo)
		switch {
		case a.Known && a.Yes && role == varighet.RoleRegular:
			role = as
		case a.Known, a.Blank:
		default:
			if n := dr.doctorNames.get(cells[i], dr.nameCellOf); n.Kind == cell.NameHolder || n.IsNumber() {
				dr.also(at, as, n)
			}
		}
	}
	return role
}

// dropAmounts takes the amounts out of a row that are of the list and not of this holder.
func dropAmounts(o *varighet.Observation) {
	none := varighet.Opt[varighet.Amount]{}
	o.AmountBasis, o.AmountFloor, o.AmountEqualisation, o.AmountTotal = none, none, none, none
}

// othersOf notes the holders besides the first, by number where the row has a
// number for each of them, else by name. A common list has two or more doctors, whom many
// lists write into one cell.
//
//	"A. Berg / B. Dahl", "A. Berg og B. Dahl"      two
//	"Berg, Anne; Dahl, Bjørn", two lines in a cell two
//	"Hansen/Olsen, Kari"                            one: a slash without blanks joins surnames
//	"Kari Dahl v/vikar Ola Berg"                    one, and a locum
func (dr *doctors) othersOf(number *cell.IDCell, n *cell.NameCell) {
	if len(number.Others) == 0 && len(n.Others) == 0 {
		return
	}
	dr.warn(warnTwoHolders)
	for i, id := range number.Others {
		p := cell.Person{ID: id, Basis: number.Basis}
		if i < len(n.Others) {
			p.NameID, p.Name = n.Others[i].ID, n.Others[i].Display
		}
		dr.others = append(dr.others, p)
	}
	for i := min(len(number.Others), len(n.Others)); i < len(n.Others); i++ {
		c := &n.Others[i]
		if dr.numberCounts(c) {
			dr.others = append(dr.others, c.ByNumber(dr.hprs.get([]byte(c.Number), dr.hprOf)))
			continue
		}
		dr.others = append(dr.others, dr.owner(c))
	}
}

// coHolders adds an observation for each of the other holders. What is paid for
// the list stays with the first, or it would be counted twice.
func (dr *doctors) coHolders(at int) {
	for i := range dr.others {
		o := dr.batch[at]
		dr.identify(&o, &dr.others[i])
		dropAmounts(&o)
		dr.batch = append(dr.batch, o)
	}
}

// checkTotal faults a row about a list whose doctor is called as a total is: "Sum Oslo" in Oslo.
func (dr *doctors) checkTotal(n *cell.NameCell, cells [][]byte) {
	words := cell.FoldWords(n.Display)
	if cell.IsTotalPhrase(words) || dr.place.isPlace(cell.WithoutTotal(words), cells) {
		dr.rowUnclear("the row has a list's id, and the label of a total for the doctor")
	}
}

// namesPerson reports whether the row names a doctor in letters.
func (dr *doctors) namesPerson(cells [][]byte) bool {
	n := dr.nameOf(cells)
	return n.Kind == cell.NameHolder && !strings.ContainsAny(n.Key, "0123456789") && strings.ContainsFunc(n.Key, unicode.IsLetter)
}

// namesDoctor reports whether the row has anything in a column for the doctor.
func (dr *doctors) namesDoctor(cells [][]byte) bool {
	for _, f := range []field{fieldDoctorName, fieldLastName, fieldFirstName, fieldHPR, fieldDoctorID, fieldRole} {
		if !cell.Blank(dr.raw(cells, f)) {
			return true
		}
	}
	return false
}

// hasDoctorsNumber reports whether a doctor's number stands in the row. In a row of totals the
// column may hold how many doctors there are.
func (dr *doctors) hasDoctorsNumber(cells [][]byte) bool {
	c := dr.raw(cells, fieldHPR)
	return len(c) >= 5 && !cell.Blank(c) && len(cell.ReadHPR(c).ID) >= 5
}
