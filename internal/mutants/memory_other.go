//go:build !linux

package main

// limitMemory does nothing: only of Linux it is known how.
func limitMemory() {}
