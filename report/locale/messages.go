package locale

// Messages are the words. A field of type string with placeholders %[1]s,
// %[2]s, ... says in its comment what they stand for; fill it with [Fill].
type Messages struct {
	// Months and years.
	MonthNames      [12]string // januar ...
	MonthNamesShort [12]string // jan. ..., as the language council abbreviates them
	MonthsHeld      string     // beside the number on a bar: "mnd"
	Month           Plural
	Year            Plural

	// Nouns that are counted.
	Doctor       Plural
	Position     Plural
	Agreement    Plural // a spell: one doctor on one position
	Group        Plural
	Municipality Plural

	// States of a value.
	NotReached         string
	Withheld           string // the mark in a cell
	WithheldNote       string
	TooFew             string // the words in a cell: a median that is not given
	TooFewNote         string // 1 = least number at risk
	NoGroupNote        string // 1 = agreements left out since they have no group, 2 = of how many
	Absent             string // the mark in a cell
	AbsentNote         string
	Unknown            string
	All                string
	From               string // before the lower of two numbers
	To                 string // between two numbers when a dash would be read as a minus
	And                string // before the last of a list
	SizeUnder          string // 1 = inhabitants
	SizeAndOver        string // 1 = inhabitants
	PageOf             string // 1 = page, 2 = pages
	Source             string // 1 = source
	StopsNote          string // which ends are stops, where not all are; 1 = list of reasons
	LeansShort         string // below a table; 1 = stops that may have come later, 2 = all stops
	InternalUse        string // a mark on a page that shows single persons
	MadeUpData         string // a mark on a page of simulated data
	TitleBy            string // a title of groups: 1 = title, 2 = by what
	NoGlyph            string // explains the mark for a letter that the font lacks
	LeansShortWithheld string // the same where the numbers are withheld
	PublishedMark      string // a mark on a page whose small counts are withheld
	PublishedSteps     string // what is counted on curves in steps
	PublishedAgain     string // 1 = the last month of an earlier report
	PublishedMedian    string // of a median in a wide step
	MedianAfter        string // heads the beginning of that step
	PublishedSums      string // of means: 1 = least count that is shown
	PublishedFunnel    string // of a funnel: which units there are, and how what was expected is rounded
	PublishedNote      string // the rule; 1 = greatest count that is withheld, 2 = least that is shown

	Columns [len(columnNames)]string // what columns of spells are called in running text, by columnNames

	StopReasons [5]string // by survival.StopReason, from MovedWithin on

	Timeline   TimelineWords
	Curve      CurveWords
	CurveTable CurveTableWords
	Gap        GapWords
	Medians    MediansWords
	Table61    Table61Words
	Turnover   TurnoverWords
	Expected   ExpectedWords

	Municipalities MunicipalityWords
	Beside         BesideWords

	Definitions  DefinitionWords
	About        AboutWords
	ListLength   ListLengthWords
	Moves        MovesWords
	Observed     ObservedWords
	Funnel       FunnelWords
	Hazards      HazardWords
	Shares       ShareWords
	YearTurnover YearsWords
	Exits        ExitsWords
	Vacancies    VacanciesWords
	Stability    StabilityWords
}

// AboutWords are the headings of columns that say what a table is, and who may see it where all may.
type AboutWords struct{ Disclosure, Source, Definition, Public string }

// TimelineWords are those of the two timelines.
type TimelineWords struct {
	BarsTitle      string // 1 = "16 stillinger", 2 = "mai 2017–november 2019"
	BarsSubtitle   string
	MonthsTitle    string // as BarsTitle
	MonthsSubtitle string
	StillThere     string // 1 = month
	HasLeft        string
	AssumedStart   string
	AssumedEnd     string
	AssumedBoth    string
	AssumedFor     string // 1 = "6 leger"
	UnderWay       string // 1 = month
	UnderWayLater  string // where positions count from months of their own
	AtLeast        string // beside ≥
	NoData         string
	NotOpened      string // before a position was there
	Vacant         string
	Closed         string // after it was closed
	Never          string // a position that was never filled
	CorrectedStart string
	CorrectedEnd   string
	CorrectedBoth  string
	Holders        [4]string
	Description    string // 1 = "16 stillinger", 2 = "22 leger", 3 = months, 4 = number still there, 5 = number left
	LostSight      string
	Summary        string // 1 = "22 leger", 2 = "16 stillinger", 3 = positions with the same doctor
	NobodyLeft     string // ends Summary
	SomeLeft       Plural // ends Summary: 1 = how many
	SomeLeftAfter  Plural // ends Summary: 1 = how many, 2 = "5–13 måneder"
	Empty          string
}

// CurveWords are those of the Kaplan–Meier figure.
type CurveWords struct {
	Title            string
	Subtitle         string    // 1 = "95 %", 2 = kind of limits
	AllGroups        string    // ends Subtitle of several curves: 1 = "13 159 avtaler", 2 = number stopped
	OneGroup         string    // ends Subtitle: 1 = "22 avtaler", 2 = number stopped, 3 = median in words
	ConfTypes        [6]string // by survival.ConfType
	InMonths         string    // x axis
	InYears          string    // x axis
	AtRisk           string
	Stopped          string
	Censored         string
	Entered          string
	AtRiskNote       string // explains the table
	AtRiskAfter      string // the same where curves go in steps
	WithheldGroups   string // 1 = groups
	AtRiskNoteLate   string // the same with late entry
	RiskShort        string // in place of AtRiskNote: those at risk only
	RiskCut          string // the same of some groups: 1 = groups in the table, 2 = of how many
	FewAtRisk        string // 1 = least number at risk
	NobodyInGroup    string // 1 = list of groups
	TooFewInGroup    string // 1 = list of groups, 2 = least number at risk
	CutWhereFew      Plural // of the curves in the figure: 1 = least number at risk
	CensorMark       string
	Median           string // 1 = "2,8 år"
	MedianNotReached string
	MedianLine       string
	Description      string // 1 = "6 grupper", 2 = sentences on each
	GroupSentence    string // 1 = group, 2 = "22 avtaler", 3 = number stopped, 4 = median in words
	Empty            string
}

