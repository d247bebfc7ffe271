package main

import (
	"errors"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// A section is what a scenario comes to.
type section struct {
	rows []row
	laws []groupLaws // where municipalities differ
}

// groupLaws are the two laws of a group of municipalities that differ.
type groupLaws struct {
	group                        string
	agreements, overMunicipality law
}

// A pool is the findings of all registers in one group, and their tenures as counts by month.
type pool struct {
	findings      [][]finding // by register
	atRisk, stops [lawMonths]float64
	last          int
}

// run makes so many registers of a scenario, on all processors, and counts in how many the
// intervals cover. The same number gives the same section.
func (s *scenario) run(registers int) (*section, error) {
	truths, err := s.truths()
	if err != nil {
		return nil, err
	}
	pools, err := s.pools(registers, truths)
	if err != nil {
		return nil, err
	}
	done := &section{}
	for g, group := range s.groups {
		law := truths[g].law
		if s.options.Frailty > 0 { // what an ever larger register comes to
			law = pools[g].law()
			done.laws = append(done.laws, groupLaws{group, law, truths[g].law})
		}
		done.rows = append(done.rows, pools[g].rows(group, law)...)
	}
	return done, nil
}

// pools are all registers, by group.
func (s *scenario) pools(registers int, truths []truth) ([]*pool, error) {
	pools := make([]*pool, len(s.groups))
	for g := range pools {
		pools[g] = &pool{findings: make([][]finding, registers)}
	}
	var next atomic.Int64
	var one sync.Mutex
	var wait sync.WaitGroup
	errs := make([]error, registers)
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for i := int(next.Add(1)) - 1; i < registers; i = int(next.Add(1)) - 1 {
				results, err := s.register(uint64(i+1), truths)
				one.Lock()
				errs[i] = err
				for g := range results {
					pools[g].add(i, &results[g])
				}
				one.Unlock()
			}
		})
	}
	wait.Wait()
	return pools, errors.Join(errs...)
}

// add adds register number i.
func (p *pool) add(i int, r *result) {
	p.findings[i] = r.findings
	for _, t := range r.tenures {
		for k := int(t.Entry) + 1; k <= int(t.Exit); k++ {
			p.atRisk[k]++
		}
		if t.Stopped {
			p.stops[int(t.Exit)]++
		}
		p.last = max(p.last, int(t.Exit))
	}
}

// law is the Kaplan–Meier curve of all tenures.
func (p *pool) law() law {
	l := make(law, p.last+1)
	l[0] = 1
	for k := 1; k <= p.last; k++ {
		l[k] = l[k-1]
		if p.atRisk[k] > 0 {
			l[k] *= 1 - p.stops[k]/p.atRisk[k]
		}
	}
	return l
}

// rows counts each measure.
func (p *pool) rows(group string, truth law) (rows []row) {
	for k := range p.findings[0] {
		w := world{law: truth}
		findings := make([]finding, len(p.findings))
		for i := range findings {
			f := p.findings[i][k]
			w.part, w.whole, w.values = w.part+f.part, w.whole+f.whole, append(w.values, f.values...)
			findings[i] = f
		}
		slices.Sort(w.values)
		rows = append(rows, countRow(group, findings, &w))
	}
	return rows
}
