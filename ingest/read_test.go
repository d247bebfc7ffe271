package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/varighet/varighet"
)

// short writes what matters of an observation in a line: month, position,
// municipality, doctor, role, residents, and the sum in NOK.
func short(o varighet.Observation) string {
	s := fmt.Sprintf("%s %s %s/%s %s %s", o.Month, o.PositionID, o.MunicipalityCode, o.MunicipalityName, o.DoctorID, o.Role)
	if o.Residents.OK {
		s += fmt.Sprintf(" n=%d", o.Residents.V)
	}
	for i, a := range []varighet.Opt[varighet.Amount]{o.AmountBasis, o.AmountFloor, o.AmountEqualisation, o.AmountTotal} {
		if a.OK {
			s += fmt.Sprintf(" %c=%.2f", "bfet"[i], float64(a.V)/100)
		}
	}
	return s
}

// readAll reads inputs and returns the observations in order of file and row.
func readAll(t testing.TB, opt Options, inputs ...Input) (*Result, []varighet.Observation) {
	t.Helper()
	var mu sync.Mutex
	var all []varighet.Observation
	res, err := Read(context.Background(), inputs, opt, toOne(func(obs []varighet.Observation) error {
		mu.Lock()
		defer mu.Unlock()
		all = append(all, obs...)
		return nil
	}))
	if err != nil {
		t.Fatal(err)
	}
	slices.SortStableFunc(all, func(a, b varighet.Observation) int {
		if c := strings.Compare(a.SourceFile, b.SourceFile); c != 0 {
			return c
		}
		return int(a.SourceRow - b.SourceRow)
	})
	for _, f := range res.Files {
		if !f.Ledger.Balanced() {
			t.Errorf("%s: the ledger does not balance: %+v", f.Name, f.Ledger)
		}
	}
	if !res.Ledger.Balanced() {
		t.Errorf("the ledger does not balance: %+v", res.Ledger)
	}
	return res, all
}

// faults lists problems as file:line:column code.
func faults(ps *varighet.Problems) []string {
	var out []string
	for _, p := range ps.All() {
		out = append(out, fmt.Sprintf("%s:%d:%d %s", p.File, p.Line, p.Column, p.Code))
	}
	return out
}

const m19 = "2019-11"

