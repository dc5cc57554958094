package web

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/html"

	"dateline/bot"
	"dateline/bot/desk"
)

const kerry = "/?question=Why+did+Kerry+threaten+to+suspend+cooperation+with+Russia%3F"

// Every marker leads to the words that the claim cites, whatever was asked.
func TestMarkersLeadToTheirWords(t *testing.T) {
	s := sample(t)
	for address, want := range map[string]string{
		kerry:                                  "suspend cooperation with Russia",
		"/summary?topic=evacuation+of+Aleppo":  "Sources",
		"/timeline?topic=evacuation+of+Aleppo": "Dec 2016",
		"/quotes?speaker=Kerry":                "as told by John Kirby",
		"/check?claim=Putin+suspended+the+plutonium+agreement.": "The coverage supports this.",
		"/summary?article=kerry-warns-russia&length=standard":   "Kerry warns Russia over Aleppo",
	} {
		page := open(t, s, http.StatusOK, address)
		if !strings.Contains(page.text(), want) {
			t.Errorf("%s lacks %q:\n%s", address, want, page.text())
		}
		markers := page.named("a.marker")
		if len(markers) == 0 {
			t.Errorf("%s has no markers", address)
		}
		sources := map[string]bool{}
		for _, li := range page.named("li") {
			sources["["+attribute(li, "value")+"]"] = true
		}
		for _, m := range markers {
			if !sources[textOf(m)] {
				t.Errorf("%s: %s has no source", address, textOf(m))
			}
			to, _, _ := strings.Cut(attribute(m, "href"), "#")
			words := strings.Join(strings.Fields(marked(open(t, s, http.StatusOK, to))), " ")
			claim := strings.Join(strings.Fields(textOf(m.Parent)), " ")
			if words == "" {
				t.Errorf("%s marks nothing", to)
			} else if strings.HasPrefix(address, "/?") && !strings.Contains(claim, words[:min(40, len(words))]) {
				t.Errorf("%s marks %q for %q", to, words, claim)
			}
		}
	}
	if picture := open(t, s, http.StatusOK, "/timeline?topic=evacuation+of+Aleppo").named("svg"); len(picture) != 1 {
		t.Errorf("a timeline has %d pictures", len(picture))
	}
}

func TestAskingWithoutScript(t *testing.T) {
	s := sample(t)
	for _, v := range []struct {
		address string
		status  int
		want    string
	}{
		{"/", 200, "Your question"},
		{"/?question=What+did+Kerry+say+about+Ukraine%3F", 200, "The coverage does not answer this question."},
		{"/?question=What+did+Kerry+say+about+Ukraine%3F", 200, "Nearest"},
		{kerry + "&until=2016-09-29", 200, "28 Sept 2016"},
		{kerry + "&since=2016-12-01", 200, "any date"},
		{kerry + "&since=soon", 400, "which is no date"},
		{kerry + "&outlet=Nobody", 400, "it has Dateline sample desk"},
		{"/?question=%3F%3F", 400, "There is no question"},
		{"/?question=" + strings.Repeat("why+", 600), 400, "longer than 2000 characters"},
		{"/?question=Thanks%21", 200, "You are welcome."},
		{"/?question=Hello", 200, "Ask me about the coverage."},
		{"/summary?topic=Aleppo&length=endless", 400, "There is no length"},
		{"/search?query=Kerry+Lavrov", 200, "Kerry warns Russia over Aleppo"},
		{"/search?query=Kerry+Lavrov&outlet=Nobody", 400, "it has Dateline sample desk"},
		{"/coverage?search=pangolin", 200, "angolin"},
		{"/coverage?page=3", 200, "Page 3 of 3"},
		{"/coverage?page=9", 400, "There is no page 9"},
		{"/nowhere", 404, "nothing at this address"},
	} {
		if text := open(t, s, v.status, v.address).text(); !strings.Contains(text, v.want) {
			t.Errorf("%s lacks %q:\n%s", v.address, v.want, text)
		}
	}
	filtered := open(t, s, http.StatusOK, kerry+"&until=2016-09-29")
	if details := filtered.named("details"); len(details) == 0 || len(details[0].Attr) == 0 {
		t.Error("the filters that are set are hidden")
	}
	offers := open(t, s, http.StatusOK, kerry+"&since=2016-12-01").all(func(n *html.Node) bool { return strings.Contains(textOf(n), "any date") && n.Data == "a" })
	if len(offers) != 1 {
		t.Fatalf("%d offers", len(offers))
	}
	if text := open(t, s, http.StatusOK, attribute(offers[0], "href")).text(); !strings.Contains(text, "suspend cooperation") {
		t.Errorf("the offer brings:\n%s", text)
	}
}

