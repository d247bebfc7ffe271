package growth

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/varighet/varighet/ingest"
	"github.com/varighet/varighet/ingest/register"
)

// digest returns the SHA-256 of an input's bytes, and an input that can be read
// after that: standard input is kept in memory.
func digest(in ingest.Input) (ingest.Input, string, error) {
	src, err := in.Open()
	if err != nil {
		return in, "", nil // reading it will say why
	}
	defer src.Close()
	sum := sha256.New()
	if in.Name == "-" {
		data, err := io.ReadAll(io.TeeReader(src, sum))
		if err != nil {
			return in, "", fmt.Errorf("reading standard input: %w", err)
		}
		in.Open = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }
	} else if _, err := io.Copy(sum, src); err != nil {
		return in, "", nil
	}
	return in, hex.EncodeToString(sum.Sum(nil)), nil
}

// InputsOf tells what was read of each file, for the manifest.
func InputsOf(result *ingest.Result) []register.Input {
	var list []register.Input
	for _, f := range result.Files {
		if f.SetAside != "" {
			continue
		}
		in := register.Input{Name: f.Name, SHA256: f.SHA256, Bytes: f.Bytes, Read: f.Ledger.Read, Used: f.Ledger.Used,
			SetAside: maps.Clone(f.Ledger.SetAside), Lines: linesOf(&f.Ledger), Series: f.Series(), Layout: f.Layout()}
		if f.DoctorIDs != ingest.DoctorIDNone {
			in.DoctorIDs, in.Named = f.DoctorIDs.String(), f.DoctorNames
		}
		in.Loose = !slices.ContainsFunc(f.Columns, func(c ingest.Column) bool { return c.Used && c.Field == "position_id" })
		for _, w := range f.Warnings {
			in.Warnings = append(in.Warnings, register.Warning{Code: w.Code, Msg: w.Msg, Line: w.Line, Count: w.Count})
		}
		list = append(list, in)
	}
	return withRunWarnings(list, result)
}

// linesOf writes the lines that were set aside, by reason; nil for none.
func linesOf(l *ingest.Ledger) map[string]string {
	if len(l.Lines) == 0 {
		return nil
	}
	texts := make(map[string]string, len(l.Lines))
	for reason, lines := range l.Lines {
		texts[reason] = lines.String()
	}
	return texts
}

// withRunWarnings gives the warnings about several files to the one they name.
func withRunWarnings(list []register.Input, result *ingest.Result) []register.Input {
	type key struct{ code, msg string }
	ofFiles := map[key]bool{}
	for _, f := range result.Files {
		for _, w := range f.Warnings {
			ofFiles[key{w.Code, w.Msg}] = true
		}
	}
	for _, w := range result.Warnings {
		i := slices.IndexFunc(list, func(in register.Input) bool { return in.Name == w.File })
		if i >= 0 && !ofFiles[key{w.Code, w.Msg}] {
			list[i].Warnings = append(list[i].Warnings, register.Warning{Code: w.Code, Msg: w.Msg, Line: w.Line, Count: w.Count})
		}
	}
	return list
}

// warningsOf puts the warnings of files, in order of name, into lines.
func warningsOf(inputs []register.Input) []string {
	var all []ingest.Warning
	for _, in := range inputs {
		for _, w := range in.Warnings {
			all = append(all, ingest.Warning{Code: w.Code, Msg: w.Msg, File: in.Name, Line: w.Line, Count: w.Count, Files: 1})
		}
	}
	var lines []string
	for _, w := range ingest.MergeWarnings(all) {
		lines = append(lines, w.String())
	}
	return lines
}
