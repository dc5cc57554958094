package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/term"
)

// app is what every subcommand shares.
type app struct {
	in          io.Reader
	out, errOut io.Writer
	coverage    []string
	data        string
	pause       time.Duration // of discord.Config
	unknown     error         // the command that help was wanted of, and that there is not
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "dateline",
		Short:         "Ask a body of news coverage and get cited, checked answers",
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return cmd.Help()
		},
	}
	root.SetIn(a.in)
	root.SetOut(a.out)
	root.SetErr(a.errOut)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error { return usageError{flagError(cmd, err)} })
	help := root.HelpFunc()
	root.SetHelpFunc(func(cmd *cobra.Command, args []string) {
		if rest := cmd.Flags().Args(); len(rest) > 0 && cmd.HasSubCommands() { // no command of ours to help with
			a.unknown = noArguments(cmd, rest)
			return
		}
		help(cmd, args)
	})
	root.PersistentFlags().StringArrayVar(&a.coverage, "coverage", nil, "folder, file or web address of articles to read; may be given several times (default: the sample articles)")
	root.PersistentFlags().StringVar(&a.data, "data", "", "folder where indexes are kept (default: your cache folder)")
	root.AddCommand(
		a.askCommand(), a.searchCommand(), a.summaryCommand(), a.timelineCommand(), a.quotesCommand(), a.checkCommand(), a.chatCommand(), a.serveCommand(), a.webCommand(), a.mcpCommand(), a.indexCommand(),
		a.commandsCommand(), a.evalCommand(), a.doctorCommand(), a.healthyCommand(),
	)
	strict(root)
	return root
}

// strict makes cobra's own subcommands refuse what they do not know, as ours do.
func strict(root *cobra.Command) {
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	for _, cmd := range root.Commands() {
		switch cmd.Name() {
		case "help":
			cmd.Args = func(_ *cobra.Command, args []string) error {
				found, rest, err := root.Find(args)
				if err != nil {
					return usageError{err}
				}
				return noArguments(found, rest)
			}
		case "completion":
			cmd.Args = noArguments
			cmd.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
			for _, shell := range cmd.Commands() {
				shell.Args = noArguments
			}
		}
	}
}

// words takes a subcommand's arguments as one text, so that quotation marks around a question may be left out.
func words(what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if strings.TrimSpace(strings.Join(args, " ")) == "" {
			example, _, _ := strings.Cut(strings.TrimSpace(cmd.Example), "\n")
			return usageError{fmt.Errorf("%s wants %s; for instance: %s", cmd.Name(), what, example)}
		}
		return nil
	}
}

// flagError says what a flag wants instead of how its value was read.
func flagError(cmd *cobra.Command, err error) error {
	invalid, ok := errors.AsType[*pflag.InvalidValueError](err)
	if !ok {
		return err
	}
	flag, wants := invalid.GetFlag(), "something else"
	name := "--" + flag.Name
	if flag.Shorthand != "" {
		name = "-" + flag.Shorthand
	}
	switch flag.Value.Type() {
	case "int":
		wants = "a whole number"
	case "bool":
		wants = "true or false"
	case "duration":
		wants = "a time such as 90s or 15m"
	}
	return fmt.Errorf("%s is %q; write %s (%s --help)", name, invalid.GetValue(), wants, cmd.CommandPath())
}

func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if cmd.HasSubCommands() {
		return usageError{fmt.Errorf("there is no command %q; %s --help lists them", args[0], cmd.CommandPath())}
	}
	return usageError{fmt.Errorf("%s takes no argument, but got %q", cmd.Name(), args[0])}
}

// oneOf refuses more than one of the options with these names.
func oneOf(names ...string) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, _ []string) error {
		var given []string
		for _, name := range names {
			if cmd.Flags().Changed(name) {
				given = append(given, "--"+name)
			}
		}
		if len(given) > 1 {
			return usageError{fmt.Errorf("%s say each how to print; leave all but one out", strings.Join(given, " and "))}
		}
		return nil
	}
}

// printJSON writes one object, indented as people and jq both read it.
func printJSON(out io.Writer, v any) error {
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// width is how many columns out has, at most what reads well, or 0 where it is no terminal.
func width(out io.Writer) int {
	f, ok := out.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return 0
	}
	columns, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 80
	}
	return min(columns, 98)
}
