package commanddoc

import (
	"fmt"
	"strings"
)

// zshScript can be sourced, and read by compinit as a file _NAME of fpath.
const zshScript = `#compdef %NAME%
# Completion for zsh, made by "%NAME% completion zsh". Keep it as _%NAME% in a folder of $fpath, or
# source it in ~/.zshrc after compinit.
_%NAME%() {
	local where='' i
	local -a commands flags
	for ((i = 2; i < CURRENT; i++)); do
		case ${words[i]} in
		%VALUED%)
			((++i < CURRENT)) || { _files; return }
			continue
			;;
		esac
		case "$where ${words[i]}" in
		%PATHS%) where="$where ${words[i]}" ;;
		esac
	done
	case $where in
%CASES%	esac
	if [[ ${words[CURRENT]} == -* ]]; then
		_describe -o flag flags
	elif (($#commands)); then
		_describe command commands
	else
		_files
	fi
}
if [[ ${funcstack[1]} == _%NAME% ]]; then
	_%NAME% "$@"
else
	compdef _%NAME% %NAME%
fi
`

func zsh(program Command) string {
	var cases strings.Builder
	program.walk(func(path string, c Command) {
		if path != "" {
			path = " " + path
		}
		fmt.Fprintf(&cases, "\t'%s')\n", path)
		zshList(&cases, "commands", c.following())
		zshList(&cases, "flags", c.options())
		cases.WriteString("\t\t;;\n")
	})
	return filled(zshScript, "%NAME%", program.Name, "%VALUED%", strings.Join(program.valued(), " | "),
		"%PATHS%", alternatives(program.paths(), " | "), "%CASES%", cases.String())
}

// zshList writes words with what is said of them after a colon, as _describe takes them.
func zshList(b *strings.Builder, name string, words []word) {
	if len(words) == 0 {
		return
	}
	fmt.Fprintf(b, "\t\t%s=(\n", name)
	for _, w := range words {
		fmt.Fprintf(b, "\t\t\t%s\n", quoted(w.text+":"+strings.ReplaceAll(w.usage, ":", `\:`), `'\''`))
	}
	b.WriteString("\t\t)\n")
}
