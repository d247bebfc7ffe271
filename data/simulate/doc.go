// Package simulate makes a country's register of GP lists with a known truth: monthly files
// such as the health administration would have published them, the reference
// tables to read them with, and truth.json, which says what an analysis of
// them ought to find. Everything in it is made up; see the last section.
//
// [Write] writes the folder; [Spells] hands the true spells to a test without
// writing anything. Both are pure functions of [Options]: the same options give
// the same bytes, on any machine and for any number of processors.
//
// # The truth
//
// When a doctor takes a list, how long it will be held is drawn from a Weibull
// distribution that depends on the size group of the municipality on that day,
//
//	S(t) = exp(−(t/scale)^shape),   scale = median / (ln 2)^(1/shape)
//
// with the shape of Options (0.95: the hazard falls a little with tenure) and
// the medians of table 6-1 of NSDM-rapport 2020 (baseline nsdm2020-table6-1),
// in months. A tenure T ends on the next 1st of a month: ⌈T⌉ calendar months
// are held. So the share that holds more than k months is exactly S(k) at every
// whole k, and that is what a Kaplan–Meier curve over months held estimates.
// Lists that have a doctor in the first month all began there, as in May 2001
// when the scheme itself began: analyse with a scheme start equal to the first
// month. Nothing below changes how long anybody stays.
//
// # What is drawn, and from what
//
//   - Municipalities over the six size groups: 95, 145, 90, 58, 33 and 12 of 433,
//     about Norway in 2005, scaled to Options.Municipalities. The population within a group
//     is log-uniform and grows by −0.6 to 1.0 percent a year within the group's limits.
//   - Lists: dealt out by population times doctors per 10 000 people, from 13.2 in the
//     smallest to 8 in the largest municipalities (published for 2018), at least one each.
//     Per year 0.7 percent new lists are set up, which begin nearly empty; 0.6 percent of those
//     who leave have their list closed behind them, and so have 3 percent of vacancies in the end.
//   - Leaving: in 70 percent of cases the list is handed over to another doctor the same
//     day. Otherwise it stands vacant for a geometric number of months with mean 4.5, which
//     leaves between one and two percent of lists vacant, as published for 2012. 5 percent
//     of lists are vacant in the first month.
//   - Moving: 15 percent of those who leave look for another list, a quarter of them in
//     the same municipality; who finds one free within three months takes it. 1.5 percent of
//     free lists go to a doctor who has another list in the municipality.
//     Nobody comes back to a list from which they were the last to leave, and nobody moves
//     twice within three months.
//   - Residents follow a mean-reverting walk to the list's own level, lower while vacant.
//     Amounts follow from residents and a yearly rate per resident that passes through the
//     published 442 NOK of July 2016.
//   - Reform: on the 1 January nearest to the middle of the months, one in seventy
//     municipalities merges with one or two neighbours, under a new code or under one of the old,
//     and one in thirty-six gets a new code. Lists go on.
//   - One month, before the reform, has no file.
//
// # The files
//
//	monthly/     one file a month, named for its month as the title is
//	reference/   klass_codes.csv, klass_changes.csv and befolkning_07459.csv, as package ingest/ssb reads them
//	truth.json   see [Truth]
//	truth-spells.csv   with forms only: see [SeenSpell]
//
// Monthly files are semicolon-separated with a title row and a header row. They
// change with the years: first bokmål, Windows-1252 and CRLF; then UTF-8 with a
// byte order mark and LF; then nynorsk with amounts in four columns. With
// Options.Dirt each file has some of: blanks or no-break spaces in thousands,
// subtotals and a grand total, the municipality on the first row of its block
// only, repeated headers, footnotes, blank rows, lost leading zeros, surname
// first, upper case. All can be seen through by an honest reader; without dirt
// and with it the same truth stands.
//
// With Options.Slips a list is now and then, one month in 2000, reported without
// its doctor, who held it the month before and holds it the month after: a slip
// of the registration that the survival stage must bridge.
//
// # Forms
//
// With Options.Forms the same country is written as real files are: see [Forms] for what
// there is. The country is then run through twice: once to know who holds what, once to write. A
// rendering decides what each row says and notes it; from its notes come the rows of truth-spells.csv,
// each a [SeenSpell]: what a careful reader can know by the rules the program promises (a
// number, else a name on the same list, else a name that nothing contradicts). Nothing that has
// been written is read for it. What happens to doctors and lists depends on no form.
//
// # Nobody is real
//
// Names are drawn from lists of common names, municipalities are invented (the form
// code-changes borrows codes and names of real ones, and nothing else). HPR
// numbers have nine digits and begin with 9. The register of health personnel
// gives its numbers out upwards and has, as far as we know, not passed eight
// digits, so no number here belongs to anyone.
package simulate
