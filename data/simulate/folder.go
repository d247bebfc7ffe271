package simulate

// What [Write] puts into its folder.
const (
	MonthlyFolder    = "monthly"
	KLASSCodesFile   = referenceFolder + "/klass_codes.csv"
	KLASSChangesFile = referenceFolder + "/klass_changes.csv"
	PopulationFile   = referenceFolder + "/befolkning_07459.csv"
	TruthFile        = "truth.json"
	SpellsFile       = "truth-spells.csv" // with forms only

	referenceFolder = "reference"
)
