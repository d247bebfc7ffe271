// Package keyfile keeps the secret under which doctors become pseudonyms: a file of
// hexadecimal digits, beside what was made with it, that only its owner can read.
package keyfile

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest"
	"github.com/varighet/varighet/internal/atomicfile"
	"github.com/varighet/varighet/internal/limit"
	"github.com/varighet/varighet/internal/sidefile"
)

// A Key is the secret under which doctors' identities become pseudonyms, and where it is
// kept.
type Key struct {
	Secret []byte
	Path   string // "" for the public key of made-up data
	IsNew  bool   // not written yet
}

// Public is that of made-up data, where there is nobody to hide: the same
// everywhere, so that the same rows give the same bytes.
func Public() *Key {
	return &Key{Secret: []byte("varighet: public key of made-up data")}
}

// OthersCanRead reports whether somebody else than its owner may read the key file. Where
// files have no such marks, it is false.
func (k *Key) OthersCanRead() bool {
	info, err := os.Stat(k.Path)
	return err == nil && runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0
}

// newKeyBytes is the length of a key that the program makes.
const newKeyBytes = 32

// Open reads a key file. With make, a file that does not exist gives a new
// random key, to be written by [Key.PutFirst].
func Open(path string, make bool) (*Key, error) {
	if make {
		atomicfile.Sweep(path)
	}
	b, err := sidefile.Read(path, "a key", limit.Default(limit.KeyFile))
	if errors.Is(err, fs.ErrNotExist) && make {
		return New(path)
	}
	if err != nil {
		return nil, err
	}
	secret, err := hex.DecodeString(strings.TrimSpace(string(b)))
	if err != nil || len(secret) < ingest.MinKeyBytes {
		return nil, fmt.Errorf("%s is not a key: a key is one line of at least %d hexadecimal digits",
			strconv.Quote(filepath.ToSlash(path)), 2*ingest.MinKeyBytes)
	}
	if why := weakness(secret); why != "" {
		return nil, &varighet.Problem{File: filepath.ToSlash(path), Code: "weak-key", Msg: "the key " + why + ": whoever tries it finds the doctors behind the pseudonyms",
			Hint: "make one with `varighet key new`; registers made with this one must be made anew"}
	}
	return &Key{Secret: secret, Path: path}, nil
}

// New makes a random key that [Key.Save] writes to path. It returns an error only if the system gives
// no random numbers.
func New(path string) (*Key, error) {
	secret := make([]byte, newKeyBytes)
	if _, err := rand.Read(secret); err != nil {
		return nil, fmt.Errorf("making a key: %w", err)
	}
	return &Key{Secret: secret, Path: path, IsNew: true}, nil
}

// Passing is a random key that is kept nowhere: pseudonyms by it mean nothing to anybody
// once the program has ended.
func Passing() (*Key, error) {
	k, err := New("")
	if err == nil {
		k.IsNew = false
	}
	return k, err
}

// Save writes a new key, readable by its owner only. It does nothing for one
// that was read.
func (k *Key) Save() error {
	if !k.IsNew {
		return nil
	}
	if err := atomicfile.WriteFile(k.Path, k.encode(), 0o600); err != nil {
		return fmt.Errorf("writing key: %w", err)
	}
	k.IsNew = false
	return nil
}

// PutFirst puts a folder in its place. If pseudonyms in it, which say by which key they were
// made, are by this one and it is new, its file comes first: rows are never without their key.
// If the folder does not come to its place the key is taken away again, as nothing was made
// with it; it never takes the place of another. A nil key is none.
func (k *Key) PutFirst(out *atomicfile.Dir, fingerprint string) error {
	if k == nil || !k.IsNew || fingerprint != ingest.KeyFingerprint(k.Secret) {
		return out.Commit()
	}
	f, err := atomicfile.CreatePerm(k.Path, 0o600)
	if err != nil {
		return fmt.Errorf("writing key: %w", err)
	}
	defer f.Abort()
	if _, err := f.Write(k.encode()); err != nil {
		return fmt.Errorf("writing key: %w", err)
	}
	if err := out.CommitAfter(f); err != nil {
		return err
	}
	k.IsNew = false
	return nil
}

func (k *Key) encode() []byte { return []byte(hex.EncodeToString(k.Secret) + "\n") }

// Beside is the name of the key of a register or a study.
func Beside(path string) string {
	return strings.TrimSuffix(filepath.Clean(path), ".toml") + ".key"
}
