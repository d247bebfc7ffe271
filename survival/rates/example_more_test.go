package rates_test

import (
	"fmt"
	"log"
	"math"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/rates"
)

// tenures are six agreements in months, one of them under way when it came under observation.
var tenures = []survival.Tenure{{Exit: 5, Stopped: true}, {Exit: 14, Stopped: true}, {Entry: 6, Exit: 20}, {Exit: 26, Stopped: true},
	{Exit: 30}, {Exit: 36}}

// Stops per month, and per year.
func ExampleOf() {
	r, err := rates.Of(tenures, 0.95)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(r)
	fmt.Println(r.Per(12))
	// Output:
	// 3 events in 125, rate 0.024 (0.004949 to 0.07014)
	// 3 events in 10.42, rate 0.288 (0.05939 to 0.8417)
}

func ExampleNew() {
	r, err := rates.New(7, 160.5, 0.95)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(r)
	// Output:
	// 7 events in 160.5, rate 0.04361 (0.01753 to 0.08986)
}

// The rate in the first year, and after it.
func ExampleBands() {
	bands, err := rates.Bands(tenures, []float64{0, 12, math.Inf(1)}, 0.95)
	if err != nil {
		log.Fatal(err)
	}
	for _, b := range bands {
		fmt.Println(b)
	}
	// Output:
	// tenure 0 to 12: 1 event in 59, rate 0.01695 (0.0004291 to 0.09443)
	// tenure over 12: 2 events in 66, rate 0.0303 (0.00367 to 0.1095)
}

// Two of the rows stand for two agreements each.
func ExampleWeightedBands() {
	bands, err := rates.WeightedBands(tenures, []float64{2, 1, 1, 1, 2, 1}, []float64{0, math.Inf(1)}, 0.95)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(bands[0])
	// Output:
	// 4 events in 160, rate 0.025 (0.006812 to 0.06401)
}

// Limits that allow for agreements of a municipality being alike.
func ExampleClusteredBands() {
	labels := []string{"Bykle", "Bykle", "Valle", "Valle", "Evje", "Evje"}
	bands, err := rates.ClusteredBands(tenures, nil, labels, []float64{0, math.Inf(1)}, 0.95)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%d clusters, %.4f to %.4f\n", bands[0].Clusters, bands[0].LogLower.V, bands[0].LogUpper.V)
	// Output:
	// 3 clusters, 0.0057 to 0.1018
}

// The same of whole months that are counted already.
func ExampleCountedBands() {
	var counts survival.MonthCounts
	for _, t := range tenures {
		if err := counts.Add(int(t.Entry), int(t.Exit), t.Stopped); err != nil {
			log.Fatal(err)
		}
	}
	bands, err := rates.CountedBands(&counts, []float64{0, math.Inf(1)}, 0.95)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(bands[0])
	// Output:
	// 3 events in 125, rate 0.024 (0.004949 to 0.07014)
}

// 9 stops in 120 years against 4 in 150.
func ExampleRatioOf() {
	r, err := rates.RatioOf(4, 150, 9, 120, 0.95)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%.2f (%.2f to %.2f), p = %.3f\n", r.Ratio.V, r.Lower.V, r.Upper.V, r.P.V)
	// Output:
	// 2.81 (0.78 to 12.50), p = 0.129
}

// Has the rate changed from year to year?
func ExampleTrendOf() {
	t, err := rates.TrendOf([]float64{2017, 2018, 2019, 2020}, []int{4, 6, 9, 13}, []float64{100, 98, 102, 101}, 0.95)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%.2f a year (%.2f to %.2f)\n", t.Ratio.V, t.Lower.V, t.Upper.V)
	// Output:
	// 1.47 a year (1.06 to 2.07)
}

