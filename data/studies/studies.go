// Package studies holds the studies that are built in: a study file each, and
// the rows of those that have any. `varighet demo` runs them; a user copies one
// and changes it.
//
// alis-vest-2019.csv is typed after figure 1.2 of NSDM-rapport 2020: one row
// for each month in which a numbered doctor held one of the 16 positions, with
// the 22 lengths that the figure prints. Where the report prints a length
// without its months (the six who left), the months are assumed to begin in
// September 2017 and marked "antatt". Nobody has published which position lies
// in which municipality, so the rows have none. Position 8 began with the
// project in May 2017, which its agreement start says.
//
// alis-vest-2022.csv and alis-nord-2022.csv have a row a position and a column a
// month, as figures 2 and 3 of the final report of 2023 are drawn. The report
// prints counts only: the months are made up so that they meet all of these,
// which tests hold one by one. Those of ALIS-Vest go on from the lengths of
// 2019, with position 11 filled in 2017, as the report of 2023 has it.
//
// norge-oppfolging-lister.csv names 40 lists of a simulated country, in counties
// 12, 14 and 15 and municipalities below 10 000, drawn at random from those
// that stood from 2009 to 2014.
package studies

import "embed"

// Files holds the study files and their rows.
//
//go:embed *.toml *.csv
var Files embed.FS

// Names are the built-in studies, in the order in which the demo runs them.
var Names = []string{"alis-vest-2019", "alis-vest-2022", "alis-nord-2022", "norge-simulert", "norge-oppfolging"}
