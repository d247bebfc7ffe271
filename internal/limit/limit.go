// Package limit has the limits of what the program reads, in one table: how large a file, a line, a
// workbook may be before it is refused, so that no file takes all the memory or time there is.
//
// Limits that a large and honest file may meet can be raised, up to a most that is far above any
// such file: by --limit NAME=VALUE, or in the section [limits] of a study or a layout. A [Set] has
// what was raised; its zero value has the defaults, within which any file that is refused takes no
// more than 512 MiB and 10 seconds.
package limit

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// A Limit is one line of the table.
type Limit struct {
	Name    string // as --limit, [limits] and docs/limits.md have it
	Default int64  // in bytes, or as many
	Most    int64  // to which it may be raised; 0 if it may not be
	Unit    Unit
	Of      string // what it bounds, in words
}

// A Unit is what a limit counts.
type Unit int

// The units of limits.
const (
	Number Unit = iota
	Bytes
	Times // a ratio
)

// All returns the table, in its order.
func All() []Limit { return slices.Clone(table[:]) }

// Shown is the default and the most of a limit as docs/limits.md has them; "" for what cannot be raised.
func (l Limit) Shown() (limit, most string) {
	if l.Most > 0 {
		most = l.Unit.write(l.Most)
	}
	return l.Unit.write(l.Default), most
}

// Names returns the names of the limits that can be raised, in the order of the table.
func Names() []string {
	var list []string
	for _, l := range table {
		if l.Most > 0 {
			list = append(list, l.Name)
		}
	}
	return list
}

// Default returns the default of a limit, in bytes, or as many.
func Default(n Name) int { return int(table[n].Default) }

// Most returns what a limit can be raised to; its default if it cannot be raised.
func Most(n Name) int { return int(max(table[n].Default, table[n].Most)) }

// A Set has the limits of a run. The zero value has the defaults. Sets can be compared.
type Set struct {
	raised [numNames]int64 // 0 for the default
}

// Of returns a limit, in bytes, or as many.
func (s Set) Of(n Name) int {
	if v := s.raised[n]; v > 0 {
		return int(v)
	}
	return Default(n)
}

// Text writes a limit for a message, and how it is raised if it can be: "128 MiB (--limit workbook=128MiB)".
func (s Set) Text(n Name) string {
	l := &table[n]
	v := l.Unit.write(int64(s.Of(n)))
	if l.Most == 0 {
		return v
	}
	return fmt.Sprintf("%s (--limit %s=%s)", v, l.Name, l.Unit.value(int64(s.Of(n))))
}

// Raise raises the limit that a text names: "workbook=512MiB", "columns=4096". The error says in
// words what is wrong with the text, and what it can be.
func (s *Set) Raise(text string) error {
	name, value, ok := strings.Cut(text, "=")
	if !ok {
		return fmt.Errorf("%q is not of the form NAME=VALUE, such as %q", text, "workbook=512MiB")
	}
	return s.RaiseTo(strings.TrimSpace(name), strings.TrimSpace(value))
}

// RaiseTo is [Set.Raise] of a name and a value that are apart.
func (s *Set) RaiseTo(name, value string) error {
	n := Name(slices.IndexFunc(table[:], func(l Limit) bool { return l.Name == name }))
	if n < 0 {
		return fmt.Errorf("there is no limit %q; there are %s", name, strings.Join(Names(), ", "))
	}
	l := &table[n]
	if l.Most == 0 {
		return fmt.Errorf("the limit %s, which is %s, cannot be raised", name, l.Unit.write(l.Default))
	}
	v, err := l.Unit.parse(value)
	if err != nil {
		return fmt.Errorf("the limit %s is not %q: %w", name, value, err)
	}
	if v < l.Default || v > l.Most {
		return fmt.Errorf("the limit %s can be from %s to %s: %s is outside", name, l.Unit.write(l.Default), l.Unit.write(l.Most), l.Unit.write(v))
	}
	s.raised[n] = v
	return nil
}

// RaiseAll raises the limits of a section [limits], and returns the first fault in the order of
// names, with its name; "" for none.
func (s *Set) RaiseAll(section map[string]string) (name string, err error) {
	for _, name := range slices.Sorted(maps.Keys(section)) {
		if err := s.RaiseTo(name, section[name]); err != nil {
			return name, err
		}
	}
	return "", nil
}

// Over returns the limits of s, and those of other where s has the default.
func (s Set) Over(other Set) Set {
	for n, v := range s.raised {
		if v > 0 {
			other.raised[n] = v
		}
	}
	return other
}

// String lists the limits that are raised, in the order of the table: "columns=4096, workbook=512MiB".
// It is "" for the defaults.
func (s Set) String() string {
	var list []string
	for n, v := range s.raised {
		if v > 0 {
			l := &table[n]
			list = append(list, l.Name+"="+l.Unit.value(v))
		}
	}
	return strings.Join(list, ", ")
}

// MarshalText is [Set.String], by which a set has a digest.
func (s Set) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// sizes are the units that bytes may have, those of powers of 2 from the largest first.
var sizes = []struct {
	name  string
	bytes int64
}{{"GiB", gB}, {"MiB", mB}, {"KiB", kB}, {"GB", 1e9}, {"MB", 1e6}, {"kB", 1e3}, {"B", 1}}

// value writes a limit as --limit has it: "64KiB", "4096", "100".
func (u Unit) value(v int64) string {
	if u == Times {
		return strconv.FormatInt(v, 10)
	}
	return strings.ReplaceAll(u.write(v), " ", "")
}

// write writes a limit with its unit: "64 KiB", "4096", "100 times its size".
func (u Unit) write(v int64) string {
	switch u {
	case Times:
		return fmt.Sprintf("%d times its size", v)
	case Bytes:
		for _, s := range sizes {
			if v%s.bytes == 0 {
				return fmt.Sprintf("%d %s", v/s.bytes, s.name)
			}
		}
	}
	return strconv.FormatInt(v, 10)
}

var (
	errNumber = errors.New("write a whole number, such as 4096")
	errSize   = errors.New("write a whole number with its unit, such as 512MiB; there are KiB, MiB, GiB, kB, MB, GB and B")
)

// parse reads a limit; the unit of bytes must be named.
func (u Unit) parse(text string) (int64, error) {
	times, wrong := int64(1), errNumber
	switch u {
	case Bytes:
		times, wrong = 0, errSize
		for _, s := range sizes {
			if rest, ok := cutUnit(text, s.name); ok {
				text, times = rest, s.bytes
				break
			}
		}
	}
	v, err := strconv.ParseInt(strings.TrimSpace(text), 10, 64)
	if err != nil || v < 1 || times == 0 || v > 1<<40/times {
		return 0, wrong
	}
	return v * times, nil
}

// cutUnit takes a unit off the end of a text, in any case.
func cutUnit(text, unit string) (rest string, ok bool) {
	at := len(text) - len(unit)
	if at < 0 || !strings.EqualFold(text[at:], unit) {
		return text, false
	}
	return text[:at], true
}
