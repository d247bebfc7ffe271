package locale

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Gender is that of a noun that is counted, which its number follows.
type Gender uint8

// The genders. Positions and lists are feminine in nynorsk, months masculine, years neuter.
const (
	Masculine Gender = iota
	Feminine
	Neuter
)

// PageWords are the words of the report page. Placeholders are as in [Messages].
type PageWords struct {
	Ones     [3]string  // "one" by gender
	Cardinal [11]string // two to twelve

	No                 string // of nouns that are counted: "ingen leger"
	None               string // "ingen av dem"
	Both, Every        string // "begge", "alle av dem"
	OneYear, FiveYears string // "ett år" in running text
	CI                 string // before limits: 1 = "95 %"

	// Around the page.
	Skip, Contents, Summary, Figures, Tables, Methods, Data, Terms, Version string
	Subtitle                                                                string // 1 = period
	Figure, Table                                                           string // 1 = number
	NumbersOf                                                               string // 1 = "Figur 1"
	NotPublished, NotPublishedAlso                                          string // what is not in an edition for publication; 1 = figures and tables
	MorePages                                                               string // 1 = pages left out, 2 = folder and name
	MoreRows                                                                string // 1 = rows left out, 2 = file
	Drag                                                                    string
	PublicMark                                                              string
	Footer                                                                  string
	About, Notes                                                            string // sheets of a workbook
	Workbook                                                                string // what it has
	PrintPage                                                               string // between page and pages in print
	Numbers                                                                 string // heading of the figures' numbers, in a document
	TooLong                                                                 string // 1 = title of a table, with the mark that ends it, 2 = rows, 3 = file that has it
	NoRows                                                                  string // 1 = title of a table that has none, with the mark that ends it
	SameNumbers                                                             string // 1 = "Tallene i figur 1", 2 = "tabell 1"
	Document                                                                string // what the Word document is

	Facts   SummaryWords
	Hedges  HedgeWords
	Shown   FigureWords
	Method  MethodWords
	Account AccountWords
	Folder  FolderWords
	Key     KeyWords
	Change  ChangeWords
}

