package web

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"unicode/utf8"

	"dateline/bot"
	"dateline/bot/desk"
	"dateline/retrieval"
)

// modelName is what Dateline is called among language models.
const modelName = "dateline"

// completionRequest is what is read of a request of OpenAI's chat completions API.
type completionRequest struct {
	Model         string    `json:"model"`
	Messages      []message `json:"messages"`
	Stream        bool      `json:"stream"`
	StreamOptions struct {
		IncludeUsage bool `json:"include_usage"`
	} `json:"stream_options"`
}

type message struct {
	Role    string `json:"role"`
	Content words  `json:"content"`
}

// words are a message's text: a string, or parts of which those of text count.
type words string

// UnmarshalJSON reads both forms.
func (t *words) UnmarshalJSON(raw []byte) error {
	if !bytes.HasPrefix(raw, []byte("[")) {
		return json.Unmarshal(raw, (*string)(t))
	}
	var parts []struct{ Type, Text string }
	if err := json.Unmarshal(raw, &parts); err != nil {
		return err
	}
	var all []string
	for _, p := range parts {
		if p.Type == "text" {
			all = append(all, p.Text)
		}
	}
	*t = words(strings.Join(all, "\n"))
	return nil
}

// completion is an answer, or a piece of one that is streamed.
type completion struct {
	ID      string   `json:"id"`
	Object  string   `json:"object"`
	Created int64    `json:"created"`
	Model   string   `json:"model"`
	Choices []choice `json:"choices"`
	Usage   *usage   `json:"usage,omitempty"`
}

type choice struct {
	Index   int     `json:"index"`
	Message *spoken `json:"message,omitempty"`
	Delta   *spoken `json:"delta,omitempty"`
	Finish  *string `json:"finish_reason"`
}

type spoken struct {
	Role        string       `json:"role,omitempty"`
	Content     string       `json:"content"`
	Annotations []annotation `json:"annotations,omitempty"`
}

// annotation leads from a marker in the text to what it cites. Its indices count characters.
type annotation struct {
	Type string      `json:"type"` // url_citation
	URL  urlCitation `json:"url_citation"`
}

type urlCitation struct {
	Start int    `json:"start_index"`
	End   int    `json:"end_index"`
	URL   string `json:"url"`
	Title string `json:"title"`
}

// usage is estimated, four characters a token: without a model none are counted.
type usage struct {
	Prompt     int `json:"prompt_tokens"`
	Completion int `json:"completion_tokens"`
	Total      int `json:"total_tokens"`
}

func estimated(prompt, answer int) *usage {
	return &usage{prompt / 4, answer / 4, prompt/4 + answer/4}
}

// models lists Dateline as the one model there is.
func (s *Site) models(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, map[string]any{"object": "list", "data": []any{s.described()}})
}

// model tells of the one model by its name.
func (s *Site) model(w http.ResponseWriter, r *http.Request) {
	if r.PathValue("id") != modelName {
		refuse(w, http.StatusNotFound, oneModel)
		return
	}
	writeJSON(w, http.StatusOK, s.described())
}

func (s *Site) described() map[string]any {
	return map[string]any{"id": modelName, "object": "model", "created": s.started.Unix(), "owned_by": modelName}
}

const oneModel = "There is one model here: " + modelName + "."

// completions answers the last message of a conversation, as POST /v1/chat/completions of OpenAI's API does.
func (s *Site) completions(w http.ResponseWriter, r *http.Request) {
	var asked completionRequest
	if err := json.NewDecoder(r.Body).Decode(&asked); err != nil {
		refuse(w, http.StatusBadRequest, "The body is no request of the chat completions API.")
		return
	}
	if asked.Model != modelName {
		refuse(w, http.StatusNotFound, oneModel)
		return
	}
	former, question, ok := conversationOf(asked.Messages)
	if !ok {
		refuse(w, http.StatusBadRequest, "The last message has to be the user's.")
		return
	}
	reply := &reply{
		to: w, host: s.pages(r), stream: asked.Stream,
		about: completion{ID: "chatcmpl-" + rand.Text(), Object: "chat.completion", Created: s.now().Unix(), Model: modelName},
	}
	var show func(bot.Claim)
	calm := func() {}
	if asked.Stream {
		reply.about.Object = "chat.completion.chunk"
		ctx, leave := context.WithCancel(r.Context())
		defer leave()
		r = r.WithContext(ctx)
		reply.events = newEvents(w, leave)
		calm = reply.events.beat(ctx)
		show = reply.claim
	}
	answer, err := s.consult(r.Context(), visitor(r), tasks[0], form{Words: question}, former, show)
	calm()
	switch {
	case err != nil && reply.stream && reply.events.begun:
		status, sentence := s.failure(r.Context(), r.URL.Path, err)
		reply.send(map[string]any{"error": newFault(status, sentence)})
		return
	case err != nil:
		s.refuse(w, r, err)
		return
	}
	size := 0
	for _, m := range asked.Messages {
		size += utf8.RuneCountInString(string(m.Content))
	}
	reply.finish(answer, size, asked.StreamOptions.IncludeUsage)
}

// pages is where this site's pages are, as a program has to call them.
func (s *Site) pages(r *http.Request) string {
	if s.publicURL != "" {
		return s.publicURL
	}
	return "http://" + r.Host
}

