package web

import (
	"crypto/rand"
	"slices"
	"sync"
	"time"

	"dateline/bot"
	"dateline/bot/desk"
)

// What is kept of conversations, in memory alone.
const (
	talkFor   = time.Hour // since its last question
	mostTalks = 1000
	mostTurns = 8
)

// talks are the conversations of the last hour. Who knows one's key takes part in it.
type talks struct {
	now func() time.Time

	mu    sync.Mutex
	byKey map[string]*talk
}

type talk struct {
	turns []turn
	used  time.Time
}

// turn is one question of a conversation, as it was asked and answered.
type turn struct {
	Question string
	Window   desk.Window
	Answer   bot.Answer
	at       time.Time
}

func newTalks(now func() time.Time) *talks {
	return &talks{now: now, byKey: map[string]*talk{}}
}

// turns are those of a conversation, the newest last; none where it is over.
func (t *talks) turns(key string) []turn {
	t.mu.Lock()
	defer t.mu.Unlock()
	if one := t.byKey[key]; one != nil && t.now().Sub(one.used) < talkFor {
		return one.turns
	}
	return nil
}

// add adds a turn to a conversation, which goes on under its key, or begins under a new one.
func (t *talks) add(key string, asked turn) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.now()
	one := t.byKey[key]
	if one == nil || now.Sub(one.used) >= talkFor {
		t.sweep(now)
		one, key = &talk{}, rand.Text()
		t.byKey[key] = one
	}
	asked.at, one.used = now, now
	// A new slice: whoever reads the turns has the former one.
	one.turns = append(slices.Clone(one.turns[max(0, len(one.turns)+1-mostTurns):]), asked)
	return key
}

// sweep drops what is over, and the one that was left alone longest where there are too many.
func (t *talks) sweep(now time.Time) {
	oldest := ""
	for key, one := range t.byKey {
		if now.Sub(one.used) >= talkFor {
			delete(t.byKey, key)
		} else if oldest == "" || one.used.Before(t.byKey[oldest].used) {
			oldest = key
		}
	}
	if len(t.byKey) >= mostTalks {
		delete(t.byKey, oldest)
	}
}

// former are turns as a follow-up leans on them.
func former(turns []turn) []bot.Turn {
	all := make([]bot.Turn, len(turns))
	for i, t := range turns {
		all[i] = t.Answer.Turn(t.Answer.Filter, t.at)
	}
	return all
}
