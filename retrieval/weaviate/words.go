package weaviate

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"
)

// vocabulary is the words that articles have, or had, as they are written. They lie in lists, which are only ever added and
// joined, and belong to no commit: a word that nothing holds any more is told by that.
type vocabulary struct {
	words map[string]struct{}
	lists map[string]bool // those that were read, by their UUIDs
}

// How many lists there may be before they are joined, and about how long one is.
const (
	mostLists = 100
	listBytes = 1 << 20
)

// vocabulary reads the lists that it has not read yet.
func (s *shelf) vocabulary(ctx context.Context) (*vocabulary, error) {
	s.learning.Lock()
	defer s.learning.Unlock()
	if s.spoken == nil {
		s.spoken = &vocabulary{map[string]struct{}{}, map[string]bool{}}
	}
	there, err := s.lists(ctx, "")
	if err != nil {
		return nil, err
	}
	var fresh []string
	for id := range there {
		if !s.spoken.lists[id] {
			fresh = append(fresh, id)
		}
	}
	if len(fresh) == 0 {
		return s.spoken, nil
	}
	read, err := s.lists(ctx, pRecord, fresh...)
	if err != nil {
		return nil, err
	}
	next := &vocabulary{maps.Clone(s.spoken.words), maps.Clone(s.spoken.lists)} // who has the former may be reading it
	for id, list := range read {
		next.lists[id] = true
		for word := range strings.FieldsSeq(list) {
			next.words[word] = struct{}{}
		}
	}
	s.spoken = next
	return next, nil
}

// lists reads lists of words by their UUIDs, of all where none is named.
func (s *shelf) lists(ctx context.Context, field string, ids ...string) (map[string]string, error) {
	var answer struct {
		Get map[string][]struct {
			Record     string
			Additional struct{ ID string } `json:"_additional"`
		}
	}
	arguments := fmt.Sprintf("limit:%d", mostHits)
	if len(ids) > 0 {
		arguments += fmt.Sprintf(",where:%v", anyOf("id", ids))
	}
	if err := s.query(ctx, "{Get{"+selection(s.of.words, arguments, field+" _additional{id}")+"}}", &answer); err != nil {
		return nil, fmt.Errorf("read words: %w", err)
	}
	read := map[string]string{}
	for _, l := range answer.Get[s.of.words] {
		read[l.Additional.ID] = l.Record
	}
	return read, nil
}

// learn writes the words that are in no list yet.
func (s *shelf) learn(ctx context.Context, words map[string]struct{}) error {
	known, err := s.vocabulary(ctx)
	if err != nil {
		return err
	}
	var fresh []string
	for word := range words {
		if _, ok := known.words[word]; !ok {
			fresh = append(fresh, word)
		}
	}
	if len(fresh) == 0 {
		return nil
	}
	if _, err := s.list(ctx, fresh); err != nil || len(known.lists) < mostLists {
		return err
	}
	if known, err = s.vocabulary(ctx); err != nil {
		return err
	}
	joined, err := s.list(ctx, slices.Collect(maps.Keys(known.words)))
	if err != nil {
		return err
	}
	var former []string
	for id := range known.lists {
		if !joined[id] {
			former = append(former, id)
		}
	}
	return s.erase(ctx, s.of.words, anyOf("id", former))
}

// list writes words in lists, and returns the lists' UUIDs.
func (s *shelf) list(ctx context.Context, words []string) (map[string]bool, error) {
	slices.Sort(words)
	written := map[string]bool{}
	for len(words) > 0 {
		n, size := 0, 0
		for n < len(words) && size < listBytes {
			size += len(words[n]) + 1
			n++
		}
		list := strings.Join(words[:n], " ")
		id := uuid.NewSHA1(namespace, []byte("words\x00"+list))
		if err := s.put(ctx, object{Class: s.of.words, ID: id, Properties: map[string]any{pRecord: list}}); err != nil {
			return nil, err
		}
		written[id.String()] = true
		words = words[n:]
	}
	return written, nil
}

// near lists the words within a distance of what was typed, in order: those with the same first letter, or with another.
func (v *vocabulary) near(typed []rune, distance int, alike bool) []string {
	var words []string
	for word := range v.words {
		first, _ := utf8.DecodeRuneInString(word)
		if (first == typed[0]) != alike {
			continue
		}
		if n := utf8.RuneCountInString(word) - len(typed); n > distance || -n > distance {
			continue
		}
		if !alike && !strings.HasSuffix(word, string(typed[2:])) { // but for the first two, the letters are the same
			continue
		}
		if edits(typed, []rune(word)) <= distance {
			words = append(words, word)
		}
	}
	slices.Sort(words)
	return words
}
