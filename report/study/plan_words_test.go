package study

import (
	"bytes"
	"testing"

	"github.com/varighet/varighet/internal/message"
)

// Every part has words, in every language. A part that is added has to be told of.
func TestEveryPartIsToldOfInEveryLanguage(t *testing.T) {
	for _, part := range []string{partProgram, partFiles, partReading, partReference, partKey, partRows, partTables, partStudy, partAsked} {
		english := partWords[part]
		for _, l := range []message.Language{message.Bokmaal, message.Nynorsk} {
			if english == "" || l.Translate(english) == english {
				t.Errorf("part %s has no words in %s: %q", part, l, english)
			}
		}
	}
}

// A plan with a step of each sort. The Norwegian was written by hand.
func TestPlanInTheLanguagesOfItsUser(t *testing.T) {
	plan := &Plan{Steps: []PlanStep{
		{Name: "a", Fresh: true}, {Name: "b", Added: 2}, {Name: "c", Gone: true}, {Name: "d"},
		{Name: "e", Other: []string{partFiles, partKey}}, {Name: "f", Never: "--force makes all anew"},
	}}
	for l, want := range map[message.Language]string{
		message.English: "a  fresh\nb  to add to: 2 files more\nc  to make: what was written was changed or removed\nd  to make: no earlier run did\n" +
			"e  to make: other files, another key\nf  to make: --force makes all anew\n",
		message.Bokmaal: "a  som før\nb  skal utvides: 2 filer til\nc  skal lages: det som ble skrevet, er endret eller fjernet\nd  skal lages: ingen tidligere kjøring har gjort det\n" +
			"e  skal lages: andre filer, en annen nøkkel\nf  skal lages: --force lager alt på nytt\n",
		message.Nynorsk: "a  som før\nb  skal utvidast: 2 filer til\nc  skal lagast: det som vart skrive, er endra eller fjerna\nd  skal lagast: inga tidlegare køyring har gjort det\n" +
			"e  skal lagast: andre filer, ein annan nøkkel\nf  skal lagast: --force lagar alt på nytt\n",
	} {
		var b bytes.Buffer
		if err := plan.Text(&b, l); err != nil {
			t.Fatal(err)
		}
		if b.String() != want {
			t.Errorf("%s:\ngot\n%swant\n%s", l, b.String(), want)
		}
	}
}
