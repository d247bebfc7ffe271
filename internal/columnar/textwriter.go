package columnar

import (
	"encoding/binary"
	"errors"
	"math/bits"
)

// encodeText makes the dictionary and the pages of a text column, and continues
// the digest.
func (c *columnWriter) encodeText(v *Vector, n int, s *encodeScratch) error {
	t := &c.digest.runs
	ends, err := c.findRuns(v, n)
	if err != nil {
		return err
	}
	if err := c.writeDictionary(t.texts, s); err != nil {
		return err
	}
	from := 0
	for i, to := range ends {
		c.textPage(t.runs[from:to], min(n-i*pageRows, pageRows), s)
		from = to
	}
	c.digest.addText(t)
	return nil
}

// findRuns finds the runs, which end with the pages, and returns where in them the
// pages end.
func (c *columnWriter) findRuns(v *Vector, n int) (ends []int, err error) {
	t, values := &c.digest.runs, v.Values
	if v.Empty { // they are another column's
		values = nil
	}
	t.begin(values)
	switch {
	case v.Empty:
		ends = t.addNullPages(n)
	case v.Times != nil:
		ends, err = t.addTimes(v, n)
	default:
		ends, err = t.addPages(v, n)
	}
	if err != nil {
		return nil, err
	}
	if t.nulls > 0 && !c.Nullable {
		return nil, errNull
	}
	return ends, nil
}

// writeDictionary writes the texts of the row group, each after its length in four
// bytes. A row group of nulls has no dictionary.
func (c *columnWriter) writeDictionary(texts []string, s *encodeScratch) error {
	if c.dict = len(texts) > 0; !c.dict {
		return nil
	}
	s.page = s.page[:0]
	for _, text := range texts {
		if len(s.page)+len(text) > dictLimit {
			return errors.New("the texts of a row group are larger than the limit")
		}
		s.page = binary.LittleEndian.AppendUint32(s.page, uint32(len(text)))
		s.page = append(s.page, text...)
	}
	s.packed = pageCodec{}.EncodeLevel(s.packed, s.page, defaultLevel)
	c.pages.writeDictionary(s.packed, len(s.page), len(texts))
	return nil
}

// textPage makes a page of places in the dictionary.
func (c *columnWriter) textPage(runs []textRun, rows int, s *encodeScratch) {
	s.page = s.page[:0]
	if c.Nullable {
		s.beginLevels()
		for _, r := range runs {
			s.runs.put(r.level(), int(r.n))
		}
		s.endLevels()
	}
	if !c.dict {
		c.writePage(rows, plainEncoding, s)
		return
	}
	width := max(bits.Len(uint(len(c.digest.runs.texts)-1)), 1)
	s.runs.start(append(s.page, byte(width)), uint(width))
	for _, r := range runs {
		if r.place >= 0 {
			s.runs.put(uint32(r.place), int(r.n))
		}
	}
	s.page = s.runs.end()
	c.writePage(rows, dictionaryEncoding, s)
}
