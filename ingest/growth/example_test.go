package growth_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/varighet/varighet/ingest"
	"github.com/varighet/varighet/ingest/growth"
	"github.com/varighet/varighet/sample"
)

// From two monthly files to a register, and from that to spells.
func ExampleRun() {
	parent, err := os.MkdirTemp("", "register")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(parent)
	dir := filepath.Join(parent, "register")
	month := func(name, doctor string) ingest.Input {
		return ingest.Bytes(name, []byte("Kommunenr;Liste;Lege-ID\n4613;8;"+doctor+"\n4613;9;20\n"))
	}
	outcome, err := growth.Run(context.Background(), growth.Edit{Dir: dir,
		Inputs: []ingest.Input{month("lister 2017-05.csv", "17"), month("lister 2017-06.csv", "23")}})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(outcome.Reading.Observations, "rows")
	src, err := sample.Open(dir, sample.Options{})
	if err != nil {
		log.Fatal(err)
	}
	for _, s := range src.Spells() {
		fmt.Println(s.PositionID, s.DoctorID, s.First, s.Last, s.Stopped)
	}
	// Output:
	// 4 rows
	// 8 17 2017-05 2017-05 true
	// 8 23 2017-06 2017-06 false
	// 9 20 2017-05 2017-06 false
}
