package ingest

import "strings"

// Layouts that people make for themselves, and spellings that spreadsheets make of
// what they type. See dirt_test.go.

// A panel on its side: the same four lists, each in a column.
const onItsSide = `Kommunenr;0301;0301;1266;1865
Liste;101;102;103;104
oktober 2019;;;;
november 2019;Kari Anne Nordmann;Ubesatt;Øystein Dåhl;Åse Æsbø
desember 2019;;-;..;
`

// Periods that have a 1st of November 2019 in them, and no other 1st.
const ofPeriods = `Kommunenr;Liste;Lege;Fra;Til
0301;101;Kari Anne Nordmann;15.10.2019;30.11.2019
0301;102;Vakant;2019-11-01;2019-11-30
1266;103;Øystein Dåhl;nov. 2019;11.2019
1865;104;Åse Æsbø;1.11.2019;november 2019
`

// namesOnly are the four lists with nothing but who has them.
var namesOnly = without(sameByName, "n=", "b=")

// inMonths are lines of November in other months, one after another.
func inMonths(lines string, months ...string) string {
	var b strings.Builder
	for _, m := range months {
		b.WriteString(strings.ReplaceAll(lines, "2019-11", m))
	}
	return b.String()
}

// monthsOfOne has the four lists of byNumber in November, and the first of them in
// other months, before and after.
func monthsOfOne(months ...string) func() []byte {
	rows := "Måned;" + lines(byNumber, 0, 1)
	for _, m := range months {
		from, to := 1, 2
		if m == "2019.11" {
			to = 5
		}
		for _, l := range strings.Split(strings.TrimSpace(lines(byNumber, from, to)), "\n") {
			rows += m + ";" + l + "\n"
		}
	}
	return text(rows)
}

var first = lines(sameByNumber, 0, 1) // the first list in November

