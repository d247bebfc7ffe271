package ingest

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"iter"
	"math"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/cell"
	"github.com/varighet/varighet/ingest/sheet"
	"github.com/varighet/varighet/internal/limit"
)

// freeWorkbook is how many bytes a part of a workbook may unpack to, however well it packs.
const freeWorkbook = 16 << 20

// workbook reads the sheets of a workbook, one after another. Sheets that are
// empty are passed over, and hidden ones set aside unless the layout names them.
// A workbook with one list goes by its own name; the lists of one with several
// are named after their sheets too.
func (r *reading) workbook(data []byte, z *zip.Reader) (err error) {
	f := r.file()
	f.format = "XLSX"
	defer func() {
		if recover() != nil {
			err = nil
			f.refuse(0, 0, "not-a-table", "the workbook is damaged", damagedHint)
		}
	}()
	if err := workbookSize(z, r.limits); err != nil {
		return err
	}
	most := int64(r.limits.Of(limit.Workbook))
	book, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: most, UnzipXMLSizeLimit: most})
	if err != nil {
		f.refuse(0, 0, "not-a-table", "the workbook cannot be opened", damagedHint)
		return nil
	}
	defer book.Close()
	return r.sheets(f, book, sheetParts(z), numberStyles(z))
}

// workbookSize holds a workbook against the limits: the library has the whole of it in memory, its
// texts several times over. The defaults are about 200,000 rows in all.
func workbookSize(z *zip.Reader, limits limit.Set) error {
	if len(z.File) > limits.Of(limit.WorkbookParts) {
		return fmt.Errorf("%w: the workbook has more parts than %s", errTooLarge, limits.Text(limit.WorkbookParts))
	}
	most, size := uint64(limits.Of(limit.Workbook)), uint64(0)
	for _, m := range z.File {
		switch size += m.UncompressedSize64; {
		case m.UncompressedSize64 > most || size > most:
			return fmt.Errorf("%w: it unpacks to more than %s", errTooLarge, limits.Text(limit.Workbook))
		case m.UncompressedSize64 > freeWorkbook && m.UncompressedSize64/uint64(limits.Of(limit.Ratio)) > max(m.CompressedSize64, 1):
			return fmt.Errorf("%w: it unpacks to more than %s", errTooLarge, limits.Text(limit.Ratio))
		case strings.EqualFold(path.Base(m.Name), "sharedStrings.xml") && m.UncompressedSize64 > uint64(limits.Of(limit.WorkbookTexts)):
			return fmt.Errorf("%w: its texts take more than %s", errTooLarge, limits.Text(limit.WorkbookTexts))
		}
	}
	if err := sheet.CheckRows(z); err != nil {
		return fmt.Errorf("%w: %w", errTooLarge, err)
	}
	return nil
}

// sheetParts returns the XML of each sheet by its name. The library does not
// give it, and only there a formula without a value shows.
func sheetParts(z *zip.Reader) map[string]*zip.File {
	var book struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
			ID   string `xml:"id,attr"`
		} `xml:"sheets>sheet"`
	}
	var rels struct {
		Relationship []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		}
	}
	byName := map[string]*zip.File{}
	for _, m := range z.File {
		byName[strings.ToLower(m.Name)] = m
	}
	decode := func(name string, v any) {
		if m := byName[name]; m != nil {
			if src, err := m.Open(); err == nil {
				defer src.Close()
				_ = xml.NewDecoder(src).Decode(v) // a workbook that is damaged here does not open at all
			}
		}
	}
	decode("xl/workbook.xml", &book)
	decode("xl/_rels/workbook.xml.rels", &rels)
	out := map[string]*zip.File{}
	for _, s := range book.Sheets {
		for _, rel := range rels.Relationship {
			if rel.ID == s.ID {
				target := path.Join("xl", rel.Target)
				if strings.HasPrefix(rel.Target, "/") {
					target = path.Clean(rel.Target)[1:]
				}
				out[s.Name] = byName[strings.ToLower(target)]
			}
		}
	}
	return out
}

const damagedHint = `open it in a spreadsheet and save it again as "Excel workbook (.xlsx)", without a password`

