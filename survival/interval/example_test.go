package interval_test

import (
	"fmt"
	"math"

	"github.com/varighet/varighet/survival/interval"
)

// Positions looked at now and then: one was left between month 0 and 4, one between
// 2 and 6, one between 5 and 6, one between 5 and 9, and one is still held at 7. All that can be said of
// the median is between which months it lies.
func ExampleTurnbull() {
	e, err := interval.Turnbull([]interval.Tenure{
		{Left: 0, Right: 4}, {Left: 2, Right: 6}, {Left: 5, Right: 6}, {Left: 5, Right: 9}, {Left: 7, Right: math.Inf(1)},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range e.Stretches {
		fmt.Printf("from %v to %v: %.2f left, %.2f still there after\n", s.From, s.To, s.Mass, s.Survival)
	}
	lower, upper := e.At(3)
	fmt.Printf("S(3) is from %.2f to %.2f\n", lower, upper)
	// Output:
	// from 2 to 4: 0.28 left, 0.72 still there after
	// from 5 to 6: 0.45 left, 0.28 still there after
	// from 7 to 9: 0.28 left, 0.00 still there after
	// S(3) is from 0.72 to 1.00
}
