package main

import (
	"reflect"
	"strings"

	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/data/simulate"
	"github.com/varighet/varighet/ingest/register"
	"github.com/varighet/varighet/report/document"
	"github.com/varighet/varighet/report/study"
	"github.com/varighet/varighet/report/study/difference"
	"github.com/varighet/varighet/survival/counted"
)

// A contract is a document with what writes it.
type contract struct {
	schema  string // varighet.km/1
	variant string // tells apart two documents of one schema; "" for the first
	from    string // what prints or writes it
	root    any    // a value of its type
}

// contracts are all documents, in the order in which they are explained.
var contracts = []contract{
	{"varighet.km/1", "", "`varighet survival km --json`", document.KMAnswer{}},
	{"varighet.incidence/1", "", "`varighet survival incidence --json`", document.IncidenceAnswer{}},
	{"varighet.rates/1", "", "`varighet survival rates --json`", document.RatesAnswer{}},
	{"varighet.compare/1", "", "`varighet survival compare --json`", document.CompareAnswer{}},
	{"varighet.register-baseline/1", "", "`varighet survival baseline --json`; read by `--curve` of compare", document.RegisterBaselineAnswer{}},
	{"varighet.funnel/1", "", "`varighet survival funnel --json`", document.FunnelAnswer{}},
	{"varighet.power/1", "", "`varighet survival power --json`", document.PowerAnswer{}},
	{"varighet.turnover/1", "", "`varighet survival turnover --json`", document.TurnoverAnswer{}},
	{"varighet.turnover-year/1", "", "`varighet survival turnover-year --json`", document.TurnoverYearAnswer{}},
	{"varighet.series/1", "", "`varighet survival series --json`", document.SeriesAnswer{}},
	{"varighet.stock/1", "", "`varighet survival stock --json`", document.StockAnswer{}},
	{"varighet.stability/1", "", "`varighet survival stability --json`", document.StabilityAnswer{}},
	{"varighet.moves/1", "", "`varighet survival moves --json`", document.MovesAnswer{}},
	{"varighet.vacancy/1", "", "`varighet survival vacancy --json`", document.VacancyAnswer{}},
	{"varighet.residual/1", "", "`varighet survival residual --json`", document.ResidualAnswer{}},
	{"varighet.independence/1", "", "`varighet survival independence --json`", document.IndependenceAnswer{}},
	{"varighet.turnbull/1", "", "`varighet survival turnbull --json`", document.TurnbullAnswer{}},
	{"varighet.cox/1", "", "`varighet survival cox --json`", document.CoxAnswer{}},
	{"varighet.frailty/1", "", "`varighet survival frailty --json`", document.FrailtyAnswer{}},
	{"varighet.finegray/1", "", "`varighet survival finegray --json`", document.FineGrayAnswer{}},
	{"varighet.hazard/1", "", "`varighet survival hazard --json`", document.HazardAnswer{}},
	{"varighet.parametric/1", "", "`varighet survival parametric --json`", document.ParametricAnswer{}},
	{"varighet.counts/1", "", "`varighet survival counts`; read by `--counts` of km, incidence, rates and counts", counted.Document{}},
	{"varighet.check/1", "", "`varighet check --json`", document.CheckAnswer{}},
	{"varighet.plan/1", "", "`varighet ingest --plan --json`", document.PlanAnswer{}},
	{"varighet.register/2", "", "`manifest.json` of a register, which `varighet ingest` writes", register.Manifest{}},
	{"varighet.register/2", "printed", "`varighet ingest --json`", document.IngestAnswer{}},
	{"varighet.study/1", "", "`manifest.json` of what `varighet run` writes", study.Manifest{}},
	{"varighet.numbers/1", "", "`numbers.json` of what `varighet run` writes; read by `varighet report diff`", study.Numbers{}},
	{"varighet.difference/1", "", "`varighet report diff --json`", difference.Answer{}},
	{"varighet.study-plan/1", "", "`varighet run --plan --json`", study.Plan{}},
	{"varighet.verify/1", "", "`varighet verify --json`", study.Verification{}},
	{"varighet.study-keys/1", "", "`varighet study keys --json`", study.KeysAnswer{}},
	{"varighet.study-show/1", "", "`varighet study show --json`", study.ShowAnswer{}},
	{"varighet.reference/1", "", "`manifest.json` of a reference folder, which `varighet reference import` writes", data.Manifest{}},
	{"varighet.simulate/1", "", "`truth.json` of what `varighet simulate` writes", simulate.Truth{}},
	{"varighet.baseline/1", "", "`varighet baselines show --json`", document.BaselineAnswer{}},
	{"varighet.key/1", "", "`varighet key show --json`", document.KeyAnswer{}},
	{"varighet.version/1", "", "`varighet version --json`", document.VersionAnswer{}},
}

