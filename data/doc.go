// Package data holds what the program knows about Norway without looking at a
// register: how municipalities are grouped by size ([SizeGroups]), what others
// have published to compare with ([Baselines]), and the reader and writer of a
// reference folder ([Reference]): which municipalities existed when, what
// became of each, and how many people lived there.
//
// Size groups and baselines are built in. A reference folder is not: it is made
// from Statistics Norway's tables by package ingest/ssb, because those tables
// change every year and the folder says exactly which edition a run used.
//
// # A reference folder
//
// Four files, UTF-8, LF, sorted, the same bytes for the same content:
//
//	manifest.json       schema, the first and last month covered, the files it was made from
//	                    with their SHA-256, the country's total per year, what the self check
//	                    found, and the SHA-256 of the three tables
//	municipalities.csv  code,name,valid_from,valid_to
//	changes.csv         old_code,old_name,new_code,new_name,date,kind,share,primary,primary_basis
//	population.csv      code,year,population,basis
//
// Dates are the first day of a month. valid_to is the first day on which the
// row no longer holds; empty means still in force. A row of changes.csv is one
// way out of an old code: kind is rename, recode, merge, split, begin or end.
// Of the ways out of an old code on one date, exactly one is primary: the one
// to follow when there is no list to follow; primary_basis says how it was
// chosen, and share how much of the old municipality's population is estimated
// to have gone that way (empty when unknown). The population of a row is that
// of 1 January of the year, of the code valid on that day; basis is official,
// or present_borders when the source gave it under a later code for the same
// area.
package data
