package ssb

import (
	"strings"
	"testing"

	"github.com/varighet/varighet"
)

// Files that ask for far more memory than they have bytes are refused before it is taken: a line of
// separators, a classification without end, and values that the sizes of a dataset do not have.
func TestAFileFarLargerThanAnyTableIsRefused(t *testing.T) {
	dataset := `{"version":"2.0","class":"dataset","id":["Region","Tid"],"size":[1,1],"dimension":{` +
		`"Region":{"category":{"index":["0301"],"label":{"0301":"Oslo"}}},"Tid":{"category":{"index":["2019"],"label":{"2019":"2019"}}}},"value":[`
	for name, c := range map[string]struct{ klass, population, says string }{
		"a long line":   {"code;name\n" + strings.Repeat(";", 2<<20), "", "longer than 1 MiB"},
		"many rows":     {"code;name;validFromInRequestedRange;validToInRequestedRange\n" + strings.Repeat("1;2;3;4\n", mostRecords+1), "", "more than 200000 rows"},
		"a long row":    {"", "region;år;Personer\n" + strings.Repeat(";", 2<<20), "longer than 1 MiB"},
		"values of one": {"", dataset + strings.Repeat("1,", 1000) + "1]}", "do not match the sizes"},
	} {
		var faults varighet.Problems
		if c.klass != "" {
			readKLASS("f", []byte(c.klass), &faults)
		} else {
			newPeople(nil).read(File{Name: "f", Content: []byte(c.population)}, &faults)
		}
		if faults.Len() != 1 || !strings.Contains(faults.All()[0].Msg, c.says) {
			t.Errorf("%s: %v", name, faults.All())
		}
	}
}