// conversationOf are the former turns of a conversation and its last question.
func conversationOf(messages []message) (former []bot.Turn, question string, ok bool) {
	for i, m := range messages {
		switch {
		case m.Role == "user" && i == len(messages)-1:
			return former, strings.TrimSpace(string(m.Content)), true
		case m.Role == "user":
			former = append(former, bot.Turn{Question: strings.TrimSpace(string(m.Content))})
		case m.Role == "assistant" && len(former) > 0:
			last := &former[len(former)-1]
			text := string(m.Content)
			if cut := sourceLines.FindStringIndex(text); cut != nil {
				for _, line := range sourceLine.FindAllStringSubmatch(text[cut[0]:], -1) {
					last.Headlines = append(last.Headlines, line[1])
				}
				text = text[:cut[0]]
			}
			last.Answer = strings.TrimSpace(markers.ReplaceAllString(text, ""))
		}
	}
	return nil, "", false
}

// What an answer of ours looks like when it comes back as part of a conversation.
var (
	sourceLines = regexp.MustCompile(`\n\n(?:` + nearest + `)?\[[0-9]+\] `)
	sourceLine  = regexp.MustCompile(`(?m)^\[[0-9]+\] (.*?)(?: · |$)`)
	markers     = regexp.MustCompile(` \[[0-9]+\]`)
)

// nearest stands over what an abstention comes near to.
const nearest = "Nearest:\n"

// reply writes one answer, whole or in pieces.
type reply struct {
	to     http.ResponseWriter
	host   string // before a page's path
	stream bool
	events *events
	about  completion
	spoke  bool
	text   strings.Builder // the claims
	claims []bot.Claim
}

// claim adds a claim, and sends it where the answer is streamed.
func (r *reply) claim(c bot.Claim) {
	text := c.Marked()
	if len(r.claims) > 0 {
		text = " " + text
		if desk.English.Opens(r.claims[len(r.claims)-1], c) {
			text = "\n\n" + text[1:]
		}
	}
	r.claims = append(r.claims, c)
	r.text.WriteString(text)
	if r.stream {
		r.piece(spoken{Content: text}, "")
	}
}

// piece sends a piece of an answer; finish is why it is the last, "" where it is not.
func (r *reply) piece(s spoken, finish string) {
	if !r.spoke {
		r.spoke = true
		s.Role = "assistant"
	}
	out := r.about
	out.Choices = []choice{{Delta: &s}}
	if finish != "" {
		out.Choices[0].Finish = &finish
	}
	r.send(out)
}

func (r *reply) send(v any) {
	if raw, err := json.Marshal(v); err == nil {
		r.events.write("data: " + string(raw) + "\n\n")
	}
}

// finish sends what follows the claims: the reason of an abstention, the sources, and where each marker leads.
func (r *reply) finish(a bot.Answer, size int, counted bool) {
	for _, c := range a.Claims[len(r.claims):] {
		r.claim(c)
	}
	tail := ""
	if a.Abstained {
		tail = a.Reason
	}
	if a.Notice != "" {
		tail += "\n\n" + a.Notice
	}
	for i, s := range a.Sources {
		if tail += "\n"; i == 0 {
			tail += "\n"
			if a.Abstained {
				tail += nearest
			}
		}
		v := newSourceView(s, nil)
		tail += fmt.Sprintf("[%d] %s · %s", s.N, v.Headline, v.Particulars)
	}
	notes := r.annotations(a)
	if !r.stream {
		text, stop := r.text.String()+tail, "stop"
		r.about.Choices = []choice{{Message: &spoken{Role: "assistant", Content: text, Annotations: notes}, Finish: &stop}}
		r.about.Usage = estimated(size, utf8.RuneCountInString(text))
		writeJSON(r.to, http.StatusOK, r.about)
		return
	}
	r.piece(spoken{Content: tail}, "")
	r.piece(spoken{Annotations: notes}, "stop")
	if counted {
		out := r.about
		out.Choices, out.Usage = []choice{}, estimated(size, utf8.RuneCountInString(r.text.String()+tail))
		r.send(out)
	}
	r.events.write("data: [DONE]\n\n")
}

// annotations are where each marker stands in the text of the claims, and the address of what it cites.
func (r *reply) annotations(a bot.Answer) (all []annotation) {
	text, from := r.text.String(), 0
	for _, c := range a.Claims {
		said := strings.Index(text[from:], c.Text)
		if said < 0 {
			continue
		}
		from += said + len(c.Text)
		seen := map[int]bool{}
		for _, cite := range c.Citations {
			marker := fmt.Sprintf("[%d]", cite.N)
			at := strings.Index(text[from:], marker)
			if seen[cite.N] || at < 0 {
				continue
			}
			seen[cite.N] = true
			from += at
			start := utf8.RuneCountInString(text[:from])
			from += len(marker)
			for _, s := range a.Sources {
				if s.N == cite.N {
					span := retrieval.Span{Start: cite.Start, End: cite.End}
					address := webAddress(bot.Link(s.URL, s.Text, cite.Quote))
					if address == "" {
						address = r.host + bot.ArticlePath(s.ArticleID, cite.PassageID, span)
					}
					all = append(all, annotation{"url_citation", urlCitation{start, start + len(marker), address, newSourceView(s, nil).Headline}})
				}
			}
		}
	}
	return all
}
