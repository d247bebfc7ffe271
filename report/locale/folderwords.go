package locale

// FolderWords are the words of a text file in the folder internal of a study.
type FolderWords struct {
	ReadMeName string // of the file
	ReadMe     string // 1 = title of the study, 2 = who may see the report
}

var folderBokmaal = FolderWords{
	ReadMeName: "LESMEG.txt",
	ReadMe: `%[1]s: intern mappe

Ikke del denne mappen.

Den har rader om enkeltleger og enkeltlister: hvem som hadde hvilken liste, måned
for måned, med løpenumre (pseudonymer) i stedet for navn hvis ikke studien ber om
navn. Rader som disse kan kjennes igjen av den som kjenner legene. Mappen kan
bare leses av den som laget den. La den bli liggende der den er.

Rapporten, figurene og tabellene ligger i mappen over. Hvem som kan se dem, sier
merket på dem: %[2]s.

Hva som ligger her, og hva det er til:

  spells.csv      en rad for hver periode der en lege hadde en liste
  register/       radene som ble lest, måned for måned
  reference/      kommuner og folketall, hvis studien bruker dem
  tables/         tabellene studien leste ved siden av radene
  *.toml          studiefilen
  truth.json      fasiten, hvis dataene er oppdiktede

Med denne mappen kan rapporten skrives ut igjen på et annet språk eller i et annet
format, uten de opprinnelige filene:

  varighet report page MAPPEN-OVER --lang nn -o rapport.html

Endres en fil her, sier programmet nei.
`,
}

var folderNynorsk = FolderWords{
	ReadMeName: "LESMEG.txt",
	ReadMe: `%[1]s: intern mappe

Ikkje del denne mappa.

Ho har rader om einskilde legar og lister: kven som hadde kva liste, månad for
månad, med løpenummer (pseudonym) i staden for namn dersom ikkje studien ber om
namn. Rader som desse kan kjennast att av den som kjenner legane. Mappa kan berre
lesast av den som laga ho. La ho bli liggjande der ho er.

Rapporten, figurane og tabellane ligg i mappa over. Kven som kan sjå dei, seier
merket på dei: %[2]s.

Kva som ligg her, og kva det er til:

  spells.csv      ei rad for kvar periode der ein lege hadde ei liste
  register/       radene som vart lesne, månad for månad
  reference/      kommunar og folketal, dersom studien bruker dei
  tables/         tabellane studien las ved sida av radene
  *.toml          studiefila
  truth.json      fasiten, dersom dataa er oppdikta

Med denne mappa kan rapporten skrivast ut att på eit anna språk eller i eit anna
format, utan dei opphavlege filene:

  varighet report page MAPPA-OVER --lang nb -o rapport.html

Blir ei fil her endra, seier programmet nei.
`,
}

var folderEnglish = FolderWords{
	ReadMeName: "README.txt",
	ReadMe: `%[1]s: internal folder

Do not hand over this folder.

It has rows about single doctors and lists: who held which list, month by month,
with pseudonyms in place of names unless the study asks for names. Whoever knows
the doctors can recognise such rows. Only the one who made the folder can read
it. Leave it where it is.

The report, figures and tables are in the folder above. The mark on them says who
may see them: %[2]s.

What is here, and what it is for:

  spells.csv      a row for each period in which a doctor held a list
  register/       the rows that were read, month by month
  reference/      municipalities and populations, if the study uses them
  tables/         the tables that the study read beside the rows
  *.toml          the study file
  truth.json      the true answers, if the data are made up

With this folder the report can be written again in another language or form,
without the original files:

  varighet report page FOLDER-ABOVE --lang en -o report.html

If a file here is changed, the program refuses.
`,
}
