package ingest

// A DoctorIDKind says by what a source tells its doctors apart.
type DoctorIDKind uint8

// The kinds, from the best to the poorest.
const (
	DoctorIDNone     DoctorIDKind = iota // no doctors seen
	DoctorIDHPR                          // number in the register of health personnel
	DoctorIDOwn                          // the source's own numbers, in a file without names
	DoctorIDOwnNamed                     // the source's own numbers, with the names beside them
	DoctorIDName                         // the name
)

var doctorIDKindNames = [...]string{"none", "HPR number", "the source's own id", "the source's own id, with names", "name"}

func (k DoctorIDKind) String() string { return doctorIDKindNames[k] }

// DoctorsMeet reports whether the doctors of two files can be told to be the same
// ones, by what each knows them by ([DoctorIDKind.String]) and whether each has their
// names: by ids of one kind, or by names, where those of one have numbers beside them.
func DoctorsMeet(a, b string, named bool) bool {
	return a == b || named && (a == DoctorIDName.String() || b == DoctorIDName.String())
}
