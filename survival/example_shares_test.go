package survival_test

import (
	"fmt"
	"log"

	"github.com/varighet/varighet/survival"
)

// 6 of 16 positions changed hands within 13 months, in limits of three kinds.
func ExampleWilson() {
	lower, upper, err := survival.Wilson(6, 16, 0.95)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%.3f to %.3f\n", lower, upper)
	// Output:
	// 0.185 to 0.614
}

func ExampleJeffreys() {
	lower, upper, err := survival.Jeffreys(6, 16, 0.95)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%.3f to %.3f\n", lower, upper)
	// Output:
	// 0.174 to 0.617
}

// 9 of 16 left in one project and 4 of 20 in another.
func ExampleDifferenceOfShares() {
	lower, upper, err := survival.DifferenceOfShares(9, 16, 4, 20, 0.95)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%.3f (%.3f to %.3f)\n", 4./20-9./16, lower, upper)
	// Output:
	// -0.362 (-0.601 to -0.046)
}

// Limits of a difference from those of its parts: 0.50 (0.40 to 0.62) less 0.30 (0.22 to 0.41).
func ExampleLowerOfDifference() {
	lower := survival.LowerOfDifference(0.50, 0.40, 0.30, 0.41)
	upper := survival.UpperOfDifference(0.50, 0.62, 0.30, 0.22)
	fmt.Printf("%.3f to %.3f\n", lower, upper)
	// Output:
	// 0.051 to 0.344
}

func ExampleUpperOfDifference() {
	fmt.Printf("%.3f\n", survival.UpperOfDifference(0.50, 0.62, 0.30, 0.22))
	// Output:
	// 0.344
}

// 7 stops in 160.5 agreement-years.
func ExamplePoissonLimits() {
	lower, upper, err := survival.PoissonLimits(7, 160.5, 0.95)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%.4f a year (%.4f to %.4f)\n", 7/160.5, lower, upper)
	// Output:
	// 0.0436 a year (0.0175 to 0.0899)
}

// 7 stops where 3.2 were to be expected.
func ExamplePoissonP() {
	central, minimum, err := survival.PoissonP(7, 3.2)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("p = %.3f; as R's poisson.test %.3f\n", central, minimum)
	// Output:
	// p = 0.089; as R's poisson.test 0.045
}

func ExampleEmpiricalQuantile() {
	fmt.Println(survival.EmpiricalQuantile([]float64{3, 8, 12, 40}, 0.5))
	// Output:
	// 10
}

// Three tests made together.
func ExampleAdjustment_Adjust() {
	p, err := survival.Holm.Adjust([]float64{0.01, 0.04, 0.03})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%.2f\n", p)
	// Output:
	// [0.03 0.06 0.06]
}

func ExampleOrdered() {
	fmt.Println(survival.Ordered([]string{">=50000", "<2000", "2000-49999"}), survival.Ordered([]string{"Vestland", "Agder"}))
	// Output:
	// true false
}

func ExampleTenthsOfYear() {
	fmt.Println(survival.TenthsOfYear(98))
	// Output:
	// 82
}

// Months held and residents of five lists.
func ExamplePearson() {
	c, err := survival.Pearson([]float64{3, 20, 41, 60, 88}, []float64{610, 900, 1020, 980, 1240}, 0.95)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("n = %d, r = %.2f (%.2f to %.2f)\n", c.N, c.R.V, c.Lower.V, c.Upper.V)
	// Output:
	// n = 5, r = 0.93 (0.24 to 1.00)
}

// What the numbers called turnover c and d are of, and in what they differ.
func ExampleDefinitionOf() {
	c, d := survival.DefinitionOf(survival.TurnoverKaplanMeier.Measure()), survival.DefinitionOf(survival.TurnoverByPosition.Measure())
	fmt.Println(c.Counts, "of", c.Of)
	fmt.Println(d.Counts, "of", d.Of)
	fmt.Println(survival.Differ(c, d))
	// Output:
	// agreements of agreements with a known start, each while it is seen, with late entry
	// positions of positions whose first holder began in the data
	// [they count different units they have different denominators]
}

func ExampleDiffer() {
	a := survival.DefinitionOf(survival.KMSurvival)
	fmt.Println(len(survival.Differ(a, a)))
	// Output:
	// 0
}

func ExampleTurnoverOf() {
	d, ok := survival.TurnoverOf("turnover.d")
	fmt.Println(d, ok)
	// Output:
	// by_position true
}

func ExampleUsableWeight() {
	fmt.Println(survival.UsableWeight(0), survival.UsableWeight(2.5), survival.UsableWeight(-1))
	// Output:
	// true true false
}

func ExampleWholeText() {
	fmt.Println(survival.WholeText("2.0"), survival.WholeText("2.5"))
	// Output:
	// 2 2.5
}

// R's survival writes stops as 2 and others as 1: such a column does not say what is a stop.
func ExampleNewEventValues() {
	values := survival.NewEventValues(nil)
	for _, cell := range []string{"1", "2", "2", "1"} {
		values.Add(cell)
	}
	fmt.Println(values.AnotherCoding(), values.OneTwo(), values.Shown())
	// Output:
	// true true [1 2]
}

// A row whose time is before its entry cannot be used.
func ExampleReject() {
	fmt.Println(survival.Reject(17, survival.TimeOrder))
	// Output:
	// row 17: time-order: the entry is not before the time
}

func ExampleColumns_Judge() {
	in := survival.Columns{Stops: []string{"left"}}
	tenure, usable, _ := in.Judge(1, survival.Row{Time: number(12), Event: text("left")})
	fmt.Println(tenure, usable)
	_, usable, why := in.Judge(2, survival.Row{Event: text("left")})
	fmt.Println(usable, why)
	// Output:
	// {0 12 true} true
	// false row 2: time-missing: the time is missing or not a usable number
}

func ExampleSpellKinds() {
	fmt.Println(survival.SpellKinds())
	// Output:
	// [regular vacant missing]
}

func ExampleStopReasons() {
	fmt.Println(survival.StopReasons())
	// Output:
	// [moved_within moved_away unknown closed left]
}

// Of 40 agreements on 1 January six ended in the year, as a published table says.
func ExampleCountedYear() {
	y, err := survival.CountedYear(2014, 40, 6, 0.95)
	if err != nil {
		panic(err)
	}
	fmt.Printf("%.1f %% (%.1f to %.1f)\n", 100*y.Share.V, 100*y.ShareLower.V, 100*y.ShareUpper.V)
	// Output: 15.0 % (5.7 to 29.8)
}
