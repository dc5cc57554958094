package memory

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"dateline/bot"
	"dateline/retrieval"
)

// Entry is one answer that a reader was shown, with all that its buttons need after a restart and a correction needs years later.
type Entry struct {
	ID           string // made by NewID, so that buttons can carry it before the answer is recorded
	Guild        string // "" in a direct message
	Channel      string // the parent channel, where it was shown in a thread
	Thread       string // "" outside of threads
	Conversation string // the surface's name for it; "" where a follow-up has nothing to go by
	Turn         int    // in the conversation, from 1; set by Record
	Asker        string
	Private      bool              // shown to its asker alone by an ephemeral message, which no correction reaches; a direct message is not private in this sense
	Language     string            // the locale in which the bot spoke
	Kind         string            // of an abstention, in its maker's words; "" otherwise
	Answer       bot.Answer        // as it was shown, with the question; days lose their clock
	Versions     map[string]string // what is known of the articles that it cites, by their IDs: their hashes as they were then, or the marks by which a correction last looked
	Cited        []Cited           // set by the ledger: each citation of each claim, in order
	Messages     []Message         // that show it, oldest first
	At           time.Time         // set by Record
}

// Cited is one citation of an answer: the words that bear a claim, and the version of the article that they stood in.
type Cited struct {
	Article string
	Version string // the article's hash, "" where it was not known
	Passage string
	N       int            // the marker
	Span    retrieval.Span // in the passage's text
	Quote   string
}

// Message is a message of ours that shows an answer, or part of it.
type Message struct {
	Channel string // the channel, or the thread, in which it stands
	ID      string
}

// Record keeps an answer, its citations, its messages so far and its place in the conversation, and returns the entry as it is kept. Record an
// answer before it is sent, so that its buttons never point to nothing, and AddMessage after. An ID is recorded once.
func (m *Memory) Record(ctx context.Context, e Entry) (Entry, error) {
	if e.ID == "" {
		e.ID = NewID()
	}
	e.At, e.Cited, e.Turn = m.kept(), cited(e.Answer, e.Versions), 0
	answer, err := toJSON(e.Answer)
	if err != nil {
		return e, fmt.Errorf("record an answer: %w", err)
	}
	gap := ""
	if e.Answer.Abstained {
		gap = gapOf(e.Answer)
	}
	err = m.change(ctx, "record an answer", func(s session) error {
		if e.Conversation != "" {
			if err := s.one(ctx, []any{&e.Turn}, `INSERT INTO conversations (name, turns) VALUES (?, 1)
				ON CONFLICT (name) DO UPDATE SET turns = conversations.turns + 1 RETURNING turns`, e.Conversation); err != nil {
				return err
			}
		}
		if _, err := s.exec(ctx, "INSERT INTO answers ("+answerColumns+", gap) VALUES "+questions(14),
			e.ID, e.Guild, e.Channel, e.Thread, e.Conversation, e.Turn, e.Asker, e.Private, e.Answer.Abstained, e.Language, e.Kind, answer, e.At, gap); err != nil {
			return err
		}
		for _, message := range e.Messages {
			if err := addMessage(ctx, s, e.ID, message, e.At); err != nil {
				return err
			}
		}
		return cite(ctx, s, e.ID, e.Cited)
	})
	return e, err
}

// Amend replaces what is kept of an answer after a correction changed what is shown of it.
func (m *Memory) Amend(ctx context.Context, id string, answer bot.Answer, versions map[string]string) error {
	text, err := toJSON(answer)
	if err != nil {
		return fmt.Errorf("amend an answer: %w", err)
	}
	return m.change(ctx, "amend an answer", func(s session) error {
		if err := found(s.exec(ctx, "UPDATE answers SET answer = ?, abstained = ? WHERE id = ?", text, answer.Abstained, id)); err != nil {
			return err
		}
		if _, err := s.exec(ctx, "DELETE FROM citations WHERE answer = ?", id); err != nil {
			return err
		}
		return cite(ctx, s, id, cited(answer, versions))
	})
}

// AddMessage tells which message shows an answer. A message that is known already now shows this one.
func (m *Memory) AddMessage(ctx context.Context, id string, message Message) error {
	return m.change(ctx, "record a message", func(s session) error {
		if err := s.one(ctx, []any{new(string)}, "SELECT id FROM answers WHERE id = ?", id); err != nil {
			return err
		}
		return addMessage(ctx, s, id, message, m.kept())
	})
}

// DropMessage forgets a message that is no longer there; one that is not known is no error.
func (m *Memory) DropMessage(ctx context.Context, message string) error {
	return m.change(ctx, "forget a message", func(s session) error {
		_, err := s.exec(ctx, "DELETE FROM messages WHERE id = ?", message)
		return err
	})
}

// Publish makes a private answer one for everybody, shown by a message.
func (m *Memory) Publish(ctx context.Context, id string, message Message) error {
	return m.change(ctx, "share an answer", func(s session) error {
		if err := found(s.exec(ctx, "UPDATE answers SET private = ? WHERE id = ?", false, id)); err != nil {
			return err
		}
		return addMessage(ctx, s, id, message, m.kept())
	})
}

// Entry returns the answer with an ID, or ErrUnknown.
func (m *Memory) Entry(ctx context.Context, id string) (Entry, error) {
	return m.entry(ctx, "id = ?", id)
}

// EntryOf returns the answer that a message shows, or ErrUnknown. Its Conversation and Turn are what a reply to that message
// follows up on.
func (m *Memory) EntryOf(ctx context.Context, message string) (Entry, error) {
	return m.entry(ctx, "id = (SELECT answer FROM messages WHERE id = ?)", message)
}

