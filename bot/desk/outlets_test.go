package desk_test

import (
	"slices"
	"testing"

	"dateline/bot"
	"dateline/bot/desk"
	"dateline/retrieval"
)

// A desk that shows some outlets only neither cites, lists, completes nor offers the others.
func TestOnlyOutlets(t *testing.T) {
	d, road, _ := newDesk()
	whole, err := d.Coverage(t.Context(), "", 0)
	if err != nil || len(whole.Outlets) < 2 {
		t.Fatalf("%+v, %v", whole, err)
	}
	wire := d.Only([]string{"Sample wire"})
	a, err := wire.Ask(t.Context(), "Who?", desk.Window{}, nil)
	if err != nil || !slices.Equal(road.question.Filter.Outlets, []string{"Sample wire"}) || len(a.Filter.Outlets) > 0 {
		t.Errorf("asked within %+v, answered within %+v, %v", road.question.Filter, a.Filter, err)
	}
	if _, err := wire.Ask(t.Context(), "Who?", desk.Window{Outlet: "Sample desk"}, nil); err == nil {
		t.Error("an outlet that is not shown can be asked for")
	}
	offer := bot.Offer{Filter: retrieval.Filter{Outlets: []string{"Sample desk"}}}
	if _, err := wire.Again(t.Context(), "Who?", offer, nil); err != nil || !slices.Equal(road.question.Filter.Outlets, []string{"Sample wire"}) {
		t.Errorf("an offer asks within %+v, %v", road.question.Filter, err)
	}
	c, err := wire.Coverage(t.Context(), "", 0)
	if err != nil || len(c.Outlets) != 1 || c.Outlets[0].Name != "Sample wire" || c.Articles >= whole.Articles {
		t.Errorf("coverage: %+v, %v", c, err)
	}
	choices, err := wire.Complete(t.Context(), desk.Outlets, "")
	if err != nil || len(choices) != 1 {
		t.Errorf("completed with %v, %v", choices, err)
	}
	if card, err := wire.Article(t.Context(), "kerry"); err == nil && card.Outlet != "Sample wire" {
		t.Errorf("the article of an outlet that is not shown is shown: %s", card.Headline)
	}
	if all := wire.Only(nil); len(must(all.Coverage(t.Context(), "", 0)).Outlets) != len(whole.Outlets) {
		t.Error("no outlets named shows not all")
	}
}

func must[V any](v V, err error) V {
	if err != nil {
		panic(err)
	}
	return v
}
