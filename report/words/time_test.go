package words

import (
	"fmt"
	"strings"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/competing"
)

// inForce are agreements from January 2010 to January 2013, of which some leave in each of the three
// years, in June.
func inForce(n int, leave ...int) (spells []survival.Spell) {
	from := varighet.MonthOf(2010, 1)
	for i := range n {
		spells = append(spells, survival.Spell{PositionID: fmt.Sprint(i), DoctorID: fmt.Sprint(i), First: from, Last: from + 36, Start: varighet.Some(from)})
	}
	i := 0
	for year, k := range leave {
		for range k {
			spells[i].Last, spells[i].Stopped = from+varighet.Month(12*year+4), true
			i++
		}
	}
	return spells
}

func seriesOf(t *testing.T, spells []survival.Spell) *survival.TurnoverSeries {
	t.Helper()
	s, err := survival.NewTurnoverSeries("g", spells, confLevel)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// What is said of turnover a year, read and found right. Of 200, 20, 9 and 8 leave: the limits of
// 8 of 171 (0.020 to 0.090), and of the two other years, hold the mean, 37 of 551 = 0.067; 20 of 200 is
// 0.10 (0.062 to 0.150). With 60 leaving in the first year two of three intervals miss it.
func TestSentencesOnTurnoverYears(t *testing.T) {
	even, uneven := inForce(200, 20, 9, 8), inForce(200, 60, 4, 3)
	one := inForce(20, 3)
	for i := range one {
		one[i].Last = min(one[i].Last, varighet.MonthOf(2011, 2))
		one[i].Stopped = one[i].Last < varighet.MonthOf(2011, 2)
	}
	for _, c := range []struct {
		tag    string
		spells []survival.Spell
		want   string
	}{
		{"nb", even, "I løpet av 2010 sluttet legen i 20 av 200 avtaler (10 %, 95 % KI 6–15 %), og i løpet av 2012 i 8 av 171 (5 %, 2–9 %). " +
			"Alle de tre intervallene rommer gruppens gjennomsnitt; om årene var like, kunne en vente at under 0,1 ikke gjorde det."},
		{"nn", uneven, "I løpet av 2010 slutta legen i 60 av 200 avtalar (30 %, 95 % KI 24–37 %), og i løpet av 2012 i 3 av 136 (2 %, 0–6 %). " +
			"Tre av tre intervall rommar ikkje gjennomsnittet til gruppa; om åra var like, kunne ein vente under 0,1 ved tilfeldigheiter."},
		{"en", uneven, "In the course of 2010 the doctor left in 60 of 200 agreements (30%, 95% CI 24–37%), and in the course of 2012 in 3 of 136 (2%, 0–6%). " +
			"Three of three intervals miss their group’s mean; if the years were alike, under 0.1 could be expected to by chance."},
		{"nb", one, "I løpet av 2010 sluttet legen i 3 av 20 avtaler (15 %, 95 % KI 3–38 %). Dataene har bare dette ene hele året med nok avtaler, så de kan ikke vise noen endring."},
		{"en", inForce(3), "No complete year has five agreements on 1 January: too few to show turnover a year."},
		{"nn", nil, "Dataa har ikkje noko heilt kalenderår, så turnover per år kan ikkje visast."},
	} {
		s := seriesOf(t, c.spells)
		got := strings.ReplaceAll(strings.Join(TurnoverYears(locale.Get(c.tag), s, []*survival.TurnoverSeries{s}), " "), "\u00a0", " ")
		if got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.tag, got, c.want)
		}
	}
}

// exitsOf are so many tenures: of each ten three stop after a year without a new list, one after
// half a year for another municipality, and six are there for six years.
func exitsOf(t *testing.T, n int, causes ...string) *competing.Shown {
	t.Helper()
	s := competing.Sample{}
	for i := range n {
		switch k := i % 10; {
		case k < 3:
			s.Tenures, s.Causes = append(s.Tenures, survival.Tenure{Exit: 12, Stopped: true}), append(s.Causes, causes[0])
		case k == 3 && len(causes) > 1:
			s.Tenures, s.Causes = append(s.Tenures, survival.Tenure{Exit: 6, Stopped: true}), append(s.Causes, causes[1])
		default:
			s.Tenures, s.Causes = append(s.Tenures, survival.Tenure{Exit: 72}), append(s.Causes, "")
		}
	}
	shown, err := competing.ShownOf(s, confLevel)
	if err != nil {
		t.Fatal(err)
	}
	return shown
}

