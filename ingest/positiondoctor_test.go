package ingest

import (
	"fmt"
	"strings"
	"testing"
)

// A list known by its doctor would have the doctor's name or number in the register, and would be
// another one with the next doctor. That most rows have the same person in both columns is counted by hand.
func TestListsThatAreKnownByTheirDoctorAreRefused(t *testing.T) {
	for text, refused := range map[string]bool{
		"Liste;Lege\nAnna Berg;Berg, Anna\nOla Dahl;Dahl, Ola\n":                                 true,
		"Liste;Lege\nAnna Berg;Dr. Anna Berg\nOla Dahl;\nKari Vik;Kari Vik\n":                    true,
		"Lege;Stillingsnr\nBerg;BERG\nDahl;Dahl\n":                                               true,
		"Liste;Fornavn;Etternavn\nAnna Berg;Anna;Berg\nOla Dahl;Ola;Dahl\n":                      true,
		"Listenr;HPR-nr\n9000001;9000001\n9000002;9000002\n":                                     true,
		"Listenr;HPR-nr\nHPR 9000001;0009000001\n":                                               true,
		"Listenr;Lege-ID\n9000001;9000001\n9000002;9000002\n":                                    true,
		"Listenr;Lege\n9000001;Anna Berg (9000001)\n9000002;Ola Dahl (9000002)\n":                true,
		"Listenr;HPR-nr\n9000001;9000001\n9000002;9000003\n":                                     false, // one of two
		"Liste;Lege\nAnna Berg;Anna Berg\nSentrum;Ola Dahl\nVestby;Kari Vik\nNord;Jon Lie\n":     false,
		"Listenr;HPR-nr\n1;9000001\n2;9000002\n":                                                 false,
		"Listenr;Lege-ID\n12;12\n13;13\nA17;A17\n":                                               false, // no person is known by these
		"Liste;Lege\nLege 1;Anna Berg\nLege 2;Ola Dahl\n":                                        false,
		"Liste;Lege;Listelengde\n1;Ledig;900\n2;;800\n" + strings.Repeat("3;Anna Berg;900\n", 1): false,
		"Liste;Lege\n" + manyRows(8, "S%d;\n") + "Anna Berg;Anna Berg\nOla Dahl;Ola Dahl\n":      true, // below eight vacant lists
	} {
		res, _ := readAll(t, Options{}, Bytes("a_2019_11.csv", []byte(text)))
		got := fmt.Sprint(faults(res.Problems))
		if is := strings.Contains(got, "position-is-doctor"); is != refused || !refused && got != "[]" {
			t.Errorf("%q: %s; refused: %v", text, got, refused)
		}
	}
}

// manyRows writes n rows, each with its number.
func manyRows(n int, format string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}