// Small made-up files, one oddity each and some with many.
func TestRead(t *testing.T) {
	const nov = "liste_2019_11.csv"
	for _, c := range []struct {
		name, file, text string
		want             []string
		setAside         string // reasons and counts
		warnings         string // codes
	}{
		{
			name: "a plain file is read", file: nov,
			text: "Kommunenr;Kommune;AvtaleId;HPR-nr;Listelengde;Basistilskudd\n4634;Masfjorden;77;9999901;595;33468,75\n",
			want: []string{m19 + " 77 4634/Masfjorden 9999901 regular n=595 b=33468.75"}, setAside: "header 1",
		},
		{
			name: "L1: Windows-1252, CRLF, title with the month, code on the first row of a block, totals",
			file: "liste.csv",
			text: latin("Basistilskudd for fastlegeordningen i kommunene - november 2019;;;;;\r\n" +
				"Kommunenr;Kommune;Liste;Legens navn;Antall innbyggere på listen;Basistilskudd\r\n" +
				"0301;Østby;1;NORDMANN, KÅRE ANNE;1 204;50 267,00\r\n;;2;LISTE UTEN FAST LEGE;812;33 901,00\r\n;;;Sum Østby;2 016;84 168,00\r\n" +
				"1266;Masfjorden;3;Prøve, Ola;611;25 509,25\r\n"),
			want: []string{
				m19 + " 1 0301/Østby anne kåre nordmann regular n=1204 b=50267.00",
				m19 + " 2 0301/Østby  vacant n=812 b=33901.00",
				m19 + " 3 1266/Masfjorden ola prøve regular n=611 b=25509.25"},
			setAside: "header 1, title 1, total 1",
		},
		{
			name: "L2: nynorsk, UTF-8 with BOM, four amounts, a grand total",
			file: "basistilskot mai 2019.csv",
			text: "\ufeffKommunenr.;Kommune;Heimel-ID;Namn på lege;Tal på listeinnbyggarar;Basistilskot;Grunntilskot;Utjamningstilskot;Sum\n" +
				"4634;Masfjorden;a;Ola Prøve;595;33468,75;;12000,00;45468,75\n;;b;Ubesett liste;582;32737,50;;;32737,50\n" +
				"Totalt;;;;1177;66206,25;;12000,00;78206,25\n",
			want: []string{
				"2019-05 a 4634/Masfjorden ola prøve regular n=595 b=33468.75 e=12000.00 t=45468.75",
				"2019-05 b 4634/Masfjorden  vacant n=582 b=32737.50 t=32737.50"},
			setAside: "header 1, total 1",
		},
		{
			name: "L3: one municipality, code, name and month in the file's name",
			file: "1865 - Vågan - august 2024.csv",
			text: "HPR-nr;Fastlege;Liste;Listelengde;Listetak;Basistilskudd;Sum\n9999901;Eksempel, Eva;1;903;900;63345,45;63345,45\n;Liste uten fast lege;2;0;700;0,00;0,00\n",
			want: []string{
				"2024-08 1 1865/Vågan 9999901 regular n=903 b=63345.45 t=63345.45",
				"2024-08 2 1865/Vågan  vacant n=0 b=0.00 t=0.00"},
			setAside: "header 1",
		},
		{
			name: "L5: a panel with the month in each row", file: "panel.txt",
			text:     "Måned\tKommunenr\tAvtaleId\tHPR-nr\n201910\t301\t5\t0009999901\nnov. 19\t0301\t5\t9999901\n2019M12\t0301\t5\t\n",
			want:     []string{"2019-10 5 0301/ 9999901 regular", m19 + " 5 0301/ 9999901 regular", "2019-12 5 0301/  vacant"},
			setAside: "header 1", warnings: "code-zero-restored",
		},
		{
			name: "L9: the register's own columns; an empty municipality stays empty", file: "register.csv",
			text: "month,position_id,position_basis,municipality_code,municipality_name,doctor_id,doctor_name,role,residents,list_limit,status,office,salaried,common_list,agreement_start,amount_basis,amount_total,evidence,source_file,source_row\n" +
				"2019-11-01,8,given,4634,Masfjorden,d1,,regular,595,600,open,Kontoret,false,true,2017-05-01,33468.75,1.50,assumed,x.csv,3\n" +
				"2019-11-01,9,linked,,,d2,,locum,,,,,,,,,,reported,x.csv,4\n2019-11-01,10,given,,,,,vacant,,,,,,,,,,corrected,x.csv,5\n",
			want:     []string{m19 + " 8 4634/Masfjorden d1 regular n=595 b=33468.75 t=1.50", m19 + " 9 / d2 locum", m19 + " 10 /  vacant"},
			setAside: "header 1",
		},
		{
			name: "no municipality anywhere", file: "p.csv",
			text: "month;position_id;doctor_id\n2017-05;1;5\n2017-06;1;5\n",
			want: []string{"2017-05 1 / 5 regular", "2017-06 1 / 5 regular"}, setAside: "header 1",
		},
		{
			name: "sep= line, pipe, comment lines, blank lines, repeated header, notes", file: nov,
			text:     "sep=|\nListe|Lege\n|\n1|Kari Nordmann\n\nListe|Lege\n2|Ola Dahl\n* foreløpige tall\n|Merk: tallene er foreløpige\nKilde: Helfo|\n",
			want:     []string{m19 + " 1 / kari nordmann regular", m19 + " 2 / dahl ola regular"},
			setAside: "blank 2, header 1, note 3, repeated header 1, separator line 1",
		},
		{
			name: "comma separated with quotes: separators, quotes and a line break inside", file: nov,
			text:     "Liste,Lege,Legekontor\n1,\"Nordmann, Kari\",\"Sentrum \"\"Nye\"\" legekontor\"\n2,\"Dahl,\nOla\",x\n3,Berg 5\" Anne,\n",
			want:     []string{m19 + " 1 / kari nordmann regular", m19 + " 2 / dahl ola regular", m19 + ` 3 / 5" anne berg regular`},
			setAside: "header 1",
		},
		{
			name: "decomposed letters are the letters", file: nov,
			text: "Kommunenr;Kommune;Liste;Navn pa\u030A lege\n1865;Va\u030Agan;1;A\u030Ase Dahl\n",
			want: []string{m19 + " 1 1865/Vågan dahl åse regular"}, setAside: "header 1",
		},
		{
			name: "UTF-16 as Excel writes Unicode text", file: nov,
			text: utf16("Liste\tLege\r\n1\tÅse Dahl\r\n"),
			want: []string{m19 + " 1 / dahl åse regular"}, setAside: "header 1",
		},
		{
			name: "a municipality in a row of its own heads its block", file: nov,
			text:     "Kommunenr;Kommune;Liste;HPR\n4634;Masfjorden;;\n;;1;11\n;;2;12\n1865;Vågan;;\n;;3;13\n",
			want:     []string{m19 + " 1 4634/Masfjorden 11 regular", m19 + " 2 4634/Masfjorden 12 regular", m19 + " 3 1865/Vågan 13 regular"},
			setAside: "header 1, heading 2",
		},
		{
			name: "code and name in one cell", file: nov,
			text:     "Kommune;Liste;HPR\n4634 Masfjorden;1;11\n1865-Vågan;2;12\n301 Oslo;3;13\n",
			want:     []string{m19 + " 1 4634/Masfjorden 11 regular", m19 + " 2 1865/Vågan 12 regular", m19 + " 3 0301/Oslo 13 regular"},
			setAside: "header 1", warnings: "code-zero-restored",
		},
		{
			name: "names in two columns", file: nov,
			text: "Liste;Etternavn;Fornavn\n1;Nordmann;Kari Anne\n2;Liste uten fast lege;\n",
			want: []string{m19 + " 1 / anne kari nordmann regular", m19 + " 2 /  vacant"}, setAside: "header 1",
		},
		{
			name: "locums are not holders", file: nov,
			text:     "Liste;Lege\n1;Vikar for Kari Nordmann\n2;Vikar\n3;Vikar Ola Dahl\n4;Kari Nordmann v/vikar Ola Dahl\n",
			want:     []string{m19 + " 1 / kari nordmann regular", m19 + " 2 /  vacant", m19 + " 3 /  vacant", m19 + " 4 / kari nordmann regular"},
			setAside: "header 1", warnings: "locum-no-holder",
		},
		{
			name: "a column marks locums and part lists, or names them", file: nov,
			text: "Liste;Lege;Vikar;Deleliste;Beløp\n1;A Berg;ja;;5\n2;B Berg;nei;ja;5\n3;C Berg;D Dahl;;5\n4;;E Dahl;;5\n",
			want: []string{m19 + " 1 / a berg locum b=5.00", m19 + " 2 / b berg part_list b=5.00", m19 + " 3 / berg c regular b=5.00", m19 + " 3 / d dahl locum",
				m19 + " 4 /  vacant b=5.00", m19 + " 4 / dahl e locum"},
			setAside: "header 1",
		},
		{
			name: "a column names whom the locum stands in for", file: nov,
			text:     "Liste;Lege;Vikar for;Beløp\n1;A Berg;B Dahl;5\n2;;C Dahl;5\n3;D Berg;;5\n",
			want:     []string{m19 + " 1 / a berg locum", m19 + " 1 / b dahl regular b=5.00", m19 + " 2 / c dahl regular b=5.00", m19 + " 3 / berg d regular b=5.00"},
			setAside: "header 1",
		},
		{
			name: "roles by the codes of the national register", file: nov,
			text: "Liste;HPR;Rolle\n1;11;LPFL\n1;12;LPVI\n1;13;LPDL\n2;;ledig hjemmel\n",
			want: []string{m19 + " 1 / 11 regular", m19 + " 1 / 12 locum", m19 + " 1 / 13 part_list", m19 + " 2 /  vacant"}, setAside: "header 1",
		},
		{
			name: "unknown columns are told of and numbers in all spellings read", file: nov,
			text:     "Liste;HPR;Listelengde;Sum;Hobby;\n1;11;1\u00A0204;kr 1.204,50;fiske;\n2;12;1.204;1204,-;;x\n3;13;..;-;;\n4;14;<5;33468,749;;\n",
			want:     []string{m19 + " 1 / 11 regular n=1204 t=1204.50", m19 + " 2 / 12 regular n=1204 t=1204.00", m19 + " 3 / 13 regular", m19 + " 4 / 14 regular t=33468.75"},
			setAside: "header 1", warnings: "column-unnamed column-unused rounded suppressed",
		},
		{
			name: "year and month in two columns", file: "panel.csv",
			text: "År;Måned;Liste;HPR\n2019;11;1;11\n2019;desember;1;11\n2020.0;1.0;1;11\n",
			want: []string{m19 + " 1 / 11 regular", "2019-12 1 / 11 regular", "2020-01 1 / 11 regular"}, setAside: "header 1",
		},
		{
			name: "empty fields too many do no harm", file: nov,
			text: "Liste;HPR\n1;11;;\n", want: []string{m19 + " 1 / 11 regular"}, setAside: "header 1",
		},
		{
			name: "the title names the month although it was printed later", file: "liste.csv",
			text: "Utskriftsdato 03.12.2019;\nListe per november 2019;\n;\nListe;HPR\n1;11\n",
			want: []string{m19 + " 1 / 11 regular"}, setAside: "blank 1, header 1, title 2",
		},
		{
			name: "a vacant row that has a number is vacant", file: nov,
			text: "Liste;HPR;Lege\n1;11;Ubesatt\n2;;Ola Dahl\n", want: []string{m19 + " 1 /  vacant", m19 + " 2 / dahl ola regular"},
			setAside: "header 1", warnings: "doctor-by-name vacant-with-id",
		},
		{
			name: "Windows-1252 letters that come late in a file settle the encoding then", file: nov,
			text: "Liste;Lege\n" + strings.Repeat("\n", 2*blockSize) + latin("1;Åse Dahl\n"),
			want: []string{m19 + " 1 / dahl åse regular"}, setAside: fmt.Sprintf("blank %d, header 1", 2*blockSize),
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			res, obs := readAll(t, Options{}, Bytes(c.file, []byte(c.text)))
			if err := res.Problems.Err(); err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, o := range obs {
				got = append(got, short(o))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("observations (-want +got):\n%s", diff)
			}
			var reasons, codes []string
			for _, r := range res.Ledger.Reasons() {
				reasons = append(reasons, fmt.Sprintf("%s %d", r, res.Ledger.SetAside[r]))
			}
			for _, w := range res.Warnings {
				codes = append(codes, w.Code)
			}
			if got := strings.Join(reasons, ", "); got != c.setAside {
				t.Errorf("set aside: %s; want %s", got, c.setAside)
			}
			if got := strings.Join(codes, " "); got != c.warnings {
				t.Errorf("warnings: %s; want %s", got, c.warnings)
			}
		})
	}
}