// sheets reads each sheet into a result of its own.
func (r *reading) sheets(f *fileResult, book *excelize.File, parts map[string]*zip.File, styles []cellKind) error {
	epoch := epoch1900
	if props, err := book.GetWorkbookProps(); err == nil && props.Date1904 != nil && *props.Date1904 {
		epoch = epoch1904
	}
	r.out.files = nil
	defer func() {
		if len(r.out.files) == 0 {
			r.out.files = []*fileResult{f}
		}
	}()
	var lists []*sheetReader
	for i, name := range book.GetSheetList() {
		s := &sheetReader{book: book, name: name, part: parts[name], styles: styles, epoch: epoch, limits: r.limits, res: &fileResult{name: f.name + "/" + shownSheet(name, i), file: f.file, outer: f.outer,
			sheet: shownSheet(name, i), order: i + 1, format: f.format, found: f.found, enc: encodingUTF8}}
		wanted, named := r.opt.Layout.wants(name)
		visible, err := book.GetSheetVisible(name)
		switch empty := s.empty(); {
		case empty:
		case err != nil || !visible && !named:
			s.res.aside = "the sheet is hidden"
			r.out.files = append(r.out.files, s.res)
		case !wanted:
			s.res.aside = "the layout names other sheets"
			r.out.files = append(r.out.files, s.res)
		default:
			lists = append(lists, s)
		}
	}
	if len(lists) == 0 {
		r.out.files = append(r.out.files, f)
		f.refuse(0, 0, "empty-file", "the workbook has no sheet with anything in it that is not hidden", "look at how it was exported")
		return nil
	}
	for _, s := range lists {
		if len(lists) == 1 {
			s.res.name, s.res.order = f.name, 0
		}
		r.out.files = append(r.out.files, s.res)
		if err := r.sheet(s); err != nil {
			return err
		}
	}
	setEmptyAside(r.out.files)
	if !slices.ContainsFunc(r.out.files, func(t *fileResult) bool { return t.aside == "" }) {
		r.out.files = append(r.out.files, f)
		f.refuse(0, 0, "missing-column", "no sheet of the workbook holds a table of lists", "a layout file or --map says what columns with other names are")
	}
	return nil
}

// setEmptyAside sets sheets without a list aside, where others have some: a
// workbook with a sheet a month has one for the months before the first list too.
func setEmptyAside(sheets []*fileResult) {
	if !slices.ContainsFunc(sheets, func(f *fileResult) bool { return f.ledger.Used > 0 }) {
		return
	}
	for _, f := range sheets {
		if all := f.problems.All(); f.aside == "" && f.ledger.Used == 0 && f.setAside.Len() == 0 && len(all) == 1 && all[0].Code == "empty-file" {
			f.aside, f.problems, f.ledger = "the sheet has a header and no row about a list", varighet.Problems{}, Ledger{}
		}
	}
}

// shownSheet is a sheet's name in messages; one with a national identity number in it is not shown.
func shownSheet(name string, i int) string {
	if cell.HasNationalID([]byte(name)) {
		return fmt.Sprintf("sheet %d", i+1)
	}
	return name
}

// sheet reads one sheet.
func (r *reading) sheet(s *sheetReader) error {
	if cell.HasNationalID([]byte(s.name)) {
		s.res.namedAfterPerson("sheet")
		return nil
	}
	if s.scan(); s.uncalculated != "" {
		column, line, _ := excelize.CellNameToCoordinates(s.uncalculated)
		s.res.refuse(line, column, "formula", "the formula in the cell has never been calculated, so it has no value",
			"open the workbook in a spreadsheet, save it, and give that file")
		return nil
	}
	g, err := newGrid(s.rows())
	defer g.stop()
	if errors.Is(err, errRecordTooLong) {
		s.res.refuse(0, 0, "too-large", "a row of the sheet is longer than "+r.limits.Text(limit.Line), damagedHint)
		return nil
	}
	if err != nil {
		s.res.refuse(0, 0, "not-a-table", "the sheet is damaged", damagedHint)
		return nil
	}
	s.showDates(g.first)
	err = r.grid(s.res, g)
	if s.hidden > 0 {
		s.res.warnings.add(Warning{Code: "row-hidden", Msg: "rows that are hidden in the sheet were read like the others", File: s.res.name,
			Line: s.firstHidden, Count: int64(s.hidden), Files: 1})
	}
	return err
}

// A sheetReader gives the rows of a sheet as text. Numbers come as they are
// stored, and a formula as the value it had when the workbook was saved.
type sheetReader struct {
	book   *excelize.File
	name   string
	part   *zip.File
	epoch  time.Time
	limits limit.Set
	styles []cellKind // what numbers stand for, by style
	sheetScan
	res   *fileResult
	dates []dateColumn
	cells [][]byte

	hidden, firstHidden int // rows that are hidden and hold something
}

// A dateColumn is a column in which a number is a day, or is shown as a month and means it.
type dateColumn struct {
	column int
	months bool
}

// The days that workbooks count from. The 1900 system takes 1900 for a leap year,
// so that its day 0 is 30 December from March 1900 on.
var (
	epoch1900 = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	epoch1904 = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
)

