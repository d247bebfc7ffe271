package study_test

import (
	"context"
	"fmt"
	"log"

	"github.com/varighet/varighet/data/studies"
	"github.com/varighet/varighet/report/study"
)

// A study is read, run, and says how long doctors stay.
func Example() {
	s, err := study.Read(studies.Files, "alis-vest-2019.toml", "")
	if err != nil {
		log.Fatal(err)
	}
	r, err := s.Run(context.Background(), study.Options{})
	if err != nil {
		log.Fatal(err)
	}
	m := r.Median()
	fmt.Printf("%d of %d stopped; median reached: %t\n", m.Stopped, m.N, m.Median.Time.OK)
	// Output: 6 of 22 stopped; median reached: false
}
