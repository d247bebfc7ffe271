package ingest

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/varighet/varighet"
)

// sketchSize is how many positions of a month a sketch holds.
const sketchSize = 256

// sketchRoom is how many it takes before it is tidied: more than Norway has lists, so that those of a
// month are sorted once.
const sketchRoom = 32 * sketchSize

// A sketch is the sketchSize smallest hashes of the positions that a file has
// in a month: all of them in a file of one municipality, a sample in a national
// one. Two files that hold the same lists in a month share hashes, whatever the
// sizes, unless only a few lists out of thousands are the same; the merge that
// writes the register finds those.
type sketch struct {
	hashes []uint64 // ascending once sorted
	seen   uint64   // how many there were
	most   uint64   // the largest kept, when full
	full   bool
}

func (s *sketch) add(h uint64) {
	s.seen++
	if s.full && h >= s.most {
		return
	}
	s.hashes = append(s.hashes, h)
	if len(s.hashes) >= sketchRoom {
		s.tidy()
	}
}

// tidy sorts, drops doubles and keeps the smallest.
func (s *sketch) tidy() {
	if !s.tidied(s.least()) {
		s.tidied(len(s.hashes))
	}
}

// least puts in front those hashes that are probably enough, and returns how many they
// are: hashes lie evenly, so that the share of them that a sketch holds is below that
// share of all numbers.
func (s *sketch) least() (n int) {
	limit := uint64(math.MaxUint64)
	if enough := uint64(sketchSize + sketchSize/2); s.seen > enough {
		limit = limit / s.seen * enough
	}
	for i, h := range s.hashes {
		if h <= limit {
			s.hashes[i], s.hashes[n] = s.hashes[n], h
			n++
		}
	}
	return n
}

// tidied makes the first n hashes all that there are, and sorts them. If they are not
// as many as a sketch holds, and not all, it leaves the others and returns false.
func (s *sketch) tidied(n int) bool {
	first := s.hashes[:n]
	slices.Sort(first)
	distinct := min(n, 1)
	for i := 1; i < n; i++ {
		if first[i] != first[i-1] {
			distinct++
		}
	}
	if distinct < sketchSize && n < len(s.hashes) {
		return false
	}
	if s.hashes = slices.Compact(first); distinct >= sketchSize {
		s.hashes = s.hashes[:sketchSize]
		s.most, s.full = s.hashes[sketchSize-1], true
	}
	return true
}

// hashText is FNV-1a with a final mix, the same on every machine.
func hashText(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	h ^= h >> 32
	h *= 0xd6e8feb86659fd93
	return h ^ h>>32
}

// monthSketch is the sketch of one month of a file.
type monthSketch struct {
	month varighet.Month
	rows  int64
	sketch
}

// sketching notes which lists a table has in each month.
type sketching struct {
	*report
	room []uint64 // for the hashes of the first month
	last int      // index of the sketch of the month before
	key  []byte   // of a list without an id
}

// A monthHash is a position that a file has in a month.
type monthHash struct {
	month varighet.Month
	hash  uint64
	file  int
}

// hashesOfSharedMonths returns what the sketches of months that several files have rows of hold,
// sorted.
func hashesOfSharedMonths(files []*fileResult) (all []monthHash) {
	count := map[varighet.Month]int{}
	for _, f := range files {
		for _, s := range f.sketches {
			count[s.month]++
		}
	}
	for i, f := range files {
		for _, s := range f.sketches {
			if count[s.month] < 2 {
				continue
			}
			for _, h := range s.hashes {
				all = append(all, monthHash{s.month, h, i})
			}
		}
	}
	slices.SortFunc(all, func(a, b monthHash) int {
		return cmp.Or(cmp.Compare(a.month, b.month), cmp.Compare(a.hash, b.hash), cmp.Compare(a.file, b.file))
	})
	return all
}

// monthsTwice returns a fault for each pair of files that hold rows of the same
// lists in the same month. Files with equal content are told of elsewhere.
func monthsTwice(files []*fileResult) []*varighet.Problem {
	all := hashesOfSharedMonths(files)
	type pair struct{ first, second int }
	shared := make(map[pair][]varighet.Month)
	for i := 1; i < len(all); i++ {
		a, b := all[i-1], all[i]
		if a.month == b.month && a.hash == b.hash && (files[a.file].sum != files[b.file].sum || files[a.file].file == files[b.file].file) {
			p := pair{a.file, b.file}
			if ms := shared[p]; len(ms) == 0 || ms[len(ms)-1] != b.month {
				shared[p] = append(ms, b.month)
			}
		}
	}
	var out []*varighet.Problem
	for p, months := range shared {
		first, second := files[p.first], files[p.second]
		which := months[0].String()
		if len(months) > 1 {
			which = fmt.Sprintf("%s, the first of %d months,", which, len(months))
		}
		if first.nameCode != "" && first.nameCode == second.nameCode {
			which += " for municipality " + string(first.nameCode)
		}
		out = append(out, &varighet.Problem{File: second.name, Code: "month-twice",
			Msg:  fmt.Sprintf("%s is also in %s, with the same lists", which, first.name),
			Hint: twiceHint(first, second)})
	}
	slices.SortFunc(out, func(a, b *varighet.Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Msg, b.Msg))
	})
	return out
}

// twiceHint is the way out for two tables with the same lists in a month: two versions
// of one, or two municipalities that have both numbered their lists 1, 2, 3.
func twiceHint(a, b *fileResult) string {
	if a.nameCode != b.nameCode || a.nameOfMunicipality != b.nameOfMunicipality || a.file == b.file {
		return "if they are lists of two municipalities that have the same numbers, say --lists-within municipality; else keep the one that is right"
	}
	const keep = "keep the file that is right: a correction replaces the original"
	if a.nameCode != "" {
		return keep
	}
	return keep + "; if the rows are of municipalities that each number their own lists, say --lists-within municipality"
}

// addToSketch notes that the file has the position in the month.
func (sg *sketching) addToSketch(m varighet.Month, hash uint64) {
	sk := sg.res.sketches
	if sg.last >= len(sk) || sk[sg.last].month != m {
		i, found := slices.BinarySearchFunc(sk, m, func(s monthSketch, m varighet.Month) int { return int(s.month - m) })
		if !found {
			sg.res.sketches = slices.Insert(sk, i, monthSketch{month: m, sketch: sketch{hashes: sg.room}})
			sg.room = nil
		}
		sg.last = i
	}
	s := &sg.res.sketches[sg.last]
	s.rows++
	s.add(hash)
}

// addLooseToSketch notes that the file has a list without an id in the month: two
// files have the same if they have its doctor in its municipality, or, of a
// vacant one, its residents. The observations of such loose lists leave this package without
// a PositionID, and get one when all months are there (package identity).
func (sg *sketching) addLooseToSketch(o *varighet.Observation) {
	sg.key = append(append(sg.key[:0], o.MunicipalityCode...), '|')
	if sg.key = append(sg.key, o.DoctorID...); o.DoctorID == "" {
		sg.key = strconv.AppendInt(append(sg.key, '|'), int64(o.Residents.V), 10)
	}
	sg.addToSketch(o.Month, hashText(string(sg.key)))
}
