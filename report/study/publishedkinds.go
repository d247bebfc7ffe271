package study

import (
	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/report/words"
	"github.com/varighet/varighet/survival"
)

// lean is that of a side as anybody may read it: nil where the numbers are withheld.
func (s *publishedSide) lean(l *Lean) *Lean {
	if l == nil || s.shown["uncertain"] && s.shown["stopped"] {
		return l
	}
	return &Lean{}
}

// sizeGroupColumn is the one column by which a published report has groups, beside the cohort:
// two that hang together, as counties and size groups do, could be played off against each other.
const sizeGroupColumn = "size_group"

// unpublished reports whether curves are by a column that a published report has no groups by.
func (c *Curves) unpublished() bool {
	return c.By != "" && c.By != sizeGroupColumn && !c.cohort
}

// published has the curves of all, or of the groups that are shown, as their steps tell them.
func (c *Curves) published(p *publication) (Value, error) {
	if c.unpublished() {
		return nil, errWithheld
	}
	out := &Curves{By: c.By, Horizon: c.Horizon, cohort: c.cohort, lean: p.own.lean(c.lean)}
	if c.By == "" {
		out.Groups = []*survival.GroupCurve{p.own.curve}
		return out, nil
	}
	if c.cohort {
		out.lean = nil
		for _, g := range c.Groups {
			side := p.others
			if g.Group == "true" {
				side = p.own
			}
			named := *side.curve
			named.Group = g.Group
			out.Groups = append(out.Groups, &named)
		}
		return out, nil
	}
	d, err := p.by(p.own, c.By)
	if err != nil {
		return nil, err
	}
	for _, g := range c.Groups {
		curve, err := d.curve(g.Group)
		if err != nil {
			return nil, err
		}
		out.Groups = append(out.Groups, curve)
	}
	return out, nil
}

// published has the medians of the groups that are shown, read off curves that go in steps.
// Municipalities' own are not in it.
func (m *Medians) published(p *publication) (Value, error) {
	side := p.country()
	d, err := p.by(side, sizeGroupColumn)
	if err != nil {
		return nil, err
	}
	out := &Medians{Source: m.Source, Window: m.Window, Basis: report.OwnBasis{Others: m.Basis.Others}, lean: side.lean(m.lean)}
	for i := range m.Groups {
		old := &m.Groups[i]
		g := survival.GroupMedian{Group: old.Group}
		switch {
		case old.Group == "all" && (d.all || len(d.rows) == 0):
			g = side.curve.Median()
		case old.Group == "all":
			g.Withheld = true
		case d.rows[old.Group].Stopped == nil && d.rows[old.Group].Censored == nil: // nobody
		default:
			if g, err = d.median(old.Group); err != nil {
				return nil, err
			}
		}
		g.Published, g.Truth = old.Published, old.Truth
		out.Groups = append(out.Groups, g)
	}
	return out, nil
}

// published has the shares whose two counts are shown. That of the curve is read at the end of
// a step.
func (t *TurnoverShares) published(p *publication) (Value, error) {
	out := &TurnoverShares{Published: t.Published, lean: p.own.lean(t.lean)}
	var err error
	out.Shares, err = p.own.shares(t.Shares)
	return out, err
}

// shares are shares that left as anybody may read them.
func (s *publishedSide) shares(exact []survival.TurnoverShare) (list []survival.TurnoverShare, err error) {
	for _, x := range exact {
		letter := x.Definition.Letter()
		switch {
		case x.Within != s.within:
			x = withheldShare(x)
		case x.Definition == survival.TurnoverKaplanMeier && s.tenures != nil && s.curve.KnownAt(float64(x.Within)):
			of := s.curve.N
			if x, err = survival.TurnoverOfTenures(s.tenures, x.Within, ConfLevel); err != nil {
				return nil, err
			}
			x.Of = of
			if full := s.curve.Full; full != nil { // the same limits as the curve has there
				x.Few = full.Few(float64(x.Within))
			}
		case x.Definition == survival.TurnoverKaplanMeier || !s.shown[letter+" of"] || !s.shown[letter+" gone"]:
			x = withheldShare(x)
		}
		x.LeftOut, x.LeftOutWithheld = 0, true
		list = append(list, x)
	}
	return list, nil
}

func withheldShare(x survival.TurnoverShare) survival.TurnoverShare {
	return survival.TurnoverShare{Definition: x.Definition, Within: x.Within, Withheld: true}
}

