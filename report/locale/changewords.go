package locale

// ChangeWords are the words of a report held beside an earlier one.
type ChangeWords struct {
	Title string // 1 = study, 2 and 3 = last months of the earlier report and of the new
	None  string // no number is another
	Some  Plural // 1 = how many are others, 2 = of how many
	Came  Plural // 1 = numbers that the earlier report did not have
	Lost  Plural // 1 = numbers that the new report does not have

	Because  Plural    // 1 = numbers that are others, 2 = reasons
	Reasons  [5]string // version, rows, method, disclosure, tables; after "since"
	Months   Plural    // 1 = months that came; likewise
	Together string    // reasons cannot be told apart

	Went         string // 1 = number, 2 and 3 = before and now, 4 = reasons
	WentOnly     string // likewise, without reasons
	WentByMethod string // likewise, since it is computed in another way
	MoreLeft     Plural // 1 = how many more left; after the months
	OfAll        string // 1 = count, 2 = of how many
	Hedge        string // what a difference between years can carry

	Table, Row, Number, Old, New, Difference string    // columns
	Short                                    [6]string // reasons at the head of a column, months last
	Points                                   string    // 1 = percentage points
}

var changeBokmaal = ChangeWords{
	Title:   "%[1]s: rapporten til og med %[2]s og rapporten til og med %[3]s",
	None:    "Ingen tall er endret siden forrige rapport.",
	Some:    Plural{"Ett av %[2]s tall er endret siden forrige rapport.", "%[1]s av %[2]s tall er endret siden forrige rapport."},
	Came:    Plural{"Ett tall er nytt: forrige rapport hadde det ikke.", "%[1]s tall er nye: forrige rapport hadde dem ikke."},
	Lost:    Plural{"Ett tall fra forrige rapport er ikke med i den nye.", "%[1]s tall fra forrige rapport er ikke med i den nye."},
	Because: Plural{"Ett tall er endret fordi %[2]s.", "%[1]s tall er endret fordi %[2]s."},
	Reasons: [5]string{"programmet er en annen versjon", "radene for de samme månedene er andre", "det er regnet på en annen måte",
		"det er andre som kan se rapporten", "rettelsene, prosjektets lister eller tabellen over leger er andre"},
	Months:   Plural{"én måned er kommet til", "%[1]s måneder er kommet til"},
	Together: "Grunnene kan ikke skilles fra hverandre.",
	Went:     "«%[1]s» gikk fra %[2]s til %[3]s, fordi %[4]s.",
	WentOnly: "«%[1]s» gikk fra %[2]s til %[3]s.", OfAll: "%[1]s av %[2]s",
	WentByMethod: "«%[1]s» er endret fra %[2]s til %[3]s fordi det er regnet på en annen måte, ikke fordi noe har hendt.",
	MoreLeft:     Plural{" og én til har sluttet", " og %[1]s flere har sluttet"},
	Hedge: "De to rapportene har for det meste de samme legene. Forskjellene er derfor ikke prøvd som mellom to uavhengige utvalg, " +
		"og intervallet til det ene tallet sier ikke om det andre kan være tilfeldig.",
	Table: "Tabell", Row: "Rad", Number: "Tall", Old: "Før", New: "Nå", Difference: "Forskjell",
	Short:  [6]string{"versjon", "rader", "regnemåte", "innsyn", "tabeller", "nye måneder"},
	Points: "%[1]s prosentpoeng",
}

var changeNynorsk = ChangeWords{
	Title:   "%[1]s: rapporten til og med %[2]s og rapporten til og med %[3]s",
	None:    "Ingen tal er endra sidan førre rapport.",
	Some:    Plural{"Eitt av %[2]s tal er endra sidan førre rapport.", "%[1]s av %[2]s tal er endra sidan førre rapport."},
	Came:    Plural{"Eitt tal er nytt: førre rapport hadde det ikkje.", "%[1]s tal er nye: førre rapport hadde dei ikkje."},
	Lost:    Plural{"Eitt tal frå førre rapport er ikkje med i den nye.", "%[1]s tal frå førre rapport er ikkje med i den nye."},
	Because: Plural{"Eitt tal er endra fordi %[2]s.", "%[1]s tal er endra fordi %[2]s."},
	Reasons: [5]string{"programmet er ein annan versjon", "radene for dei same månadene er andre", "det er rekna på ein annan måte",
		"det er andre som kan sjå rapporten", "rettingane, listene til prosjektet eller tabellen over legar er andre"},
	Months:   Plural{"éin månad er komen til", "%[1]s månader er komne til"},
	Together: "Grunnane kan ikkje skiljast frå kvarandre.",
	Went:     "«%[1]s» gjekk frå %[2]s til %[3]s, fordi %[4]s.",
	WentOnly: "«%[1]s» gjekk frå %[2]s til %[3]s.", OfAll: "%[1]s av %[2]s",
	WentByMethod: "«%[1]s» er endra frå %[2]s til %[3]s fordi det er rekna på ein annan måte, ikkje fordi noko har hendt.",
	MoreLeft:     Plural{" og éin til har slutta", " og %[1]s fleire har slutta"},
	Hedge: "Dei to rapportane har for det meste dei same legane. Skilnadene er derfor ikkje prøvde som mellom to uavhengige utval, " +
		"og intervallet til det eine talet seier ikkje om det andre kan vere tilfeldig.",
	Table: "Tabell", Row: "Rad", Number: "Tal", Old: "Før", New: "No", Difference: "Skilnad",
	Short:  [6]string{"versjon", "rader", "reknemåte", "innsyn", "tabellar", "nye månader"},
	Points: "%[1]s prosentpoeng",
}

var changeEnglish = ChangeWords{
	Title:   "%[1]s: the report to %[2]s and the report to %[3]s",
	None:    "No number has changed since the last report.",
	Some:    Plural{"One of %[2]s numbers has changed since the last report.", "%[1]s of %[2]s numbers have changed since the last report."},
	Came:    Plural{"One number is new: the last report did not have it.", "%[1]s numbers are new: the last report did not have them."},
	Lost:    Plural{"One number of the last report is not in the new one.", "%[1]s numbers of the last report are not in the new one."},
	Because: Plural{"One number changed because %[2]s.", "%[1]s numbers changed because %[2]s."},
	Reasons: [5]string{"the program is another version", "the rows of the same months are others", "it is computed differently",
		"others may see the report", "the corrections, the project's lists or the table of doctors are others"},
	Months:   Plural{"one month was added", "%[1]s months were added"},
	Together: "The reasons cannot be told apart.",
	Went:     "“%[1]s” went from %[2]s to %[3]s, because %[4]s.",
	WentOnly: "“%[1]s” went from %[2]s to %[3]s.", OfAll: "%[1]s of %[2]s",
	WentByMethod: "“%[1]s” changed from %[2]s to %[3]s because it is computed differently, not because anything happened.",
	MoreLeft:     Plural{" and one more left", " and %[1]s more left"},
	Hedge: "The two reports have mostly the same doctors. The differences are therefore not tested as between two independent samples, " +
		"and the interval of one number does not say whether the other could be chance.",
	Table: "Table", Row: "Row", Number: "Number", Old: "Before", New: "Now", Difference: "Difference",
	Short:  [6]string{"version", "rows", "method", "disclosure", "tables", "new months"},
	Points: "%[1]s percentage points",
}
