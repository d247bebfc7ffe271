package ingest_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"
	"testing/fstest"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest"
)

const may = "Kommunenr;Kommune;Liste;Lege-ID;Antall innbyggere\n4613;Bømlo;8;17;812\n4613;Bømlo;9;;0\nSum;;;;812\n"

// What a file is taken for. With no sink the rows are only checked.
func ExampleRead() {
	var rows []varighet.Observation
	take := func(list []varighet.Observation) error {
		rows = append(rows, list...)
		return nil
	}
	result, err := ingest.Read(context.Background(), []ingest.Input{ingest.Bytes("lister 2017-05.csv", []byte(may))}, ingest.Options{Workers: 1},
		func() ingest.Sink { return ingest.All(take) })
	if err != nil {
		log.Fatal(err)
	}
	for _, o := range rows {
		fmt.Println(o.Month, o.MunicipalityCode, o.PositionID, o.Role, o.Residents.V)
	}
	fmt.Println(result.Ledger.Read, "rows read,", result.Ledger.Used, "used;", result.Ledger.SetAside)
	// Output:
	// 2017-05 4613 8 regular 812
	// 2017-05 4613 9 vacant 0
	// 4 rows read, 2 used; map[header:1 total:1]
}

func ExampleBytes() {
	in := ingest.Bytes("lists.csv", []byte(may))
	fmt.Println(in.Name)
	// Output:
	// lists.csv
}

func ExampleStream() {
	in := ingest.Stream("-", strings.NewReader(may))
	fmt.Println(in.Name)
	// Output:
	// -
}

// All files below a folder, of whatever file system.
func ExampleFS() {
	inputs, err := ingest.FS(fstest.MapFS{"2017/mai.csv": {Data: []byte(may)}, "2017/juni.csv": {Data: []byte(may)}}, "2017")
	if err != nil {
		log.Fatal(err)
	}
	for _, in := range inputs {
		fmt.Println(in.Name)
	}
	// Output:
	// juni.csv
	// mai.csv
}

// Files and folders by name, as a command has them.
func ExampleFind() {
	dir, err := os.MkdirTemp("", "lists")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	if err := os.WriteFile(filepath.Join(dir, "mai.csv"), []byte(may), 0o600); err != nil {
		log.Fatal(err)
	}
	inputs, err := ingest.Find([]string{dir}, nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(inputs), filepath.Base(inputs[0].Name))
	// Output:
	// 1 mai.csv
}

// A month in any of the forms that files have.
func ExampleParseMonth() {
	for _, text := range []string{"2017-05", "mai 2017", "01.05.2017", "maybe"} {
		m, ok := ingest.ParseMonth(text)
		fmt.Println(text, m, ok)
	}
	// Output:
	// 2017-05 2017-05 true
	// mai 2017 2017-05 true
	// 01.05.2017 2017-05 true
	// maybe 0000-01 false
}

// Pseudonyms are the same for the same key and name.
func ExampleNameID() {
	key := []byte("sixteen bytes or more")
	fmt.Println(ingest.NameID(key, "Kari Nordmann") == ingest.NameID(key, "NORDMANN, KARI"), ingest.KeyFingerprint(key) != "")
	// Output:
	// true true
}

func ExampleNamesDoctor() {
	fmt.Println(ingest.NamesDoctor("Legens navn"), ingest.NamesDoctor("Kommune"))
	// Output:
	// true false
}
