package ingest

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// Exports and answers of publishing systems, each in its own words.
func TestRecordsOfSystems(t *testing.T) {
	const (
		one, two  = "The last ferry of the island came back to port.", "Forty people were on board, the coast guard said."
		paragraph = "<p>" + one + "</p>\\n<p>" + two + "</p>"
	)
	for _, c := range []struct{ name, object, want string }{
		{"WordPress, embedded", `{"id":7,"date":"2019-03-04T11:00:00","date_gmt":"2019-03-04T10:00:00","guid":{"rendered":"https://wire.example/?p=7"},"modified":"2019-03-04T12:00:00","modified_gmt":"2019-03-04T11:00:00","slug":"ferry","status":"publish","type":"post","link":"https://wire.example/ferry/","title":{"rendered":"Ferry &#8216;saved&#8217;"},"content":{"rendered":"` + paragraph + `","protected":false},"excerpt":{"rendered":"<p>One.</p>"},"author":3,"categories":[5],"tags":[9],"_embedded":{"author":[{"id":3,"name":"Jane Doe"}],"wp:term":[[{"id":5,"name":"Harbours","taxonomy":"category"}],[{"id":9,"name":"boats","taxonomy":"post_tag"}]]}}`,
			"Ferry ‘saved’; Jane Doe; 2019-03-04T10:00:00Z; 2019-03-04T11:00:00Z; ; Harbours; ; en; https://wire.example/ferry/"},
		{"WordPress, bare, with Yoast", `{"id":7,"date_gmt":"2019-03-04T10:00:00","status":"publish","link":"https://wire.example/ferry/","title":{"rendered":"Ferry saved"},"content":{"rendered":"` + paragraph + `"},"author":3,"categories":[5],"yoast_head_json":{"title":"Ferry saved - Example Wire","schema":{"@context":"https://schema.org","@graph":[{"@type":"Article","headline":"Ferry saved","author":{"name":"Jane Doe","@id":"#p"},"datePublished":"2019-03-04T10:00:00+00:00","publisher":{"@id":"#o"},"articleSection":["Opinion"]},{"@type":"Organization","@id":"#o","name":"Example Wire"}]}}}`,
			"Ferry saved; Jane Doe; 2019-03-04T10:00:00Z; ; Example Wire; Opinion; opinion; en; https://wire.example/ferry/"},
		{"Arc ANS", `{"_id":"ABC","type":"story","version":"0.10.9","canonical_url":"/local/ferry/","headlines":{"basic":"Ferry saved","web":""},"credits":{"by":[{"type":"author","name":"Jane Doe","org":"Example Wire"},{"type":"author","name":"John Roe"}]},"display_date":"2019-03-04T10:00:00.123Z","first_publish_date":"2019-03-04T09:00:00Z","last_updated_date":"2019-03-05T08:00:00Z","label":{"basic":{"display":true,"text":"Analysis"}},"taxonomy":{"primary_section":{"_id":"/local","name":"Local"}},"distributor":{"name":"Example Wire","category":"staff"},"language":"en","content_elements":[{"type":"text","content":"` + one + `"},{"type":"interstitial_link","content":"Another ferry sinks"},{"type":"header","level":2,"content":"On board"},{"type":"list","items":[{"type":"text","content":"` + two + `"}]}]}`,
			"Ferry saved; Jane Doe, John Roe; 2019-03-04T10:00:00Z; 2019-03-05T08:00:00Z; Example Wire; Local; analysis; en; "},
		{"Brightspot", `{"headline":"Ferry saved","subheadline":"x","authors":[{"fullName":"Jane Doe"}],"publishDate":1551693600000,"updateDate":1551697200000,"section":{"displayName":"Harbours"},"body":"` + paragraph + `","url":"https://wire.example/1"}`,
			"Ferry saved; Jane Doe; 2019-03-04T10:00:00Z; 2019-03-04T11:00:00Z; ; Harbours; ; en; https://wire.example/1"},
		{"Guardian's answers", `{"id":"world/ferry","type":"article","sectionName":"Opinion","webPublicationDate":"2019-03-04T10:00:00Z","webTitle":"Ferry saved | Jane Doe","webUrl":"https://wire.example/1","fields":{"headline":"Ferry saved","byline":"Jane Doe","body":"` + paragraph + `","lastModified":"2019-03-04T11:00:00Z"}}`,
			"Ferry saved; Jane Doe; 2019-03-04T10:00:00Z; 2019-03-04T11:00:00Z; ; Opinion; opinion; en; https://wire.example/1"},
		{"Elasticsearch", `{"_index":"news","_id":"1","_score":1.0,"_source":{"title":"Ferry saved","content":"` + paragraph + `","author":{"first_name":"Jane","last_name":"Doe"},"published_at":"1551693600"}}`,
			"Ferry saved; Jane Doe; 2019-03-04T10:00:00Z; ; ; ; ; en; "},
		{"MongoDB", `{"_id":{"$oid":"5c7cf8"},"title":"Ferry saved","body":"` + paragraph + `","date":{"$date":{"$numberLong":"1551693600000"}},"authors":[null,"Jane Doe",""]}`,
			"Ferry saved; Jane Doe; 2019-03-04T10:00:00Z; ; ; ; ; en; "},
		{"Portable Text", `{"title":"Ferry saved","publishedAt":"2019-03-04T10:00:00Z","author":{"name":"Jane Doe"},"body":[{"_type":"block","style":"normal","children":[{"_type":"span","text":"The last ferry of the island "},{"_type":"span","text":"came back to port."}]},{"_type":"image","asset":{"_ref":"x"}},{"_type":"block","children":[{"_type":"span","text":"` + two + `"}]}]}`,
			"Ferry saved; Jane Doe; 2019-03-04T10:00:00Z; ; ; ; ; en; "},
		{"Editor.js", `{"title":"Ferry saved","time":1,"content":{"time":1551693600000,"blocks":[{"type":"header","data":{"text":"On board"}},{"type":"paragraph","data":{"text":"` + one + `"}},{"type":"paragraph","data":{"text":"` + two + `"}}],"version":"2"}}`,
			"Ferry saved; ; ; ; ; ; ; en; "},
		{"ninjs 1.3 of an agency", `{"uri":"tag:wire.example,2019:1","type":"text","firstcreated":"2019-03-04T10:00:00Z","versioncreated":"2019-03-04T11:00:00Z","pubstatus":"usable","headline":"Ferry saved","byline":"By JANE DOE Example Wire","ednote":"EDS: do not use before noon.","located":"LIND","urgency":3,"body_xhtml":"<div>` + paragraph + `</div>","language":"en","source":"EW","place":[{"name":"Lind"}]}`,
			"Ferry saved; JANE DOE Example Wire; 2019-03-04T10:00:00Z; 2019-03-04T11:00:00Z; EW; ; ; en; "},
		{"ninjs 3", `{"uri":"urn:x:1","standard":{"name":"ninjs","version":"3.0"},"firstCreated":"2019-03-04T10:00:00Z","versionCreated":"2019-03-04T11:00:00Z","contentCreated":"2019-03-04T09:30:00Z","headlines":[{"role":"short","value":"Saved"},{"role":"main","value":"Ferry saved"}],"by":"Jane Doe","bodies":[{"role":"summary","contentType":"text/plain","value":"Short."},{"role":"main","contentType":"text/html","value":"` + paragraph + `"}],"infoSources":[{"name":"Example Wire","role":"originator"}],"genres":[{"name":"Opinion"}],"language":"en-GB"}`,
			"Ferry saved; Jane Doe; 2019-03-04T09:30:00Z; 2019-03-04T11:00:00Z; Example Wire; ; opinion; en-GB; "},
		{"schema.org, references in a graph", `{"@context":"https://schema.org","@graph":[{"@type":["NewsArticle","Article"],"@id":"https://wire.example/1#a","headline":"Ferry saved","author":[{"@id":"#jane"},"John Roe"],"publisher":{"@id":"#wire"},"datePublished":"2019-03-04T10:00:00Z","isAccessibleForFree":"False","articleBody":["` + one + `","` + two + `"],"mainEntityOfPage":{"@id":"https://wire.example/1"}},{"@type":"Person","@id":"#jane","name":"Jane Doe"},{"@type":"NewsMediaOrganization","@id":"#wire","name":"Example Wire"}]}`,
			"Ferry saved; Jane Doe, John Roe; 2019-03-04T10:00:00Z; ; Example Wire; ; ; en; https://wire.example/1"},
		{"schema.org, live blog", `{"@type":"LiveBlogPosting","headline":"Ferry saved","datePublished":"2019-03-04T10:00:00Z","liveBlogUpdate":[{"@type":"BlogPosting","headline":"Back","datePublished":"2019-03-04T12:00:00Z","articleBody":"` + one + `"},{"@type":"BlogPosting","articleBody":"` + two + `"}]}`,
			"Ferry saved; ; 2019-03-04T10:00:00Z; ; ; ; live; en; "},
	} {
		t.Run(c.name, func(t *testing.T) {
			articles := read(t, "a.jsonl", strings.ReplaceAll(c.object, "\n", " "))
			if len(articles) != 1 {
				t.Fatalf("%d articles", len(articles))
			}
			if got := facts(articles[0]); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
			if want := one + "\n\n" + two; articles[0].Text != want {
				t.Errorf("text %q", articles[0].Text)
			}
		})
	}
}

