package survival_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/varighet/varighet"
	. "github.com/varighet/varighet/survival"
)

// Spells and coverage are the same of rows one by one and of rows in runs of months, wherever
// these are cut (law), and whether municipalities have codes, change them, or are one by the
// reference borders; with holes, vacancies, locums, two holders, corrections and dates of agreements.
func FuzzMonthRuns(f *testing.F) {
	rng := rand.New(rand.NewPCG(2015, 4))
	for range 40 {
		rows, cuts := make([]byte, 40+rng.IntN(300)), make([]byte, rng.IntN(12))
		for i := range rows {
			rows[i] = byte(rng.IntN(256) * rng.IntN(2)) // half of them go on
		}
		for i := range cuts {
			cuts[i] = byte(rng.IntN(8))
		}
		f.Add(rows, cuts)
	}
	f.Fuzz(func(t *testing.T, data, cuts []byte) {
		rows := rowsOfBytes(data)
		if len(rows) == 0 {
			return
		}
		for name, opt := range runOptions() {
			want := spellsOf(t, RowByRow(each(rows)), opt)
			if want.Err != "" || len(want.Spells) == 0 && name != "windows" {
				t.Fatalf("%s: %d spells, %s", name, len(want.Spells), want.Err)
			}
			if diff := gocmp.Diff(want, spellsOf(t, inRuns(rows, cuts), opt)); diff != "" {
				t.Errorf("%s: (-row by row, +in runs)\n%s", name, diff)
			}
		}
		last := rows[len(rows)/2].Month
		want := spellsOf(t, Until(RowByRow(each(rows)), last), DefaultSpellOptions())
		if diff := gocmp.Diff(want, spellsOf(t, Until(inRuns(rows, cuts), last), DefaultSpellOptions())); diff != "" {
			t.Errorf("until %s: (-row by row, +in runs)\n%s", last, diff)
		}
	})
}

// made is what spells amount to.
type made struct {
	Spells []Spell
	Counts SpellCounts
	Alarms []Alarm
	Units  map[string]string // their missing months
	Err    string
}

func spellsOf(t *testing.T, runs MonthRuns, opt SpellOptions) (m made) {
	t.Helper()
	cov, err := CoverParts([]MonthRuns{runs}, opt)
	if err != nil {
		return made{Err: err.Error()}
	}
	m.Alarms, m.Units = cov.Alarms(), map[string]string{}
	for _, u := range cov.Units() {
		m.Units[string(u)] = fmt.Sprint(cov.MissingMonthsOf(u))
	}
	set, err := SpellsOfParts([]MonthRuns{runs}, cov, opt)
	if err != nil {
		return made{Err: err.Error()}
	}
	m.Spells, m.Counts = set.Spells, set.Counts
	return m
}

// runOptions are ways to make spells.
func runOptions() map[string]SpellOptions {
	plain, strict, joined, windows, series := DefaultSpellOptions(), SpellOptions{}, DefaultSpellOptions(), DefaultSpellOptions(), DefaultSpellOptions()
	joined.Harmonise = func(code varighet.MunicipalityCode, m varighet.Month) varighet.MunicipalityCode {
		if code == "4601" && m > firstOfRuns+9 || code == "4602" {
			return "4699"
		}
		return code
	}
	windows.Windows = func(position string) []Window {
		if position == "P1" {
			return nil
		}
		return []Window{{From: varighet.Some(firstOfRuns + 4), To: varighet.Some(firstOfRuns + 11)}}
	}
	series.Series = func(file string) string { return file }
	return map[string]SpellOptions{"plain": plain, "no gap": strict, "borders": joined, "windows": windows, "series": series}
}

const firstOfRuns = varighet.Month(2015*12 + 3)

