package data_test

import (
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data"
)

// Size groups of populations.
func ExampleAbelsen() {
	groups := data.Abelsen()
	for _, population := range []int32{190, 2000, 52000} {
		fmt.Println(population, groups.Of(population))
	}
	fmt.Println(groups.Labels())
	// Output:
	// 190 <2000
	// 2000 2000-4999
	// 52000 >=50000
	// [<2000 2000-4999 5000-9999 10000-19999 20000-49999 >=50000]
}

func ExampleHDir() {
	fmt.Println(data.HDir().Labels())
	// Output:
	// [<2000 2000-4999 5000-9999 10000-49999 >=50000]
}

func ExampleNewSizeGroups() {
	groups, err := data.NewSizeGroups("own", []int32{5000, 20000})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(groups.Name(), groups.Of(12000))
	// Output:
	// own 5000-19999
}

// As flags and options have them.
func ExampleParseSizeGroups() {
	groups, err := data.ParseSizeGroups("5000,20000")
	if err != nil {
		log.Fatal(err)
	}
	low, high := groups.Range(groups.Index(12000))
	fmt.Println(groups.Labels(), low, high)
	// Output:
	// [<5000 5000-19999 >=20000] 5000 19999
}

func ExampleParseDate() {
	fmt.Println(data.ParseDate("2020-01-01"))
	// Output:
	// 2020-01 true
}

// Published medians, to hold one's own against.
func ExampleFindBaseline() {
	b, err := data.FindBaseline("nsdm2020-table6-1")
	if err != nil {
		log.Fatal(err)
	}
	for _, v := range b.Values[:3] {
		fmt.Println(v.Group, v.Text, b.Unit)
	}
	fmt.Println(b.Short)
	// Output:
	// <2000 2.8 years
	// 2000-4999 3.3 years
	// 5000-9999 5.2 years
	// NSDM-rapport 2020
}

func ExampleBaselines() {
	measures := map[data.Measure]int{}
	for _, b := range data.Baselines() {
		measures[b.Measure]++
	}
	fmt.Println(measures[data.KMMedian] > 0)
	// Output:
	// true
}

// tables are two municipalities that became one in 2020, with people.
func tables() data.Tables {
	until := varighet.Some(varighet.MonthOf(2020, 1))
	since := varighet.MonthOf(2010, 1)
	change := func(old varighet.MunicipalityCode, name string) data.Change {
		return data.Change{Old: old, New: "4624", OldName: name, NewName: "Bjørnafjorden", Month: until.V, Kind: data.Merge,
			Share: varighet.Some(1.0), Primary: true, Basis: data.OnlyWay}
	}
	return data.Tables{
		Municipalities: []data.Municipality{{Code: "1241", Name: "Fusa", From: since, To: until}, {Code: "1243", Name: "Os", From: since, To: until},
			{Code: "4624", Name: "Bjørnafjorden", From: until.V}},
		Changes: []data.Change{change("1241", "Fusa"), change("1243", "Os")},
		Populations: []data.Population{{Code: "1241", Year: 2019, Inhabitants: 3900, Basis: data.OfficialPopulation},
			{Code: "4624", Year: 2020, Inhabitants: 24900, Basis: data.OfficialPopulation}},
	}
}

// Municipalities through time, from tables of one's own.
func ExampleNewReference() {
	ref, err := data.NewReference(tables())
	if err != nil {
		log.Fatal(err)
	}
	now, _ := ref.Harmonise("1241", varighet.MonthOf(2015, 6), varighet.MonthOf(2020, 1))
	name, _ := ref.Name(now.Code, varighet.MonthOf(2020, 1))
	people, _ := ref.Population("4624", 2020)
	fmt.Println(now.Code, name, people.Inhabitants)
	// Output:
	// 4624 Bjørnafjorden 24900
}

// The same, written to a folder once and opened again.
func ExampleOpenReference() {
	ref, err := data.NewReference(tables())
	if err != nil {
		log.Fatal(err)
	}
	parent, err := os.MkdirTemp("", "reference")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(parent)
	dir := filepath.Join(parent, "reference")
	if err := ref.WriteFolder(dir); err != nil {
		log.Fatal(err)
	}
	again, err := data.OpenReference(dir)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(again.Codes(varighet.MonthOf(2019, 1)))
	// Output:
	// [1241 1243]
}

// A county that is gone keeps its name, and a number that none has had gives none.
func ExampleCountyName() {
	fmt.Printf("%q %q %q\n", data.CountyName("46"), data.CountyName("12"), data.CountyName("99"))
	// Output: "Vestland" "Hordaland" ""
}
