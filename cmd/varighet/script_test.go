package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets scripts call the program as `varighet`.
func TestMain(m *testing.M) {
	if _, asked := os.LookupEnv(languageVariable); !asked {
		os.Setenv(languageVariable, "en") // tests hold the English; another language is asked for
	}
	testscript.Main(m, map[string]func(){
		"varighet": func() {
			code := run(os.Args[1:], console{os.Stdin, os.Stdout, os.Stderr})
			noteUsage(os.Getenv(usageFile))
			os.Exit(code)
		},
	})
}

// Each script under testdata/script is a session at the command line: commands,
// what they print, how they exit, and which files must and must not be there. $FOUND is
// the folder testdata/found, and $STUDIES that of the built-in studies.
func TestScripts(t *testing.T) {
	found, err := filepath.Abs("testdata/found")
	if err != nil {
		t.Fatal(err)
	}
	studies, err := filepath.Abs("../../data/studies")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{Dir: "testdata/script", UpdateScripts: os.Getenv("UPDATE_SCRIPTS") != "",
		Setup: func(env *testscript.Env) error {
			env.Setenv(languageVariable, "en")
			env.Setenv("FOUND", found)
			env.Setenv("STUDIES", studies)
			return nil
		}})
}
