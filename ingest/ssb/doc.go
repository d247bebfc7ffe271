// Package ssb makes a reference folder's tables out of what Statistics Norway
// (SSB) publishes: the municipalities and their changes (KLASS classification
// 131) and the population (table 07459 or 06913).
//
// [Import] takes the files as they were saved and finds out what each is. What
// it reads:
//
//	KLASS codes    answer to /codes?from=…&to=…, JSON or CSV; or the municipalities
//	               of one day, as the web page downloads them, or /codesAt
//	KLASS changes  answer to /changes?from=…&to=…, JSON or CSV
//	population     JSON-stat2, or a table as CSV or workbook (XLSX), with years as
//	               columns or as rows; 07459, or 06913 with all its measures
//
// in UTF-8, UTF-16 or ISO-8859-1, with comma, semicolon, tab or blank between fields.
//
// KLASS says which codes gave which, but neither what kind of change it was nor,
// where one municipality was divided, which part was the main one. Both are
// derived here: the kind from how many codes went in and out, the main part
// from the net gain of people of each successor where populations are known.
//
// The municipalities of one day and all changes give those of every day after.
// Before it, KLASS does not say whether a code that others came to was there already:
// that is guessed by names and told of, and a list of an earlier day settles it. Which
// part of a divided municipality is the main one can be told (ReadSplits).
//
// Population tables come with municipalities as they were each year, or summed
// to the borders of one year. The second kind is told by codes that were not
// in force in the year; such a number is kept only if the code stands for the
// same area as the code of that year, under which it is then filed.
package ssb
