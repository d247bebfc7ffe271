package simulate

import (
	"fmt"
	"slices"
	"strings"
)

// A Form is one way in which files of lists differ from the plain ones: what stands in
// them for a doctor, a vacancy, a municipality or a list, and how they are divided into files.
// What happens in the country does not depend on it.
type Form string

// The forms. Several can be asked for together, but for those that exclude each other.
const (
	Names           Form = "names"             // doctors by name only
	NamesAndNumbers Form = "names-and-numbers" // HPR numbers beside the names, some of them lost
	Spellings       Form = "spellings"         // the same name in another order or case, with titles, hyphens, decomposed letters
	LookAlikes      Form = "look-alikes"       // middle names that come and go, slips of a letter
	Vacancies       Form = "vacancies"         // many words for a vacancy, and locums without an owner
	Locums          Form = "locums"            // "vikar for NAME"
	CodeChanges     Form = "code-changes"      // the codes of real municipalities that changed, merged and were divided
	Renumbered      Form = "renumbered"        // lists get new numbers
	PlaceNames      Form = "place-names"       // municipalities by name only
	Files           Form = "files"             // a file for each municipality and month
	OneFile         Form = "one-file"          // all months in one file
	Workbooks       Form = "workbooks"         // .xlsx in place of .csv
)

// Forms returns all forms with what each is, in the order in which they are explained.
func Forms() []FormHelp {
	return []FormHelp{
		{Names, "doctors by name only: no numbers"},
		{NamesAndNumbers, "HPR numbers beside the names, some lost here and there"},
		{Spellings, "names in another order or case, with titles, hyphens, decomposed letters: one doctor"},
		{LookAlikes, "middle names that come and go, slips of a letter: two doctors, until somebody decides"},
		{Vacancies, "many words for a vacancy, and locums whose owner is not named"},
		{Locums, "\"vikar for NAME\", with and without the locum's own number"},
		{CodeChanges, "real municipalities whose codes changed, merged and were divided in 2018, 2020 and 2024"},
		{Renumbered, "lists that get a new number"},
		{PlaceNames, "municipalities by name only: no codes"},
		{Files, "a file for each municipality and month"},
		{OneFile, "one file with all months"},
		{Workbooks, "workbooks (.xlsx) in place of .csv"},
	}
}

// A FormHelp says in a line what a form is.
type FormHelp struct {
	Form Form
	What string
}

// ParseForms reads the names of forms, each text with one or several between commas.
func ParseForms(texts []string) ([]Form, error) {
	var forms []Form
	for _, text := range texts {
		for _, name := range strings.Split(text, ",") {
			f := Form(strings.TrimSpace(name))
			if !slices.ContainsFunc(Forms(), func(h FormHelp) bool { return h.Form == f }) {
				return nil, fmt.Errorf("no form %q: they are %s", name, formNames())
			}
			if !slices.Contains(forms, f) {
				forms = append(forms, f)
			}
		}
	}
	return forms, excluding(forms)
}

func formNames() string {
	var list []string
	for _, h := range Forms() {
		list = append(list, string(h.Form))
	}
	return strings.Join(list, ", ")
}

// excluding refuses forms that cannot be had together.
func excluding(forms []Form) error {
	for _, pair := range [][2]Form{{Names, NamesAndNumbers}, {Files, OneFile}, {Files, PlaceNames}} {
		if slices.Contains(forms, pair[0]) && slices.Contains(forms, pair[1]) {
			return fmt.Errorf("%s and %s exclude each other", pair[0], pair[1])
		}
	}
	return nil
}

// A formSet is forms, ready to be asked for.
type formSet struct {
	numbers, lostNumbers, spellings, lookAlikes bool
	vacancies, locums, codeChanges, renumbered  bool
	codes, files, oneFile, workbooks            bool
}

// newFormSet works out what forms mean together. How a name is written matters only
// where doctors are known by it, so spellings and look-alikes are without numbers unless numbers
// are asked for.
func newFormSet(forms []Form) formSet {
	has := func(f Form) bool { return slices.Contains(forms, f) }
	byName := has(Names) || (has(Spellings) || has(LookAlikes)) && !has(NamesAndNumbers)
	return formSet{
		numbers: !byName, lostNumbers: has(NamesAndNumbers), spellings: has(Spellings), lookAlikes: has(LookAlikes),
		vacancies: has(Vacancies), locums: has(Locums), codeChanges: has(CodeChanges), renumbered: has(Renumbered),
		codes: !has(PlaceNames), files: has(Files), oneFile: has(OneFile), workbooks: has(Workbooks),
	}
}
