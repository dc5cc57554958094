package discord

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"dateline/bot"
	"dateline/bot/desk"
	"dateline/bot/discord/discordtest"
)

// queue is a desk whose model answers one question at a time, when it is released, and tells the others how many are before them.
type queue struct {
	turn    sync.Mutex
	arrived atomic.Int64
	served  atomic.Int64
	all     chan struct{} // closed once the whole crowd has arrived
	release chan struct{}
}

func (q *queue) ask(ctx context.Context, question string, _ desk.Window, _ func(bot.Claim)) (bot.Answer, error) {
	number := q.arrived.Add(1)
	if number == crowd {
		close(q.all)
	}
	bot.Wait(ctx)(func() int { return int(max(0, number-1-q.served.Load())) })
	select {
	case <-q.release:
	case <-ctx.Done():
		return bot.Answer{}, ctx.Err()
	}
	q.turn.Lock()
	defer q.turn.Unlock()
	q.served.Add(1)
	return sample(question), nil
}

// crowd are the askers at once, a tenth of them by a mention: as many as a minute's messages of Discord's limits.
const crowd = 500

// Not parallel: it looks at every goroutine of the process, and its memory.
func TestFiveHundredAskAtOnce(t *testing.T) {
	goroutines, heap := runtime.NumGoroutine(), heapInUse()
	var left *Bot
	t.Run("crowd", func(t *testing.T) { left = ask500(t) })
	for deadline := time.Now().Add(patience); runtime.NumGoroutine() > goroutines; runtime.Gosched() {
		if time.Now().After(deadline) {
			buf := make([]byte, 1<<20)
			t.Fatalf("%d goroutines, before %d:\n%s", runtime.NumGoroutine(), goroutines, buf[:runtime.Stack(buf, true)])
		}
	}
	if now := heapInUse(); now > heap+4<<20 {
		t.Errorf("the bot holds %d KB more than before", (now-heap)>>10)
	}
	if len(left.running.by) > 0 || len(left.sharing.by) > 0 {
		t.Error("some answers are still in the making")
	}
	runtime.KeepAlive(left)
}

func heapInUse() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func ask500(t *testing.T) *Bot {
	q := &queue{all: make(chan struct{}), release: make(chan struct{})}
	now := time.Now()
	s := play(t, fakeDesk{ask: q.ask}, discordtest.WithClock(func() time.Time { return now })) // however slow the computer is
	ctx, done := context.WithTimeout(t.Context(), 2*time.Minute)
	defer done()
	await := make([]func(until ...func(*discordtest.Message) bool) (*discordtest.Message, error), crowd)
	for i := range await {
		who, question := s.AddUser(fmt.Sprintf("reader %d", i)), fmt.Sprintf("question %d?", i)
		if i%10 == 0 {
			asked := s.Say(who, s.channel, s.Bot.Mention()+" "+question)
			await[i] = func(until ...func(*discordtest.Message) bool) (*discordtest.Message, error) {
				return s.AwaitReply(ctx, asked, until...)
			}
			continue
		}
		asked := s.Command(who, s.channel, "ask", discordtest.Opt("question", question))
		await[i] = func(until ...func(*discordtest.Message) bool) (*discordtest.Message, error) {
			return asked.Answer(ctx, until...)
		}
	}
	select {
	case <-q.all:
	case <-ctx.Done():
		t.Fatalf("%d of %d questions arrived", q.arrived.Load(), crowd)
	}
	told, ticking := make(chan struct{}), make(chan struct{})
	go func() { // time passes until all are told
		defer close(ticking)
		for {
			select {
			case s.clock.paces <- time.Time{}:
			case <-told:
				return
			}
		}
	}()
	for i := range await {
		m := must[*discordtest.Message](t)(await[i]())
		if text := m.Text(); !strings.Contains(text, "before yours") && !strings.Contains(text, "Yours is the next") {
			t.Fatalf("reader %d is told %q", i, text)
		}
	}
	close(told)
	<-ticking
	close(q.release)
	for i := range await {
		must[*discordtest.Message](t)(await[i](discordtest.Contains(fmt.Sprintf("You asked: question %d?.", i))))
	}
	s.stop()
	s.wantEnd(t, nil)
	if n := len(s.Messages(s.channel)); n != crowd+crowd/10 {
		t.Errorf("%d messages stand in the channel, want %d questions and %d answers", n, crowd/10, crowd)
	}
	for _, c := range s.CallsTo("", discordtest.RouteCallback) {
		if c.Status != 204 && c.Status != 200 {
			t.Errorf("a first response met %d", c.Status)
		}
	}
	return s.bot
}

// Of twenty answers in the making, those that can be finished in time are, and the others' readers are told.
func TestShutdownDuringTwentyAnswers(t *testing.T) {
	t.Parallel()
	begun, release := make(chan string, 20), make(chan struct{})
	s := build(t, fakeDesk{ask: func(ctx context.Context, question string, _ desk.Window, _ func(bot.Claim)) (bot.Answer, error) {
		begun <- question
		if strings.HasPrefix(question, "endless") {
			<-ctx.Done()
			return bot.Answer{}, errors.New("the model was cut off")
		}
		<-release
		return sample(question), nil
	}})
	grace := make(chan time.Time)
	s.bot.clock.after = func(d time.Duration) <-chan time.Time {
		if d == usualGrace {
			return grace
		}
		return s.clock.after(d)
	}
	s.run(t).ready(t)
	asked := map[string]func(text string){} // what waits until a reader sees a text
	for i := range 20 {
		who, in, question := s.AddUser(fmt.Sprint("reader ", i)), s.AddChannel(s.guild, fmt.Sprint("desk ", i)), fmt.Sprintf("endless %d?", i)
		if i%2 == 0 {
			question = fmt.Sprintf("short %d?", i)
		}
		switch i / 2 % 3 {
		case 0:
			s.Say(who, in, s.Bot.Mention()+" "+question)
		case 1:
			in = s.DM(who)
			s.Say(who, in, question)
		case 2:
			s.Command(who, in, "ask", discordtest.Opt("question", question), discordtest.Opt("private", i%4 == 0))
		}
		asked[question] = func(text string) {
			t.Helper()
			ok(t, s.Await(t.Context(), question, func() bool {
				seen := s.Seen(who, in)
				return len(seen) == 1 && strings.Contains(seen[0].Text(), text)
			}))
		}
	}
	for range asked {
		<-begun
	}
	s.stop()
	close(release)
	for question, await := range asked {
		if strings.HasPrefix(question, "short") {
			await("You asked: " + question)
		}
	}
	grace <- time.Time{}
	for question, await := range asked {
		if strings.HasPrefix(question, "endless") {
			await(desk.English.Say("error.restarting"))
		}
	}
	s.wantEnd(t, nil)
}
