package main

import (
	"bufio"
	"encoding/json"
	"os"
)

// selections reads which sentences people chose as the answer of each of clapnq's questions.
func selections(path string) (map[string]map[string]bool, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	chosen := map[string]map[string]bool{}
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<22)
	for lines.Scan() {
		var q struct {
			ID       string     `json:"id"`
			Selected [][]string `json:"selected"`
		}
		if err := json.Unmarshal(lines.Bytes(), &q); err != nil {
			return nil, err
		}
		chosen[q.ID] = map[string]bool{}
		for _, group := range q.Selected {
			for _, sentence := range group {
				chosen[q.ID][squeeze(sentence)] = true
			}
		}
	}
	return chosen, lines.Err()
}
