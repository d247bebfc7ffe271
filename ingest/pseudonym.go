package ingest

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"errors"
	"hash"
)

// MinKeyBytes is the length below which a key for pseudonyms is refused: a short
// one could be found by trying, since there are only some ten million HPR numbers.
const MinKeyBytes = 16

// ErrShortKey is returned by [Read] for a key of fewer than [MinKeyBytes] bytes.
var ErrShortKey = errors.New("the key for pseudonyms is shorter than 16 bytes")

// What a pseudonym is made of goes into it, so that an HPR number and a
// source's own id that happen to be the same digits do not meet.
const (
	pseudonymHPR  = "hpr"
	pseudonymOwn  = "own"
	pseudonymName = "name"
)

var base32Lower = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// A pseudonymiser turns identities into pseudonyms under one key. It is for one
// goroutine. The nil pseudonymiser leaves identities as they are.
type pseudonymiser struct {
	mac hash.Hash
	in  []byte
	sum [sha256.Size]byte
}

func newPseudonymiser(key []byte) *pseudonymiser {
	if key == nil {
		return nil
	}
	return &pseudonymiser{mac: hmac.New(sha256.New, key)}
}

// of returns the pseudonym of an identity: "d" and the first 100 bits of
// HMAC-SHA-256 as 20 characters of lower-case base32. The chance that two of n
// doctors share one is below n²/2¹⁰¹: for a million doctors 4 in 10¹⁹.
func (p *pseudonymiser) of(kind, id string) string {
	if p == nil {
		return id
	}
	p.in = append(append(append(p.in[:0], kind...), 0), id...)
	p.mac.Reset()
	p.mac.Write(p.in)
	text := [32]byte{}
	base32Lower.Encode(text[:], p.mac.Sum(p.sum[:0])[:20])
	return "d" + string(text[:20])
}

// KeyFingerprint returns 16 hexadecimal digits that tell two keys apart and
// say nothing about either. Registers whose fingerprints differ cannot be
// joined: a doctor has another pseudonym in each. The fingerprint of no key is "".
func KeyFingerprint(key []byte) string {
	if key == nil {
		return ""
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("varighet key fingerprint"))
	return hex.EncodeToString(mac.Sum(nil)[:8])
}
