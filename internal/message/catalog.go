package message

// catalog is all entries, by what they are of. Within a part they stand in the order of the
// source that they are from.
var catalog = [][]entry{helpTexts, workTexts, fileTexts, studyTexts, runTexts, analysisTexts, guardTexts, limitTexts, warningTexts}
