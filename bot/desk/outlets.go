package desk

import (
	"slices"

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
func (d *Desk) shows(a retrieval.Article) bool {
	return len(d.shown) == 0 || slices.Contains(d.shown, a.Outlet)
}
