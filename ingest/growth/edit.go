package growth

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest"
	"github.com/varighet/varighet/ingest/identity"
	"github.com/varighet/varighet/ingest/register"
)

// An Edit says what is to become of a register.
type Edit struct {
	Dir    string         // the register's folder; it need not exist
	Inputs []ingest.Input // files to add
	Join   []string       // folders of registers to add

	Anew    bool             // from the inputs alone, as if there were no register yet
	Replace bool             // inputs take the place of what is there of their months
	Months  []varighet.Month // to take out
	Files   []string         // to take out, by name
	Plan    bool             // only say what would happen

	Aliases   []identity.Alias // names that are of one doctor
	AliasFile string           // for messages

	// Suggest, if not nil, is given names that may be of one doctor.
	Suggest func([]identity.Suggestion) error

	Reader   ingest.Options
	Register register.Options
	// Scope returns what a municipality is by fixed borders, by which files of a month are
	// known to be of one place. nil: the code as reported.
	Scope func(varighet.MunicipalityCode, varighet.Month) varighet.MunicipalityCode

	// Options are told in the manifest, by flag name. Those in Fixed decide
	// what rows look like and must be the same as before.
	Options map[string]string
	Fixed   []string

	// Check, if not nil, looks at what was read before it is merged, and may
	// end the run with an error.
	Check func(*ingest.Result) error

	// Watch, if not nil, is told of the rows while the register is written.
	Watch register.Watcher

	// Look, if not nil, is given the register that was made, or would be.
	Look func(*register.Register) error

	// Put, if not nil, puts the register in its place, its new key first.
	Put register.Putter

	// Waiting, if not nil, is called when another run has to be waited for.
	Waiting func()
}

// A FileChange says what becomes of one file.
type FileChange struct {
	Name string `json:"name"`
	What What   `json:"what"`
}

// What becomes of a file.
type What string

// The ways.
const (
	Added     What = "added"
	Unchanged What = "unchanged" // in the register with the same content
	Replaced  What = "replaced"  // an older content gave way to this one
	Reduced   What = "reduced"   // some of its rows were taken out
	Removed   What = "removed"   // nothing of it is left
)

// An Outcome is what an edit came to, or would come to.
type Outcome struct {
	Before   *register.Manifest // nil if there was no register
	After    *register.Manifest // nil if the run failed
	Changed  bool               // false: the register is what it was
	Files    []FileChange       // by name; of the register and of the inputs
	Reading  *ingest.Result     // nil if no file had to be read
	Compared []register.Comparison
	Warnings []string // beyond those of the reading
	Alarms   []varighet.Alarm
}

// Run carries out an edit. What is wrong in the files comes as an error that
// matches *varighet.Problems or *varighet.Problem; the outcome is not nil then if
// it has something to show, such as how two files of a month differ.
func Run(ctx context.Context, e Edit) (*Outcome, error) {
	u, err := register.BeginUpdate(e.Dir, e.Anew, e.Waiting)
	if err != nil {
		return nil, err
	}
	defer u.Close()
	r := &run{Edit: e, update: u, out: &Outcome{}}
	if u.Old != nil {
		r.old = u.Old.Manifest
		r.out.Before = r.old
	}
	err = r.do(ctx)
	return r.out, err
}

// A run is an edit under way.
type run struct {
	Edit
	update *register.Update
	old    *register.Manifest // nil if there is none
	out    *Outcome

	fresh     []ingest.Input // inputs to read
	unchanged []ingest.Input // inputs that the register has as they are
	changed   map[string]bool
	seen      coverage
	names     map[string]FileChange
}

func (r *run) do(ctx context.Context) error {
	r.names = map[string]FileChange{}
	if err := r.sort(); err != nil {
		return err
	}
	if err := r.known(); err != nil {
		return err
	}
	if r.aliasesKnown() && len(r.fresh) == 0 && len(r.Join) == 0 && len(r.Months) == 0 && len(r.Files) == 0 && r.old != nil {
		r.out.After = r.old
		r.finish(r.old.Inputs)
		r.out.Alarms = r.old.Alarms
		return r.suggestAgain(ctx)
	}
	if err := r.sameOptions(); err != nil {
		return err
	}
	b, err := r.builder(ctx)
	if err != nil {
		return err
	}
	defer b.Abort()
	about, err := r.merge(b)
	if err != nil {
		return err
	}
	r.doctors(b, about.Rules)
	b.Watch(r.Watch)
	if err := b.Settle(); err != nil {
		return err
	}
	who, err := r.identify(ctx, b)
	if err != nil {
		return err
	}
	about.Alarms = who.alarms()
	if err := r.commit(b, about); err != nil || r.Suggest == nil {
		return err
	}
	return r.Suggest(who.suggestions())
}

