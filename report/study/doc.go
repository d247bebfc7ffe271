// Package study runs a study: from the files that a study file names to results, and from
// those to figures, tables and a manifest.
//
// [Read] reads a study file and checks it whole. [Study.Run] reads the rows, makes their spells
// and computes what the study asks for: a [Result] is values, without language, format or
// flag in it. [Result.Write] writes it as a folder, in any language; [Result.Figure] and
// [Result.Table] draw one answer. All that they show goes through the result's
// [report.Gate] first.
//
// Kinds of figures and tables are the entries of one list, [Kinds].
package study