// Rates of two size groups as they would be in a country with as many of each.
func ExampleDirect() {
	s, err := rates.Direct([]rates.Part{{Group: "<2000", Events: 9, Time: 60, Weight: 1}, {Group: ">=2000", Events: 6, Time: 140, Weight: 1}}, 0.95)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%.3f as they are, %.3f standardised (%.3f to %.3f)\n", s.Crude.V, s.Rate.V, s.Lower.V, s.Upper.V)
	// Output:
	// 0.075 as they are, 0.096 standardised (0.052 to 0.166)
}

// Stops beside those that a national curve gives, known at some times.
func ExampleNewReference() {
	national, err := rates.NewReference([]float64{0, 12, 24, 60}, []float64{1, 0.86, 0.76, 0.55})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("S(36) = %.3f, expected %.2f\n", national.Survival(36), national.Expected(tenures))
	// Output:
	// S(36) = 0.682, expected 1.40
}

// A median alone, with a constant hazard.
func ExampleWeibullReference() {
	national, err := rates.WeibullReference(70.9, 1)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("S(12) = %.3f\n", national.Survival(12))
	// Output:
	// S(12) = 0.889
}

// The shape that a median of 70.9 months and 14 % within 13 months have together.
func ExampleShapeThrough() {
	shape, err := rates.ShapeThrough(70.9, 13, 0.14)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%.3f\n", shape)
	// Output:
	// 0.899
}

// references are one a tenure.
func references(median float64) (list []*rates.Reference) {
	ref, err := rates.WeibullReference(median, 1)
	if err != nil {
		log.Fatal(err)
	}
	for range tenures {
		list = append(list, ref)
	}
	return list
}

func ExampleCompareTenures() {
	c, err := rates.CompareTenures(tenures, nil, references(48), 0.95)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(c)
	// Output:
	// observed 3, expected 1.805, O/E 1.662 (0.3427 to 4.857)
	// exact p = 0.5415
}

// In whole months, as spells are: a stop is seen at the end of its month.
func ExampleCompareMonths() {
	c, err := rates.CompareMonths(tenures, nil, references(48), 0.95)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(c)
	// Output:
	// observed 3, expected 1.792, O/E 1.674 (0.3452 to 4.892)
	// exact p = 0.5345
}

// What holds of the ratio if the national curve rests on 40 stops.
func ExampleComparison_WithReference() {
	c, err := rates.Compare(7, 3.2, 0.95)
	if err != nil {
		log.Fatal(err)
	}
	u, err := c.WithReference(40, 0.95)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%.2f (%.2f to %.2f)\n", c.Ratio.V, u.Lower.V, u.Upper.V)
	// Output:
	// 2.19 (0.83 to 4.94)
}

func ExampleClustered() {
	labels := []string{"Bykle", "Bykle", "Valle", "Valle", "Evje", "Evje"}
	r, err := rates.Clustered(tenures, nil, references(48), labels, true, 0.95)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%d clusters, %.2f to %.2f; %s\n", r.Clusters, r.Lower.V, r.Upper.V, r.Warning)
	// Output:
	// 3 clusters, 0.39 to 7.10; clusters: 3; robust standard errors from fewer than 20 are too small
}

// A group of which a third is of short agreements, and nobody knows which.
func ExampleMixture() {
	short, err := rates.WeibullReference(24, 1)
	if err != nil {
		log.Fatal(err)
	}
	long, err := rates.WeibullReference(96, 1)
	if err != nil {
		log.Fatal(err)
	}
	mixed, err := rates.Mixture([]*rates.Reference{short, long}, []float64{1, 2})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("S(24) = %.3f\n", mixed.Survival(24))
	// Output:
	// S(24) = 0.727
}

// A reference with 3 stops of 100 and 2 of 80, held against 10 and 8 at risk.
func ExampleEffectiveStops() {
	fmt.Printf("%.2f\n", rates.EffectiveStops([]float64{10, 8}, []float64{3, 2}, []float64{100, 80}).V)
	// Output:
	// 5.00
}
