package tabular_test

import (
	"fmt"
	"io"
	"log"
	"strings"

	"github.com/varighet/varighet/ingest/tabular"
)

const csv = "months;stopped;note\n12,5;1;\n;0;none\n"

// Two of the columns of any CSV, whatever its separator and decimal sign.
func ExampleRead() {
	t, err := tabular.Read(strings.NewReader(csv), "rows.csv", []string{"months", "stopped"})
	if err != nil {
		log.Fatal(err)
	}
	for i := range t.Rows() {
		v, present, ok := t.Number("months", i)
		fmt.Println(v, present, ok)
	}
	// Output:
	// 12.5 true true
	// 0 false false
}

// Row by row, without keeping any.
func ExampleOpen() {
	rows, err := tabular.Open(strings.NewReader(csv), "rows.csv", []string{"months"})
	if err != nil {
		log.Fatal(err)
	}
	n := 0
	for {
		if _, err := rows.Next(); err == io.EOF {
			break
		} else if err != nil {
			log.Fatal(err)
		}
		n++
	}
	fmt.Println(rows.Header, n)
	// Output:
	// [months stopped note] 2
}

func ExampleHeader() {
	header, err := tabular.Header(strings.NewReader(csv))
	fmt.Println(header, err)
	// Output:
	// [months stopped note] <nil>
}

func ExampleParseNumber() {
	fmt.Println(tabular.ParseNumber("1234,5", ';'))
	// Output:
	// 1234.5 true
}

func ExampleMissing() {
	fmt.Println(tabular.Missing(""), tabular.Missing("0"))
	// Output:
	// true false
}

func ExampleMissingOf() {
	fmt.Println(tabular.MissingOf("NA"), tabular.MissingOf("left"))
	// Output:
	// true false
}
