package limit

// A Name is one of the limits.
type Name int

// The limits, in the order of docs/limits.md; what each bounds is in the table.
const (
	Line Name = iota
	Columns
	WholeFile
	Page
	Ratio
	Nesting
	Members
	Workbook
	WorkbookTexts
	WorkbookParts
	ExportDepth
	ExportElements
	ListRows
	MonthRows
	Lists
	Doctors

	ParquetFooter
	ParquetColumns
	ParquetGroups
	ParquetRows
	ParquetGroup
	ParquetPage
	ParquetText

	TableField
	TableRow
	TableColumns

	SideFile
	SideLine
	SideColumns
	SideWorkbook
	SideTexts
	SideParts

	StatisticsFile
	StatisticsCells
	ReferenceFile

	TOML
	TOMLDepth
	TOMLKeys
	TOMLElements
	KeyFile
	Document
	Numbers
	RegisterManifest

	numNames
)

const (
	kB = 1 << 10
	mB = 1 << 20
	gB = 1 << 30
)

// table has every limit of what is read. One without Most cannot be raised.
var table = [numNames]Limit{
	Line:           {Name: "line", Default: 64 * kB, Most: 16 * mB, Unit: Bytes, Of: "a record of a monthly list: a line of text, or the cells of a row"},
	Columns:        {Name: "columns", Default: 1024, Most: 16_384, Of: "columns of a workbook or page that are looked at"},
	WholeFile:      {Name: "whole-file", Default: 192 * mB, Most: 4 * gB, Unit: Bytes, Of: "an archive, a workbook or an export (XML, JSON), which are in memory at once"},
	Page:           {Name: "page", Default: 64 * mB, Most: gB, Unit: Bytes, Of: "a page with tables (HTML)"},
	Ratio:          {Name: "ratio", Default: 100, Most: 2000, Unit: Times, Of: "what comes of a packed file, beyond its first 64 MiB"},
	Nesting:        {Name: "nesting", Default: 3, Of: "archives in archives"},
	Members:        {Name: "members", Default: 20_000, Most: 1_000_000, Of: "files in an archive"},
	Workbook:       {Name: "workbook", Default: 128 * mB, Most: 4 * gB, Unit: Bytes, Of: "a workbook, unpacked"},
	WorkbookTexts:  {Name: "workbook-texts", Default: 16 * mB, Most: gB, Unit: Bytes, Of: "its list of texts, which takes twelve times as much memory"},
	WorkbookParts:  {Name: "workbook-parts", Default: 4096, Most: 65_536, Of: "files in a workbook"},
	ExportDepth:    {Name: "export-depth", Default: 64, Most: 1000, Of: "elements within elements of an export"},
	ExportElements: {Name: "export-elements", Default: 1 << 20, Most: 64 << 20, Of: "elements of one contract of an export"},
	ListRows:       {Name: "list-rows", Default: 100_000, Most: 10_000_000, Of: "rows about one list in one file"},
	Lists:          {Name: "lists", Default: 200_000, Most: 50_000_000, Of: "different lists of a register"},
	Doctors:        {Name: "doctors", Default: 500_000, Most: 200_000_000, Of: "different doctors of a register"},
	MonthRows:      {Name: "month-rows", Default: 100_000, Most: 10_000_000, Of: "rows of one month and municipality, where lists have no ids"},

	ParquetFooter:  {Name: "parquet-footer", Default: 64 * mB, Most: 512 * mB, Unit: Bytes, Of: "the footer"},
	ParquetColumns: {Name: "parquet-columns", Default: 1024, Most: 16_384, Of: "columns"},
	ParquetGroups:  {Name: "parquet-groups", Default: 32_767, Of: "row groups, which the format counts in 16 bits"},
	ParquetRows:    {Name: "parquet-rows", Default: 1 << 22, Most: 1 << 26, Of: "rows of one row group"},
	ParquetGroup:   {Name: "parquet-group", Default: 256 * mB, Most: 8 * gB, Unit: Bytes, Of: "memory for one row group: columns, pages, dictionaries and texts"},
	ParquetPage:    {Name: "parquet-page", Default: 64 * mB, Most: gB, Unit: Bytes, Of: "a page, unpacked"},
	ParquetText:    {Name: "parquet-text", Default: mB, Most: 64 * mB, Unit: Bytes, Of: "one text"},

	TableField:   {Name: "table-field", Default: 64 * kB, Unit: Bytes, Of: "a field"},
	TableRow:     {Name: "table-row", Default: mB, Unit: Bytes, Of: "a row"},
	TableColumns: {Name: "table-columns", Default: 4096, Of: "columns"},

	SideFile:     {Name: "side-file", Default: 64 * mB, Unit: Bytes, Of: "the file, and the cells of a workbook"},
	SideLine:     {Name: "side-line", Default: mB, Unit: Bytes, Of: "a line"},
	SideColumns:  {Name: "side-columns", Default: 4096, Of: "cells of a row"},
	SideWorkbook: {Name: "side-workbook", Default: 128 * mB, Unit: Bytes, Of: "a workbook, unpacked"},
	SideTexts:    {Name: "side-texts", Default: 8 * mB, Unit: Bytes, Of: "its list of texts"},
	SideParts:    {Name: "side-parts", Default: 4096, Of: "files in a workbook"},

	StatisticsFile:  {Name: "statistics-file", Default: 160 * mB, Unit: Bytes, Of: "a saved answer of Statistics Norway"},
	StatisticsCells: {Name: "statistics-cells", Default: 10_000_000, Of: "numbers of a table of people"},
	ReferenceFile:   {Name: "reference-file", Default: 64 * mB, Unit: Bytes, Of: "a file of a reference folder"},

	TOML:             {Name: "toml", Default: mB, Unit: Bytes, Of: "a study or layout (TOML)"},
	TOMLDepth:        {Name: "toml-depth", Default: 16, Of: "how deep it goes"},
	TOMLKeys:         {Name: "toml-keys", Default: 1000, Of: "its keys and headers of tables"},
	TOMLElements:     {Name: "toml-elements", Default: 10_000, Of: "elements of all of its arrays together"},
	KeyFile:          {Name: "key-file", Default: mB, Unit: Bytes, Of: "a key of pseudonyms"},
	Document:         {Name: "document", Default: 64 * mB, Unit: Bytes, Of: "a manifest of a report, and a file of curves"},
	Numbers:          {Name: "numbers", Default: 256 * mB, Unit: Bytes, Of: "the numbers of an earlier report"},
	RegisterManifest: {Name: "register-manifest", Default: 64 * mB, Unit: Bytes, Of: "the manifest of a register"},
}
