//go:build unix

package main

import (
	"os"
	"path/filepath"
	"testing"
)

// Registers and spells are for their owner only: files 0600 in folders 0700.
func TestRowsAreForTheirOwnerOnly(t *testing.T) {
	dir := t.TempDir()
	path := func(name string) string { return filepath.Join(dir, name) }
	rows := "Måned;Kommunenr;Liste;Lege\n2019-01;4631;1;Kari Aas\n2019-02;4631;1;Kari Aas\n"
	if err := os.WriteFile(path("in.csv"), []byte(rows), 0o644); err != nil {
		t.Fatal(err)
	}
	runOK(t, "ingest", path("in.csv"), "-o", path("reg"), "--suggest", path("forslag.csv"))
	runOK(t, "survival", "spells", path("reg"), "-o", path("spells.csv"))
	runOK(t, "survival", "spells", path("reg"), "-o", path("spells.parquet"))
	runOK(t, "check", path("in.csv"), "--save-layout", path("layout.toml"))
	for _, name := range []string{"reg", "reg/positions.parquet", "reg/manifest.json", "reg.key", "spells.csv", "spells.parquet", "forslag.csv", "layout.toml"} {
		info, err := os.Stat(path(name))
		if err != nil {
			t.Error(err)
		} else if info.Mode()&0o077 != 0 {
			t.Errorf("%s has permissions %v", name, info.Mode())
		}
	}
}
