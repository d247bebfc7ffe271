package survival

import "github.com/varighet/varighet"

// A Surveyor makes the [Coverage] of rows as they pass by, such as those of a register
// while it is written. All files must be of one series: SpellOptions.Series is ignored.
type Surveyor struct {
	survey *survey
	opt    SpellOptions
}

// NewSurveyor begins a coverage by these options.
func NewSurveyor(opt SpellOptions) *Surveyor {
	return &Surveyor{newSurvey(nil), opt}
}

// Rows takes the next row, sorted as [Observations] are, and the rows of the months after it
// up to last that differ from it in month and numbers only.
func (v *Surveyor) Rows(o *varighet.Observation, last varighet.Month) error {
	if err := usable(o); err != nil {
		return err
	}
	v.survey.rows(o, last)
	return nil
}

// Coverage ends the rows.
func (v *Surveyor) Coverage() *Coverage {
	v.survey.endList()
	v.survey.position = ""
	return coverageOf(v.survey, v.opt)
}
