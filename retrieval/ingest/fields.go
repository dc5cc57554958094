package ingest

import (
	"fmt"
	"slices"
	"strings"
)

// ParseFieldMap reads a FieldMap from a list such as "headline=title,published=meta.date"; "" is nil. Errors name the entry.
func ParseFieldMap(list string) (FieldMap, error) {
	var m FieldMap
	for entry := range strings.SplitSeq(list, ",") {
		if strings.TrimSpace(entry) == "" {
			continue
		}
		field, path, found := strings.Cut(entry, "=")
		field, path = strings.TrimSpace(field), strings.TrimSpace(path)
		switch mayBe := mappable(); {
		case !found || path == "":
			return nil, fmt.Errorf("%q names no field of the files; write such as headline=title", strings.TrimSpace(entry))
		case !slices.Contains(mayBe, field):
			return nil, fmt.Errorf("%q is none of our fields, which are %s", field, strings.Join(mayBe, ", "))
		case m[field] != "":
			return nil, fmt.Errorf("%q is there twice", field)
		}
		if m == nil {
			m = FieldMap{}
		}
		m[field] = path
	}
	return m, nil
}

// mappable are the fields that a FieldMap may name.
func mappable() []string {
	names := []string{"body"}
	for _, f := range fields {
		names = append(names, f.name)
	}
	return names
}