func TestRecordsUnpublished(t *testing.T) {
	for _, status := range []string{"draft", "private", "Trash"} {
		_, skipped, _ := Read(t.Context(), Folder{FS: fstest.MapFS{"a.json": {Data: []byte(`{"title":"A","content":"The boat is back.","status":"` + status + `"}`)}}})
		if len(skipped) != 1 || skipped[0].Reason != "is not published (its status is "+strings.ToLower(status)+")" {
			t.Errorf("%s: skipped %v", status, skipped)
		}
	}
}

// What an article says of its own mistakes is kept as its own kind, and what editors tell each other is not kept.
func TestRecordsCorrections(t *testing.T) {
	for name, object := range map[string]string{
		"a text":        `{"title":"A","text":"The boat is back.","correction":"Correction: It was 1961."}`,
		"several":       `{"title":"A","text":"The boat is back.","corrections":[{"text":"Correction: It was 1961.","date":"2019-03-04"}]}`,
		"schema.org":    `{"@type":"NewsArticle","headline":"A","articleBody":"The boat is back.","correction":{"@type":"CorrectionComment","text":"Correction: It was 1961."}}`,
		"standing":      `{"title":"A","text":"The boat is back.\n\nCorrection: It was 1961.","correction":"It was 1961."}`,
		"a part of Arc": `{"headlines":{"basic":"A"},"content_elements":[{"type":"text","content":"The boat is back."},{"type":"correction","correction_type":"correction","text":"Correction: It was 1961."}]}`,
		"for editors":   `{"headline":"A","body_text":"The boat is back.\n\nCorrection: It was 1961.","ednote":"ADDS quote"}`,
	} {
		if diff := cmp.Diff([]string{"body: The boat is back.", "correction: Correction: It was 1961."}, blocksOf(read(t, "a.json", object)[0])); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
