package ingest

import (
	"strings"
	"testing"
	"testing/fstest"
)

// The same fields in both notations, and in the words of site generators, say the same.
func TestFrontMatter(t *testing.T) {
	const want = "Ferry saved; Jane Doe, John Roe; 2019-03-04T09:00:00Z; 2019-03-05T00:00:00Z; Example Wire; Harbours; analysis; en-GB; https://wire.example/1"
	for name, front := range map[string]string{
		"YAML":   "---\nheadline: Ferry saved\nbyline: [Jane Doe, John Roe]\npublished: 2019-03-04T10:00:00+01:00\nupdated: 2019-03-05\noutlet: Example Wire\nsection: Harbours\nlabel: Analysis\nlanguage: en-gb\nurl: https://wire.example/1\n---\n",
		"TOML":   "+++\nheadline = 'Ferry saved'\nbyline = [\"Jane Doe\", \"John Roe\"]\npublished = 2019-03-04T10:00:00+01:00\nupdated = 2019-03-05\noutlet = \"Example Wire\"\nsection = \"Harbours\"\nlabel = \"Analysis\"\nlanguage = \"en-gb\"\nurl = \"https://wire.example/1\"\n+++\n",
		"Hugo":   "\n+++\n# written by hand\ntitle = \"\"\"Ferry\nsaved\"\"\"\ndate = 2019-03-04 09:00:00Z\nlastmod = 2019-03-05T00:00:00\ndraft = false\nslug = \"ferry\"\nweight = 3\ncategories = [\"Harbours\", \"Analysis\"]\ntags = [\"boats\"]\ndescription = \"How a ferry was saved.\"\ncanonicalURL = \"https://wire.example/1\"\nurl = \"/2019/ferry/\"\nlang = \"en-GB\"\npublication = \"Example Wire\"\n[[authors]]\nname = \"Jane Doe\"\n[[authors]]\nname = \"John Roe\"\n[params]\ntitle = \"Another\"\n+++\n",
		"Jekyll": "---\nlayout: post\ntitle: \"Ferry saved\"\ndate: 2019-03-04 10:00:00 +0100\nlast_modified_at: 2019-03-05\npublished: true\nauthor:\n  - name: Jane Doe\n    url: https://wire.example/jane\n  - John Roe\ncategory: Harbours\ntags: [boats, analysis]\npermalink: /:categories/:title\nlang: en-GB\noutlet: Example Wire\ncanonical_url: https://wire.example/1\n---\n",
	} {
		a := readOne(t, "a.md", front+"The boat is back.\n")
		if got := facts(a); got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", name, got, want)
		}
		if a.Text != "The boat is back." || a.Origin["byline"] != "front matter" || a.Origin["label"] != "front matter" {
			t.Errorf("%s: text %q, origin %v", name, a.Text, a.Origin)
		}
	}
}

func TestFrontMatterFaults(t *testing.T) {
	for front, want := range map[string]string{
		"---\ntitle: A\ndraft: true\n---\n":                       "line 3: is a draft (draft: true in its front matter)",
		"---\ntitle: A\npublished: false\n---\n":                  "line 3: is a draft (published: false in its front matter)",
		"---\ntitle: A\ndraft: perhaps\n---\n":                    `line 3: cannot use draft in its front matter: "perhaps" is neither true nor false`,
		"---\ntitle: &a A\noutlet: *a\n---\n":                     "line 3: cannot use outlet in its front matter: an alias (*) is not read; write the value out",
		"\n\n+++\ntitle = \"A\"\ndraft = true\n+++\n":             "line 5: is a draft (draft: true in its front matter)",
		"+++\ntitle = \"A\"\n\n[date]\nx = 1\n+++\n":              "line 4: cannot use date in its front matter: it must be a single value",
		"+++\ntitle = \"A\"\ndate = \"yesterday\"\n+++\n":         `line 3: cannot use date in its front matter: "yesterday" is not a date that can be read; write it as 2016-09-28`,
		"+++\ntitle = \"A\"\ntitle = \"B\"\n+++\n":                "line 3: has malformed front matter: key title is already defined",
		"+++\ntitle: A\n+++\n":                                    "line 2: has malformed front matter: expected '=' after key",
		"+++\ntitle = \"A\"\n\nThe boat is back.\n":               "line 1: opens its front matter with +++ and never closes it; add a line of +++ after the last field",
		"+++\n'id' = \"a b\"\n+++\n":                              `line 2: cannot use id in its front matter: "a b" is not 1 to 64 letters, digits, dots, hyphens or underscores`,
		"+++\na = '" + strings.Repeat("a", 65<<10) + "'\n+++\n":   "line 1: has front matter of more than 64 KB",
		"+++\na = " + strings.Repeat("[", 60<<10) + "\n+++\n":     "line 2: has malformed front matter: arrays and inline tables are nested more than the maximum of 10000 levels deep",
		"---\n" + strings.Repeat("a", 65<<10) + ": 1\n---\nBoat.": "line 1: has front matter of more than 64 KB",
	} {
		_, skipped, _ := Read(t.Context(), Folder{FS: fstest.MapFS{"a.md": {Data: []byte(front + "The boat is back.\n")}}})
		if len(skipped) != 1 || skipped[0].String() != "a.md, "+want {
			t.Errorf("%.60q: skipped %v, want %s", front, skipped, want)
		}
	}
}
