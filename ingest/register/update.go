package register

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/atomicfile"
)

// An Update is a register that is about to be changed, held against other
// processes that would change it too.
type Update struct {
	Old *Register // nil if there is none yet

	dir    string
	was    string // digest of the manifest; "" if there is none
	unlock func()
}

// BeginUpdate opens the register in a folder, to change it; there may be none
// yet. While another process changes the register it waits; waiting, if not
// nil, is called first. Close must follow.
//
// A folder that is there and holds no register is a varighet.Problem, unless it
// is empty: nothing that is not a register is ever replaced. With anew, the old
// register is not opened, and may be damaged: it will be replaced as a whole.
//
// What killed runs left beside the folder is gone.
func BeginUpdate(dir string, anew bool, waiting func()) (*Update, error) {
	atomicfile.Sweep(dir)
	u := &Update{dir: dir, unlock: lockFolder(dir, waiting)}
	was, err := manifestDigest(dir)
	if err == nil && was == "" {
		err = notInTheWay(dir)
	}
	if err == nil && was != "" && !anew {
		u.Old, err = Open(dir)
	}
	if err != nil {
		u.unlock()
		return nil, err
	}
	u.was = was
	return u, nil
}

// notInTheWay refuses a folder that holds something else than a register.
func notInTheWay(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0 {
		return nil
	}
	return openProblem(dir, errors.New("a folder or a file of that name is there and holds something else"))
}

// Close ends the update, after Commit or without.
func (u *Update) Close() {
	u.closeOld()
	u.unlock()
}

// closeOld closes the old register. It comes before the new one takes its place: Windows renames
// no folder in which a file is open.
func (u *Update) closeOld() {
	if u.Old != nil {
		u.Old.Close()
		u.Old = nil
	}
}

// A Putter puts a folder in its place, with what else must be there then. It is told by which
// key the pseudonyms in it were made.
type Putter func(out *atomicfile.Dir, fingerprint string) error

// Commit is [Builder.Commit], unless the register has changed since BeginUpdate. put, if not
// nil, puts it in its place. The old register is closed, and Old nil, before that.
func (u *Update) Commit(b *Builder, about Manifest, put Putter) (*Manifest, error) {
	defer b.Abort()
	m, err := b.Plan(about)
	if err != nil {
		return nil, err
	}
	unlock := lockParent(u.dir)
	defer unlock()
	switch is, err := manifestDigest(u.dir); {
	case err != nil:
		return nil, err
	case is != u.was:
		return nil, &varighet.Problem{File: u.dir, Code: "register-changed", Msg: "another run has changed the register meanwhile",
			Hint: "nothing is lost: run the command again"}
	}
	b.closeSpill()
	u.closeOld()
	if put != nil {
		return m, put(b.out, m.KeyFingerprint)
	}
	return m, b.out.Commit()
}

// manifestDigest returns the digest of the manifest of a folder; "" if it has none.
func manifestDigest(dir string) (string, error) {
	data, err := os.ReadFile(filepath.Join(dir, ManifestFile))
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:]), nil
}