var oddCases = []dirtCase{
	// Panels on their side.
	{file: "sideways-names.csv", made: text(onItsSide), want: namesOnly},
	{file: "sideways-names-iso.csv", made: text(onItsSide, "oktober 2019", "2019-10", "november 2019", "2019-11", "desember 2019", "2019-12"), want: namesOnly},
	{file: "sideways-falling.csv", made: text(onItsSide, "oktober 2019", "desember 2019", "desember 2019", "oktober 2019"), want: namesOnly},
	{file: "sideways-numbers.csv", made: text(onItsSide, "Kari Anne Nordmann", "9999901", "Øystein Dåhl", "9999902", "Åse Æsbø", "9999903"), want: without(sameByNumber, "n=", "b=")},
	{file: "sideways-month-above-months.csv", made: text(onItsSide, "Liste;", "Måned;"), want: namesOnly},
	{file: "sideways-merged-municipality.csv", made: text(onItsSide, "0301;0301", "0301 Oslo;", "1266", "1266 Masfjorden", "1865", "1865 Vågan"), want: namesOnly},
	{file: "sideways-two-columns-a-list.csv", made: text("Kommunenr;0301;;0301;;1266;;1865;\nListe;101;;102;;103;;104;\nMåned;Lege;Listelengde;Lege;Listelengde;Lege;Listelengde;Lege;Listelengde\n" +
		"2019-10;;;;;;;;\n2019-11;Kari Anne Nordmann;1 204;Ubesatt;812;Øystein Dåhl;611;Åse Æsbø;595\n"), want: without(sameByName, "b=")},
	{file: "sideways-municipality-in-title.csv", made: text("0301 Oslo kommune;;\nMånad;Heimel 101;Heimel 102\nokt. 19;;\nnov. 19;Kari Anne Nordmann;Ubesett\n"),
		want: "2019-11 Heimel 101 0301 Kari Anne Nordmann regular\n2019-11 Heimel 102 0301 - vacant\n"},
	{file: "sideways-years-beside.csv", made: text(onItsSide, "Kommunenr;", "Kommunenr;;", "Liste;", "År;Måned;", "oktober 2019", "2019;10", "november 2019", ";nov", "desember 2019", ";12"), want: namesOnly},
	{file: "sideways-years-between.csv", made: text(onItsSide, "oktober 2019;;;;", "2019;;;;\noktober;;;;", "november 2019", "november", "desember 2019", "desember", "..;\n", "..;\n2020;;;;\njanuar;;;;\n"), want: namesOnly},
	{file: "sideways-without-year 2019.csv", made: text(onItsSide, " 2019;", ";"), want: namesOnly},
	{file: "sideways-remarks-and-totals.csv", made: text(onItsSide+"Sum besatte;1;0;1;1\n* foreløpig;;;;\nKilde: kommunene;;;;\n", "0301;0301;1266;1865", "0301;0301;1266;1865;", "101;102;103;104", "101;102;103;104;Merknad", "Æsbø", "Æsbø;begynte i mai", ";;;\n", ";;;;\n",
		";..;", ";..;;", ";1;1\n", ";1;1;\n"), want: namesOnly},
	{file: "sideways-header-again.csv", made: text(onItsSide, "desember", "Liste;101;102;103;104\ndesember"), want: namesOnly},
	{file: "sideways-headed-by-doctors.csv", made: text("Kommunenr;0301;1266;1865\nLege;Kari Anne Nordmann;Øystein Dåhl;Åse Æsbø\n2019-10;;;\n2019-11;101;103;104\n"), want: strings.ReplaceAll(namesOnly, lines(namesOnly, 1, 2), "")},
	{file: "sideways-lists-in-the-cells.csv", made: text("0301 Oslo kommune;;\nMåned;Kari Anne Nordmann;Ola Berg\n2019-10;;\n2019-11;Hjemmel 101;Hjemmel 102\n2019-12;;-\n"),
		want: "2019-11 Hjemmel 101 0301 Kari Anne Nordmann regular\n2019-11 Hjemmel 102 0301 Ola Berg regular\n"},
	{file: "sideways-places.csv", made: text("0301 Oslo kommune;;\nMåned;Sentrum;Nord\n2019-10;;\n2019-11;Kari Anne Nordmann;Ubesatt\n"),
		want: "2019-11 Sentrum 0301 Kari Anne Nordmann regular\n2019-11 Nord 0301 - vacant\n", warns: "lists-guessed"},
	{file: "sideways-crosses.csv", made: text("Måned;Kari Anne Nordmann;Ola Berg\n2019-10;x;x\n2019-11;x;\n"), fault: "1 missing-column"},
	{file: "sideways-numbered-within.csv", made: text("Kommunenr;0301;;1266\nListe;1;2;1\n2019-10;;;\n2019-11;Kari Anne Nordmann;Ubesatt;Øystein Dåhl\n"), say: "[lists]\nwithin = 'municipality'",
		want: strings.NewReplacer(" 101 ", " 0301-1 ", " 102 ", " 0301-2 ", " 103 ", " 1266-1 ").Replace(lines(namesOnly, 0, 3))},
	{file: "sideways-numbered-alike.csv", made: text("Kommunenr;0301;;1266\nListe;1;2;1\n2019-10;;;\n2019-11;Kari Anne Nordmann;Ubesatt;Øystein Dåhl\n"), fault: "1:4 two-places"},
	{file: "sideways-decimal-months.csv", made: text(onItsSide, "oktober 2019", "2019.9", "november 2019", "2019.1", "desember 2019", "2019.11"), want: strings.ReplaceAll(namesOnly, "2019-11", "2019-10")},
	{file: "sideways-decimal-months-unclear.csv", made: text(onItsSide, "oktober 2019", "2018.12", "november 2019", "2019.1", "desember 2019", "2019.11"), fault: "4:1 month"},
	{file: "sideways-month-twice.csv", made: text(onItsSide, "desember", "november"), fault: "missing-column"},
	{file: "sideways-list-twice.csv", made: text(onItsSide, "101;102", "101;101"), fault: "1:3 column-twice"},
	{file: "sideways-mixed.csv", made: text(onItsSide, "Øystein Dåhl", "611"), fault: "4:4 mixed"},
	{file: "sideways-lengths-only.csv", made: text(onItsSide, "Kari Anne Nordmann", "1204", "Ubesatt", "812", "Øystein Dåhl", "611", "Åse Æsbø", "595"), fault: "1 missing-column"},
	{file: "sideways-month-missing.csv", made: text(onItsSide + "januar 2020;;;;\n;Ola Berg;;;\n"), fault: "7:1 month"},
	{file: "sideways-code-that-never-was.csv", made: text(onItsSide, "1266", "9966"), ref: true, fault: "4:4 municipality-code"},
	{file: "workbook-sideways.xlsx", made: workbook(sheetOf{name: "Ark1", merged: []string{"B2", "C2"}, rows: [][]any{{"Fastleger"}, {"Kommune", "0301 Oslo", nil, "1266 Masfjorden", "1865 Vågan"}, {"Hjemmel", 101, 102, 103, 104},
		{day{43739, "mmm yy"}}, {day{43770, "mmm yy"}, "Nordmann, Kari Anne", "Ledig", "ØYSTEIN DÅHL", "Åse Æsbø"}, {day{43800, "mmm yy"}}}}), want: namesOnly},

	// Tables with a row for each period.
	{file: "periods.csv", made: text(ofPeriods), want: namesOnly, warns: "period-last"},
	{file: "periods-by-number.csv", made: text(ofPeriods, "Lege", "HPR-nr", "Kari Anne Nordmann", "9999901", "Øystein Dåhl", "9999902", "Åse Æsbø", "9999903"), last: "2019-11", want: without(sameByNumber, "n=", "b=")},
	{file: "periods-open.csv", made: text(ofPeriods, "30.11.2019", "", "november 2019", "d.d.", ";11.2019", ";31.12.9999"), last: "2019-11", want: namesOnly},
	{file: "periods-open-in-2099.csv", made: text(ofPeriods, "30.11.2019", "31.12.2099"), fault: "2:5 month-missing"},
	{file: "periods-open-and-undated.csv", made: text(ofPeriods, "30.11.2019", ""), fault: "2:5 month-missing"},
	{file: "periods-open-in-title.csv", made: text("Fastleger mai 2017 - november 2019;;;;\n"+ofPeriods, "30.11.2019", "", "1.11.2019;november 2019", "1.11.2019;fortsatt"), want: namesOnly},
	{file: "periods-open_2019_11.csv", made: text(ofPeriods+"1865;104;Ola Berg;01.09.2019;31.10.2019\n", "30.11.2019", ""),
		want: namesOnly + "2019-09 104 1865 Ola Berg regular\n2019-10 104 1865 Ola Berg regular\n"},
	{file: "periods-that-the-layout-tells_2019_11.csv", made: text(ofPeriods, "0301;101;Kari Anne Nordmann;15.10.2019;30.11.2019", "0301;101;Kari Anne Nordmann;15.10.2019;30.11.2019\n0301;105;Ola Berg;15.09.2019;31.10.2019"), say: "periods = true",
		want: namesOnly + "2019-10 105 0301 Ola Berg regular\n"},
	{file: "periods-that-nothing-tells_2019_11.csv", made: text(ofPeriods, "0301;101;Kari Anne Nordmann;15.10.2019;30.11.2019", "0301;101;Kari Anne Nordmann;15.10.2019;31.10.2019"), fault: "2:5 agreement-ended"},
	{file: "periods-beside-months.csv", made: text("Kommunenr;Liste;Lege;Fra;Til\noktober 2019;;;;\n0301;101;Kari Anne Nordmann;2017-05-01;\nnovember 2019;;;;\n0301;101;Kari Anne Nordmann;2017-05-01;\n"), want: inMonths(lines(namesOnly, 0, 1), "2019-10", "2019-11")},
	{file: "periods-nynorsk.csv", made: text(ofPeriods, "Fra;Til", "Frå;Slutta", "Lege", "Namn på lege"), last: "2019-11", want: namesOnly},
	{file: "periods-gap.csv", made: text("Kommunenr;Liste;Lege;Fra;Til\n0301;101;Kari Anne Nordmann;2019-07-01;2019-08-31\n0301;101;Ola Berg;2019-11-01;2019-11-30\n"), last: "2019-11",
		want: inMonths(lines(namesOnly, 0, 1), "2019-07", "2019-08") + "2019-09 101 0301 - vacant\n2019-10 101 0301 - vacant\n2019-11 101 0301 Ola Berg regular\n"},
	{file: "periods-locum-before.csv", made: text("Kommunenr;Liste;HPR-nr;Rolle;Fra;Til\n0301;101;9999911;vikar;2019-09-01;2019-10-31\n0301;101;9999901;fastlege;2019-11-01;2019-11-30\n"), last: "2019-11",
		want: "2019-09 101 0301 - vacant\n2019-09 101 0301 9999911 locum\n2019-10 101 0301 - vacant\n2019-10 101 0301 9999911 locum\n2019-11 101 0301 9999901 regular\n"},
	{file: "periods-overlap.csv", made: text(ofPeriods + "0301;101;Kari Anne Nordmann;01.11.2019;15.11.2019\n"), last: "2019-11", want: namesOnly, warns: "period-overlap"},
	{file: "periods-two-doctors-at-once.csv", made: text(ofPeriods + "0301;101;Ola Berg;01.11.2019;15.11.2019\n"), last: "2019-11", want: namesOnly + "2019-11 101 0301 Ola Berg regular\n", warns: "period-two-holders"},
	{file: "periods-to-the-first.csv", made: text(ofPeriods, "30.11.2019", "01.12.2019"), last: "2019-11", want: namesOnly, warns: "period-ends-on-first"},
	{file: "periods-to-and-with-the-first.csv", made: text(ofPeriods, "Til", "Til og med", "30.11.2019", "01.11.2019"), last: "2019-11", want: namesOnly},
	{file: "periods-without-a-first.csv", made: text(ofPeriods + "0301;101;Ola Berg;02.10.2019;14.10.2019\n"), last: "2019-11", want: namesOnly},
	{file: "periods-totals-and-notes.csv", made: text(ofPeriods + "Sum;;3;;\n;;;;\n* etter svar fra kommunene;;;;\n"), last: "2019-11", want: namesOnly},
	{file: "periods-residents-of-today.csv", made: text("Kommunenr;Liste;HPR-nr;Fra;Til;Listelengde\n0301;101;9999901;okt. 2019;;1204\n0301;102;;okt. 2019;nov. 2019;812\n"), last: "2019-11",
		want: strings.Replace(without(inMonths(lines(sameByNumber, 0, 2), "2019-10", "2019-11"), "n=", "b="), "2019-11 101 0301 9999901 regular", "2019-11 101 0301 9999901 regular n=1204", 1)},
	{file: "periods-code-of-next-year.csv", made: text("Kommunenr;Liste;HPR-nr;Fra;Til\n4634;103;9999902;nov. 2019;jan. 2020\n"), ref: true, last: "2020-01",
		want: without(inMonths(lines(sameByNumber, 2, 3), "2019-11", "2019-12")+strings.ReplaceAll(inMonths(lines(sameByNumber, 2, 3), "2020-01"), "1266", "4634"), "n=", "b="), warns: "code-later"},
	{file: "periods-without-list-id.csv", made: text(ofPeriods, "Liste;", "", ";101", "", ";102", "", ";103", "", ";104", ""), last: "2019-11", want: without(namesOnly, "id")},
	{file: "periods-backwards.csv", made: text(ofPeriods, "15.10.2019", "15.12.2019"), fault: "2:5 period"},
	{file: "periods-without-beginning.csv", made: text(ofPeriods, "15.10.2019", ""), fault: "2:4 period"},
	{file: "periods-end-in-words.csv", made: text(ofPeriods, "30.11.2019", "til høsten"), fault: "2:5 period"},
	{file: "periods-year-only.csv", made: text(ofPeriods, "15.10.2019", "2019"), fault: "2:4 period"},
	{file: "workbook-periods.xlsx", made: workbook(sheetOf{name: "Ark1", rows: [][]any{{"Kommunenr", "Liste", "Lege", "Fra", "Til"}, {"0301", 101, "Kari Anne Nordmann", day{43753, "dd.mm.yyyy"}, day{43799, "dd.mm.yyyy"}},
		{"0301", 102, "Vakant", day{43770, "dd.mm.yyyy"}, day{43799, "dd.mm.yyyy"}}, {"1266", 103, "Øystein Dåhl", day{43770, "dd.mm.yyyy"}, day{43799, "dd.mm.yyyy"}}, {"1865", 104, "Åse Æsbø", day{43770, "dd.mm.yyyy"}, nil}}}), last: "2019-11", want: namesOnly},
	// Excel has made days of what was typed as months: they are shown as months, and count to their end.
	{file: "workbook-periods-in-months.xlsx", made: workbook(sheetOf{name: "Ark1", rows: [][]any{{"Kommunenr", "Liste", "Lege", "Fra", "Til"}, {"0301", 101, "Kari Anne Nordmann", day{43770, "mmm yy"}, day{43770, "mmm yy"}},
		{"0301", 102, "Vakant", day{43770, "mmm yy"}, day{43770, "mmm yy"}}, {"1266", 103, "Øystein Dåhl", day{43770, "mmm yy"}, day{43770, "mmm yy"}}, {"1865", 104, "Åse Æsbø", day{43770, "mmm yy"}, day{43770, "mmm yy"}}}}), last: "2019-11", want: namesOnly},

	// Lists that each municipality has numbered 1, 2, 3.
	{file: "lists-numbered-within_2019_11.csv", made: numberAs(";101", ";1", ";102", ";2", ";103", ";1", ";104", ";1"), say: "[lists]\nwithin = 'municipality'",
		want: strings.NewReplacer(" 101 ", " 0301-1 ", " 102 ", " 0301-2 ", " 103 ", " 1266-1 ", " 104 ", " 1865-1 ").Replace(sameByNumber)},
	{file: "lists-numbered-within-new-code_2019_11.csv", made: numberAs(";103", ";1"), ref: true, say: "[lists]\nwithin = 'municipality'",
		want: strings.NewReplacer(" 101 ", " 0301-101 ", " 102 ", " 0301-102 ", " 103 ", " 4634-1 ", " 104 ", " 1865-104 ").Replace(sameByNumber)},
	{file: "lists-numbered-within-newer-code_2020_11.csv", made: numberAs(";103", ";1", "1266", "4634"), ref: true, say: "[lists]\nwithin = 'municipality'",
		want: strings.NewReplacer("2019-11", "2020-11", " 101 ", " 0301-101 ", " 102 ", " 0301-102 ", " 103 1266", " 4634-1 4634", " 104 ", " 1865-104 ").Replace(sameByNumber)},
	{file: "lists-numbered-within-nothing_2019_11.csv", made: text(onlyOslo), say: "[lists]\nwithin = 'municipality'", fault: "2:1 municipality-missing"},
	{file: "workbook-lists-numbered-within_2019_11.xlsx", made: workbook(named("0301 Oslo", strings.NewReplacer("101", "1", "102", "2").Replace(onlyOslo)), named("1266 Masfjorden", "AvtaleId;HPR-nr;Listelengde;Basistilskudd\n1;9999902;611;25509,25\n")),
		say: "[lists]\nwithin = 'municipality'", want: strings.NewReplacer(" 101 ", " 0301-1 ", " 102 ", " 0301-2 ", " 103 ", " 1266-1 ").Replace(lines(sameByNumber, 0, 3))},
	{file: "workbook-lists-numbered-alike_2019_11.xlsx", made: workbook(named("0301 Oslo", strings.NewReplacer("101", "1", "102", "2").Replace(onlyOslo)), named("1266 Masfjorden", "AvtaleId;HPR-nr;Listelengde;Basistilskudd\n1;9999902;611;25509,25\n")),
		fault: "month-twice"},

	// More words for a list without a doctor.
	{file: "vacant-kommunal-liste_2019_11.csv", made: vacantAs("Kommunal liste"), want: sameByName},
	{file: "vacant-kommunal-legehjemmel_2019_11.csv", made: vacantAs("KOMMUNAL LEGEHJEMMEL"), want: sameByName},
	{file: "vacant-heimel-med-nummer_2019_11.csv", made: vacantAs("Heimel 2 (vakant)"), want: sameByName},
	{file: "vacant-ledig-fra_2019_11.csv", made: vacantAs("Ledig fra 1.3.2019"), want: sameByName},

	// Months that a spreadsheet took for numbers.
	{file: "month-decimal.csv", made: monthAs("2019.11"), want: sameByNumber},
	{file: "month-decimal-october.csv", made: monthsOfOne("2019.8", "2019.9", "2019.1", "2019.11"), want: inMonths(first, "2019-08", "2019-09", "2019-10") + sameByNumber},
	{file: "month-decimal-january.csv", made: monthsOfOne("2018.12", "2019.1", "2019.2", "2019.11"), want: inMonths(first, "2018-12", "2019-01", "2019-02") + sameByNumber},
	{file: "month-decimal-both.csv", made: monthsOfOne("2019,1", "2019,2", "2019,9", "2019,1", "2019.11"), want: inMonths(first, "2019-01", "2019-02", "2019-09", "2019-10") + sameByNumber},
	{file: "month-decimal-last.csv", made: text("Måned;Liste;HPR-nr\n2019.8;101;9999901\n2019.9;101;9999901\n2019.1;101;9999901\n"), want: without(strings.ReplaceAll(inMonths(first, "2019-08", "2019-09", "2019-10"), "0301", "-"), "n=", "b=")},
	{file: "month-decimal-list-by-list.csv", made: text("Måned;Liste;HPR-nr\n2019.9;101;9999901\n2019.1;101;9999901\n2019.11;101;9999901\n2018.12;102;9999902\n2019.1;102;9999902\n2019.2;102;9999902\n"),
		want: without(strings.ReplaceAll(inMonths(first, "2019-09", "2019-10", "2019-11")+strings.NewReplacer("101", "102", "9999901", "9999902").Replace(inMonths(first, "2018-12", "2019-01", "2019-02")), "0301", "-"), "n=", "b=")},
	{file: "month-decimal-alone.csv", made: monthAs("2019.1"), fault: "2:1 month"},
	{file: "month-decimal-far-from-others.csv", made: monthsOfOne("2018.12", "2019.1", "2019.11"), fault: "3:1 month"},
	{file: "month-decimal-torn.csv", made: text("Måned;Liste;HPR-nr\n2019.9;101;9999901\n2019.1;102;9999901\n2019.2;103;9999901\n"), fault: "3:1 month"},
	{file: "wide-decimal-months.csv", made: text(panelOfNames, "oktober 2019", "2019.9", "november 2019", "2019.1", "desember 2019", "2019.11"), want: strings.ReplaceAll(namesOnly, "2019-11", "2019-10")},
	{file: "wide-decimal-months-unclear.csv", made: text(panelOfNames, "oktober 2019", "2018.12", "november 2019", "2019.1", "desember 2019", "2019.11"), fault: "1:4 month"},

	// Headers in three rows.
	{file: "header-in-three-rows_2019_11.csv", made: text(byNumber, "Kommunenr;Kommune;AvtaleId;HPR-nr;Listelengde;Basistilskudd", "Sted;;Liste;Lege;Tall;\nKommune;;Avtale;;Antall innbyggere;Tilskudd\nNr;Navn;Id;HPR;på listen;Basis"), want: sameByNumber},
	{file: "wide-header-in-three-rows.csv", made: text("Kommune;Liste;2019;;;\n;;oktober;;november;\nnr;id;Lege;Listelengde;Lege;Listelengde\n0301;101;;;Kari Anne Nordmann;1204\n0301;102;;;Ubesatt;812\n1266;103;;;Øystein Dåhl;611\n1865;104;;;Åse Æsbø;595\n"), want: without(sameByName, "b=")},
	{file: "wide-header-year-alone-on-top.csv", made: text(";;2019;;;\nKommune;Liste;oktober;;november;\nnr;id;Lege;Listelengde;Lege;Listelengde\n0301;101;;;Kari Anne Nordmann;1204\n0301;102;;;Ubesatt;812\n1266;103;;;Øystein Dåhl;611\n1865;104;;;Åse Æsbø;595\n"), want: without(sameByName, "b=")},
	{file: "workbook-header-merged-over-two-levels.xlsx", made: workbook(sheetOf{name: "Ark1", merged: []string{"A1", "A3", "B1", "B3", "C1", "F1", "C2", "D2", "E2", "F2"},
		rows: [][]any{{"Kommunenr", "Liste", 2019}, {nil, nil, "oktober", nil, "november"}, {nil, nil, "Lege", "Listelengde", "Lege", "Listelengde"}, {"0301", 101, nil, nil, "Kari Anne Nordmann", 1204}, {"0301", 102, nil, nil, "Ubesatt", 812},
			{"1266", 103, nil, nil, "Øystein Dåhl", 611}, {"1865", 104, nil, nil, "Åse Æsbø", 595}}}), want: without(sameByName, "b=")},
	{file: "header-in-three-rows-twice_2019_11.csv", made: text(byNumber, "Kommunenr;Kommune;AvtaleId;HPR-nr;Listelengde;Basistilskudd", "Sted;;Liste;Lege;Tall;\nKommune;;Avtale;;Antall innbyggere;Antall innbyggere\nNr;Navn;Id;HPR;på listen;på listen"), fault: "2:6 column-twice"},

	// Parquet by other programs: Arrow 17 for Go, with the month as INT96; DuckDB 1.5.6 (copy r to '...' (format parquet, compression brotli), and lz4_raw).
	{file: "register-by-arrow-int96.parquet", want: sameByNumber, warns: "doctor-id-hpr parquet-unchecked utc-instants"},
	{file: "register-by-duckdb-brotli.parquet", want: sameByNumber, warns: "doctor-id-hpr parquet-unchecked"},
	{file: "register-by-duckdb-lz4.parquet", want: sameByNumber, warns: "doctor-id-hpr parquet-unchecked"},
}
