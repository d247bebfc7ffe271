package document

import (
	"fmt"
	"io"

	"github.com/varighet/varighet/ingest"
	"github.com/varighet/varighet/internal/version"
)

// The machine contract: varighet.key/1.
type KeyAnswer struct {
	Fingerprint string `json:"key_fingerprint"`
	Schema      string `json:"schema"`
	Version     string `json:"version"`
}

// Key says which key a secret is, without telling it.
func Key(secret []byte) *KeyAnswer {
	return &KeyAnswer{ingest.KeyFingerprint(secret), "varighet.key/1", version.Of()}
}

func (d *KeyAnswer) Text(w io.Writer) error {
	_, err := fmt.Fprintf(w, "fingerprint %s\n", d.Fingerprint)
	return err
}
