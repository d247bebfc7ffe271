// Package document answers a question about tenures, and writes the answer as JSON, CSV and text.
//
// Each analysis has three parts with one name. Its Choices, such as [KMChoices], say what is
// asked: which rows, with which columns ([rows.Choices], [rows.ModelChoices]), and of what. Check
// says whether they go together. A function, such as [KM], reads the rows of a [rows.Source],
// spells or any CSV, and answers. Its Answer, such as [KMAnswer], has the numbers: an [Answer]
// writes itself as a table, and with [WriteJSON] as its document.
//
//	choices          from a source   from tables of counts   schema
//	KMChoices        KM              KMOfCounts              varighet.km/1
//	IncidenceChoices Incidence       IncidenceOfCounts       varighet.incidence/1
//	RatesChoices     Rates           RatesOfCounts           varighet.rates/1
//	CountsChoices    Counts          CountsOfTables          varighet.counts/1
//	CoxChoices       Cox                                     varighet.cox/1
//	…
//
// # Documents
//
// A document is a contract: what its fields are called and mean lasts as long as the number of its
// schema. The comment on each field says what it is, its unit in brackets, and when it is null or
// absent; docs/schemas.md and docs/schemas are made from these comments. A unit of time_unit is
// what the document's field of that name says. Numbers are exact: nothing is withheld for
// privacy, and nothing is rounded but in text.
//
// What cannot be estimated is null, and a warning says why. What is not an error of use or of
// reading is no error: an answer may have no groups. Rows that cannot be used, spells left out and
// warnings stand in the [Ending] of each answer.
//
// What [Check], [Ingest], [Plan], [Key] and [Baseline] say of files, registers, keys and published
// numbers has a document too, but no Ending.
package document
