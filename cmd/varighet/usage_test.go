package main

import (
	"encoding/json"
	"os"
	"regexp"
	"runtime"
	"strconv"
)

// usageFile names the file, if any, in which the program says at its end what memory it took.
const usageFile = "VARIGHET_TEST_USAGE"

// memoryUsage is the memory that a run of the program took.
type memoryUsage struct {
	Bytes, Allocations uint64 // that were allocated in all
	Peak               uint64 // bytes that were resident at most; 0 where the system does not tell
}

// noteUsage writes what this process took; to "" nothing.
func noteUsage(file string) {
	if file == "" {
		return
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	u := memoryUsage{Bytes: m.TotalAlloc, Allocations: m.Mallocs}
	status, _ := os.ReadFile("/proc/self/status") // of this process alone; a parent's peak counts in what wait4 gives
	if found := regexp.MustCompile(`(?m)^VmHWM:\s+(\d+) kB$`).FindSubmatch(status); found != nil {
		kib, _ := strconv.ParseUint(string(found[1]), 10, 64)
		u.Peak = kib << 10
	}
	b, err := json.Marshal(u)
	if err == nil {
		err = os.WriteFile(file, b, 0o600)
	}
	if err != nil {
		panic(err)
	}
}
