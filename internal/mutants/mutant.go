package main

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"go/build"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A kind is a way to put a fault into the source.
type kind string

const (
	comparison kind = "comparison turned"
	logic      kind = "&& and || exchanged"
	arithmetic kind = "+ and −, × and ÷ exchanged"
	term       kind = "term of a sum or product dropped"
	offByOne   kind = "off by one"
	negation   kind = "condition negated"
	removal    kind = "statement left out"
)

// kinds in the order of the page.
var kinds = []kind{comparison, logic, arithmetic, term, offByOne, negation, removal}

// A mutant is one fault that may be put into one file.
type mutant struct {
	name
	line int // at which it stands, from 1
	kind kind

	start, end int    // bytes of the file that are replaced
	text       string // by this
}

// A name says which mutant it is, wherever its line stands.
type name struct {
	file     string // in the module, with slashes
	function string // with its receiver's type, or the constant or variable
	from, to string // what is changed, with some of what is around it
	nth      int    // of those alike in the function, from 1
}

func (n *name) String() string {
	s := fmt.Sprintf("%s: %s: %s → %s", n.file, n.function, n.from, n.to)
	if n.nth > 1 {
		s += fmt.Sprintf(" (%d)", n.nth)
	}
	return s
}

// key is the place of the mutant in the draw.
func (n *name) key(seed uint64) uint64 {
	sum := sha256.Sum256([]byte(strings.Join([]string{fmt.Sprint(seed), n.file, n.function, n.from, n.to, fmt.Sprint(n.nth)}, "\x00")))
	return binary.BigEndian.Uint64(sum[:])
}

// in is the source with the fault.
func (m *mutant) in(src []byte) []byte {
	return slices.Concat(src[:m.start], []byte(m.text), src[m.end:])
}

// draw sorts mutants by their keys. The first n are a draw of n, and part of a draw of more.
func draw(all []mutant, seed uint64) []mutant {
	type keyed struct {
		mutant
		key uint64
	}
	drawn := make([]keyed, len(all))
	for i, m := range all {
		drawn[i] = keyed{m, m.key(seed)}
	}
	slices.SortFunc(drawn, func(a, b keyed) int { return cmp.Compare(a.key, b.key) })
	sorted := make([]mutant, len(all))
	for i := range drawn {
		sorted[i] = drawn[i].mutant
	}
	return sorted
}

// candidates are the possible mutants of all files of the targets that are no tests.
func candidates(root string, chosen []target) (all []mutant, err error) {
	for _, t := range chosen {
		files, err := sources(root, t.folder)
		if err != nil {
			return nil, err
		}
		for _, path := range files {
			src, err := os.ReadFile(path)
			if err != nil {
				return nil, err
			}
			found, err := mutantsOf(t.folder+"/"+filepath.Base(path), src)
			if err != nil {
				return nil, err
			}
			all = append(all, found...)
		}
	}
	return all, nil
}

// sources are the paths of the files of a package that are built on this system and are no tests.
func sources(root, folder string) ([]string, error) {
	dir := filepath.Join(root, filepath.FromSlash(folder))
	p, err := build.ImportDir(dir, 0)
	if err != nil {
		return nil, err
	}
	paths := p.GoFiles
	for i := range paths {
		paths[i] = filepath.Join(dir, paths[i])
	}
	return paths, nil
}

// turned are what comparisons become: the neighbour, and the opposite.
var turned = map[token.Token][]token.Token{
	token.LSS: {token.LEQ, token.GEQ}, token.LEQ: {token.LSS, token.GTR}, token.GTR: {token.GEQ, token.LEQ}, token.GEQ: {token.GTR, token.LSS},
	token.EQL: {token.NEQ}, token.NEQ: {token.EQL},
}

// exchanged are what operators become.
var exchanged = map[token.Token]token.Token{
	token.LAND: token.LOR, token.LOR: token.LAND, token.ADD: token.SUB, token.SUB: token.ADD, token.MUL: token.QUO, token.QUO: token.MUL,
	token.ADD_ASSIGN: token.SUB_ASSIGN, token.SUB_ASSIGN: token.ADD_ASSIGN, token.MUL_ASSIGN: token.QUO_ASSIGN, token.QUO_ASSIGN: token.MUL_ASSIGN,
	token.INC: token.DEC, token.DEC: token.INC,
}
