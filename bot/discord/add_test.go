package discord

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/desk"
	"dateline/bot/discord/discordtest"
	"dateline/bot/library"
	"dateline/bot/memory"
)

// fakeLibrary keeps additions in memory alone, and notes what it is asked.
type fakeLibrary struct {
	memory *memory.Memory
	refuse error

	breaksOff atomic.Bool // forgetting, before its end

	mu    sync.Mutex
	asked []string
}

func (f *fakeLibrary) note(format string, values ...any) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = append(f.asked, fmt.Sprintf(format, values...))
}

func (f *fakeLibrary) calls() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.asked)
}

func (f *fakeLibrary) Add(ctx context.Context, guild, by, address string, _ func(string)) (library.Added, error) {
	f.note("add %s %s", guild, address)
	if f.refuse != nil {
		return library.Added{}, f.refuse
	}
	a, _, err := f.memory.Add(ctx, memory.Addition{Guild: guild, Kind: library.Address, Address: address, By: by, State: library.Reading})
	return library.Added{ID: a.ID, Address: address, Kind: "feed", Articles: 12, More: 30, Skipped: []string{"page 7: no article"}}, err
}

func (f *fakeLibrary) AddFile(ctx context.Context, guild, by, name string, from io.Reader) (library.Added, error) {
	text, err := io.ReadAll(from)
	if err != nil {
		return library.Added{}, err
	}
	f.note("file %s %s %s", guild, name, text)
	a, added, err := f.memory.Add(ctx, memory.Addition{Guild: guild, Kind: library.File, Address: name, By: by, State: library.Reading})
	return library.Added{ID: a.ID, Address: name, Kind: library.File, Articles: 1, Replaced: !added}, err
}

func (f *fakeLibrary) Remove(ctx context.Context, guild, id string) error {
	return f.memory.Remove(ctx, guild, id)
}

func (f *fakeLibrary) Refresh(ctx context.Context, guild, id string) ([]library.Status, error) {
	f.note("refresh %s %v", guild, id != "")
	if f.refuse != nil {
		return nil, f.refuse
	}
	return f.Status(ctx, guild)
}

func (f *fakeLibrary) Status(ctx context.Context, guild string) ([]library.Status, error) {
	all, err := f.memory.Additions(ctx, guild)
	var statuses []library.Status
	for _, a := range all {
		statuses = append(statuses, library.Status{ID: a.ID, Address: shownAddress(a), Kind: a.Kind, Articles: 12, State: a.State})
	}
	return statuses, err
}