// counted counts what is asked, and fails where it is told to.
type counted struct {
	Desk
	asked  atomic.Int32
	former int
	fail   error
	begun  chan struct{} // closed when a question has come that is answered only when its reader leaves
}

func (c *counted) FollowUp(ctx context.Context, former []bot.Turn, question string, w desk.Window, show func(bot.Claim)) (bot.Answer, error) {
	c.asked.Add(1)
	c.former = len(former)
	if c.begun != nil {
		close(c.begun)
		<-ctx.Done()
		return bot.Answer{}, ctx.Err()
	}
	if c.fail != nil {
		return bot.Answer{}, c.fail
	}
	return c.Desk.FollowUp(ctx, former, question, w, show)
}

func talkOf(d document) string {
	for _, n := range d.named("input") {
		if attribute(n, "name") == "talk" {
			return attribute(n, "value")
		}
	}
	return ""
}

func TestConversation(t *testing.T) {
	at := &clock{time.Date(2021, 5, 2, 9, 0, 0, 0, time.UTC)}
	d := &counted{Desk: sampleDesk(t)}
	s := New(Config{Desk: d, Log: logOf(t), Now: at.now})
	first := open(t, s, http.StatusOK, "/?question=What+did+Kerry+tell+Lavrov%3F")
	key := talkOf(first)
	if len(key) < 20 {
		t.Fatalf("the conversation's key is %q", key)
	}
	on := "/?talk=" + key + "&question=When+did+he+say+that%3F"
	page := open(t, s, http.StatusOK, on)
	if d.former != 1 || talkOf(page) != key {
		t.Errorf("the follow-up leans on %d turns", d.former)
	}
	if turns := page.named("article.turn"); len(turns) != 2 || !strings.Contains(textOf(turns[0]), "When did he say that?") || !strings.Contains(textOf(turns[0]), "Understood as") {
		t.Errorf("%d turns are shown, the first of them: %s", len(turns), textOf(turns[0]))
	}
	if again := open(t, s, http.StatusOK, on); len(again.named("article.turn")) != 2 || d.asked.Load() != 2 {
		t.Errorf("loaded again, the page has %d turns, and %d were asked", len(again.named("article.turn")), d.asked.Load())
	}
	at.Time = at.Add(talkFor)
	if late := open(t, s, http.StatusOK, on); len(late.named("article.turn")) != 1 || talkOf(late) == key || d.former != 0 {
		t.Error("the conversation goes on after an hour")
	}
	for range 3 * mostTalks {
		s.talks.add("", turn{})
	}
	if n := len(s.talks.byKey); n > mostTalks {
		t.Errorf("%d conversations are kept", n)
	}
}

// A failure of ours is told in a sentence, without its cause.
func TestFailures(t *testing.T) {
	d := &counted{Desk: sampleDesk(t), fail: errors.New("disk at 10.0.0.7 broke")}
	s := New(Config{Desk: d, Log: logOf(t)})
	if text := open(t, s, http.StatusInternalServerError, kerry).text(); strings.Contains(text, "10.0.0.7") || !strings.Contains(text, "did not work") {
		t.Errorf("a failure reads:\n%s", text)
	}
	d.fail = fmt.Errorf("compose: %w", context.DeadlineExceeded)
	if text := open(t, s, http.StatusGatewayTimeout, kerry).text(); !strings.Contains(text, "too long") {
		t.Errorf("a late answer reads:\n%s", text)
	}
	if got := eventsOf(t, s, "/events"+kerry); len(got) != 1 || got[0].name != "problem" || strings.Contains(got[0].data, "10.0.0.7") {
		t.Errorf("a failure streams as %v", got)
	}
	panicking := New(Config{Log: logOf(t)}) // without a desk
	if answer := get(t, panicking, "/"); answer.Code != http.StatusInternalServerError {
		t.Errorf("a panic answers %d", answer.Code)
	}
}

type event struct{ name, data string }

