package discord

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"dateline/bot"
	"dateline/bot/compose"
	"dateline/bot/conversation"
	"dateline/bot/desk"
	"dateline/bot/discord/discordtest"
	"dateline/bot/discord/discordtest/picture"
	"dateline/bot/ground"
	"dateline/retrieval"
	"dateline/retrieval/archive"
	"dateline/retrieval/embed"
	"dateline/retrieval/goldentest"
	"dateline/retrieval/ingest"
	"dateline/retrieval/local"
	"dateline/retrieval/search"
	"dateline/seeds"
)

// sight is what stands in Discord for one reader to see, as the golden files in testdata/pictures have it.
type sight struct {
	Title    string            `json:"title"`
	Messages []picture.Message `json:"messages"`
}

// draw draws a sight as ada sees it.
func (s sight) draw() []byte {
	return picture.Draw(s.Title, picture.Setting{
		Bot: "Dateline", Names: map[string]string{"@1": "@Dateline", "@2": "@ada", "#3": "#desk"}, Now: day("2026-03-03").Time,
	}, s.Messages...)
}

// later is the end of following a question, which depends on today.
var later = regexp.MustCompile(`until <t:\d+:D>`)

// TestPictures plays, over the sample coverage and through the wire, what the README shows. What stands in Discord then is
// kept in testdata/pictures, as JSON and as a picture drawn of that.
func TestPictures(t *testing.T) {
	t.Parallel()
	const kerry, inquiry = "2016-09-28-kerry-warns-russia.md", "2016-12-22-aid-convoy-board.md"
	d := newSampleDesk(t)
	d.drop(inquiry)
	d.edit(kerry, "on Wednesday, 28 September,", "on Tuesday, 28 September,")
	d.bring()
	s := build(t, d)
	var clock hour
	clock.set(s.bot)
	s.run(t).ready(t)
	message, ctx, done := must[*discordtest.Message](t), t.Context(), discordtest.Contains("Coverage through")
	says := func(m *discordtest.Message, to string) picture.Message {
		return picture.Message{Author: "ada", Asked: to, Content: m.Content}
	}
	of := func(m *discordtest.Message, asked string) picture.Message {
		return picture.Message{Asked: asked, Ephemeral: m.Ephemeral(), Content: m.Content, Embeds: m.Embeds, Components: unnamed(m.Components)}
	}
	keep := func(name, title string, messages ...picture.Message) {
		t.Helper()
		text, err := json.MarshalIndent(sight{title, messages}, "", "  ")
		ok(t, err)
		same := strings.NewReplacer("@"+s.Bot.ID, "@1", "@"+s.ada.ID, "@2", "#"+s.channel.ID, "#3", `\u003c`, "<", `\u003e`, ">", `\u0026`, "&").Replace(string(text))
		same = later.ReplaceAllString(same, "until <t:1490184000:D>")
		goldentest.Compare(t, "pictures/"+name+".json", same+"\n")
		var kept sight
		ok(t, json.Unmarshal([]byte(same), &kept))
		goldentest.Compare(t, "pictures/"+name+".svg", string(kept.draw()))
	}

	asked := s.mention("Why did Kerry threaten to suspend cooperation with Russia?")
	first := message(s.AwaitReply(ctx, asked, done))
	narrow := s.Command(s.ada, s.channel, "ask", discordtest.Opt("question", "What did Kerry tell Lavrov?"), discordtest.Opt("since", "November 2016"))
	const open = "What did the inquiry into the aid convoy find?"
	s.followed(t, s.ada, s.channel, open)

	keep("abstention", "An abstention, with the nearest passages and a menu to ask elsewhere", of(message(narrow.Answer(ctx, done)), "@ada used **/ask**"))
	s.round(t)

	// The true day comes to stand in the article, and one more article comes.
	d.edit(kerry, "on Tuesday, 28 September,", "on Wednesday, 28 September,")
	d.restore(inquiry)
	d.bring()
	clock.passed.Add(1)
	s.bot.Stir()
	news := message(s.AwaitMessage(ctx, s.channel, newsOf(open)))
	keep("news", "News of a question that is followed", of(news, "@Dateline"))
	keep("correction", "An answer after an article that it cites was changed", of(s.await(t, first, "Changed in the article"), "@ada "+asked.Content))

	asked = s.mention("Why did Kerry threaten to suspend cooperation with Russia?")
	first = message(s.AwaitReply(ctx, asked, done))
	keep("answer", "A question and its answer", says(asked, ""), of(first, "@ada "+asked.Content))
	passages := s.Click(s.ada, first, s.button(t, first, "Show passages"))
	keep("passages", "The passages behind an answer, shown to one reader alone", of(message(passages.Answer(ctx)), ""))
	on := s.Say(s.ada, s.channel, "When did he say that?", discordtest.ReplyTo(first))
	second := message(s.AwaitReply(ctx, on, done))
	keep("followup", "A question that goes on from an answer", says(on, "@Dateline"), of(second, "@ada "+on.Content))
	s.silent(t)

	summary := s.Command(s.ada, s.channel, "summary", discordtest.Opt("topic", "plutonium"), discordtest.Opt("length", "standard"))
	keep("summary", "A summary of a topic", of(message(summary.Answer(ctx, done)), "@ada used **/summary**"))
	check := s.Command(s.ada, s.channel, "check", discordtest.Opt("claim", "Russia bombed the aid convoy."))
	keep("check", "What the coverage says of a claim", of(message(check.Answer(ctx, done)), "@ada used **/check**"))
	quotes := s.Command(s.ada, s.channel, "quotes", discordtest.Opt("speaker", "Kirby"))
	keep("quotes", "What a spokesman is quoted as saying, letter for letter", of(message(quotes.Answer(ctx, done)), "@ada used **/quotes**"))
}

