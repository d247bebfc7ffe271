package main

import (
	"bytes"
	"fmt"

	"github.com/varighet/varighet/internal/codes"
)

const codeIntro = `# Alarms, warnings and faults

<!-- Made by make schemas from internal/codes: change that. -->

What each code means, and the way out. A message on the screen says the same of the case at hand, with file, line and a hint.
Codes stand in JSON (` + "`check --json`" + `, ` + "`manifest.json`" + `, the register's manifest) and are stable, for scripts.
`

// codePage makes docs/codes.md.
func codePage() []byte {
	var b bytes.Buffer
	b.WriteString(codeIntro)
	for _, g := range codes.Groups() {
		fmt.Fprintf(&b, "\n## %s\n\n", g.Heading)
		if g.Intro != "" {
			fmt.Fprintf(&b, "%s\n\n", g.Intro)
		}
		b.WriteString("| code | what it means | what to do |\n|---|---|---|\n")
		for _, c := range g.Codes {
			fmt.Fprintf(&b, "| `%s` | %s | %s |\n", c.Name, cellOf(c.Meaning), cellOf(c.WayOut))
		}
	}
	return b.Bytes()
}
