package main

// examples are two for every command. They paste in this order into an empty folder that
// has files of one's own, which a test makes before it does that: tenures.csv and intervals.csv, any CSV; our.csv,
// a cohort; codes.csv, changes.csv and 07459.csv, tables of Statistics Norway.
var examples = []struct{ path, first, second string }{
	{"demo", "varighet demo", "varighet demo -o english --lang en"},
	{"simulate", "varighet simulate -o country --lists 300 --municipalities 30 --last 2006-04",
		"varighet simulate -o messy --lists 50 --municipalities 8 --form names,vacancies"},
	{"reference import", "varighet reference import --klass codes.csv --klass changes.csv -o codes",
		"varighet reference import --klass codes.csv --klass changes.csv --population 07459.csv -o reference"},
	{"check", "varighet check country/monthly", "varighet check country/monthly --reference reference --csv --table months"},
	{"ingest", "varighet ingest country/monthly -o register --reference reference",
		"varighet ingest country/monthly -o register --plan"},
	{"study new", "varighet study new country/monthly -o land.toml", "varighet study new country/monthly -o country.toml --lang en"},
	{"key new", "varighet key new doctors.key", "varighet key new project/doctors.key"},
	{"key show", "varighet key show register.key", "varighet key show register.key --json"},
	{"survival spells", "varighet survival spells register --reference reference --scheme-start 2001-05 -o spells.csv",
		"varighet survival spells register --kind regular,vacant -o spells.xlsx"},
	{"schema", "varighet schema spells", "varighet schema register --json"},
	{"survival km", "varighet survival km spells.csv --by size_group --at 12,60 --tau 60",
		"varighet survival km tenures.csv --time months --event left --by sex --json"},
	{"survival counts", "varighet survival counts spells.csv --by size_group --csv",
		"varighet survival counts register --cause stop_reason"},
	{"survival incidence", "varighet survival incidence spells.csv --at 12,24 --tau 48",
		"varighet survival incidence register --by municipality_now --table tests --csv"},
	{"survival rates", "varighet survival rates spells.csv --bands 12,24,60",
		"varighet survival rates spells.csv --by county_code --per 1 --csv"},
	{"survival turnbull", "varighet survival turnbull intervals.csv --left seen --right gone",
		"varighet survival turnbull intervals.csv --left seen --right gone --by sex --csv"},
	{"survival turnover", "varighet survival turnover spells.csv --within 12,24", "varighet survival turnover register --gap 0 --json"},
	{"survival turnover-year", "varighet survival turnover-year spells.csv",
		"varighet survival turnover-year spells.csv --by municipality_now --table persistent"},
	{"survival series", "varighet survival series spells.csv --years 2002,2005 --by municipality_now",
		"varighet survival series register --years 2002,2005 --measure median --seed 1 --json"},
	{"survival stock", "varighet survival stock spells.csv --month 2004-12,2005-12", "varighet survival stock spells.csv --by size_group"},
	{"survival residual", "varighet survival residual spells.csv --month 2005-12", "varighet survival residual spells.csv --reached 0,12,24 --shares 0.25,0.5"},
	{"survival independence", "varighet survival independence spells.csv --by size_group", "varighet survival independence spells.csv --cluster municipality_now --json"},
	{"survival stability", "varighet survival stability spells.csv --by size_group", "varighet survival stability register --month 2004-12 --json"},
	{"survival moves", "varighet survival moves spells.csv --after 6", "varighet survival moves register --month 2005-12 --table paths --csv"},
	{"survival vacancy", "varighet survival vacancy spells.csv --table groups --csv", "varighet survival vacancy register --by municipality_now"},
	{"survival compare", "varighet survival compare spells.csv --baseline nsdm2020-table6-1",
		"varighet survival compare spells.csv --baseline abelsen2015-median --by size_group --csv"},
	{"survival baseline", "varighet survival baseline spells.csv", "varighet survival baseline register --by size_group --json"},
	{"survival funnel", "varighet survival funnel spells.csv",
		"varighet survival funnel register --reference reference --table limits"},
	{"survival power", "varighet survival power spells.csv --baseline nsdm2020-table6-1 --by county_code",
		"varighet survival power register --baseline abelsen2015-median --longer 0,3 --csv"},
	{"survival cox", "varighet survival cox spells.csv --covariates size_group --cluster municipality_now",
		"varighet survival cox spells.csv --covariates population --strata county_code --json"},
	{"survival hazard", "varighet survival hazard spells.csv --bands 0,12,24 --calendar trend",
		"varighet survival hazard spells.csv --covariates size_group --bands 12 --link poisson"},
	{"survival parametric", "varighet survival parametric spells.csv --covariates size_group",
		"varighet survival parametric spells.csv --dist lognormal --quantiles 0.25,0.5,0.75"},
	{"survival frailty", "varighet survival frailty spells.csv --cluster municipality_now",
		"varighet survival frailty spells.csv --cluster municipality_now --strata size_group"},
	{"survival finegray", "varighet survival finegray spells.csv --cause stop_reason --of left --covariates population",
		"varighet survival finegray spells.csv --cause stop_reason --of left --covariates size_group --json"},
	{"report timeline", "varighet report timeline register -o timeline.png --disclosure internal",
		"varighet report timeline spells.csv -o months.pdf --style months --disclosure internal"},
	{"report km", "varighet report km spells.csv -o curve.png --by size_group --disclosure internal",
		"varighet report km spells.csv -o curve.csv --horizon 48 --disclosure internal"},
	{"report medians", "varighet report medians spells.csv -o medians.svg --disclosure internal",
		"varighet report medians spells.csv -o medians.html --lang nn --disclosure internal"},
	{"report municipalities", "varighet report municipalities spells.csv -o municipalities.md --disclosure internal",
		"varighet report municipalities register -o own.html --lang en --disclosure internal"},
	{"report beside", "varighet report beside register -o b.md --cohort our.csv --cohort-others --disclosure public",
		"varighet report beside register -o b.csv --cohort our.csv --cohort-others --disclosure internal"},
	{"report turnover", "varighet report turnover spells.csv -o turnover.md --disclosure internal",
		"varighet report turnover spells.csv -o turnover.html --within 24 --disclosure internal"},
	{"run", "varighet run out/studies/alis-vest-2019.toml", "varighet run out/studies/alis-vest-2019.toml -o english --lang en"},
	{"baselines list", "varighet baselines list", "varighet baselines"},
	{"baselines show", "varighet baselines show nsdm2020-table6-1", "varighet baselines show abelsen2015-median --json"},
}

// examplesOf are those of a command by its whole name, with "varighet" in front.
func examplesOf(path string) []string {
	for _, e := range examples {
		if "varighet "+e.path == path {
			return []string{e.first, e.second}
		}
	}
	return nil
}
