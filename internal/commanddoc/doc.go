// Package commanddoc makes from a table of commands what a shell and the manual
// need: completion scripts for bash, zsh, fish and PowerShell ([Completion]), and
// manual pages ([Page]).
//
// Both are made whole each time, from a [Command] and nothing else, so that they
// cannot say anything else than the program does. The scripts do not start the
// program: they have the words in them.
package commanddoc
