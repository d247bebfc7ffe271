package locale

// MunicipalityWords are those of municipalities' own medians.
type MunicipalityWords struct {
	OthersIn     string // 1 = county
	JoinedNote   string // says why some are told together
	Title        string
	Municipality string
	GroupMedian  string
	Verdict      string
	Verdicts     [6]string // by survival.GroupVerdict
	Published    string    // after a median: 1 = the published one
	Nobody       string    // in place of a median: no agreements
	None         string    // in place of rows

	OfAll, OfCohort string // whose agreements own medians are of
	GroupNote       string // in which group a municipality stands
	SeveralNote     string // 1 = municipalities with agreements in several groups
	RuleNote        string // what the verdicts mean: 1 = one of the three below
	Published61     string // the group's median compared with: a published one
	OfTable, Others string // or that of all in the data, or of those that are not of the cohort
	OtherPeriod     string // why it is not the published one: 1 = their period
	GroupsOfOthers  string // below a table by size: groups are not of the cohort

	// Sentences.
	Below        Plural // 1 = how many; a clause after AboveOf
	AboveOf      Plural // 1 = how many, 2 = of how many
	BelowOf      Plural // likewise
	FewOf        Plural // 1 = how many, 2 = of how many; whole sentences
	FewAll       string // 1 = municipalities
	FewOnly      string // there is one municipality
	AboveOnly    string // likewise
	BelowOnly    string // likewise
	NotCompared  Plural // 1 = how many; a clause
	NoneCompared string
	ByChance     string // 1 = municipalities compared, 2 = how many by chance
}

// BesideWords are those of a cohort beside the others.
type BesideWords struct {
	Title            string
	Measure          string
	Counted          string // 1 = "kohorten"
	Value            string // likewise
	Interval         string // 1 = "95 %", 2 = "kohorten"
	Cohort, Others   string
	Hedge            string
	Published        string
	Source           string
	Of               string // 1 = count, 2 = of how many
	PerYears         string // 1 = count, 2 = years
	Same             string
	Turnover         string // 1 = months, 2 = definition
	Median           string
	Rate             string
	PublishedShare   string     // a row of its own: 1 = months, 2 = definition
	PublishedUnknown string     // likewise, with no definition: 1 = months
	PublishedMedian  string     // likewise: 1 = period
	Hedges           [10]string // by words.Verdict

	OfCohort string // below a figure or table of the cohort only

	NotPooled, HedgeNote, MethodNote, RateNote, PublishedNote string

	// Sentences of the summary.
	Scope        string     // 1 = positions and 2 = doctors of the cohort, 3 = period
	ScopeOthers  string     // 1 = positions and 2 = doctors of the others
	OthersSame   string     // 1 = how many, 2 = of how many positions
	OthersShare  string     // 1 = months, 2 = share and 3 = limits of the others, 4 = share of the cohort, 5 = what the two carry
	OthersMedian string     // 1 = years, 2 = limits, 3 = what the two carry
	Carries      [10]string // clauses, by words.Verdict
}
