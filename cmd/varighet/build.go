package main

import (
	"strconv"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/ingest"
	"github.com/varighet/varighet/ingest/growth"
	"github.com/varighet/varighet/ingest/keyfile"
	"github.com/varighet/varighet/ingest/register"
)

// ingestOptions are the choices by which files become a register.
type ingestOptions struct {
	key            *keyfile.Key // nil with keepNames
	keepNames      bool
	setAsideFaults bool
	noLink         bool
	reference      *data.Reference // nil: only the form of codes is checked
	layout         *ingest.Layout  // nil: what the reader sees by itself
	lastMonth      varighet.Opt[varighet.Month]
}

func (o *ingestOptions) reader() ingest.Options {
	opt := ingest.Options{KeepNames: o.keepNames, SetAsideFaults: o.setAsideFaults, Layout: o.layout, LastMonth: o.lastMonth}
	if o.key != nil {
		opt.Key = o.key.Secret
	}
	if ref := o.reference; ref != nil {
		opt.Reference = ref
	}
	return opt
}

// edit returns the edit of a register by these choices.
func (o *ingestOptions) edit(dir string, inputs []ingest.Input) growth.Edit {
	e := growth.Edit{Dir: dir, Inputs: inputs, Reader: o.reader(),
		Register: register.Options{SetAside: o.setAsideFaults, NoLink: o.noLink},
		Options: map[string]string{
			"keep-names":       strconv.FormatBool(o.keepNames),
			"link":             strconv.FormatBool(!o.noLink),
			"set-aside-faults": strconv.FormatBool(o.setAsideFaults),
			"reference":        strconv.FormatBool(o.reference != nil),
		},
		Fixed: []string{"keep-names", "link", "lists-within"},
	}
	if ref := o.reference; ref != nil {
		e.Scope = ref.Borders(ref.Last())
	}
	o.noteLayout(e.Options)
	return e
}
