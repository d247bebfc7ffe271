* Survival analysis of spells from varighet in Stata 14 or later. Not tried: the project has no Stata.
*
* First, outside Stata:
*     varighet survival spells register --reference reference -o spells.do
* which writes spells.csv and spells.do. Run this in their folder.

do spells.do

* Doctors' spells with a known start and time at risk. kind and size_group are numbers with labels.
keep if kind == "regular":kind_l & !missing(entry) & exit > entry

* Late entry: at risk after the tenure that a doctor had when the data began. Times are months.
stset exit, failure(stopped == 1) time0(entry)

* Table 6-1: median tenure by size group, in months.
stci, by(size_group) median

* Kaplan-Meier curves, and the shares that left within 12 and 60 months (1 - S). at() takes two times or more: a single
* number would be how many times to list.
sts graph, by(size_group)
sts list, by(size_group) at(12 60) failure

* A Cox model as varighet survival cox has it: ties by Efron, errors by municipality.
egen municipality = group(municipality_now)
stcox i.size_group, efron vce(cluster municipality)
