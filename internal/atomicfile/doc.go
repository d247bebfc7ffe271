// Package atomicfile replaces a file or a whole folder in one step, so that a
// run that fails or is stopped leaves the old output as it was and nothing
// beside it.
//
// A [File] and a [Dir] are built under a temporary name in the folder of the
// target, where a rename cannot cross file systems. Commit syncs what was
// written and renames it into place; Abort removes it. The usual shape is
//
//	f, err := atomicfile.Create(path)
//	if err != nil {
//		return err
//	}
//	defer f.Abort() // does nothing after Commit
//	… write …
//	return f.Commit()
//
// Temporary names begin with a dot and the name of the target and end in a
// random number, so two runs at once do not meet; the one that commits last
// wins whole. Only a process that is killed outright can leave such a name
// behind. Each is locked for as long as it is in use, and whoever begins a new
// file or folder first removes those of its target that nobody has locked
// ([Sweep]). On Windows, and on file systems without locks, they stay, and are
// safe to delete when nothing runs.
//
// A process that is about to end while it works calls [Abandon].
package atomicfile
