package beside

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// The recipes in docs/r, run by R with its package survival: all they give is what the program gives.
func TestRecipesInR(t *testing.T) {
	skipShort(t)
	if exec.Command("Rscript", "-e", "library(survival)").Run() != nil {
		t.Skip("no R with the package survival: the recipes in docs/r are not run")
	}
	c := makeCountry(t)
	c.writeRegisterCSV()
	for _, spells := range []string{"spells.csv", "late.csv"} {
		t.Run(spells, func(t *testing.T) {
			c := *c
			c.t = t
			counts := c.run("survival", "counts", spells, "--by", "size_group", "--csv")
			c.write("counts.csv", counts)
			dir := c.beside("Rscript", absolute(t, "r/recipes.R"), absolute(t, "../../docs/r/varighet.R"), c.path(spells), c.path("counts.csv"), c.path("register.csv"))
			var km kmDocument
			c.document(&km, "survival", "km", spells, "--by", "size_group")
			c.checkLate(spells, &km)
			sameCurves(t, readRows(t, filepath.Join(dir, "km.csv")), &km, "size_group", "time", "group")
			sameCurves(t, readRows(t, filepath.Join(dir, "counts.csv")), &km, "size_group", "month", "size_group")
			sameTable61(t, readRows(t, filepath.Join(dir, "table61.csv")), &km)
			sameCox(t, readRows(t, filepath.Join(dir, "cox.csv")), &c, spells, 1e-6) // coxph stops when the likelihood has nine digits
			if spells == "spells.csv" {                                              // of a cohort each list has a window, which the recipe does not know
				sameTurnover(t, readRows(t, filepath.Join(dir, "turnover.csv")), &c)
			}
			c.sameRegister(t, readRows(t, filepath.Join(dir, "register.csv"))[0])
		})
	}
}

// The recipes in docs/python, run by pandas and, where it is installed, statsmodels.
func TestRecipesInPython(t *testing.T) {
	skipShort(t)
	python := pythonWith("pandas")
	if python == "" {
		t.Skip("no Python with pandas: the recipes in docs/python are not run")
	}
	c := makeCountry(t)
	for _, spells := range []string{"spells.csv", "late.csv"} {
		t.Run(spells, func(t *testing.T) {
			c := *c
			c.t = t
			dir := c.beside(python, "-B", absolute(t, "python/recipes.py"), filepath.Dir(absolute(t, "../../docs/python/varighet.py")), c.path(spells))
			var km kmDocument
			c.document(&km, "survival", "km", spells, "--by", "size_group")
			c.checkLate(spells, &km)
			sameCurves(t, readRows(t, filepath.Join(dir, "km.csv")), &km, "size_group", "time", "group")
			sameTable61(t, readRows(t, filepath.Join(dir, "table61.csv")), &km)
			if exec.Command(python, "-c", "import statsmodels").Run() != nil {
				t.Log("no statsmodels: its Cox model and curve are not compared")
				return
			}
			sameCox(t, readRows(t, filepath.Join(dir, "cox.csv")), &c, spells, 1e-6)
			var all kmDocument
			c.document(&all, "survival", "km", spells)
			sameCurves(t, readRows(t, filepath.Join(dir, "all.csv")), &all, "", "time", "")
			sameStops(t, readRows(t, filepath.Join(dir, "statsmodels.csv")), &all)
		})
	}
}

// skipShort skips a test that runs other programs where only short ones are wanted.
func skipShort(t *testing.T) {
	if testing.Short() {
		t.Skip("runs other programs for seconds: not with -short")
	}
}

// pythonWith is a Python that has a module; "" if there is none.
func pythonWith(module string) string {
	for _, python := range []string{"python3", "/usr/bin/python3"} {
		if exec.Command(python, "-c", "import "+module).Run() == nil {
			return python
		}
	}
	return ""
}

// absolute is the path of a file that lies relative to this package. It is opened, so that the test is run
// again when the file has changed.
func absolute(t testing.TB, name string) string {
	path, err := filepath.Abs(filepath.FromSlash(name))
	if err == nil {
		_, err = os.ReadFile(path)
	}
	if err != nil {
		t.Fatal(err)
	}
	return path
}