// file is the name of the JSON Schema: km-1.schema.json.
func (c *contract) file() string {
	name := strings.ReplaceAll(strings.TrimPrefix(c.schema, "varighet."), "/", "-")
	if c.variant != "" {
		name += "-" + c.variant
	}
	return name + ".schema.json"
}

// title names the document.
func (c *contract) title() string {
	if c.variant != "" {
		return c.schema + ", " + c.variant
	}
	return c.schema
}

// variants are the types that stand where a field has an interface.
var variants = map[reflect.Type][]any{
	reflect.TypeFor[document.GroupTest](): {document.OmnibusTest{}, document.TrendTest{}},
}

// numbers are types that write themselves as a number.
var numbers = map[reflect.Type]bool{reflect.TypeFor[simulate.Decimal](): true}

// elsewhere are the comments of fields that have none in their own package, or none that says all,
// by package, type and field.
var elsewhere = map[string]string{
	"register.Manifest.Schema":   "varighet.register/2",
	"register.Manifest.Inputs":   "the files that were read; empty if there are none",
	"register.Manifest.Options":  "that can change a row, by flag name",
	"register.Manifest.Counts":   "what is in the register",
	"register.Manifest.Ledger":   "the rows of all files",
	"register.Manifest.Warnings": "what had to be guessed or left out, in English; empty if there is nothing",
	"register.Manifest.Alarms":   "what is hardly true of the rows, or that a rule had to settle; absent: nothing",

	"register.Manifest.KeyFingerprint": "of the key for pseudonyms; absent: names are kept",
	"register.Manifest.LinksSHA256":    "of links.csv, in hexadecimal; absent: there is none",

	"register.Rules.Aliases":        "who was said to be one doctor; absent: none",
	"register.Rules.Decisions":      "which names on two lists were said to be one doctor, or not; absent: none",
	"register.Alias.Municipality":   "of lists that stand under it at some time: its code, or its name; absent: of all",
	"register.Alias.From":           "the id that gives way",
	"register.Alias.To":             "the id that is kept",
	"register.Decision.NameID":      "of the name",
	"register.Decision.Position":    "one list with the name",
	"register.Decision.Other":       "another",
	"register.Decision.Same":        "they are one doctor",
	"register.Input.SHA256":         "of its bytes, in hexadecimal",
	"register.Input.Bytes":          "its length (bytes)",
	"register.Input.Read":           "rows that were read",
	"register.Input.Used":           "rows that gave an observation",
	"register.Input.Series":         "the name without month, year and municipality: files with the same belong together; absent: none",
	"register.Input.Layout":         "what the rows are about: doctor, municipality, position; absent: not known",
	"register.Input.SetAside":       "rows that were not used, by reason; absent: none",
	"register.Input.Lines":          "the lines of those rows, such as 4, 9-12, by reason; absent: none, or the file has no lines",
	"register.Input.DoctorIDs":      "by what the file tells doctors apart; absent: it has no doctors",
	"register.Input.Named":          "it has doctors' names; absent: it has not",
	"register.Input.Loose":          "its lists have no ids; absent: they have",
	"register.Input.Warnings":       "what had to be guessed or left out in the file; absent: nothing",
	"register.Warning.Code":         "stable, for scripts",
	"register.Warning.Msg":          "in English, with no value that may identify a person",
	"register.Warning.Line":         "where it was first seen, from 1; absent: it is about the whole file",
	"register.Warning.Count":        "rows; for a column or a file, 1 each time",
	"register.Counts.Rows":          "observations: a doctor on a list in a month, or a list without one",
	"register.Counts.Positions":     "lists",
	"register.Counts.Doctors":       "who held one",
	"register.Counts.FirstMonth":    "first month with a row, YYYY-MM",
	"register.Counts.LastMonth":     "last month with a row, YYYY-MM",
	"register.Counts.MissingMonths": "between the two, with no row at all, YYYY-MM; null: none",
	"register.Counts.Links":         "where a list goes on under another id or doctor, in links.csv; absent: nowhere",
	"register.Counts.Unlinked":      "lists without an id that may go on another, but it is not clear which; absent: none",
	"register.Ledger.Read":          "rows that were read",
	"register.Ledger.Used":          "rows that gave an observation",
	"register.Ledger.SetAside":      "rows that were not used, by reason",
	"ingest.Ledger.Read":            "rows that were read; a record over several lines is one",
	"ingest.Ledger.Used":            "rows that gave an observation",
	"ingest.Ledger.SetAside":        "rows that were not used, by reason; null: none",
	"ingest.Ledger.Lines":           "where those rows stand, by reason; absent: none, or a ledger of several files",
	"ingest.Lines.First":            "first line of the file, or row of the sheet, from 1",
	"ingest.Lines.Last":             "last line or row",
	"ingest.Lines.Ranges":           "first and last of each run of neighbours, ascending; no more than 1000",
	"ingest.Lines.Beyond":           "rows beyond those runs; absent: none",
	"growth.FileChange.Name":        "of the file",
	"growth.FileChange.What":        "added, unchanged, replaced, reduced or removed",
}
