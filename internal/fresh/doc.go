// Package fresh tells which steps of a run need not be taken again. A step that writes files notes
// what it was made of, part by part, and what it wrote; a later run whose parts are the same, and
// that finds the files as they were written, takes them over. What the parts are is up to the
// caller: one that is left out is a stale file.
package fresh
