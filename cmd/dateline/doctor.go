package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"regexp"
	"strings"
	"time"

	"github.com/fatih/color"
	"github.com/spf13/cobra"

	"dateline/bot"
	"dateline/bot/compose"
	"dateline/bot/discord"
	"dateline/retrieval"
	"dateline/retrieval/archive"
	"dateline/retrieval/endpoint"
	"dateline/retrieval/weaviate"
)

// finding is one line of what doctor found. A warning is of what works, but not as well as it might.
type finding struct {
	Checked string `json:"checked"`
	OK      bool   `json:"ok"`
	Says    string `json:"says"`
	Warning bool   `json:"warning,omitempty"`
}

func (a *app) doctorCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:     "doctor",
		Short:   "Check the configuration, each endpoint, model and token, and the index",
		Example: "  dateline doctor",
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			findings := a.examine(cmd.Context())
			failed := 0
			for _, f := range findings {
				if !f.OK {
					failed++
				}
			}
			if asJSON {
				if err := printJSON(a.out, findings); err != nil {
					return err
				}
			} else {
				a.printFindings(findings)
			}
			if failed > 0 {
				return fmt.Errorf("%d of %d checks failed", failed, len(findings))
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON array")
	return cmd
}

func (a *app) printFindings(findings []finding) {
	for _, f := range findings {
		mark := color.GreenString("ok  ")
		switch {
		case !f.OK:
			mark = color.RedString("FAIL")
		case f.Warning:
			mark = color.YellowString("warn")
		}
		fmt.Fprintf(a.out, "%s  %-14s %s\n", mark, f.Checked, f.Says)
	}
}

func (a *app) examine(ctx context.Context) []finding {
	s, err := a.settings()
	if err != nil {
		return []finding{{Checked: "settings", Says: err.Error()}}
	}
	findings := []finding{{Checked: "settings", OK: true, Says: "every variable can be used"}}
	findings = append(findings, a.examineIndex(ctx)...)
	findings = append(findings, a.examineAddresses(ctx, s)...)
	findings = append(findings, examineModels(ctx, s)...)
	if s.postgres != nil {
		findings = append(findings, examineMemory(ctx, s))
	}
	if s.discordToken == "" {
		return append(findings, finding{Checked: "Discord", OK: true, Says: "DISCORD_TOKEN is not set: answers are given in the terminal alone"})
	}
	name, err := discord.Check(ctx, s.discordToken, s.discordAPI)
	if err != nil {
		return append(findings, finding{Checked: "Discord", Says: err.Error()})
	}
	return append(findings, finding{Checked: "Discord", OK: true, Says: "the token is that of " + name})
}

// examineMemory looks at the database that several bots share; the file of one is looked at when it is opened.
func examineMemory(ctx context.Context, s *settings) finding {
	kept, err := s.memory(ctx)
	if err == nil {
		err = errors.Join(kept.Check(ctx), kept.Close())
	}
	if err != nil {
		return finding{Checked: "memory", Says: err.Error()}
	}
	return finding{Checked: "memory", OK: true, Says: s.postgres.String() + " is whole"}
}

func (a *app) examineIndex(ctx context.Context) []finding {
	o, err := a.open(ctx)
	if err != nil {
		return []finding{{Checked: "index", Says: err.Error()}}
	}
	defer o.close()
	articles, err := o.store.Articles(ctx)
	if err != nil {
		return []finding{{Checked: "index", Says: err.Error()}}
	}
	at := o.settings.data
	if o.server != nil {
		at = o.server.String()
	}
	findings := []finding{{Checked: "index", OK: true, Says: fmt.Sprintf("%s, embedded by %s, in %s", counted(len(articles), "article"), o.embedder.Identity(), at)}}
	if o.server == nil {
		return findings
	}
	health, err := o.server.Health(ctx, archive.Options{Embedder: o.embedder}.Identity())
	if err != nil {
		return append(findings, finding{Checked: "Weaviate", Says: err.Error()})
	}
	return append(findings, examineServer(health)...)
}

// examineServer tells how the nodes of a Weaviate fare, and what lies there that nobody may ask any more.
func examineServer(h weaviate.Health) []finding {
	var ill []string
	for _, n := range h.Nodes {
		if !n.Healthy {
			ill = append(ill, n.Name)
		}
	}
	lies := fmt.Sprintf("each part of the index lies on %d of %s", h.Replication, counted(len(h.Nodes), "node"))
	found := finding{Checked: "Weaviate", OK: true, Says: lies + ", which are healthy"}
	switch {
	case len(ill) > 0:
		found.Warning, found.Says = true, fmt.Sprintf("%s; not healthy: %s", lies, strings.Join(ill, ", "))
	case h.Replication < 3 && len(h.Nodes) > h.Replication:
		found.Warning, found.Says = true, lies+": while one of those is down, answers lack its articles and nothing can be indexed; make the index anew with ?replication=3 behind the address"
	}
	findings := []finding{found}
	for _, other := range h.Others {
		findings = append(findings, finding{Checked: "Weaviate", OK: true, Warning: true, Says: other + " is there too: where nobody asks it any more, delete the collections that begin so"})
	}
	return findings
}

