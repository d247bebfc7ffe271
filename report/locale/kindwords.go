package locale

// ListLengthWords are those of list lengths by months held: figure, table, sentences.
type ListLengthWords struct {
	Noun        Plural // a list
	Title       string // 1 = month
	TitleNone   string // there are no data
	Subtitle    Plural // 1 = lists
	Squares     string // of many lists: 1 = lists
	Marks       string // what marks tell apart: 1 = column
	OrMore      string // beside the largest square: 1 = lists
	Months      string // x axis
	Years       string // likewise, in years
	Residents   string // y axis
	Mean        string // beside the figure: 1 = residents
	Longest     string // likewise
	Shortest    string // likewise
	Description string // 1 = lists, 2 = fewest residents, 3 = most
	Empty       string // 1 = month
	R           string // below the figure: 1 = r, 2 = limits, 3 = lists
	NoR         string // below the figure, without r
	NoResidents Plural // 1 = lists left out
	NoStart     Plural // 1 = lists left out
	NoGroup     Plural // 1 = lists left out

	Group      string
	Lists      string
	MeanHeld   string // months held, the mean
	MeanLength string // residents, the mean
	Fewest     string
	Most       string
	RColumn    string
	Interval   string // 1 = "95 %"
	Method     string

	// Sentences.
	Range  string // 1 = fewest residents, 2 = most
	One    string // 1 = residents
	FewR   string // 1 = lists
	Wide   string // 1 = r, 2 = limits
	None   string // likewise
	Longer string // likewise: long held, long list
	Short  string // likewise: long held, short list
	Cause  string // after one of the two
}

// MovesWords are those of where doctors who stopped have a list: figure, table, sentences.
type MovesWords struct {
	Title          Plural // by how many have a list: 1 = they, 2 = of how many, 3 = month
	TitleNone      string // 1 = of how many, 2 = month
	TitleNobody    string // 1 = month
	TitleEmpty     string // there are no doctors
	TitleNarrow    Plural // by stopped: 1 = they, 2 = "22 leger", 3 = month
	Subtitle       string
	Sentence       Plural // by how many have a list: 1 = group, 2 = they, 3 = of how many
	SentenceNarrow string // 1 = group, 2 = "22 leger", 3 = still there, 4 = stopped
	Holding        string // above the counts: 1 = "95 %"
	Of             string // 1 = count, 2 = of how many
	Axis           string
	TooFew         string    // 1 = least number
	Places         [5]string // by survival.Place, in the legend
	Short          [5]string // likewise, after a number

	// Of dots: what stands after a number, and below it.
	DotsSubtitle                 string // 1 = month
	Had, HadUnder                string
	Still, StillUnder            string // StillUnder: 1 = month
	OutOfSight, OutOfSightUnder  string
	Left, LeftUnder              string
	HasList, NoList, NoListUnder string
	NotSeen, NotSeenUnder        string

	NotDrawn  string // in place of where they went
	Narrow    Plural // 1 = lists in the data
	Others    string // what those without a list may do
	Once      string // that a doctor counts once
	Unknown   Plural // 1 = doctors of whom it is not known
	Ungrouped Plural // 1 = agreements without a group

	TableTitle string // 1 = month
	Group      string
	Doctors    string
	StillThere string
	Stopped    string
	With       string // a list
	Share      string
	Interval   string // 1 = "95 %"
	None       string // no list
	Lost       string // of whom it is not known

	// Sentences.
	Some       Plural // 1 = how many have a list, 2 = of how many, 3 = month, 4 = places
	SomePlace  Plural // the same where no place is known
	Nobody     string // likewise, of whom none has: 2 and 3
	Stopped0   string // nobody has stopped: 1 = month
	FewStopped Plural // 1 = stopped
	NotShown   string // what the data do not show
	Differ     string // groups: 1 and 3 = group, 2 and 4 = share with limits
}