func TestAServersOwnCoverage(t *testing.T) {
	t.Parallel()
	s := build(t, fakeDesk{})
	lib, mod, boss := &fakeLibrary{memory: s.memory}, s.AddUser("mo"), s.AddUser("boss")
	s.hire(t, Config{Desk: outletsDesk(), Library: lib, Operators: []string{boss.ID}})
	s.Grant(s.guild, mod, discordgo.PermissionManageGuild)
	s.Grant(s.guild, boss, discordgo.PermissionManageGuild)
	s.run(t).ready(t)
	opt := discordtest.Opt
	const feed = "https://user:pass@news.example/feed"

	m := s.dateline(t, mod, "add", opt("url", feed))
	wantText(t, m, "is added: 12 articles so far.", "30 more pages are fetched", "Left out:", "- page 7: no article")
	file := discordtest.File{Name: "notes_1.md", ContentType: "text/markdown", Data: []byte("# A headline")}
	wantText(t, s.dateline(t, mod, "add", opt("file", file)), `**notes\_1.md** is added: 1 article so far.`)
	wantText(t, s.dateline(t, mod, "add", opt("file", file)), "takes the place")
	wantText(t, s.dateline(t, boss, "add", opt("url", "https://all.example/"), opt("shared", true)), "is added")
	want := []string{"add " + s.guild.ID + " " + feed, "file " + s.guild.ID + " notes_1.md # A headline", "file " + s.guild.ID + " notes_1.md # A headline", "add  https://all.example/"}
	if got := lib.calls(); !slices.Equal(got, want) {
		t.Errorf("the library was asked %q, want %q", got, want)
	}

	refused := []struct {
		as   *discordtest.User
		name string
		args []discordtest.Argument
		want string
	}{
		{mod, "add", nil, "Name a web address or attach a file, one of the two."},
		{mod, "add", []discordtest.Argument{opt("url", feed), opt("file", file)}, "Name a web address or attach a file, one of the two."},
		{mod, "add", []discordtest.Argument{opt("url", feed), opt("shared", true)}, "The coverage of all is for whoever runs me alone."},
		{mod, "remove", []discordtest.Argument{opt("source", "https://all.example/")}, "Nothing called \"https:\u200b//all.example/\" was added here; choose one of those that are suggested."},
		{mod, "refresh", []discordtest.Argument{opt("source", "nothing")}, `Nothing called "nothing" was added here; choose one of those that are suggested.`},
	}
	for _, tt := range refused {
		if m := s.dateline(t, tt.as, tt.name, tt.args...); m.Content != tt.want {
			t.Errorf("%s %v: got %q, want %q", tt.name, tt.args, m.Content, tt.want)
		}
	}

	// What was added is suggested to its own server's moderators without its secrets; what all share to operators.
	suggested := func(as *discordtest.User, typed string) string {
		var names []string
		for _, c := range must[[]*discordgo.ApplicationCommandOptionChoice](t)(s.Autocomplete(as, s.channel, "dateline remove", opt("source", typed)).Choices(t.Context())) {
			names = append(names, c.Name)
		}
		return strings.Join(names, " ")
	}
	if got := suggested(mod, ""); got != "https://news.example/feed notes_1.md" {
		t.Errorf("suggested: %s", got)
	}
	if got := suggested(boss, "ALL"); got != "https://all.example/" {
		t.Errorf("suggested to an operator: %s", got)
	}
	wantText(t, s.dateline(t, mod, "refresh"), "- **https:\u200b//news.example/feed**", "12 articles", `- **notes\_1.md**`)
	wantText(t, s.dateline(t, mod, "remove", opt("source", "notes_1.md")), `notes\_1.md is removed.`)
	all := must[[]memory.Addition](t)(s.memory.Additions(t.Context(), s.guild.ID))
	if len(all) != 1 {
		t.Fatalf("%d additions are left", len(all))
	}
	wantText(t, s.dateline(t, mod, "remove", opt("source", all[0].ID)), "https:\u200b//news.example/feed is removed.")
	s.silent(t, "user:pass")
}

func TestWhatTheLibraryRefusesIsASentence(t *testing.T) {
	t.Parallel()
	for _, why := range []library.Why{library.Known, library.Full, library.TooMuch, library.TooHeavy, library.TooLarge, library.Unreadable, library.Unknown, library.Soon} {
		err := library.Usage(fmt.Errorf("add: %w", &library.Refused{Why: why, N: 25, Detail: "the page has no text"}))
		if !errors.Is(err, desk.ErrUsage) {
			t.Errorf("%s: %v", why, err)
		}
		for _, l := range desk.Locales() {
			if text := l.Sentence(err); strings.ContainsAny(text, "{}") || len(text) < 20 {
				t.Errorf("%s in %s: %q", why, l, text)
			}
		}
	}
	fault := errors.New("the disk is full")
	if err := library.Usage(fault); !errors.Is(err, fault) {
		t.Errorf("got %v", err)
	}
	s := build(t, fakeDesk{})
	lib := &fakeLibrary{memory: s.memory, refuse: &library.Refused{Why: library.Full, N: 25}}
	s.hire(t, Config{Desk: outletsDesk(), Library: lib})
	s.Grant(s.guild, s.ada, discordgo.PermissionManageGuild)
	s.run(t).ready(t)
	m := s.dateline(t, s.ada, "add", discordtest.Opt("url", "https://news.example/"))
	if m.Content != "25 things are added, which is as many as there may be; remove one first." {
		t.Errorf("got %q", m.Content)
	}
}

