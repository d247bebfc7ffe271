package commanddoc

import (
	"fmt"
	"strings"
)

// powershellScript gives nothing where files can stand, which PowerShell then completes.
const powershellScript = `# Completion for PowerShell, made by "%NAME% completion powershell". Put this line into $PROFILE:
#   %NAME% completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName '%NAME%', '%NAME%.exe' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $valued = @(%VALUED%)
    $commands = @{
%COMMANDS%    }
    $flags = @{
%FLAGS%    }
    $path = ''
    $skip = $false
    foreach ($element in ($commandAst.CommandElements | Select-Object -Skip 1)) {
        if ($element.Extent.EndOffset -ge $cursorPosition) { break }
        $text = $element.Extent.Text
        if ($skip) { $skip = $false; continue }
        if ($valued -ccontains $text) { $skip = $true; continue }
        if ($flags.ContainsKey("$path $text".Trim())) { $path = "$path $text".Trim() }
    }
    if ($skip) { return }
    $words = if ($wordToComplete -like '-*') { $flags[$path] } else { $commands[$path] }
    foreach ($w in $words) {
        if ($w[0] -like "$wordToComplete*") {
            [System.Management.Automation.CompletionResult]::new($w[0], $w[0], 'ParameterValue', $w[1])
        }
    }
}
`

func powershell(program Command) string {
	var commands, flags strings.Builder
	program.walk(func(path string, c Command) {
		if words := c.following(); len(words) > 0 {
			powershellList(&commands, path, words)
		}
		powershellList(&flags, path, c.options())
	})
	var valued []string
	for _, f := range program.valued() {
		valued = append(valued, "'"+f+"'")
	}
	return filled(powershellScript, "%NAME%", program.Name, "%VALUED%", strings.Join(valued, ", "),
		"%COMMANDS%", commands.String(), "%FLAGS%", flags.String())
}

// powershellList writes the words after a command as pairs of a word and what is said of it. The
// comma before each keeps a list of one pair a list.
func powershellList(b *strings.Builder, path string, words []word) {
	fmt.Fprintf(b, "        '%s' = @(\n", path)
	for _, w := range words {
		fmt.Fprintf(b, "            , @('%s', %s)\n", w.text, quoted(w.usage, "''"))
	}
	b.WriteString("        )\n")
}
