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
	mu     sync.Mutex
	places map[municipalityMonth]sources
	told   map[[2]string]bool
	twice  varighet.Problems // a place with list ids in one file and without in another
}

type municipalityMonth struct {
	code  varighet.MunicipalityCode
	month varighet.Month
}

// sources are the first files with rows of a place: with list ids, and without.
type sources struct{ given, loose string }

type scopeFunc = func(varighet.MunicipalityCode, varighet.Month) varighet.MunicipalityCode

func inScope(at municipalityMonth, scope scopeFunc) municipalityMonth {
	if scope != nil && at.code != "" {
		at.code = scope(at.code, at.month)
	}
	return at
}

// note takes in rows of one file.
func (c *coverage) note(rows []varighet.Observation, scope scopeFunc) {
	type key struct {
		municipalityMonth
		loose bool
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.places == nil {
		c.places, c.told = map[municipalityMonth]sources{}, map[[2]string]bool{}
	}
	var last key
	for i := range rows {
		o := &rows[i]
		k := key{municipalityMonth{o.MunicipalityCode, o.Month}, o.PositionID == ""}
		if k == last {
			continue
		}
		last = k
		at := inScope(k.municipalityMonth, scope)
		s := c.places[at]
		if k.loose && s.loose == "" {
			s.loose = o.SourceFile
		} else if !k.loose && s.given == "" {
			s.given = o.SourceFile
		}
		c.places[at] = s
		if s.loose != "" && s.given != "" && s.loose != s.given {
			c.tell(at, s.given, s.loose)
		}
	}
}

// has reports whether the new files have rows of the place. Reading must have ended.
func (c *coverage) has(p register.Place, scope scopeFunc) bool {
	_, ok := c.places[inScope(municipalityMonth{p.Code, p.Month}, scope)]
	return ok
}

// meets looks whether a place of an old file is in a new one with list ids where
// the other has none.
func (c *coverage) meets(p register.Place, scope scopeFunc) {
	at := inScope(municipalityMonth{p.Code, p.Month}, scope)
	s, ok := c.places[at]
	if !ok {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case p.Loose && s.given != "":
		c.tell(at, s.given, p.File)
	case !p.Loose && s.loose != "":
		c.tell(at, p.File, s.loose)
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
