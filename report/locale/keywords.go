package locale

// KeyWords are the words of the summary's numbers, which reports of two years are compared by.
type KeyWords struct {
	Title                                    string
	Measure, Count, Of, Share, Months, Ratio string // columns
	Positions, Doctors, Agreements           string
	Same, Filled, Vacant, Never              string
	Stopped                                  string
	Left                                     string // 1 = "13 måneder", 2 = letter of the definition
	Still                                    string // 1 = "12 måneder"
	Median                                   string
	ExpectedSize, ExpectedAll                string
	File                                     string // what numbers.json has
}

var keyBokmaal = KeyWords{
	Title: "Tallene i sammendraget", Measure: "Tall", Count: "Antall", Of: "Av", Share: "Andel", Months: "Måneder", Ratio: "Forhold",
	Positions: "Stillinger", Doctors: "Leger", Agreements: "Avtaler",
	Same: "Stillinger med samme lege hele tiden", Filled: "Besatte stillinger ved slutten av dataene", Vacant: "Ledige stillinger ved slutten av dataene",
	Never: "Stillinger som aldri har hatt lege", Stopped: "Avtaler som er avsluttet",
	Left: "Sluttet innen %[1]s, definisjon %[2]s", Still: "Har fortsatt stillingen etter %[1]s", Median: "Median tid i stillingen, i måneder",
	ExpectedSize: "Forholdet mellom sluttet og forventet i like store kommuner", ExpectedAll: "Forholdet mellom sluttet og forventet i hele landet",
	File: "alle tallene i rapporten, for programmer; to rapporter sammenlignes med varighet report diff",
}

var keyNynorsk = KeyWords{
	Title: "Tala i samandraget", Measure: "Tal", Count: "Mengd", Of: "Av", Share: "Del", Months: "Månader", Ratio: "Forhold",
	Positions: "Stillingar", Doctors: "Legar", Agreements: "Avtalar",
	Same: "Stillingar med same lege heile tida", Filled: "Stillingar med lege ved slutten av dataa", Vacant: "Ledige stillingar ved slutten av dataa",
	Never: "Stillingar som aldri har hatt lege", Stopped: "Avtalar som er avslutta",
	Left: "Slutta innan %[1]s, definisjon %[2]s", Still: "Har framleis stillinga etter %[1]s", Median: "Median tid i stillinga, i månader",
	ExpectedSize: "Forholdet mellom slutta og venta i like store kommunar", ExpectedAll: "Forholdet mellom slutta og venta i heile landet",
	File: "alle tala i rapporten, for program; to rapportar blir samanlikna med varighet report diff",
}

var keyEnglish = KeyWords{
	Title: "The numbers of the summary", Measure: "Number", Count: "Count", Of: "Of", Share: "Share", Months: "Months", Ratio: "Ratio",
	Positions: "Positions", Doctors: "Doctors", Agreements: "Agreements",
	Same: "Positions with the same doctor throughout", Filled: "Positions filled at the end of the data", Vacant: "Positions vacant at the end of the data",
	Never: "Positions that have never had a doctor", Stopped: "Agreements that have ended",
	Left: "Left within %[1]s, definition %[2]s", Still: "Still hold the position after %[1]s", Median: "Median time in the position, in months",
	ExpectedSize: "Ratio of left to expected in municipalities of the same size", ExpectedAll: "Ratio of left to expected in the whole country",
	File: "all numbers of the report, for programs; two reports are compared by varighet report diff",
}
