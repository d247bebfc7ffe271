package ingest

import (
	"slices"

	"github.com/varighet/varighet/ingest/cell"
)

// A field is what a column can be.
type field uint8

// The fields. Those from fieldDistrict on are known by sight and not used yet.
const (
	fieldNone field = iota
	fieldMunicipalityCode
	fieldMunicipalityName
	fieldMonth
	fieldYear
	fieldDoctorName
	fieldLastName
	fieldFirstName
	fieldMiddleName
	fieldHPR
	fieldDoctorID
	fieldPositionID
	fieldPositionBasis
	fieldRole
	fieldResidents
	fieldListLimit
	fieldStatus
	fieldOffice
	fieldSalaried
	fieldCommonList
	fieldPartList
	fieldLocum
	fieldLocumFor
	fieldAgreementStart
	fieldAmountBasis
	fieldAmountFloor
	fieldAmountEqualisation
	fieldAmountTotal
	fieldEvidence
	fieldDistrict
	fieldFreePlaces
	fieldSex
	fieldGroupPractice
	fieldAddress
	fieldAgreementEnd
	fieldPeriod
	fieldJobTitle
	fieldSourceFile
	fieldSourceRow
	numFields
)

// used reports whether the reader does anything with the field.
func (f field) used() bool { return f > fieldNone && f < fieldDistrict }

// String returns the name under which the field goes in the register and in messages.
func (f field) String() string { return synonyms[f].name }

