package cell

import (
	"strings"
	"testing"
)

// Cells that became doctors, with names that hold the same words. The answers are by the rule
// for who a doctor is: what is doubtful is no person, it is a fault, a vacancy or a locum's form
// (docs/ord.md). A name that only looks like such a word stays a name.
func TestWordsThatAreNoNames(t *testing.T) {
	for _, c := range []struct {
		what, cells string
		kind        NameKind
	}{
		{"people and units", `Vikarbyrå|Bemanningsbyrå AS|Dedicare AS|DEDICARE AS|Dedicare A/S|dedicare as|Legekontoret|Alver legekontor|Alver Legekontor AS|Kontorets liste|Helsesenteret|
Alver helsesenter|Legesenteret, Alver|Alver kommune|ALVER KOMMUNE|Kommunelegen|Legevakt|Legevakta|Turnus|Utdanningsstilling|Lege under utdanning|avtroppende lege|Avtroppande lege|
Alle leger|Legane|Medical office|Vikaren|Legestudent Ola Nes, student|Rammeavtale med Dedicare AS`, NameUnclear},
		{"states", `Sykemeldt|Sjukemeldt|Sykmeldt|Sjukmeld|Pensjonert|Død|død|DØD|Flyttet|Flytta|Overført|Oppsagt|Lagt ned|Engasjement|lege slutta|Ingen søkere|Ingen søkjarar|Ikke i bruk|
Ikkje i bruk|Samme|Samme som over|Ditto|Felles|Felles liste|Alle|Se liste 2|ny lege 1.1.20|Tilsatt 1.3|Tilsett 01.03.2020|Fastlege 1|Lege 12|Sagt opp|Retired|Deceased|On leave|
Fødselspermisjon|i fødselspermisjon|Felles lege|alle leger|ny lege kommer|Ny lege kommer|Se over|se under|Til salgs|Spesialist i allmennmedisin|Selvstendig næringsdrivende|2019-11|01.03.20`, NameUnclear},
		{"remarks", `Ola Nes sluttet 30.11.19|Ola Nes (sluttet)|OLA NES SLUTTA|Tidligere Ola Nes|Tidlegare Ola Nes|Etter Ola Nes|etter Nes|Ola Nes sin liste|Anna Berg t.o.m. 30.06|
Anna Berg t.o.m. juni|Anna Berg sjukmeld|ANNA BERG SYKMELDT|Anna Berg (sykmeldt)|Anna Berg død|Moe, Eva (perm.), vikar Nes, Ola|Kari Berg vikar Ola Dahl|Kari Berg, vik. Ola Nes|
Kari Berg v/ Ola Nes|Legekontoret v/vikar Ola Dahl|Vik. Ola Nes|Ola Nes 01.03.2020|Vikar for Anna Berg t.o.m. 30.06|Vikar for Legekontoret|Vikar for Anna Berg, Ola Nes|OLA NES SIN LISTE|ola nes sin liste|ANNA BERG DØD|
Anna Berg overført til Ola Nes|Former GP Ola Nes|Ola Nes sluttet 301119|Kari Berg 2`, NameUnclear},
		{"locums", `Legevikar|legevikar Ola Nes|Ola Nes (legevikar)|v/ Ola Nes|V/ Ola Nes|v/Ola Nes|vik. Ola Nes|V: Ola Nes|v: Nes, Ola|Ola Nes (vik.)|Locum|Locum Ola Nes|Locum agency|Ola Nes (locum)`, NameLocum},
		{"locums for somebody", `Vik for Anna Berg|Vikar f. Anna Berg|Vikar for dr. Anna Berg (Ola Nes)|Vikar for Berg, Anna Marie|vik. for Anna Berg|Vik. for Anna Berg|Ola Nes (vik for Anna Berg)|Legevikar for Anna Berg|Locum for Anna Berg`, NameLocumFor},
		{"names", `Kontorsveen, Ola|Ola Kontorsveen|Alle, Kari|Kari Alle|Berg Alle|Alle Tor|Etterstad, Ola|Ola Etterstad|Etter, Hans|Hans Etter|Vik, Ola|Ola Vik|VIK OLA|vik ola|ola vik|Vik Ola Nes|
Vik, Eva Berg|V. Nes|V Nes|Nes, V.|V.Nes|V. O. Nes|Ola Felle|Felles, Maria|Anna Døden|Turnusen Kari|Kommunevold, Per|Senter, Ola|Ola Senter|Ola Dahl|Ås, Ola|As, Ola|Ola As|AS, OLA|Ås Ola|Aas, Kari|Kari Ås|
OLA ÅS|Død, Anna|Same, Juma|Sykes, Ann|Flyttum, Eva|Samuelsen, Eva|Lagtun, Per|Under, Kim|Sin, Hye|Hye Sin|Vikari, Eva|Ola Former|Student, Kari|Vikarby, Eva|Tidemann, Liv|Tom Lista|Se Yun Kim|Ole af Geijerstam|
Kommunelegen Kari Berg|Kari Berg (perm.)|Kari Berg 50 %|Kari Berg (50%)|Kari Berg, permisjon|Anna Berg fødselspermisjon|Anna Berg (foreldreperm.)|Léger, Marie|Anna Leger|Per Alle|Craig Venter|Kommer, Jan|Kari Berg (HPR 9999901)|Kari Berg 9999901|1) Kari Berg|Kari Berg 1)|Kari Berg²|Berg Anna0|
Kari Berg v/vikar Ola Dahl|Kari Berg / Legekontoret`, NameHolder},
		{"vacancies", `Ledig stilling|Kommunal liste|Ledig hjemmel etter Ola Nes|Ubesatt - vikar Ola Berg|Ubesatt fra 1.3|Ledig fra 1.1.20|Ikke tilsatt|Under tilsetting|Utlyst 2. gang|Hjemmel 3 (ledig)`, NameVacant},
	} {
		for raw := range strings.SplitSeq(strings.ReplaceAll(c.cells, "\n", ""), "|") {
			if n := ReadName([]byte(raw)); n.Kind != c.kind {
				t.Errorf("%s: readName(%q) is of kind %d, key %q; want kind %d", c.what, raw, n.Kind, n.Key, c.kind)
			}
		}
	}
	for raw, bad := range map[string]bool{"Legekontoret": true, "Ola Nes sluttet": true, "Ola Nes sluttet 30.11.19": true, "Dedicare AS": true, "Lege 17": false,
		"LEGE-17": false, "Fastlege 1": false, "Vikar A": false, "A17": false, "Storgata 5, 5003 Bergen": false} {
		if c := ReadDoctorID([]byte(raw), false); c.Bad != bad {
			t.Errorf("readDoctorID(%q) is bad: %t; want %t", raw, c.Bad, bad)
		}
	}
	for _, raw := range []string{"Vik for Anna Berg", "Vikar f. Anna Berg", "Vikar for dr. Anna Berg (Ola Nes)", "Locum for Berg, Anna", "Legevikar for Anna Berg"} {
		if n := ReadName([]byte(raw)); n.Key != "anna berg" {
			t.Errorf("readName(%q) has key %q", raw, n.Key)
		}
	}
}
