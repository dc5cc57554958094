package memory_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"dateline/bot/memory"
	"dateline/bot/memory/memorytest"
)

// benchRows is how many answers are there before the measuring begins.
const benchRows = 100_000

// BenchmarkMemory measures what one question costs: to look up the conversation, to take from quotas and to record the answer.
func BenchmarkMemory(b *testing.B) {
	folder := b.TempDir()
	m := open(b, folder, nil)
	answer := func(i int) memory.Entry {
		e := memorytest.Answered(fmt.Sprint("guild ", i%50), fmt.Sprint("reader ", i%5000), "What did Kerry tell Lavrov about the ceasefire?")
		for n := range e.Answer.Sources {
			e.Answer.Sources[n].ArticleID = fmt.Sprint("article ", (i*7+n)%3000)
			e.Answer.Sources[n].Text = fmt.Sprintf("%0800d", i)
		}
		e.Conversation, e.Messages = fmt.Sprint("thread ", i%20_000), []memory.Message{{Channel: "channel", ID: fmt.Sprint("message ", i)}}
		return e
	}
	began := time.Now()
	for i := range benchRows {
		if _, err := m.Record(b.Context(), answer(i)); err != nil {
			b.Fatal(err)
		}
	}
	info, err := os.Stat(filepath.Join(folder, memory.FileName))
	if err != nil {
		b.Fatal(err)
	}
	filled := time.Since(began)
	if err := m.Check(b.Context()); err != nil {
		b.Fatal(err)
	}
	b.Logf("%d answers in %s, %d MB, checked in %s", benchRows, filled.Round(time.Second), info.Size()>>20, (time.Since(began) - filled).Round(time.Millisecond))
	next := benchRows
	for _, one := range []struct {
		name string
		do   func() error
	}{
		{"Record", func() error { next++; _, err := m.Record(b.Context(), answer(next)); return err }},
		{"Turns", func() error {
			next++
			_, err := m.Turns(b.Context(), fmt.Sprint("thread ", next%20_000), 5)
			return err
		}},
		{"EntryOf", func() error {
			next++
			_, err := m.EntryOf(b.Context(), fmt.Sprint("message ", next%benchRows))
			return err
		}},
		{"Citing", func() error {
			next++
			_, err := m.Citing(b.Context(), fmt.Sprint("article ", next%3000), "", 20)
			return err
		}},
		{"Settings", func() error { _, err := m.Settings(b.Context(), "guild", "thread", "channel"); return err }},
		{"Take", func() error {
			_, err := m.Take(b.Context(), memory.Quota{Guild: "guild", Kind: memory.OfReader, Name: "reader", Limit: memory.Limit{Most: 1 << 40, Per: time.Hour}})
			return err
		}},
		{"Open", func() error {
			m, err := memory.Open(b.Context(), filepath.Join(folder, memory.FileName), nil)
			if err == nil {
				err = m.Close()
			}
			return err
		}},
		{"Forget", func() error { next++; _, err := m.Forget(b.Context(), fmt.Sprint("reader ", next%5000)); return err }},
	} {
		b.Run(one.name, func(b *testing.B) {
			for b.Loop() {
				if err := one.do(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
