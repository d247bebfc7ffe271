package ingest

import (
	"strings"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/cell"
)

// What a cell for a doctor says that names nobody, decided by hand: an empty cell in
// disguise, words for a vacancy, or neither.
func TestCellsThatNameNobody(t *testing.T) {
	for kind, cells := range map[cell.NameKind]string{
		cell.NameEmpty: `(tom)|(blank)|[tom]|<tom>|NULL|null|None|(none)|nan|NaN|NAN|NA|N/A|n/a|n / a|n.a.|N.A.|i/a|<NA>|-|–|—|--|-/-|.|..|:|0|0,0|0.0|00.01.1900|1900-01-00|
30.12.1899|Tomt|tomt|Ikke aktuelt|ikkje aktuelt|Empty|="0"|=""`,
		cell.NameVacant: `Ingen|(ingen)|ingen|Ikke besatt|Ikkje besett|Ledig|LEDIG|Under utlysning|Under utlysing|Vakanse|Vacancy|Fast lege mangler|Fast lege manglar|Utlyst|Utlyst 2. gang|
Utlyses|Stilling ledig|Ubesatt hjemmel|NN|N.N.|Liste uten lege|Liste utan lege|Uten lege|Ingen fast lege|Ingen lege|Tom liste|Tom heimel|Tom stilling|Listen er tom|For tiden ubesatt|
FOR TIDEN UBESATT|P.t. vakant|Foreløpig ingen fastlege|For tiden uten fast lege|Ledig pt|Ledig f.o.m. 1.1|Er ledig|Mangler|manglar|No GP|No regular GP|Vacant|Ikke tildelt|
Under rekruttering|Ubesatt - vikar Ola Berg|Står tom|vakant fra mai`,
		cell.NameUnclear: `x|X|xx|XXX|?|??|***|*|########|Ukjent|(ukjent)|Ukjend|Unknown|Ikke oppgitt|Ikkje oppgjeve|TRUE|FALSE|SANN|Ja|Nei|Sum|Totalt|I alt|Fastlege|Lege|Permisjon|i permisjon|
Ny lege|Ny lege fra mars|Nedlagt|Avsluttet|Tom|tom|TOM|Na|Nan|Null|Blank|Kari Berg er i permisjon|Kari Berg (ledig fra mai)|Kari Berg for tiden ledig|Tallene er foreløpige|
Hjemmel opprettet 2019|Sykmeldt|Se merknad|Anonymisert|Diverse|TBA|Turnuslege`,
		cell.NameError: `#I/T|#N/A|#REF!|#VERDI!`,
		cell.NameHolder: `Ledin|Per Ledin|Tom Hansen|Hansen, Tom|Tom Lista|Stilling, Tom|Ingen Nguyen|Na Li|Jens Blank|Anna Null|Sum Li|Alle Tor|Merk Ola|Note Eva|Kilde Anna|*Nilsen Kari|Nilsen Kari*|
1) Nilsen Kari|Nilsen Kari 1)|Ledig, Ola|Per Vakant|No, Kim|Kim No|Mehmet Er|Se Yun Kim|Anna de la Cruz|Ole af Geijerstam|kari nordmann|X. Berg|Xu|Ole Test|Tom Ny|(Kari Berg)|
Kari Berg (permisjon til 1.8)|Kari Berg 50 %|="Berg Anna"|Kari Berg / ukjent|Berg Anna0|Lege A|Landet Ola|dr.med. Kari Berg|Kari Berg, cand.med.`,
		cell.NameLocum: `Vikar|Diverse vikarer|Vikar for ukjent|Vikar for ?|Ola Dahl (vikar)`,
	} {
		for raw := range strings.SplitSeq(strings.ReplaceAll(cells, "\n", ""), "|") {
			if n := cell.ReadName([]byte(raw)); n.Kind != kind || (n.Kind == cell.NameHolder) != (n.Key != "") {
				t.Errorf("readName(%q) is of kind %d, key %q; want kind %d", raw, n.Kind, n.Key, kind)
			}
		}
	}
}

// A doctor has a number though the cell for the name is a placeholder; without one the row
// is vacant or a fault, and never a person.
func TestPlaceholdersBesideNumbers(t *testing.T) {
	for _, c := range []struct{ row, doctor, fault string }{
		{"9999901;***", "9999901", ""},
		{"9999901;(tom)", "9999901", ""},
		{"9999901;0", "9999901", ""},
		{"9999901;Ukjent", "9999901", ""},
		{";***", "", "doctor-unclear"},
		{";0", "", ""},
		{"0;0", "", ""},
		{"(tom);(tom)", "", ""},
		{"0;Ubesatt", "", ""},
	} {
		res, obs := readAll(t, Options{}, Bytes("liste_2019_11.csv", []byte("Liste;HPR;Lege\n1;"+c.row+"\n")))
		if c.fault != "" {
			if got := res.Problems.All(); len(got) != 1 || got[0].Code != c.fault || got[0].Column != 3 {
				t.Errorf("%s: %v; want %s", c.row, res.Problems.Err(), c.fault)
			}
			continue
		}
		if res.Problems.Len() > 0 || len(obs) != 1 || obs[0].DoctorID != c.doctor || (obs[0].Role == varighet.RoleVacant) != (c.doctor == "") {
			t.Errorf("%s: %v, %v", c.row, res.Problems.Err(), obs)
		}
	}
}

