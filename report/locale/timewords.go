package locale

// YearsWords are those of turnover in each calendar year.
type YearsWords struct {
	Title    string
	TitleBy  string // of groups: 1 = Title, 2 = column
	Subtitle string
	Point    string // explains a dot and its line: 1 = "95 %"
	Mean     string // explains a dashed line
	MeanOf   string // the same where there are several groups
	All      string // explains the grey line
	Exact    string // 1 = "95 %"
	NotWhole Plural // 1 = list of years
	TooFew   string // 1 = list of groups and years, 2 = least number
	TooFewOf string // an item of it: 1 = group, 2 = years
	Withheld string // 1 = list of groups and years
	Empty    string // there is no complete year
	Describe string // 1 = sentences on each group
	Group    string // a sentence on a group: 1 = group, 2 = first and 3 = last year, 4 = least and 5 = greatest share

	// The table.
	GroupColumn, Year, Open, Gone, Share string
	Interval                             string // 1 = "95 %"
	MeanRow                              string // in place of a year
	ShareNote                            string // what is counted over what
	MeanNote                             string

	// Sentences.
	Change   string // 1 and 5 = year, 2 and 6 = left, 3 and 7 = of how many, 4 and 8 = share and limits
	OneYear  string // 1 = year, 2 = left, 3 = of how many, 4 = share and limits
	OnlyOne  string // after it
	Off      Plural // intervals off the mean: 1 = how many, 2 = of how many, 3 = mean number by chance
	OffNone  string // likewise, with none: 2 = of how many, 3 = by chance
	NoneFull string
	FewAll   string // every complete year is of too few: 1 = least number
}

// ExitsWords are those of cumulative exits by reason.
type ExitsWords struct {
	Title    string
	Subtitle string    // 1 = "22 avtaler", 2 = number stopped
	Reasons  [8]string // by survival.ExitCause
	Still    string
	All      string
	Given    string // a curve that begins late: 1 = months
	Note     string
	NewList  string // what a new list, and none, is

	// Of data of a part of the country's lists, in place of Title and NewList.
	TitlePart, NewListPart string

	Rough    string // limits rest on few: 1 = fewer agreements than, 2 = fewer at risk than
	Cut      string // 1 = least number at risk
	TooFew   string // 1 = agreements, 2 = least number at risk
	Nobody   string
	Describe string // 1 = length, 2 = list of reasons with shares

	// The table.
	Months, AtRisk, Reason, Stopped, Share string
	Interval                               string // 1 = "95 %"
	LimitsNote                             string

	// Sentences.
	After       string    // 1 = "fem år", 2 = share and limits, 3 = list of reasons
	AfterOne    string    // there is one reason: 1 = "fem år", 2 = share and limits, 3 = what
	AfterSingle string    // likewise, of one doctor
	AfterBoth   string    // likewise, of two
	NobodyYet   string    // 1 = agreements
	NobodyShown string    // while enough are followed: 1 = agreements, 2 = least number at risk
	ReasonOf    string    // an item: 1 = share, 2 = limits, 3 = Clauses
	Clauses     [8]string // by survival.ExitCause
	NotMedic    string    // what no new list does not say
}

// VacanciesWords are those of lists without a doctor.
type VacanciesWords struct {
	Title     string
	TitleBy   string // of shares: 1 = column
	Count     string // heading of the upper part
	Share     string // heading of the lower part
	Vacant    string // explains the line
	Never     string // explains the hatched part
	Hole      string // explains a dark bar
	Jump      string // explains a dashed line
	InMonth   string // below a group's name: 1 = vacant, 2 = lists, 3 = month
	Note      string
	HoleNote  string // 1 = months
	JumpNote  string // 1 = months, 2 = least share
	Empty     string
	NoVacancy string // no list has been vacant: 1 = most lists in a month
	Describe  string // 1 = sentences
	Group     string // 1 = group, 2 = vacant, 3 = lists, 4 = month, 5 = least and 6 = greatest share

	// The table.
	GroupColumn, Month, Lists, VacantColumn, ShareColumn, NeverColumn, Year, NoData string
	DurationTitle                                                                   string
	Periods, Filled, Median, After                                                  string
	Interval                                                                        string // 1 = "95 %"
	MonthsNote                                                                      string // which months a page has, of many
	LaterThan                                                                       string // heads the beginning of a median's step
	JanuariesNote                                                                   string // which dates a published report has: 1 = least count that is shown
	HolesNote                                                                       string // months without numbers
	FillNote                                                                        string // what time to fill is
	FewNote                                                                         string // limits from the beta product: 1 = groups, 2 = fewer vacancies than, 3 = fewer vacant than
	UnknownNote                                                                     string // 1 = vacancies left out, 2 = of how many

	// Sentences.
	None       Plural // nobody vacant in the month: 1 = lists, 2 = month
	Only       string // the only list is vacant: 3 = month
	Some       Plural // 1 = vacant, 2 = of how many, 3 = month, 4 = share
	YearOrMore Plural // goes on: 1 = how many of them
	YearAll    Plural // likewise, all of them
	Fill       string // 1 = vacancies, 2 = months, 3 = limits
	StillOpen  string // goes on: 1 = share, 2 = limits
	FillFew    string // 1 = vacancies
	FillNone   string
	FillOpen   string // the median is not reached: 1 = vacancies, 2 = filled
	Broken     string // part of the months are not drawn
}

// StabilityWords are those of the counts of stability.
type StabilityWords struct {
	Title      string // 1 = how many, 2 = of how many
	TitleZero  string // none has: 1 = positions
	TitleNone  string
	SubSquares string // 1 = month
	SubBars    string // 1 = month
	FirstYear  string // heading of rows
	Never      string // a row
	NotKnown   string // a row: the year is not known
	Classes    [7]string
	ClassNote  string // for classes with a holder
	Share      string // 1 = how many, 2 = of how many, 3 = share, 4 = limits
	Filled     string // 1 = filled, 2 = of how many, 3 = month
	Stopped    Plural // 1 = how many, 2 = months
	Doctors    string // 1 = "22 leger"
	Shared     Plural // 1 = positions
	Empty      string
	Describe   string // 1 = sentences
	Row        string // 1 = name, 2 = list of classes with counts
	ClassCount string // 1 = class, 2 = how many

	// The table.
	TableTitle, Group, Positions, FilledNow, VacantNow, SameColumn, SameShare string
	Interval                                                                  string // 1 = "95 %"
	ChangedOnce, ChangedTwice, ChangedMore, Other, NeverColumn                string
	DoctorsColumn, StoppedColumn, HeldColumn                                  string
	MonthNote                                                                 string // 1 = month
	OtherNote                                                                 string
	GroupNote                                                                 string // groups share positions
}
