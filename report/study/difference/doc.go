// Package difference says which numbers of a study's report are others than in an earlier one, by
// how much, and why.
//
// [Of] opens the folders of two reports and answers. Numbers are compared as they were printed, by
// table, row and column. Where both folders have the rows behind their report, each change is parted
// by reason ([study.Between]): the parts are computed, one thing at a time, and add up to the change.
//
// Nothing is tested here. Two years of one study are mostly the same doctors, so that the limits of
// one say nothing of whether the other could be so by chance.
package difference