func latin(s string) string {
	out, err := charmap.Windows1252.NewEncoder().String(s)
	if err != nil {
		panic(err)
	}
	return out
}

func utf16(s string) string {
	out, err := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewEncoder().String(s)
	if err != nil {
		panic(err)
	}
	return out
}

// All the attributes of a list, by the register's names and by Norwegian ones.
func TestAttributes(t *testing.T) {
	text := "month,position_id,doctor_id,list_limit,status,office,salaried,common_list,agreement_start,amount_floor,evidence\n" +
		"2019-11,1,5,600,locked,Kontoret,true,false,2017-05-01,7.25,assumed\n"
	want := varighet.Observation{Month: 2019*12 + 10, PositionID: "1", DoctorID: "5", DoctorBasis: varighet.DoctorByOwnID, ListLimit: varighet.Some[int32](600), Status: varighet.StatusLocked,
		Office: "Kontoret", Salaried: varighet.Some(true), CommonList: varighet.Some(false), AgreementStart: varighet.Some[int32](17287),
		AmountFloor: varighet.Some[varighet.Amount](725), Evidence: varighet.EvidenceAssumed, SourceFile: "x.csv", SourceRow: 2}
	_, obs := readAll(t, Options{}, Bytes("x.csv", []byte(text)))
	if diff := cmp.Diff([]varighet.Observation{want}, obs); diff != "" { // 2017-05-01 is day 17287: 47 years, 12 leap days, 120 days
		t.Error(diff)
	}
	text = "Måned;Liste;Lege-ID;Maks;Lukket;Legekontor;Næringsdrift;FL;Oppstart;Grunntilskot;Evidens\n2019-11;1;5;600;nei;Kontoret;nei;x;01.05.2017;7,25;korrigert\n"
	want.Status, want.CommonList, want.Evidence = varighet.StatusOpen, varighet.Some(true), varighet.EvidenceCorrected
	_, obs = readAll(t, Options{}, Bytes("x.csv", []byte(text)))
	if diff := cmp.Diff([]varighet.Observation{want}, obs); diff != "" {
		t.Error(diff)
	}
}

