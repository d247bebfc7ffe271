package ingest

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/cell"
	"github.com/varighet/varighet/internal/oslo"
)

// An export of the national register of GPs (FLR, Fastlegeregisteret) has a
// GPContract for each list, in which DoctorCycles say who held it from when to
// when. Such periods become months:
//
//   - Periods are half-open, and lists change hands on the 1st: a doctor has the
//     list in a month if From <= the 1st of the month < To. Without To the period goes on.
//   - LPFL is the regular doctor, LPVI a locum, LPDL a part-list doctor. A cycle that
//     names whom it stands in for is a locum's whatever its code.
//   - The list is there from the contract's own From to its To (where they are
//     missing, as long as a cycle has it). A month of it without a regular doctor is vacant.
//   - The months end with Options.LastMonth; else with the month in the file's
//     name; else with that of the newest UpdatedOn in all exports of the run: an
//     office whose entry has not changed for years is still there. They do not begin before
//     May 2001, when the scheme did.
//   - What the contract says of today (list cap, status) stands in the last month
//     only; municipality, office, salary and common list stand in all.
//
// A contract and each of its cycles is a record of the ledger.
//
// Element and field names: NorskHelsenett/NHNDtoContracts, Flr/Data.

// A contract is a GPContract as far as it is used.
type contract struct {
	row          int // its number among the records of the file
	id           string
	code         varighet.MunicipalityCode
	municipality string
	office       string
	limit        varighet.Opt[int32]
	status       varighet.ListStatus
	salaried     varighet.Opt[bool]
	common       varighet.Opt[bool]
	valid        period
	cycles       []cycle
	updated      varighet.Opt[varighet.Month] // the newest date of change in it
}

// A cycle is a GPOnContractAssociation.
type cycle struct {
	row   int
	hpr   string
	name  string
	role  varighet.Role
	valid period
}

// contracts turns the exports among the files into observations, once the last month is known.
func (w *worker) contracts(ctx context.Context, files []*fileResult) error {
	newest := varighet.Opt[varighet.Month]{}
	for _, f := range files {
		for _, c := range f.contracts {
			if c.updated.OK && (!newest.OK || c.updated.V > newest.V) {
				newest = c.updated
			}
		}
	}
	for _, f := range files {
		if len(f.contracts) == 0 {
			continue
		}
		if err := w.exportOf(ctx, f, newest); err != nil {
			return err
		}
		f.contracts = nil
	}
	return nil
}

// contractReader makes the observations of contracts, one after another.
type contractReader struct {
	*worker
	*columns
	place   *placing
	doctors *doctors
	sketch  *sketching
	out     *delivery
}

// exportOf reads the contracts of one file.
func (w *worker) exportOf(ctx context.Context, f *fileResult, newest varighet.Opt[varighet.Month]) error {
	last := w.opt.LastMonth
	if !last.OK {
		if ms := f.nameFacts(cell.NoOrder).months; len(ms) == 1 {
			last = varighet.Some(ms[0])
		} else {
			last = newest
		}
	}
	if !last.OK {
		f.refuse(0, 0, "month-missing", "nothing in the export says when it was made, so where open periods end is not known",
			"give the last month with --last-month, or name the file after it")
		return nil
	}
	f.layouts = recognise(&f.head, false, "L7")
	f.month = last
	t := newTable(w, f, encodingUTF8)
	t.ids, t.head = DoctorIDHPR, headerOf(nil, &t.columnNames)
	f.ids = DoctorIDHPR
	t.batch, t.kept = t.batch[:0], 0
	cr := &contractReader{worker: w, columns: t.columns, place: &t.place, doctors: &t.doctors, sketch: &t.sketch, out: &t.out}
	for i := range f.contracts {
		if err := ctx.Err(); err != nil {
			return context.Cause(ctx)
		}
		if err := cr.contract(&f.contracts[i], last.V); err != nil {
			return fmt.Errorf("%w: %w", ErrSink, err)
		}
	}
	if err := t.end(); err != nil {
		return err.(*stopError).err
	}
	return nil
}

