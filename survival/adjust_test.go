package survival_test

import (
	"slices"
	"testing"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/internal/oracle"
)

// p = 0.01, 0.04, 0.03 by hand. Holm: 3·0.01, then 2·0.03 = 0.06, then
// max(0.06, 0.04). Hochberg from above: 0.04, min(2·0.03, 0.04), 3·0.01.
// BH: 0.04, min(3/2·0.03, 0.04), 3·0.01.
func TestAdjustByHand(t *testing.T) {
	for a, want := range map[survival.Adjustment][]float64{
		survival.Holm:              {0.03, 0.06, 0.06},
		survival.Bonferroni:        {0.03, 0.12, 0.09},
		survival.Hochberg:          {0.03, 0.04, 0.04},
		survival.BenjaminiHochberg: {0.03, 0.04, 0.04},
		survival.NoAdjustment:      {0.01, 0.04, 0.03},
	} {
		got, err := a.Adjust([]float64{0.01, 0.04, 0.03})
		if err != nil || !slices.EqualFunc(got, want, func(x, y float64) bool { return near(x, y, 1e-14) }) {
			t.Errorf("%s: got %v, %v, want %v", a, got, err, want)
		}
	}
	if _, err := survival.Holm.Adjust([]float64{1.5}); err == nil {
		t.Error("1.5 was taken for a probability")
	}
}

func TestOracleAdjust(t *testing.T) {
	sets := map[string][]oracle.Row{}
	for _, r := range oracle.Open(t, "proportions").Table(t, "p_adjust.csv") {
		sets[r.Text("set")] = append(sets[r.Text("set")], r)
	}
	for _, rows := range sets {
		p := oracle.Numbers(t, rows, "p")
		for _, a := range []survival.Adjustment{survival.Holm, survival.BenjaminiHochberg, survival.BenjaminiYekutieli,
			survival.Hochberg, survival.Bonferroni} {
			got, err := a.Adjust(p)
			if err != nil {
				t.Fatal(err)
			}
			for i, r := range rows {
				r.Want(t, a.String(), got[i])
			}
		}
	}
}

// The names are those of R's p.adjust, in its letters.
func TestNamesOfAdjustmentsReadBack(t *testing.T) {
	for name, want := range map[string]survival.Adjustment{"holm": survival.Holm, "bonferroni": survival.Bonferroni, "hochberg": survival.Hochberg,
		"BH": survival.BenjaminiHochberg, "BY": survival.BenjaminiYekutieli, "none": survival.NoAdjustment} {
		if a, ok := survival.ParseAdjustment(name); !ok || a != want || a.String() != name {
			t.Errorf("%q: got %s, %t", name, a, ok)
		}
	}
	for _, name := range []string{"", "bh", "fdr", "unknown"} {
		if a, ok := survival.ParseAdjustment(name); ok {
			t.Errorf("%q: got %s, want none", name, a)
		}
	}
}

func TestAnAdjustmentThatIsNoneIsRefused(t *testing.T) {
	p, err := (survival.NoAdjustment + 1).Adjust([]float64{0.01, 0.04})
	if p != nil || err == nil || err.Error() != "adjustment 6 is not known" {
		t.Errorf("got %v, %v, want an error", p, err)
	}
}