func TestFaults(t *testing.T) {
	const head = "Kommunenr;Liste;HPR;Listelengde\n"
	const nov = "liste_2019_11.csv"
	for _, c := range []struct {
		name, file, text string
		want             []string // place and code
		says             string   // a part of the first fault's text
	}{
		{"an empty file", nov, "", []string{nov + ":0:0 empty-file"}, "empty"},
		{"blank lines only", nov, "\r\n \n", []string{nov + ":0:0 empty-file"}, "empty"},
		{"a header and nothing else", nov, head, []string{nov + ":0:0 empty-file"}, "no row"},
		{"a damaged workbook", nov, "PK\x03\x04....", []string{nov + ":0:0 not-a-table"}, "damaged"},
		{"a PDF", nov, "%PDF-1.4", []string{nov + ":0:0 not-a-table"}, "PDF"},
		{"a page without a table", nov, " <!DOCTYPE html><table>", []string{nov + ":0:0 empty-file"}, "nothing in it"},
		{"a program", nov, "\x7fELF\x00\x00", []string{nov + ":0:0 not-a-table"}, "binary"},
		{"a line without end", nov, head + strings.Repeat("x", 200<<10), []string{nov + ":2:0 not-a-table"}, "64 KiB"},
		{"no header", nov, "1;2;3\n4;5;6\n", []string{nov + ":0:0 missing-column"}, "no header row"},
		{"no list id", nov, "Kommunenr;Avtal-ID;HPR\n0301;1;11\n", []string{nov + ":1:0 missing-column"}, `is column "Avtal-ID" meant`},
		{"no doctor", nov, "Kommunenr;Liste;Listelengde\n0301;1;11\n", []string{nov + ":1:0 missing-column"}, "doctor"},
		{"two columns for one field", nov, "Liste;HPR;Avtalenr\n1;11;1\n", []string{nov + ":1:3 column-twice"}, "both position_id"},
		{"no month", "liste.csv", head + "0301;1;11;5\n", []string{"liste.csv:0:0 month-missing"}, "liste_2019_11.csv"},
		{"a row for each period, one still open", "perioder.csv", "Kommunenr;Liste;Lege;Fra dato;Til dato\n0301;1;Kari Dahl;01.05.2017;\n", []string{"perioder.csv:2:5 month-missing"}, "--last-month, 2017-05 or later"},
		{"two months in the name", "liste 2019-11 2019-12.csv", head + "0301;1;11;5\n", []string{"liste 2019-11 2019-12.csv:0:0 month"}, "2019-12"},
		{"title and name disagree", nov, "oktober 2019;;;\n" + head + "0301;1;11;5\n", []string{nov + ":0:0 month"}, "2019-10"},
		{"a second table for another month", nov, "november 2019;;;\n" + head + "0301;1;11;5\ndesember 2019;;;\n" + head + "0301;1;11;5\n", []string{nov + ":4:0 month"}, "2019-12"},
		{"a month that is none", "p.csv", "Måned;Liste;HPR\n2019-13;1;11\n;1;11\n", []string{"p.csv:2:1 month", "p.csv:3:1 month"}, `"2019-13"`},
		{"codes that are none", nov, head + "12;1;11;5\n0000;2;12;5\n123456;3;13;5\nOslo;4;14;5\n",
			[]string{nov + ":2:1 municipality-code", nov + ":3:1 municipality-code", nov + ":4:1 municipality-code", nov + ":5:1 municipality-code"}, `"12"`},
		{"a code unknown to the reference", nov, head + "9999;1;11;5\n", []string{nov + ":2:1 municipality-code"}, "is a digit wrong"},
		{"numbers that are none", nov, head + "0301;1;11;mange\n0301;2;12;-5\n0301;3;13;1,204\n0301;4;14;5,5\n",
			[]string{nov + ":2:4 number", nov + ":3:4 number", nov + ":4:4 number", nov + ":5:4 number"}, "text of 5 characters"},
		{"a start that is no date", nov, "Liste;HPR;Startdato\n1;11;32.01.2019\n", []string{nov + ":2:3 agreement-start"}, `"32.01.2019"`},
		{"a row without a list", nov, head + "0301;;11;5\n", []string{nov + ":2:2 position-missing"}, "Sum"},
		{"too few and too many fields", nov, head + "0301;1;11\n0301;2;12;5;6\n", []string{nov + ":2:0 ragged", nov + ":3:5 ragged"}, "3 fields"},
		{"a row after a total that names no municipality", nov, head + "0301;1;11;5\nSum;;;5\n;2;12;5\n", []string{nov + ":4:1 municipality-missing"}, "line 3"},
		{"rows before the first municipality", nov, head + ";1;11;5\n0301;2;12;5\n", []string{nov + ":2:1 municipality-missing"}, "line 3"},
		{"an HPR number that is none", nov, head + "0301;1;X1;5\n", []string{nov + ":2:3 doctor-id"}, "nine digits"},
		{"a quote that is not closed is told of where it opens", nov, "Liste;Lege\n1;Kari Dahl\n2;\"Ola\n3;Eva Dahl\n4;x;y\n", []string{nov + ":3:2 quote", nov + ":5:3 ragged"}, "opens here"},
		{"text after a closing quote", nov, "Liste;Lege\n1;\"Kari\" Dahl\n", []string{nov + ":2:2 quote"}, "closing"},
		{"two encodings, UTF-8 first", nov, "Liste;Lege\n1;Åse\n2;\xc5se\n", []string{nov + ":3:2 encoding"}, "UTF-8"},
		{"two encodings, Windows-1252 first", nov, "Liste;Lege\n" + strings.Repeat("1;\xc5se\n", blockSize/3) + "2;Åse\n", []string{fmt.Sprintf("%s:%d:2 encoding", nov, blockSize/3+2)}, "Windows-1252"},
		{"a byte that is no letter", nov, "Liste;Lege\n1;\xe5\x81\n", []string{nov + ":2:2 encoding"}, "UTF-8"},
		{"a role that is none", nov, "Liste;HPR;Rolle\n1;11;sjef\n1;;regular\n2;12;vacant\n", []string{nov + ":2:3 role", nov + ":3:3 role", nov + ":4:3 role"}, "part_list"},
		{"evidence that is none", nov, "Liste;HPR;Evidence\n1;11;guess\n", []string{nov + ":2:3 evidence"}, "assumed"},
		{"names that come after ids without", nov, "Liste;Lege-ID;Lege\n" + strings.Repeat("1;5;\n", sniffSize) + "1;6;Ola Dahl\n", []string{fmt.Sprintf("%s:%d:3 mixed", nov, sniffSize+2)}, "names"},
		{"several faults in a row", nov, head + "12;1;X1;mange\n", []string{nov + ":2:1 municipality-code", nov + ":2:3 doctor-id", nov + ":2:4 number"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			opt := Options{}
			if strings.Contains(c.name, "reference") {
				opt.Reference = someMunicipalities(t)
			}
			res, _ := readAll(t, opt, Bytes(c.file, []byte(c.text)))
			if diff := cmp.Diff(c.want, faults(res.Problems)); diff != "" {
				t.Fatalf("faults (-want +got):\n%s\n%v", diff, res.Problems.Err())
			}
			if first := res.Problems.All()[0]; !strings.Contains(first.Error(), c.says) || first.Hint == "" && c.says != "" {
				t.Errorf("the fault says %q; want %q in it, and a hint", first.Error(), c.says)
			}
		})
	}
}