// eventsOf are the events of a stream.
func eventsOf(t *testing.T, s *Site, address string) (all []event) {
	t.Helper()
	answer := get(t, s, address)
	if kind := answer.Header().Get("Content-Type"); kind != "text/event-stream" {
		t.Fatalf("%s is of %s", address, kind)
	}
	lines := bufio.NewScanner(answer.Body)
	lines.Buffer(nil, 1<<20)
	var e event
	for lines.Scan() {
		switch name, value, _ := strings.Cut(lines.Text(), ": "); {
		case name == "event":
			e.name = value
		case name == "data":
			e.data = value
		case lines.Text() == "" && e.name != "":
			all, e = append(all, e), event{}
		}
	}
	return all
}

// Claims come as they are checked, in the order and the words of the answer that follows.
func TestStream(t *testing.T) {
	s := sample(t)
	for _, address := range []string{kerry, "/quotes?speaker=Kerry", "/summary?topic=evacuation+of+Aleppo&length=standard"} {
		events := eventsOf(t, s, "/events"+address)
		var streamed strings.Builder
		for _, e := range events[:len(events)-1] {
			var markup string
			if err := json.Unmarshal([]byte(e.data), &markup); err != nil || e.name != "section" && e.name != "line" {
				t.Fatalf("%s: event %s %s: %v", address, e.name, e.data, err)
			}
			streamed.WriteString(markup)
		}
		if events[0].name != "section" || len(events) < 3 {
			t.Errorf("%s: %d events, the first %s", address, len(events), events[0].name)
		}
		last := events[len(events)-1]
		var whole struct{ HTML, Talk string }
		if err := json.Unmarshal([]byte(last.data), &whole); err != nil || last.name != "answer" {
			t.Fatalf("%s: the last event is %v", address, last)
		}
		claims := func(markup string) (texts []string) {
			root, err := html.Parse(strings.NewReader(markup))
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range (document{root}).named("a.marker") {
				texts = append(texts, textOf(m.Parent))
			}
			return texts
		}
		got, want := claims(streamed.String()), claims(whole.HTML)
		if strings.HasPrefix(address, "/summary") && len(want) == len(got)+1 { // whose account it is comes with the sources
			want = want[:len(got)]
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s streams\n%s\nand ends with\n%s", address, got, want)
		}
		if (whole.Talk != "") != strings.HasPrefix(address, "/?") {
			t.Errorf("%s: the conversation is %q", address, whole.Talk)
		}
	}
}

// Who leaves has nothing made for them any longer.
func TestStreamEndsWithItsReader(t *testing.T) {
	d := &counted{Desk: sampleDesk(t), begun: make(chan struct{})}
	s := New(Config{Desk: d, Log: logOf(t)})
	ctx, leave := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		s.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, http.MethodGet, "/events"+kerry, nil))
	}()
	<-d.begun
	leave()
	<-done
}

func TestAskersAreLimited(t *testing.T) {
	at := &clock{time.Date(2021, 5, 2, 9, 0, 0, 0, time.UTC)}
	d := &counted{Desk: sampleDesk(t)}
	s := New(Config{Desk: d, Log: logOf(t), Now: at.now})
	ask := func(n int, from string) int {
		return get(t, s, "/quotes?speaker=Kerry&on="+url.QueryEscape(fmt.Sprint("Aleppo ", n)), "X-Forwarded-For", from).Code
	}
	local := httptest.NewRequest(http.MethodGet, "/", nil)
	local.RemoteAddr = "127.0.0.1:4000"
	local.Header.Set("X-Forwarded-For", "203.0.113.7, 198.51.100.4")
	if who := visitor(local).String(); who != "198.51.100.4" {
		t.Errorf("behind a proxy the visitor is %s", who)
	}
	local.RemoteAddr = "203.0.113.9:4000"
	if who := visitor(local).String(); who != "203.0.113.9" {
		t.Errorf("a stranger passes for %s", who)
	}
	for n := range askBurst {
		if code := ask(n, ""); code != http.StatusOK {
			t.Fatalf("question %d: %d", n, code)
		}
	}
	if code := ask(0, ""); code != http.StatusTooManyRequests {
		t.Errorf("one too many: %d", code)
	}
	at.Time = at.Add(3 * time.Second)
	if code := ask(0, ""); code != http.StatusOK {
		t.Errorf("later: %d", code)
	}
}
