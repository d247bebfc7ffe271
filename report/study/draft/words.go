package draft

// words are what a study file to begin with says, in one language. %s and %d are filled in
// order.
type words struct {
	made, run            string // who wrote the file, and what to do with it
	found                string // months; rows, positions, doctors, municipalities
	missing              string // months without a file
	byName, byOwnID      string // doctors are known by name, or by ids of the source's own
	notRead              string
	alarms, alarmsHow    string
	names, namesHow      string // names that may be of one doctor
	title                string // months
	source, disclosure   string
	files                string
	cohort, doctors      string
	others, beside       string // the positions that are not of the cohort, and the table of both
	corrections          string
	spells, turnover     string
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
		source:        "Hvem som har publisert eller levert radene; står under figurer og tabeller.",
		disclosure:    "Hvem som kan se det som skrives: internal merker hver side, public er for rader som er publisert fra før.",
		files:         "Filer og mapper, fra mappen der denne filen ligger.",
		cohort:        "Hvilke stillinger som er med, fra og til når, og egne kolonner. Fyll ut %s og ta bort #.",
		others:        "Er kohorten bare noen av stillingene i filene: ta bort #, så står de andre ved siden av og er aldri regnet sammen med den.",
		beside:        "Kohorten ved siden av de andre, mål for mål. Krever cohort_others = true.",
		doctors:       "Kjønn, spesialist og egne kolonner for legene. Fyll ut %s og ta bort #. Filen har navn: behandle den deretter.",
		corrections:   "Start og slutt som er rettet etter samtale med kommunen: kolonnene position_id, what, from, to. what er start eller slutt.",
		spells:        "Samme lege tilbake etter høyst gap ledige måneder regnes som samme periode; ny liste innen lookahead måneder er en flytting.",
		turnover:      "Andel som har sluttet innen så mange måneder.",
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
		source:        "Kven som har publisert eller levert radene; står under figurar og tabellar.",
		disclosure:    "Kven som kan sjå det som blir skrive: internal merkjer kvar side, public er for rader som er publiserte frå før.",
		files:         "Filer og mapper, frå mappa der denne fila ligg.",
		cohort:        "Kva stillingar som er med, frå og til når, og eigne kolonnar. Fyll ut %s og ta bort #.",
		others:        "Er kohorten berre nokre av stillingane i filene: ta bort #, så står dei andre ved sida av og er aldri rekna saman med han.",
		beside:        "Kohorten ved sida av dei andre, mål for mål. Krev cohort_others = true.",
		doctors:       "Kjønn, spesialist og eigne kolonnar for legane. Fyll ut %s og ta bort #. Fila har namn: handsam ho deretter.",
		corrections:   "Start og slutt som er retta etter samtale med kommunen: kolonnane position_id, what, from, to. what er start eller slutt.",
		spells:        "Same lege tilbake etter høgst gap ledige månader blir rekna som same periode; ny liste innan lookahead månader er ei flytting.",
		turnover:      "Del som har slutta innan så mange månader.",
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
		source:        "Who published or delivered the rows; stands under figures and tables.",
		disclosure:    "Who may see what is written: internal marks every page, public is for rows that are published already.",
		files:         "Files and folders, from the folder of this file.",
		cohort:        "Which positions count, from and to when, and columns of your own. Fill in %s and take the # away.",
		others:        "If the cohort is only some of the positions in the files: take away #, and the others stay beside it, never counted together with it.",
		beside:        "The cohort beside the others, measure by measure. Needs cohort_others = true.",
		doctors:       "Sex, specialist and columns of your own for doctors. Fill in %s and take the # away. The file has names: treat it so.",
		corrections:   "Starts and ends corrected after asking the municipality: the columns position_id, what, from, to. what is start or end.",
		spells:        "The same doctor back after at most gap vacant months goes on; another list within lookahead months is a move.",
		turnover:      "Share that left within so many months.",
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