// The source's own ids: 0 and NULL are nobody, what does not tell is a fault.
func TestPlaceholdersAreNoIDs(t *testing.T) {
	for raw, want := range map[string]string{"L1": "L1", "0": "", "NULL": "", "(tom)": "", "Ubesatt": "", "?": "doctor-unclear", "ukjent": "doctor-unclear", "#REF!": "doctor-unclear"} {
		res, obs := readAll(t, Options{}, Bytes("liste_2019_11.csv", []byte("Liste;Lege-ID\n1;"+raw+"\n")))
		if all := res.Problems.All(); strings.Contains(want, "unclear") {
			if len(all) != 1 || all[0].Code != want || all[0].Column != 2 {
				t.Errorf("%s: %v", raw, res.Problems.Err())
			}
		} else if len(all) > 0 || obs[0].DoctorID != want {
			t.Errorf("%s: %v, %v", raw, res.Problems.Err(), obs)
		}
	}
}

// A part of a name that a program left empty is no part of the name.
func TestEmptyPartsOfNames(t *testing.T) {
	for _, row := range []string{"Berg;NA;Kari", "Berg;-;Kari", "Berg;0;Kari", "Berg;(tom);Kari", "Berg;NULL;Kari", "Berg;nan;Kari", "Berg;;Kari"} {
		_, obs := readAll(t, Options{}, Bytes("liste_2019_11.csv", []byte("Liste;Etternavn;Mellomnavn;Fornavn\n1;"+row+"\n")))
		if len(obs) != 1 || obs[0].DoctorID != "berg kari" {
			t.Errorf("%s: %v", row, obs)
		}
	}
}

// A formula that refers to an empty cell shows the day 0, which is no day.
func TestDayZeroIsNoDay(t *testing.T) {
	for _, raw := range []string{"0", "00.01.1900", "1900-01-00", "1899-12-30", "30.12.1899", "1900-01-01 00:00:00", "1899-12-30T00:00:00", "(tom)"} {
		res, obs := readAll(t, Options{}, Bytes("liste_2019_11.csv", []byte("Liste;Lege;Startdato\n1;Kari Berg;"+raw+"\n")))
		if res.Problems.Len() > 0 || len(obs) != 1 || obs[0].AgreementStart.OK {
			t.Errorf("%s: %v, %v", raw, res.Problems.Err(), obs)
		}
	}
	for _, raw := range []string{"0", "00.01.1900"} {
		res, _ := readAll(t, Options{}, Bytes("liste.csv", []byte("Måned;Liste;Lege\n2019-11;1;Kari Berg\n"+raw+";2;Ola Dahl\n")))
		if got := faults(res.Problems); len(got) != 1 || got[0] != "liste.csv:3:1 month" {
			t.Errorf("a month %s gives %v", raw, got)
		}
	}
}

// Errors of a spreadsheet and placeholders are no municipality, list or office.
func TestPlaceholdersInOtherColumns(t *testing.T) {
	for _, c := range []struct{ row, want string }{
		{"#N/A;1;Kari Berg;", "liste_2019_11.csv:3:1 municipality-name"},
		{"?;1;Kari Berg;", "liste_2019_11.csv:3:1 municipality-name"},
		{"Bodø;#REF!;Kari Berg;", "liste_2019_11.csv:3:2 position-missing"},
		{"Bodø;(tom);Kari Berg;", "liste_2019_11.csv:3:2 position-missing"},
		{"Bodø;x;Kari Berg;#N/A", ""},
	} {
		res, obs := readAll(t, Options{}, Bytes("liste_2019_11.csv", []byte("Kommune;Liste;Lege;Legekontor\nBodø;7;Ola Dahl;Sentrum\n"+c.row+"\n")))
		if got := strings.Join(faults(res.Problems), " "); got != c.want {
			t.Errorf("%s: %q; want %q", c.row, got, c.want)
		} else if got == "" && (len(obs) != 2 || obs[1].Office != "") {
			t.Errorf("%s: %v", c.row, obs)
		}
	}
}

// A locum for nobody leaves the list vacant; one for somebody who is not told is a fault.
func TestLocumForNobody(t *testing.T) {
	res, obs := readAll(t, Options{SetAsideFaults: true}, Bytes("liste_2019_11.csv", []byte("Liste;Lege;Vikar for\n1;Kari Berg;Ubesatt\n2;Ola Dahl;\n3;Eva Lie;ukjent\n")))
	if got := strings.Join(faults(res.SetAside), " "); got != "liste_2019_11.csv:4:3 doctor-unclear" || len(obs) != 2 ||
		obs[0].Role != varighet.RoleLocum || obs[1].Role != varighet.RoleRegular {
		t.Errorf("%s, %v", got, obs)
	}
}
