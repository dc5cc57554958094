// Package export writes what moderators take home: feedback, and the questions that went unanswered, as comma-separated values
// that spreadsheets read. It leans on encoding/csv.
package export

import (
	"bytes"
	"context"
	"encoding/csv"
	"iter"
	"strconv"
	"strings"
	"time"

	"dateline/bot/memory"
)

const (
	// maxFile bounds a file in bytes: Discord takes ten megabytes of both together.
	maxFile = 4 << 20
	// maxGaps bounds the questions that went unanswered, the last asked first.
	maxGaps = 1000
)

// Memory is what is exported from: a *memory.Memory.
type Memory interface {
	Judgements(ctx context.Context, guild string, since time.Time) iter.Seq2[memory.Judged, error]
	Gaps(ctx context.Context, guild string, since time.Time, n int) ([]memory.Gap, error)
}

// Feedback is what readers of a guild think of answers, and what was asked in vain.
type Feedback struct {
	Good, Bad  int
	Judgements []byte    // a table in CSV, empty where there are none
	Until      time.Time // of its last line, where not all fitted
	Gaps       []memory.Gap
	Unanswered []byte // a table of them in CSV, empty where there are none
}

// Of is the feedback of a guild since a time.
func Of(ctx context.Context, m Memory, guild string, since time.Time) (f Feedback, err error) {
	if err := f.judge(ctx, m, guild, since); err != nil {
		return f, err
	}
	if f.Gaps, err = m.Gaps(ctx, guild, since, maxGaps); err != nil || len(f.Gaps) == 0 {
		return f, err
	}
	t := newTable("question", "times", "readers", "first", "last", "kind", "reason")
	for _, g := range f.Gaps {
		if t.buf.Len() > maxFile {
			break
		}
		t.add(g.Question, strconv.Itoa(g.Count), strconv.Itoa(g.Askers), iso(g.First), iso(g.Last), g.Kind, g.Reason)
	}
	f.Unanswered = t.buf.Bytes()
	return f, t.writer.Error()
}

func (f *Feedback) judge(ctx context.Context, m Memory, guild string, since time.Time) error {
	t := newTable("judged", "verdict", "reason", "reader", "asked", "question", "answer", "abstained", "private", "channel", "thread", "composer", "model", "answer_id")
	readers := map[string]int{} // moderators see who is one, not who it is
	var last time.Time
	for one, err := range m.Judgements(ctx, guild, since) {
		if err != nil {
			return err
		}
		if t.buf.Len() > maxFile {
			f.Until = last
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
			f.Good++
		} else {
			f.Bad++
		}
		t.add(iso(one.At), verdict, one.Reason, reader, iso(one.Asked), one.Question, one.Said,
			strconv.FormatBool(one.Abstained), strconv.FormatBool(one.Private), one.Channel, one.Thread, one.Composer, one.Model, one.Answer)
		last = one.At
	}
	if f.Good+f.Bad > 0 {
		f.Judgements = t.buf.Bytes()
	}
	return t.writer.Error()
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
	_ = t.writer.Write(cells) // into memory; the writer's Error has what is wrong with a cell
	t.writer.Flush()
}

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
