package growth_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/varighet/varighet/ingest"
	"github.com/varighet/varighet/ingest/growth"
	"github.com/varighet/varighet/ingest/register"
)

// The manifest has each file that was read, with its ledger and its warnings; one about several files stands with the file
// that it names, once, and one about none of them with none (by hand). Doctors that a file does not name are known by nothing.
func TestInputsOfAReading(t *testing.T) {
	column := ingest.Column{Field: "position_id", Used: true}
	unused := column
	unused.Used = false
	result := &ingest.Result{
		Files: []ingest.FileSummary{
			{Name: "a.csv", SHA256: "aa", Bytes: 7, Ledger: ingest.Ledger{Read: 5, Used: 3, SetAside: map[string]int64{"sum": 2}}, DoctorIDs: ingest.DoctorIDHPR, DoctorNames: true,
				Columns: []ingest.Column{column}, Warnings: []ingest.Warning{{Code: "w1", Msg: "one", Line: 2, Count: 1}}},
			{Name: "b.csv", Columns: []ingest.Column{unused, {Field: "doctor_id", Used: true}}, DoctorNames: true},
			{Name: "c.pdf", SetAside: "not a table"},
		},
		Warnings: []ingest.Warning{{Code: "w2", Msg: "two", File: "b.csv", Line: 3, Count: 4}, {Code: "w1", Msg: "one", File: "a.csv", Line: 2, Count: 1}, {Code: "w3", Msg: "of the run"},
			{Code: "w1", Msg: "another", File: "a.csv", Count: 1}},
	}
	want := []register.Input{
		{Name: "a.csv", SHA256: "aa", Bytes: 7, Read: 5, Used: 3, SetAside: map[string]int64{"sum": 2}, DoctorIDs: "HPR number", Named: true,
			Warnings: []register.Warning{{Code: "w1", Msg: "one", Line: 2, Count: 1}, {Code: "w1", Msg: "another", Count: 1}}},
		{Name: "b.csv", Loose: true, Warnings: []register.Warning{{Code: "w2", Msg: "two", Line: 3, Count: 4}}},
	}
	got := growth.InputsOf(result)
	for i := range got { // what a name and columns come to is tested with the reading
		got[i].Series, got[i].Layout = "", ""
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}
