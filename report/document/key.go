package document

import (
	"fmt"
	"io"

	"github.com/varighet/varighet/ingest"
	"github.com/varighet/varighet/internal/version"
)

// A KeyAnswer is what `key show` prints: which key it is.
type KeyAnswer struct {
	Fingerprint string `json:"key_fingerprint"` // of the key for pseudonyms, as manifests of registers have it
	Schema      string `json:"schema"`          // varighet.key/1
	Version     string `json:"version"`         // of the program
}

// Key says which key a secret is, without telling it.
func Key(secret []byte) *KeyAnswer {
	return &KeyAnswer{ingest.KeyFingerprint(secret), "varighet.key/1", version.Of()}
}

// Text writes the fingerprint.
func (d *KeyAnswer) Text(w io.Writer) error {
	_, err := fmt.Fprintf(w, "fingerprint %s\n", d.Fingerprint)
	return err
}