// contract makes the observations of a contract.
func (cr *contractReader) contract(c *contract, last varighet.Month) error {
	if c.id == "" {
		cr.line = c.row
		cr.contractFault(c.row, "position-missing", "the contract has no Id", "")
		for range c.cycles {
			cr.res.ledger.setAside(reasonFault+"position-missing", cr.line)
		}
		return nil
	}
	from, to, exists := cr.span(c, last)
	had := newHistory(from, to)
	for i := range c.cycles {
		cy := &c.cycles[i]
		if exists && !cr.cycleFault(cy) {
			used := false
			a, b, ok := cy.valid.months(from, to)
			for m := a; ok && m <= b; m++ {
				if had.take(cy.role, cy.hpr, m) {
					cr.warn(warnOverlap)
					continue
				}
				used = cr.contractMonth(c, cy, m, to == last && m == last) || used
				if cr.faulty != "" {
					break
				}
			}
			cr.out.account(used)
		} else if !exists {
			cr.res.ledger.setAside(ReasonNoMonth, cr.line)
		}
		if err := cr.out.flushFull(); err != nil {
			return err
		}
	}
	used := false
	cr.line, cr.faulty = c.row, ""
	for m := from; exists && m <= to; m++ {
		if !had.covers(m) && cr.faulty == "" {
			used = cr.contractMonth(c, &cycle{row: c.row, role: varighet.RoleVacant}, m, m == last) || used
		}
	}
	switch {
	case cr.faulty != "" || used || !exists:
		cr.out.account(used)
	default:
		cr.res.ledger.setAside(ReasonHeading, cr.line) // all that it says stands in the rows of its cycles
	}
	return cr.out.flushFull()
}

// span returns the months in which a contract is there.
func (cr *contractReader) span(c *contract, last varighet.Month) (from, to varighet.Month, ok bool) {
	if c.valid.from.OK || c.valid.to.OK || len(c.cycles) == 0 {
		if !c.valid.from.OK && len(c.cycles) > 0 {
			c.valid.from = c.cycles[0].valid.from
			for _, cy := range c.cycles {
				if !cy.valid.from.OK || c.valid.from.OK && cy.valid.from.V < c.valid.from.V {
					c.valid.from = cy.valid.from
				}
			}
		}
		return c.valid.months(firstOfScheme, last)
	}
	valid := make([]period, len(c.cycles))
	for i, cy := range c.cycles {
		valid[i] = cy.valid
	}
	return monthsOfAll(valid, last)
}

// cycleFault faults a cycle that cannot be used; the rest of the contract goes on.
func (cr *contractReader) cycleFault(cy *cycle) bool {
	cr.line, cr.faulty = cy.row, ""
	switch {
	case cy.hpr == "":
		cr.contractFault(cy.row, "doctor-id", "the period names no doctor (HprNumber)", "")
	case cell.ReadHPR([]byte(cy.hpr)).Bad:
		cr.contractFault(cy.row, "doctor-id", "the period's HprNumber is not an HPR number", "an HPR number has up to nine digits and nothing else")
	case cy.role > varighet.RoleLocum:
		cr.contractFault(cy.row, "role", "the period's Relationship is not one that is known", "the codes are LPFL, LPVI and LPDL")
	case cy.valid.from.OK && cy.valid.to.OK && cy.valid.to.V < cy.valid.from.V:
		cr.warn(warnOpenPeriod)
		cr.res.ledger.setAside(ReasonNoMonth, cr.line)
		return true
	default:
		return false
	}
	return true
}

// contractFault faults a record and sets it aside.
func (cr *contractReader) contractFault(row int, code, msg, hint string) {
	cr.line = row
	cr.fault(0, code, msg, hint)
	cr.res.ledger.setAside(reasonFault+code, cr.line)
}

// account counts the record just read as used or set aside.
func (dl *delivery) account(used bool) {
	switch {
	case dl.faulty != "":
		dl.batch = dl.batch[:dl.kept]
		dl.res.ledger.setAside(reasonFault+dl.faulty, dl.line)
		return
	case !used:
		dl.res.ledger.setAside(ReasonNoMonth, dl.line)
	default:
		dl.res.ledger.Read++
		dl.res.ledger.Used++
	}
	if len(dl.res.samples) < dl.opt.Samples {
		dl.sample()
	}
	dl.kept = len(dl.batch)
}

func (dl *delivery) flushFull() error {
	if len(dl.batch) < batchSize {
		return nil
	}
	return dl.flush()
}

// contractMonth makes one observation; current says that the month is the
// export's last.
func (cr *contractReader) contractMonth(c *contract, cy *cycle, m varighet.Month, current bool) bool {
	o := varighet.Observation{Month: m, PositionID: c.id, MunicipalityCode: c.code, MunicipalityName: c.municipality,
		Role: cy.role, Office: c.office, Salaried: c.salaried, CommonList: c.common,
		SourceFile: cr.res.name, SourceRow: int32(min(cy.row, 1<<31-1))}
	if current {
		o.ListLimit, o.Status = c.limit, c.status
	}
	if cy.role != varighet.RoleVacant {
		who := cr.doctorNames.get([]byte(cy.name), cr.nameCellOf).ByNumber(cr.hprs.get([]byte(cy.hpr), cr.hprOf))
		cr.doctors.identify(&o, &who)
		if cy.role == varighet.RoleRegular {
			o.AgreementStart = cy.valid.from
		}
	}
	cr.place.settleMunicipality(&o)
	if cr.faulty != "" {
		return false
	}
	cr.batch = append(cr.batch, o)
	cr.sketch.addToSketch(m, hashText(c.id))
	return true
}

