package main

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest"
	"github.com/varighet/varighet/internal/atomicfile"
)

// A pseudonymKey is the secret under which doctors' identities become
// pseudonyms, and where it is kept.
type pseudonymKey struct {
	secret []byte
	path   string // "" for the public key of made-up data
	isNew  bool   // not written yet
}

// publicKey is that of made-up data, where there is nobody to hide: the same
// everywhere, so that the same rows give the same bytes.
func publicKey() *pseudonymKey {
	return &pseudonymKey{secret: []byte("varighet: public key of made-up data")}
}

// othersCanRead reports whether somebody else than its owner may read the key file. Where
// files have no such marks, it is false.
func (k *pseudonymKey) othersCanRead() bool {
	info, err := os.Stat(k.path)
	return err == nil && runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0
}

// newKeyBytes is the length of a key that the program makes.
const newKeyBytes = 32

// openKey reads a key file. With make, a file that does not exist gives a new
// random key, to be written by save.
func openKey(path string, make bool) (*pseudonymKey, error) {
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) && make {
		return newKey(path)
	}
	if err != nil {
		return nil, fmt.Errorf("reading key: %w", err)
	}
	secret, err := hex.DecodeString(strings.TrimSpace(string(b)))
	if err != nil || len(secret) < ingest.MinKeyBytes {
		return nil, fmt.Errorf("%s is not a key: a key is one line of at least %d hexadecimal digits",
			describePath(path), 2*ingest.MinKeyBytes)
	}
	if why := weakness(secret); why != "" {
		return nil, &varighet.Problem{File: filepath.ToSlash(path), Code: "weak-key", Msg: "the key " + why + ": whoever tries it finds the doctors behind the pseudonyms",
			Hint: "make one with `varighet key new`; registers made with this one must be made anew"}
	}
	return &pseudonymKey{secret: secret, path: path}, nil
}

// weakness says what makes a key easy to guess; "" for one that may be random. Of random
// keys of 32 bytes, as the program makes them, fewer than one in 10¹³ has any of these
// patterns: 15 values or fewer are in at most C(256, 15)·(15/256)³² = 3·10⁻¹⁶ of them,
// printable signs only in (95/256)³² = 2·10⁻¹⁴, a block that is repeated in fewer than
// 256⁻¹⁵. Of those of 16 bytes one in eight million is refused for printable signs only.
func weakness(secret []byte) string {
	switch {
	case bytes.Equal(secret, publicKey().secret):
		return "is the public one, of made-up data"
	case repeats(secret):
		return "is a few bytes again and again"
	case distinct(secret) < min(len(secret)/2, leastDistinct):
		return "has too few different bytes"
	case counts(secret):
		return "counts up or down"
	case !bytes.ContainsFunc(secret, isUnprintable):
		return "is text that somebody wrote"
	}
	return ""
}

// leastDistinct is how many different bytes a key of 32 or more has at least.
const leastDistinct = 16

// repeats reports whether a key is one block, of half of its bytes at most, again and again.
func repeats(secret []byte) bool {
	for period := 1; period <= len(secret)/2; period++ {
		if bytes.Equal(secret[period:], secret[:len(secret)-period]) {
			return true
		}
	}
	return false
}

func distinct(secret []byte) int {
	seen := map[byte]bool{}
	for _, b := range secret {
		seen[b] = true
	}
	return len(seen)
}

// isUnprintable reports whether a byte of a key is none that is typed, in ASCII.
func isUnprintable(r rune) bool { return r < ' ' || r > '~' }

// counts reports whether each byte is above the one before it, or each below, or nearly
// all follow on each other by one.
func counts(secret []byte) bool {
	up, down, one := 0, 0, 0
	for i := 1; i < len(secret); i++ {
		a, b := secret[i-1], secret[i]
		if b > a {
			up++
		} else if b < a {
			down++
		}
		if b-a == 1 || a-b == 1 {
			one++
		}
	}
	steps := len(secret) - 1
	return up == steps || down == steps || 10*one >= 9*steps
}

func newKey(path string) (*pseudonymKey, error) {
	secret := make([]byte, newKeyBytes)
	if _, err := rand.Read(secret); err != nil {
		return nil, fmt.Errorf("making a key: %w", err)
	}
	return &pseudonymKey{secret: secret, path: path, isNew: true}, nil
}

// save writes a new key, readable by its owner only. It does nothing for one
// that was read.
func (k *pseudonymKey) save() error {
	if !k.isNew {
		return nil
	}
	if err := atomicfile.WriteFile(k.path, []byte(hex.EncodeToString(k.secret)+"\n"), 0o600); err != nil {
		return fmt.Errorf("writing key: %w", err)
	}
	k.isNew = false
	return nil
}

// keyBeside is the name of the key of a register or a study.
func keyBeside(path string) string {
	return strings.TrimSuffix(filepath.Clean(path), ".toml") + ".key"
}
