package simulate

// Names of people, put together at random from common given names and surnames;
// the upper halves of the lists are not more frequent than the lower.
var givenNames = []string{
	"Anne", "Arne", "Astrid", "Bente", "Berit", "Bjørn", "Camilla", "Dag", "Eirik", "Elin", "Erling", "Eva", "Finn", "Frode",
	"Geir", "Grete", "Gunnar", "Hanne", "Harald", "Hege", "Helge", "Henrik", "Håkon", "Ida", "Inger", "Ingrid", "Ivar", "Jan",
	"Jon", "Kari", "Karin", "Kjell", "Kristin", "Lars", "Lene", "Liv", "Magnus", "Marit", "Marte", "Mona", "Morten", "Nina",
	"Odd", "Ola", "Ole", "Per", "Ragnhild", "Randi", "Rolf", "Rune", "Sigrid", "Silje", "Siri", "Solveig", "Stein", "Svein",
	"Sølvi", "Terje", "Tone", "Tor", "Tove", "Trond", "Turid", "Unni", "Vegard", "Vigdis", "Yngve", "Øystein", "Øyvind",
	"Åge", "Åse", "Åshild", "Anna Maria", "Jens Petter", "Liv Berit", "Svein Åge",
}

var surnames = []string{
	"Aasen", "Amundsen", "Andersen", "Antonsen", "Arnesen", "Aune", "Bakke", "Bakken", "Berg", "Berge", "Berntsen", "Birkeland",
	"Bråten", "Bø", "Børresen", "Christensen", "Dahl", "Dale", "Edvardsen", "Eide", "Ellingsen", "Engen", "Eriksen", "Evensen",
	"Fjeld", "Foss", "Fredriksen", "Gulbrandsen", "Gundersen", "Haga", "Hagen", "Halvorsen", "Hansen", "Haugen", "Helland",
	"Henriksen", "Hermansen", "Holm", "Hovland", "Isaksen", "Iversen", "Jacobsen", "Jensen", "Johansen", "Jørgensen", "Karlsen",
	"Knudsen", "Kristiansen", "Kvam", "Larsen", "Lie", "Lien", "Lund", "Lunde", "Løken", "Madsen", "Martinsen", "Mathisen",
	"Mikkelsen", "Moe", "Moen", "Myhre", "Myklebust", "Nilsen", "Nordby", "Nygård", "Næss", "Olsen", "Ottesen", "Paulsen",
	"Pedersen", "Rasmussen", "Ruud", "Rønning", "Sandvik", "Simonsen", "Sivertsen", "Solberg", "Solheim", "Strand", "Strøm",
	"Sæther", "Sørensen", "Tangen", "Thomassen", "Thorsen", "Tveit", "Vik", "Wilhelmsen", "Ødegård", "Øien", "Østby", "Ås",
}

// Names of municipalities: a first part and a last part that Norwegian places
// have, in pairs that none has.
var placeHeads = []string{
	"Bjørke", "Brått", "Bukke", "Dverg", "Elvar", "Fager", "Fiske", "Gaule", "Glim", "Gråtass", "Gull", "Hake", "Heste", "Humle",
	"Kalve", "Klokke", "Kråke", "Kvern", "Lauv", "Lerke", "Lomme", "Mose", "Måne", "Nype", "Orre", "Padde", "Pile", "Ravne",
	"Reve", "Rogne", "Ryper", "Røyskatt", "Selje", "Skjære", "Snipe", "Spove", "Steike", "Sule", "Svale", "Tiriltunge", "Tjeld",
	"Trane", "Trost", "Ulve", "Vinter", "Æreby", "Ørne", "Åkerbær",
}

var placeTails = []string{
	"bergan", "botn", "bygda", "dalen", "eidet", "fjella", "flåta", "grend", "gård", "hamn", "haugan", "hylla", "kleiva", "lia",
	"lunden", "løkka", "moan", "myra", "osen", "plassen", "rabben", "rudlia", "skaret", "skogen", "sletta", "steinen", "sæter",
	"tangen", "teigen", "tjønna", "tunet", "vatnet", "vika", "vollan", "ånes", "øyra",
}

// placeName returns the n-th name; they repeat after 1728.
func placeName(n int) string {
	n = (n*1043 + 77) % (len(placeHeads) * len(placeTails)) // 1043 and 1728 have no common factor
	return placeHeads[n/len(placeTails)] + placeTails[n%len(placeTails)]
}