// examineAddresses looks at each web address of the coverage: whether it can be reached and may be fetched, what it is, and
// whether it has fallen silent.
func (a *app) examineAddresses(ctx context.Context, s *settings) (findings []finding) {
	mirrors, err := s.mirrors()
	if err != nil {
		return []finding{{Checked: "coverage", Says: err.Error()}}
	}
	r := &rooms{settings: s, log: s.logger(a.errOut), web: s.fetcher()}
	for _, m := range mirrors {
		held := counted(m.Holds(), "file") + " kept of it"
		what, err := m.Probe(ctx, a.mirroring(r))
		silence := m.Silent(time.Now(), s.feedPatience, r.log)
		switch {
		case err != nil && m.Holds() == 0:
			findings = append(findings, finding{Checked: "coverage", Says: err.Error()})
		case err != nil:
			findings = append(findings, finding{Checked: "coverage", OK: true, Warning: true, Says: fmt.Sprintf("%v; %s", err, held)})
		case silence != "":
			findings = append(findings, finding{Checked: "coverage", OK: true, Warning: true, Says: fmt.Sprintf("%s: it %s, %s", silence, what, held)})
		default:
			findings = append(findings, finding{Checked: "coverage", OK: true, Says: fmt.Sprintf("%s %s, %s", m, what, held)})
		}
	}
	return findings
}

// coldStart is how long doctor waits for a first word: a cold model of middling size loads meanwhile.
const coldStart = 2 * time.Minute

// examineModels looks at the endpoint of each model that is set; without one there is nothing to look at.
func examineModels(ctx context.Context, s *settings) []finding {
	if s.chatModel == "" && s.embeddingModel == "" {
		return []finding{{Checked: "model", OK: true, Says: "none is set: answers are sentences of the coverage"}}
	}
	var findings []finding
	chat := checkup{name: "endpoint", variable: "OPENAI_BASE_URL", url: s.openAIURL, chatModel: s.chatModel}
	embeddings := checkup{name: "embeddings", variable: "EMBEDDING_BASE_URL", url: s.embeddingURL, embeddingModel: s.embeddingModel}
	if s.embeddingModel != "" && s.embeddingURL == s.openAIURL {
		chat.embeddingModel, embeddings.embeddingModel = s.embeddingModel, ""
	}
	for _, c := range []checkup{chat, embeddings} {
		if c.chatModel != "" || c.embeddingModel != "" {
			findings = append(findings, c.examine(ctx, s)...)
		}
	}
	return findings
}

// checkup is one endpoint and the models that are to be there.
type checkup struct {
	name, variable, url       string
	chatModel, embeddingModel string
}

func (c checkup) examine(ctx context.Context, s *settings) []finding {
	client, err := endpoint.New(endpoint.Config{
		BaseURL: c.url, Variable: c.variable, APIKey: s.openAIKey, ContextTokens: s.contextTokens, FirstByte: coldStart,
	})
	if err != nil {
		return []finding{{Checked: c.name, Says: err.Error()}}
	}
	found := client.Probe(ctx)
	if found.Err != nil || found.BaseURL != client.String() {
		return []finding{{Checked: c.name, Says: found.Advice}}
	}
	findings := []finding{{Checked: c.name, OK: true, Says: fmt.Sprintf("%s is %s with %s", c.url, cmp.Or(found.Server, "an OpenAI-compatible server"), counted(len(found.Models), "model"))}}
	if c.chatModel != "" {
		t := try(ctx, client, c.chatModel, s.contextTokens)
		findings = append(findings, listed("CHAT_MODEL", c.chatModel, found, t.err, t.findings(c.chatModel))...)
		given := cmp.Or(client.ContextOf(ctx, found, c.chatModel), t.learned) // now that the model is loaded
		if given > 0 || t.err == nil {
			findings = append(findings, believed(s.contextTokens, given, found.Server))
		}
	}
	if c.embeddingModel != "" {
		vectors, err := client.Embeddings(ctx, c.embeddingModel, trialPassages[:1])
		result := finding{Checked: "embedding"}
		if err != nil {
			result.Says = err.Error()
		} else {
			result.OK, result.Says = true, fmt.Sprintf("%s gives vectors of %d numbers", c.embeddingModel, len(vectors[0]))
		}
		findings = append(findings, listed("EMBEDDING_MODEL", c.embeddingModel, found, err, []finding{result})...)
	}
	return findings
}

