package main

import "syscall"

// limitMemory bounds each process that this one starts: a loop without an end may ask for more and
// more memory. It does nothing where the system refuses.
func limitMemory() {
	const most = 4 << 30 // bytes of addresses
	_ = syscall.Setrlimit(syscall.RLIMIT_AS, &syscall.Rlimit{Cur: most, Max: most})
}