func (s *stage) button(t *testing.T, m *discordtest.Message, label string) (id string) {
	t.Helper()
	b, there := m.Button(label)
	if !there {
		t.Fatalf("there is no button %s", label)
	}
	return b.CustomID
}

// unnamed are components without the IDs that name an answer of the ledger.
func unnamed(rows []discordtest.Component) []discordtest.Component {
	rows = slices.Clone(rows)
	for i := range rows {
		rows[i].CustomID = ""
		rows[i].Components = unnamed(rows[i].Components)
	}
	return rows
}

// sampleDesk answers from the sample coverage without a model, always in the same time.
type sampleDesk struct {
	*desk.Desk
	t     *testing.T
	store *local.Store
	words *embed.Static
	files fstest.MapFS
}

func newSampleDesk(t *testing.T) *sampleDesk {
	t.Helper()
	d := &sampleDesk{t: t, words: embed.NewStatic(), files: fstest.MapFS{}}
	d.store = local.NewMemory(d.words.Identity())
	names, err := fs.Glob(seeds.FS, "*.md")
	ok(t, err)
	for _, name := range names {
		d.restore(name)
	}
	ranker := search.NewRanker(d.words)
	found := search.New(d.store, d.words, ranker)
	grounder, extractive := ground.New(d.words), compose.NewExtractive(ranker)
	extractive.Judge = grounder
	road := &bot.Bot{
		Search: found, Compose: extractive, Ground: grounder, Missing: conversation.Missing, Log: slog.New(slog.NewTextHandler(t.Output(), nil)),
	}
	d.Desk = &desk.Desk{Bot: road, Search: found, Store: d.store, Reader: conversation.Rules{}}
	return d
}

func (d *sampleDesk) restore(name string) {
	d.t.Helper()
	text, err := fs.ReadFile(seeds.FS, name)
	ok(d.t, err)
	d.files[name] = &fstest.MapFile{Data: text}
}

func (d *sampleDesk) drop(name string) { delete(d.files, name) }

