package mention

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed gazetteer.txt
var gazetteerText string

// entity is what the gazetteer knows of a name.
type entity struct {
	key      string // the first of its names
	kind     Kind
	country  string // the key of the country that it is, belongs to or stands for; "" where none
	capsOnly bool   // only in capitals: US, WHO
}

// gazetteer is the known names by their norm, and the words that they start with.
type gazetteer struct {
	names map[string]entity
	first set
}

const longestKnown = 8 // words of the longest name in the gazetteer

var known = sync.OnceValue(func() gazetteer {
	g := gazetteer{names: map[string]entity{}, first: set{}}
	for line := range strings.Lines(gazetteerText) {
		fields := strings.Split(strings.TrimSpace(line), " | ")
		if len(fields) < 2 || strings.HasPrefix(line, "#") {
			continue
		}
		name := func(list string) string { first, _, _ := strings.Cut(list, ","); return first }
		country := ""
		switch fields[0] {
		case "country":
			country = name(fields[1])
			g.add(fields[1], entity{key: country, kind: Place, country: country})
			g.add(fields[2], entity{key: name(fields[2]), kind: Nationality, country: country})
			for city := range strings.SplitSeq(fields[3], ", ") {
				g.add(city, entity{key: city, kind: Place, country: country})
			}
			continue
		case "people":
			g.add(fields[1], entity{key: name(fields[1]), kind: Nationality})
			continue
		}
		if fields[2] != "-" {
			country = fields[2]
		}
		kind := Org
		if fields[0] == "place" {
			kind = Place
		}
		g.add(fields[1], entity{key: name(fields[1]), kind: kind, country: country})
	}
	return g
})

func (g gazetteer) add(list string, e entity) {
	if list == "-" {
		return
	}
	for alias := range strings.SplitSeq(list, ", ") {
		lower := strings.ToLower(alias)
		e.capsOnly = lower != alias
		g.names[lower] = e
		first, _, _ := strings.Cut(lower, " ")
		g.first[first] = struct{}{}
	}
}
