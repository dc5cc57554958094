package discord

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/desk"
	"dateline/bot/memory"
)

const (
	// maxExport bounds an exported file in bytes: Discord takes ten megabytes of both together.
	maxExport = 4 << 20
	// maxGaps bounds the questions that went unanswered, the last asked first.
	maxGaps = 1000
	// gapsShown is how many are shown beside the file.
	gapsShown = 10
)

// feedback answers /dateline feedback: what readers think of answers, and the questions that went unanswered, as files and
// in short.
func (b *Bot) feedback(ctx context.Context, in *interaction, o options) error {
	if err := b.moderate(ctx, in); err != nil {
		return err
	}
	var since time.Time
	if text := o.text("since"); text != "" {
		var err error
		if since, err = desk.Since(text, b.clock.now()); err != nil {
			return err
		}
	}
	judged, err := b.judgements(ctx, in.event.GuildID, since)
	if err != nil {
		return err
	}
	gaps, err := b.memory.Gaps(ctx, in.event.GuildID, since, maxGaps)
	if err != nil {
		return err
	}
	return in.put(ctx, feedbackMessage(judged, gaps, in.locale()), true)
}

// judgements are the feedback as a table.
type judgements struct {
	table     *table
	good, bad int
	until     time.Time // of the last line, where not all fitted
}

func (b *Bot) judgements(ctx context.Context, guild string, since time.Time) (j judgements, err error) {
	j.table = newTable("judged", "verdict", "reason", "reader", "asked", "question", "answer", "abstained", "private", "channel", "thread", "composer", "model", "answer_id")
	readers := map[string]int{} // moderators see who is one, not who it is
	var last time.Time
	for one, err := range b.memory.Judgements(ctx, guild, since) {
		if err != nil {
			return j, err
		}
		if j.table.size() > maxExport {
			j.until = last
			break
		}
		reader := ""
		if one.Reader != "" {
			if readers[one.Reader] == 0 {
				readers[one.Reader] = len(readers) + 1
			}
			reader = strconv.Itoa(readers[one.Reader])
		}
		verdict := "not helpful"
		if one.Good {
			verdict = "helpful"
			j.good++
		} else {
			j.bad++
		}
		j.table.add(iso(one.At), verdict, one.Reason, reader, iso(one.Asked), one.Question, one.Said,
			strconv.FormatBool(one.Abstained), strconv.FormatBool(one.Private), one.Channel, one.Thread, one.Composer, one.Model, one.Answer)
		last = one.At
	}
	return j, j.table.err()
}

func gapsTable(gaps []memory.Gap) *table {
	t := newTable("question", "times", "readers", "first", "last", "kind", "reason")
	for _, g := range gaps {
		if t.size() > maxExport {
			break
		}
		t.add(g.Question, strconv.Itoa(g.Count), strconv.Itoa(g.Askers), iso(g.First), iso(g.Last), g.Kind, g.Reason)
	}
	return t
}

// feedbackMessage has the tables as files, and in short what they hold.
func feedbackMessage(j judgements, gaps []memory.Gap, l desk.Locale) message {
	lines := []string{l.Say("export.none")}
	m := message{Components: noButtons}
	attach := func(name string, t *table) {
		m.Files = append(m.Files, file{ID: len(m.Files), Name: name, kind: "text/csv; charset=utf-8", text: t.bytes()})
	}
	if j.good+j.bad > 0 {
		lines[0] = l.Say("export.feedback", "good", j.good, "bad", j.bad)
		attach("feedback.csv", j.table)
	}
	if !j.until.IsZero() {
		lines = append(lines, l.Say("export.cut", "since", j.until.UTC().Format(time.DateOnly)))
	}
	if len(gaps) > 0 {
		attach("unanswered.csv", gapsTable(gaps))
		lines = append(lines, "", "**"+l.Say("export.gaps")+"**")
	} else {
		lines = append(lines, l.Say("export.no_gaps"))
	}
	for _, g := range gaps[:min(len(gaps), gapsShown)] {
		lines = append(lines, fmt.Sprintf("- %s · %s", escape(bound(g.Question, 200)), l.Count("export.times", g.Count)))
	}
	if more := len(gaps) - gapsShown; more > 0 {
		lines = append(lines, "- "+l.Say("settings.more", "n", more))
	}
	m.Embeds = []*discordgo.MessageEmbed{{Description: fitting(lines), Color: answered}}
	return m
}

// table is comma-separated values as spreadsheets read them: UTF-8 with its mark, lines ended as RFC 4180 has it.
type table struct {
	buf    bytes.Buffer
	writer *csv.Writer
}

func newTable(head ...string) *table {
	t := &table{}
	t.buf.WriteString("\ufeff")
	t.writer = csv.NewWriter(&t.buf)
	t.writer.UseCRLF = true
	t.add(head...)
	return t
}

func (t *table) add(cells ...string) {
	for i, c := range cells {
		cells[i] = harmless(c)
	}
	_ = t.writer.Write(cells) // into memory; err has what is wrong with a cell
	t.writer.Flush()
}

func (t *table) err() error    { return t.writer.Error() }
func (t *table) size() int     { return t.buf.Len() }
func (t *table) bytes() []byte { return t.buf.Bytes() }

// harmless is a cell that no spreadsheet takes for a formula: an apostrophe stands before what begins like one (CWE-1236).
func harmless(cell string) string {
	cell = strings.ReplaceAll(cell, "\x00", "")
	if strings.ContainsAny(firstOf(strings.TrimLeft(cell, " \u00a0\u3000\ufeff\u200b")), "=+-@\t\r\n＝＋－＠") {
		return "'" + cell
	}
	return cell
}

func firstOf(text string) string {
	for _, r := range text {
		return string(r)
	}
	return ""
}

func iso(t time.Time) string { return t.UTC().Format(time.RFC3339) }
