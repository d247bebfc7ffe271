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
package studies

import "embed"

// Files holds the study files and their rows.
//
//go:embed *.toml *.csv
var Files embed.FS

// Names are the built-in studies, in the order in which the demo runs them.
var Names = []string{"alis-vest-2019", "norge-simulert"}
