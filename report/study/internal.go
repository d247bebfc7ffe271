package study

import (
	"os"
	"path"
	"path/filepath"

	"github.com/varighet/varighet/internal/atomicfile"
	"github.com/varighet/varighet/internal/celltext"
	"github.com/varighet/varighet/internal/spellfile"
	"github.com/varighet/varighet/report/locale"
)

// InternalName is the folder, in what a study writes, of rows about single doctors and lists, and
// of what it takes to make the report again. All else in a study's folder may be handed over.
const InternalName = "internal"

// What is in the internal folder.
const (
	spellsName   = "spells.csv"
	registerDir  = "register"
	referenceDir = "reference"
	tablesDir    = "tables" // each in a folder that says which it is: tables/cohort/our.csv
)

// expectedKept is the folder, within tablesDir, of the curves that stops are held against.
const expectedKept = "expected"

// SpellsPath is the file of spells, in what a study writes.
const SpellsPath = InternalName + "/" + spellsName

// internalFolder makes the internal folder, which only its owner may read.
func internalFolder(out *atomicfile.Dir) (string, error) {
	dir := out.Path(InternalName)
	return dir, os.Mkdir(dir, 0o700)
}

// writeInternal writes the spells, a text that says what the folder is, and what it takes to make
// the report again beside the register: the study file, the tables that it names, the reference.
func (r *Result) writeInternal(out *atomicfile.Dir) error {
	if err := spellfile.Write(out.Path(InternalName, spellsName), markedSpells(r.Table, r.Study.Disclosure)); err != nil {
		return err
	}
	files := []File{r.readMe(), {r.Study.ID + ".toml", r.Study.text}}
	if curve := r.Study.Expected.Curve; curve != "" {
		content, err := r.Study.readBeside(curve)
		if err != nil {
			return err
		}
		files = append(files, File{keptTable(expectedKept, curve), content})
	}
	for _, c := range r.copies {
		files = append(files, File{path.Join(tablesDir, c.Of, c.Name), c.Content})
	}
	for _, f := range files {
		if err := out.WritePrivate(path.Join(InternalName, f.Name), f.Data); err != nil {
			return err
		}
	}
	return nil
}

// readMe says what the internal folder is, in the study's language.
func (r *Result) readMe() File {
	s := r.Study
	l := locale.Get(s.Language)
	w := &l.Page().Folder
	return File{w.ReadMeName, []byte(celltext.Visible(locale.Fill(w.ReadMe, s.Heading(), NewPage(l.Tag, "", s.Disclosure).mark())))}
}

// keptTable is where the copy of a table that a study names is, in the internal folder; "" if it
// names none.
func keptTable(of, named string) string {
	if named == "" {
		return ""
	}
	return path.Join(tablesDir, of, path.Base(filepath.ToSlash(named)))
}
