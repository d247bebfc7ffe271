package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/ingest"
	"github.com/varighet/varighet/ingest/register"
)

// ingestOptions are the choices by which files become a register.
type ingestOptions struct {
	key            *pseudonymKey // nil with keepNames
	keepNames      bool
	setAsideFaults bool
	reference      *data.Reference // nil: only the form of codes is checked
}

func (o *ingestOptions) reader() ingest.Options {
	opt := ingest.Options{KeepNames: o.keepNames, SetAsideFaults: o.setAsideFaults}
	if o.key != nil {
		opt.Key = o.key.secret
	}
	if ref := o.reference; ref != nil {
		opt.KnownMunicipality = ref.Known
		to := ref.Last()
		opt.NameScope = func(code varighet.MunicipalityCode, m varighet.Month) varighet.MunicipalityCode {
			if h, ok := ref.Harmonise(code, m, to); ok {
				return h.Code
			}
			return code
		}
	}
	return opt
}

// buildRegister reads the inputs into a register in the folder dir, in place of
// an old one. Faults in the rows come back as *varighet.Problems, and then
// nothing has changed.
func buildRegister(ctx context.Context, dir string, inputs []ingest.Input, o *ingestOptions) (*ingest.Result, *register.Manifest, error) {
	b, err := register.NewBuilder(dir, register.Options{SetAside: o.setAsideFaults})
	if err != nil {
		return nil, nil, err
	}
	defer b.Abort()
	result, err := ingest.Read(ctx, inputs, o.reader(), func(rows []varighet.Observation) error {
		run := b.NewRun()
		for i := range rows {
			if err := run.Add(&rows[i]); err != nil {
				return errors.Join(err, run.Close())
			}
		}
		return run.Close()
	})
	if err != nil {
		return nil, nil, err
	}
	if err := result.Problems.Err(); err != nil {
		return result, nil, err
	}
	m, err := b.Commit(manifestOf(result, o))
	return result, m, err
}

func manifestOf(result *ingest.Result, o *ingestOptions) register.Manifest {
	m := register.Manifest{
		Options: map[string]string{
			"keep-names":       strconv.FormatBool(o.keepNames),
			"set-aside-faults": strconv.FormatBool(o.setAsideFaults),
			"reference":        strconv.FormatBool(o.reference != nil),
		},
		Ledger: register.Ledger{Read: result.Ledger.Read, Used: result.Ledger.Used, SetAside: result.Ledger.SetAside},
	}
	if o.key != nil && pseudonymised(result.DoctorIDs) {
		m.KeyFingerprint = ingest.KeyFingerprint(o.key.secret)
	}
	for _, f := range result.Files {
		if f.SetAside != "" {
			m.Warnings = append(m.Warnings, fmt.Sprintf("%s: not read: %s", f.Name, f.SetAside))
			continue
		}
		m.Inputs = append(m.Inputs, register.Input{Name: f.Name, SHA256: f.SHA256, Bytes: f.Bytes, Read: f.Ledger.Read, Used: f.Ledger.Used})
	}
	for _, w := range result.Warnings {
		m.Warnings = append(m.Warnings, w.String())
	}
	return m
}

// pseudonymised reports whether ids of this kind are made into pseudonyms.
func pseudonymised(k ingest.DoctorIDKind) bool {
	return k != ingest.DoctorIDNone && k != ingest.DoctorIDOwn
}
