package simulate

import "github.com/varighet/varighet"

// Municipalities whose codes changed, for the form code-changes. Codes, names and dates
// are those of Statistics Norway's classification 131 (KLASS), typed from its list of changes of
// 2018, 2020 and 2024. Lists, doctors and populations in them are as made up as everywhere.

// A standing is a municipality that an area belonged to, from a month on.
type standing struct {
	code varighet.MunicipalityCode
	name string
	from varighet.Month // 0: as long as the data go back
}

// An area is a piece of the country that always stood under one code at a time. A
// municipality that was divided is several areas with the same standing before.
type area []standing

func (a area) at(m varighet.Month) standing {
	s := a[0]
	for _, next := range a[1:] {
		if next.from <= m {
			s = next
		}
	}
	return s
}

var (
	trondelag  = varighet.MonthOf(2018, 1)
	reform2020 = varighet.MonthOf(2020, 1)
	undone     = varighet.MonthOf(2024, 1)
)

// families are areas that at some time were in one municipality, or whose
// municipalities were.
var families = [][]area{
	{ // Haram went into Ålesund and out again
		{{"1504", "Ålesund", 0}, {"1507", "Ålesund", reform2020}, {"1508", "Ålesund", undone}},
		{{"1534", "Haram", 0}, {"1507", "Ålesund", reform2020}, {"1580", "Haram", undone}},
		{{"1529", "Skodje", 0}, {"1507", "Ålesund", reform2020}, {"1508", "Ålesund", undone}},
	},
	{ // Snillfjord was divided among three
		{{"1613", "Snillfjord", 0}, {"5012", "Snillfjord", trondelag}, {"5055", "Heim", reform2020}},
		{{"1613", "Snillfjord", 0}, {"5012", "Snillfjord", trondelag}, {"5056", "Hitra", reform2020}},
		{{"1613", "Snillfjord", 0}, {"5012", "Snillfjord", trondelag}, {"5059", "Orkland", reform2020}},
		{{"1612", "Hemne", 0}, {"5011", "Hemne", trondelag}, {"5055", "Heim", reform2020}},
		{{"1617", "Hitra", 0}, {"5013", "Hitra", trondelag}, {"5056", "Hitra", reform2020}},
		{{"1638", "Orkdal", 0}, {"5024", "Orkdal", trondelag}, {"5059", "Orkland", reform2020}},
	},
	{ // Tysfjord was divided between two
		{{"1850", "Tysfjord", 0}, {"1875", "Hamarøy", reform2020}},
		{{"1850", "Tysfjord", 0}, {"1806", "Narvik", reform2020}},
		{{"1849", "Hamarøy", 0}, {"1875", "Hamarøy", reform2020}},
		{{"1805", "Narvik", 0}, {"1806", "Narvik", reform2020}},
		{{"1854", "Ballangen", 0}, {"1806", "Narvik", reform2020}},
	},
	{ // two merged under a new code and name
		{{"1241", "Fusa", 0}, {"4624", "Bjørnafjorden", reform2020}},
		{{"1243", "Os (Hordaland)", 0}, {"4624", "Bjørnafjorden", reform2020}},
	},
	{ // a code that goes on and takes in others
		{{"1103", "Stavanger", 0}},
		{{"1142", "Rennesøy", 0}, {"1103", "Stavanger", reform2020}},
		{{"1141", "Finnøy", 0}, {"1103", "Stavanger", reform2020}},
	},
	{ // a new code twice
		{{"0104", "Moss", 0}, {"3002", "Moss", reform2020}, {"3103", "Moss", undone}},
		{{"0136", "Rygge", 0}, {"3002", "Moss", reform2020}, {"3103", "Moss", undone}},
	},
	{{{"0101", "Halden", 0}, {"3001", "Halden", reform2020}, {"3101", "Halden", undone}}},
	{ // a new code, which later takes in another
		{{"1601", "Trondheim", 0}, {"5001", "Trondheim", trondelag}},
		{{"1662", "Klæbu", 0}, {"5030", "Klæbu", trondelag}, {"5001", "Trondheim", reform2020}},
	},
	{{{"1201", "Bergen", 0}, {"4601", "Bergen", reform2020}}},
	{{{"2011", "Kautokeino", 0}, {"5430", "Kautokeino", reform2020}, {"5612", "Kautokeino", undone}}},
}

// areasOf gives each municipality of the country the areas it is made of: a family
// each as far as they go, then one area without changes, under a code that no family has.
func areasOf(c *country) [][]area {
	taken := map[varighet.MunicipalityCode]bool{}
	for _, family := range families {
		for _, a := range family {
			for _, s := range a {
				taken[s.code] = true
			}
		}
	}
	all := make([][]area, c.originals)
	for i := range all {
		if i < len(families) {
			all[i] = families[i]
			continue
		}
		all[i] = []area{{{code: freeCode(c.all[i].code, taken), name: c.all[i].name}}}
	}
	return all
}

// freeCode is a code of the same county that is not taken, and takes it.
func freeCode(code varighet.MunicipalityCode, taken map[varighet.MunicipalityCode]bool) varighet.MunicipalityCode {
	free := []byte(code)
	for n := 0; taken[varighet.MunicipalityCode(free)]; n++ {
		free[2], free[3] = byte('0'+n/10), byte('0'+n%10)
	}
	taken[varighet.MunicipalityCode(free)] = true
	return varighet.MunicipalityCode(free)
}