// A number is put into each kind of place; it must be found and never shown.
func TestNationalIDRefusesTheFile(t *testing.T) {
	id := madeUpID(1, 1)
	for name, text := range map[string]string{
		"HPR column":    "Liste;HPR;Lege;Hobby\n1;" + id + ";Ola;\n",
		"name":          "Liste;HPR;Lege;Hobby\n1;11;Ola " + id + ";\n",
		"unused column": "Liste;HPR;Lege;Hobby\n1;11;Ola;" + spaced(id) + "\n",
		"list id":       "Liste;HPR;Lege;Hobby\n" + id + ";11;Ola;\n",
		"number":        "Liste;HPR;Lege;Listelengde\n1;11;Ola;" + id + "\n",
		"title":         "Liste for " + id + "\nListe;HPR;Lege;Hobby\n1;11;Ola;\n",
		"header":        "Liste;HPR;Lege;" + id + "\n1;11;Ola;\n",
		"note":          "Liste;HPR;Lege;Hobby\n1;11;Ola;\n* " + id + "\n",
		"quoted":        "Liste;HPR;Lege;Hobby\n1;11;\"Ola\n" + id + "\";\n",
	} {
		for _, setAside := range []bool{false, true} {
			res, _ := readAll(t, Options{SetAsideFaults: setAside}, Bytes("liste_2019_11.csv", []byte(text)))
			shown := fmt.Sprint(res.Problems.Err(), res.SetAside.Err(), res.Warnings, res.Files)
			if !strings.Contains(strings.Join(faults(res.Problems), " "), "national-id") {
				t.Errorf("%s: faults %v; want national-id", name, faults(res.Problems))
			}
			if strings.Contains(shown, id) || strings.Contains(shown, spaced(id)) {
				t.Errorf("%s: the number is shown", name)
			}
		}
	}
}

