package keyfile

import (
	"encoding/hex"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/varighet/varighet"
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
