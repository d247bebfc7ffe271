package study

import (
	"cmp"
	"slices"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/spellset"
	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/report/words"
	"github.com/varighet/varighet/survival"
)

// Which municipalities have their own median shown.
const (
	cohortPlaces = "cohort" // those with a position of the cohort
	allPlaces    = "all"
	noPlaces     = "none"
)

// mostPlaces is how many municipalities are shown in table 6-1 unless they are asked for.
const mostPlaces = 20

var placeChoices = []string{cohortPlaces, allPlaces, noPlaces}

// ownOption chooses the municipalities with their own median.
var ownOption = choice.Option[Figure]{Flag: "own-medians", Key: "municipalities", Arg: "WHICH", Default: "those of a cohort, else all, in table 6-1 up to 20",
	Help: "whose own medians: cohort, all or none", Set: choice.Word(func(f *Figure) *string { return &f.Municipalities }, placeChoices...)}

// municipalityOptions are what `varighet report municipalities` may be asked.
var municipalityOptions = []choice.Option[Figure]{
	{Flag: "baseline", Arg: "ID", Help: "published number with this `ID`; see `varighet baselines`",
		Set: choice.Text(func(f *Figure) *string { return &f.Baseline })},
	ownOption,
}

// places checks whose own medians are asked for.
func (c *checker) places(s *Study, at, what, which string) {
	switch {
	case which != "" && !slices.Contains(placeChoices, which):
		c.fault(at+".municipalities", "study-value", "use "+choice.Alternatives(placeChoices), "%s: municipalities = %q is not known", what, which)
	case which == cohortPlaces && s.Choices.Cohort == "":
		c.fault(at+".municipalities", "study-value", "name the positions of the cohort with input.cohort, or use all", "%s: there is no cohort whose municipalities could be shown", what)
	}
}

// Municipalities are municipalities' own medians beside those of their size groups.
type Municipalities struct {
	List   []survival.OwnMedian
	Source string // of the published ones beside them; "" for none
	Window int    // months from the first seen to the last
	Basis  report.OwnBasis

	lean *Lean
}

// Note is "": a municipality without agreements has a row.
func (*Municipalities) Note() string { return "" }

func municipalitiesOf(r *Result, f *Figure) (Value, error) {
	ask := *f
	if ask.Municipalities == "" && !r.hasCohort() {
		ask.Municipalities = allPlaces
	}
	m, err := r.MediansBeside(f.Baseline)
	if err != nil {
		return nil, err
	}
	list, err := r.own(m, &ask)
	return &Municipalities{List: list, Source: m.Source, Window: m.Window, Basis: m.Basis, lean: m.lean}, err
}

// addOwn puts the municipalities' own medians that are asked for into their groups; into that
// of all where a municipality has none of them.
func (r *Result) addOwn(m *Medians, f *Figure) error {
	list, err := r.own(m, f)
	if err != nil {
		return err
	}
	for _, o := range list {
		i := slices.IndexFunc(m.Groups, func(g survival.GroupMedian) bool { return g.Group == o.SizeGroup })
		if i < 0 {
			i = len(m.Groups) - 1
		}
		m.Groups[i].Own = append(m.Groups[i].Own, o)
	}
	return nil
}

// own are the municipalities' own medians by size group and name, compared with the groups of
// m, and what they are of.
func (r *Result) own(m *Medians, f *Figure) ([]survival.OwnMedian, error) {
	if f.Municipalities == cohortPlaces && !r.hasCohort() {
		return nil, choice.Errorf("--own-medians cohort: the spells have no column %s", cohortColumn)
	}
	list, err := survival.OwnMedians(r.Table.Spells, r.country().Spells, r.places(f.Municipalities), ConfLevel)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	published, err := publishedMedians(f.Baseline)
	if err != nil {
		return nil, err
	}
	names, err := r.names()
	if err != nil {
		return nil, err
	}
	m.Basis = r.basisOf(m.Basis, published)
	found := publishedOwn(published, names)
	for i := range list {
		o := &list[i]
		o.Name = names.Name(o.Place)
		o.Published, o.PublishedAtLeast = found[o.Place].months, found[o.Place].atLeast
		o.Compare(m.against(o.SizeGroup), !m.Basis.Published)
	}
	return sortedOwn(list), nil
}

// basisOf completes what own medians are of, and says whether the published medians of size
// groups are compared with.
func (r *Result) basisOf(b report.OwnBasis, published *data.Baseline) report.OwnBasis {
	b.CohortOnly = r.hasCohort() && r.Others == nil
	if published == nil || !bySize(published) {
		return b
	}
	if b.Published = r.samePeriod(published); !b.Published {
		b.OtherPeriod = published.Period
	}
	return b
}

// names are the names of municipalities; nil where they are not known.
func (r *Result) names() (*spellset.Places, error) {
	if r.PlaceNames == nil {
		return nil, nil
	}
	return r.PlaceNames()
}

// against is the median of a size group that municipalities are compared with: the published
// one where it is of the same months and unit, else that of the rows.
func (m *Medians) against(group string) varighet.Opt[float64] {
	for i := range m.Groups {
		g := &m.Groups[i]
		switch {
		case g.Group != group:
		case m.Basis.Published:
			return g.Published
		default:
			return g.Given().Time
		}
	}
	return varighet.Opt[float64]{}
}

