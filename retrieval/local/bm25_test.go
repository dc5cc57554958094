package local

import (
	"slices"
	"testing"

	"dateline/retrieval"
)

func TestFieldsOfAnArticle(t *testing.T) {
	s := NewMemory(identity)
	t.Cleanup(func() { s.Close() })
	named := newEntry("named", "Talks in Geneva", 4, "The envoys met twice. A truce was out of reach, they said.")
	often := newEntry("often", "Talks in Vienna", 4, "Envoys came by way of Geneva. From Geneva they went on, and a truce was out of reach.")
	herald := newEntry("herald", "A bridge opens", 4, "The bridge over the river was opened on Monday.")
	ledger := newEntry("ledger", "The bridge is open", 4, "The bridge over the river was opened on Monday.")
	herald.Article.Outlet, ledger.Article.Outlet = "The Harbour Herald", "The Ledger"
	apply(t, s, retrieval.Change{Put: []retrieval.Entry{named, often, herald, ledger}})
	for _, tt := range []struct {
		name, query string
		want        []string
	}{
		{"a headline's word says more than the text's", "Geneva", []string{"named", "often"}},
		{"the outlet that is named", "How did the Ledger report the bridge?", []string{"ledger", "herald"}},
		{"the outlet alone", "Herald", []string{"herald"}},
	} {
		hits, err := s.Terms(t.Context(), tt.query, retrieval.Articles, retrieval.Filter{}, 10)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, h := range hits {
			got = append(got, h.ID)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q finds %v, want %v", tt.name, tt.query, got, tt.want)
		}
	}
}
