package words

import (
	"slices"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/power"
)

// Methods are the options by which a study's numbers were made.
type Methods struct {
	Gap, Lookahead int // months
	Municipality   bool
	SchemeStart    varighet.Opt[varighet.Month]
	FirstRows      survival.FirstRows
	LastRows       survival.LastRows
	Within         int // months
	Sizes          []string
	Simulated      bool
	Part           bool // the data have a part of the country's lists only

	Cohort    Cohort
	LastMonth varighet.Opt[varighet.Month] // that the study chooses
	DataEnd   varighet.Month
}

// A Cohort is the table of the positions that count; the zero one is none.
type Cohort struct {
	Table         string // its name
	Others        bool   // the other positions stay
	Months        bool   // it gives positions months of their own
	Positions, Of int    // of the cohort, and in the data; 0 where positions are not counted
}

// Counted says which positions and months count, if the study chooses them.
func Counted(l *locale.Locale, m *Methods) (sentences []string) {
	x, c := writerIn(l), &m.Cohort
	w := &x.w.Method
	if c.Table != "" {
		text, alone := w.CohortOnly, w.CohortAlone
		if c.Others {
			text, alone = w.CohortOthers, w.CohortBeside
		}
		n, of := x.of(c.Positions, c.Of, locale.Feminine)
		if c.Of == 0 {
			text = alone
		}
		sentences = append(sentences, locale.Fill(text, c.Table, n, of))
	}
	if c.Months {
		sentences = append(sentences, locale.Fill(w.CohortMonths, c.Table))
	}
	switch {
	case m.LastMonth.OK && m.LastMonth.V > m.DataEnd:
		sentences = append(sentences, locale.Fill(w.LastMonthLater, l.MonthYear(m.LastMonth.V), l.MonthYear(m.DataEnd)))
	case m.LastMonth.OK:
		sentences = append(sentences, locale.Fill(w.LastMonth, l.MonthYear(m.LastMonth.V)))
	}
	return sentences
}

// A Paragraph is a heading, what stands below it, and a list after that.
type Paragraph struct {
	Heading, Text string
	List          []string
}

// Citations are the sources of the methods, by the numbers that stand in the text.
var Citations = []string{
	"Kaplan EL, Meier P (1958). J Am Stat Assoc 53:457–481.",
	"Borgan Ø, Liestøl K (1990). Scand J Stat 17:35–41.",
	"Clopper CJ, Pearson ES (1934). Biometrika 26:404–413.",
}

// Describe says how numbers were made, by the options in force.
func Describe(l *locale.Locale, m *Methods) []Paragraph {
	x := writerIn(l)
	w := &x.w.Method
	left := w.LeftText
	if m.Gap == 0 {
		left = w.LeftNoGap
	}
	unit := w.UnitPosition
	if m.Municipality {
		unit = w.UnitMunicipality
	}
	text := unit + " " + locale.Fill(left, x.months(m.Gap), x.months(m.Lookahead))
	time := w.TimeText
	if m.SchemeStart.OK {
		time += " " + locale.Fill(w.SchemeStart, l.MonthYear(m.SchemeStart.V))
	}
	switch m.FirstRows {
	case survival.FirstRowsKnown:
		time += " " + w.FirstKnown
	case survival.FirstRowsUnknown:
		time += " " + w.FirstUnknown
	}
	switch m.LastRows {
	case survival.LastRowsStopped:
		text += " " + w.LastStopped
	case survival.LastRowsCensored:
		text += " " + w.LastCensored
	}
	var list []Paragraph
	if counted := Counted(l, m); counted != nil {
		list = append(list, Paragraph{Heading: w.Counted, Text: strings.Join(counted, " ")})
	}
	list = append(list, []Paragraph{
		{Heading: w.Time, Text: time},
		{Heading: w.Left, Text: text},
		{Heading: w.Curve, Text: locale.Fill(w.CurveText, l.Percent(confLevel, 0), x.l.InWords(survival.FewAtRisk, locale.Masculine))},
		{Heading: locale.Fill(w.Shares, l.Count(m.Within, l.Month)), Text: w.SharesText, List: w.Definitions[:]},
	}...)
	if len(m.Sizes) > 0 {
		var names []string
		for _, s := range m.Sizes {
			names = append(names, l.SizeGroup(s))
		}
		list = append(list, Paragraph{Heading: w.Sizes, Text: locale.Fill(w.SizesText, l.List(names))})
	}
	list = append(list,
		Paragraph{Heading: w.Words, Text: locale.Fill(w.WordsText, x.l.InWords(survival.FewAtRisk, locale.Masculine), l.Int(WidePoints), l.Int(LeastExpected), l.Percent(power.CanTell, 0))})
	limits := w.LimitsText
	if m.Part {
		limits += " " + w.PartText
	}
	if m.Simulated {
		limits = w.Simulated + " " + limits
	}
	return append(list, Paragraph{Heading: w.Limits, Text: limits}, Paragraph{Heading: w.Citations, List: numbered(Citations)})
}

func numbered(list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = "[" + string(rune('1'+i)) + "] " + s
	}
	return out
}

// Reasons are those for which rows are set aside, in the order in which a language has words
// for them.
var Reasons = []string{"separator line", "title", "header", "repeated header", "blank", "total", "heading", "note", "no month", "fault"}

// Alarms are the codes of alarms in the order in which a language has words for them: of starts
// and stops, of the rows that were read, and of names that stand for doctors.
var Alarms = [...]varighet.AlarmCode{survival.AlarmOpening, survival.AlarmBeganLate, survival.AlarmCodeChange, survival.AlarmEndedEarly,
	survival.AlarmManyLeave, survival.AlarmMonthMissing, survival.AlarmListsMissing, survival.AlarmFileShort,
	"many-lists", "list-ids-alike", "doctor-ids-alike",
	"names-alike", "number-by-name", "number-by-nearest", "name-over-border", "name-on-two-lists", "shared-name"}

// Alarm says what an alarm is about; the code where there are no words for it.
func Alarm(l *locale.Locale, code varighet.AlarmCode) string {
	if i := slices.Index(Alarms[:], code); i >= 0 {
		return l.Page().Account.AlarmTexts[i]
	}
	return string(code)
}