// ObservedWords are those of stops beside those expected, by group.
type ObservedWords struct {
	Subtitle   string // 1 = what they are held against
	Label      string // 1 = column, or "gruppe"
	Agreements string
	Less, More string
	Axis       string
	Ratio      string // 1 = "95 %"
	Estimate   string // 1 = "95 %"
	Arrow      string
	Verdicts   [10]string // by words.Verdict
	Verdict    string
	Rule       string // 1 = fewer expected than
	Empty      string
	Group      string
	All        string
	Against    string // 1 = what all are held against

	// Sentences.
	FewOf     Plural // 1 = groups too few, 2 = of how many
	OutsideOf Plural // 1 = groups outside, 2 = of how many, 3 = by chance
	InsideAll string // 1 = groups
}

// FunnelWords are those of a funnel of municipalities, or of other units.
type FunnelWords struct {
	Title       string
	Subtitle    string // 1 = units
	Ratio       string // y axis
	Expected    string // x axis
	Inside      string
	Outside     string
	Far         string
	Own         string // explains the ring: a cohort has positions there too
	NoRoom      string // 1 = the next two, or one of them
	Unnamed     string // 1 = units outside without a name in the figure
	OwnUnnamed  string // 1 = units of the cohort likewise
	AtFoot      string
	Description string // 1 = units, 2 = outside 95 %, 3 = outside 99.8 %
	Empty       string
	Method      string
	NoRanks     string
	NoRanksOwn  string // likewise, where a cohort's own are named too
	OwnGroup    string // what is expected: of others in the group
	OwnAll      string // likewise, of all others
	NotJudged   Plural // 1 = units of which nothing is expected
	NoSize      Plural // 1 = agreements left out

	Unit     string
	OwnUnit  string // column: a cohort has positions there
	Yes, No  string
	Place    string
	Places   [5]string // inside, above, far above, below, far below
	Room     string    // the place with room for municipalities that differ anyway
	RoomNote string    // what it is

	// Sentences.
	OutsideOf string // 1 = outside 95 %, 2 = of how many, 3 = expected by chance
	FarNone   string
	FarSome   Plural // 1 = how many, 2 = expected by chance
	Spread    string // they differ by more than chance: 1 = how many outside with room for that
	Few       Plural // 1 = units
	OwnInside Plural // of a cohort's own none is outside: 1 = how many
	OwnSome   Plural // 1 = how many, 2 = outside 95 %
}

// HazardWords are those of a Cox model.
type HazardWords struct {
	Title      string
	Subtitle   string // 1 = "95 %", 2 = agreements, 3 = stopped
	Less, More string
	Axis       string
	Ratio      string // 1 = "95 %"
	Reference  string // in place of a ratio
	Base       string // explains the open square
	Estimate   string // 1 = "95 %"
	PerUnit    string // of a number: one unit more
	TooFew     string
	Arrow      string
	Empty      string
	Method     string    // 1 = how ties are treated
	Ties       [3]string // efron, breslow, exact
	OneLevel   string    // 1 = covariates
	FewEvents  Plural    // by parameters: 1 = stopped, 2 = parameters, 3 = least for each
	FewNote    string    // 1 = least number
	NoModel    string
	First      string // the first doctor of a list
	Later      string

	Covariate    string
	Level        string
	Proportional string
	PropNote     string
	PropFails    string // 1 = covariates with p

	// Sentences.
	Farthest string // 1 = level, 2 = ratio, 3 = limits, 4 = level compared with, 5 = covariate
	Within   string // 1 = covariates whose intervals all hold 1
	Cause    string
}

// ShareWords are those of the figure of shares that left, by each definition.
type ShareWords struct {
	Subtitle  string // 1 = "95 %"
	Label     string
	Share     string // 1 = "95 %"
	Axis      string
	Estimate  string // 1 = "95 %"
	Published string
	Apart     string // above published shares that cannot be compared
	Range     string // 1 and 2 = least and greatest share
	OneShare  string // 1 = share
	NoShare   string
	NotApart  string // what stands apart: a note
	Empty     string
}
