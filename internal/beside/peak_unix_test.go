//go:build unix

package beside

import (
	"os"
	"syscall"
)

// peak is the most memory that a process had at a time (MiB), as Linux counts it.
func peak(p *os.ProcessState) float64 {
	if u, ok := p.SysUsage().(*syscall.Rusage); ok {
		return float64(u.Maxrss) / (1 << 10)
	}
	return 0
}
