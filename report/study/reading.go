package study

import (
	"fmt"
	"os"
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
)

// Reading is how files become a register.
type Reading struct {
	KeepNames      bool   // names and HPR numbers stay as they are
	SetAsideFaults bool   // rows with a fault are set aside and counted; else any fault ends the run
	NoLink         bool   // a list with a new id, or without ids a new doctor, is another list
	Layout         string // file that says what the columns are; "" for what the reader sees
	Aliases        string // reviewed table of names that are of one doctor; "" for none
}

// readingOptions are what a study may choose of it.
var readingOptions = []choice.Option[Reading]{
	{Key: "input.keep_names", Default: "false", Help: "names and HPR numbers stay as they are",
		Set: choice.YesNo(func(r *Reading) *bool { return &r.KeepNames })},
	{Key: "input.set_aside_faults", Default: "false", Help: "rows with a fault are set aside and counted; else any fault ends the run",
		Set: choice.YesNo(func(r *Reading) *bool { return &r.SetAsideFaults })},
	{Key: "input.link", Default: "true", Help: "a list without an id of its own is followed from month to month",
		Set: func(r *Reading, s string) error {
			err := choice.YesNo(func(r *Reading) *bool { return &r.NoLink })(r, s)
			r.NoLink = !r.NoLink
			return err
		}},
	{Key: "input.layout", Arg: "FILE", Default: "what the reader sees", Help: "file that says what the columns are",
		Set: choice.Text(func(r *Reading) *string { return &r.Layout })},
	{Key: "input.aliases", Arg: "FILE", Help: "reviewed table of names that are of one doctor",
		Set: choice.Text(func(r *Reading) *string { return &r.Aliases })},
}

// Files are what a register is made of and by, beside its rows.
type Files struct {
	Key       *keyfile.Key    // nil if names are kept
	Reference *data.Reference // nil: only the form of codes is checked
	Layout    *ingest.Layout  // nil: what the reader sees by itself
	LastMonth varighet.Opt[varighet.Month]
}

// Edit is the edit that makes a register in dir of inputs.
func (r *Reading) Edit(dir string, inputs []ingest.Input, f Files) growth.Edit {
	opt := ingest.Options{KeepNames: r.KeepNames, SetAsideFaults: r.SetAsideFaults, Layout: f.Layout, LastMonth: f.LastMonth}
	if f.Key != nil {
		opt.Key = f.Key.Secret
	}
	if f.Reference != nil { // else a nil in an interface would not be nil
		opt.Reference = f.Reference
	}
	e := growth.Edit{Dir: dir, Inputs: inputs, Reader: opt,
		Register: register.Options{SetAside: r.SetAsideFaults, NoLink: r.NoLink},
		Options: map[string]string{
			"keep-names":       strconv.FormatBool(r.KeepNames),
			"link":             strconv.FormatBool(!r.NoLink),
			"set-aside-faults": strconv.FormatBool(r.SetAsideFaults),
			"reference":        strconv.FormatBool(f.Reference != nil),
		},
		Fixed: []string{"keep-names", "link", "lists-within"},
	}
	if f.Reference != nil {
		e.Scope = f.Reference.Borders(f.Reference.Last())
	}
	f.noteLayout(e.Options)
	return e
}

// ReadLayout reads a file that says what the columns are.
func ReadLayout(path string) (*ingest.Layout, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading the layout: %w", err)
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
	content, err := os.ReadFile(path)
	if err != nil {
		return 0, fmt.Errorf("reading aliases: %w", err)
	}
	e.AliasFile = filepath.Base(path)
	e.Aliases, undecided, err = identity.ReadAliases(e.AliasFile, content)
	return undecided, err
}

// noteLayout puts what was said of the files among the options of a manifest.
func (f *Files) noteLayout(options map[string]string) {
	if s := f.Layout.String(); s != "" {
		options["layout"] = s
	}
	if s := f.Layout.ListsWithin(); s != "" {
		options["lists-within"] = s
	}
	if f.LastMonth.OK {
		options["last-month"] = f.LastMonth.V.String()
	}
}
