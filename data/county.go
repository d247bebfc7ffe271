package data

// counties are the names of counties by number: those of 2001, of the reforms of 2018 and 2020, and of
// 2024. A number has had one name throughout (Statistics Norway, KLASS 104, standard for counties).
var counties = map[string]string{
	"01": "Østfold", "02": "Akershus", "03": "Oslo", "04": "Hedmark", "05": "Oppland", "06": "Buskerud", "07": "Vestfold", "08": "Telemark",
	"09": "Aust-Agder", "10": "Vest-Agder", "11": "Rogaland", "12": "Hordaland", "14": "Sogn og Fjordane", "15": "Møre og Romsdal",
	"16": "Sør-Trøndelag", "17": "Nord-Trøndelag", "18": "Nordland", "19": "Troms", "20": "Finnmark",
	"30": "Viken", "31": "Østfold", "32": "Akershus", "33": "Buskerud", "34": "Innlandet", "38": "Vestfold og Telemark", "39": "Vestfold",
	"40": "Telemark", "42": "Agder", "46": "Vestland", "50": "Trøndelag", "54": "Troms og Finnmark", "55": "Troms", "56": "Finnmark",
}

// CountyName is the name of the county with a number of two digits, without its name in Sámi or Kven; "" of
// one that there has not been since 2001.
func CountyName(number string) string { return counties[number] }
