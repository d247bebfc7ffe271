package columnar

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/apache/arrow/go/v17/parquet/schema"

	"github.com/varighet/varighet/internal/limit"
)

// What another program's footer says twice is held against itself: nothing else tells whether
// a bit of it was changed. A column of another name or type would be left out, or read as what
// it is not.

// checkAgreement holds the column chunks against the schema, and against each other.
func (r *Reader) checkAgreement() error {
	if err := r.checkAnnotations(); err != nil {
		return err
	}
	for i, l := range r.layouts {
		if l.repeated && len(r.footer.Schema.Column(i).ColumnPath()) == 1 {
			if err := r.checkRepeated(i); err != nil {
				return fmt.Errorf("column %s: %w", r.columns[i].Name, err)
			}
		}
	}
	type place struct{ from, to int64 }
	var places []place
	for g := range r.NumRowGroups() {
		rg := r.footer.RowGroup(g)
		for i := range r.columns {
			cc, err := rg.ColumnChunk(i)
			if err != nil {
				return err
			}
			if cc.Type() != r.layouts[i].physical || !slices.Equal(cc.PathInSchema(), r.footer.Schema.Column(i).ColumnPath()) {
				return fmt.Errorf("column %s of row group %d is not the one of the schema", r.columns[i].Name, g)
			}
			from, size := chunkPlace(cc)
			places = append(places, place{from, from + size})
		}
	}
	slices.SortFunc(places, func(a, b place) int { return cmp.Compare(a.from, b.from) })
	for i := 1; i < len(places); i++ {
		if places[i].from < places[i-1].to {
			return errors.New("columns lie over each other")
		}
	}
	return nil
}

// checkRepeated looks whether the first data page of a column with values that repeat has the levels
// that say how often: one changed bit makes such a column, which is not read, of another.
func (r *Reader) checkRepeated(i int) error {
	for g := range r.NumRowGroups() {
		if r.RowGroupRows(g) == 0 {
			continue
		}
		pages, err := r.chunk(g, i, newRoom(r.limits), new(chunkMemory))
		if err != nil {
			return err
		}
		for !pages.chunk.bad {
			p := pages.chunk.pageHeader()
			packed := pages.chunk.take(p.packed)
			if p.isData() && !pages.chunk.bad {
				return pages.checkLevels(p, packed)
			}
		}
		return errThrift
	}
	return nil
}

// checkLevels looks whether a page has levels for values that repeat, and for those that are there.
func (r *pageReader) checkLevels(p pageHeader, packed []byte) error {
	r.rows = int64(r.room.limits.Of(limit.ParquetRows)) // of values, of which there may be more than rows
	if p.kind == dataPageV2 {
		if p.values > 0 && p.repeatBytes <= 0 {
			return errNoLevels
		}
		return nil
	}
	if err := p.check(len(packed), r.rows, r.room.limits); err != nil {
		return err
	}
	page, err := r.unpack(p, packed)
	for range 2 {
		var levels []byte
		if err == nil {
			levels, page, err = splitLevels(p, page)
		}
		if err != nil {
			return err
		}
		var runs runReader
		if err = runs.start(levels, 1); err == nil {
			_, err = runs.levels(make([]bool, p.values))
		}
	}
	return err
}

// checkAnnotations holds the two ways in which a schema says what a column means, the newer
// logical and the older converted type, against each other, where it has both.
func (r *Reader) checkAnnotations() error {
	leaf := 0
	for i, e := range r.footer.FileMetaData.Schema {
		if i == 0 || e.GetNumChildren() > 0 {
			continue
		}
		column := r.footer.Schema.Column(leaf)
		leaf++
		if !e.IsSetLogicalType() || !e.IsSetConvertedType() {
			continue
		}
		d, decimal := column.LogicalType().(*schema.DecimalLogicalType)
		if !sameMeaning(column.LogicalType(), schema.ConvertedType(e.GetConvertedType())) ||
			decimal && (e.IsSetScale() && e.GetScale() != d.Scale() || e.IsSetPrecision() && e.GetPrecision() != d.Precision()) {
			return fmt.Errorf("column %s has two meanings in the schema", r.columns[leaf-1].Name)
		}
	}
	return nil
}

// sameMeaning reports whether a converted type can stand beside a logical type. Times that are not
// adjusted to UTC should have none, but often have that of the others.
func sameMeaning(logical schema.LogicalType, old schema.ConvertedType) bool {
	switch logical := logical.(type) {
	case *schema.TimestampLogicalType:
		return old == timestampConverted(logical.TimeUnit())
	case *schema.TimeLogicalType:
		return old == schema.ConvertedTypes.TimeMillis || old == schema.ConvertedTypes.TimeMicros
	}
	want, _ := logical.ToConvertedType()
	return old == want
}

func timestampConverted(unit schema.TimeUnitType) schema.ConvertedType {
	switch unit {
	case schema.TimeUnitMillis:
		return schema.ConvertedTypes.TimestampMillis
	case schema.TimeUnitMicros:
		return schema.ConvertedTypes.TimestampMicros
	}
	return schema.ConvertedTypes.None
}