// SummaryWords are the sentences of the summary. Numbers come as words or digits, as the
// language wants them; One is for one, and is a full sentence of its own.
type SummaryWords struct {
	Scope   string // 1 = "16 stillinger", 2 = "22 leger", 3 = period
	Nothing string // there are no positions

	NobodyEver         string
	SameOnly           string
	SameOnlyNot        string
	SameNone           string // 1 = positions
	SameBoth           string
	SameAll            string // 1 = positions
	SameSome           Plural // 1 = how many, 2 = of how many
	SameSomeEver       Plural // likewise, where some positions never had a doctor
	RestOne            string // 1 = what
	RestAll            string // 1 = how many, 2 = what
	RestMixed          string // 1 = how many, 2 = list
	HadOne             Holding
	HadTwo             Holding
	HadMore            Holding
	FilledOnly         string // 1 = month
	VacantOnly         string // 1 = month
	FilledAll          string // 1 = month
	FilledNone         string // 1 = month
	FilledUnseen       string // 1 = month: of some there are no data then
	FilledSome         string // 1 = how many, 2 = of how many, 3 = month
	ThenVacant         Plural // 1 = how many
	ThenGone           Plural // 1 = how many
	ThenNoData         Plural // 1 = how many
	NeverFilled        Plural // 1 = how many
	Between            string // 1 = how many of those with a doctor, 2 = "1 til 12 måneder"
	BetweenOnly        string // of the only position: 2 = "1 til 12 måneder"
	BetweenAssumed     string // goes on after it: of all
	BetweenSomeAssumed string // goes on after it: 1 = of how many
	LeftOnly           string
	LeftOnlyNot        string
	LeftNone           string // 1 = doctors
	LeftSome           Plural // 1 = how many, 2 = of how many
	LeftBoth           string
	LeftAll            string // 1 = doctors
	EndedOnly          string
	EndedOnlyNot       string
	EndedNone          string // 1 = agreements
	EndedSome          Plural // 1 = how many, 2 = of how many
	EndedBoth          string
	EndedAll           string // 1 = agreements
	Held               string // 1 = "5 til 13 måneder"
	NoneLater          string // 1 = how many, 2 = months

	Still     string // 1 = "ett år", 2 = share, 3 = limits
	StillAlso string // as Still, goes on after it
	StillAll  string // 1 = "ett år": nobody has left by then
	Given     string // goes on after an estimate: 1 = months that those it is of had held already
	StillFew  string // 1 = least number
	Wide      string // goes on after an interval

	Median            string // 1 = years, 2 = limits
	MedianNone        string
	MedianAtLeast     string // goes on after MedianNone: 1 = lower limit, 2 = "95 %"
	MedianFew         string
	MedianNoStops     string
	MedianNobody      string
	TurnoverRange     string // 1 = months, 2 = least, 3 = greatest, 4 = list
	TurnoverSame      string // 1 = months, 2 = share, 3 = list
	TurnoverNobody    string // 1 = months
	TurnoverShorts    [4]string
	TurnoverItem      string // 1 = letter, 2 = what, 3 = gone, 4 = of, 5 = share, 6 = limits
	TurnoverCurve     string // 1 = letter, 2 = what, 3 = share, 4 = limits
	TurnoverFew       string // 1 = letter, 2 = what, 3 = of
	TurnoverShort     string // 1 = letter, 2 = what
	TurnoverNone      string // 1 = months, 2 = list
	TurnoverZero      string // 1 = letter, 2 = what, 3 = of, 4 = limits
	TurnoverCurveZero string // 1 = letter, 2 = what
	TurnoverWithheld  string // 1 = letter, 2 = what
	SomeWithheld      string // in the summary; 1 = greatest count that is withheld
	TurnoverUncertain string // 1 = letter, 2 = what
	TurnoverWide      string // at least one interval is wide
	TurnoverAllWide   string // there are several, and all are
	TurnoverPick      string // which one to use, where c is given

	MissingNone   string
	MissingMonths Plural // 1 = how many, 2 = which
	MissingMany   string // 1 = how many, 2 = first, 3 = last
	LeftOutNone   string
	UnknownStart  Plural // 1 = how many, 2 = of how many
	FirstInLast   Plural // likewise
	LateEntry     Plural // likewise
	Assumed       Plural // likewise
	Corrected     Plural // likewise
}

// A Holding is how many doctors positions have had.
type Holding struct {
	What  string // of all the others
	Count Plural // of some of them: 1 = how many
}

// HedgeWords say how a number compares with a published one. 1 = the published number,
// 2 = of what, which begins the sentence, 3 = how it is counted here, 4 and 5 = limits here.
type HedgeWords struct {
	Withheld  string // the share here is withheld; 1 = published, 2 = of whom
	OfNotSaid string // it counts agreements, but of which is not said

	NotSame, Few, AsPublished, TooWide, NoClear, BarelyAbove, BarelyBelow, Above, Below string
}

// FigureWords are two sentences for each kind of figure: what is seen, and what it carries.
type FigureWords struct {
	Bars        string
	BarsNobody  string
	BarsLeft    Plural // 1 = how many, 2 = of how many agreements; of several, 3 = of them within a year
	BarsAll     Plural // likewise, if it is all
	BarsSome    string // several have ended, some after an unknown time: 1 = how many, 2 = of how many agreements
	BarsEvery   string // likewise, if it is all: 1 = how many
	BarsKnown   string // goes on after either: 1 = those with a known start, 2 = of them within a year
	Months      string
	MonthsMore  Plural // 1 = how many, 2 = of how many positions
	MonthsNone  string
	Curve       string // 1 = "95 %"
	Groups      string // 1 = "fem år", 2 and 4 = groups, 3 and 5 = share and limits
	GroupsFew   string
	NotTested   string
	Medians     string // 1 and 3 = groups, 2 and 4 = years
	MedianOne   string // 1 = group, 2 = years
	MediansNone string
	Within      string // 1 = how many, 2 = of how many
	NoInterval  string
	OtherPeriod string // 1 = period of the published
	TruthWithin string // 1 = how many, 2 = of how many
}

