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

// columnOf reads a schema element back. Parquet has more types than this
// package: those are Unsupported.
func columnOf(col *schema.Column) Column {
	c := Column{Name: col.Name(), Nullable: col.MaxDefinitionLevel() > 0}
	if col.MaxRepetitionLevel() > 0 || col.MaxDefinitionLevel() > 1 {
		return c
	}
	logical := col.LogicalType()
	plain := logical == nil || !logical.IsValid() || logical.IsNone()
	is := func(want schema.LogicalType) bool { return logical != nil && logical.Equals(want) }
	switch col.PhysicalType() {
	case parquet.Types.Int32:
		if is(schema.DateLogicalType{}) {
			c.Type = Date
		} else if plain || is(schema.NewIntLogicalType(32, true)) || is(schema.NewIntLogicalType(16, true)) || is(schema.NewIntLogicalType(8, true)) {
			c.Type = Int32
		}
	case parquet.Types.Int64:
		if is(schema.NewDecimalLogicalType(12, 2)) {
			c.Type = Decimal
		} else if plain || is(schema.NewIntLogicalType(64, true)) {
			c.Type = Int64
		} else if t, ok := logical.(*schema.TimestampLogicalType); ok {
			c.Type = timestampOf(t.TimeUnit())
		}
	case parquet.Types.Int96:
		c.Type = TimestampInt96
	case parquet.Types.ByteArray:
		if is(schema.StringLogicalType{}) {
			c.Type = Text
		}
	case parquet.Types.Boolean:
		c.Type = Bool
	case parquet.Types.Double:
		c.Type = Double
	}
	return c
}

func timestampOf(unit schema.TimeUnitType) Type {
	switch unit {
	case schema.TimeUnitMillis:
		return TimestampMillis
	case schema.TimeUnitMicros:
		return TimestampMicros
	case schema.TimeUnitNanos:
		return TimestampNanos
	}
	return Unsupported
}
