// Package draft writes a study to begin with: it reads files as an ingest would, and puts
// what it found into a study file with comments, and into tables of positions and doctors to
// fill in.
package draft

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest"
	"github.com/varighet/varighet/ingest/growth"
	"github.com/varighet/varighet/ingest/identity"
	"github.com/varighet/varighet/ingest/register"
	"github.com/varighet/varighet/internal/atomicfile"
	"github.com/varighet/varighet/internal/spellset"
	"github.com/varighet/varighet/report/study"
)

// A Draft is what was found in files.
type Draft struct {
	Files       []string // as the study will name them
	Read, Used  int64    // rows
	First, Last varighet.Month
	Missing     []varighet.Month // without a row in any file
	Known       ingest.DoctorIDKind

	Municipalities int
	Positions      []Position // by municipality and id
	Doctors        []Doctor   // by municipality and name or number

	SetAside    []string // files that are not read, and why
	Alarms      []varighet.Alarm
	Suggestions []identity.Suggestion // names that may be of one doctor
}

// A Position is a list, and when it was seen.
type Position struct {
	ID          string
	Code        varighet.MunicipalityCode // the last one
	Place       string                    // its name; "" if the files have none
	First, Last varighet.Month
}

// A Doctor is somebody who held a list.
type Doctor struct {
	Name, Number string // "" where the files have none
	Code         varighet.MunicipalityCode
	Place        string
}

// Make reads the files in paths. What it needs on disk for that is in a folder of its own
// among the system's temporary files until it returns, with the names that the files have.
// Faults in the rows are the error.
func Make(ctx context.Context, paths []string) (*Draft, error) {
	inputs, err := ingest.Find(paths, nil)
	if err != nil {
		return nil, err
	}
	dir, remove, err := atomicfile.Scratch()
	if err != nil {
		return nil, err
	}
	defer remove()
	reading := study.Reading{KeepNames: true}
	e, err := reading.Edit(filepath.Join(dir, "register"), inputs, nil, nil, func(p string) string { return p })
	if err != nil {
		return nil, err
	}
	d := &Draft{}
	e.Suggest = func(list []identity.Suggestion) error { d.Suggestions = list; return nil }
	outcome, alarms, err := spellset.Grow(ctx, e, nil)
	if err != nil {
		return nil, err
	}
	d.Alarms = alarms
	d.note(outcome)
	reg, err := register.Open(filepath.Join(dir, "register"))
	if err != nil {
		return nil, err
	}
	defer reg.Close()
	return d, d.look(reg)
}

// note keeps what was said of the files.
func (d *Draft) note(outcome *growth.Outcome) {
	m := outcome.After
	d.Read, d.Used = m.Ledger.Read, m.Ledger.Used
	d.First, d.Last = m.Counts.FirstMonth, m.Counts.LastMonth
	d.Missing, d.Municipalities = m.Counts.MissingMonths, int(m.Counts.Municipalities)
	for i := range outcome.Reading.Files {
		f := &outcome.Reading.Files[i]
		d.Known = max(d.Known, f.DoctorIDs)
		if f.SetAside != "" {
			d.SetAside = append(d.SetAside, f.Name+": "+f.SetAside)
		}
	}
}

// look goes through the rows for positions and doctors.
func (d *Draft) look(reg *register.Register) error {
	positions := map[string]*Position{}
	doctors := map[string]*Doctor{}
	for o, err := range reg.Observations("month", "position_id", "municipality_code", "municipality_name", "doctor_id", "doctor_basis", "doctor_name", "role") {
		if err != nil {
			return err
		}
		p := positions[o.PositionID]
		if p == nil {
			p = &Position{ID: o.PositionID, First: o.Month, Last: o.Month}
			positions[o.PositionID] = p
		}
		p.First = min(p.First, o.Month)
		if o.Month >= p.Last {
			p.Last, p.Code, p.Place = o.Month, o.MunicipalityCode, o.MunicipalityName
		}
		if o.Role == varighet.RoleRegular && o.DoctorID != "" && doctors[o.DoctorID] == nil {
			doctors[o.DoctorID] = doctorOf(o)
		}
	}
	for _, p := range positions {
		d.Positions = append(d.Positions, *p)
	}
	for _, x := range doctors {
		d.Doctors = append(d.Doctors, *x)
	}
	slices.SortFunc(d.Positions, func(a, b Position) int {
		return strings.Compare(string(a.Code)+"\x00"+a.Place+"\x00"+a.ID, string(b.Code)+"\x00"+b.Place+"\x00"+b.ID)
	})
	slices.SortFunc(d.Doctors, func(a, b Doctor) int {
		return strings.Compare(string(a.Code)+"\x00"+a.Place+"\x00"+a.Name+a.Number, string(b.Code)+"\x00"+b.Place+"\x00"+b.Name+b.Number)
	})
	return nil
}

// doctorOf is the doctor of a row, by number and by name as far as the row has them.
func doctorOf(o *varighet.Observation) *Doctor {
	x := &Doctor{Name: o.DoctorName, Code: o.MunicipalityCode, Place: o.MunicipalityName}
	if o.DoctorBasis != varighet.DoctorByName {
		x.Number = o.DoctorID
	}
	return x
}