// published has the facts of which every count is shown; sentences that rest on others are not
// written. How long those who stopped had held their position is withheld, since the shortest
// and the longest are one doctor's.
func (s *Summary) published(p *publication) (Value, error) {
	side, shown := p.own, p.own.shown
	all := func(names ...string) bool {
		for _, n := range names {
			if !shown[n] {
				return false
			}
		}
		return true
	}
	f := words.Facts{First: s.First, Last: s.Last, Seen: s.Seen, Within: s.Within, Missing: s.Missing, Curve: side.curve}
	f.Held = words.Held{Scope: !all("positions", "doctors") || p.others != nil && !(p.others.shown["positions"] && p.others.shown["doctors"]),
		Same: !all("positions", "filled", "same", "one", "two", "more"), Filled: !all("positions", "filled", "filled now", "vacant now", "gone now", "no data"),
		Left: !all("agreements", "doctors", "stopped"), Account: !all("agreements", "left out", "late", "assumed", "corrected"),
		Numbers: side.curve.Withheld, Most: p.rule.K - 1}
	h := &f.Held
	if !h.Scope || !h.Same || !h.Filled {
		f.Stability.Positions = s.Stability.Positions
	} else {
		f.Stability.Positions = 1 // there are some
	}
	if !h.Scope || !h.Left {
		f.Doctors = s.Doctors
	}
	if !h.Same || !h.Filled {
		f.Stability.Filled, f.Positions.Never = s.Stability.Filled, s.Positions.Never
		f.Positions.Windows = s.Positions.Windows
	}
	if !h.Same {
		f.Same, f.Positions.Same, f.Positions.One, f.Positions.Two, f.Positions.More = s.Same, s.Positions.Same, s.Positions.One, s.Positions.Two, s.Positions.More
	}
	if !h.Filled {
		f.Positions.Filled, f.Positions.Vacant, f.Positions.Gone, f.Positions.NoData = s.Positions.Filled, s.Positions.Vacant, s.Positions.Gone, s.Positions.NoData
	}
	f.Agreements = 1 // there are some
	if s.Agreements == 0 || !h.Left || !h.Account {
		f.Agreements = s.Agreements
	}
	if !h.Left {
		f.Stability.Stopped = s.Stability.Stopped
	}
	if len(s.LeftOut) > 1 {
		h.Account = true // by reason they may be few
	}
	if !h.Account {
		f.LeftOut, f.LateEntry, f.Assumed, f.Corrected = s.LeftOut, s.LateEntry, s.Assumed, s.Corrected
	}
	if s.Lean.OK {
		if all("uncertain", "stopped") {
			f.Lean = s.Lean
		} else {
			h.Lean = true
		}
	}
	var err error
	if f.Turnover, err = side.shares(s.Turnover); err != nil {
		return nil, err
	}
	for _, x := range f.Turnover {
		h.Numbers = h.Numbers || x.Withheld
	}
	err = p.besideFacts(s, &f)
	return &Summary{Facts: f}, err
}

// besideFacts adds what may be read of the others beside a cohort.
func (p *publication) besideFacts(s *Summary, f *words.Facts) error {
	o := p.others
	if o == nil || s.Others == nil {
		return nil
	}
	f.Others = &words.Others{Curve: o.curve}
	if o.shown["positions"] && o.shown["doctors"] {
		f.Others.Positions, f.Others.Doctors = s.Others.Positions, s.Others.Doctors
	}
	if o.shown["filled"] && o.shown["same"] {
		f.Others.Filled, f.Others.Same = s.Others.Filled, s.Others.Same
	}
	var err error
	f.Others.Turnover, err = o.shares(s.Others.Turnover)
	return err
}

// The kinds with a rule, and the summary.
var _ = []publishable{(*Curves)(nil), (*Medians)(nil), (*Municipalities)(nil), (*TurnoverShares)(nil), (*Summary)(nil),
	(*Exits)(nil), (*Expected)(nil), (*Observed)(nil), (*Hazards)(nil), (*TurnoverYears)(nil), (*Vacancies)(nil),
	(*Stabilities)(nil), (*Moves)(nil), (*ListLengths)(nil), (*FunnelPlot)(nil)}

// Those that count positions, doctors or lists of their own.
var _ = []counting{(*Stabilities)(nil), (*Moves)(nil), (*ListLengths)(nil)}
