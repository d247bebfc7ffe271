package study_test

import (
	"fmt"

	"github.com/varighet/varighet/report/study"
)

// The kinds of figures and tables that a study may ask for.
func ExampleKinds() {
	fmt.Println(study.Kinds()[0].Name, len(study.Kinds()) > 10)
	// Output:
	// timeline-bars true
}