func (m *Memory) entry(ctx context.Context, where string, args ...any) (Entry, error) {
	all, err := m.entries(ctx, where, args...)
	if err == nil && len(all) == 0 {
		err = m.wrap("look up an answer", ErrUnknown)
	}
	if err != nil {
		return Entry{}, err
	}
	return all[0], nil
}

// Citing returns up to n answers that cite an article and that a correction can still reach: they have a message and are not private.
// They come by ID, beginning after the ID given ("" for the first page); fewer than n is the last page.
func (m *Memory) Citing(ctx context.Context, article, after string, n int) ([]Entry, error) {
	return m.entries(ctx, `id IN (SELECT answer FROM citations WHERE article = ?) AND id > ? AND NOT private
		AND EXISTS (SELECT 1 FROM messages WHERE answer = answers.id) ORDER BY id LIMIT ?`, article, after, n)
}

// Reach is a version of an article that answers of a guild cite.
type Reach struct{ Guild, Article, Version string }

// Reached lists what is cited by answers that a correction can still reach, in order; see Citing. Answers in a guild that the bot has
// left are out of its reach.
func (m *Memory) Reached(ctx context.Context) ([]Reach, error) {
	var all []Reach
	err := m.look(ctx, "look up what is cited", func(s session) (err error) {
		all, err = list(ctx, s, func(r row) (one Reach, err error) {
			err = r.Scan(&one.Guild, &one.Article, &one.Version)
			return one, err
		}, `SELECT DISTINCT answers.guild, citations.article, citations.version FROM citations JOIN answers ON answers.id = citations.answer
			WHERE NOT answers.private AND EXISTS (SELECT 1 FROM messages WHERE messages.answer = answers.id) AND answers.`+inGuild+` ORDER BY 1, 2, 3`)
		return err
	})
	return all, err
}

const answerColumns = "id, guild, channel, thread, conversation, turn, asker, private, abstained, language, kind, answer, at"

// entries reads answers with their citations and messages.
func (m *Memory) entries(ctx context.Context, where string, args ...any) ([]Entry, error) {
	var all []Entry
	err := m.look(ctx, "look up answers", func(s session) (err error) {
		all, err = list(ctx, s, scanEntry, "SELECT "+answerColumns+" FROM answers WHERE "+where, args...)
		for i := range all {
			e := &all[i]
			if e.Cited, err = list(ctx, s, scanCited, "SELECT article, version, passage, n, span_start, span_end, quote FROM citations WHERE answer = ? ORDER BY place", e.ID); err != nil {
				return err
			}
			for _, c := range e.Cited {
				if e.Versions == nil {
					e.Versions = map[string]string{}
				}
				e.Versions[c.Article] = c.Version
			}
			if e.Messages, err = list(ctx, s, scanMessage, "SELECT channel, id FROM messages WHERE answer = ? ORDER BY at, id", e.ID); err != nil {
				return err
			}
		}
		return err
	})
	return all, err
}

func scanEntry(r row) (e Entry, err error) {
	err = r.Scan(&e.ID, &e.Guild, &e.Channel, &e.Thread, &e.Conversation, &e.Turn, &e.Asker, &e.Private, new(bool), &e.Language, &e.Kind, asJSON{&e.Answer}, when{&e.At})
	return e, err
}

func scanCited(r row) (c Cited, err error) {
	err = r.Scan(&c.Article, &c.Version, &c.Passage, &c.N, &c.Span.Start, &c.Span.End, &c.Quote)
	return c, err
}

func scanMessage(r row) (m Message, err error) {
	err = r.Scan(&m.Channel, &m.ID)
	return m, err
}

// cited lists an answer's citations with the articles that they lead to.
func cited(a bot.Answer, versions map[string]string) []Cited {
	articles := map[int]string{}
	for _, s := range a.Sources {
		articles[s.N] = s.ArticleID
	}
	var all []Cited
	for _, claim := range a.Claims {
		for _, c := range claim.Citations {
			article := articles[c.N]
			all = append(all, Cited{article, versions[article], c.PassageID, c.N, retrieval.Span{Start: c.Start, End: c.End}, c.Quote})
		}
	}
	return all
}

func cite(ctx context.Context, s session, id string, all []Cited) error {
	first := 0
	for page := range slices.Chunk(all, citeAtOnce) {
		var args []any
		for i, c := range page {
			args = append(args, id, first+i, c.Article, c.Version, c.Passage, c.N, c.Span.Start, c.Span.End, c.Quote)
		}
		first += len(page)
		rows := strings.Join(slices.Repeat([]string{questions(9)}, len(page)), ", ")
		if _, err := s.exec(ctx, "INSERT INTO citations (answer, place, article, version, passage, n, span_start, span_end, quote) VALUES "+rows, args...); err != nil {
			return err
		}
	}
	return nil
}

// citeAtOnce is how many citations one statement keeps: an answer seldom has more.
const citeAtOnce = 16

func addMessage(ctx context.Context, s session, id string, message Message, at time.Time) error {
	_, err := s.exec(ctx, `INSERT INTO messages (id, answer, channel, at) VALUES (?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET answer = excluded.answer, channel = excluded.channel, at = excluded.at`, message.ID, id, message.Channel, at)
	return err
}

// found turns a change of no row into ErrUnknown.
func found(n int, err error) error {
	if err == nil && n == 0 {
		err = ErrUnknown
	}
	return err
}

// kept is the time as it will be read back.
func (m *Memory) kept() time.Time { return time.UnixMicro(m.now().UnixMicro()).UTC() }