// rowsOfBytes makes the rows of a few lists, a byte for each month: 0 says what the month before
// said.
func rowsOfBytes(data []byte) (rows []varighet.Observation) {
	const months = 24
	for i, b := range data {
		list, month := i/months, i%months
		o := varighet.Observation{PositionID: fmt.Sprint("P", list), DoctorID: fmt.Sprint("D", list), MunicipalityCode: "4601",
			SourceFile: fmt.Sprint("s", list%2)}
		if n := len(rows); n > 0 && rows[n-1].PositionID == o.PositionID {
			o = rows[n-1]
		}
		o.Month, o.Residents = firstOfRuns+varighet.Month(month), varighet.Some(int32(800+i))
		switch b % 32 {
		case 1:
			o.DoctorID = fmt.Sprint("D", b>>5)
		case 2, 3:
			continue
		case 4:
			o.Role, o.DoctorID = varighet.RoleVacant, ""
		case 5:
			o.Role, o.DoctorID = varighet.RoleRegular, fmt.Sprint("D", b>>5)
		case 6:
			o.MunicipalityCode = varighet.MunicipalityCode(fmt.Sprint(4601 + int(b>>5)%3))
		case 7:
			o.MunicipalityCode, o.MunicipalityName = "", fmt.Sprint("By ", b>>5%3)
		case 8:
			o.Evidence = varighet.Evidence(b >> 5 % 3)
		case 9:
			o.AgreementStart = varighet.Some((o.Month - varighet.Month(b>>5)).Days())
		case 10:
			o.Residents = varighet.Opt[int32]{}
		case 11, 12:
			second := o
			second.Role, second.DoctorID = varighet.Role(b>>5%3), "E"
			rows = append(rows, second)
		}
		rows = append(rows, o)
	}
	slices.SortStableFunc(rows, func(a, b varighet.Observation) int { return compareRows(&a, &b) })
	return slices.CompactFunc(rows, func(a, b varighet.Observation) bool { return compareRows(&a, &b) == 0 })
}

// compareRows orders rows as a register does.
func compareRows(a, b *varighet.Observation) int {
	return cmp.Or(cmp.Compare(a.PositionID, b.PositionID), cmp.Compare(a.Month, b.Month), cmp.Compare(a.Role, b.Role), cmp.Compare(a.DoctorID, b.DoctorID))
}

func each(rows []varighet.Observation) Observations {
	return func(yield func(*varighet.Observation, error) bool) {
		for i := range rows {
			if !yield(&rows[i], nil) {
				return
			}
		}
	}
}

// inRuns joins rows that say the same. cuts are numbers of rows after which a run is cut, in turn;
// 0 cuts none.
func inRuns(rows []varighet.Observation, cuts []byte) MonthRuns {
	return func(yield func(*varighet.MonthRun, error) bool) {
		for i, turn := 0, 0; i < len(rows); turn++ {
			most := len(rows)
			if len(cuts) > 0 && cuts[turn%len(cuts)] > 0 {
				most = int(cuts[turn%len(cuts)])
			}
			run := varighet.MonthRun{Observation: &rows[i], Last: rows[i].Month}
			for i++; i < len(rows) && most > 1 && goesOn(&rows[i-1], &rows[i]); i++ {
				run.Last = rows[i].Month
				run.Later = append(run.Later, rows[i].Residents)
				most--
			}
			if !yield(&run, nil) {
				return
			}
		}
	}
}

// goesOn reports whether a row says of the next month what another said.
func goesOn(a, b *varighet.Observation) bool {
	next := *b
	next.Month, next.Residents = a.Month, a.Residents
	return b.Month == a.Month+1 && next == *a
}

// A run of five months, by hand: held from May to September 2015, with 800 residents in all months
// but July, which gives none: 800 in the mean. Nobody reports the list in October, and others are there.
func TestAMonthRunByHand(t *testing.T) {
	may := varighet.MonthOf(2015, 5)
	people := varighet.Some(int32(800))
	held := &varighet.Observation{PositionID: "A", DoctorID: "D", MunicipalityCode: "4601", Month: may, Residents: people}
	other := &varighet.Observation{PositionID: "B", DoctorID: "E", MunicipalityCode: "4601", Month: may}
	runs := func(yield func(*varighet.MonthRun, error) bool) {
		_ = yield(&varighet.MonthRun{Observation: held, Last: may + 4, Later: []varighet.Opt[int32]{people, {}, people, people}}, nil) &&
			yield(&varighet.MonthRun{Observation: other, Last: may + 9}, nil)
	}
	got := spellsOf(t, runs, DefaultSpellOptions())
	if len(got.Spells) != 2 {
		t.Fatalf("%d spells, %s; want 2", len(got.Spells), got.Err)
	}
	s := got.Spells[0]
	if s.First != may || s.Last != may+4 || !s.Stopped || s.ResidentsFirst != people || s.ResidentsLast != people || s.ResidentsMean.V != 800 {
		t.Errorf("the spell is %+v; want May to September, stopped, with 800 residents", s)
	}
	if s := got.Spells[1]; s.Last != may+9 || s.Stopped || s.ResidentsMean.OK {
		t.Errorf("the other is %+v; want one under way in %s, without residents", s, may+9)
	}
}
