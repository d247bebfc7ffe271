package growth

import (
	"fmt"
	"sync"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/register"
)

// A coverage is the municipalities and months of which new files have rows. It
// is for several goroutines.
type coverage struct {
	mu      sync.Mutex
	files   []string                             // names, by the numbers in sources; "" first
	numbers map[string]uint32                    // the other way round
	places  map[varighet.MunicipalityCode]uint32 // numbers of municipalities
	months  [varighet.MaxMonth - varighet.MinMonth + 1][]sources
	told    map[[2]string]bool
	twice   varighet.Problems // a place with list ids in one file and without in another
}

// in returns the sources of a municipality in a month, to be changed. They lie by month, as
// files do: those of a file are next to each other.
func (c *coverage) in(at municipalityMonth) *sources {
	place, known := c.places[at.code]
	if !known {
		place = uint32(len(c.places))
		c.places[at.code] = place
	}
	month := &c.months[at.month-varighet.MinMonth]
	if missing := len(c.places) - len(*month); int(place) >= len(*month) {
		*month = append(*month, make([]sources, missing)...)
	}
	return &(*month)[place]
}

type municipalityMonth struct {
	code  varighet.MunicipalityCode
	month varighet.Month
}

// sources are the first files with rows of a place: with list ids, and without.
type sources struct{ given, loose uint32 }

type scopeFunc = func(varighet.MunicipalityCode, varighet.Month) varighet.MunicipalityCode

func inScope(at municipalityMonth, scope scopeFunc) municipalityMonth {
	if scope != nil && at.code != "" {
		at.code = scope(at.code, at.month)
	}
	return at
}

// A noter tells a coverage of the rows of one goroutine. It asks for the lock
// only where a row has another file, place or way of naming lists than the row before.
type noter struct {
	*coverage
	scope  scopeFunc
	file   string
	number uint32 // of the file
	at     municipalityMonth
	loose  bool
}

// note takes in a row: its place, month and file, and whether its list has no id.
func (n *noter) note(o *varighet.Observation, loose bool) {
	at := municipalityMonth{o.MunicipalityCode, o.Month}
	same := o.SourceFile == n.file && n.number > 0
	if at == n.at && loose == n.loose && same || !o.Month.Valid() {
		return
	}
	if !same {
		n.file, n.number = o.SourceFile, n.numberOf(o.SourceFile)
	}
	n.at, n.loose = at, loose
	n.take(inScope(at, n.scope), loose, n.number)
}

// numberOf returns the number of a file, from 1.
func (c *coverage) numberOf(name string) uint32 {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.places == nil {
		c.places, c.told = map[varighet.MunicipalityCode]uint32{}, map[[2]string]bool{}
		c.files, c.numbers = []string{""}, map[string]uint32{}
	}
	file, known := c.numbers[name]
	if !known {
		file = uint32(len(c.files))
		c.files, c.numbers[name] = append(c.files, name), file
	}
	return file
}

func (c *coverage) take(at municipalityMonth, loose bool, file uint32) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.add(at, loose, file)
}

// add notes that a file has rows of a place, with list ids or without.
func (c *coverage) add(at municipalityMonth, loose bool, file uint32) {
	s := c.in(at)
	if loose && s.loose == 0 {
		s.loose = file
	} else if !loose && s.given == 0 {
		s.given = file
	}
	if s.loose != 0 && s.given != 0 && s.loose != s.given {
		c.tell(at, c.files[s.given], c.files[s.loose])
	}
}

// of returns the sources of a place; the zero value if there are none.
func (c *coverage) of(p register.Place, scope scopeFunc) (municipalityMonth, sources) {
	at := inScope(municipalityMonth{p.Code, p.Month}, scope)
	place, known := c.places[at.code]
	if !known || !at.month.Valid() {
		return at, sources{}
	}
	if month := c.months[at.month-varighet.MinMonth]; int(place) < len(month) {
		return at, month[place]
	}
	return at, sources{}
}

// has reports whether the new files have rows of the place. Reading must have ended.
func (c *coverage) has(p register.Place, scope scopeFunc) bool {
	_, s := c.of(p, scope)
	return s != sources{}
}

// meets looks whether a place of an old file is in a new one with list ids where
// the other has none.
func (c *coverage) meets(p register.Place, scope scopeFunc) {
	at, s := c.of(p, scope)
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case p.Loose && s.given != 0:
		c.tell(at, c.files[s.given], p.File)
	case !p.Loose && s.loose != 0:
		c.tell(at, p.File, c.files[s.loose])
	}
}

// tell notes a fault, once for two files.
func (c *coverage) tell(at municipalityMonth, given, loose string) {
	if c.told[[2]string{given, loose}] {
		return
	}
	c.told[[2]string{given, loose}] = true
	where := ""
	if at.code != "" {
		where = fmt.Sprintf(" of municipality %s", at.code)
	}
	c.twice.Add(&varighet.Problem{File: loose, Code: register.MonthTwice,
		Msg:  fmt.Sprintf("%s%s is also in %s, where lists have ids and here they have none", at.month, where, given),
		Hint: "each list would be there twice: keep one of the two files"})
}
