package survival

import (
	"fmt"
	"math"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival/internal/clusters"
)

// A RobustShare has limits of a share that allow for spells of one cluster, such as a
// municipality, being alike. They are missing at shares of 0 and 1, and of one cluster.
type RobustShare struct {
	Clusters     int
	Lower, Upper varighet.Opt[float64]
	Warning      string // of few clusters; "" if there are enough
}

// ClusteredTurnover returns limits that allow for clusters of the shares that [Turnover]
// gives, by definition. labels has the cluster of each spell, "" for none: it is one of its
// own; all is as in [TurnoverAmong]. With x_c gone of n_c in a cluster, and p = x/n of all, limits of a, b and d are
// symmetric on the logit scale with
//
//	se logit p = √Σ (x_c − p n_c)² / (n p (1 − p))
//
// as those of a logistic model with clusters (HC0, unadjusted). Those of c are log(−log)
// ones of the curve with clusters; see [Sample.KaplanMeier].
func ClusteredTurnover(all, spells []Spell, labels []string, within int, conf float64) ([]RobustShare, error) {
	if len(labels) != len(spells) {
		return nil, fmt.Errorf("%d spells with %d clusters", len(spells), len(labels))
	}
	if err := checkConfLevel(conf); err != nil {
		return nil, err
	}
	cluster := func(i int) string {
		if labels[i] == "" {
			return fmt.Sprintf("\x00%d", i)
		}
		return labels[i]
	}
	var counted [4]clusterCounts
	countTurnover(all, spells, within, func(d TurnoverDefinition, i int, use, gone bool) {
		if use {
			counted[d].add(cluster(i), gone)
		}
	})
	shares := make([]RobustShare, len(counted))
	for d := range shares {
		shares[d] = counted[d].share(conf)
	}
	chosen := Select(spells, Query{})
	if len(chosen.Tenures) == 0 {
		return shares, nil
	}
	s := Sample{Tenures: chosen.Tenures}
	for _, i := range chosen.Index {
		s.Clusters = append(s.Clusters, cluster(i))
	}
	curve, err := s.KaplanMeier(Options{ConfLevel: conf})
	if err != nil {
		return nil, err
	}
	c := RobustShare{Clusters: curve.Clusters, Warning: clusters.Warning(curve.Clusters)}
	if at := curve.At(float64(within)); !at.Beyond && at.Lower.OK && at.Upper.OK && at.Survival < 1 {
		c.Lower, c.Upper = varighet.Some(1-at.Upper.V), varighet.Some(1-at.Lower.V)
	}
	shares[TurnoverKaplanMeier] = c
	return shares, nil
}

// clusterCounts are how many are gone of how many, by cluster.
type clusterCounts struct {
	at       map[string]int
	gone, of []float64
}

func (c *clusterCounts) add(label string, gone bool) {
	if c.at == nil {
		c.at = map[string]int{}
	}
	k, seen := c.at[label]
	if !seen {
		k = len(c.of)
		c.at[label] = k
		c.gone, c.of = append(c.gone, 0), append(c.of, 0)
	}
	c.gone[k] += float64(bitOf(gone))
	c.of[k]++
}

// share makes the limits of the share of all.
func (c *clusterCounts) share(conf float64) RobustShare {
	r := RobustShare{Clusters: len(c.of), Warning: clusters.Warning(len(c.of))}
	gone, of, squares := 0.0, 0.0, 0.0
	for k := range c.of {
		gone, of = gone+c.gone[k], of+c.of[k]
	}
	p := gone / of
	if len(c.of) < 2 || !(p > 0 && p < 1) {
		return r
	}
	for k := range c.of {
		squares += square(c.gone[k] - p*c.of[k])
	}
	half, odds := normalQuantile(conf)*math.Sqrt(squares)/(of*p*(1-p)), math.Log(p/(1-p))
	r.Lower, r.Upper = finite(1/(1+math.Exp(half-odds))), finite(1/(1+math.Exp(-half-odds)))
	return r
}
