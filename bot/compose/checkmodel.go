package compose

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"dateline/bot"
	"dateline/retrieval"
	"dateline/retrieval/endpoint"
)

// mostHeard is how many testimonies a model is asked about.
const mostHeard = 16

// check yields what the Judge's rules and the model agree on. What the rules are certain of the model can only take away; what
// they leave open it can decide, but for a side that figures, dates or names rule out. Nothing is yielded before all of it is
// judged, so that a model that fails leaves the rules alone to speak.
func (l *LLM) check(ctx context.Context, q bot.Question, found retrieval.Result) iter.Seq2[bot.Draft, error] {
	ctx = endpoint.WithWait(endpoint.WithUser(ctx, bot.Asker(ctx)), bot.Wait(ctx))
	return func(yield func(bot.Draft, error) bool) {
		all, err := heard(l.Judge, q, found)
		if err != nil {
			yield(bot.Draft{}, err)
			return
		}
		slices.SortStableFunc(all, surest)
		all = all[:min(len(all), mostHeard)]
		sides, err := l.sides(ctx, q.Text, all)
		if err != nil {
			yield(bot.Draft{}, told(err))
			return
		}
		for i, side := range sides {
			t := &all[i]
			switch {
			case t.Side != "" && side != t.Side:
				t.Side = ""
			case slices.Contains(t.May, side):
				t.Side = side
			}
		}
		for _, t := range chosen(all) {
			if ctx.Err() != nil || !yield(t.draft(), nil) {
				return
			}
		}
	}
}

// surest puts what is decided first, then what meets most of the claim.
func surest(a, b testimony) int {
	open := func(t testimony) int { return len(t.May) }
	return cmp.Or(cmp.Compare(min(1, open(a)), min(1, open(b))), cmp.Compare(b.Score, a.Score))
}

// sides are what the model says of testimonies, by their place: bot.For, bot.Against, or "" for neither. Those of which it says
// nothing that can be read are not among them.
func (l *LLM) sides(ctx context.Context, claim string, all []testimony) (map[int]string, error) {
	sides := map[int]string{}
	room, tries := l.ContextTokens(), 0
	for from := 0; from < len(all); {
		p, n, err := l.hear(claim, all[from:], room)
		if err != nil {
			return nil, err
		}
		reply, err := l.reply(ctx, p.ChatRequest)
		if next := smaller(room, p.tokens, err); err != nil && tries+1 < mostTries && (next < room || errors.Is(err, endpoint.ErrAloud)) {
			tries++
			if next < room {
				room = next
				l.learned.Store(int64(room))
			}
			continue
		}
		if err != nil {
			return nil, err
		}
		read := judgements(reply, n)
		if len(read) == 0 {
			return nil, fmt.Errorf("%w: %.80q", errNoVerdict, reply)
		}
		for i, side := range read {
			sides[from+i-1] = side
		}
		from += n
	}
	return sides, nil
}

// hearing is what the templates of a check are filled with.
type hearing struct {
	Claim    string
	Fence    string
	Brief    bool
	Passages []passage
}

func (h hearing) render() (system, user string, err error) {
	var a, b strings.Builder
	if err = prompts.ExecuteTemplate(&a, "check_system.tmpl", h); err == nil {
		err = prompts.ExecuteTemplate(&b, "check_user.tmpl", h)
	}
	if err != nil {
		return "", "", fmt.Errorf("fill the prompt of a check: %w", err)
	}
	return a.String(), b.String(), nil
}

// hear puts as many testimonies to the model as room tokens hold beside the answer, numbered from 1, and says how many.
func (l *LLM) hear(claim string, all []testimony, room int) (p prompt, n int, err error) {
	h := hearing{Claim: endpoint.Neutralise(claim), Fence: l.fence(), Brief: room < briefBelow}
	answer := min(maxVerdict, room/answerShare)
	if h.Brief {
		answer = room / briefShare
	}
	system, user, err := h.render()
	if err != nil {
		return prompt{}, 0, err
	}
	left := room - answer - promptMargin - endpoint.Tokens(system) - endpoint.Tokens(user)
	for _, t := range all {
		next := newPassage(*t.evidence)
		next.N, next.Text = len(h.Passages)+1, endpoint.Neutralise(t.text())
		left -= endpoint.Tokens(next.Outlet+next.Date+next.Headline+string(next.Label)+next.Text) + passageMargin
		if left < 0 {
			break
		}
		h.Passages = append(h.Passages, next)
	}
	if len(h.Passages) == 0 {
		return prompt{}, 0, fmt.Errorf("CONTEXT_TOKENS is %d, which holds no passage beside the claim; raise it", room)
	}
	if system, user, err = h.render(); err != nil {
		return prompt{}, 0, err
	}
	return prompt{
		ChatRequest: endpoint.ChatRequest{
			Model: l.model, System: system, Messages: []endpoint.Message{{Role: "user", Text: user}}, MaxTokens: answer,
		},
		tokens: promptMargin + endpoint.Tokens(system) + endpoint.Tokens(user) + answer,
	}, len(h.Passages), nil
}

// reply is all that the model replies to a request, or the beginning of what turned out too long.
func (l *LLM) reply(ctx context.Context, r endpoint.ChatRequest) (string, error) {
	var reply strings.Builder
	for piece, err := range l.chat.Chat(ctx, r) {
		if errors.Is(err, endpoint.ErrIncomplete) {
			break // the verdict comes first
		}
		if err != nil {
			return "", err
		}
		reply.WriteString(piece)
	}
	return reply.String(), nil
}
