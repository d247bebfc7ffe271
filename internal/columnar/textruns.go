package columnar

import "errors"

// A textRun is a stretch of rows with one text: its place among the texts of the
// vector, or -1 for none, and how many rows.
type textRun struct{ place, n int32 }

// level is the definition level of the rows.
func (r textRun) level() uint32 {
	if r.place < 0 {
		return 0
	}
	return 1
}

// textRuns makes runs of a text column, vector by vector. Texts are numbered
// twice: by place, in the order in which they first appear in the vector, and by
// number, from 1 in the order in which they first appear in the column; so that
// neither depends on how a caller numbers them.
type textRuns struct {
	runs    []textRun
	texts   []string // of the vector, by place
	numbers []uint32 // of the texts, by place
	nulls   int      // rows without a text

	slots []textSlot        // by the caller's place in Values
	known map[string]uint32 // numbers by text
	used  []uint32          // by number: the last vector with the text
	turn  uint32            // which vector this is
}

// A textSlot is what is known of a place in the caller's Values.
type textSlot struct {
	text   string // that was there, and
	number uint32 // its number
	turn   uint32 // the last vector with it, and
	place  int32  // its place there
}

// begin makes ready for a vector with these values.
func (t *textRuns) begin(values []string) {
	if t.turn++; t.turn == 0 { // wrapped around
		t.turn = 1
		clear(t.slots)
		clear(t.used)
	}
	if len(t.slots) < len(values) {
		t.slots = append(t.slots, make([]textSlot, len(values)-len(t.slots))...)
	}
	t.runs, t.texts, t.numbers, t.nulls = t.runs[:0], t.texts[:0], t.numbers[:0], 0
}

var errTwice = errors.New("a value is listed twice")

// add appends the runs of some rows.
func (t *textRuns) add(index []int32, values []string) error {
	for len(index) > 0 {
		k, n := index[0], 1
		for n < len(index) && index[n] == k {
			n++
		}
		index = index[n:]
		if k < 0 {
			t.addNulls(n)
			continue
		}
		place, err := t.place(k, values)
		if err != nil {
			return err
		}
		t.runs = append(t.runs, textRun{place, int32(n)})
	}
	return nil
}

// addNulls appends n rows without a text.
func (t *textRuns) addNulls(n int) {
	t.runs = append(t.runs, textRun{-1, int32(n)})
	t.nulls += n
}

// place returns the place of values[k], giving it the next if it has none.
func (t *textRuns) place(k int32, values []string) (int32, error) {
	if int(k) >= len(values) {
		return 0, errors.New("a value beyond the list")
	}
	s := &t.slots[k]
	if s.turn == t.turn {
		return s.place, nil
	}
	if s.turn == 0 || s.text != values[k] { // mostly they are the values of the vector before
		s.text, s.number = values[k], t.number(values[k])
	}
	if t.used[s.number-1] == t.turn {
		return 0, errTwice
	}
	t.used[s.number-1] = t.turn
	s.turn, s.place = t.turn, int32(len(t.texts))
	t.texts, t.numbers = append(t.texts, s.text), append(t.numbers, s.number)
	return s.place, nil
}

// number returns the number of a text, giving it the next if it has none.
func (t *textRuns) number(text string) uint32 {
	n, ok := t.known[text]
	if !ok {
		if t.known == nil {
			t.known = map[string]uint32{}
		}
		t.used = append(t.used, 0)
		n = uint32(len(t.used))
		t.known[text] = n
	}
	return n
}

// addPages appends the runs of n rows, page by page, and returns where the pages end.
func (t *textRuns) addPages(v *Vector, n int) (ends []int, err error) {
	for from := 0; from < n; from += pageRows {
		if err := t.add(v.Index[from:min(from+pageRows, n)], v.Values); err != nil {
			return nil, err
		}
		ends = append(ends, len(t.runs))
	}
	return ends, nil
}

// addNullPages is addPages for rows without texts.
func (t *textRuns) addNullPages(n int) (ends []int) {
	for from := 0; from < n; from += pageRows {
		t.addNulls(min(pageRows, n-from))
		ends = append(ends, len(t.runs))
	}
	return ends
}

// addTimes is addPages for rows with [Vector.Times].
func (t *textRuns) addTimes(v *Vector, n int) (ends []int, err error) {
	row := 0
	for i, k := range v.Index {
		place := int32(-1)
		if k >= 0 {
			if place, err = t.place(k, v.Values); err != nil {
				return nil, err
			}
		}
		for left := int(v.Times[i]); left > 0; {
			now := min(left, pageRows-row%pageRows)
			if place < 0 {
				t.addNulls(now)
			} else {
				t.runs = append(t.runs, textRun{place, int32(now)})
			}
			row, left = row+now, left-now
			if row%pageRows == 0 || row == n {
				ends = append(ends, len(t.runs))
			}
		}
	}
	return ends, nil
}
