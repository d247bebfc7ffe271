package ssb

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"math"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/internal/limit"
)

// A File is one saved answer of Statistics Norway.
type File struct {
	Name    string // as the user gave it, for messages
	Content []byte

	// Date is the day of a KLASS file that has the municipalities of one day,
	// as the web page gives them. Missing: the year in the file's name.
	Date varighet.Opt[varighet.Month]
}

// Read reads a file to import, up to a size no table of use has: the largest that is of use, every age
// and year of every municipality, is about 150 MB.
func Read(name string, r io.Reader) (File, error) {
	most := limit.Default(limit.StatisticsFile)
	content, err := io.ReadAll(io.LimitReader(r, int64(most)+1))
	if err != nil {
		return File{}, fmt.Errorf("reading %s: %w", name, err)
	}
	if len(content) > most {
		return File{}, &varighet.Problem{File: name, Code: "file-size", Msg: "the file is larger than " + limit.Set{}.Text(limit.StatisticsFile),
			Hint: "save the table without ages, for fewer years"}
	}
	return File{Name: name, Content: content}, nil
}

// Import makes a reference out of KLASS files, at least one of codes and one of
// changes, and population tables, of which there may be none. Splits say which
// part of a divided municipality is the main one, where somebody has looked at it;
// nil leaves it to the numbers. Faults come all
// at once as [varighet.Problems]. What was noticed and is no fault is in the
// findings of [data.Reference.Check].
func Import(klass, population []File, splits ...SplitChoice) (*data.Reference, error) {
	var faults varighet.Problems
	in := inputs{}
	var codeFiles []*klassFile
	var versions []version
	var pairs []codeChange
	for _, f := range klass {
		k := readKLASS(f.Name, f.Content, &faults)
		if k == nil || k.kind == "" {
			continue
		}
		in.add(f, k.kind)
		pairs = append(pairs, k.changes...)
		switch k.kind {
		case "klass-codes":
			codeFiles = append(codeFiles, k)
		case "klass-version":
			versions = append(versions, versionOf(f, k, &faults))
		}
	}
	var noted []data.Finding
	if len(versions) > 0 && faults.Len() == 0 {
		var k *klassFile
		k, noted = joinVersions(versions, pairs)
		codeFiles = append(codeFiles, k)
	}
	for _, kind := range []string{"klass-codes", "klass-changes"} {
		if faults.Len() == 0 && !in.has(kind) && !(kind == "klass-codes" && len(versions) > 0) {
			faults.Add(&varighet.Problem{Code: "klass-missing", Msg: "no file of " + kind[len("klass-"):] + " of KLASS 131 was given",
				Hint: "give the answers of both /codes?from=…&to=… and /changes?from=…&to=…"})
		}
	}
	tables := data.Tables{Municipalities: municipalities(codeFiles, pairs, &faults)}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	bare, err := index(tables, pairs, nil)
	if err != nil {
		return nil, err
	}
	people := newPeople(bare)
	for _, f := range population {
		people.read(f, &faults)
		in.add(f, "population")
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	tables.Populations, tables.Totals, tables.Findings = people.rows, people.countryTotals(), append(noted, people.findings()...)
	tables.Inputs = in.sorted()
	reference, err := index(tables, pairs, people.of)
	if err != nil || len(splits) == 0 {
		return reference, err
	}
	return choose(reference, splits)
}

// index classifies the changes and builds the reference.
func index(tables data.Tables, pairs []codeChange, people peopleOf) (*data.Reference, error) {
	inForce := func(code varighet.MunicipalityCode, month varighet.Month) (string, bool) {
		for _, m := range tables.Municipalities {
			if m.Code == code && m.From <= month && (!m.To.OK || month < m.To.V) {
				return m.Name, true
			}
		}
		return "", false
	}
	first := varighet.Month(math.MaxInt32)
	for _, m := range tables.Municipalities {
		first = min(first, m.From)
	}
	covered := slices.DeleteFunc(slices.Clone(pairs), func(c codeChange) bool { return c.month <= first })
	tables.Changes = classify(covered, inForce, people)
	tables.Municipalities = slices.Clone(tables.Municipalities)
	r, err := data.NewReference(tables)
	if err != nil {
		return nil, &varighet.Problem{Code: "klass-contradiction", Msg: err.Error(),
			Hint: "were codes and changes saved with the same dates, and nothing edited?"}
	}
	return r, nil
}

// inputs are the files that were used.
type inputs []data.Input

func (in *inputs) add(f File, kind string) {
	sum := sha256.Sum256(f.Content)
	name := path.Base(strings.ReplaceAll(filepath.ToSlash(f.Name), `\`, "/"))
	*in = append(*in, data.Input{Name: name, Kind: kind, SHA256: hex.EncodeToString(sum[:])})
}

func (in inputs) has(kind string) bool {
	return slices.ContainsFunc(in, func(i data.Input) bool { return i.Kind == kind })
}

// sorted puts the files in an order that does not depend on how they were given.
func (in inputs) sorted() []data.Input {
	slices.SortFunc(in, func(a, b data.Input) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Name, b.Name), cmp.Compare(a.SHA256, b.SHA256))
	})
	return in
}