// MethodWords say how the numbers were made.
type MethodWords struct {
	Time, TimeText            string
	Left, LeftText            string // 1 = gap, 2 = look-ahead
	LeftNoGap                 string // in place of LeftText: 2 = look-ahead
	Counted                   string // heading
	CohortOnly, CohortOthers  string // 1 = table, 2 = positions of the cohort, 3 = of how many; the others are left out, or stay
	CohortAlone, CohortBeside string // likewise, where positions are not counted
	CohortMonths              string // 1 = table, which gives positions months of their own
	LastMonth                 string // 1 = month that the study chooses as the last
	LastMonthLater            string // likewise, after the data: 2 = month in which they end
	UnitPosition              string
	UnitMunicipality          string
	SchemeStart               string // 1 = month
	FirstKnown, FirstUnknown  string // the study chooses it
	LastStopped, LastCensored string // likewise
	Curve, CurveText          string // 1 = "95 %", 2 = least number at risk
	Shares, SharesText        string // 1 = months
	Definitions               [4]string
	Sizes, SizesText          string // 1 = list of groups
	Words, WordsText          string // 1 = least number, 2 = points, 3 = least expected, 4 = chance
	Limits, LimitsText        string
	PartText                  string // goes on after it, of data with a part of the country's lists
	Simulated                 string
	Citations                 string
	TermNames, TermMeaning    [9]string
}

// AccountWords say what the numbers were made from.
type AccountWords struct {
	Rows, What, Count                  string // the ledger
	Read, Used                         string
	Reasons                            [10]string // in the order of Reasons in package words
	OtherReason                        string     // 1 = the reason's name
	Files, File                        string
	FilesRead                          Plural // 1 = how many
	FilesMore                          Plural // 1 = how many are not shown
	Beside                             Plural // 1 = tables beside the files
	NoMissing                          string
	Missing                            string // 1 = months
	Alarms, NoAlarms                   string
	Alarm, Where, Month                string
	AlarmTexts                         [17]string // in the order of Alarms in package words
	AlarmsMore                         Plural     // 1 = how many are not shown
	AlarmNote                          string
	Corrections                        Plural // 1 = how many
	NoCorrections                      string
	Warnings                           Plural // 1 = how many
	Spells                             string // heading of a timeline's table
	Position, Holder, First, Last, Has string
	InPlace, Gone, LostSight           string
	AssumedMark                        string
	Program, StudyName, Language       string
	Disclosure, Gap, Digest            string
	Sources                            string
	Everything                         string
}

// Page has the words of the report page in the language.
func (l *Locale) Page() *PageWords {
	switch l.Tag {
	case "nn":
		return &pageNynorsk
	case "en":
		return &pageEnglish
	}
	return &pageBokmaal
}

// InWords writes one to twelve as words, others as Int does.
func (l *Locale) InWords(n int, g Gender) string {
	w := l.Page()
	switch {
	case n == 1:
		return w.Ones[g]
	case n >= 2 && n <= 12:
		return w.Cardinal[n-2]
	}
	return l.Int(n)
}

// Capital makes the first letter a capital one.
func Capital(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[size:]
}

// Lower makes the first letter small, as of "Figur 1" inside a sentence.
func Lower(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return s
	}
	return string(unicode.ToLower(r)) + s[size:]
}

// Clauses joins whole clauses into a sentence: "A; b; c."
func Clauses(clauses []string) string {
	return Sentence(Capital(strings.Join(clauses, "; ")))
}
