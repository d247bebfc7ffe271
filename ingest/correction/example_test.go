package correction_test

import (
	"fmt"
	"log"

	"github.com/varighet/varighet/ingest/correction"
)

// A doctor left a month later than the source says.
func ExampleRead() {
	c, err := correction.Read("rettelser.csv",
		[]byte("Liste;Lege;Hva;Fra;Til;Hvorfor;Hvem;Dato\n2;12;slutt;februar 2019;mars 2019;ferie;rådmannen;01.02.2020\n"))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(c.Unmatched())
	// Output:
	// rettelser.csv:2: position "2" has not the doctor that is named whose last month on record is 2019-02
	//   hint: from is the month on record: the first month for a start, the last month held for an end
}
