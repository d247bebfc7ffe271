package choice

import (
	"slices"
	"strings"
)

// Covariates reads COL,factor(COL),….
func Covariates(s string) ([]Covariate, error) {
	l := &listScanner{"covariates", s}
	var list []Covariate
	for ; !l.done(); l.next(",") {
		c, err := l.covariate()
		if err != nil {
			return nil, err
		}
		if c.Column != "" {
			list = append(list, c)
		}
	}
	return list, nil
}

func (l *listScanner) covariate() (Covariate, error) {
	start := *l
	if l.next("factor(") && l.next(`"`) {
		l.rest = `"` + l.rest
		column, _, err := l.word(")")
		if err == nil && (!l.next(")") || !l.done() && !strings.HasPrefix(strings.TrimLeft(l.rest, blanks), ",")) {
			err = notFactor(start.rest)
		}
		return Covariate{Column: column, Factor: true}, err
	}
	*l = start
	text, quoted, err := l.word(",")
	inner, factor := strings.CutPrefix(text, "factor(")
	if quoted || !factor || err != nil {
		return Covariate{Column: text}, err
	}
	column, closed := strings.CutSuffix(inner, ")")
	if column = strings.TrimSpace(column); !closed || column == "" {
		return Covariate{}, notFactor(text)
	}
	return Covariate{Column: column, Factor: true}, nil
}

func notFactor(text string) error {
	return Errorf("--covariates has %q; a factor is written factor(COLUMN), with quotes around a name with a comma", text)
}

// A Covariate is a column as the model takes it.
type Covariate struct {
	Column string
	Factor bool   // written factor(column)
	Base   string // reference level; "" for the first
}

// Profiles reads "a=1,b=x;a=2,b=y": values of every covariate, a profile
// between semicolons.
func Profiles(s string) ([]map[string]string, error) {
	const form = "COLUMN=VALUE,… for every covariate, with ; between profiles"
	var out []map[string]string
	for l := (&listScanner{"profile", s}); !l.done(); l.next(";") {
		pairs, err := l.pairs(",;", form)
		if err != nil {
			return nil, err
		}
		if len(pairs) == 0 {
			continue
		}
		profile := map[string]string{}
		for _, p := range pairs {
			if p.Value == "" {
				return nil, Errorf("--profile is %s, not %q", form, p.Name+"=")
			}
			profile[p.Name] = p.Value
		}
		out = append(out, profile)
	}
	return out, nil
}

// Terms reads covariates and, in base, COLUMN=LEVEL for the reference levels of factors
// among them.
func Terms(covariates, base string) ([]Covariate, error) {
	terms, err := Covariates(covariates)
	if err != nil {
		return nil, err
	}
	named := func(column string) func(Covariate) bool {
		return func(c Covariate) bool { return c.Column == column }
	}
	for i, c := range terms {
		if slices.ContainsFunc(terms[:i], named(c.Column)) {
			return nil, Errorf("--covariates has %s twice", c.Column)
		}
	}
	levels, err := Pairs("base", base, "COLUMN=LEVEL of a column in --covariates")
	if err != nil {
		return nil, err
	}
	for _, p := range levels {
		i := slices.IndexFunc(terms, named(p.Name))
		if i < 0 {
			return nil, Errorf("--base is COLUMN=LEVEL of a column in --covariates, not %q", p.Name)
		}
		terms[i].Base, terms[i].Factor = p.Value, true
	}
	return terms, nil
}