// lateStops are so many tenures followed for 29 months, of which some stop after 20: nobody has left
// after a year, which is not all that the curve shows.
func lateStops(t *testing.T, n, stop int) *competing.Shown {
	t.Helper()
	s := competing.Sample{}
	for i := range n {
		tenure := survival.Tenure{Exit: 29}
		if i < stop {
			tenure = survival.Tenure{Exit: 20, Stopped: true}
		}
		s.Tenures, s.Causes = append(s.Tenures, tenure), append(s.Causes, "left")
	}
	shown, err := competing.ShownOf(s, confLevel)
	if err != nil {
		t.Fatal(err)
	}
	return shown
}

// stopsOf are so many tenures of 1, 2, 3, … months, of which the last stop.
func stopsOf(t *testing.T, n, stop int) *competing.Shown {
	t.Helper()
	s := competing.Sample{}
	for i := range n {
		s.Tenures, s.Causes = append(s.Tenures, survival.Tenure{Exit: float64(i + 1), Stopped: i >= n-stop}), append(s.Causes, "left")
	}
	shown, err := competing.ShownOf(s, confLevel)
	if err != nil {
		t.Fatal(err)
	}
	return shown
}

// Of 200, 20 stop at 6 months and 60 at 12, so 40 % after five years: 10 % and 30 %. Limits in R
// 4.2.2, survival 3.5-3: summary(survfit(Surv(time, factor(cause)) ~ 1, conf.type = "log-log"), times = 60) for
// the reasons, and survfit(Surv(time, stopped) ~ 1, conf.type = "log-log") for all: 0.238 to 0.364 and 0.063 to 0.146, and 0.336 to 0.471.
//
// Of 60 of whom two or three stop at 20, likewise: 0.0084 to 0.1268 and 0.0164 to 0.1471; of 20 of whom one
// does, without censoring before, the exact limits: R's binom.test(1, 20), 0.0013 to 0.2487.
func TestSentencesOnExits(t *testing.T) {
	var all varighet.Opt[int]
	one := varighet.Some(1)
	for _, c := range []struct {
		tag   string
		shown *competing.Shown
		part  varighet.Opt[int]
		want  string
	}{
		{"nb", exitsOf(t, 200, "left", "moved_away"), all, "Etter fem år har anslagsvis 40 % (95 % KI 34–47 %) sluttet: 30 % (24–36 %) uten ny liste og " +
			"10 % (6–15 %) til en liste i en annen kommune. Å ikke ha ny liste er ikke det samme som å ha sluttet som lege."},
		{"en", exitsOf(t, 200, "closed"), all, "After five years an estimated 30% (95% CI 24–37%) have left, all of them as the list was closed."},
		{"nn", exitsOf(t, 3, "left"), all, "Figuren er ikkje teikna: det er aldri 5 i stilling samstundes av 3 avtalar."},
		{"nb", exitsOf(t, 20, "left"), all, "Etter fem år har anslagsvis 30 % (95 % KI 12–54 %) sluttet, alle uten ny liste. Intervallet er bredt, så tallet er usikkert. " +
			"Å ikke ha ny liste er ikke det samme som å ha sluttet som lege. " + locale.Fill(locale.Get("nb").Exits.Rough, "50", "10")},
		{"nb", lateStops(t, 20, 1), all, "Etter 24 måneder har anslagsvis 5 % (95 % KI 0–25 %) sluttet: én lege, uten ny liste. Å ikke ha ny liste er ikke det samme som å ha sluttet som lege. " +
			locale.Fill(locale.Get("nb").Exits.Rough, "50", "10")},
		{"nn", lateStops(t, 60, 2), all, "Etter 24 månader har om lag 3 % (95 % KI 1–13 %) slutta, begge utan ny liste. Å ikkje ha ny liste er ikkje det same som å ha slutta som lege."},
		{"en", lateStops(t, 60, 3), one, "After 24 months an estimated 5% (95% CI 2–15%) have left, all of them without a new list. The data have 1 list only, a part of the country’s, and cannot show where those who left went."},
		{"nb", stopsOf(t, 8, 0), all, "Ingen av de 8 avtalene er avsluttet."},
		{"en", stopsOf(t, 8, 2), all, "None of the 8 agreements has ended while at least five are at risk."},
		{"nn", exitsOf(t, 200, "no_list_seen", "list_seen"), varighet.Some(320), "Etter fem år har om lag 40 % (95 % KI 34–47 %) slutta: 10 % (6–15 %) til ei ny liste i dataa og " +
			"30 % (24–36 %) utan ny liste i dataa. Dataa har berre 320 lister, ein del av dei i landet, og kan ikkje vise kvar dei som slutta, gjekk."},
		{"en", exitsOf(t, 0, "left"), all, locale.Get("en").Page().Facts.MedianNobody},
	} {
		got := strings.ReplaceAll(strings.Join(Exits(locale.Get(c.tag), c.shown, c.part), " "), "\u00a0", " ")
		if got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.tag, got, c.want)
		}
	}
	if rough := Rough(locale.Get("en"), exitsOf(t, 20, "left")); len(rough) != 1 || !strings.Contains(rough[0], "fewer than 50 agreements") {
		t.Errorf("of twenty: %v", rough)
	}
}

