package compose

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"dateline/bot"
	"dateline/retrieval"
	"dateline/retrieval/endpoint"
)

// Reviewer asks a language model whether the passages that a claim cites carry it: GROUNDING=llm.
type Reviewer struct{ llm *LLM }

// NewReviewer reviews with the model that llm writes with.
func NewReviewer(llm *LLM) *Reviewer { return &Reviewer{llm: llm} }

// maxVerdict is how many tokens a verdict may take: a word, or the reasoning before it.
const maxVerdict = 512

// errNoVerdict marks a reply that says neither supported nor unsupported.
var errNoVerdict = errors.New("the model's verdict cannot be read")

// doubt is what the templates of a second opinion are filled with.
type doubt struct {
	Claim    string
	Fence    string
	Passages []passage
}

func (d doubt) render() (system, user string, err error) {
	var s, u strings.Builder
	if err = prompts.ExecuteTemplate(&s, "review_system.tmpl", d); err == nil {
		err = prompts.ExecuteTemplate(&u, "review_user.tmpl", d)
	}
	if err != nil {
		return "", "", fmt.Errorf("fill the prompt of a second opinion: %w", err)
	}
	return s.String(), u.String(), nil
}

// Review asks for supported or not. A passage that the context does not hold is shown by the words that the claim cites.
func (r *Reviewer) Review(ctx context.Context, c bot.Claim, evidence []retrieval.Evidence) (supported bool, err error) {
	answer := min(maxVerdict, r.llm.contextTokens/answerShare)
	d := doubt{Claim: endpoint.Neutralise(c.Text), Fence: r.llm.fence()}
	system, user, err := d.render()
	if err != nil {
		return false, err
	}
	room := r.llm.contextTokens - answer - endpoint.Tokens(system+user) - promptMargin
	cited := map[string][]string{} // by passage
	for _, cite := range c.Citations {
		cited[cite.PassageID] = append(cited[cite.PassageID], endpoint.Neutralise(cite.Quote))
	}
	for _, e := range evidence {
		quotes, ok := cited[e.Passage.ID]
		if !ok {
			continue
		}
		p := newPassage(e)
		p.Text = endpoint.Neutralise(e.Passage.Text)
		if endpoint.Tokens(p.Text)+passageMargin+endpoint.Tokens(p.Headline) > room/len(cited) {
			p.Text = strings.Join(quotes, " … ")
		}
		d.Passages = append(d.Passages, p)
	}
	if system, user, err = d.render(); err != nil {
		return false, err
	}
	reply, err := r.llm.reply(endpoint.WithWait(endpoint.WithUser(ctx, bot.Asker(ctx)), bot.Wait(ctx)), endpoint.ChatRequest{
		Model: r.llm.model, System: system, Messages: []endpoint.Message{{Role: "user", Text: user}}, MaxTokens: answer,
	})
	if err != nil {
		return false, fmt.Errorf("ask for a second opinion: %w", err)
	}
	return verdict(reply)
}
