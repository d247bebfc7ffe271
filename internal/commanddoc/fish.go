package commanddoc

import (
	"fmt"
	"strings"
)

const fishScript = `# Completion for fish, made by "%NAME% completion fish". Keep it as
# ~/.config/fish/completions/%NAME%.fish.
function __%NAME%_at
    set -l path ''
    set -l skip no
    set -l words (commandline -opc)
    set -e words[1]
    for word in $words
        if test $skip = yes
            set skip no
            continue
        end
        switch $word
            case %VALUED%
                set skip yes
                continue
        end
        switch "$path $word"
            case %PATHS%
                set path "$path $word"
        end
    end
    test "$path" = "$argv[1]"
end
%LINES%`

func fish(program Command) string {
	var lines strings.Builder
	program.walk(func(path string, c Command) {
		if path != "" {
			path = " " + path
		}
		at := fmt.Sprintf(`complete -c %s -n '__%[1]s_at "%s"'`, program.Name, path)
		for _, w := range c.following() {
			fmt.Fprintf(&lines, "%s -f -a %s -d %s\n", at, w.text, fishQuoted(w.usage))
		}
		for _, f := range c.Flags {
			fmt.Fprintf(&lines, "%s%s -d %s\n", at, fishFlag(f), fishQuoted(f.Text))
		}
	})
	return filled(fishScript, "%NAME%", program.Name, "%VALUED%", strings.Join(program.valued(), " "),
		"%PATHS%", alternatives(program.paths(), " "), "%LINES%", lines.String())
}

// fishFlag are the names of a flag; -r says that a value comes after it.
func fishFlag(f Flag) (text string) {
	for _, n := range f.Names {
		if len(n) == 1 {
			text += " -s " + n
		} else {
			text += " -l " + n
		}
	}
	if f.Value != "" {
		text += " -r"
	}
	return text
}

func fishQuoted(text string) string {
	return quoted(strings.ReplaceAll(text, `\`, `\\`), `\'`)
}
