package digest_test

import (
	"slices"
	"strings"
	"testing"

	"dateline/bot"
	"dateline/bot/digest"
	"dateline/retrieval"
)

// Whatever a summary shows of an article, its news comes first.
func TestNewsComesFirst(t *testing.T) {
	evidence := evidenceOf(
		article("seals", 3, "Sample desk", "Seals of the Arle get a reserve of their own",
			"All three colonies of seals in the mouth of the Arle will be out of bounds for boats under an order that the county signed on Tuesday.",
			"The council had voted last Thursday to keep the animals apart from anglers. Anglers of Corwen count the seals of the Arle each spring. The order takes effect in June.",
			"By one estimate the seals of the Arle eat nine tons of herring and eel in a year, the county says."),
		article("wall", 9, "Sample wire", "Sea wall at Corwen to be raised by two metres",
			"“It was up to my knees,” says Tom Carver of the night on which the sea came.",
			"The sea wall at Corwen will be raised by two metres until autumn, the county decided on Monday.",
			"The sea wall at Corwen dates from 1911. Stone for the sea wall comes from Norway by ship, and the county pays half of its price."),
	)
	news := map[string]string{"seals": "All three colonies", "wall": "The sea wall at Corwen will be raised"}
	for _, topic := range []string{"", "seals", "sea wall", "county"} {
		for _, length := range lengths {
			opened := map[string]bool{}
			for _, d := range digest.Read(t.Context(), topic, evidence).Summary(length) {
				id := evidence[d.Markers[0]-1].Article.ID
				if !opened[id] && !strings.HasPrefix(d.Text, news[id]) {
					t.Errorf("%q, %s: of %s first %q", topic, length, id, d.Text)
				}
				opened[id] = true
			}
		}
	}
}

// Of an article that is about something else, what it says of the topic is told in any case.
func TestNewsOfATopicThatAnArticleOnlyTouches(t *testing.T) {
	evidence := evidenceOf(article("budget", 3, "Sample desk", "County passes its budget",
		"The county passed its budget for the coming year on Tuesday, with two votes against.", "Schools get a fifth of it, as in the year before.",
		"Roads get less than in any year since 1998, the treasurer said.", "Libraries will open on Sundays from June on.",
		"A footbridge at Low Weir is to be mended for two million, and another one at Corwen is given up."))
	got := digest.Read(t.Context(), "footbridge", evidence).Summary(bot.Brief)
	if !slices.ContainsFunc(got, func(d bot.Draft) bool { return strings.HasPrefix(d.Text, "A footbridge") }) {
		t.Errorf("%+v", got)
	}
}

// A section begins with the news of the article that it is named after.
func TestSectionsTellWhatTheyAreNamedAfter(t *testing.T) {
	articles := seedArticles(t)
	for _, topic := range []string{"", "plutonium", "Syria", "Kerry"} {
		var some []retrieval.Article
		for _, a := range articles {
			if strings.Contains(a.Text, topic) {
				some = append(some, a)
			}
		}
		evidence := evidenceOf(some...)
		drafts := digest.Read(t.Context(), topic, evidence).Summary(bot.Detailed)
		for _, a := range some {
			in := func(d bot.Draft) bool { return d.Heading == a.Headline }
			if slices.ContainsFunc(drafts, in) && !slices.ContainsFunc(drafts, func(d bot.Draft) bool {
				return in(d) && evidence[d.Markers[0]-1].Article.ID == a.ID && strings.Contains(evidence[d.Markers[0]-1].Article.Lede(), d.Text)
			}) {
				t.Errorf("%q: the section %q does not tell its news", topic, a.Headline)
			}
		}
	}
}
