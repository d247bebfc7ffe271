package study

import (
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/report/disclosure"
	"github.com/varighet/varighet/report/words"
	"github.com/varighet/varighet/survival/design"
)

// published has a model of the size group alone, fitted to the curves of the groups: its ratios say
// nothing that the curves do not. Other models are withheld, and this one where a group is.
func (h *Hazards) published(p *publication) (Value, error) {
	if len(h.Terms) != 1 || h.Terms[0].Name != sizeGroupColumn || h.Terms[0].Number {
		return nil, errWithheld
	}
	d, err := p.by(p.own, sizeGroupColumn)
	if err != nil {
		return nil, err
	}
	set, labels := &rows.Model{}, []string{}
	for _, group := range d.labels {
		tenures, ok := disclosure.Coarse(d.rows[group], d.ends)
		if !d.all || !d.shown[group] || !ok || len(d.ends) < leastSteps {
			return nil, errWithheld
		}
		set.Tenures = append(set.Tenures, tenures...)
		for range tenures {
			labels = append(labels, group)
		}
	}
	if set.X, err = sizeDesign(labels, &h.Terms[0]); err != nil {
		return nil, err
	}
	out := &Hazards{Hazards: words.Hazards{Ties: h.Ties}}
	return out, out.fit(set)
}

// sizeDesign is the matrix of size groups against the base of a term.
func sizeDesign(labels []string, t *words.HazardTerm) (*design.Matrix, error) {
	groups := design.Factor(sizeGroupColumn, labels)
	for i := range t.Levels {
		if t.Levels[i].Base {
			var err error
			if groups, err = groups.WithReference(t.Levels[i].Level); err != nil {
				return nil, err
			}
		}
	}
	return design.New(len(labels), groups)
}
