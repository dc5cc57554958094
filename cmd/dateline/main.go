// Command dateline answers questions about a body of news coverage, with a citation for every claim: in a terminal and in
// Discord. See the README for its use. The command line is spf13/cobra's, which completes it in every common shell.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"dateline/bot/desk"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// Exit codes of the command line.
const (
	success = 0
	failure = 1
	usage   = 2
)

// run is the program without its process: it returns the exit code.
func run(ctx context.Context, args []string, in io.Reader, out, errOut io.Writer) int {
	return (&app{in: in, out: out, errOut: errOut}).run(ctx, args)
}

func (a *app) run(ctx context.Context, args []string) int {
	errOut, root := a.errOut, a.root()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if err == nil {
		err = a.unknown
	}
	var wrong usageError
	switch {
	case err == nil:
		return success
	case errors.Is(err, context.Canceled) && ctx.Err() != nil:
		fmt.Fprintln(errOut, "dateline: interrupted")
		return failure
	case errors.As(err, &wrong), errors.Is(err, desk.ErrUsage):
		fmt.Fprintf(errOut, "dateline: %v\n", err)
		return usage
	}
	fmt.Fprintf(errOut, "dateline: %v\n", err)
	return failure
}

// usageError marks what the person who typed the command can mend by typing another.
type usageError struct{ error }
