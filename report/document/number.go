package document

import (
	"fmt"
	"strconv"

	"github.com/varighet/varighet"
)

// orNull is the value, or null in JSON.
func orNull(v varighet.Opt[float64]) *float64 {
	if !v.OK {
		return nil
	}
	return &v.V
}

// exact is the shortest decimal that reads back to the same double.
func exact(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

func exactOpt(v varighet.Opt[float64]) string {
	if !v.OK {
		return ""
	}
	return exact(v.V)
}

func shown(v *float64, missing, format string) string {
	if v == nil {
		return missing
	}
	return fmt.Sprintf(format, *v)
}

func between(lower, upper *float64, format string) string {
	return "(" + shown(lower, "–", format) + " to " + shown(upper, "–", format) + ")"
}
