package sample

import (
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/cox"
)

// Curves are the curves of groups, with the rows that they are of.
type Curves struct {
	survival.Curves
	Rows *Rows
}

// Curves chooses rows and estimates the curve of each group: [Source.Rows] and [Rows.Curves] in one.
func (s *Source) Curves(c Choices, opt survival.Options) (*Curves, error) {
	rows, err := s.Rows(c)
	if err != nil {
		return nil, err
	}
	curves, err := rows.Curves(opt)
	if err != nil {
		return nil, err
	}
	return &Curves{curves, rows}, nil
}

// String is the table of [survival.Curves.String], and below it what is to be said of the rows.
func (c *Curves) String() string { return c.Curves.String() + notes(c.Rows.Warnings) }

// A Comparison is groups side by side, with the rows that they are of.
type Comparison struct {
	*survival.Comparison
	Rows *Rows
}

// Compare chooses rows and puts the groups side by side: [Source.Rows] and [Rows.CompareGroups] in
// one. The choices must name columns in By.
func (s *Source) Compare(c Choices) (*Comparison, error) {
	rows, err := s.Rows(c)
	if err != nil {
		return nil, err
	}
	comparison, err := rows.CompareGroups()
	if err != nil {
		return nil, err
	}
	return &Comparison{comparison, rows}, nil
}

// String is the log-rank test as [survival.Comparison.String] has it, and below it what is to be said
// of the rows.
func (c *Comparison) String() string { return c.Comparison.String() + notes(c.Rows.Warnings) }

// Cox chooses rows and fits a Cox model: [Source.Model] and [cox.Fit] in one. What is to be said of
// the rows is among the model's warnings.
func (s *Source) Cox(c ModelChoices, opt cox.Options) (*cox.Model, error) {
	m, err := s.Model(c)
	if err != nil {
		return nil, err
	}
	fit, err := cox.Fit(m.Cox(), opt)
	if err != nil {
		return nil, err
	}
	fit.Warnings = append(fit.Warnings, m.Warnings...)
	return fit, nil
}

// AgainstPublished chooses rows and holds them against the published medians with this id, such as
// "nsdm2020-table6-1": [Source.Rows], [data.FindBaseline] and [Rows.AgainstPublished] in one, with
// the shape that follows from what is published, and limits at 95 %.
func (s *Source) AgainstPublished(id string, c Choices) (*Expected, error) {
	medians, err := data.FindBaseline(id)
	if err != nil {
		return nil, err
	}
	rows, err := s.Rows(c)
	if err != nil {
		return nil, err
	}
	e, err := rows.AgainstPublished(medians, varighet.Opt[float64]{}, 0.95)
	if err == nil {
		e.Warnings = rows.Warnings
	}
	return e, err
}

// notes are lines below a table, each after a newline.
func notes(list []string) string {
	var b strings.Builder
	for _, text := range list {
		b.WriteString("\nnote: " + text)
	}
	return b.String()
}