// synonyms is the one table of header words, compared after [cell.Fold]. The Norwegian
// words are those in use in public lists and reports of the GP scheme, in
// bokmål and nynorsk; the first English one of each is the column name of the
// register, so that an exported register reads back.
var synonyms = [numFields]struct {
	name  string
	words []string
}{
	fieldNone: {"", nil},
	fieldMunicipalityCode: {"municipality_code", []string{"municipality code", "municipality no", "kommunenr",
		"kommunenummer", "komm nr", "knr", "k nr", "kommune id", "kommunekode"}},
	fieldMunicipalityName: {"municipality_name", []string{"municipality name", "municipality", "kommune",
		"kommunenavn", "kommunenamn", "kommunens navn"}},
	fieldMonth: {"month", []string{"month", "period", "måned", "månad", "mnd", "periode", "dato", "per dato",
		"år og måned", "år og månad", "årmåned", "årmånad"}},
	fieldYear: {"year", []string{"year", "år"}},
	fieldDoctorName: {"doctor_name", []string{"doctor name", "doctor", "gp", "gp name", "lege", "legenavn", "legenamn",
		"legens navn", "navn på lege", "navn", "fastlege", "fastlegens navn", "fastlegenavn", "namn",
		"namn på lege", "legen sitt namn", "namn på fastlege", "navn på fastlege", "heimelshavar",
		"hjemmelshaver"}},
	fieldLastName:   {"last_name", []string{"last name", "surname", "etternavn", "etternamn"}},
	fieldFirstName:  {"first_name", []string{"first name", "fornavn", "fornamn", "førenamn"}},
	fieldMiddleName: {"middle_name", []string{"middle name", "mellomnavn", "mellomnamn"}},
	fieldHPR: {"hpr_number", []string{"hpr number", "hpr", "hpr nr", "hpr nummer", "hpr id",
		"helsepersonellnummer", "helsepersonellnr"}},
	fieldDoctorID: {"doctor_id", []string{"doctor id", "lege id", "legenr", "legenummer", "legekode", "doctor no", "doctor number", "doctor code",
		"gp id", "fastlege id", "fastlegenr", "fastlegenummer", "fastlegekode"}},
	fieldPositionID: {"position_id", []string{"position id", "list id", "avtalenr", "avtale id", "avtalenummer",
		"listenr", "listenummer", "liste id", "liste", "kontrakt id", "gp contract id", "contract id",
		"heimelnr", "hjemmelnr", "hjemmel id", "heimel id", "hjemmelsnr", "heimelsnr", "hjemmel", "heimel",
		"hjemmelnummer", "heimelnummer", "hjemmelsnummer", "heimelsnummer", "fastlegehjemmel", "fastlegeheimel",
		"legehjemmel", "legeheimel", "fastlegeliste", "alis hjemmel", "alis heimel", "stillingsnr",
		"stillingsnummer"}},
	fieldPositionBasis: {"position_basis", []string{"position basis"}},
	fieldRole:          {"role", []string{"role", "rolle", "relationship"}},
	fieldResidents: {"residents", []string{"residents", "list size", "list length", "patients", "listelengde",
		"listelengd", "antall innbyggere", "antall innbyggere på listen", "antall innbyggere på liste",
		"antall listeinnbyggere", "listeinnbyggere", "listeinnbyggarar", "tal på innbyggarar",
		"tal på listeinnbyggarar", "tal innbyggarar", "innbyggere på listen", "innbyggarar på lista",
		"antall pasienter", "antall pasienter på liste", "antall pasienter på listen", "pasienter",
		"pasientar", "tal på pasientar", "antall personer", "på listen"}},
	fieldListLimit: {"list_limit", []string{"list limit", "list cap", "max patients", "listetak", "maks", "maksimum",
		"tak", "avtalt listelengde", "avtalt listelengd"}},
	fieldStatus: {"status", []string{"status", "open", "listestatus", "åpen", "åpen liste", "open liste", "lukket",
		"lukka", "tilgj", "tilgjengelig", "tilgjengeleg"}},
	fieldOffice: {"office", []string{"office", "practice", "legekontor", "kontor", "praksis", "praksisnavn",
		"praksisnamn", "legesenter"}},
	fieldSalaried: {"salaried", []string{"salaried", "is fixed salary", "fastlønn", "fastlønnet", "fastlønna",
		"fastløna", "driftsform", "avtaleform", "næringsdrift", "næringsdrivende", "næringsdrivande"}},
	fieldCommonList: {"common_list", []string{"common list", "participates on common list", "fellesliste",
		"felles liste", "fl"}},
	fieldPartList: {"part_list", []string{"part list", "deleliste", "delt liste", "delelege"}},
	fieldLocum:    {"locum", []string{"locum", "vikar"}},
	fieldLocumFor: {"locum_for", []string{"locum for", "vikar for"}},
	fieldAgreementStart: {"agreement_start", []string{"agreement start", "valid from", "startdato", "oppstart",
		"oppstartsdato", "fra", "frå", "fradato", "frådato", "gyldig fra", "gyldig frå", "avtalestart", "start", "startet", "starta",
		"begynte", "byrja", "tiltrådte", "tiltredelse", "tiltreding", "fra og med", "frå og med", "fom", "from"}},
	fieldAmountBasis: {"amount_basis", []string{"amount basis", "basis grant", "basistilskudd", "basistilskot", "basis",
		"per capita tilskudd", "per capita tilskot", "per capita", "listeinnbyggertilskudd", "beløp",
		"beløp basistilskudd", "beløp basistilskot"}},
	fieldAmountFloor: {"amount_floor", []string{"amount floor", "grunntilskudd", "grunntilskot", "grunn"}},
	fieldAmountEqualisation: {"amount_equalisation", []string{"amount equalisation", "utjamningstilskudd",
		"utjamningstilskot", "utjevningstilskudd", "utjamningtilskot", "utjamningtilskudd", "utjevningtilskudd",
		"utjevningstilskot", "utjamning", "utjevning"}},
	fieldAmountTotal: {"amount_total", []string{"amount total", "total", "sum", "totalt", "sum tilskudd",
		"sum tilskot", "beløp totalt", "til utbetaling"}},
	fieldEvidence:      {"evidence", []string{"evidence", "grunnlag for måned", "evidens"}},
	fieldDistrict:      {"district", []string{"district", "bydel", "bydelsnavn", "bydelsnr"}},
	fieldFreePlaces:    {"free_places", []string{"free places", "places available", "ledig", "ledige plasser", "ledige plassar"}},
	fieldSex:           {"sex", []string{"sex", "gender", "kjønn"}},
	fieldGroupPractice: {"group_practice", []string{"group practice", "gruppepraksis"}},
	fieldAddress:       {"address", []string{"address", "adresse", "poststed", "postnr", "postnummer", "besøksadresse", "telefon", "tlf"}},
	fieldAgreementEnd: {"agreement_end", []string{"agreement end", "valid to", "sluttdato", "opphør", "opphøyr",
		"til", "tildato", "gyldig til", "slutt", "sluttet", "slutta", "fratrådte", "fratredelse", "fråtreding", "til og med", "tom", "to"}},
	fieldPeriod: {"period", []string{"tidsrom", "fra til", "frå til", "from to", "avtaleperiode", "avtaletid", "ansettelsesperiode",
		"tilsettingsperiode"}},
	fieldJobTitle: {"job_title", []string{"job title", "stillingstittel", "stillingstype", "stillingsbetegnelse", "stillingsnemning",
		"yrkestittel", "tittel"}},
	fieldSourceFile: {"source_file", []string{"source file"}},
	fieldSourceRow:  {"source_row", []string{"source row"}},
}

