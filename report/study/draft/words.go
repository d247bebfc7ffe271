package draft

// words are what a study file to begin with says beside what its keys mean, in one language. %s
// and %d are filled in order.
type words struct {
	made, run            string // who wrote the file, and what to do with it
	found                string // months; rows, positions, doctors, municipalities
	missing              string // months without a file
	byName, byOwnID      string // doctors are known by name, or by ids of the source's own
	notRead              string
	alarms, alarmsHow    string
	names, namesHow      string // names that may be of one doctor
	title                string // months
	disclosure           string
	cohort, doctors      string
	others, beside       string // the positions that are not of the cohort, and the table of both
	corrections          string
	timelines, tooMany   string
	curve, table         string
	expected             string // stops beside those expected
	expectedTable        string
	reference, published string

	bars, months, km string // titles of figures
}

var languages = map[string]words{
	"nb": {
		made:          "Utkast til studie, laget av `varighet study new` fra filene nedenfor.",
		run:           "Kjør den med `varighet run %s`. Det som står etter # leses ikke: ta bort # der det skal gjelde.",
		found:         "Funnet, %s: rader %d (lest %d), stillinger %d, leger %d, kommuner %d.",
		missing:       "Ingen fil har rader for %s. Legg dem til om de finnes; ingen regnes som sluttet fordi en fil mangler.",
		byName:        "Legene er kjent ved navn. HPR-nummer i filene, eller en tabell over like navn, gjør tallene sikrere.",
		byOwnID:       "Legene er kjent ved kildens egne numre. Se etter om numrene er de samme fra måned til måned.",
		notRead:       "Ikke lest:",
		alarms:        "Se på dette før du bruker tallene:",
		alarmsHow:     "Valgene som er nevnt over, settes her:",
		names:         "%d par av navn kan gjelde samme lege. Skriv ja eller nei under decision i %s,",
		namesHow:      "og ta bort # foran aliases.",
		title:         "Stabilitet i fastlegestillinger, %s",
		disclosure:    "Bruk public bare for rader som er publisert fra før.",
		cohort:        "Fyll ut %s og ta bort #.",
		others:        "Er kohorten bare noen av stillingene i filene: ta bort #.",
		beside:        "Kohorten ved siden av de andre, mål for mål. Krever cohort_others = true.",
		doctors:       "Fyll ut %s og ta bort #. Filen har navn: behandle den deretter.",
		corrections:   "Kolonnene position_id, what, from, to. what er start eller slutt.",
		timelines:     "Figur 1.2 og figur 2 i følgerapportene.",
		tooMany:       "For mange stillinger til en tidslinje for hver; med en kohort kan den tas med.",
		expected:      "Hvor mange som ville sluttet om det gikk som i kommuner av samme størrelse. baseline er publiserte medianer fra `varighet baselines list`; uten [reference] sier mix hvor mange stillinger som er i hver gruppe.",
		expectedTable: "De som sluttet, ved siden av dem som var ventet. Krever [expected].",
		curve:         "Kaplan–Meier med antall under risiko.",
		table:         "Tall til rapporten.",
		reference:     "Kommuner og folketall, laget med `varighet reference import`: gir medianer etter kommunestørrelse.",
		published:     "Publiserte tall å stille ved siden av: `varighet baselines list` viser dem.",
		bars:          "Hvor lenge legene har hatt stillingene, %s",
		months:        "Stabilitet måned for måned, %s",
		km:            "Andel leger som fortsatt har stillingen, %s",
	},
	"nn": {
		made:          "Utkast til studie, laga av `varighet study new` frå filene nedanfor.",
		run:           "Køyr han med `varighet run %s`. Det som står etter # blir ikkje lese: ta bort # der det skal gjelde.",
		found:         "Funne, %s: rader %d (lesne %d), stillingar %d, legar %d, kommunar %d.",
		missing:       "Inga fil har rader for %s. Legg dei til om dei finst; ingen blir rekna som slutta fordi ei fil manglar.",
		byName:        "Legane er kjende ved namn. HPR-nummer i filene, eller ein tabell over like namn, gjer tala sikrare.",
		byOwnID:       "Legane er kjende ved eigne nummer frå kjelda. Sjå etter om numra er dei same frå månad til månad.",
		notRead:       "Ikkje lese:",
		alarms:        "Sjå på dette før du bruker tala:",
		alarmsHow:     "Vala som er nemnde over, blir sette her:",
		names:         "%d par av namn kan gjelde same lege. Skriv ja eller nei under decision i %s,",
		namesHow:      "og ta bort # framfor aliases.",
		title:         "Stabilitet i fastlegestillingar, %s",
		disclosure:    "Bruk public berre for rader som er publiserte frå før.",
		cohort:        "Fyll ut %s og ta bort #.",
		others:        "Er kohorten berre nokre av stillingane i filene: ta bort #.",
		beside:        "Kohorten ved sida av dei andre, mål for mål. Krev cohort_others = true.",
		doctors:       "Fyll ut %s og ta bort #. Fila har namn: handsam ho deretter.",
		corrections:   "Kolonnane position_id, what, from, to. what er start eller slutt.",
		timelines:     "Figur 1.2 og figur 2 i følgjerapportane.",
		tooMany:       "For mange stillingar til ei tidslinje for kvar; med ein kohort kan ho takast med.",
		expected:      "Kor mange som ville ha slutta om det gjekk som i kommunar av same storleik. baseline er publiserte medianar frå `varighet baselines list`; utan [reference] seier mix kor mange stillingar som er i kvar gruppe.",
		expectedTable: "Dei som slutta, ved sida av dei som var venta. Krev [expected].",
		curve:         "Kaplan–Meier med talet på legar under risiko.",
		table:         "Tal til rapporten.",
		reference:     "Kommunar og folketal, laga med `varighet reference import`: gir medianar etter kommunestorleik.",
		published:     "Publiserte tal å stille ved sida av: `varighet baselines list` viser dei.",
		bars:          "Kor lenge legane har hatt stillingane, %s",
		months:        "Stabilitet månad for månad, %s",
		km:            "Del legar som framleis har stillinga, %s",
	},
	"en": {
		made:          "A study to begin with, made by `varighet study new` from the files below.",
		run:           "Run it with `varighet run %s`. What follows a # is not read: take the # away where it should hold.",
		found:         "Found, %s: rows %d (read %d), positions %d, doctors %d, municipalities %d.",
		missing:       "No file has rows for %s. Add them if there are any; nobody is taken to have left since a file is missing.",
		byName:        "Doctors are known by name. HPR numbers in the files, or a table of like names, make the numbers safer.",
		byOwnID:       "Doctors are known by the source's own numbers. See whether these stay the same from month to month.",
		notRead:       "Not read:",
		alarms:        "Look at this before you use the numbers:",
		alarmsHow:     "The choices named above are made here:",
		names:         "%d pairs of names may be of one doctor. Write ja or nei under decision in %s,",
		namesHow:      "and take the # before aliases away.",
		title:         "Stability of GP positions, %s",
		disclosure:    "Use public only for rows that are published already.",
		cohort:        "Fill in %s and take the # away.",
		others:        "If the cohort is only some of the positions in the files: take the # away.",
		beside:        "The cohort beside the others, measure by measure. Needs cohort_others = true.",
		doctors:       "Fill in %s and take the # away. The file has names: treat it so.",
		corrections:   "The columns position_id, what, from, to. what is start or end.",
		timelines:     "Figures 1.2 and 2 of the follow-up reports.",
		tooMany:       "Too many positions for a timeline of each; with a cohort it can be had.",
		expected:      "How many would have left if it went as in municipalities of the same size. baseline is published medians of `varighet baselines list`; without [reference] mix says how many positions are in each group.",
		expectedTable: "Those who left beside those who were expected to. Needs [expected].",
		curve:         "Kaplan–Meier with those at risk.",
		table:         "Numbers for the report.",
		reference:     "Municipalities and populations, made with `varighet reference import`: gives medians by size of municipality.",
		published:     "Published numbers to set beside: `varighet baselines list` shows them.",
		bars:          "How long doctors have held the positions, %s",
		months:        "Stability month by month, %s",
		km:            "Share of doctors still in the position, %s",
	},
}