// suggestAgain makes suggestions of a register that does not change.
func (r *run) suggestAgain(ctx context.Context) error {
	if r.Suggest == nil {
		return nil
	}
	b, err := register.NewBuilder(r.Dir, r.Register)
	if err != nil {
		return err
	}
	defer b.Abort()
	if _, err := b.Carry(r.update.Old, nil); err != nil {
		return err
	}
	b.Identify(r.old.Rules)
	if err := b.Settle(); err != nil {
		return err
	}
	who, err := r.identify(ctx, b)
	if err != nil {
		return err
	}
	return r.Suggest(who.suggestions())
}

// commit writes the register, or finds out what it would be.
func (r *run) commit(b *register.Builder, about register.Manifest) error {
	var m *register.Manifest
	var err error
	if taken := !r.Replace && len(r.changed) > 0; r.Plan || taken {
		if m, err = b.Plan(about); err == nil && taken { // the months are other ones, or there would be a conflict
			err = nameTaken(slices.Min(slices.Collect(maps.Keys(r.changed))))
		}
	} else {
		m, err = r.update.Commit(b, about, r.Put)
	}
	var conflict *register.ConflictError
	if errors.As(err, &conflict) {
		r.out.Compared = conflict.Comparisons
	}
	if err != nil {
		return err
	}
	open := b.Built
	if !r.Plan {
		open = func() (*register.Register, error) { return register.Open(r.Dir) }
	}
	if err := r.look(open); err != nil {
		return err
	}
	r.tellDoctors(b)
	r.out.Alarms = m.Alarms
	r.out.Warnings = append(r.out.Warnings, m.Warnings[len(about.Warnings):]...) // what is hardly right
	r.out.After, r.out.Changed = m, true
	r.finish(m.Inputs)
	return nil
}

// look shows the register to whoever asked for it.
func (r *run) look(open func() (*register.Register, error)) error {
	if r.Look == nil {
		return nil
	}
	reg, err := open()
	if err != nil {
		return err
	}
	defer reg.Close()
	return r.Look(reg)
}

// sort finds out which inputs are in the register already.
func (r *run) sort() error {
	r.changed = map[string]bool{}
	have := map[string]string{}
	if r.old != nil {
		for _, in := range r.old.Inputs {
			have[in.Name] = in.SHA256
		}
	}
	for _, in := range r.Inputs {
		was, known := have[in.Name]
		if in.SetAside != "" || !known {
			r.fresh = append(r.fresh, in)
			continue
		}
		in, sum, err := digest(in)
		if err != nil {
			return err
		}
		if sum == was {
			r.names[in.Name] = FileChange{in.Name, Unchanged}
			r.unchanged = append(r.unchanged, in)
			continue
		}
		r.changed[in.Name] = true
		r.names[in.Name] = FileChange{in.Name, Replaced}
		if !r.Replace {
			in.Name += " (new)" // so that messages can tell the two apart
		}
		r.fresh = append(r.fresh, in)
	}
	if !slices.ContainsFunc(r.fresh, func(in ingest.Input) bool { return in.SetAside == "" }) && r.old != nil {
		r.fresh = nil // nothing but files that are not read
	}
	return nil
}

// nameTaken is the fault of a file that has the name of another.
func nameTaken(name string) error {
	return &varighet.Problem{File: name, Code: "file-name-taken",
		Msg:  "the register has a file of this name with other months",
		Hint: "give the folder above, so that the names differ, or --replace to take the old file's rows out"}
}

// sameOptions sees to it that new rows are made as the old ones were.
func (r *run) sameOptions() error {
	if r.old == nil {
		return nil
	}
	for _, name := range r.Fixed {
		if was, is := r.old.Options[name], r.Options[name]; was != is {
			return &varighet.Problem{File: r.Dir, Code: "other-options",
				Msg:  fmt.Sprintf("the register was made with %s %s, not %s", name, orNone(was), orNone(is)),
				Hint: "add with the same choice, or make the register anew from all files (--anew)"}
		}
	}
	return nil
}