func (s *sheetReader) rows() iter.Seq2[gridRow, error] {
	return func(yield func(gridRow, error) bool) {
		rows, err := s.book.Rows(s.name)
		if err != nil {
			yield(gridRow{}, err)
			return
		}
		defer rows.Close()
		raw := excelize.Options{RawCellValue: true}
		s.hidden = 0
		odd := s.odd
		for line := 1; rows.Next(); line++ {
			hidden := rows.GetRowOpts().Hidden
			texts, err := rows.Columns(raw)
			if err != nil {
				yield(gridRow{}, err)
				return
			}
			texts = texts[:min(len(texts), s.limits.Of(limit.Columns))]
			if lengthOf(texts) > s.limits.Of(limit.Line) {
				yield(gridRow{line: line}, errRecordTooLong)
				return
			}
			s.cells = s.cells[:0]
			for _, c := range texts {
				s.cells = append(s.cells, []byte(c))
			}
			s.writeDates(s.cells)
			odd = s.writeOdd(odd, line)
			if hidden && len(s.cells) > 0 {
				if s.hidden++; s.hidden == 1 {
					s.firstHidden = line
				}
			}
			if !yield(gridRow{line, s.cells}, nil) {
				return
			}
		}
		if err := rows.Error(); err != nil {
			yield(gridRow{}, err)
		}
	}
}

// lengthOf is how many bytes texts have. One text of a workbook may stand in every cell.
func lengthOf(texts []string) (n int) {
	for _, t := range texts {
		n += len(t)
	}
	return n
}

// scan goes through the sheet's XML.
func (s *sheetReader) scan() {
	if s.part == nil {
		return
	}
	if src, err := s.part.Open(); err == nil {
		defer src.Close()
		s.sheetScan = scanSheet(src, s.styles, s.limits.Of(limit.Columns))
	}
}

// empty reports whether the first rows of a sheet hold nothing.
func (s *sheetReader) empty() bool {
	n := 0
	for row, err := range s.rows() {
		if err != nil {
			return false // told of when the sheet is read
		}
		for _, c := range row.cells {
			if !cell.Blank(c) {
				return false
			}
		}
		if n++; n > sampleSize {
			break
		}
	}
	return true
}

// writeDates writes the numbers of a row that are days as such.
func (s *sheetReader) writeDates(cells [][]byte) {
	for _, c := range s.dates {
		if c.column < len(cells) {
			if d, ok := s.day(string(cells[c.column]), c.months); ok {
				cells[c.column] = []byte(d)
			}
		}
	}
}

// day writes a number as the day it stands for, or as its month.
func (s *sheetReader) day(raw string, months bool) (string, bool) {
	v, err := strconv.ParseFloat(raw, 64)
	if err != nil || v < 10_000 || v >= 100_000 {
		return "", false
	}
	form := "2006-01-02"
	if months {
		form = "2006-01"
	}
	return s.epoch.AddDate(0, 0, int(math.Floor(v))).Format(form), true
}

// showDates writes the cells of the first rows that the sheet shows as dates as
// such. A column that is named after a month or a day, or whose numbers all are
// shown so, is one of days all the way down. The library tells what a cell is
// shown as by its format only here, where the cost does not matter.
func (s *sheetReader) showDates(first []gridRow) {
	shown, err := s.book.Rows(s.name)
	if err != nil {
		return
	}
	defer shown.Close()
	n := s.limits.Of(limit.Columns)
	days, months, numbers := make([]int, n), make([]int, n), make([]int, n)
	for line := 1; shown.Next() && line <= len(first); line++ {
		texts, err := shown.Columns(excelize.Options{ShortDatePattern: "yyyy-mm-dd", LongDatePattern: "yyyy-mm-dd"})
		if err != nil {
			return
		}
		row := first[line-1]
		for i, c := range row.cells {
			if cell.IsNumber(c) {
				numbers[i]++
			}
			if i >= len(texts) || texts[i] == string(c) || !looksLikeDate(texts[i]) {
				continue
			}
			d, isMonth := cell.ReadDate(texts[i])
			isMonth = isMonth && d.Day == 0
			if text, ok := s.day(string(c), isMonth); ok {
				row.cells[i] = []byte(text)
				if days[i]++; isMonth {
					months[i]++
				}
			}
		}
	}
	for i, n := range days {
		if n >= 3 && n == numbers[i] {
			s.dates = append(s.dates, dateColumn{i, n == months[i]})
		}
	}
	for _, row := range first {
		for i, c := range row.cells {
			if f := fieldOf(string(c)); (f == fieldMonth || f == fieldAgreementStart || f == fieldAgreementEnd) &&
				!slices.ContainsFunc(s.dates, func(d dateColumn) bool { return d.column == i }) {
				s.dates = append(s.dates, dateColumn{i, days[i] > 0 && days[i] == months[i]})
			}
		}
		s.writeDates(row.cells)
	}
}

// looksLikeDate reports whether a number is shown as a date: with the name of a
// month, or in figures that are one.
func looksLikeDate(shown string) bool {
	ts := cell.Tokens(shown)
	if slices.ContainsFunc(ts, func(t cell.Token) bool { return t.Name() > 0 }) {
		return true
	}
	return len(ts) > 1 && cell.MayBeDate(shown)
}
