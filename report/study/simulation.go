package study

import (
	"math"
	"strconv"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data/simulate"
	"github.com/varighet/varighet/internal/choice"
)

// A Simulation describes a simulated country; see package simulate, which has the defaults
// of what is 0. The keys of its JSON begin with capitals, unlike all others; varighet.study/1 keeps
// them.
type Simulation struct {
	Seed           uint64         `json:"Seed"`           // the same seed gives the same country
	Lists          int            `json:"Lists"`          // in the first month; 0: the default
	Municipalities int            `json:"Municipalities"` // how many; 0: the default
	First          varighet.Month `json:"First"`          // first month, YYYY-MM; 0000-01: the default
	Last           varighet.Month `json:"Last"`           // last month, YYYY-MM; 0000-01: the default
	// variance of a factor on the hazard, one a municipality; absent: all are alike
	Frailty float64 `json:"Frailty,omitempty"`
	Dirt    bool    `json:"Dirt"`  // what real files have and a reader must see through
	Slips   bool    `json:"Slips"` // now and then a list without its doctor for a month
}

// SimulationOptions are what may be chosen of it.
func SimulationOptions() []choice.Option[Simulation] { return simulationOptions }

var simulationOptions = []choice.Option[Simulation]{
	{Flag: "seed", Key: "simulate.seed", Arg: "NUMBER", Help: "from which all that is random is drawn", Set: setSeed},
	{Flag: "lists", Key: "simulate.lists", Arg: "NUMBER", Default: "5000", Help: "GP lists in the first month",
		Set: number(func(s *Simulation) *int { return &s.Lists })},
	{Flag: "municipalities", Key: "simulate.municipalities", Arg: "NUMBER", Default: "430", Help: "how many municipalities",
		Set: number(func(s *Simulation) *int { return &s.Municipalities })},
	{Flag: "first", Key: "simulate.first", Arg: "MONTH", Default: "2001-05", Help: "the first month",
		Set: simulatedMonth(func(s *Simulation) *varighet.Month { return &s.First })},
	{Flag: "last", Key: "simulate.last", Arg: "MONTH", Default: "2014-05", Help: "the last month",
		Set: simulatedMonth(func(s *Simulation) *varighet.Month { return &s.Last })},
	{Flag: "frailty", Key: "simulate.frailty", Arg: "VARIANCE", Default: "0",
		Help: "municipalities differ: a factor on the hazard of each, from a gamma distribution with mean 1 and this variance", Set: setFrailty},
	{Flag: "dirt", Key: "simulate.dirt", Help: "subtotals, blanks in numbers, names in capitals, … as real files have",
		Set: choice.YesNo(func(s *Simulation) *bool { return &s.Dirt })},
	{Flag: "slips", Key: "simulate.slips", Help: "now and then a list is reported without its doctor for a month",
		Set: choice.YesNo(func(s *Simulation) *bool { return &s.Slips })},
}

func setSeed(s *Simulation, text string) error {
	seed, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return choice.Errorf("is a whole number that is not negative, not %s", text)
	}
	s.Seed = seed
	return nil
}

func setFrailty(s *Simulation, text string) error {
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || !(v >= 0) || math.IsInf(v, 0) {
		return choice.Errorf("is a variance from 0 up, not %s", text)
	}
	s.Frailty = v
	return nil
}

// number sets a number that is not negative; the country's own bounds are in simulate.
func number(at func(*Simulation) *int) func(*Simulation, string) error {
	return func(s *Simulation, text string) error {
		var n varighet.Opt[int]
		err := choice.Whole(0, math.MaxInt32, "", func(*Simulation) *varighet.Opt[int] { return &n })(s, text)
		*at(s) = n.V
		return err
	}
}

func simulatedMonth(at func(*Simulation) *varighet.Month) func(*Simulation, string) error {
	return func(s *Simulation, text string) error {
		var m varighet.Opt[varighet.Month]
		err := choice.Month(func(*Simulation) *varighet.Opt[varighet.Month] { return &m })(s, text)
		*at(s) = m.V
		return err
	}
}

// Options are the same for package simulate.
func (s *Simulation) Options() simulate.Options {
	return simulate.Options{Seed: s.Seed, Lists: s.Lists, Municipalities: s.Municipalities, First: s.First, Last: s.Last,
		Frailty: s.Frailty, Dirt: s.Dirt, Slips: s.Slips}
}
