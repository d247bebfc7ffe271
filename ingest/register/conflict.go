package register

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/varighet/varighet"
)

// A Difference is how two files tell of one list in one month. Neither side has
// more than what may be shown: no doctor's name, number or pseudonym.
type Difference struct {
	Month      varighet.Month
	PositionID string // the municipality's code for a list without an id
	What       string // "only in the first", "only in the second", or the names of the columns that differ
	First      string // the values of the first file, where they are numbers; else ""
	Second     string
}

// A Comparison sets two files beside each other that have rows of the same lists
// in the same months.
type Comparison struct {
	First, Second string           // names of the files
	Months        []varighet.Month // in which both have rows of a list
	Same          int              // rows that say the same
	Differences   []Difference     // by month and position
}

// String says in a line how much differs.
func (c *Comparison) String() string {
	count := map[string]int{}
	for _, d := range c.Differences {
		switch d.What {
		case onlyFirst, onlySecond:
			count[d.What]++
		default:
			for _, column := range strings.Split(d.What, ", ") {
				count[column]++
			}
		}
	}
	parts := []string{fmt.Sprintf("%d the same", c.Same)}
	for _, column := range compared {
		if n := count[column.name]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d with another %s", n, column.name))
		}
	}
	if n := count[onlyFirst]; n > 0 {
		parts = append(parts, fmt.Sprintf("%d only in %s", n, c.First))
	}
	if n := count[onlySecond]; n > 0 {
		parts = append(parts, fmt.Sprintf("%d only in %s", n, c.Second))
	}
	return strings.Join(parts, ", ")
}

const (
	onlyFirst  = "only in the first"
	onlySecond = "only in the second"
)

// A ConflictError says that months to be added are in the register already, from
// another file. It is also the varighet.Problems of these months.
type ConflictError struct {
	Problems    *varighet.Problems
	Comparisons []Comparison
}

// Error lists the months, each as a problem.
func (e *ConflictError) Error() string { return e.Problems.Error() }

// Unwrap gives the problems.
func (e *ConflictError) Unwrap() error { return e.Problems }

// A filePair is two files that tell of the same month.
type filePair struct{ first, second string }

// conflicts are the pairs that were found, and their months.
type conflicts map[filePair]map[varighet.Month]bool

func (c conflicts) add(first, second string, month varighet.Month) {
	p := filePair{first, second}
	if c[p] == nil {
		c[p] = map[varighet.Month]bool{}
	}
	c[p][month] = true
}

// Overlaps compares each two files that have rows of one list in one month, in
// the order of their names. All runs must be closed.
func (b *Builder) Overlaps() ([]Comparison, error) {
	m, err := b.prepare()
	if err != nil {
		return nil, err
	}
	found := conflicts{}
	first := map[listMonth]uint32{} // file
	for {
		r, err := m.next()
		if err != nil {
			return nil, err
		}
		if r == nil {
			break
		}
		if at := listMonthOf(r); m.passes(r) && (at.position != 0 || at.doctor != 0) {
			switch f, seen := first[at]; {
			case !seen:
				first[at] = r.file
			case f != r.file:
				found.add(m.texts[files][min(f, r.file)], m.texts[files][max(f, r.file)], varighet.Month(r.month))
			}
		}
	}
	return m.comparisons(found)
}

// looseTwice looks for rows of an old file and a new one among those of a month
// of a municipality that has no list ids. Two files may share a month if each has
// offices of its own.
func (b *Builder) looseTwice(rows []varighet.Observation) {
	if len(b.carried) == 0 {
		return
	}
	offices := map[string]map[string]bool{}
	for i := range rows {
		o := &rows[i]
		if offices[o.SourceFile] == nil {
			offices[o.SourceFile] = map[string]bool{}
		}
		offices[o.SourceFile][o.Office] = true
	}
	for old, has := range offices {
		for file, hasToo := range offices {
			if b.carried[old] > b.carried[file] && !apart(has, hasToo) {
				b.twice.add(old, file, rows[0].Month)
			}
		}
	}
}

func apart(a, b map[string]bool) bool {
	for office := range a {
		if office == "" || b[""] || b[office] {
			return false
		}
	}
	return true
}

// ofFiles goes through the merged records of two files.
func (m *merge) ofFiles(first, second string, see func(r *record, isFirst bool)) error {
	a, okA := slices.BinarySearch(m.texts[files], first)
	b, okB := slices.BinarySearch(m.texts[files], second)
	if !okA || !okB {
		return nil
	}
	if err := m.rewind(); err != nil {
		return err
	}
	for {
		r, err := m.next()
		if err != nil || r == nil {
			return err
		}
		if m.passes(r) && (r.file == uint32(a) || r.file == uint32(b)) {
			see(r, r.file == uint32(a))
		}
	}
}