// readContract takes what is used of a GPContract; next numbers its records.
func readContract(n *node, next func() int) contract {
	c := contract{row: next(), id: n.value("id"), office: n.at("gpoffice").value("name"),
		limit: n.count("maxpatients"), salaried: n.truth("isfixedsalary"), common: n.truth("participatesoncommonlist"), valid: n.period()}
	if m := n.at("municipality"); m != nil {
		if code := cell.ReadCode([]byte(m.code())); !code.Bad {
			c.code = code.Code
		}
		c.municipality = cell.Clean([]byte(m.value("codetext")))
	}
	c.status = cell.ReadStatus([]byte(n.at("status").code())).Status
	c.sawChange(n.value("updatedon"))
	for _, k := range n.at("doctorcycles").list() {
		gp := k.at("gp")
		cy := cycle{row: next(), hpr: cmp.Or(k.value("hprnumber"), gp.value("hprnumber")), valid: k.period(), role: varighet.RoleVacant}
		cy.name = cell.Clean([]byte(strings.Join([]string{gp.value("firstname"), gp.value("middlename"), gp.value("lastname")}, " ")))
		if r := cell.ReadRole([]byte(k.at("relationship").code())); r.Known {
			cy.role = r.Role
		} else if r.Blank {
			cy.role = varighet.RoleRegular
		}
		if sub := strings.Trim(k.value("substituteforhprnumber"), "0"); sub != "" {
			cy.role = varighet.RoleLocum
		}
		c.sawChange(k.value("updatedon"))
		c.cycles = append(c.cycles, cy)
	}
	return c
}

// sawChange keeps the newest date of change.
func (c *contract) sawChange(s string) {
	if d, ok := readInstant(s); ok && d.OK {
		if m, _ := varighet.MonthOfDays(d.V); !c.updated.OK || m > c.updated.V {
			c.updated = varighet.Some(m)
		}
	}
}

// A node is an element of XML or a value of JSON: a name in lower case, and text
// or children. The methods work on nil, as an element that is not there.
type node struct {
	name string
	text string
	kids []*node
}

func (n *node) at(name string) *node {
	if n == nil {
		return nil
	}
	if i := slices.IndexFunc(n.kids, func(k *node) bool { return k.name == name }); i >= 0 {
		return n.kids[i]
	}
	return nil
}

func (n *node) value(name string) string {
	if k := n.at(name); k != nil {
		return strings.TrimSpace(k.text)
	}
	return ""
}

func (n *node) list() []*node {
	if n == nil {
		return nil
	}
	return n.kids
}

// code is the CodeValue of a code, or the text of one that is written plainly.
func (n *node) code() string {
	if n == nil {
		return ""
	}
	return cmp.Or(n.value("codevalue"), strings.TrimSpace(n.text))
}

func (n *node) truth(name string) varighet.Opt[bool] {
	yes, ok := cell.YesOrNo(n.value(name))
	return varighet.Opt[bool]{V: yes, OK: ok}
}

func (n *node) count(name string) varighet.Opt[int32] {
	v, st := cell.ParseNumber([]byte(n.value(name)))
	return varighet.Opt[int32]{V: int32(v / 100), OK: st == cell.NumberOK && v >= 0 && v/100 < 1<<31}
}

// period reads the Valid of an element, or a From and To of its own.
func (n *node) period() period {
	v := n.at("valid")
	if v == nil {
		v = n
	}
	var p period
	p.from, _ = readInstant(v.value("from"))
	p.to, _ = readInstant(v.value("to"))
	return p
}

// readInstant reads the day of a date and time, in Norway: what is marked as UTC is 22:00 or
// 23:00 the evening before. The years 1 and 9999 stand for no date. ok is false for what is no date.
func readInstant(s string) (day varighet.Opt[int32], ok bool) {
	s = strings.TrimSpace(s)
	if s == "" {
		return day, true
	}
	if in, found := strings.CutPrefix(s, "/Date("); found { // milliseconds since 1970
		var ms int64
		if _, err := fmt.Sscanf(in, "%d", &ms); err != nil {
			return day, false
		}
		return inYears(oslo.Date(time.UnixMilli(ms)))
	}
	for _, form := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05", "2006-01-02T15:04", "2006-01-02"} {
		if t, err := time.Parse(form, s); err == nil {
			if _, offset := t.Zone(); offset == 0 && form == time.RFC3339Nano {
				return inYears(oslo.Date(t))
			}
			return inYears(t.Date())
		}
	}
	return day, false
}

func inYears(y int, m time.Month, d int) (varighet.Opt[int32], bool) {
	if y < 1900 || y > 2200 {
		return varighet.Opt[int32]{}, true
	}
	return varighet.Some(int32(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)), true
}
