package words

import (
	"strings"
	"testing"
	"time"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/cox"
)

// said joins sentences, with plain spaces.
func said(sentences []string) string {
	return strings.ReplaceAll(strings.Join(sentences, " "), "\u00a0", " ")
}

func wantSaid(t *testing.T, what string, got []string, want string) {
	t.Helper()
	if s := said(got); s != want {
		t.Errorf("%s:\n got %s\nwant %s", what, s, want)
	}
}

// ALIS-Vest published r = 0.29 of 16 lists, whose limits are −0.24 to 0.68: wider than 0.6, with
// 0 within. The other cases are made up, one for each verdict.
func TestListLengthsInWords(t *testing.T) {
	r := func(n int, r, lower, upper float64) survival.Correlation {
		return survival.Correlation{N: n, R: varighet.Some(r), Lower: varighet.Some(lower), Upper: varighet.Some(upper)}
	}
	for _, x := range []struct {
		tag       string
		residents []float64
		r         survival.Correlation
		want      string
	}{
		{"nb", []float64{158, 801}, r(16, 0.29, -0.24, 0.68), "Listene har fra 158 til 801 innbyggere. Sammenhengen er r = 0,29 (95 % KI −0,24 til 0,68): for få lister til å si om den er mer enn tilfeldig."},
		{"nn", []float64{158, 801}, r(400, 0.02, -0.08, 0.12), "Listene har frå 158 til 801 innbyggjarar. Samanhengen er r = 0,02 (95 % KI −0,08 til 0,12): ingen klar samanheng mellom tid i stillinga og listelengd."},
		{"en", []float64{158, 801}, r(5000, 0.19, 0.16, 0.22), "Lists have from 158 to 801 residents. Doctors who have held the list for long tend to have longer lists: r = 0.19 (95% CI 0.16–0.22). That does not say what the cause is."},
		{"nb", []float64{300, 400}, survival.Correlation{N: 4, R: varighet.Some(0.9)}, "Listene har fra 300 til 400 innbyggere. Med fire lister er det for få til å si om tid i stillingen og listelengde henger sammen."},
		{"nb", []float64{300}, survival.Correlation{N: 1}, "Listen har 300 innbyggere. Med én liste er det for få til å si om tid i stillingen og listelengde henger sammen."},
		{"nb", nil, survival.Correlation{}, ""},
	} {
		wantSaid(t, x.tag, ListLengths(locale.Get(x.tag), x.residents, x.r), x.want)
	}
}

// Of 23 doctors 13 hold the position and 10 have left, 7 of whom have a list.
func TestWhereTheyWentInWords(t *testing.T) {
	moves := func(still int, places ...int) *Moves {
		g := &survival.Moves{Doctors: still, Still: still}
		copy(g.Places[:], places)
		for _, n := range places {
			g.Stopped += n
		}
		g.Doctors += g.Stopped
		return &Moves{Month: varighet.MonthOf(2022, time.August), Lists: 16, Groups: []MovesGroup{{Moves: g, Known: g.Stopped - g.Places[survival.NotSeen]}}}
	}
	narrow := moves(13, 0, 2, 1, 4, 0, 3)
	narrow.Narrow = true
	for _, x := range []struct {
		tag  string
		m    *Moves
		want string
	}{
		{"nb", moves(13, 0, 2, 1, 4, 0, 3), "Av 10 som har sluttet, har sju en fastlegeliste i august 2022: 2 i kommunen, 1 i fylket og 4 i et annet fylke. Hva de andre gjør, viser ikke dataene."},
		{"nb", moves(13, 0, 0, 0, 0, 7, 3), "Av 10 som har sluttet, har sju en fastlegeliste i august 2022, men det er ikke kjent hvor. Hva de andre gjør, viser ikke dataene."},
		{"nn", moves(13, 0, 0, 0, 0, 0, 6), "Ingen av 6 som har slutta, har ei fastlegeliste i august 2022. Kva dei andre gjer, viser ikkje dataa."},
		{"en", moves(13, 0, 1, 0, 0, 0, 4), "Of 5 who have left, one holds a GP list in August 2022: 1 in the municipality. What the others do, the data do not show."},
		{"en", moves(13, 0, 0, 0, 0, 0, 1), "One has left: too few to say anything about where doctors go."},
		{"en", moves(13, 0, 1, 0, 0, 0, 2), "Three have left: too few to say anything about where doctors go."},
		{"nb", narrow, "10 av 23 leger har sluttet før august 2022. Dataene har bare 16 lister, en del av landets, og kan ikke vise hvor de som sluttet, gikk."},
		{"nb", moves(13), "Ingen har sluttet før august 2022."},
	} {
		wantSaid(t, x.tag, WhereTheyWent(locale.Get(x.tag), x.m), x.want)
	}
}

