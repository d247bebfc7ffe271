package document_test

import (
	"fmt"
	"io"
	"strings"

	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/report/document"
	"github.com/varighet/varighet/survival"
)

// The median tenure of a CSV.
func Example() {
	csv := "months,stopped\n2,1\n3,0\n4,1\n6,0\n7,1\n"
	src := &rows.Source{Name: "tenures.csv", CSV: io.NopCloser(strings.NewReader(csv))}
	choices := &document.KMChoices{Curve: survival.Options{ConfLevel: 0.95}, Quantiles: []float64{0.5}}
	choices.Time, choices.Event = "months", "stopped"
	answer, err := document.KM(src, choices)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("half have stopped by %v months\n", *answer.Groups[0].Quantiles[0].Time)
	// Output: half have stopped by 7 months
}
