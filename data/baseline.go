package data

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"sync"

	"github.com/BurntSushi/toml"
	"github.com/agnivade/levenshtein"
)

// A Baseline is a published series of numbers: one measure of one population in
// one period, for the country or by group.
type Baseline struct {
	ID           string  // stable: what --baseline takes, such as "nsdm2020-table6-1"
	Title        string  // in a few words, in English
	Measure      Measure // what was measured; two measures are never compared
	Definition   string  // what the number is of: the name of a measure that package survival defines
	WithinMonths int     // for StoppedShare: the h of "within h months"; else 0
	Unit         string  // "years", "months" or "percent", as printed
	Population   string  // whose durations
	Period       string  // 2001-05/2014-05, or a year
	N            int     // how many it rests on; 0 if the source does not say
	Note         string  // what a reader should know before using it; may be empty
	Source       string  // id of the source
	Short        string  // the source in a few words, for a legend: "NSDM-rapport 2020"
	Citation     string  // full citation of the source
	URL          string  // may be empty
	Values       []BaselineValue

	// ShapeFrom is the id of a published share of the same population that stopped within some
	// months: with the country's median it gives the shape of the Weibull curve that has both.
	// Empty where there is none.
	ShapeFrom string
}

// A Measure says what a published number measures.
type Measure string

// The measures. A Kaplan–Meier median speaks of agreements entered in a period;
// a stock median of the time already spent by those who are in post on one day,
// which favours long tenures (length bias) and knows nothing of what is to come.
// Both describe the same country and differ by years.
const (
	KMMedian      Measure = "km_median"
	StockMedian   Measure = "stock_median"
	StoppedShare  Measure = "stopped_share"
	RetainedShare Measure = "retained_share"
)

// A BaselineValue is one number of a baseline.
type BaselineValue struct {
	Group     string  // "all", a size group's label, or a municipality code of the time
	Name      string  // the municipality's name, else empty
	SizeGroup string  // the size group the source puts the municipality in, else empty
	Value     float64 // in the baseline's unit
	Text      string  // as printed, with a decimal point: "6.0" where Value is 6
	Qualifier string  // "=", or "<", ">=" where the source gives or implies a bound
}

// Value returns the number for a group, and whether the baseline has one.
func (b *Baseline) Value(group string) (BaselineValue, bool) {
	i := slices.IndexFunc(b.Values, func(v BaselineValue) bool { return v.Group == group })
	if i < 0 {
		return BaselineValue{}, false
	}
	return b.Values[i], true
}

// Months returns the value in months, for a baseline in years or months.
func (b *Baseline) Months(group string) (float64, bool) {
	v, ok := b.Value(group)
	switch {
	case !ok:
		return 0, false
	case b.Unit == "years":
		return v.Value * 12, true
	case b.Unit == "months":
		return v.Value, true
	}
	return 0, false
}

// Baselines returns every published baseline, in the order of the table. The
// caller may keep and change the slice.
func Baselines() []Baseline {
	all := slices.Clone(baselines())
	for i := range all {
		all[i].Values = slices.Clone(all[i].Values)
	}
	return all
}

// FindBaseline returns the baseline with the id. For an unknown id the error
// names the nearest one.
func FindBaseline(id string) (*Baseline, error) {
	all := Baselines()
	nearest, best := "", 1<<30
	for i := range all {
		if all[i].ID == id {
			return &all[i], nil
		}
		if d := levenshtein.ComputeDistance(id, all[i].ID); d < best {
			nearest, best = all[i].ID, d
		}
	}
	return nil, fmt.Errorf("no baseline %q; the nearest is %q", id, nearest)
}

//go:embed baselines.toml
var baselinesTOML string

// baselines reads the embedded table once. That it can be read is a promise of
// the program, kept by a test.
var baselines = sync.OnceValue(func() []Baseline {
	all, err := parseBaselines(baselinesTOML)
	if err != nil {
		panic("data: built-in baselines: " + err.Error())
	}
	return all
})

func parseBaselines(text string) ([]Baseline, error) {
	var table struct {
		Source []struct {
			ID, Short, Citation, URL string
		}
		Baseline []struct {
			ID, Title, Source, Measure, Definition, Unit, Population, Period, Note string
			WithinMonths                                                           int `toml:"within_months"`
			N                                                                      int
			ShapeFrom                                                              string `toml:"shape_from"`
			Values                                                                 []struct {
				Group, Name, Value, Qualifier string
				SizeGroup                     string `toml:"size_group"`
			}
		}
	}
	meta, err := toml.Decode(text, &table)
	if err != nil {
		return nil, err
	}
	if extra := meta.Undecoded(); len(extra) > 0 {
		return nil, fmt.Errorf("unknown key %s", extra[0])
	}
	var all []Baseline
	for _, row := range table.Baseline {
		b := Baseline{
			ID: row.ID, Title: row.Title, Measure: Measure(row.Measure), WithinMonths: row.WithinMonths, Unit: row.Unit,
			Population: row.Population, Period: row.Period, N: row.N, Note: row.Note, Source: row.Source,
			ShapeFrom: row.ShapeFrom, Definition: row.Definition,
		}
		for _, s := range table.Source {
			if s.ID == row.Source {
				b.Short, b.Citation, b.URL = s.Short, s.Citation, s.URL
			}
		}
		for _, v := range row.Values {
			number, err := strconv.ParseFloat(v.Value, 64)
			if err != nil {
				return nil, fmt.Errorf("%s, %s: %q is not a number", row.ID, v.Group, v.Value)
			}
			if v.Qualifier == "" {
				v.Qualifier = "="
			}
			b.Values = append(b.Values, BaselineValue{
				Group: v.Group, Name: v.Name, SizeGroup: v.SizeGroup, Value: number, Text: v.Value, Qualifier: v.Qualifier,
			})
		}
		all = append(all, b)
	}
	return all, nil
}