// Four groups: of less than one expected; with limits that hold 1 and are wide; that hold it and
// are not; and that do not. Of the three that are judged 0.15 can be expected outside.
func TestObservedGroupsInWords(t *testing.T) {
	group := func(expected, ratio, lower, upper float64) Against {
		return Against{Expected: expected, Ratio: varighet.Some(ratio), Lower: varighet.Some(lower), Upper: varighet.Some(upper)}
	}
	groups := []Against{group(0.5, 2, 0.05, 11), group(5, 1.2, 0.4, 2.7), group(100, 0.95, 0.77, 1.16), group(30, 1.6, 1.18, 2.12)}
	for i, want := range []Verdict{TooFew, TooWide, NoClear, Above} {
		if got := RatioVerdict(&groups[i]); got != want {
			t.Errorf("group %d: %s, want %s", i, got, want)
		}
	}
	wantSaid(t, "nb", ObservedGroups(locale.Get("nb"), groups), "For to av fire grupper er det for få til å si. Ett av tre intervaller rommer ikke 1; 0,2 kan ventes ved tilfeldigheter.")
	wantSaid(t, "one group", ObservedGroups(locale.Get("nb"), groups[:1]), "")
}

// Of 421 units alike 5 % is 21, and 0.2 % is 0.8.
func TestFunnelInWords(t *testing.T) {
	f := &Funnel{Judged: 421, Outside: 11}
	wantSaid(t, "nb", FunnelSentences(locale.Get("nb"), f),
		"11 av 421 kommuner ligger utenfor 95 %-grensene; om alle var like, kunne en vente opptil 21. Ingen ligger utenfor 99,8 %-grensene.")
	f = &Funnel{Judged: 421, Outside: 60, Far: 9, Adjusted: 12, Spread: true}
	wantSaid(t, "en", FunnelSentences(locale.Get("en"), f), "60 of 421 municipalities lie outside the 95% limits; if all were alike, up to 21 could be expected. "+
		"Nine lie outside the 99.8% limits; 0.8 could be expected by chance. Municipalities differ by more than chance gives; when that is allowed for, twelve lie outside 95%.")
	f = &Funnel{Judged: 421, Own: 5, OwnOutside: 1}
	wantSaid(t, "own", FunnelSentences(locale.Get("nb"), f)[2:], "Av de 5 kommunene der også kohorten har stillinger, ligger én utenfor 95 %-grensene.")
	f = &Funnel{Judged: 421, Own: 1}
	wantSaid(t, "own inside", FunnelSentences(locale.Get("en"), f)[2:], "The one municipality where the cohort has positions too lies inside the 95% limits.")
	f = &Funnel{Judged: 421, Own: 5, OwnOutside: 1}
	wantSaid(t, "own outside", FunnelSentences(locale.Get("en"), f)[2:], "Outside the 95% limits: one of the 5 municipalities where the cohort has positions too.")
	wantSaid(t, "one", FunnelSentences(locale.Get("nb"), &Funnel{Judged: 1}), "Med én kommune er det for få til et traktdiagram.")
	wantSaid(t, "few", FunnelSentences(locale.Get("nn"), &Funnel{Judged: 3}), "Med tre kommunar er det for få til eit traktdiagram.")
	wantSaid(t, "none", FunnelSentences(locale.Get("nb"), &Funnel{}), "Ingen kommune kan holdes mot andre.")
}