func (d *sampleDesk) edit(name, old, now string) {
	d.t.Helper()
	text := string(d.files[name].Data)
	if !strings.Contains(text, old) {
		d.t.Fatalf("%s does not say %q", name, old)
	}
	d.files[name] = &fstest.MapFile{Data: []byte(strings.Replace(text, old, now, 1))}
}

// bring brings the store in step with the files.
func (d *sampleDesk) bring() {
	d.t.Helper()
	var articles []retrieval.Article
	for a, err := range ingest.NewCoverage("", ingest.Folder{Name: "seeds", FS: d.files}).Articles(d.t.Context()) {
		ok(d.t, err)
		articles = append(articles, a)
	}
	_, err := archive.Sync(d.t.Context(), d.store, d.words, articles, nil)
	ok(d.t, err)
}

// FollowUp answers always in the same time.
func (d *sampleDesk) FollowUp(ctx context.Context, former []bot.Turn, question string, w desk.Window, show func(bot.Claim)) (bot.Answer, error) {
	a, err := d.Desk.FollowUp(ctx, former, question, w, show)
	a.Timings.Total = 38
	return a, err
}

// Again answers always in the same time.
func (d *sampleDesk) Again(ctx context.Context, question string, offer bot.Offer, show func(bot.Claim)) (bot.Answer, error) {
	a, err := d.Desk.Again(ctx, question, offer, show)
	a.Timings.Total = 38
	return a, err
}

// Summary answers always in the same time.
func (d *sampleDesk) Summary(ctx context.Context, s desk.Summary, w desk.Window, show func(bot.Claim)) (bot.Answer, error) {
	a, err := d.Desk.Summary(ctx, s, w, show)
	a.Timings.Total = 38
	return a, err
}

// Check answers always in the same time.
func (d *sampleDesk) Check(ctx context.Context, claim string, w desk.Window, show func(bot.Claim)) (bot.Answer, error) {
	a, err := d.Desk.Check(ctx, claim, w, show)
	a.Timings.Total = 38
	return a, err
}

// Quotes answers always in the same time.
func (d *sampleDesk) Quotes(ctx context.Context, q desk.Quotes, w desk.Window, show func(bot.Claim)) (bot.Answer, error) {
	a, err := d.Desk.Quotes(ctx, q, w, show)
	a.Timings.Total = 38
	return a, err
}

// lettersOf are the labels, and the words that stand in messages without any markup.
func lettersOf(messages []picture.Message) string {
	var b strings.Builder
	for _, m := range messages {
		text := m.Title + " " + m.Content
		for _, e := range m.Embeds {
			text += " " + e.Title + " " + e.Description
			if e.Footer != nil {
				text += " " + e.Footer.Text
			}
		}
		for word := range strings.FieldsSeq(text) {
			if strings.Trim(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789,") == "" {
				b.WriteString(word + " ")
			}
		}
		for _, row := range m.Components {
			for _, c := range row.Components {
				b.WriteString(c.Label + " ")
			}
		}
	}
	return b.String()
}

// TestGoldenMessagesAreDrawn wants a picture to come of every golden message, with its words.
func TestGoldenMessagesAreDrawn(t *testing.T) {
	t.Parallel()
	files, err := fs.Glob(os.DirFS("testdata"), "*.json")
	ok(t, err)
	for _, file := range files {
		if file == "commands.json" {
			continue
		}
		text, err := os.ReadFile("testdata/" + file)
		ok(t, err)
		readable := strings.ReplaceAll(string(text), "·ZWSP·", nothing)
		if readable[0] != '[' {
			readable = "[" + readable + "]"
		}
		s := sight{Title: file}
		if err := json.Unmarshal([]byte(readable), &s.Messages); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		drawn := s.draw()
		for decoder := xml.NewDecoder(bytes.NewReader(drawn)); ; {
			if _, err := decoder.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", file, err)
			}
		}
		for word := range strings.FieldsSeq(lettersOf(s.Messages)) {
			if !bytes.Contains(drawn, []byte(word)) {
				t.Errorf("%s: the picture lacks %q", file, word)
			}
		}
	}
}