func TestSetAsideFaultsCountsThem(t *testing.T) {
	text := "Liste;HPR;Listelengde\n1;11;5\n2;12;mange\n3;13\n4;\"x\n5;15;7\n"
	res, obs := readAll(t, Options{SetAsideFaults: true}, Bytes("liste_2019_11.csv", []byte(text)))
	if res.Problems.Len() != 0 || res.SetAside.Len() != 3 || len(obs) != 2 {
		t.Fatalf("%v; %v; %d observations", res.Problems.Err(), faults(res.SetAside), len(obs))
	}
	want := Ledger{Read: 6, Used: 2, SetAside: map[string]int64{"header": 1, "fault: number": 1, "fault: ragged": 1, "fault: quote": 1}}
	if diff := cmp.Diff(want, res.Ledger); diff != "" {
		t.Error(diff)
	}
}

// Ten lists do not have the same lengths two months running: the second file is
// a copy with a wrong name. Nine may, and without lengths any number may.
func TestTheSameLengthsTwoMonthsRunningAreACopy(t *testing.T) {
	for _, c := range []struct {
		lists   int
		lengths bool
		want    []string
	}{
		{10, true, []string{"liste_2019_11.csv:0:0 file-twice"}},
		{9, true, nil},
		{300, false, nil},
	} {
		var b strings.Builder
		b.WriteString("Liste;HPR;Listelengde\n")
		for i := range c.lists {
			length := ""
			if c.lengths {
				length = strconv.Itoa(900 + 7*i)
			}
			fmt.Fprintf(&b, "%d;%d;%s\n", i+1, 9000001+i, length)
		}
		if !c.lengths {
			text := strings.ReplaceAll(strings.ReplaceAll(b.String(), ";Listelengde", ""), ";\n", "\n")
			b.Reset()
			b.WriteString(text)
		}
		res, _ := readAll(t, Options{}, Bytes("liste_2019_10.csv", []byte(b.String())), Bytes("liste_2019_11.csv", []byte(b.String())))
		if diff := cmp.Diff(c.want, faults(res.Problems)); diff != "" {
			t.Errorf("%d lists, lengths %t (-want +got):\n%s", c.lists, c.lengths, diff)
		}
		if warned := slices.ContainsFunc(res.Warnings, func(w Warning) bool { return w.Code == "same-content" }); warned != (c.want == nil) {
			t.Errorf("%d lists, lengths %t: warned %t", c.lists, c.lengths, warned)
		}
	}
}