// own are the municipalities of all groups.
func (m *Medians) own() (list []survival.OwnMedian) {
	for i := range m.Groups {
		list = append(list, m.Groups[i].Own...)
	}
	return list
}

// hasCohort reports whether the spells have the column that a cohort adds.
func (r *Result) hasCohort() bool { return memberOf(r.Table) >= 0 }

// places are the municipalities with their own median. Unless it is said which, they are the
// cohort's; without a cohort, all if they are few.
func (r *Result) places(which string) []string {
	spells := r.Table.Spells
	if which == noPlaces {
		return nil
	}
	if which == cohortPlaces || which == "" && r.hasCohort() {
		spells = r.Spells
	}
	seen := map[string]bool{}
	var list []string
	for i := range spells {
		if p := spells[i].Place(); p != "" && !seen[p] {
			seen[p] = true
			list = append(list, p)
		}
	}
	if which == "" && !r.hasCohort() && len(list) > mostPlaces {
		return nil
	}
	slices.Sort(list)
	return list
}

// A foundMedian is a municipality's own median in another study.
type foundMedian struct {
	months  varighet.Opt[float64]
	atLeast bool // it was not reached
}

// publishedOwn are the published medians of municipalities by place. Those that were merged or
// divided since have none.
func publishedOwn(b *data.Baseline, names *spellset.Places) map[string]foundMedian {
	found := map[string]foundMedian{}
	if b == nil {
		return found
	}
	_, last, _ := periodOf(b.Period)
	for _, v := range b.Values {
		code, err := varighet.ParseMunicipalityCode(v.Group)
		if err != nil {
			continue
		}
		months, ok := b.Months(v.Group)
		if place, same := names.Now(code, last); same && ok {
			found[place] = foundMedian{varighet.Some(months), v.Qualifier == ">="}
		}
	}
	return found
}

// bySize reports whether a baseline has medians of size groups.
func bySize(b *data.Baseline) bool {
	return slices.ContainsFunc(b.Values, func(v data.BaselineValue) bool {
		_, err := varighet.ParseMunicipalityCode(v.Group)
		return err != nil && v.Group != "all"
	})
}

// sortedOwn sorts by size group, then by name as a Norwegian reader expects; those without a
// group come last.
func sortedOwn(list []survival.OwnMedian) []survival.OwnMedian {
	var labels []string
	for _, o := range list {
		if o.SizeGroup != "" && !slices.Contains(labels, o.SizeGroup) {
			labels = append(labels, o.SizeGroup)
		}
	}
	labels = survival.OrderGroups(labels)
	order := func(o *survival.OwnMedian) int {
		if i := slices.Index(labels, o.SizeGroup); i >= 0 {
			return i
		}
		return len(labels)
	}
	rank := ranked(list)
	slices.SortStableFunc(list, func(a, b survival.OwnMedian) int {
		return cmp.Or(cmp.Compare(order(&a), order(&b)), cmp.Compare(rank[a.Name], rank[b.Name]), cmp.Compare(a.Place, b.Place))
	})
	return list
}

// ranked are the places of names in the Norwegian order.
func ranked(list []survival.OwnMedian) map[string]int {
	var names []string
	for _, o := range list {
		names = append(names, o.Name)
	}
	locale.Get("nb").Sort(names)
	rank := map[string]int{}
	for i, n := range names {
		rank[n] = i
	}
	return rank
}

func tableOfMunicipalities(p *Page, v Value) (*report.Table, error) {
	m := v.(*Municipalities)
	t := report.MunicipalityTable(report.MunicipalityInput{Locale: p.locale, List: m.List, Basis: p.basis(m.Basis), Window: m.Window,
		ConfLevel: ConfLevel, PublishedSource: m.Source, Source: p.Source})
	p.note(t, words.Municipalities(p.locale, m.List)...)
	p.note(t, p.leansShort(m.lean))
	return t, nil
}

// basis writes the period of what is not compared with in words.
func (p *Page) basis(b report.OwnBasis) report.OwnBasis {
	if b.OtherPeriod != "" {
		b.OtherPeriod = p.period(b.OtherPeriod)
	}
	return b
}

// nameIn is the name of a place where a column has places; "" in other columns, and where no
// name is known. Counties of a simulated country have none.
func (r *Result) nameIn(names *spellset.Places, column, value string) string {
	switch column {
	case "municipality_now", "municipality_code", "moved_to_municipality":
		return names.Name(value)
	case "county_code":
		if r.Study.Simulation == nil {
			return data.CountyName(value)
		}
	}
	return ""
}

// namesIn are the names of the groups of a column that have one.
func (r *Result) namesIn(column string, groups []string) (map[string]string, error) {
	names, err := r.names()
	if err != nil {
		return nil, err
	}
	of := map[string]string{}
	for _, g := range groups {
		if name := r.nameIn(names, column, g); name != "" {
			of[g] = name
		}
	}
	return of, nil
}
