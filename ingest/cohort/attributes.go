package cohort

import (
	"slices"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest"
	"github.com/varighet/varighet/ingest/sheet"
)

// personal are headers of columns that tell who somebody is, besides those by which
// files of lists name doctors.
var personal = folded("name", "fødselsdato", "fødd", "født", "date of birth", "birth date", "fødselsnummer", "fødselsnr", "fnr", "personnummer",
	"personnr", "d-nummer", "d-nr", "national id", "telefon", "telefonnummer", "mobil", "tlf", "phone", "e-post", "epost", "e-mail", "adresse", "address",
	"kontakt", "kontaktperson", "contact", "contact person")

// isPersonal reports whether a column with this header tells who somebody is.
func isPersonal(header string) bool {
	return ingest.NamesDoctor(header) || slices.Contains(personal, sheet.Fold(header))
}

func folded(words ...string) (list []string) {
	for _, w := range words {
		list = append(list, sheet.Fold(w))
	}
	return list
}

// checkAttributes looks for further columns that cannot be attributes: two of one
// name, and one that tells who somebody is.
func checkAttributes(t *sheet.Table, problems *varighet.Problems) {
	fault := func(line int, code, msg, hint string) {
		problems.Add(&varighet.Problem{File: t.Name, Line: line, Code: code, Msg: msg, Hint: hint})
	}
	seen := map[string]bool{}
	for _, header := range t.Others() {
		if isPersonal(header) {
			fault(t.Header.Line, "personal-column", "the column "+header+" tells who somebody is, and would stand in files of spells",
				"take it away; what else is known of the row stays")
		}
		if seen[sheet.Fold(header)] {
			fault(t.Header.Line, "column-twice", "two columns are called "+header, "remove or rename one")
		}
		seen[sheet.Fold(header)] = true
	}
}