func TestFilesThatMeet(t *testing.T) {
	oct := Bytes("liste_2019_10.csv", []byte("Liste;HPR\n1;11\n2;12\n"))
	for _, c := range []struct {
		name   string
		second Input
		want   []string
	}{
		{"the same bytes under another name", Bytes("liste oktober 2019.csv", []byte("Liste;HPR\n1;11\n2;12\n")), []string{"liste_2019_10.csv:0:0 file-twice"}},
		{"the same few holders in another month", Bytes("liste_2019_11.csv", []byte("Liste;HPR\n1;11\n2;12\n")), nil},
		{"the same month again with some of the lists", Bytes("ny oktober 2019.csv", []byte("Liste;HPR\n2;15\n3;13\n")), []string{"ny oktober 2019.csv:0:0 month-twice"}},
		{"the same month with other lists", Bytes("ny oktober 2019.csv", []byte("Liste;HPR\n3;13\n")), nil},
		{"another month", Bytes("liste_2019_11.csv", []byte("Liste;HPR\n2;15\n")), nil},
		{"doctors by name beside doctors by number", Bytes("liste_2019_11.csv", []byte("Liste;Lege\n2;Ola Dahl\n")), []string{"liste_2019_11.csv:0:0 mixed"}},
	} {
		res, _ := readAll(t, Options{}, c.second, oct)
		if diff := cmp.Diff(c.want, faults(res.Problems)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestMonthTwiceIsSeenInLargeFiles(t *testing.T) {
	file := func(from, to int, hpr string) []byte {
		var b strings.Builder
		b.WriteString("Liste;HPR\n")
		for i := from; i < to; i++ {
			fmt.Fprintf(&b, "%d;%s\n", i, hpr)
		}
		return []byte(b.String())
	}
	res, _ := readAll(t, Options{}, Bytes("a 2019-11.csv", file(0, 5000, "1")), Bytes("b 2019-11.csv", file(100, 5100, "2")), Bytes("c 2019-11.csv", file(6000, 9000, "3")))
	if diff := cmp.Diff([]string{"b 2019-11.csv:0:0 month-twice"}, faults(res.Problems)); diff != "" {
		t.Error(diff)
	}
}

// Under a key HPR numbers and names become pseudonyms; a source's own ids
// stand as they are unless names stand beside them. Names are kept on request only.
func TestPseudonymsInObservations(t *testing.T) {
	key := []byte("0123456789abcdef")
	p := newPseudonymiser(key)
	for _, c := range []struct{ text, id string }{
		{"Liste;HPR\n1;0011\n", p.of("hpr", "11")},
		{"Liste;Lege-ID\n1;0011\n", "0011"},
		{"Liste;Lege-ID;Lege\n1;0011;Ola Dahl\n", p.of("own", "0011")},
		{"Liste;Lege-ID;Lege\n1;0011;\n2;;Ubesatt\n", "0011"},
		{"Kommunenr;Liste;Lege\n0301;1;DAHL, Ola\n", p.of("name", "dahl ola")},
	} {
		for _, keep := range []bool{false, true} {
			res, obs := readAll(t, Options{Key: key, KeepNames: keep}, Bytes("liste_2019_11.csv", []byte(c.text)))
			if res.Problems.Len() > 0 || obs[0].DoctorID != c.id {
				t.Errorf("%q: doctor %q, %v; want %q", c.text, obs[0].DoctorID, res.Problems.Err(), c.id)
			}
			if hasName := obs[0].DoctorName != ""; hasName != (keep && strings.Contains(c.text, "Ola")) && !strings.Contains(c.text, "DAHL") {
				t.Errorf("%q, keep names %v: name %q", c.text, keep, obs[0].DoctorName)
			}
		}
	}
	if _, err := Read(context.Background(), nil, Options{Key: []byte("short")}, nil); !errors.Is(err, ErrShortKey) {
		t.Errorf("a short key gives %v", err)
	}
}

// A name is the same in whatever municipality, under whatever code.
func TestANameHoldsNoPlace(t *testing.T) {
	text := "Måned;Kommunenr;Liste;Lege\n2019-12;1266;1;Ola Dahl\n2020-01;4634;1;Dahl, Ola\n"
	for _, key := range [][]byte{nil, []byte("0123456789abcdef")} {
		_, obs := readAll(t, Options{Key: key}, Bytes("p.csv", []byte(text)))
		if obs[0].DoctorID != obs[1].DoctorID || obs[0].NameID != obs[0].DoctorID || obs[0].DoctorBasis != varighet.DoctorByName {
			t.Errorf("doctors %+v and %+v", obs[0], obs[1])
		}
	}
}

// A row has the number and the name; "vikar for NAME" has the name alone.
func TestARowTellsNumberAndName(t *testing.T) {
	text := "Måned;Liste;HPR;Lege\n2019-12;1;9000001;Ola Dahl\n2019-12;2;9000009;Vikar for Dahl, Ola\n2019-12;3;;Dahl, Ola\n"
	_, obs := readAll(t, Options{}, Bytes("p.csv", []byte(text)))
	var got []string
	for _, o := range obs {
		got = append(got, fmt.Sprintf("%s %s %s", o.DoctorID, o.DoctorBasis, o.NameID))
	}
	want := []string{"9000001 hpr_number dahl ola", "dahl ola name dahl ola", "dahl ola name dahl ola"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// One worker or eight, the observations and the result are the same.
func TestWorkersDoNotShow(t *testing.T) {
	inputs, _ := monthlyFiles(12, 700)
	inputs = append(inputs, Bytes("z 2019-11.csv", []byte("Liste;HPR;x\n1;mange;\n")), Bytes("aa 2001-01.csv", []byte("x")))
	res1, obs1 := readAll(t, Options{Workers: 1}, inputs...)
	slices.Reverse(inputs)
	res8, obs8 := readAll(t, Options{Workers: 8}, inputs...)
	if diff := cmp.Diff(obs1, obs8); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(res1.Files, res8.Files); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(res1.Problems.Error(), res8.Problems.Error()); diff != "" || res1.Problems.Len() == 0 {
		t.Error(diff)
	}
	if diff := cmp.Diff(res1.Warnings, res8.Warnings); diff != "" {
		t.Error(diff)
	}
}

func TestSinkErrorsAndCancelledRunsStop(t *testing.T) {
	inputs, _ := monthlyFiles(4, 2000)
	full := errors.New("disk full")
	if _, err := Read(context.Background(), inputs, Options{}, toOne(func([]varighet.Observation) error { return full })); !errors.Is(err, full) || !errors.Is(err, ErrSink) {
		t.Errorf("a sink that fails gives %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Read(ctx, inputs, Options{}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled run gives %v", err)
	}
}

func TestFind(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"b.csv", "a/x.TXT", "a/y.tsv", "a/notes.docx", ".hidden.csv", ".git/z.csv", "readme"} {
		p := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(name), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	names := func(ins []Input) (out []string) {
		for _, in := range ins {
			s := in.Name
			if in.SetAside != "" {
				s += " (" + in.SetAside + ")"
			}
			out = append(out, s)
		}
		return out
	}
	ins, err := Find([]string{dir, "-"}, strings.NewReader("hello"))
	want := []string{"-", "a/notes.docx (" + notAList + ")", "a/x.TXT", "a/y.tsv", "b.csv", "readme (" + notAList + ")"}
	if diff := cmp.Diff(want, names(ins)); err != nil || diff != "" {
		t.Fatalf("%v %s", err, diff)
	}
	for i, want := range map[int]string{0: "hello", 2: "a/x.TXT"} {
		r, err := ins[i].Open()
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := io.ReadAll(r); string(got) != want {
			t.Errorf("%s holds %q", ins[i].Name, got)
		}
	}
	for _, c := range []struct {
		paths []string
		code  string
	}{
		{[]string{filepath.Join(dir, "b.csv"), dir + "/./b.csv"}, "file-twice"},
		{[]string{dir, filepath.Join(dir, "a", "x.TXT")}, "file-twice"},
		{[]string{"-", "-"}, "file-twice"},
		{[]string{filepath.Join(dir, "none.csv")}, "file-missing"},
		{[]string{t.TempDir()}, "no-input"},
		{nil, "no-input"},
	} {
		_, err := Find(c.paths, nil)
		var ps *varighet.Problems
		if !errors.As(err, &ps) || ps.All()[0].Code != c.code {
			t.Errorf("Find(%q): %v; want %s", c.paths, err, c.code)
		}
	}
	ins, err = FS(fstest.MapFS{"demo/x.csv": {Data: []byte("x")}, "demo/sub/y.csv": {Data: []byte("y")}, "z.csv": {}}, "demo")
	if diff := cmp.Diff([]string{"sub/y.csv", "x.csv"}, names(ins)); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
}

// toOne makes all workers give their rows to one function, which must be safe for that.
func toOne(take func([]varighet.Observation) error) func() Sink {
	return func() Sink { return All(take) }
}
