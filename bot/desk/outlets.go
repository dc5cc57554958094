package desk

import (
	"slices"
	"strings"

	"dateline/retrieval"
)

// Only is a desk that shows the coverage of these outlets alone; of all where none is named. An outlet that the coverage does
// not have shows nothing.
func (d *Desk) Only(outlets []string) *Desk {
	shown := *d
	shown.shown = slices.Clone(outlets)
	return &shown
}

// only is a filter that lets through what the desk shows.
func (d *Desk) only(f retrieval.Filter) retrieval.Filter {
	if len(d.shown) == 0 {
		return f
	}
	asked := f.Outlets
	f.Outlets = slices.DeleteFunc(slices.Clone(asked), func(o string) bool { return !slices.Contains(d.shown, o) })
	if len(f.Outlets) == 0 {
		f.Outlets = d.shown
	}
	return f
}

// shows tells whether the desk shows an article.
func (d *Desk) shows(a *retrieval.Article) bool {
	return len(d.shown) == 0 || slices.Contains(d.shown, a.Outlet)
}

// OutletsNamed are the outlets that a reader named, as the coverage writes them, each once; there are those that it has. One that
// it does not have is an error that lists them.
func OutletsNamed(there, named []string) ([]string, error) {
	var found []string
	for _, name := range named {
		at := slices.IndexFunc(there, func(o string) bool { return strings.EqualFold(o, name) })
		switch {
		case at < 0 && len(there) == 0:
			return nil, usage("error.no_outlets", "name", name)
		case at < 0:
			return nil, usage("error.no_outlet", "name", name, "outlets", strings.Join(there, ", "))
		case !slices.Contains(found, there[at]):
			found = append(found, there[at])
		}
	}
	return found, nil
}