// secondWords are headers that stand for a field where no other column of the table does:
// beside Listenr, Stilling is not what the list is known by.
var secondWords = [numFields][]string{
	fieldPositionID: {"stilling", "stillings id", "stilling id", "stilling nr", "stillingskode", "fastlegestilling", "legestilling", "alis stilling",
		"listekode", "hjemmelkode", "hjemmelskode", "heimelkode", "heimelskode", "hjemmels id", "heimels id", "avtalekode",
		"avtale", "fastlegeavtale", "avtalereferanse", "kontraktnr", "kontraktsnr", "kontraktnummer", "kontraktsnummer",
		"fastlegehjemmelnr", "fastlegeheimelnr", "fastlegehjemmel id", "fastlegeheimel id", "fastlegeliste id", "fastlegelistenr",
		"legehjemmel nr", "legeheimel nr", "list no", "list number", "list code", "position", "position no", "position number",
		"position code", "post", "agreement id", "agreement no", "agreement number", "contract no", "contract number", "gp list id"},
	fieldDoctorName: {"hjemmelsinnehaver", "heimelsinnehavar", "innehaver", "innehavar", "listeinnehaver", "listeinnehavar", "listelege",
		"avtalelege", "listeansvarlig lege", "listeansvarleg lege", "doctors name", "name of doctor", "physician", "gp holder"},
	fieldHPR: {"hpr no", "hpr lege", "hpr fastlege", "hpr nr lege", "hpr nr fastlege", "legens hpr nr", "fastlegens hpr nr", "lege hpr nr",
		"lege hpr", "fastlege hpr"},
	fieldMonth: {"måned og år", "månad og år", "rapportmåned", "rapportmånad", "rapporteringsmåned", "rapporteringsmånad", "rapportperiode",
		"kalendermåned", "kalendermånad", "tellemåned", "telledato", "date", "year month", "reporting month", "reporting period"},
	fieldMunicipalityCode: {"kom nr"},
}

// isSecond reports whether a header is one of secondWords.
func isSecond(header string, f field) bool {
	folded := cell.Fold(header)
	return slices.ContainsFunc(secondWords[f], func(w string) bool { return cell.Fold(w) == folded })
}

// fieldByWord looks a folded header up.
var fieldByWord = func() map[string]field {
	m := make(map[string]field)
	for f := fieldNone + 1; f < numFields; f++ {
		for _, w := range slices.Concat(synonyms[f].words, secondWords[f]) {
			m[cell.Fold(w)] = f
		}
	}
	return m
}()
