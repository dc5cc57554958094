package seeds

import (
	"bytes"
	"io/fs"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/adrg/frontmatter"
	"github.com/goccy/go-yaml"
)

const (
	desk = "Dateline sample desk"
	wire = "Dateline sample wire"
)

type particulars struct {
	ID          string
	Headline    string
	Outlet      string
	Byline      string
	Published   string
	Updated     string
	Dateline    string
	Section     string
	Language    string
	References  []string
	Corrections []struct{ Date, Text string }
}

type article struct {
	particulars
	body string
}

// readAll returns the articles by file name and fails the test on a file that does not parse or has an unknown field.
func readAll(t *testing.T) map[string]article {
	t.Helper()
	names, err := fs.Glob(FS, "*.md")
	if err != nil {
		t.Fatal(err)
	}
	strict := func(b []byte, v any) error { return yaml.UnmarshalWithOptions(b, v, yaml.Strict()) }
	articles := make(map[string]article, len(names))
	for _, name := range names {
		text, err := FS.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var a article
		body, err := frontmatter.MustParse(bytes.NewReader(text), &a.particulars, frontmatter.NewFormat("---", "---", strict))
		if err != nil {
			t.Fatalf("read article %q: %v", name, err)
		}
		a.body = string(body)
		articles[name] = a
	}
	return articles
}

func TestFrontMatter(t *testing.T) {
	files := map[string]string{}
	newest := ""
	for name, a := range readAll(t) {
		for field, value := range map[string]string{
			"id": a.ID, "headline": a.Headline, "dateline": a.Dateline, "section": a.Section,
		} {
			if value == "" {
				t.Errorf("%s: no %s", name, field)
			}
		}
		if a.Outlet != desk && a.Outlet != wire {
			t.Errorf("%s: outlet %q, want %q or %q", name, a.Outlet, desk, wire)
		}
		if a.Byline != "" {
			t.Errorf("%s: byline %q, but nobody signs a sample", name, a.Byline)
		}
		if a.Language != "en" {
			t.Errorf("%s: language %q, want en", name, a.Language)
		}
		if _, err := time.Parse(time.DateOnly, a.Published); err != nil || !strings.HasPrefix(name, a.Published+"-") {
			t.Errorf("%s: published %q, want the date that the name starts with", name, a.Published)
		}
		if a.Updated != "" && a.Updated < a.Published {
			t.Errorf("%s: updated %s before it was published %s", name, a.Updated, a.Published)
		}
		if len(a.References) == 0 {
			t.Errorf("%s: no references", name)
		}
		if first, taken := files[a.ID]; taken {
			t.Errorf("%s: id %q is taken by %s", name, a.ID, first)
		}
		files[a.ID] = name
		newest = max(newest, a.Published)
	}
	if want := "2016-12-22"; newest != want {
		t.Errorf("coverage through %s, want %s", newest, want)
	}
}

func TestBodies(t *testing.T) {
	for name, a := range readAll(t) {
		low, high := 250, 600
		if a.Outlet == wire {
			low = 150
		}
		if words := len(strings.Fields(a.body)); words < low || words > high {
			t.Errorf("%s: %d words, want %d to %d", name, words, low, high)
		}
		if i := strings.IndexAny(a.body, `"'`); i >= 0 {
			t.Errorf("%s: straight quotation mark or apostrophe after %q", name, a.body[max(0, i-30):i])
		}
		if strings.Count(a.body, "“") != strings.Count(a.body, "”") {
			t.Errorf("%s: a quotation is not closed", name)
		}
	}
}

// Claims that could not be verified, and figures known to be wrong, stay out of the coverage.
func TestNothingUnverified(t *testing.T) {
	unverified := regexp.MustCompile(`(?i)\b(511|37 strikes|brainstorm\w*|qayyarah|taqaddum|al-udeid|bahrain|18,670|namibia|(five|six|20) buses|four of the five|november pause)\b`)
	for name, a := range readAll(t) {
		if found := unverified.FindString(a.body); found != "" {
			t.Errorf("%s: carries %q", name, found)
		}
	}
}

func TestCorrectionIsTold(t *testing.T) {
	told := 0
	for name, a := range readAll(t) {
		inBody := strings.Contains(a.body, "\nCorrection: ")
		if inBody != (len(a.Corrections) > 0) {
			t.Errorf("%s: a correction stands in the body or in the front matter alone", name)
		}
		if inBody {
			told++
		}
	}
	if told == 0 {
		t.Error("no article carries a correction")
	}
}

func TestWireCopyIsCutNotRewritten(t *testing.T) {
	articles := readAll(t)
	original := articles["2016-10-03-us-suspends-syria-channel.md"].body
	cut := articles["2016-10-04-us-suspends-syria-channel-wire.md"].body
	if len(cut) >= len(original) {
		t.Errorf("wire copy has %d bytes, original %d: want it shorter", len(cut), len(original))
	}
	for sentence := range strings.SplitSeq(strings.ReplaceAll(strings.TrimSpace(cut), "\n\n", " "), ". ") {
		if !strings.Contains(strings.ReplaceAll(original, "\n\n", " "), sentence) {
			t.Errorf("not in the original: %q", sentence)
		}
	}
}
