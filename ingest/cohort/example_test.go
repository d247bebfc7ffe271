package cohort_test

import (
	"fmt"
	"log"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/cohort"
)

// The lists of a project, and since when.
func ExampleRead() {
	c, err := cohort.Read("kohort.csv", []byte("Liste;Fra;Til;Type liste\n8;2017-09;;delt\n9;2018-01;2019-06;egen\n"))
	if err != nil {
		log.Fatal(err)
	}
	for _, m := range c.Members() {
		fmt.Println(m.PositionID, m.From.V, m.To.OK, c.Value(m, "Type liste"))
	}
	// Output:
	// 8 2017-09 false delt
	// 9 2018-01 true egen
}

// What is known of doctors.
func ExampleReadDoctors() {
	d, err := cohort.ReadDoctors("leger.csv", []byte("Lege;Kjønn;Spesialist fra\n17;K;2018-03\n23;M;\n"))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(d.HasSex, d.SpecialistDate)
	// Output:
	// true true
}

func ExampleMunicipalityKey() {
	fmt.Println(cohort.MunicipalityKey("Bømlo kommune") == cohort.MunicipalityKey("BØMLO"))
	// Output:
	// true
}

func ExampleMember_Overlaps() {
	m := cohort.Member{From: varighet.Some(varighet.MonthOf(2018, 1))}
	before := varighet.Some(varighet.MonthOf(2017, 12))
	fmt.Println(m.Overlaps(varighet.Opt[varighet.Month]{}, before))
	// Output:
	// false
}
