package study

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/report/locale"
)

// A Matrix asks for several editions of one study: each cohort in each language. They read their rows
// once, and are else reports of their own.
type Matrix struct {
	Languages []string       `toml:"language"` // nb, nn and en; none is the study's
	Cohorts   []MatrixCohort `toml:"cohort"`   // none is the study's
}

// A MatrixCohort is a cohort of a [Matrix].
type MatrixCohort struct {
	Name  string `toml:"name"`  // in the name of the folder; default that of the file
	File  string `toml:"file"`  // table of its positions, as input.cohort
	Title Text   `toml:"title"` // of the report; default the study's
}

// An Edition is one cohort and one language of a study that asks for several.
type Edition struct {
	Cohort   string `json:"cohort,omitempty"`   // name of the cohort; absent: the study's
	Language string `json:"language,omitempty"` // nb, nn or en; absent: the study's
}

// Editions are the studies that a study asks for: itself, if it has no matrix. language, if it is not "",
// is that of all, in place of those of the matrix. An edition is called as the study, its cohort and
// its language, with hyphens.
func (s *Study) Editions(language string) (list []*Study) {
	languages := s.Matrix.Languages
	if language != "" || len(languages) == 0 {
		languages = []string{""}
	}
	cohorts := s.Matrix.Cohorts
	if len(cohorts) == 0 {
		cohorts = []MatrixCohort{{}}
	}
	for _, c := range cohorts {
		for _, tag := range languages {
			e := Edition{c.name(), tag}
			x := s.in(e)
			x.ID = strings.Join(slices.DeleteFunc([]string{s.ID, e.Cohort, e.Language}, func(part string) bool { return part == "" }), "-")
			if language != "" {
				x.Language = language
			}
			list = append(list, x)
		}
	}
	return list
}

// in is an edition of the study, under the study's own name.
func (s *Study) in(e Edition) *Study {
	x := *s
	x.Matrix = Matrix{}
	if e != (Edition{}) {
		x.edition = &e
	}
	if e.Language != "" {
		x.Language = e.Language
	}
	for _, c := range s.Matrix.Cohorts {
		if c.name() != e.Cohort {
			continue
		}
		x.Choices.Cohort = c.File
		if c.Title != nil {
			x.Title = c.Title
		}
	}
	return &x
}

// of is the edition that a manifest names; the study itself for nil.
func (s *Study) of(e *Edition) *Study {
	if e == nil {
		return s
	}
	return s.in(*e)
}

// name is what the cohort is called.
func (c *MatrixCohort) name() string {
	if c.Name != "" || c.File == "" {
		return c.Name
	}
	return strings.TrimSuffix(filepath.Base(filepath.FromSlash(c.File)), filepath.Ext(c.File))
}

// editionName is what a cohort of a matrix may be called, since folders are called so too.
var editionName = regexp.MustCompile(`^[\pL\pN][\pL\pN._-]*$`)

// matrix checks what a study says of its editions.
func (c *checker) matrix(s *Study) {
	seen := map[string]bool{}
	for i, tag := range s.Matrix.Languages {
		if _, err := locale.Parse(tag); err != nil || seen[tag] {
			c.fault(fmt.Sprintf("matrix.language[%d]", i), "study-matrix", "use each of "+strings.Join(locale.Tags(), ", ")+" once at most", "matrix: language %q is not known, or stands there twice", tag)
		}
		seen[tag] = true
	}
	if len(s.Matrix.Cohorts) > 1 && s.Disclosure == report.Published {
		c.fault("matrix.cohort[1]", "study-matrix", "publish one of them, or say disclosure = \"internal\"",
			"published reports of several cohorts of the same rows can be subtracted from each other, which no rule here prevents")
	}
	if len(s.Matrix.Cohorts) > 0 && s.Choices.Cohort != "" {
		c.fault("input.cohort", "study-matrix", "leave input.cohort out: the matrix names all", "the study has a cohort, and a matrix of cohorts")
	}
	for i, x := range s.Matrix.Cohorts {
		name, place := strings.ToLower(x.name()), fmt.Sprintf("matrix.cohort[%d]", i)
		switch {
		case x.File == "":
			c.fault(place, "study-matrix", `write file = "cohort.csv"`, "matrix: a cohort names no file")
		case !editionName.MatchString(x.name()):
			c.fault(place, "study-matrix", "give it a name of letters, digits, hyphens and dots, which a folder can have", "matrix: a cohort cannot be called %q", x.name())
		case seen[name]:
			c.fault(place, "study-matrix", "give each its own name", "matrix: two cohorts, or a cohort and a language, are called %q", x.name())
		}
		seen[name] = true
	}
	if len(s.Matrix.Cohorts) > 0 && s.Choices.Cohort == "" {
		s.Choices.Cohort = s.Matrix.Cohorts[0].File // that figures and tables are checked with
	}
}
