// Command wordnet makes match's thesaurus out of the database files of Princeton WordNet 3.0, as Debian's package
// wordnet-base unpacks them: for each of the most frequent words the meanings that it and its derivations have, and the next
// wider ones.
//
//	go run ./retrieval/match/internal/wordnet -o retrieval/match/wordnet.txt /usr/share/wordnet
package main

import (
	"bufio"
	"flag"
	"fmt"
	"log"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"dateline/retrieval/embed"
	"dateline/retrieval/match"
)

// Bounds of the table.
const (
	frequent = 30_000 // words
	senses   = 4      // of a word as one part of speech; WordNet orders them by how often they are meant
	widest   = 3      // meanings wider than one
)

func main() {
	log.SetFlags(0)
	out := flag.String("o", "wordnet.txt", "the table to write")
	flag.Parse()
	if flag.NArg() != 1 {
		log.Fatal("wordnet wants the folder of WordNet's database files")
	}
	d := database{synsets: map[string]*synset{}, words: map[string][]string{}, irregular: map[string]string{},
		tagged: map[string]int{}, people: map[string]bool{}}
	if err := d.count(flag.Arg(0)); err != nil {
		log.Fatal(err)
	}
	for _, part := range []string{"noun", "verb", "adj", "adv"} {
		if err := d.read(flag.Arg(0), part); err != nil {
			log.Fatal(err)
		}
	}
	if err := os.WriteFile(*out, []byte(d.table()), 0o644); err != nil {
		log.Fatal(err)
	}
}

// synset is one meaning: its words, the next wider meanings, and for each word the meanings of the words derived from it.
type synset struct {
	words   []string
	wider   []string
	derived map[int][]string // by the word's place, all words' at 0
}

type database struct {
	synsets   map[string]*synset  // by part of speech and offset
	words     map[string][]string // the synsets of each word, its most frequent senses of each part of speech first
	irregular map[string]string   // an irregular form's base form
	tagged    map[string]int      // how often a word is a verb in WordNet's tagged texts, less how often anything else
	people    map[string]bool     // synsets of its file of nouns for people
}

// read reads index, data and exceptions of one part of speech; their layout is told in WordNet's wndb(5).
func (d *database) read(dir, part string) error {
	letter := map[string]string{"noun": "n", "verb": "v", "adj": "a", "adv": "r"}[part]
	err := eachLine(filepath.Join(dir, "data."+part), func(f []string) {
		s := &synset{derived: map[int][]string{}}
		n, _ := strconv.ParseInt(f[3], 16, 32)
		at := 4
		for range n {
			s.words = append(s.words, strings.ToLower(f[at]))
			at += 2
		}
		pointers, _ := strconv.Atoi(f[at])
		for at++; pointers > 0; pointers-- {
			to := letterOf(f[at+2]) + f[at+1]
			switch f[at] {
			case "@", "&":
				s.wider = append(s.wider, to)
			case "+", "\\", "<":
				from, _ := strconv.ParseInt(f[at+3][:2], 16, 32)
				s.derived[int(from)] = append(s.derived[int(from)], to)
			}
			at += 4
		}
		d.synsets[letter+f[0]] = s
		d.people[letter+f[0]] = part == "noun" && f[1] == personFile
	})
	if err != nil {
		return err
	}
	err = eachLine(filepath.Join(dir, "index."+part), func(f []string) {
		if strings.ContainsAny(f[0], "_.'-") {
			return
		}
		n, _ := strconv.Atoi(f[2])
		for _, offset := range f[len(f)-n:][:min(n, senses)] {
			d.words[f[0]] = append(d.words[f[0]], letter+offset)
		}
	})
	if err != nil {
		return err
	}
	return eachLine(filepath.Join(dir, part+".exc"), func(f []string) {
		if _, ok := d.irregular[f[0]]; !ok {
			d.irregular[f[0]] = f[1]
		}
	})
}

