package main

import (
	"io"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/commanddoc"
)

// completionCommand prints what makes a shell complete commands and flags.
func completionCommand() *cli.Command {
	return &cli.Command{
		Name:      "completion",
		Usage:     "a script by which a shell completes commands and flags",
		ArgsUsage: strings.Join(commanddoc.Shells(), "|"),
		Description: "Each script says at its top where it belongs. To try it in bash or zsh: source <(varighet completion bash);\n" +
			"in fish: varighet completion fish | source; in PowerShell: varighet completion powershell | Out-String | Invoke-Expression",
		Action: runCompletion,
	}
}

func runCompletion(ctx *cli.Context) error {
	args, err := arguments(ctx, 1, 1)
	if err != nil {
		return err
	}
	text, ok := commanddoc.Completion(args[0], commandTree(ctx.App))
	if !ok {
		return choice.Errorf("completion for %q: the shell is one of %s", args[0], choice.Alternatives(commanddoc.Shells()))
	}
	_, err = io.WriteString(ctx.App.Writer, text)
	return err
}
