package register

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/varighet/varighet/ingest/identity"
	"github.com/varighet/varighet/internal/columnar"
	"github.com/varighet/varighet/internal/dictionary"
)

// Keys of the key-value metadata of positions.parquet.
const (
	metaSchema      = "varighet.schema"
	metaRows        = "varighet.rows"
	metaRowsSHA256  = "varighet.rows_sha256"
	metaFirstMonth  = "varighet.first_month"
	metaLastMonth   = "varighet.last_month"
	metaFingerprint = "varighet.key_fingerprint"
)

// Commit merges what the runs were given, writes the register and puts it in
// place of the old one. All runs must be closed.
//
// It takes inputs, options, ledger, warnings and key fingerprint from about,
// and returns the manifest with counts and digests filled in. The ledger is
// that of the caller's own reading; rows that are set aside here, for
// [DuplicateRow], [VacantAndHeld] or [TwoPlaces], are moved from used to set aside. A ledger
// that does not balance is an error.
//
// Duplicates and contradictions are returned as a *[varighet.Problems], unless
// Options.SetAside. On any error nothing has changed.
func (b *Builder) Commit(about Manifest) (*Manifest, error) {
	defer b.Abort()
	m, err := b.Plan(about)
	if err != nil {
		return nil, err
	}
	b.closeSpill()
	return m, b.out.Commit()
}

// mergeRuns gets ready to merge the runs there are, without the records that
// later ones replace.
func (b *Builder) mergeRuns() (*merge, error) {
	m, err := newMerge(b.workers, b.runs, b.spill)
	if err != nil {
		return nil, err
	}
	for int(m.loose)+1 < len(m.texts[positions]) && strings.HasPrefix(m.texts[positions][m.loose+1], looseMark) {
		m.loose++
	}
	m.moved = among(m.texts[positions], b.moved)
	return m, nil
}

// among tells which texts are keys of a map; nil if the map is empty.
func among(texts []string, m map[string]string) []bool {
	if len(m) == 0 {
		return nil
	}
	list := make([]bool, len(texts))
	for i, s := range texts {
		_, list[i] = m[s]
	}
	return list
}

// Plan does all that Commit does but put the register in its place: Abort must
// follow. The manifest is the one that Commit would have written.
func (b *Builder) Plan(about Manifest) (*Manifest, error) {
	m, err := b.write(about)
	if err != nil {
		return nil, err
	}
	data, err := m.encode()
	if err == nil {
		err = b.out.WriteFile(ManifestFile, data)
	}
	if err == nil {
		err = b.describe()
	}
	if err != nil {
		return nil, fmt.Errorf("writing %s: %w", b.dir, err)
	}
	return m, nil
}

// describe writes what the columns mean beside the rows.
func (b *Builder) describe() error {
	p, err := dataPackage()
	if err != nil {
		return err
	}
	data, err := p.JSON()
	if err != nil {
		return err
	}
	return b.out.WriteFile(dictionary.FileName, data)
}

// prepare ends all runs, derives and links positions, and gets ready to merge.
func (b *Builder) prepare() (*merge, error) {
	if b.merged != nil {
		return b.merged, b.merged.rewind()
	}
	var ending sync.WaitGroup
	for _, w := range b.workers {
		ending.Go(func() { b.endRun(w) }) // which leaves its error in b.err
	}
	ending.Wait()
	if b.err != nil {
		return nil, fmt.Errorf("writing %s: %w", b.dir, b.err)
	}
	if len(b.runs) == 0 {
		return nil, errNoRows
	}
	if err := b.derive(); err != nil {
		return nil, err
	}
	m, err := b.mergeRuns()
	if err == nil && !b.opt.NoLink {
		if err = b.renumber(m); len(b.moved) > 0 && err == nil {
			m, err = b.mergeRuns()
		}
	}
	if err != nil {
		return nil, err
	}
	if b.who, err = b.settle(m); err != nil {
		return nil, err
	}
	slices.SortFunc(b.made, identity.CompareLinks)
	for _, w := range b.workers {
		*w = worker{} // its lists and buffers are no longer needed
	}
	b.merged = m
	return m, nil
}

