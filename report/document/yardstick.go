package document

import (
	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/internal/yardstick"
)

// YardstickChoices say which rows are held against what: a baseline, or a curve.
type YardstickChoices struct {
	rows.Choices
	Conf     float64               // level of the limits, 0 to 1
	Baseline string                // id of a published median; "" for a curve
	Curve    string                // name of the file of a curve; "" for a baseline
	Shape    varighet.Opt[float64] // of the Weibull curve through a median; missing: see [yardstick.Published]
	Mix      map[string]float64    // how many belong to each group of the baseline, where rows do not say; nil: they do

	// WholeMonths says that a stop is recorded at the end of the month in which it fell: of any CSV;
	// so spells are.
	WholeMonths bool
}

// check is wrong use of the command where choices do not go together.
func (opt *YardstickChoices) check(command string) error {
	if (opt.Baseline == "") == (opt.Curve == "") {
		return choice.Errorf("%s needs --baseline or --curve, and not both", command)
	}
	if opt.Curve != "" && opt.Shape.OK {
		return choice.Errorf("--shape is for a --baseline known by its median")
	}
	if opt.Mix != nil && opt.Match != "" && opt.Match != "size_group" {
		return choice.Errorf("--mix is for rows that do not say their group: not with --match")
	}
	return nil
}

// wholeMonths reports whether stops are recorded at the ends of months.
func (opt *YardstickChoices) wholeMonths() bool { return opt.WholeMonths || !opt.AnyCSV() }

// sample is what is held against a yardstick.
func (opt *YardstickChoices) sample(set *rows.Set) *yardstick.Sample {
	return &yardstick.Sample{Tenures: set.Tenures, Weights: set.Weights, Groups: set.Matches, WholeMonths: opt.wholeMonths()}
}

// YardstickOf makes what the choices ask for. curve is the content of their file, as
// [yardstick.ReadCurves] has it; it is not read for a baseline.
func YardstickOf(opt *YardstickChoices, curve []byte) (y *yardstick.Yardstick, err error) {
	if opt.Curve != "" {
		y, err = yardstick.ReadCurves(opt.Curve, curve)
	} else {
		y, err = published(opt.Baseline, opt.Shape)
	}
	if err != nil || opt.Mix == nil {
		return y, err
	}
	if y, err = y.Mix(opt.Mix); err != nil {
		return nil, choice.Errorf("--mix: %v", err)
	}
	return y, nil
}

// published is the yardstick of a published median.
func published(id string, shape varighet.Opt[float64]) (*yardstick.Yardstick, error) {
	b, err := data.FindBaseline(id)
	if err != nil {
		return nil, choice.Errorf("%v", err)
	}
	y, err := yardstick.Published(b, shape)
	if err != nil {
		return nil, choice.Errorf("%v", err)
	}
	return y, nil
}
