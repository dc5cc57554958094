package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"dateline/bot/library"
	"dateline/retrieval/ingest"
	"dateline/seeds"
)

// folders are what the settings say coverage is read from, the seeds where they say nothing, and the names that tell its
// index from another's: the paths that a watch has to watch. What lies behind an address is read from its mirror. What was
// added while the bot ran is read too, and names no other index.
func (a *app) folders(s *settings) (folders []ingest.Folder, names []string, err error) {
	if folders, names, err = a.ownFolders(s); err != nil {
		return nil, nil, err
	}
	added, err := s.added()
	return append(folders, added...), names, err
}

// added is the coverage that was added while the bot ran.
func (s *settings) added() ([]ingest.Folder, error) {
	state, err := s.statePath()
	if err != nil {
		return nil, nil // then nothing can have been added
	}
	return library.Folders(state, s.fields)
}

func (a *app) ownFolders(s *settings) (folders []ingest.Folder, names []string, err error) {
	if len(s.coverage) == 0 {
		return []ingest.Folder{{Name: "seeds", FS: seeds.FS}}, []string{"seeds"}, nil
	}
	for _, place := range s.coverage {
		folder := ingest.Folder{Name: place, Fields: s.fields}
		if isAddress(place) {
			m, err := s.mirror(place)
			if err != nil {
				return nil, nil, err
			}
			folder.Name, place = m.Dir, m.Dir
		} else if at, err := os.Stat(place); err == nil && !at.IsDir() {
			folder.Name, folder.File = filepath.Dir(place), filepath.Base(place)
		}
		name, err := filepath.Abs(place)
		if err != nil {
			return nil, nil, fmt.Errorf("find %s: %w", place, err)
		}
		folder.FS = os.DirFS(folder.Name)
		folders = append(folders, folder)
		names = append(names, name)
	}
	return folders, names, nil
}

// isAddress reports whether a place of coverage is on the web.
func isAddress(place string) bool { return addressStart.MatchString(place) }

// addressStart is an address as far as its colons are its own: its scheme, its host, which may be an IPv6 address in
// brackets, and its port.
var addressStart = regexp.MustCompile(`(?i)^https?://(?:\[[^\]/]*\]|[^:/?#\[]*)(:[0-9]+)?`)

// splitCoverage parts a list of places as PATH is, with addresses kept whole. A colon further on in an address than its port
// has to be written %3A where the list is parted by colons.
func splitCoverage(list string, separator rune) (places []string) {
	for list != "" {
		end := 0
		if m := addressStart.FindStringSubmatchIndex(list); m != nil {
			end = m[1]
			if m[2] >= 0 && end < len(list) && !strings.ContainsRune("/?#"+string(separator), rune(list[end])) {
				end = m[2] // a folder whose name begins with figures
			}
		}
		place, rest := list, ""
		if i := strings.IndexRune(list[end:], separator); i >= 0 {
			place, rest = list[:end+i], list[end+i+1:]
		}
		if place = strings.TrimSpace(place); place != "" {
			places = append(places, place)
		}
		list = rest
	}
	return places
}
