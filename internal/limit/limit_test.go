package limit

import (
	"regexp"
	"strings"
	"testing"
)

// The values are worked by hand: 512 MiB is 512·2^20 bytes, 1 GB 10^9.
func TestALimitIsRaisedByItsNameAndUnit(t *testing.T) {
	for text, want := range map[string]struct {
		name  Name
		value int
		shown string
	}{
		"workbook=512MiB":     {Workbook, 536_870_912, "workbook=512MiB"},
		"workbook = 1 GB":     {Workbook, 1_000_000_000, "workbook=1GB"},
		"line=128kib":         {Line, 131_072, "line=128KiB"},
		"line=70000B":         {Line, 70_000, "line=70kB"},
		"columns=4096":        {Columns, 4096, "columns=4096"},
		"ratio=500":           {Ratio, 500, "ratio=500"},
		"ratio=500 times":     {},
		"parquet-group=8GiB":  {ParquetGroup, 8 << 30, "parquet-group=8GiB"},
		"parquet-group=65e30": {},
	} {
		var s Set
		err := s.Raise(text)
		if want.shown == "" {
			if err == nil {
				t.Errorf("%q is taken for %v", text, s)
			}
			continue
		}
		if err != nil || s.Of(want.name) != want.value || s.String() != want.shown {
			t.Errorf("%q gives %d, %q and %v", text, s.Of(want.name), s, err)
		}
		var again Set
		if err := again.Raise(s.String()); err != nil || again != s {
			t.Errorf("%q is not read back: %v", s, err)
		}
	}
}

// What a limit cannot be is refused, with what it can be.
func TestWhatALimitCannotBeIsRefused(t *testing.T) {
	for text, says := range map[string]string{
		"workbook":                     "NAME=VALUE",
		"workbok=1GiB":                 "there are line, columns",
		"workbook=512":                 "with its unit",
		"workbook=-1MiB":               "with its unit",
		"workbook=1MiB":                "from 128 MiB to 4 GiB",
		"workbook=5GiB":                "from 128 MiB to 4 GiB",
		"workbook=9999999999999999GiB": "with its unit",
		"columns=many":                 "whole number",
		"toml-keys=2000":               "which is 1000, cannot be raised",
		"line=":                        "with its unit",
	} {
		var s Set
		if err := s.Raise(text); err == nil || !strings.Contains(err.Error(), says) || s != (Set{}) {
			t.Errorf("%q: %v; want %q", text, err, says)
		}
	}
}

// A set over another keeps what it has, and the zero value is the defaults.
func TestASetOverAnother(t *testing.T) {
	var layout, flags Set
	for _, x := range []struct {
		s    *Set
		text string
	}{{&layout, "line=1MiB"}, {&layout, "columns=2000"}, {&flags, "line=2MiB"}} {
		if err := x.s.Raise(x.text); err != nil {
			t.Fatal(err)
		}
	}
	if got := flags.Over(layout).String(); got != "line=2MiB, columns=2000" {
		t.Errorf("over: %q", got)
	}
	if s := (Set{}); s.String() != "" || s.Of(Line) != 65_536 || s.Text(Line) != "64 KiB (--limit line=64KiB)" || s.Text(TOMLKeys) != "1000" {
		t.Errorf("the defaults: %q, %d, %q, %q", s, s.Of(Line), s.Text(Line), s.Text(TOMLKeys))
	}
	name, err := new(Set).RaiseAll(map[string]string{"line": "1MiB", "b": "1", "a": "2"})
	if name != "a" || err == nil {
		t.Errorf("the first fault of a section is of %q: %v", name, err)
	}
}

// Every limit has a name of its own, a default and words, and can only be raised.
func TestTheTableIsWhole(t *testing.T) {
	seen := map[string]bool{}
	for _, l := range All() {
		if !regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`).MatchString(l.Name) || seen[l.Name] || l.Default <= 0 || l.Of == "" || l.Most != 0 && l.Most <= l.Default {
			t.Errorf("%+v", l)
		}
		seen[l.Name] = true
	}
}
