package sheet

import (
	"archive/zip"
	"fmt"
	"path"
	"strings"
)

// mostRowBytes is what the cells of one row of a workbook may take. The library has a row in memory as
// it gives it, with a copy of its text for each cell; one text of the list of texts may stand in all.
const mostRowBytes = 64 << 20

// leastCellBytes is what a cell takes of a sheet's XML at least: <c/>.
const leastCellBytes = 4

// CheckRows refuses a workbook in which a row may take more than 64 MiB: as many cells as the widest row
// of a part has, of the longest of the texts. Parts that are too small for such a row are not read.
func CheckRows(z *zip.Reader) error {
	longest := int64(0)
	for _, m := range z.File {
		if isTexts(m) {
			n, err := longestText(m)
			if err != nil {
				return err
			}
			longest = max(longest, n)
		}
	}
	for _, m := range z.File {
		if longest == 0 || isTexts(m) || !strings.EqualFold(path.Ext(m.Name), ".xml") {
			continue
		}
		most := mostRowBytes / longest
		if m.UncompressedSize64/leastCellBytes <= uint64(most) { // all its cells in one row would do
			continue
		}
		wide, err := widerThan(m, most)
		if err != nil {
			return err
		}
		if wide {
			return fmt.Errorf("a row of it may take more than %d MiB, which is the limit", mostRowBytes>>20)
		}
	}
	return nil
}

// isTexts reports whether a part is the list of texts.
func isTexts(m *zip.File) bool { return strings.EqualFold(path.Base(m.Name), "sharedStrings.xml") }

// longestText is how many bytes the longest of the texts takes in the list, with its tags.
func longestText(m *zip.File) (longest int64, err error) {
	src, err := m.Open()
	if err != nil {
		return 0, err
	}
	defer src.Close()
	tags, begin := NewTags(src), int64(0)
	for tags.Next() {
		if string(tags.Name) != "si" {
			continue
		}
		if tags.Opens {
			begin = tags.Offset()
		}
		longest = max(longest, tags.Offset()-begin)
	}
	return max(longest, tags.Offset()-begin), nil // the last may have no end
}

// widerThan reports whether a row of a part has more cells.
func widerThan(m *zip.File, most int64) (bool, error) {
	src, err := m.Open()
	if err != nil {
		return false, err
	}
	defer src.Close()
	tags, cells := NewTags(src), int64(0)
	for tags.Next() {
		switch {
		case !tags.Opens:
		case string(tags.Name) == "row":
			cells = 0
		case string(tags.Name) == "c":
			if cells++; cells > most {
				return true, nil
			}
		}
	}
	return false, nil
}
