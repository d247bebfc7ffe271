package commanddoc

import (
	"fmt"
	"strings"
)

// bashScript works in bash 3.2 too, the one of macOS. An empty answer leaves files to bash.
const bashScript = `# Completion for bash, made by "%NAME% completion bash". Source it in ~/.bashrc, or keep it as
# %NAME% in the folder of bash-completion, ~/.local/share/bash-completion/completions.
_%NAME%() {
	local word=${COMP_WORDS[COMP_CWORD]} path='' commands='' flags='' i
	COMPREPLY=()
	for ((i = 1; i < COMP_CWORD; i++)); do
		case ${COMP_WORDS[i]} in
		%VALUED%)
			((++i < COMP_CWORD)) || return 0
			continue
			;;
		esac
		case "$path ${COMP_WORDS[i]}" in
		%PATHS%) path="$path ${COMP_WORDS[i]}" ;;
		esac
	done
	case $path in
%CASES%	esac
	case $word in
	-*) COMPREPLY=($(compgen -W "$flags" -- "$word")) ;;
	*) COMPREPLY=($(compgen -W "$commands" -- "$word")) ;;
	esac
}
complete -o bashdefault -o default -F _%NAME% %NAME%
`

func bash(program Command) string {
	var cases strings.Builder
	program.walk(func(path string, c Command) {
		if path != "" {
			path = " " + path
		}
		fmt.Fprintf(&cases, "\t'%s')\n", path)
		if words := c.following(); len(words) > 0 {
			fmt.Fprintf(&cases, "\t\tcommands='%s'\n", strings.Join(texts(words), " "))
		}
		fmt.Fprintf(&cases, "\t\tflags='%s'\n\t\t;;\n", strings.Join(texts(c.options()), " "))
	})
	return filled(bashScript, "%NAME%", program.Name, "%VALUED%", strings.Join(program.valued(), " | "),
		"%PATHS%", alternatives(program.paths(), " | "), "%CASES%", cases.String())
}
