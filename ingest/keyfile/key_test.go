package keyfile

import (
	"encoding/hex"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest"
	"github.com/varighet/varighet/internal/atomicfile"
)

// A key that somebody typed instead of drawing it is refused; one that was drawn never is. Of the two before the
// last one has 15 different bytes in 32 (counted) and is refused, the other 16 and is not.
func TestWeakKeysAreRefused(t *testing.T) {
	public := hex.EncodeToString(Public().Secret)
	ascending, descending := "", ""
	for i := range 32 {
		ascending += hex.EncodeToString([]byte{byte(i + 0xF0)}) // past 255 it goes on at 0
		descending += hex.EncodeToString([]byte{byte(200 - 3*i)})
	}
	path := filepath.Join(t.TempDir(), "my.key")
	for text, weak := range map[string]bool{
		public: true, strings.ToUpper(public) + "\n": true, strings.Repeat("00", 16): true, strings.Repeat("ff", 32): true, strings.Repeat("a7", 64): true,
		strings.Repeat("0102", 8): true, strings.Repeat("010203", 6): true, strings.Repeat("deadbeef", 8): true, strings.Repeat("deadbeef", 4) + "de": true,
		ascending: true, descending: true, "000102030405060708090a0b0c0d0e0f": true, strings.Repeat("000102030405060708090a0b0c0d0e0f", 2): true,
		"00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff": true, strings.Repeat("0123456789abcdef", 4): true,
		strings.Repeat("00", 31) + "01": true, strings.Repeat("00", 16) + strings.Repeat("11", 16): true, strings.Repeat("9f86d081884c7d659a2feaa0", 3): true,
		hex.EncodeToString([]byte("passordpassordpassordpassord1234")): true, hex.EncodeToString([]byte("Kun for Anna & Ola, 2019")): true,
		"9f86d081884c7d659a2feaa0c55a159f65157d5a4cc588a081ead02f869a819a": true,
		"9f86d081884c7d659a2feaa0c55a159f65157d5a4cc588a081ead02f869a815b": false,
		"9f86d081884c7d659a2feaa0c55ad015":                                 false,
	} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := Open(path, false)
		var p *varighet.Problem
		if is := errors.As(err, &p) && p.Code == "weak-key" && p.Hint != ""; is != weak || !weak && err != nil {
			t.Errorf("%s: %v; weak: %v", text, err, weak)
		}
		if err != nil && strings.Contains(err.Error(), strings.TrimSpace(text)) {
			t.Error("the key is shown")
		}
	}
	random := rand.NewChaCha8([32]byte{7})
	for range 10_000 {
		secret := make([]byte, 16)
		if _, err := random.Read(secret); err != nil || weakness(secret) != "" {
			t.Fatalf("%x: %v, %s", secret, err, weakness(secret))
		}
	}
}

// A key that is made is kept for its owner only, is the same when it is read again, and is another than the one before.
func TestAKeyIsMadeAndReadAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "my.key")
	k, err := Open(path, true)
	if err != nil || !k.IsNew || k.Path != path || len(k.Secret) != newKeyBytes {
		t.Fatalf("%+v, %v", k, err)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("the key is kept before it is saved")
	}
	if err := k.Save(); err != nil || k.IsNew || k.OthersCanRead() {
		t.Errorf("saved: %v, still new %v, others can read it %v", err, k.IsNew, k.OthersCanRead())
	}
	again, err := Open(path, true)
	if err != nil || again.IsNew || string(again.Secret) != string(k.Secret) {
		t.Errorf("read again: %+v, %v", again, err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := again.Save(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("a key that was read is written")
	}
	other, err := Passing()
	if err != nil || other.IsNew || other.Path != "" || string(other.Secret) == string(k.Secret) {
		t.Errorf("a passing key: %+v, %v", other, err)
	}
	if _, err := Open(path, false); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a key that is not there: %v", err)
	}
	for _, text := range []string{"", "not hexadecimal", "0a1b2c"} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if k, err := Open(path, true); err == nil {
			t.Errorf("%q is the key %v", text, k.Secret)
		}
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if k := (&Key{Path: path}); k.OthersCanRead() != (runtime.GOOS != "windows") {
		t.Error("whether others can read the file is not told")
	}
	if err := (&Key{Path: filepath.Join(path, "below"), IsNew: true}).Save(); err == nil {
		t.Error("a key is saved below a file")
	}
}

// The key comes to its place with the folder whose pseudonyms are by it, and not with another; with a folder that cannot
// come to its place there is no key.
func TestAKeyIsPutWithItsFolder(t *testing.T) {
	dir := t.TempDir()
	path, at := filepath.Join(dir, "my.key"), filepath.Join(dir, "folder")
	put := func(k *Key, fingerprint string) error {
		t.Helper()
		out, err := atomicfile.CreatePrivateDir(at)
		if err != nil {
			t.Fatal(err)
		}
		defer out.Abort()
		if err := out.WriteFile("rows", []byte("x")); err != nil {
			t.Fatal(err)
		}
		return k.PutFirst(out, fingerprint)
	}
	there := func(path string) bool { _, err := os.Stat(path); return err == nil }
	k, err := New(path)
	if err != nil {
		t.Fatal(err)
	}
	own := ingest.KeyFingerprint(k.Secret)
	if err := put(nil, own); err != nil || !there(at) || there(path) {
		t.Errorf("no key: %v, a folder %v, a key %v", err, there(at), there(path))
	}
	if err := put(k, "another"); err != nil || there(path) || !k.IsNew {
		t.Errorf("another key: %v, a key %v", err, there(path))
	}
	if err := put(k, own); err != nil || !there(path) || k.IsNew {
		t.Errorf("its key: %v, a key %v, still new %v", err, there(path), k.IsNew)
	}
	lost, err := New(filepath.Join(at, "rows", "below.key"))
	if err != nil {
		t.Fatal(err)
	}
	if err := put(lost, ingest.KeyFingerprint(lost.Secret)); err == nil {
		t.Error("a key below a file is put")
	}
}

func TestBeside(t *testing.T) {
	for path, want := range map[string]string{"reg": "reg.key", "reg/": "reg.key", "a/study.toml": filepath.Join("a", "study.key")} {
		if got := Beside(path); got != want {
			t.Errorf("beside %q: %q, want %q", path, got, want)
		}
	}
}
