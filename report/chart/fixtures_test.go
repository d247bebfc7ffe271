package chart

import (
	"fmt"
	"math"
	"strconv"
	"time"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

var (
	may17 = varighet.MonthOf(2017, time.May)
	nov19 = varighet.MonthOf(2019, time.November)
)

// alisVest is figure 1.2 of NSDM's 2020 report on ALIS-Vest: for each of the 16
// positions the months held by those who left, then by the one still there in
// November 2019. Those who left are drawn from September 2017, which is
// assumed; only the lengths are published.
var alisVest = [16]struct{ left, still int }{
	{0, 27}, {0, 25}, {0, 12}, {5, 21}, {0, 27}, {0, 28}, {12, 14}, {0, 31},
	{9, 10}, {13, 10}, {0, 19}, {5, 21}, {0, 27}, {0, 28}, {0, 28}, {12, 3},
}

func alisSpells() []survival.Spell {
	var spells []survival.Spell
	doctor := 0
	for i, p := range alisVest {
		id := strconv.Itoa(i + 1)
		ordinal := 0
		add := func(first, last varighet.Month, stopped bool, ev varighet.Evidence) {
			doctor++
			ordinal++
			held := int(last-first) + 1
			exit := held
			if !stopped {
				exit-- // the month in which a stop could have been seen is not in the data
			}
			spells = append(spells, survival.Spell{
				PositionID: id, Ordinal: ordinal, DoctorID: "L" + strconv.Itoa(doctor),
				Start: varighet.Some(first), First: first, Last: last, StartEvidence: ev, EndEvidence: ev,
				Entry: varighet.Some(0), Exit: varighet.Some(exit), Stopped: stopped,
			})
		}
		if p.left > 0 {
			sep17 := varighet.MonthOf(2017, time.September)
			add(sep17, sep17+varighet.Month(p.left)-1, true, varighet.EvidenceAssumed)
		}
		add(nov19-varighet.Month(p.still)+1, nov19, false, varighet.EvidenceReported)
	}
	return spells
}

func alisTimeline(tag string) *Timeline {
	return &Timeline{
		Paper:  Paper{Locale: locale.Get(tag)},
		First:  may17,
		Last:   nov19,
		Spells: alisSpells(),
	}
}

// mixedSpells has one of everything a timeline can meet: names with æøå, a
// start long before the data, a start not known, months without data, two
// holders at a time, a fifth holder, a tenure of one month, sight lost, and a
// vacancy at the end.
func mixedSpells() []survival.Spell {
	var spells []survival.Spell
	add := func(position string, ordinal int, first, last int, change ...func(*survival.Spell)) {
		s := survival.Spell{
			PositionID: position, Ordinal: ordinal, DoctorID: fmt.Sprintf("%s/%d", position, ordinal),
			First: may17 + varighet.Month(first), Last: may17 + varighet.Month(last), Stopped: last < 23,
		}
		s.Start = varighet.Some(s.First)
		for _, c := range change {
			c(&s)
		}
		spells = append(spells, s)
	}
	since := func(months int) func(*survival.Spell) {
		return func(s *survival.Spell) { s.Start = varighet.Some(s.First - varighet.Month(months)) }
	}
	unknown := func(s *survival.Spell) { s.Start = varighet.Opt[varighet.Month]{} }
	kind := func(k survival.SpellKind) func(*survival.Spell) {
		return func(s *survival.Spell) { s.Kind, s.Ordinal, s.DoctorID = k, 0, "" }
	}
	goesOn := func(s *survival.Spell) { s.Stopped = false }

	add("Ærøy 10", 1, 0, 23, since(40))
	add("Ærøy 2", 1, 0, 9, unknown)
	add("Ærøy 2", 2, 10, 10)
	add("Ærøy 2", 3, 12, 14)
	add("Ærøy 2", 4, 15, 19)
	add("Ærøy 2", 5, 20, 23)
	add("Bø", 1, 3, 11, goesOn)
	add("Bø", 0, 12, 23, kind(survival.Missing))
	add("Ålesund indre legekontor, fellesliste nord", 1, 2, 23)
	add("Ålesund indre legekontor, fellesliste nord", 2, 6, 16)
	add("Ørsta", 1, 0, 0, unknown)
	add("Ørsta", 0, 1, 6, kind(survival.Missing))
	add("Ørsta", 2, 7, 15, func(s *survival.Spell) { s.EndEvidence = varighet.EvidenceAssumed })
	add("Ørsta", 0, 16, 23, kind(survival.Vacant))
	return spells
}

func mixedTimeline(tag string) *Timeline {
	return &Timeline{
		Text:   Text{Mark: locale.Get(tag).MadeUpData},
		Paper:  Paper{Locale: locale.Get(tag)},
		First:  may17,
		Last:   may17 + 23,
		Spells: mixedSpells(),
	}
}

// gapsTimeline has months without data that spells go on through: in the
// middle of one, under two holders at a time, at the first and the last month,
// and between two holders.
func gapsTimeline(tag string) *Timeline {
	t := &Timeline{Paper: Paper{Locale: locale.Get(tag)}, First: may17, Last: may17 + 23}
	add := func(position string, ordinal, first, last int, kind survival.SpellKind) {
		s := survival.Spell{PositionID: position, Ordinal: ordinal, Kind: kind, Stopped: last < 23,
			First: may17 + varighet.Month(first), Last: may17 + varighet.Month(last)}
		s.Start = varighet.Some(s.First)
		if kind == survival.Regular {
			s.DoctorID = fmt.Sprintf("%s/%d", position, ordinal)
		}
		t.Spells = append(t.Spells, s)
	}
	for _, position := range []string{"Bø 1", "Bø 2", "Bø 3"} {
		add(position, 0, 0, 0, survival.Missing)
		add(position, 0, 8, 11, survival.Missing)
		add(position, 0, 23, 23, survival.Missing)
	}
	add("Bø 1", 1, 0, 23, survival.Regular)
	add("Bø 2", 1, 0, 13, survival.Regular)
	add("Bø 2", 2, 5, 20, survival.Regular)
	add("Bø 3", 1, 2, 7, survival.Regular)
	add("Bø 3", 2, 12, 22, survival.Regular)
	return t
}

// fewCurves has a curve that was cut, one that was not, and a group with too
// few for a curve.
func fewCurves(tag string) *Curves {
	var tenures []survival.Tenure
	for i := range 12 {
		tenures = append(tenures, survival.Tenure{Exit: float64(2 + 3*i), Stopped: i%3 == 0})
	}
	return &Curves{
		Text:  Text{Caption: "Kilde: oppdiktede tall"},
		Paper: Paper{Locale: locale.Get(tag)},
		Groups: []CurveGroup{
			{Label: "Ås", Key: "0001", Curve: curveOf(tenures[:9]), CutAfter: 24},
			{Label: "Bø", Key: "0002", Curve: curveOf(tenures), CutAfter: 30},
			{Label: "Ærøy", Key: "0003", Curve: curveOf(tenures[:3]), TooFew: true},
			{Label: "Tromsø", Key: "0004"},
		},
	}
}

func curveOf(tenures []survival.Tenure) *survival.Curve {
	c, err := survival.KaplanMeier(tenures, survival.Options{})
	if err != nil {
		panic(err)
	}
	return c
}

func alisCurves(tag string) *Curves {
	tenures, _ := survival.Tenures(alisSpells())
	return &Curves{Paper: Paper{Locale: locale.Get(tag)}, Groups: []CurveGroup{{Curve: curveOf(tenures)}}}
}

// sizeGroups are those of table 6-1, with its medians in years.
var sizeGroups = []struct {
	name   string
	median float64
}{
	{"<2000", 2.8}, {"2000-4999", 3.3}, {"5000-9999", 5.2},
	{"10000-19999", 6.0}, {"20000-49999", 7.1}, {">=50000", 8.3},
}

// madeTenures are n tenures that a Weibull distribution with the median would
// give, evenly spread over its quantiles, each followed until one of months
// spread evenly over a window of 156.
func madeTenures(n int, medianYears float64) []survival.Tenure {
	var out []survival.Tenure
	for i := range n {
		p := (float64(i) + 0.5) / float64(n)
		month := math.Ceil(12 * medianYears * math.Pow(-math.Log2(1-p), 1/0.9))
		followed := float64(1 + (i*7919)%156)
		if month <= followed {
			out = append(out, survival.Tenure{Exit: month, Stopped: true})
		} else {
			out = append(out, survival.Tenure{Exit: followed})
		}
	}
	return out
}

func nationalCurves(tag string) *Curves {
	c := &Curves{Paper: Paper{Locale: locale.Get(tag)}}
	for i, g := range sizeGroups {
		c.Groups = append(c.Groups, CurveGroup{
			Label: locale.Get(tag).SizeGroup(g.name),
			Curve: curveOf(madeTenures(300+250*i, g.median)),
		})
	}
	return c
}

// awkwardCurves has a group with nobody, one without a stop, one that all have
// left, late entry, and a long name.
func awkwardCurves(tag string) *Curves {
	return &Curves{Paper: Paper{Locale: locale.Get(tag)}, Groups: []CurveGroup{
		{Label: "Ytre Sør-Varanger og Øksnes legedistrikt", Curve: curveOf([]survival.Tenure{
			{Exit: 3}, {Exit: 9}, {Exit: 14}, {Exit: 21}, {Exit: 33},
		})},
		{Label: "Tromsø", Curve: nil},
		{Label: "Ås", Curve: curveOf([]survival.Tenure{
			{Exit: 2, Stopped: true}, {Exit: 4, Stopped: true}, {Exit: 4, Stopped: true}, {Exit: 6, Stopped: true},
			{Exit: 8, Stopped: true}, {Exit: 9, Stopped: true}, {Exit: 11, Stopped: true},
		})},
		{Label: "Ærøy", Curve: curveOf([]survival.Tenure{
			{Entry: 5, Exit: 20}, {Entry: 2, Exit: 18, Stopped: true}, {Entry: 7, Exit: 30}, {Entry: 1, Exit: 9, Stopped: true},
			{Exit: 12, Stopped: true}, {Exit: 25}, {Entry: 12, Exit: 40, Stopped: true}, {Exit: 36}, {Entry: 3, Exit: 36},
		})},
	}}
}

func nationalMedians(tag string) *Medians {
	m := &Medians{Paper: Paper{Locale: locale.Get(tag)}, Source: "Abelsen mfl. 2015"}
	for i, g := range sizeGroups {
		tenures := madeTenures(300+250*i, g.median)
		c := curveOf(tenures)
		m.Groups = append(m.Groups, survival.GroupMedian{
			Group: g.name, N: c.N, Stopped: c.Events, Median: c.Median(),
			Published: varighet.Some(12 * g.median), Truth: varighet.Some(12*g.median + 0.4),
		})
	}
	return m
}

func awkwardMedians(tag string) *Medians {
	m := &Medians{Paper: Paper{Locale: locale.Get(tag)}, Source: "Abelsen mfl. 2015"}
	tenures, _ := survival.Tenures(alisSpells())
	c := curveOf(tenures)
	m.Groups = []survival.GroupMedian{
		{Group: "<2000", N: c.N, Stopped: c.Events, Median: c.Median(), Published: varighet.Some(33.6)},
		{Group: "2000-4999"},
		{Group: "5000-9999", N: 4, Stopped: 2, TooFew: true,
			Median: survival.Quantile{P: 0.5, Time: varighet.Some(300.0), Lower: varighet.Some(3.0)}},
		{Group: "", N: 40, Stopped: 30, Median: survival.Quantile{
			P: 0.5, Time: varighet.Some(50.0), Lower: varighet.Some(31.0)}, Published: varighet.Some(62.0)},
		{Group: "all", N: 300, Stopped: 200, Median: survival.Quantile{
			P: 0.5, Time: varighet.Some(44.0), Lower: varighet.Some(40.0), Upper: varighet.Some(51.0)}},
	}
	return m
}

// ownMedians are a group with municipalities' own medians: with limits and a published one, not
// reached and published so, of too few and without a name, and with nobody; and a group without.
func ownMedians(tag string) *Medians {
	some := varighet.Some[float64]
	own := func(name string, n int, q survival.Quantile) survival.OwnMedian {
		q.P = 0.5
		return survival.OwnMedian{Place: "4601", Name: name, GroupMedian: survival.GroupMedian{Group: "4601", N: n, Stopped: n / 2, Median: q}}
	}
	list := []survival.OwnMedian{
		own("Hyllestad", 31, survival.Quantile{Time: some(25), Lower: some(18), Upper: some(30)}),
		own("Masfjorden", 14, survival.Quantile{Lower: some(37)}),
		own("", 4, survival.Quantile{Time: some(300)}),
		own("Fedje", 0, survival.Quantile{}),
	}
	list[0].Published = some(25.2)
	list[1].Published, list[1].PublishedAtLeast = some(156), true
	list[2].TooFew = true
	return &Medians{Paper: Paper{Locale: locale.Get(tag)}, Source: "NSDM-rapport 2020", Groups: []survival.GroupMedian{
		{Group: "<2000", N: 940, Stopped: 701, Median: survival.Quantile{P: 0.5, Time: some(33), Lower: some(30), Upper: some(36)}, Published: some(33.6), Own: list},
		{Group: "all", N: 2000, Stopped: 1200, Median: survival.Quantile{P: 0.5, Time: some(60), Lower: some(56), Upper: some(64)}, Published: some(70.8)},
	}}
}
