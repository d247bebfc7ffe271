package register_test

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/varighet/varighet/ingest/register"
)

// Columns to ask for: those that spells are made of, and those that say which months have rows.
func ExampleSurvivalColumns() {
	fmt.Println(len(register.SurvivalColumns()) <= len(register.ColumnNames()), register.CoverageColumns()[0])
	// Output:
	// true month
}

func ExampleColumnNames() {
	fmt.Println(register.ColumnNames()[:3])
	// Output:
	// [month position_id position_basis]
}

func ExampleCoverageColumns() {
	fmt.Println(register.CoverageColumns())
	// Output:
	// [month position_id municipality_code doctor_id role]
}

func ExampleReadManifest() {
	_, err := register.ReadManifest("nothing")
	fmt.Println(errors.Is(err, fs.ErrNotExist))
	// Output:
	// true
}
