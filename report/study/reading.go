package study

import (
	"path/filepath"
	"strconv"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/ingest"
	"github.com/varighet/varighet/ingest/growth"
	"github.com/varighet/varighet/ingest/identity"
	"github.com/varighet/varighet/ingest/keyfile"
	"github.com/varighet/varighet/ingest/register"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/limit"
	"github.com/varighet/varighet/internal/sidefile"
)

// Reading is how files become a register.
type Reading struct {
	KeepNames      bool // names and HPR numbers stay as they are
	SetAsideFaults bool // rows with a fault are set aside and counted; else any fault ends the run
	NoLink         bool // a list with a new id, or without ids a new doctor, is another list

	Layout      string   // file that says what the columns are; "" for what the reader sees
	Columns     []string // HEADER=FIELD, beside the layout
	ListsWithin string   // "municipality" if each numbers its own lists
	Dates       string   // order of dates that do not show it, as "day/month"
	LastMonth   varighet.Opt[varighet.Month]

	Aliases string // reviewed table of names that are of one doctor; "" for none

	Limits limit.Set // within which files are read, over those of the layout
}

// ReadingOptions are what may be chosen of it.
func ReadingOptions() []choice.Option[Reading] { return readingOptions }

var readingOptions = []choice.Option[Reading]{
	{Flag: "keep-names", Key: "input.keep_names", Help: "names and HPR numbers stay as they are",
		Set: choice.YesNo(func(r *Reading) *bool { return &r.KeepNames })},
	{Flag: "set-aside-faults", Key: "input.set_aside_faults", Help: "set rows with a fault aside and count them; else any ends the run",
		Set: choice.YesNo(func(r *Reading) *bool { return &r.SetAsideFaults })},
	{Flag: "no-link", Help: "a list with a new id, or without ids a new doctor, is another list",
		Set: choice.YesNo(func(r *Reading) *bool { return &r.NoLink })},
	{Key: "input.link", Default: "true", Help: "a list without an id of its own is followed from month to month",
		Set: func(r *Reading, s string) error {
			err := choice.YesNo(func(r *Reading) *bool { return &r.NoLink })(r, s)
			r.NoLink = !r.NoLink
			return err
		}},
	{Flag: "layout", Key: "input.layout", Arg: "FILE", Default: "what the reader sees", Help: "what the columns are (TOML)",
		Set: choice.Text(func(r *Reading) *string { return &r.Layout })},
	{Flag: "lists-within", Key: "input.lists_within", Arg: "municipality",
		Help: "ids of lists are unique within the municipality only: 4631-1 is list 1 of 4631",
		Set: func(r *Reading, s string) error {
			r.ListsWithin = s
			return new(ingest.Layout).NumberWithin(s)
		}},
	{Flag: "dates", Key: "input.dates", Arg: "ORDER",
		Help: "of dates with slashes or hyphens that do not show it: day/month, month/day or year/month",
		Set: func(r *Reading, s string) error {
			r.Dates = s
			return new(ingest.Layout).OrderDates(s)
		}},
	{Flag: "last-month", Arg: "MONTH", Help: "the last of exports and tables with periods, such as 2024-08", // a study's is among its Choices
		Set: choice.Month(func(r *Reading) *varighet.Opt[varighet.Month] { return &r.LastMonth })},
	{Flag: "aliases", Key: "input.aliases", Arg: "FILE", Help: "names that were found to be of one doctor (CSV, XLSX)",
		Set: choice.Text(func(r *Reading) *string { return &r.Aliases })},
}

// Edit is the edit that makes a register in dir of inputs. key is that for pseudonyms, nil
// where names are kept; ref is to check codes by, nil for their form only; path finds a file
// that r names.
func (r *Reading) Edit(dir string, inputs []ingest.Input, key *keyfile.Key, ref *data.Reference, path func(string) string) (e growth.Edit, err error) {
	opt := ingest.Options{KeepNames: r.KeepNames, SetAsideFaults: r.SetAsideFaults, LastMonth: r.LastMonth, Limits: r.Limits}
	if opt.Layout, err = r.layout(path); err != nil {
		return e, err
	}
	if key != nil && !r.KeepNames {
		opt.Key = key.Secret
	}
	e = growth.Edit{Dir: dir, Inputs: inputs,
		Register: register.Options{SetAside: r.SetAsideFaults, NoLink: r.NoLink, Limits: r.Limits.Over(opt.Layout.Raised())},
		Options: map[string]string{
			"keep-names":       strconv.FormatBool(r.KeepNames),
			"link":             strconv.FormatBool(!r.NoLink),
			"set-aside-faults": strconv.FormatBool(r.SetAsideFaults),
			"reference":        strconv.FormatBool(ref != nil),
		},
		Fixed: []string{"keep-names", "link", "lists-within"},
	}
	if ref != nil { // else a nil in an interface would not be nil
		opt.Reference, e.Scope = ref, ref.Borders(ref.Last())
	}
	e.Reader = opt
	for name, value := range map[string]string{"layout": opt.Layout.String(), "lists-within": opt.Layout.ListsWithin(), "limits": r.Limits.String()} {
		if value != "" {
			e.Options[name] = value
		}
	}
	if r.LastMonth.OK {
		e.Options["last-month"] = r.LastMonth.V.String()
	}
	return e, nil
}

// layout is what the columns are, where that is said; nil if not.
func (r *Reading) layout(path func(string) string) (l *ingest.Layout, err error) {
	if r.Layout != "" {
		if l, err = readLayout(path(r.Layout)); err != nil {
			return nil, err
		}
	}
	if l == nil && (len(r.Columns) > 0 || r.ListsWithin != "" || r.Dates != "") {
		l = &ingest.Layout{}
	}
	for _, pair := range r.Columns {
		if err := l.Map(pair); err != nil {
			return nil, choice.Errorf("--map: %v", err)
		}
	}
	if r.ListsWithin != "" {
		if err := l.NumberWithin(r.ListsWithin); err != nil {
			return nil, choice.Errorf("--lists-within: %v", err)
		}
	}
	if r.Dates != "" {
		if err := l.OrderDates(r.Dates); err != nil {
			return nil, choice.Errorf("--dates: %v", err)
		}
	}
	return l, nil
}

// readLayout reads a file that says what the columns are.
func readLayout(path string) (*ingest.Layout, error) {
	b, err := sidefile.Read(path, "the layout", limit.Default(limit.TOML))
	if err != nil {
		return nil, err
	}
	l, err := ingest.ParseLayout(b)
	if err != nil {
		return nil, &varighet.Problem{File: filepath.Base(path), Code: "layout", Msg: err.Error(),
			Hint: "`varighet check --save-layout FILE INPUT` writes one to begin with"}
	}
	return l, nil
}

// UseAliases makes an edit apply a reviewed table of names of one doctor, and returns how
// many of its rows nobody has decided.
func UseAliases(e *growth.Edit, path string) (undecided int, err error) {
	content, err := sidefile.Read(path, "aliases", limit.Default(limit.SideFile))
	if err != nil {
		return 0, err
	}
	e.AliasFile = filepath.Base(path)
	e.Aliases, undecided, err = identity.ReadAliases(e.AliasFile, content)
	return undecided, err
}
