// Package identity decides which rows are about the same list and which names are of
// the same doctor, where the source does not say.
//
// # Doctors
//
// What is written and who it is are two steps. Package ingest reads a row's number and
// name; a name is compared without order, case, titles, hyphens and footnote marks, and
// holds no place. [Settle] looks at the rows of all lists and says who each name is: a
// number found on the same list, the same doctor under other codes and on other lists, or
// one of several who share the name. It asks no reference table, so that the same rows
// give the same doctors in every set-up. What it concluded are [Finding]s.
//
// Names that differ in letters are for people to decide: [Suggest] proposes pairs of names
// that follow each other on one list and differ a little, with the reasons and a score, and
// [ReadAliases] reads the pairs that were found to be one. The same table parts a name that
// Settle had joined, and joins one that it had parted.
//
// # Lists without an id
//
// A [Follower] goes through the months of a municipality, or of some that follow each
// other under new codes, and gives each row the position it belongs to. What it looks at,
// in this order:
//
//  1. The row of a table with a column a month is one list in all of them.
//  2. A doctor who had a list has it still. With several, the office decides,
//     then the number of residents. After twelve months without a row, in
//     another office or under another code, the residents must agree too.
//  3. A vacant list stays the vacant list with nearest residents.
//  4. A list that has gone and one that has come are one, if municipality and
//     office agree and the residents nearly do ([Near]), and no other list that
//     went or came is nearly as close. Where a source has no residents, exactly
//     one list must have gone and one come, from one month to the next. At most
//     six months may lie between.
//
// Rule 4 links; so does rule 2 when the office is another. A link is marked on all
// rows after it (position_basis "linked"), and told of. Without links a change
// of doctors ends a position and begins another.
//
// The id of a position is the municipality and the doctor first seen on it, with
// a number for a second list: 4634~d3kq…, 4634~vacant~2019-11, 4634~d3kq…~2. It
// follows from the rows alone, not from the order in which files were read.
//
// # Lists with a new id
//
// [Renumber] finds ids that end in one month where another begins in the
// next, with the same doctor and nearly the same residents, in the same municipality or
// where one code ends and another begins: the list was given a new number.
package identity