// write writes positions.parquet and completes the manifest.
func (b *Builder) write(about Manifest) (*Manifest, error) {
	merged, err := b.prepare()
	if err != nil {
		return nil, err
	}
	f, err := b.out.Create(PositionsFile)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	sum := sha256.New()
	buf := bufio.NewWriterSize(io.MultiWriter(f, sum), 1<<20)
	w, err := columnar.NewWriter(buf, schema())
	if err != nil {
		return nil, err
	}
	merged.texts[doctors] = b.who.ids
	s := newSifter(merged, b.opt.SetAside)
	s.watch(b.carried, b.twice)
	if err := writeRows(w, newSettling(merged, b.who), s, &teller{watch: b.watch, texts: &merged.texts}, b.opt.GroupRows); err != nil {
		return nil, err
	}
	if len(s.twice) > 0 {
		return nil, conflictError(merged, s.twice)
	}
	if err := s.problems.Err(); err != nil {
		return nil, err
	}
	m := about
	m.complete()
	m.Schema = Schema
	for file, reasons := range s.aside {
		for reason, n := range reasons {
			m.setAside(file, reason, n)
		}
	}
	if err := m.Ledger.Balances(); err != nil {
		return nil, err
	}
	b.noteRules(&m, about.Rules.Aliases)
	m.Warnings = append(slices.Clone(m.Warnings), s.doubts.warnings()...)
	m.Alarms = append(slices.Clone(m.Alarms), s.doubts.alarms()...)
	m.Counts = s.counts()
	b.countGone(s.seen[doctors])
	if err := b.writeLinks(&m); err != nil {
		return nil, err
	}
	rows := w.Digest()
	m.RowsSHA256 = hex.EncodeToString(rows[:])
	for _, kv := range m.fileMetadata() {
		w.SetMetadata(kv[0], kv[1])
	}
	if err := setSchema(w); err != nil {
		return nil, err
	}
	if err := errors.Join(w.Close(), buf.Flush(), f.Close()); err != nil {
		return nil, err
	}
	m.PositionsSHA = hex.EncodeToString(sum.Sum(nil))
	return &m, nil
}

// noteRules keeps what was said of who is who, as far as rows have it, for files that
// are added later. before are those that were kept before.
func (b *Builder) noteRules(m *Manifest, before []Alias) {
	m.Rules = Rules{Decisions: b.rules.Decisions}
	for i := range b.rules.Aliases {
		a := &b.rules.Aliases[i]
		old := slices.ContainsFunc(before, func(o Alias) bool { return o.From == a.From && o.Municipality == a.Municipality })
		if old || b.who.aliases.rows[a] > 0 {
			m.Rules.Aliases = append(m.Rules.Aliases, *a)
		}
	}
}

// Built opens the register that Plan has written, before Abort.
func (b *Builder) Built() (*Register, error) { return Open(b.out.Path()) }

// writeLinks writes the list of links, if there are any.
func (b *Builder) writeLinks(m *Manifest) error {
	m.Counts.Unlinked = b.unsure
	m.Counts.Links = int64(len(b.made))
	if len(b.made) == 0 {
		return nil
	}
	data := encodeLinks(b.made)
	sum := sha256.Sum256(data)
	m.LinksSHA256 = hex.EncodeToString(sum[:])
	return b.out.WriteFile(LinksFile, data)
}

// fileMetadata is what positions.parquet says about itself.
func (m *Manifest) fileMetadata() [][2]string {
	return [][2]string{
		{metaSchema, m.Schema},
		{metaRows, strconv.FormatInt(m.Counts.Rows, 10)},
		{metaRowsSHA256, m.RowsSHA256},
		{metaFirstMonth, m.Counts.FirstMonth.String()},
		{metaLastMonth, m.Counts.LastMonth.String()},
		{metaFingerprint, m.KeyFingerprint},
	}
}

// writeRows merges on this goroutine while another encodes: two row groups of
// records go round between them.
func writeRows(w *columnar.Writer, rows *settling, s *sifter, told *teller, groupRows int) error {
	m := rows.m
	free, full, done := make(chan *group, 2), make(chan *group), make(chan error, 1)
	for range 2 {
		free <- &group{given: &m.given}
	}
	go func() {
		var err error
		for g := range full {
			if err == nil {
				err = w.WriteColumns(g.n, func(col int, v *columnar.Vector) error {
					columns[col].take(&m.texts, g, v)
					return nil
				})
			}
			g.reset()
			free <- g
		}
		done <- err
	}()
	err := cutGroups(rows, s, told, groupRows, free, full)
	close(full)
	return errors.Join(err, <-done)
}

// cutGroups sends the records to keep in row groups that end between positions.
func cutGroups(rows *settling, s *sifter, told *teller, groupRows int, free <-chan *group, full chan<- *group) error {
	g := <-free
	last := record{position: math.MaxUint32} // the first of the run under way
	for {
		r, err := rows.next()
		if err != nil {
			return err
		}
		if r == nil {
			break
		}
		same := r.position == last.position && r.sameRare(&last)
		if !rows.m.passes(r) || !s.keep(r, same) {
			continue
		}
		if err := told.take(r); err != nil {
			return err
		}
		if g.n >= groupRows && last.position != r.position {
			full <- g
			g = <-free
		}
		g.add(r, same, groupRows)
		if !same {
			last = *r
		}
	}
	if g.n > 0 {
		full <- g
	}
	return told.end()
}
