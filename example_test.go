package varighet_test

import (
	"errors"
	"fmt"
	"log"
	"time"

	"github.com/varighet/varighet"
)

// Months are whole numbers, and print as files have them.
func ExampleMonthOf() {
	from, to := varighet.MonthOf(2017, time.May), varighet.MonthOf(2019, time.November)
	fmt.Println(from, to.Date(), int(to-from), "months")
	// Output:
	// 2017-05 2019-11-01 30 months
}

func ExampleParseMonth() {
	m, err := varighet.ParseMonth("2017-05-01")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(m, m.Year())
	// Output:
	// 2017-05 2017
}

// Days since 1970, as Parquet files have a date.
func ExampleMonthOfDays() {
	m, first := varighet.MonthOfDays(17287)
	fmt.Println(m, first)
	// Output:
	// 2017-05 true
}

// A value that may be missing.
func ExampleSome() {
	var unknown varighet.Opt[int]
	fmt.Println(varighet.Some(7).Or(0), unknown.Or(-1), unknown.OK)
	// Output:
	// 7 -1 false
}

func ExampleParseMunicipalityCode() {
	code, err := varighet.ParseMunicipalityCode("0301")
	fmt.Println(code, code.County(), err)
	_, err = varighet.ParseMunicipalityCode("301")
	fmt.Println(err)
	// Output:
	// 0301 03 <nil>
	// municipality code is not four digits
}

// Names of a municipality that are one.
func ExampleTown() {
	fmt.Println(varighet.Town("Bømlo kommune") == varighet.Town("BØMLO"))
	// Output:
	// true
}

// Faults in files have a code and a place to go by.
func ExampleProblem() {
	var problems varighet.Problems
	problems.Add(&varighet.Problem{File: "lists.csv", Line: 902, Column: 1, Code: "municipality-code",
		Msg: "text of 4 characters is not a municipality code", Hint: "a code has four digits, such as 0301 or 4631"})
	err := problems.Err()
	var all *varighet.Problems
	if errors.As(err, &all) {
		fmt.Println(all.All()[0].Code)
	}
	fmt.Println(err)
	// Output:
	// municipality-code
	// lists.csv:902:1: text of 4 characters is not a municipality code
	//   hint: a code has four digits, such as 0301 or 4631
}