// compare makes the comparison of two files in some months.
func (m *merge) compare(first, second string, months map[varighet.Month]bool) (*Comparison, error) {
	c := &Comparison{First: first, Second: second}
	for month := range months {
		c.Months = append(c.Months, month)
	}
	slices.Sort(c.Months)
	sides := map[listMonth]*[2][]record{}
	err := m.ofFiles(first, second, func(r *record, isFirst bool) {
		if !months[varighet.Month(r.month)] {
			return
		}
		at := listMonthOf(r)
		if sides[at] == nil {
			sides[at] = &[2][]record{}
		}
		side := 1
		if isFirst {
			side = 0
		}
		sides[at][side] = append(sides[at][side], *r)
	})
	if err != nil {
		return nil, err
	}
	for at, s := range sides {
		d := Difference{Month: varighet.Month(at.month), PositionID: m.texts[positions][at.position]}
		if at.position == 0 {
			d.PositionID = m.texts[codes][at.code]
		}
		switch {
		case len(s[1]) == 0:
			d.What = onlyFirst
		case len(s[0]) == 0:
			d.What = onlySecond
		default:
			d.What, d.First, d.Second = differ(s[0], s[1])
		}
		if d.What == "" {
			c.Same++
			continue
		}
		c.Differences = append(c.Differences, d)
	}
	slices.SortFunc(c.Differences, func(a, b Difference) int {
		return cmp.Or(cmp.Compare(a.Month, b.Month), cmp.Compare(a.PositionID, b.PositionID))
	})
	return c, nil
}

// A listMonth is a list in a month, as far as two files can agree on it: by its
// id, or where it has none by its doctor.
type listMonth struct {
	position     uint32 // 0 for a list without an id
	doctor, code uint32
	month        int16
}

func listMonthOf(r *record) listMonth {
	if r.flags.basis() == varighet.BasisGiven {
		return listMonth{position: r.position, month: r.month}
	}
	return listMonth{doctor: r.doctor, code: r.code, month: r.month}
}

// compared are the columns by which rows of two files are compared.
var compared = []struct {
	name string
	of   func(*record) int64
	show bool
}{
	{"number of rows", nil, false},
	{"doctor", func(r *record) int64 { return int64(r.doctor) }, false},
	{"role", func(r *record) int64 { return int64(r.flags.role()) }, false},
	{"municipality", func(r *record) int64 { return int64(r.code) }, false},
	{"number of residents", func(r *record) int64 { return int64(r.residents) }, true},
	{"list limit", func(r *record) int64 { return int64(r.limit) }, true},
	{"office", func(r *record) int64 { return int64(r.office) }, false},
	{"status", func(r *record) int64 { return int64(r.flags.status()) }, false},
	{"amount", func(r *record) int64 {
		return r.amounts[0] ^ r.amounts[1]<<1 ^ r.amounts[2]<<2 ^ r.amounts[3]<<3
	}, false},
}

// differ names the columns in which a list's rows in two files differ, and the
// values of the first that is a number.
func differ(a, b []record) (what, first, second string) {
	if len(a) != len(b) {
		return "number of rows", "", ""
	}
	var names []string
	for _, column := range compared[1:] {
		for i := range a {
			x, y := column.of(&a[i]), column.of(&b[i])
			if x == y {
				continue
			}
			names = append(names, column.name)
			if column.show && first == "" {
				first, second = numberText(x), numberText(y)
			}
			break
		}
	}
	return strings.Join(names, ", "), first, second
}

func numberText(n int64) string {
	if n == noInt32 {
		return "none"
	}
	return fmt.Sprint(n)
}

// comparisons compares all pairs that were found, in the order of their names.
func (m *merge) comparisons(found conflicts) ([]Comparison, error) {
	pairs := make([]filePair, 0, len(found))
	for p := range found {
		pairs = append(pairs, p)
	}
	slices.SortFunc(pairs, func(a, b filePair) int {
		return cmp.Or(cmp.Compare(a.second, b.second), cmp.Compare(a.first, b.first))
	})
	var list []Comparison
	for _, p := range pairs {
		c, err := m.compare(p.first, p.second, found[p])
		if err != nil {
			return nil, err
		}
		list = append(list, *c)
	}
	return list, nil
}

// conflictError makes the error of the conflicts that were found.
func conflictError(m *merge, found conflicts) error {
	list, err := m.comparisons(found)
	if err != nil {
		return err
	}
	e := &ConflictError{Problems: new(varighet.Problems), Comparisons: list}
	for i := range list {
		c := &list[i]
		which := c.Months[0].String()
		if n := len(c.Months); n > 1 {
			which += fmt.Sprintf(" and %d later months", n-1)
		}
		e.Problems.Add(&varighet.Problem{File: c.Second, Code: MonthTwice,
			Msg:  fmt.Sprintf("%s is in the register already, from %s; of the lists, %s", which, c.First, c),
			Hint: "if this file is right, replace what the register has (--replace); else leave it out"})
	}
	return e
}

// MonthTwice is the code of the fault of a month that comes from a second file.
const MonthTwice = "month-twice"