// personFile is the number of WordNet's file of nouns for people.
const personFile = "18"

// count reads how often words are verbs.
func (d *database) count(dir string) error {
	return eachLine(filepath.Join(dir, "cntlist.rev"), func(f []string) {
		lemma, sense, _ := strings.Cut(f[0], "%")
		n, _ := strconv.Atoi(f[2])
		if !strings.HasPrefix(sense, "2:") {
			n = -n
		}
		d.tagged[lemma] += n
	})
}

// flags are "v" of a word that is mostly a verb and "p" of one whose likeliest noun is a person.
func (d *database) flags(word string) string {
	flags := ""
	if d.tagged[word] > 0 {
		flags += "v"
	}
	for _, id := range d.words[word] {
		if id[0] == 'n' {
			if d.people[id] {
				flags += "p"
			}
			break
		}
	}
	return flags
}

// letterOf gives satellite adjectives the letter of their file.
func letterOf(pos string) string {
	if pos == "s" {
		return "a"
	}
	return pos
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

// table is a line for each stem: its flags, a semicolon, its own meanings, a semicolon, the wider ones, each a number in
// base 36.
func (d *database) table() string {
	lexicon := embed.NewStatic()
	words := slices.SortedFunc(maps.Keys(d.words), func(a, b string) int {
		if c := lexicon.Weight(a) - lexicon.Weight(b); c != 0 {
			return int(c * 1e9)
		}
		return strings.Compare(a, b)
	})
	words = slices.DeleteFunc(words, func(w string) bool { _, known := lexicon.Word(w); return !known || len(w) < 3 })
	words = words[:min(frequent, len(words))]
	own, wider, flags := map[string][]string{}, map[string][]string{}, map[string]string{}
	add := func(stem, word string) {
		for _, id := range d.words[word] {
			s := d.synsets[id]
			own[stem] = appendNew(own[stem], id)
			for _, to := range append(slices.Clone(s.derived[slices.Index(s.words, word)+1]), s.derived[0]...) {
				own[stem] = appendNew(own[stem], to)
			}
			for _, to := range s.wider[:min(widest, len(s.wider))] {
				wider[stem] = appendNew(wider[stem], to)
			}
		}
	}
	for _, w := range words {
		for _, m := range match.Words(w) {
			if !m.Stop {
				add(m.Stem, w)
				flags[m.Stem] += d.flags(w)
			}
		}
	}
	for _, form := range slices.Sorted(maps.Keys(d.irregular)) {
		base := d.irregular[form]
		if m := match.Words(form); len(m) == 1 && !m[0].Stop && slices.Contains(words, base) && m[0].Stem != match.Words(base)[0].Stem {
			add(m[0].Stem, base)
			flags[m[0].Stem] += d.flags(base)
		}
	}
	uses := map[string]int{}
	for stem := range own {
		for _, id := range slices.Concat(own[stem], wider[stem]) {
			uses[id]++
		}
	}
	numbers := map[string]int{}
	number := func(ids []string) string {
		var out []string
		for _, id := range ids {
			if uses[id] < 2 {
				continue // a meaning of one word relates nothing
			}
			if _, ok := numbers[id]; !ok {
				numbers[id] = len(numbers)
			}
			out = append(out, strconv.FormatInt(int64(numbers[id]), 36))
		}
		return strings.Join(out, " ")
	}
	var b strings.Builder
	for _, stem := range slices.Sorted(maps.Keys(own)) {
		if line := distinct(flags[stem]) + ";" + number(own[stem]) + ";" + number(wider[stem]); line != ";;" {
			fmt.Fprintf(&b, "%s %s\n", stem, line)
		}
	}
	return b.String()
}

func appendNew(ids []string, id string) []string {
	if slices.Contains(ids, id) {
		return ids
	}
	return append(ids, id)
}

func distinct(letters string) string {
	all := strings.Split(letters, "")
	slices.Sort(all)
	return strings.Join(slices.Compact(all), "")
}
