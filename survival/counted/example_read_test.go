package counted_test

import (
	"fmt"
	"log"
	"os"
	"strings"

	"github.com/varighet/varighet/survival/counted"
)

// A table of counts by size group, without a row about anybody.
func ExampleNew() {
	table := counted.New("months", []string{"size_group"}, false)
	if err := table.Group([]string{"<2000"}).Add(0, 3, true, "", 1); err != nil {
		log.Fatal(err)
	}
	if err := table.WriteCSV(os.Stdout); err != nil {
		log.Fatal(err)
	}
	// Output:
	// schema,time_unit,size_group,month,at_risk,entered,stopped,censored
	// varighet.counts/1,months,<2000,0,1,1,0,0
	// varighet.counts/1,months,<2000,3,1,0,1,0
}

// What another has written, by size group, over all of them.
func ExampleRead() {
	table, err := counted.Read(strings.NewReader("schema,time_unit,size_group,month,at_risk,entered,stopped,censored\n" +
		"varighet.counts/1,months,<2000,0,1,1,0,0\nvarighet.counts/1,months,<2000,3,1,0,1,0\n"))
	if err != nil {
		log.Fatal(err)
	}
	all, err := table.Over(nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(all.Groups()[0].Counts.All().N())
	// Output:
	// 1
}
