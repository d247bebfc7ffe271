package locale

import (
	"strconv"
	"strings"
)

// SizeGroup writes a size group as files name it ("<2000", "2000-4999",
// ">=50000") in words: "under 2 000", "2 000–4 999", "50 000 og over". "all"
// and "" are "alle" and "ukjent"; any other text is returned as it stands.
func (l *Locale) SizeGroup(name string) string {
	switch name {
	case "":
		return l.Unknown
	case "all":
		return l.All
	}
	if rest, ok := strings.CutPrefix(name, "<"); ok {
		if n, err := strconv.Atoi(rest); err == nil {
			return Fill(l.SizeUnder, l.Int(n))
		}
	}
	if rest, ok := strings.CutPrefix(name, ">="); ok {
		if n, err := strconv.Atoi(rest); err == nil {
			return Fill(l.SizeAndOver, l.Int(n))
		}
	}
	if from, to, ok := strings.Cut(name, "-"); ok {
		a, err1 := strconv.Atoi(from)
		b, err2 := strconv.Atoi(to)
		if err1 == nil && err2 == nil && a <= b {
			return l.Range(l.Int(a), l.Int(b))
		}
	}
	return name
}

// List joins names: "a", "a og b", "a, b og c".
func (l *Locale) List(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " " + l.And + " " + names[last]
}
