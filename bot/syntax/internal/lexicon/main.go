// Command lexicon makes syntax's table of words out of the database files of Princeton WordNet 3.0, as Debian's package
// wordnet-base unpacks them: which of the most frequent words may be verbs, which adjectives, and which of them are nouns too.
//
//	go run ./bot/syntax/internal/lexicon -o bot/syntax/lexicon.txt /usr/share/wordnet
package main

import (
	"bufio"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"dateline/retrieval/embed"
)

func main() {
	log.SetFlags(0)
	out := flag.String("o", "lexicon.txt", "the table to write")
	flag.Parse()
	if flag.NArg() != 1 {
		log.Fatal("lexicon wants the folder of WordNet's database files")
	}
	counts := map[string]*[4]int{} // how often a word is meant as noun, verb, adjective and adverb; -1 where it cannot be
	for part, name := range []string{"noun", "verb", "adj", "adv"} {
		if err := eachLine(filepath.Join(flag.Arg(0), "index."+name), func(f []string) {
			if strings.ContainsAny(f[0], "_.'-0123456789") || len(f[0]) < 2 {
				return
			}
			if counts[f[0]] == nil {
				counts[f[0]] = &[4]int{-1, -1, -1, -1}
			}
			counts[f[0]][part] = 0
		}); err != nil {
			log.Fatal(err)
		}
	}
	if err := eachLine(filepath.Join(flag.Arg(0), "cntlist.rev"), func(f []string) {
		lemma, sense, _ := strings.Cut(f[0], "%")
		n, _ := strconv.Atoi(f[2])
		part := map[byte]int{'1': 0, '2': 1, '3': 2, '4': 3, '5': 2}[sense[0]]
		if c := counts[lemma]; c != nil && c[part] >= 0 {
			c[part] += n
		}
	}); err != nil {
		log.Fatal(err)
	}
	words := embed.NewStatic()
	groups := map[string][]string{}
	for w, c := range counts {
		if _, known := words.Word(w); !known {
			continue
		}
		flags := ""
		for part, letter := range "nvar" {
			if c[part] >= 0 && (c[part] > 0 || max(c[0], c[1], c[2], c[3]) == 0) {
				flags += string(letter)
			}
		}
		if most := max(c[0], c[2], c[3]); c[1] > most {
			flags = "V" + flags // mostly a verb
		} else if c[2] > max(c[0], c[3]) {
			flags = "A" + flags
		}
		if strings.Trim(flags, "n") != "" && flags != "r" {
			groups[flags] = append(groups[flags], w)
		}
	}
	var b strings.Builder
	flags := make([]string, 0, len(groups))
	for f := range groups {
		flags = append(flags, f)
	}
	slices.Sort(flags)
	for _, f := range flags {
		slices.Sort(groups[f])
		fmt.Fprintf(&b, "%s %s\n", f, strings.Join(groups[f], " "))
	}
	if err := os.WriteFile(*out, []byte(b.String()), 0o644); err != nil {
		log.Fatal(err)
	}
}

func eachLine(path string, f func(fields []string)) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if !strings.HasPrefix(lines.Text(), "  ") { // the licence
			f(strings.Fields(lines.Text()))
		}
	}
	return lines.Err()
}
