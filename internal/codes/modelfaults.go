package codes

var modelFaults = Group{"Models that cannot be fitted", "The message names the covariates and counts. No estimate is given.", []Code{
	{"constant", "A covariate has one value in all rows, or none varies among those at risk when somebody stopped.", "Leave it out, or choose rows in which it varies."},
	{"few-events", "Fewer stopped than the model has coefficients.", "Choose fewer covariates, or factors with fewer levels."},
	{"no-events", "Nobody stopped.", "Look whether the events are read as they should be, or choose more rows."},
	{"one-level", "A factor has one level in the rows, so that there is nothing to compare.", "Leave it out, or choose rows in which it varies."},
}}
