// Package study runs a study: from the files that a study file names to results, and from
// those to figures, tables and a manifest.
//
// [Read] reads a study file and checks it whole. [Study.Run] reads the rows, makes their spells
// and computes what the study asks for: a [Result] is values, without language, format or
// flag in it. [Study.Write] writes it as a folder, in the study's language; [Page.Figure] and
// [Page.Table] draw one answer in any language. Whatever a page shows goes through one gate,
// where a disclosure rule can withhold it.
//
// Kinds of figures and tables are the entries of one list, [Kinds].
package study