// known sees to it that what is to be taken out is there.
func (r *run) known() error {
	var problems varighet.Problems
	if r.old == nil && (len(r.Months) > 0 || len(r.Files) > 0) {
		return &varighet.Problem{File: r.Dir, Code: "nothing-to-remove", Msg: "there is no register to take something out of"}
	}
	for _, m := range r.Months {
		if c := r.old.Counts; m < c.FirstMonth || m > c.LastMonth || slices.Contains(c.MissingMonths, m) {
			problems.Add(&varighet.Problem{File: r.Dir, Code: "nothing-to-remove", Msg: fmt.Sprintf("the register has no rows of %s", m),
				Hint: fmt.Sprintf("it goes from %s to %s", c.FirstMonth, c.LastMonth)})
		}
	}
	for _, f := range r.Files {
		if !slices.ContainsFunc(r.old.Inputs, func(in register.Input) bool { return in.Name == f }) {
			problems.Add(&varighet.Problem{File: r.Dir, Code: "nothing-to-remove", Msg: fmt.Sprintf("the register has no file %q", f),
				Hint: "its files are named in " + register.ManifestFile})
		}
	}
	return problems.Err()
}

// builder is one with the rows of the new files. They are read again if what a column
// of ids holds shows in all files together only.
func (r *run) builder(ctx context.Context) (*register.Builder, error) {
	for {
		b, err := register.NewBuilder(r.Dir, r.Register)
		if err != nil {
			return nil, err
		}
		err = r.read(ctx, b)
		if err == nil && (r.out.Reading == nil || !r.out.Reading.Again) {
			return b, nil
		}
		b.Abort()
		if err != nil {
			return nil, err
		}
		r.Reader.OwnNumbers, r.seen = r.out.Reading.OwnNumbers, coverage{}
	}
}

// read reads the new files into runs of the builder.
func (r *run) read(ctx context.Context, b *register.Builder) error {
	if len(r.fresh) == 0 {
		return nil
	}
	var runs []*register.Run
	result, err := ingest.Read(ctx, r.fresh, r.Reader, func() ingest.Sink {
		run := b.NewRun()
		runs = append(runs, run)
		return &intake{run, noter{coverage: &r.seen, scope: r.Scope}}
	})
	for _, run := range runs {
		if closed := run.Close(); err == nil {
			err = closed
		}
	}
	if err != nil {
		return faultOr(err)
	}
	if r.out.Reading = result; result.Again {
		return nil
	}
	if result.Problems.Len() > 0 {
		if slices.ContainsFunc(result.Problems.All(), func(p *varighet.Problem) bool { return p.Code == register.MonthTwice }) {
			r.out.Compared, _ = b.Overlaps() // to help with the fault; that it failed matters less
		}
		return result.Problems.Err()
	}
	if err := r.fits(result); err != nil {
		return err
	}
	if err := r.seen.twice.Err(); err != nil {
		return err
	}
	if r.Check != nil {
		return r.Check(result)
	}
	return nil
}

// An intake is the sink of new files: their rows go into a run of the builder.
type intake struct {
	*register.Run
	seen noter
}

// Take takes rows.
func (in *intake) Take(rows []varighet.Observation) error {
	for i := range rows {
		o := &rows[i]
		in.seen.note(o, o.PositionID == "")
		if err := in.Add(o); err != nil {
			return err
		}
	}
	return nil
}

// Repeat takes a row that repeats the kept one of a list: lists whose rows are kept have ids.
func (in *intake) Repeat(list uint32, o *varighet.Observation) error {
	in.seen.note(o, false)
	return in.Run.Repeat(list, o)
}

