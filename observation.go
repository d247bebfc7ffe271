package varighet

// An Observation is one row of a register: on the 1st of Month, the doctor was
// tied to the position in this role. A month in which a position stands without
// a regular doctor is a row too, with RoleVacant and no doctor.
type Observation struct {
	Month         Month
	PositionID    string // the GP list (hjemmel); never empty
	PositionBasis Basis  // where the id comes from

	MunicipalityCode MunicipalityCode // as reported; "" if the source has none
	MunicipalityName string           // as reported; "" if the source has none

	// DoctorID is the doctor's HPR number, the source's own id or the name key, or its
	// pseudonym; "" for nobody. From a reader it is what the row says; in a register it
	// is who that is, settled over all rows (package ingest/identity).
	DoctorID    string
	DoctorBasis DoctorBasis // by what the row says who the doctor is
	NameID      string      // the name key as written, or its pseudonym; "" if the row has no name
	DoctorName  string      // "" unless names are kept
	Role        Role

	Residents Opt[int32] // people on the list (listelengde)
	ListLimit Opt[int32] // the list's cap (listetak)
	Office    string     // "" if the source has none

	Status     ListStatus
	Salaried   Opt[bool] // fastlønn
	CommonList Opt[bool] // fellesliste

	AgreementStart Opt[int32] // day the agreement began, days since 1970-01-01, where the source gives it

	AmountBasis        Opt[Amount] // basistilskudd
	AmountFloor        Opt[Amount] // grunntilskudd
	AmountEqualisation Opt[Amount] // utjamningstilskudd
	AmountTotal        Opt[Amount]

	SourceFile string // name within the folder that was given, never a path
	SourceRow  int32  // 1-based line or row in that file
	Evidence   Evidence
}

// An Amount is a sum of money in øre (1/100 NOK).
type Amount int64

// A Basis says where a position's id comes from.
type Basis uint8

// The bases of a position id.
const (
	BasisGiven   Basis = iota // the source has an id
	BasisDerived              // made from municipality, office and doctor
	BasisLinked               // a renumbered list joined to its predecessor
)

var basisNames = [...]string{"given", "derived", "linked"}

// A DoctorBasis says by what a row tells who a doctor is.
type DoctorBasis uint8

// The bases of a doctor's id.
const (
	DoctorNobody   DoctorBasis = iota // the row names nobody
	DoctorByNumber                    // an HPR number
	DoctorByOwnID                     // the source's own id
	DoctorByName                      // the name alone
)

var doctorBasisNames = [...]string{"", "hpr_number", "source_id", "name"}

// A Role is what a doctor is to a list in a month.
type Role uint8

// The roles, in the order in which a register sorts them.
const (
	RoleRegular  Role = iota // holds the list (fastlege)
	RolePartList             // has part of it (deleliste); not a holder
	RoleLocum                // stands in (vikar); not a holder
	RoleVacant               // nobody holds it
)

var roleNames = [...]string{"regular", "part_list", "locum", "vacant"}

// A ListStatus says whether a list takes new residents.
type ListStatus uint8

// The states of a list.
const (
	StatusUnknown ListStatus = iota
	StatusOpen
	StatusClosed
	StatusLocked
)

var statusNames = [...]string{"", "open", "closed", "locked"}

// Evidence says how a month is known.
type Evidence uint8

// The kinds of evidence.
const (
	EvidenceReported  Evidence = iota // the source says so
	EvidenceCorrected                 // moved after asking the municipality
	EvidenceAssumed                   // the month is a guess, such as one read off a published length
)

var evidenceNames = [...]string{"reported", "corrected", "assumed"}

// The names below are those of the files; Parse functions read them back and
// report whether the name is known.

// String is "given", "derived" or "linked".
func (b Basis) String() string { return basisNames[b] }

// String is "hpr_number", "source_id" or "name", and "" for nobody.
func (b DoctorBasis) String() string { return doctorBasisNames[b] }

// String is "regular", "part_list", "locum" or "vacant".
func (r Role) String() string { return roleNames[r] }

// String is "open", "closed" or "locked", and "" for a status that is not known.
func (s ListStatus) String() string { return statusNames[s] }

// String is "reported", "corrected" or "assumed".
func (e Evidence) String() string { return evidenceNames[e] }

// ParseBasis reads "given", "derived" or "linked".
func ParseBasis(s string) (Basis, bool) { return parseName[Basis](basisNames[:], s) }

// ParseDoctorBasis reads "hpr_number", "source_id", "name" or, for nobody, "".
func ParseDoctorBasis(s string) (DoctorBasis, bool) {
	return parseName[DoctorBasis](doctorBasisNames[:], s)
}

// ParseRole reads "regular", "part_list", "locum" or "vacant".
func ParseRole(s string) (Role, bool) { return parseName[Role](roleNames[:], s) }

// ParseListStatus reads "open", "closed", "locked" or, for unknown, "".
func ParseListStatus(s string) (ListStatus, bool) { return parseName[ListStatus](statusNames[:], s) }

// ParseEvidence reads "reported", "corrected" or "assumed".
func ParseEvidence(s string) (Evidence, bool) { return parseName[Evidence](evidenceNames[:], s) }

func parseName[T ~uint8](names []string, s string) (T, bool) {
	for i, n := range names {
		if n == s {
			return T(i), true
		}
	}
	return 0, false
}