// Vacancies in words, read and found right. Half of twelve vacancies of one to twelve months are over
// after 6.5 months: at 6 the curve is exactly one half. Its limits in R 4.2.2, survival 3.5-3:
// quantile(survfit(Surv(rep(1:12, 10), rep(1, 120)) ~ 1, conf.type = "log-log"), 0.5), 5 and 8.
func TestSentencesOnVacancies(t *testing.T) {
	month := varighet.MonthOf(2014, 5)
	curve := func(n int) *survival.GroupCurve {
		var months []float64
		for i := range n {
			months = append(months, float64(1+i%12))
		}
		return curveIn(t, months...)
	}
	for _, c := range []struct {
		tag    string
		months []survival.VacancyMonth
		fill   *survival.GroupCurve
		want   string
	}{
		{"nb", []survival.VacancyMonth{{Month: month, Lists: 5329, Vacant: 64, YearOrMore: 3}}, curve(120),
			"I mai 2014 stod 64 av 5 329 lister uten lege (1,2 %), tre av dem i ett år eller mer. Halvparten av 120 ledige perioder var over etter anslagsvis 6,5 måneder (95 % KI 5–8)."},
		{"nn", []survival.VacancyMonth{{Month: month, Lists: 16}, {Month: month + 1, Lists: 16, NoData: 16}}, curve(3),
			"Ingen av dei 16 listene stod utan lege i mai 2014. Det er for få ledige periodar (3) til å seie kor lenge lister står utan lege."},
		{"en", []survival.VacancyMonth{{Month: month, Lists: 16, Vacant: 1}}, nil,
			"In May 2014, 1 of 16 lists had no doctor (6.3%). No vacant period can tell how long lists stand without a doctor."},
		{"nb", []survival.VacancyMonth{{Month: month, Lists: 1}}, nil, "Den ene listen hadde lege i mai 2014. Ingen ledig periode kan si hvor lenge lister står uten lege."},
		{"nn", []survival.VacancyMonth{{Month: month, Lists: 1, Vacant: 1, YearOrMore: 1}}, nil,
			"I mai 2014 stod den eine lista utan lege, og ho har stått slik i eitt år eller meir. Ingen ledig periode kan seie kor lenge lister står utan lege."},
		{"nb", []survival.VacancyMonth{{Month: month, Lists: 64, Vacant: 2, YearOrMore: 2}}, nil,
			"I mai 2014 stod 2 av 64 lister uten lege (3,1 %), alle i ett år eller mer. Ingen ledig periode kan si hvor lenge lister står uten lege."},
		{"en", nil, nil, "No lists to show."},
	} {
		got := strings.ReplaceAll(strings.Join(Vacancies(locale.Get(c.tag), c.months, c.fill), " "), "\u00a0", " ")
		if got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.tag, got, c.want)
		}
	}
}

// Stability in words: of two positions one has had its doctor all along.
func TestSentencesOnStability(t *testing.T) {
	from := varighet.MonthOf(2019, 1)
	var f Facts
	f.Count([]survival.Spell{
		{PositionID: "A", DoctorID: "a", Ordinal: 1, First: from, Last: from + 11, Start: varighet.Some(from)},
		{PositionID: "B", DoctorID: "b", Ordinal: 1, First: from, Last: from + 3, Start: varighet.Some(from), Stopped: true},
		{PositionID: "B", DoctorID: "c", Ordinal: 2, First: from + 4, Last: from + 11, Start: varighet.Some(from + 4)},
	}, from, from+11)
	got := strings.ReplaceAll(strings.Join(Stability(locale.Get("nb"), &f), " "), "\u00a0", " ")
	want := "Én av to stillinger har hatt samme lege hele tiden; den andre har hatt to leger. Alle stillingene hadde lege i desember 2019. Én av tre leger har sluttet, etter 4 måneder."
	if got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	if got := Stability(locale.Get("en"), &Facts{}); len(got) != 1 || got[0] != locale.Get("en").Page().Facts.Nothing {
		t.Errorf("of nothing: %v", got)
	}
}