// A file is read from where Discord keeps files and from nowhere else.
func TestFilesAreReadFromDiscordAlone(t *testing.T) {
	t.Parallel()
	s := build(t, fakeDesk{})
	for _, address := range []string{"https://169.254.169.254/latest", "http://cdn.discordapp.com/a/b/c", "https://cdn.discordapp.com.evil.example/a", "file:///etc/passwd", "::"} {
		_, err := s.bot.api.download(t.Context(), &discordgo.MessageAttachment{URL: address})
		if !errors.Is(err, desk.ErrUsage) {
			t.Errorf("%s: %v", address, err)
		}
	}
	if _, err := s.bot.api.download(t.Context(), &discordgo.MessageAttachment{Size: maxFile + 1}); err == nil || !strings.Contains(err.Error(), "10 MB") {
		t.Errorf("too large a file: %v", err)
	}
	if _, err := s.bot.api.download(t.Context(), &discordgo.MessageAttachment{URL: s.URL + "/ephemeral-attachments/1/2/gone.md"}); !errors.Is(err, desk.ErrUsage) {
		t.Errorf("a file that is gone: %v", err)
	}
	real := must[*api](t)(newAPI("token", "", s.bot.log, wall))
	for address, want := range map[string]bool{
		"https://cdn.discordapp.com/ephemeral-attachments/1/2/a.md?ex=1": true, "http://cdn.discordapp.com/a": false, "https://discord.com/a": false, "https://evil.example/": false,
	} {
		if got := real.keeps(must[*url.URL](t)(url.Parse(address))); got != want {
			t.Errorf("%s: kept by Discord: %v", address, got)
		}
	}
}

func TestAdditionMessages(t *testing.T) {
	t.Parallel()
	var skipped []string
	for i := range 8 {
		skipped = append(skipped, fmt.Sprintf("file %d.bin: no text", i))
	}
	goldenMessage(t, "added", addedMessage(library.Added{Address: "https://news.example/feed", Kind: "feed", Articles: 1, More: 1, Late: true, Skipped: skipped}, desk.English))
	goldenMessage(t, "added-de", addedMessage(library.Added{Address: "notes.zip", Kind: library.File, Articles: 40, Replaced: true}, "de"))
	fares := []library.Status{
		{Address: "https://news.example/feed", Kind: "feed", Articles: 120, State: library.Reading},
		{Address: "https://quiet.example/", Kind: "sitemap", Articles: 1, State: library.Reading, Silent: "https://quiet.example/ silent for 9 days"},
		{Address: "https://down.example/", State: library.Failing, Reason: "https://down.example/ answers 503"},
		{Address: "notes.md", Kind: library.File, Articles: 3, State: library.Lost},
	}
	coverage := must[desk.Coverage](t)(outletsDesk().Coverage(t.Context(), "", 0))
	for name, h := range map[string]health{
		"status":     {coverage: coverage, model: "llama3.1:8b", retention: 90 * 24 * time.Hour, adds: true, additions: fares},
		"status-ill": {model: "llama3.1:8b", ill: errors.New("OPENAI_BASE_URL http://10.0.0.5 cannot be reached"), operator: true, memory: errors.New("x"), lacking: []string{"Embed Links"}},
	} {
		goldenMessage(t, name, statusMessage(h, desk.English))
	}
	goldenMessage(t, "status-bare-es", statusMessage(health{coverage: coverage}, "es"))
}

func TestStatus(t *testing.T) {
	t.Parallel()
	s := build(t, fakeDesk{})
	mod, boss := s.AddUser("mo"), s.AddUser("boss")
	for _, u := range []*discordtest.User{mod, boss} {
		s.Grant(s.guild, u, discordgo.PermissionManageGuild)
	}
	secret := errors.New("http://10.0.0.5 refuses the connection")
	s.hire(t, Config{Desk: outletsDesk(), Library: &fakeLibrary{memory: s.memory}, Models: desk.Models{Chat: "llama3.1:8b"}, Operators: []string{boss.ID},
		Retention: 90 * 24 * time.Hour, Check: func(context.Context) error { return secret }})
	s.run(t).ready(t)
	m := s.dateline(t, mod, "status")
	wantText(t, m, "12 articles", "🔴 **Language model**", "llama3.1:8b does not answer", "kept for 90 days", "Nothing was added")
	if strings.Contains(m.Text(), "10.0.0.5") {
		t.Error("a moderator is told of the operator's own machines")
	}
	wantText(t, s.dateline(t, boss, "status"), "10.0.0.5 refuses")
	s.Deny(s.channel, discordgo.PermissionEmbedLinks)
	wantText(t, s.dateline(t, mod, "status"), "🔴 **Permissions in this channel**", "I lack: Embed Links")
}