// CurveTableWords are those of the table that goes with the Kaplan–Meier
// figure. Counts are before each time, as in the figure.
type CurveTableWords struct {
	Title                         string
	Group                         string
	Months                        string
	AtRisk                        string
	Entered                       string
	Stopped                       string
	Censored                      string
	StoppedBefore, CensoredBefore string // in place of them, where they are counted before each time
	BeforeNote                    string // says so
	Share                         string
	Interval                      string // 1 = "95 %"

	BetaProductNote string // 1 = groups, 2 = fewer agreements than, 3 = fewer at risk than
}

// GapWords are those of the table of how much hangs on the gap.
type GapWords struct {
	Title   string
	Gap     string
	Bridged string
	Note    string
}

// MediansWords are those of the medians figure.
type MediansWords struct {
	Title       string
	Axis        string
	Estimate    string // 1 = "95 %"
	Own         string // explains an open dot
	Published   string // 1 = source
	Truth       string
	NotReached  string // explains the arrow
	Description string // 1 = sentences on each group
	Sentence    string // 1 = group, 2 = median with limits, 3 = published
	Compared    string // 1 = published median
	Empty       string // in place of a dot: nobody in the group
}

// Table61Words are those of table 6-1.
type Table61Words struct {
	Title          string
	SizeGroup      string
	Agreements     string
	FromStart      string // of the agreements, those seen from their start
	Stopped        string
	Median         string
	Interval       string // 1 = "95 %"
	Published      string
	Truth          string
	Municipalities string
	MethodNote     string // 1 = "95 %", 2 = kind of limits
	NotReachedNote string // 1 = length of the window
	PublishedNote  string // 1 = source
	TruthNote      string

	BetaProductNote string // as that of CurveTableWords
}

// TurnoverWords are those of the table of shares.
type TurnoverWords struct {
	Title         string // 1 = months
	Definition    string
	Counted       string
	Share         string
	Interval      string // 1 = "95 %"
	PublishedCol  string
	Followed      TurnoverDefinition // a
	AllStarters   TurnoverDefinition // b
	KaplanMeier   TurnoverDefinition // c
	FirstHolders  TurnoverDefinition // d
	PublishedNote string             // 1 = share, 2 = what and where
	ExactNote     string             // how the limits of a, b and d are made
	CurveNote     string             // how those of c are made
	FewNote       string             // why those of c are from the beta product: 1 = fewer agreements than, 2 = fewer at risk than
	FewOfNote     string             // 1 = letters of the shares of few, 2 = fewer counted than
	FewAtRiskNote string             // 1 = how many were at risk at a stop that c rests on
	PickOneNote   string
}

// ExpectedWords are those of stops observed beside those expected: the table, and sentences.
type ExpectedWords struct {
	Title        string
	Against      string
	SameSize     string
	Country      string
	OthersSize   string // the others beside a cohort, in municipalities of the same size
	Others       string // all of them
	Observed     string
	Expected     string
	Ratio        string
	Interval     string // 1 = "95 %"
	Note         string // what ratio and limits are
	AssumedNote  string // 1 = source, 2 = shape
	FileSize     string // municipalities of the same size in a file of curves: 1 = file
	File         string // all of one: 1 = file
	BothNote     string // as AssumedNote, where two published numbers give the shape; 3 = ShareWithin
	ShareWithin  string // 1 = share, 2 = months
	OutsideNote  Plural // 1 = agreements, 2 = what they are held against
	OthersNote   string // 1 = SameSize or Country, 2 = list of AtShape
	AtShape      string // 1 = ratio, 2 = shape
	MixedNote    string
	WithoutNote  Plural // 1 = agreements, 2 = SameSize or Country
	BeyondNote   Plural // 1 = agreements
	OwnStopsNote string // 1 = SameSize or Country
	Curve        string // beside the line of a figure
	CurveNote    string // below a figure: what the line is

	Nobody, Some string // who stopped: 1 = how many, in words
	Sentence     string // 1 = Nobody or Some, 2 = expected, 3 = SameSize or Country, 4 = ratio, 5 = limits, 6 = a verdict
	Also         string // of all, after those of the same size: 1 = expected, 2 = ratio, 3 = limits, 4 = a verdict, 5 = Country or Others
	Little       string // 1 = expected, 2 = SameSize or another
	CouldShow    string // what so few could show: 1 and 2 = chances of half and twice the hazard, 3 = NotShown or ""
	NotShown     string // goes on after them: they are too small
	Assumed      string // 1 and 2 = least and greatest ratio, 3 = SameSize or another, 4 = AssumedAlso or ""
	AssumedAlso  string // likewise of a second comparison
	MayBeChance  string // the interval of the one ratio includes 1
	BothChance   string // those of both do
	BySize       string // sizes of municipality may be a part of the difference

	HalfToDouble, TooWide, NoClear, BarelyAbove, BarelyBelow, Above, Below string // verdicts
}

// A TurnoverDefinition is one way to count who left early.
type TurnoverDefinition struct {
	Name string // 1 = months
	Of   string // what is counted over what: 1 = numerator, 2 = denominator
}

// A Plural is a noun in its two forms.
type Plural struct{ One, Other string }

// Of returns the form that goes with n.
func (p Plural) Of(n int) string {
	if n == 1 || n == -1 {
		return p.One
	}
	return p.Other
}
