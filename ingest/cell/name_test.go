package cell

import (
	"reflect"
	"testing"

	"github.com/varighet/varighet"
)

// Each line is one doctor as different lists write the name (made up).
func TestNameKeyIsOneForOneDoctor(t *testing.T) {
	for _, forms := range [][]string{
		{"Kari Anne Nordmann", "NORDMANN, KARI ANNE", "Nordmann,Kari Anne", "kari  anne nordmann", "Dr. Kari Anne Nordmann",
			"lege Kari Anne Nordmann", "Kari-Anne Nordmann", "Kari Anne\u00A0Nordmann", "Nordmann, dr. Kari Anne"},
		{"Åse Bjørnøy", "ÅSE BJØRNØY", "A\u030Ase Bjørnøy", "Bjørnøy, Åse"},
		{"Máret Šuoŋŋá", "MÁRET ŠUOŊŊÁ", "Ma\u0301ret S\u030Cuoŋŋa\u0301"},
		{"Ole Hansen-Berg", "Ole Hansen Berg", "HANSEN - BERG, OLE", "Ole Hansen–Berg"},
	} {
		want := ReadName([]byte(forms[0])).Key
		for _, f := range forms {
			if got := ReadName([]byte(f)); got.Kind != NameHolder || got.Key != want {
				t.Errorf("readName(%q) = %+v; want a holder with key %q", f, got, want)
			}
		}
	}
}

func TestNameKeyTellsDoctorsApart(t *testing.T) {
	seen := map[string]string{}
	for _, name := range []string{"Kari Nordmann", "Kari Normann", "Kari Anne Nordmann", "Kåre Nordmann", "Nordmann Karin", "Ås, Ola", "As, Ola"} {
		k := NameKey(name)
		if other, ok := seen[k]; ok {
			t.Errorf("%q and %q have one key %q", name, other, k)
		}
		seen[k] = name
	}
}

func TestReadNameKnowsWhoHoldsTheList(t *testing.T) {
	for raw, want := range map[string]NameCell{
		"":                                {},
		"  ":                              {},
		"-":                               {},
		"Liste uten fast lege":            {Kind: NameVacant},
		"LISTE UTEN FASTLEGE":             {Kind: NameVacant},
		"Liste utan fast lege frå 1.3":    {Kind: NameVacant},
		"uten fast lege":                  {Kind: NameVacant},
		"Ubesatt":                         {Kind: NameVacant},
		"Ubesatt liste":                   {Kind: NameVacant},
		"Ubesett":                         {Kind: NameVacant},
		"Ubesett liste":                   {Kind: NameVacant},
		"LUFL":                            {Kind: NameVacant},
		"Ledig hjemmel":                   {Kind: NameVacant},
		"ledig heimel":                    {Kind: NameVacant},
		"Vakant":                          {Kind: NameVacant},
		"Vacant":                          {Kind: NameVacant},
		"Ingen lege":                      {Kind: NameVacant},
		"NN":                              {Kind: NameVacant},
		"N.N.":                            {Kind: NameVacant},
		"n n":                             {Kind: NameVacant},
		"N. N. Nordmann":                  {Kind: NameHolder, Display: "N. N. Nordmann", Key: "n n nordmann"},
		"Vikar":                           {Kind: NameLocum},
		"vikarlege":                       {Kind: NameLocum},
		"Vikar Ola Dahl":                  {Kind: NameLocum},
		"Ola Dahl (vikar)":                {Kind: NameLocum},
		"Vikar for Kari Nordmann":         {Kind: NameLocumFor, Display: "Kari Nordmann", Key: "kari nordmann"},
		"VIKAR FOR NORDMANN, KARI":        {Kind: NameLocumFor, Display: "NORDMANN, KARI", Key: "kari nordmann"},
		"vikar: for Kari Nordmann":        {Kind: NameLocumFor, Display: "Kari Nordmann", Key: "kari nordmann"},
		"Vikar for ledig hjemmel":         {Kind: NameLocum},
		"Kari Nordmann v/vikar Ola Dahl":  {Kind: NameHolder, Display: "Kari Nordmann", Key: "kari nordmann"},
		"Kari Nordmann *":                 {Kind: NameHolder, Display: "Kari Nordmann", Key: "kari nordmann"},
		"Kari Nordmann 1)":                {Kind: NameHolder, Display: "Kari Nordmann", Key: "kari nordmann"},
		"Kari Nordmann²":                  {Kind: NameHolder, Display: "Kari Nordmann", Key: "kari nordmann"},
		"Summer, Ola":                     {Kind: NameHolder, Display: "Summer, Ola", Key: "ola summer"},
		"A. Berg / B. Dahl":               {Kind: NameHolder, Display: "A. Berg", Key: "a berg", Others: []NameCell{{Kind: NameHolder, Display: "B. Dahl", Key: "b dahl"}}},
		"Ledig, Ola":                      {Kind: NameHolder, Display: "Ledig, Ola", Key: "ledig ola"},
		"Ubesatt (vikar: Ola Dahl)":       {Kind: NameVacant},
		"Liste uten fast lege, vikar Ola": {Kind: NameVacant},
	} {
		if got := ReadName([]byte(raw)); !reflect.DeepEqual(got, want) {
			t.Errorf("readName(%q) = %+v; want %+v", raw, got, want)
		}
	}
}

func TestReadHPR(t *testing.T) {
	for raw, want := range map[string]IDCell{
		"":                     {},
		"0":                    {},
		"-":                    {},
		"1234567":              {ID: "1234567", Basis: varighet.DoctorByNumber},
		"0001234567":           {ID: "1234567", Basis: varighet.DoctorByNumber},
		"1 234 567":            {ID: "1234567", Basis: varighet.DoctorByNumber},
		"1234567.0":            {ID: "1234567", Basis: varighet.DoctorByNumber},
		"'1234567":             {ID: "1234567", Basis: varighet.DoctorByNumber},
		"123456789":            {ID: "123456789", Basis: varighet.DoctorByNumber},
		"1234567890":           {ID: "1234567890", Bad: true, Basis: varighet.DoctorByNumber},
		"12A4567":              {Bad: true},
		"Liste uten fast lege": {Vacant: true},
	} {
		if got := ReadHPR([]byte(raw)); !reflect.DeepEqual(got, want) {
			t.Errorf("readHPR(%q) = %+v; want %+v", raw, got, want)
		}
	}
}
