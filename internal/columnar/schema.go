package columnar

import (
	"fmt"
	"unicode/utf8"

	"github.com/apache/arrow/go/v17/parquet"
	"github.com/apache/arrow/go/v17/parquet/schema"
)

// node makes the schema element of a column.
func node(c Column) (schema.Node, error) {
	if c.Name == "" || !utf8.ValidString(c.Name) {
		return nil, fmt.Errorf("column name %q is empty or not UTF-8", c.Name)
	}
	rep := parquet.Repetitions.Required
	if c.Nullable {
		rep = parquet.Repetitions.Optional
	}
	var logical schema.LogicalType = schema.NoLogicalType{}
	var physical parquet.Type
	switch c.Type {
	case Date:
		logical, physical = schema.DateLogicalType{}, parquet.Types.Int32
	case Int32:
		logical, physical = schema.NewIntLogicalType(32, true), parquet.Types.Int32
	case Int64:
		logical, physical = schema.NewIntLogicalType(64, true), parquet.Types.Int64
	case Decimal:
		logical, physical = schema.NewDecimalLogicalType(12, 2), parquet.Types.Int64
	case Text:
		logical, physical = schema.StringLogicalType{}, parquet.Types.ByteArray
	case Bool:
		physical = parquet.Types.Boolean
	case Double:
		physical = parquet.Types.Double
	default:
		return nil, fmt.Errorf("column %s has no type", c.Name)
	}
	return schema.NewPrimitiveNodeLogical(c.Name, rep, logical, physical, -1, -1)
}

// A layout is how the values of a column lie in pages, as far as its [Type] does not say it.
type layout struct {
	physical parquet.Type
	width    int   // bytes of a value of fixed length
	scale    int   // decimals of a DECIMAL
	repeated bool  // a row may have several values, or none
	text     texts // what texts are made of
}

// texts says what the texts of a column are made of.
type texts uint8

const (
	asWritten  texts = iota
	fromUUID         // sixteen bytes
	fromNumber       // digits of a DECIMAL
)

// maxDecimalBytes bounds the numbers of DECIMAL columns: 308 digits. The widest that anybody
// offers have 76.
const maxDecimalBytes = 128

// columnOf reads a schema element back. Parquet has more types than this package, and columns
// in others: those are Unsupported, or Nested. A column that is part of another has that one's name.
func columnOf(col *schema.Column, field schema.Node) (Column, layout) {
	c := Column{Name: field.Name(), Nullable: col.MaxDefinitionLevel() > 0}
	l := layout{physical: col.PhysicalType(), width: col.TypeLength(), repeated: col.MaxRepetitionLevel() > 0}
	if l.repeated || col.MaxDefinitionLevel() > 1 || len(col.ColumnPath()) > 1 {
		c.Type = Nested
		return c, l
	}
	logical := col.LogicalType()
	if logical == nil {
		logical = schema.NoLogicalType{}
	}
	c.Type = typeOf(&l, logical)
	return c, l
}

// typeOf chooses the type for what is written in [logical types].
//
// [logical types]: https://github.com/apache/parquet-format/blob/master/LogicalTypes.md
func typeOf(l *layout, logical schema.LogicalType) Type {
	if d, ok := logical.(*schema.DecimalLogicalType); ok {
		return decimalOf(l, d)
	}
	switch l.physical {
	case parquet.Types.Int32:
		return int32Of(logical)
	case parquet.Types.Int64:
		return int64Of(logical)
	case parquet.Types.Int96:
		return InstantInt96
	case parquet.Types.ByteArray:
		return textOf(logical)
	case parquet.Types.FixedLenByteArray:
		if _, ok := logical.(schema.UUIDLogicalType); ok && l.width == 16 {
			l.text = fromUUID
			return Text
		}
	case parquet.Types.Boolean:
		return Bool
	case parquet.Types.Float:
		return Float
	case parquet.Types.Double:
		return Double
	}
	return Unsupported
}

// decimalOf chooses the type for a DECIMAL: ours, or any other as text.
func decimalOf(l *layout, d *schema.DecimalLogicalType) Type {
	if l.physical == parquet.Types.Int64 && d.Equals(schema.NewDecimalLogicalType(12, 2)) {
		return Decimal
	}
	if d.Scale() < 0 || d.Scale() > 2*maxDecimalBytes || l.physical == parquet.Types.FixedLenByteArray && l.width > maxDecimalBytes {
		return Unsupported
	}
	l.text, l.scale = fromNumber, int(d.Scale())
	return DecimalText
}

func int32Of(logical schema.LogicalType) Type {
	switch logical := logical.(type) {
	case schema.DateLogicalType:
		return Date
	case *schema.IntLogicalType:
		if !logical.IsSigned() {
			return Uint32
		}
		return Int32
	case schema.NoLogicalType, schema.NullLogicalType: // the latter has nothing but nulls
		return Int32
	}
	return Unsupported
}

func int64Of(logical schema.LogicalType) Type {
	switch logical := logical.(type) {
	case *schema.IntLogicalType:
		if !logical.IsSigned() {
			return Uint64
		}
		return Int64
	case *schema.TimestampLogicalType:
		return timestampOf(logical.TimeUnit(), logical.IsAdjustedToUTC())
	case schema.NoLogicalType:
		return Int64
	}
	return Unsupported
}

func textOf(logical schema.LogicalType) Type {
	switch logical.(type) {
	case schema.StringLogicalType, schema.EnumLogicalType, schema.JSONLogicalType:
		return Text
	case schema.NoLogicalType: // texts too, of Impala and Hive
		return Bytes
	}
	return Unsupported
}

func timestampOf(unit schema.TimeUnitType, instant bool) Type {
	types := map[schema.TimeUnitType][2]Type{
		schema.TimeUnitMillis: {TimestampMillis, InstantMillis},
		schema.TimeUnitMicros: {TimestampMicros, InstantMicros},
		schema.TimeUnitNanos:  {TimestampNanos, InstantNanos},
	}[unit]
	if instant {
		return types[1]
	}
	return types[0]
}
