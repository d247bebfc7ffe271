// Package codes says what every code of the program means, once, and what to do. A code names an
// alarm, a warning, a fault, a finding or a reason why a row cannot be used, in JSON and in manifests; it
// is stable, for scripts. The messages are made where the thing is found; docs/codes.md is made from here.
//
// A test finds the codes in the program's source and holds them against the tables, both ways.
package codes

// A Code is one code: its name, what it means, and the way out.
type Code struct{ Name, Meaning, WayOut string }

// A Group is the codes of one kind, in the order of their names.
type Group struct {
	Heading, Intro string
	Codes          []Code
}

// Groups are all codes. A name may stand in two groups, with a meaning in each.
func Groups() []Group {
	return []Group{alarms, warnings, fileFaults, rowFaults, registerFaults, tableFaults, rejected, studyFaults, modelFaults, referenceFaults, findings}
}