// fits sees to it that the new files can go together with the old register.
func (r *run) fits(result *ingest.Result) error {
	if r.old == nil {
		return nil
	}
	kind := result.DoctorIDs
	if kind == ingest.DoctorIDNone {
		return nil
	}
	named := !slices.ContainsFunc(result.Files, func(f ingest.FileSummary) bool { return f.DoctorIDs != ingest.DoctorIDNone && !f.DoctorNames })
	for _, in := range r.old.Inputs {
		if in.DoctorIDs != "" && !r.changed[in.Name] && !ingest.DoctorsMeet(in.DoctorIDs, kind.String(), in.Named && named) {
			return &varighet.Problem{File: r.fresh[0].Name, Code: "mixed",
				Msg:  fmt.Sprintf("doctors are known by %s here and by %s in the register's %s", kind, in.DoctorIDs, in.Name),
				Hint: ingest.MixedHint}
		}
	}
	told := slices.ContainsFunc(r.old.Inputs, func(in register.Input) bool { return in.DoctorIDs != "" })
	is := Fingerprint(r.Reader.Key, result)
	if kind == ingest.DoctorIDOwn && (is == "" || r.old.KeyFingerprint == "") {
		return nil // only ids that tell who somebody is have pseudonyms
	}
	if is != r.old.KeyFingerprint && told {
		return &varighet.Problem{File: r.Dir, Code: "other-key",
			Msg:  fmt.Sprintf("the register's pseudonyms were made with the key %s, these would be with %s", orNone(r.old.KeyFingerprint), orNone(is)),
			Hint: "a doctor would count as two: use the key the register was made with (--key-file)"}
	}
	return nil
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

// Fingerprint is that of the key under which doctors of what was read have
// pseudonyms; "" if they have none.
func Fingerprint(key []byte, result *ingest.Result) string {
	switch kind := result.DoctorIDs; {
	case kind == ingest.DoctorIDNone, kind == ingest.DoctorIDOwn && !result.Pseudonyms:
		return ""
	}
	return ingest.KeyFingerprint(key)
}

// merge brings in the rows of the old register and puts the manifest together.
func (r *run) merge(b *register.Builder) (register.Manifest, error) {
	about := register.Manifest{Options: maps.Clone(r.Options)}
	if r.out.Reading != nil {
		about.KeyFingerprint = Fingerprint(r.Reader.Key, r.out.Reading)
		about.Inputs = InputsOf(r.out.Reading)
	}
	if r.update.Old != nil {
		carried, err := b.Carry(r.update.Old, r.dropper())
		if err != nil {
			return about, err
		}
		if err := r.seen.twice.Err(); err != nil {
			return about, err
		}
		about.Inputs = append(about.Inputs, carried...)
		about.Rules = r.old.Rules
		about.KeyFingerprint = cmp.Or(r.old.KeyFingerprint, about.KeyFingerprint)
		if r.old.Options["set-aside-faults"] == "true" && about.Options != nil {
			about.Options["set-aside-faults"] = "true"
		}
	}
	if err := r.join(b, &about); err != nil {
		return about, err
	}
	slices.SortFunc(about.Inputs, func(a, b register.Input) int { return strings.Compare(a.Name, b.Name) })
	about.Ledger = register.LedgerOf(about.Inputs)
	about.Warnings = warningsOf(about.Inputs)
	if r.out.Reading != nil {
		for _, f := range r.out.Reading.Files {
			if f.SetAside != "" {
				about.Warnings = append(about.Warnings, fmt.Sprintf("%s: not read: %s", f.Name, f.SetAside))
			}
		}
	}
	return about, nil
}

// dropper says which rows of the old register are left out; nil for none.
func (r *run) dropper() func(register.Place) bool {
	mixed := r.mixedLists()
	if len(r.Months) == 0 && len(r.Files) == 0 && !r.Replace && !mixed {
		return nil
	}
	return func(p register.Place) bool {
		drop := slices.Contains(r.Months, p.Month) || slices.Contains(r.Files, p.File) ||
			r.Replace && (r.changed[p.File] || r.seen.has(p, r.Scope))
		if mixed && !drop {
			r.seen.meets(p, r.Scope)
		}
		return drop
	}
}

// mixedLists reports whether some files, new or old, have list ids and some
// have not.
func (r *run) mixedLists() bool {
	with, without := false, false
	var all []register.Input
	if r.old != nil {
		all = append(all, r.old.Inputs...)
	}
	if r.out.Reading != nil {
		all = append(all, InputsOf(r.out.Reading)...)
	}
	for _, in := range all {
		with, without = with || !in.Loose, without || in.Loose
	}
	return with && without
}

// finish says what became of each file.
func (r *run) finish(after []register.Input) {
	now := map[string]register.Input{}
	for _, in := range after {
		now[in.Name] = in
		if _, known := r.names[in.Name]; !known {
			r.names[in.Name] = FileChange{in.Name, Added}
		}
	}
	if r.old != nil {
		for _, in := range r.old.Inputs {
			switch is, there := now[in.Name]; {
			case !there:
				r.names[in.Name] = FileChange{in.Name, Removed}
			case is.SHA256 == in.SHA256 && is.Used < in.Used:
				r.names[in.Name] = FileChange{in.Name, Reduced}
			case is.SHA256 == in.SHA256:
				r.names[in.Name] = FileChange{in.Name, Unchanged}
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(r.names)) {
		r.out.Files = append(r.out.Files, r.names[name])
	}
}

// faultOr is the fault of a row for which the register has no place, without what was being done; any other error as it is.
func faultOr(err error) error {
	var p *varighet.Problem
	if errors.Is(err, ingest.ErrSink) && errors.As(err, &p) {
		return p
	}
	return err
}
