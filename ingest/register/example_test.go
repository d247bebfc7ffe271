package register_test

import (
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/register"
)

// Two months of one position, given in the wrong order, become a register and
// are read back in order.
func Example() {
	parent, err := os.MkdirTemp("", "register")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(parent)
	dir := filepath.Join(parent, "reg")

	b, err := register.NewBuilder(dir, register.Options{})
	if err != nil {
		log.Fatal(err)
	}
	defer b.Abort() // does nothing after Commit
	run := b.NewRun()
	for _, o := range []varighet.Observation{
		{Month: varighet.MonthOf(2017, 6), PositionID: "8", Role: varighet.RoleVacant, SourceFile: "juni.csv", SourceRow: 2},
		{Month: varighet.MonthOf(2017, 5), PositionID: "8", DoctorID: "17", SourceFile: "mai.csv", SourceRow: 2},
	} {
		if err := run.Add(&o); err != nil {
			log.Fatal(err)
		}
	}
	if err := run.Close(); err != nil {
		log.Fatal(err)
	}
	about := register.Manifest{Ledger: register.Ledger{Read: 3, Used: 2, SetAside: map[string]int64{"total": 1}}}
	if _, err := b.Commit(about); err != nil {
		log.Fatal(err)
	}

	reg, err := register.Open(dir)
	if err != nil {
		log.Fatal(err)
	}
	defer reg.Close()
	for o, err := range reg.Observations("month", "position_id", "role", "doctor_id") {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(o.Month, o.PositionID, o.Role, o.DoctorID)
	}
	// Output:
	// 2017-05 8 regular 17
	// 2017-06 8 vacant
}
