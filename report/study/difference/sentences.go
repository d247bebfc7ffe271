package difference

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/report/study"
)

// title names the two reports.
func (a *Answer) title() string {
	w, l := &a.locale.Page().Change, a.locale
	return locale.Fill(w.Title, a.New.Study, l.MonthYear(a.Old.Last), l.MonthYear(a.New.Last))
}

// Sentences say how many numbers are others, why, which of the summary's, and what that can carry.
func (a *Answer) Sentences() (list []string) {
	w, l := &a.locale.Page().Change, a.locale
	if a.Changed == 0 {
		list = append(list, w.None)
	} else {
		list = append(list, locale.Fill(w.Some.Of(a.Changed), l.Int(a.Changed), l.Int(a.Compared)))
	}
	for _, s := range a.Steps {
		if s.Changed > 0 {
			list = append(list, locale.Fill(w.Because.Of(s.Changed), l.Int(s.Changed), a.because(s.Why)))
		}
	}
	if a.Together != "" && a.Changed > 0 {
		list = append(list, w.Together)
	}
	for i := range a.Numbers {
		if s := a.went(&a.Numbers[i]); s != "" {
			list = append(list, s)
		}
	}
	if n := a.only(func(n *Number) bool { return n.Old == nil }); n > 0 {
		list = append(list, locale.Fill(w.Came.Of(n), l.Int(n)))
	}
	if n := a.only(func(n *Number) bool { return n.New == nil }); n > 0 {
		list = append(list, locale.Fill(w.Lost.Of(n), l.Int(n)))
	}
	if a.Changed > 0 {
		list = append(list, w.Hedge)
	}
	return list
}

func (a *Answer) only(which func(*Number) bool) (n int) {
	for i := range a.Numbers {
		if which(&a.Numbers[i]) {
			n++
		}
	}
	return n
}

// because are reasons in words, after "since".
func (a *Answer) because(why []study.Why) string {
	w, l := &a.locale.Page().Change, a.locale
	var list []string
	for _, x := range why {
		if x == study.WhyMonths {
			list = append(list, locale.Fill(w.Months.Of(a.months), l.Int(a.months)))
		} else {
			list = append(list, w.Reasons[slices.Index(reasons, x)])
		}
	}
	return l.List(list)
}

// went says how a number of the summary that is a share, a time or a ratio changed, and how many have
// had the same doctor throughout; "" of another, and of one that reads as before.
func (a *Answer) went(n *Number) string {
	w := &a.locale.Page().Change
	main := slices.Contains([]string{"share", "months", "ratio"}, n.Column) || n.Row == "same_doctor" && n.Column == "count"
	if n.Of != "summary" || !main || n.Old == nil || n.New == nil || len(n.Why) == 0 {
		return ""
	}
	if a.number(n, n.Old) == a.number(n, n.New) || withheld(n.Old) || withheld(n.New) {
		return ""
	}
	before, after := a.counted(n, n.Old, n.ofOld), a.counted(n, n.New, n.ofNew)
	more := a.moreLeft(n)
	switch {
	case slices.Equal(n.Why, []study.Why{study.WhyMethod}):
		return locale.Fill(w.WentByMethod, n.Label, before, after)
	case a.oneReason() && more == "":
		return locale.Fill(w.WentOnly, n.Label, before, after)
	}
	return locale.Fill(w.Went, n.Label, before, after, a.because(n.Why)+more)
}

func withheld(c *study.NumbersCell) bool { return c.State == report.Withheld.String() }

// oneReason reports whether one step has all changes, which has been said.
func (a *Answer) oneReason() bool {
	return !slices.ContainsFunc(a.Steps, func(s Step) bool { return s.Changed > 0 && s.Changed < a.Changed })
}

// counted is a number in words, and of how many it is.
func (a *Answer) counted(n *Number, c, of *study.NumbersCell) string {
	if of == nil {
		return a.words(n, c)
	}
	return locale.Fill(a.locale.Page().Change.OfAll, a.words(n, c), a.locale.Int(int(*of.Value)))
}

// moreLeft says how many more left, of a share that months alone have changed.
func (a *Answer) moreLeft(n *Number) string {
	if n.Column != "share" || !slices.Equal(n.Why, []study.Why{study.WhyMonths}) {
		return ""
	}
	for i := range a.Numbers {
		c := &a.Numbers[i]
		if c.Of == n.Of && c.Row == n.Row && c.Column == "count" && c.Difference != nil && *c.Difference > 0 {
			more := int(*c.Difference)
			return locale.Fill(a.locale.Page().Change.MoreLeft.Of(more), a.locale.InWords(more, locale.Masculine))
		}
	}
	return ""
}

// Text writes the sentences, and a table of the numbers that are others.
func (a *Answer) Text(w io.Writer) error {
	t := a.Table()
	fmt.Fprintf(w, "%s\n\n", t.Title)
	for _, s := range t.Notes {
		fmt.Fprintf(w, "%s\n", s)
	}
	if len(t.Rows) == 0 {
		return nil
	}
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	title := ""
	for _, line := range a.lines() {
		if line[0] != title {
			title = line[0]
			fmt.Fprintf(tw, "\n%s\n", title)
			var heads []string
			for _, c := range t.Columns[1:] {
				heads = append(heads, c.Title)
			}
			fmt.Fprintf(tw, "  %s\n", strings.Join(heads, "\t"))
		}
		fmt.Fprintf(tw, "  %s\n", strings.Join(line[1:], "\t"))
	}
	return tw.Flush()
}