// listed tells whether a model is among those of the server, and then how the model did. Some servers take any name, or
// names beside those listed; where the model is refused as unknown, that is said once.
func listed(variable, model string, found endpoint.Report, err error, did []finding) []finding {
	const most = 12
	says := fmt.Sprintf("%s %s is not there: load it, or write ", variable, model)
	switch {
	case found.Has(model):
		return append([]finding{{Checked: "models", OK: true, Says: fmt.Sprintf("%s %s is there", variable, model)}}, did...)
	case !errors.Is(err, endpoint.ErrModel):
		return append([]finding{{Checked: "models", OK: true, Says: fmt.Sprintf("%s %s is not among those that the server lists, but it takes the name", variable, model)}}, did...)
	case len(found.Models) == 0:
		says = "the server offers no model: load " + model + " there"
	case len(found.Models) > most:
		says += fmt.Sprintf("one of the %d that are, such as %s", len(found.Models), strings.Join(found.Models[:most], ", "))
	default:
		says += strings.Join(found.Models, " or ")
	}
	return []finding{{Checked: "models", Says: says}}
}

// raises is how to give a model more context, by server.
var raises = map[string]string{
	endpoint.Ollama:   "raise OLLAMA_CONTEXT_LENGTH there, or num_ctx in the Modelfile",
	endpoint.LlamaCpp: "start it with a larger --ctx-size or a smaller --parallel, which divides it",
	endpoint.LMStudio: "load the model there with a longer context",
	endpoint.VLLM:     "start it with a larger --max-model-len",
}

// believed compares the context that is configured with what the server says that it gives, 0 where it does not say.
func believed(configured, given int, server string) finding {
	raise := cmp.Or(raises[server], "raise it there")
	switch {
	case given == 0:
		return finding{Checked: "context", OK: true, Says: fmt.Sprintf("CONTEXT_TOKENS is %d; the server does not tell what it gives the model, so see that it is no less", configured)}
	case given < leastContext:
		return finding{Checked: "context", Says: fmt.Sprintf("the server gives the model %d tokens, too few for an answer from passages: %s", given, raise)}
	case given < configured:
		return finding{Checked: "context", Says: fmt.Sprintf("CONTEXT_TOKENS is %d but the server gives the model %d: write CONTEXT_TOKENS=%d, or %s", configured, given, given, raise)}
	case given > configured:
		return finding{Checked: "context", OK: true, Says: fmt.Sprintf("CONTEXT_TOKENS is %d; the server gives the model %d: write CONTEXT_TOKENS=%d for more passages a question", configured, given, given)}
	}
	return finding{Checked: "context", OK: true, Says: fmt.Sprintf("CONTEXT_TOKENS is %d, and so the server says", configured)}
}

// leastContext is the smallest CONTEXT_TOKENS taken.
const leastContext = 1024

// trial is how a chat model answered one question, asked as readers' are.
type trial struct {
	chat  compose.Chatter
	said  strings.Builder
	first time.Duration // to the first word
	err   error

	learned int // the context in tokens that the answer had to make do with, 0 where that was the one configured
}

// trialPassages are what a trial asks about.
var trialPassages = []string{
	"The bridge at Mill Lane opened to traffic on Tuesday after two years of work, the council said.",
	"The town library will close at six on Fridays from next month, its director said.",
}

func try(ctx context.Context, chat compose.Chatter, model string, contextTokens int) *trial {
	t := &trial{chat: chat}
	var found retrieval.Result
	for i, text := range trialPassages {
		found.Evidence = append(found.Evidence, retrieval.Evidence{
			N:       i + 1,
			Passage: retrieval.Passage{Kind: retrieval.Body, Text: text, Sentences: []retrieval.Span{{End: len(text)}}},
			Article: retrieval.Article{Headline: "In town", Published: time.Date(2016, time.May, 4, 0, 0, 0, 0, time.UTC)},
		})
	}
	asked := bot.Question{Text: "What opened at Mill Lane?"}
	llm := compose.NewLLM(t, model, contextTokens)
	for _, err := range llm.Compose(ctx, asked, found) {
		t.err = err
	}
	if learned := llm.ContextTokens(); learned < contextTokens {
		t.learned = learned
	}
	return t
}

// Chat listens to what the model says to the composer.
func (t *trial) Chat(ctx context.Context, r endpoint.ChatRequest) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		start := time.Now()
		for piece, err := range t.chat.Chat(ctx, r) {
			if t.said.Len() == 0 {
				t.first = time.Since(start)
			}
			t.said.WriteString(piece)
			if !yield(piece, err) {
				return
			}
		}
	}
}

// marked is a number of one of the two passages between brackets.
var marked = regexp.MustCompile(`[\[【]\D{0,9}[12]\b`)

// findings fail where the model does not answer. Missing markers are a warning: the model answers, and what is shown of
// it is checked in any case.
func (t *trial) findings(model string) []finding {
	if t.err != nil {
		return []finding{{Checked: "chat model", Says: t.err.Error()}}
	}
	answers := finding{Checked: "chat model", OK: true, Says: fmt.Sprintf("%s answers; its first word came after %v", model, t.first.Round(time.Millisecond))}
	if !marked.MatchString(t.said.String()) {
		return []finding{answers, {Checked: "markers", OK: true, Warning: true, Says: model + " answers without markers; each sentence will be matched to the passage that carries it, and left out where none does: a larger model, or one tuned to follow instructions, does better"}}
	}
	return []finding{answers, {Checked: "markers", OK: true, Says: model + " cites its passages as it is told"}}
}
