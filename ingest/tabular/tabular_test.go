package tabular

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/idnumber/idnumbertest"
)

func TestNumbersAndTheirSeparators(t *testing.T) {
	for _, c := range []struct {
		name, file  string
		want        float64
		present, ok bool
	}{
		{"a decimal point in a comma file", "t,e\n1.5,1\n", 1.5, true, true},
		{"a decimal comma in a semicolon file", "t;e\n1,5;1\n", 1.5, true, true},
		{"a decimal point in a semicolon file", "t;e\n1.5;1\n", 1.5, true, true},
		{"a decimal comma in a tab file", "t\te\n1,5\t1\n", 1.5, true, true},
		{"a byte order mark and CRLF", "\ufefft;e\r\n12;1\r\n", 12, true, true},
		{"a quoted number", "t,e\n\"1.5\",1\n", 1.5, true, true},
		{"a decimal comma in quotes in a comma file is no number", "t,e\n\"1,5\",1\n", 0, true, false},
		{"thousands marks are no number", "t;e\n1 204;1\n", 0, true, false},
		{"a hexadecimal is no number", "t,e\n0x10,1\n", 0, true, false},
		{"infinity is no number", "t,e\nInf,1\n", 0, true, false},
		{"NA is missing", "t,e\nNA,1\n", 0, false, false},
		{"NaN is missing", "t,e\nNaN,1\n", 0, false, false},
		{"a point alone is missing", "t,e\n.,1\n", 0, false, false},
		{"an empty field is missing", "t,e\n,1\n", 0, false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			table, err := Read(strings.NewReader(c.file), "f.csv", []string{"t"})
			if err != nil {
				t.Fatal(err)
			}
			v, present, ok := table.Number("t", 0)
			if v != c.want || present != c.present || ok != c.ok || table.Rows() != 1 {
				t.Errorf("%q: got %v, %t, %t in %d rows; want %v, %t, %t in 1", c.file, v, present, ok, table.Rows(), c.want, c.present, c.ok)
			}
		})
	}
}

// Text takes NaN for missing; who must tell it from an empty field can.
func TestIsNaN(t *testing.T) {
	table, err := Read(strings.NewReader("t,e\nNaN,1\n nan ,1\n,1\nNA,1\n3,1\n"), "f.csv", []string{"t"})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []bool{true, true, false, false, false} {
		if got := table.IsNaN("t", i); got != want {
			t.Errorf("row %d: got %t, want %t", i+1, got, want)
		}
	}
}

// A column that has two roles is asked for twice; its rows must stay beside those
// of the others.
func TestColumnAskedForTwice(t *testing.T) {
	want := []string{"b", "a", "b"}
	table, err := Read(strings.NewReader("a,b,c\n1,x,7\n2,y,8\n3,z,9\n"), "f.csv", want)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for i := range table.Rows() {
		a, _ := table.Text("a", i)
		b, _ := table.Text("b", i)
		got = append(got, a+b)
	}
	if strings.Join(got, " ") != "1x 2y 3z" {
		t.Errorf("got rows %v, want 1x 2y 3z", got)
	}
	if strings.Join(want, "") != "bab" {
		t.Errorf("the caller's list became %v", want)
	}
	_, err = Read(strings.NewReader("a,b\n1,x\n"), "f.csv", []string{"t", "a", "t"})
	if err == nil || strings.Count(err.Error(), "no column") != 1 {
		t.Errorf("a missing column asked for twice: got %v, want one problem", err)
	}
}

func TestFilesThatCannotBeRead(t *testing.T) {
	for _, c := range []struct{ name, file, want string }{
		{"an empty file", "", "f.csv: the file has no header line"},
		{"a column that is not there", "a,b\n1,2\n", "f.csv:1: there is no column \"t\"\n  hint: the columns are a, b"},
		{"a file that is no text", "\x7fELF\x01;\xff\n", "f.csv:1: there is no column \"t\"\n  hint: the first line does not look like names of columns"},
		{"a header in Windows-1252", "kj\xf8nn;tid\nK;1\n", "f.csv:1: there is no column \"t\"\n  hint: the first line is not UTF-8: save the file as UTF-8"},
		{"rows without names of columns", "9000001,Prøve Ola\n", "f.csv:1: there is no column \"t\"\n  hint: the first line does not look like names of columns"},
		{"a column twice", "t,t\n1,2\n", "f.csv:1:2: there are 2 columns \"t\""},
		{"a line that is too short", "t,b\n1\n", "f.csv:2:1: wrong number of fields"},
		{"a quote that is not closed", "t,b\n\"1,2\n3,4\n", "f.csv:2:"},
		{"text that is not UTF-8", "t,b\nbl\xe5,2\n", "f.csv:2:1: the text is not UTF-8"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Read(strings.NewReader(c.file), "f.csv", []string{"t"})
			if err == nil || !strings.HasPrefix(err.Error(), c.want) {
				t.Errorf("%q: got %v, want %s…", c.file, err, c.want)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	f.Add("t;e\n1,5;1\n")
	f.Add("t,e\n\"a\nb\",1\n")
	f.Fuzz(func(t *testing.T, file string) {
		table, err := Read(strings.NewReader(file), "f.csv", []string{"t"})
		if err != nil {
			return
		}
		for i := range table.Rows() {
			if v, _, ok := table.Number("t", i); ok && v != v {
				t.Errorf("row %d of %q is not a number but passed for one", i, file)
			}
		}
	})
}

// A number is never shown, in whichever column it stands; one without its zero is
// refused where it is not alone among others.
func TestNationalIDsAreRefused(t *testing.T) {
	sure := idnumbertest.MadeUp("010105", 0)[0]
	doubtful := sure[1:]
	for text, place := range map[string]string{
		"time,event,g\n1,1," + sure + "\n":                                    "2:3",
		"time,event,g,x\n1,1,a,b " + sure + "\n":                              "2:4",
		"time,event,g\n1,1," + sure[:6] + " " + sure[6:] + "\n":               "2:3",
		"time,event,g\n1,1," + doubtful + "\n":                                "2:3",
		"time,event,g\n1,1,a\n2,1," + sure + ".0\n":                           "3:3",
		"time,event,g," + sure + "\n1,1,a,b\n":                                "1:4",
		"time,event,g\n1,1,\"a\n" + sure + "\"\n":                             "2:3",
		"time,event,g\n1,1," + doubtful + strings.Repeat("\n1,1,a", 8) + "\n": "2:3",
		"time,event,g\n1,1," + doubtful + strings.Repeat("\n1,1,a", 9) + "\n": "",
		"time,event,g\n1,1,5.8E+10\n1,1,3612345678\n":                         "",
		"time,event,g\n1.23456789012,1,12345.67890\n":                         "",
	} {
		_, err := Read(strings.NewReader(text), "x.csv", []string{"time", "event", "g"})
		var p *varighet.Problem
		got := ""
		if errors.As(err, &p) && p.Code == "national-id" && p.Hint != "" {
			got = fmt.Sprintf("%d:%d", p.Line, p.Column)
		}
		if got != place || err != nil && strings.Contains(err.Error(), doubtful) {
			t.Errorf("%q: %v, want %q", text, err, place)
		}
	}
}
