package register

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"

	"github.com/varighet/varighet/internal/columnar"
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
// [DuplicateRow] or [VacantAndHeld], are moved from used to set aside. A ledger
// that does not balance is an error.
//
// Duplicates and contradictions are returned as a *[varighet.Problems], unless
// Options.SetAside. On any error nothing has changed.
func (b *Builder) Commit(about Manifest) (*Manifest, error) {
	defer b.Abort()
	for _, w := range b.workers {
		if err := b.endRun(w); err != nil {
			return nil, fmt.Errorf("writing %s: %w", b.dir, err)
		}
	}
	if b.err != nil {
		return nil, fmt.Errorf("writing %s: %w", b.dir, b.err)
	}
	if len(b.runs) == 0 {
		return nil, errNoRows
	}
	m, err := b.write(about)
	if err != nil {
		return nil, err
	}
	data, err := m.encode()
	if err == nil {
		err = b.out.WriteFile(ManifestFile, data)
	}
	if err != nil {
		return nil, fmt.Errorf("writing %s: %w", b.dir, err)
	}
	b.closeSpill()
	return m, b.out.Commit()
}

// write writes positions.parquet and completes the manifest.
func (b *Builder) write(about Manifest) (*Manifest, error) {
	merged, err := newMerge(b.workers, b.runs, b.spill)
	if err != nil {
		return nil, err
	}
	b.workers, b.idle, b.runs = nil, nil, nil
	f, err := os.Create(b.out.Path(PositionsFile))
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
	s := newSifter(merged, b.opt.SetAside)
	if err := writeRows(w, merged, s, b.opt.GroupRows); err != nil {
		return nil, err
	}
	if err := s.problems.Err(); err != nil {
		return nil, err
	}
	m := about
	m.complete()
	m.Schema = Schema
	for reason, n := range s.aside {
		m.Ledger.setAside(reason, n)
	}
	if err := m.Ledger.Balances(); err != nil {
		return nil, err
	}
	m.Counts = s.counts()
	rows := w.Digest()
	m.RowsSHA256 = hex.EncodeToString(rows[:])
	for _, kv := range m.fileMetadata() {
		w.SetMetadata(kv[0], kv[1])
	}
	if err := errors.Join(w.Close(), buf.Flush(), f.Close()); err != nil {
		return nil, err
	}
	m.PositionsSHA = hex.EncodeToString(sum.Sum(nil))
	return &m, nil
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
func writeRows(w *columnar.Writer, m *merge, s *sifter, groupRows int) error {
	free, full, done := make(chan []record, 2), make(chan []record), make(chan error, 1)
	for range 2 {
		free <- nil
	}
	go func() {
		var err error
		for recs := range full {
			if err == nil {
				err = w.WriteColumns(len(recs), func(col int, v *columnar.Vector) error {
					columns[col].take(&m.texts, recs, v)
					return nil
				})
			}
			free <- recs[:0]
		}
		done <- err
	}()
	err := cutGroups(m, s, groupRows, free, full)
	close(full)
	return errors.Join(err, <-done)
}

// cutGroups sends the records to keep in row groups that end between positions.
func cutGroups(m *merge, s *sifter, groupRows int, free <-chan []record, full chan<- []record) error {
	group := <-free
	for {
		r, err := m.next()
		if err != nil {
			return err
		}
		if r == nil {
			break
		}
		if !s.keep(r) {
			continue
		}
		if len(group) >= groupRows && group[len(group)-1].position != r.position {
			full <- group
			group = <-free
		}
		if group == nil {
			group = make([]record, 0, groupRows+groupRows/64+64)
		}
		group = append(group, *r)
	}
	if len(group) > 0 {
		full <- group
	}
	return nil
}