// A covariate whose farthest level is named, one whose intervals hold 1, and hazards that are not
// proportional for the first.
func TestHazardsInWords(t *testing.T) {
	level := func(name string, ratio, lower, upper float64) HazardLevel {
		return HazardLevel{Level: name, N: 100, Events: 50, Ratio: varighet.Some(ratio), Lower: varighet.Some(lower), Upper: varighet.Some(upper)}
	}
	h := &Hazards{Ties: cox.Efron, N: 300, Events: 150, Terms: []HazardTerm{
		{Name: "size_group", Levels: []HazardLevel{level("<2000", 2.77, 2.54, 3.03), level("2000-4999", 2.32, 2.17, 2.48), {Level: ">=50000", Base: true}}, Proportional: varighet.Some(0.0004)},
		{Name: "holder", Levels: []HazardLevel{{Level: "first", Base: true}, level("later", 1.01, 0.95, 1.07)}, Proportional: varighet.Some(0.4)},
	}}
	wantSaid(t, "nb", HazardSentences(locale.Get("nb"), h), "Innbyggere i kommunen: i gruppen under 2 000 slutter leger 2,77 ganger så ofte som i gruppen 50 000 og over (95 % KI 2,54–3,03), når det andre i modellen er likt. "+
		"Alle intervaller rommer 1 for: lege i rekken på listen. Ratioen endrer seg med tiden for: innbyggere i kommunen (p < 0,001). Tallet er da et gjennomsnitt over tiden. Modellen viser sammenheng, ikke årsak.")
	wantSaid(t, "few", HazardSentences(locale.Get("en"), &Hazards{State: FewEvents, Events: 15, Parameters: 2}), "The model is not fitted: 15 left, and 2 ratios need at least 10 each.")
	wantSaid(t, "none", HazardSentences(locale.Get("nn"), &Hazards{State: NoModel}), "Ingen modell: ingen avtalar kan reknast med, eller ingen slutta.")
	notes := said(HazardNotes(locale.Get("nb"), &Hazards{State: NoModel, OneLevel: []string{"start_period"}}))
	if !strings.Contains(notes, "Ikke med, siden alle har samme verdi: startperiode.") {
		t.Errorf("a covariate with one value is not named: %s", notes)
	}
}

// ALIS-Vest: 6 of 18, of 22 and of 16, and 38 % published of d.
func TestSharesInWords(t *testing.T) {
	share := func(d survival.TurnoverDefinition, of int) survival.TurnoverShare {
		lower, upper, err := survival.ClopperPearson(6, of, 0.95)
		if err != nil {
			t.Fatal(err)
		}
		return survival.TurnoverShare{Definition: d, Within: 13, Gone: 6, Of: of, Share: varighet.Some(6 / float64(of)), Lower: varighet.Some(lower), Upper: varighet.Some(upper)}
	}
	f := &Facts{Within: 13, Turnover: []survival.TurnoverShare{share(survival.TurnoverFollowed, 18), share(survival.TurnoverSoFar, 22), share(survival.TurnoverByPosition, 16)},
		Shares: []Published{{Share: 0.38, What: "ALIS-Vest", Definition: varighet.Some(survival.TurnoverByPosition), Within: 13}}}
	wantSaid(t, "nb", Shares(locale.Get("nb"), f), "De fire måtene å telle på gir fra 27 % til 38 %; a, b og c gjelder avtaler, d gjelder stillinger. "+
		"ALIS-Vest: 38 % er publisert, regnet på måte d. Det er det samme som her, rundet av til hele prosent.")
	wantSaid(t, "none", Shares(locale.Get("en"), &Facts{}), "None of the ways to count gives a share of these data.")
}
