package compose

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"dateline/bot"
	"dateline/bot/ground"
	"dateline/retrieval"
	"dateline/retrieval/embed"
	"dateline/retrieval/endpoint"
	"dateline/retrieval/endpoint/endpointtest"
	"dateline/retrieval/search"
)

const contextTokens = 4096

// writer is an LLM composer that speaks to a fake server.
func writer(t *testing.T, s *endpointtest.Server) *LLM {
	t.Helper()
	client, err := endpoint.New(endpoint.Config{BaseURL: s.BaseURL(), HTTP: s.HTTP, ContextTokens: contextTokens})
	if err != nil {
		t.Fatal(err)
	}
	return NewLLM(client, "writer", contextTokens)
}

// drafts composes and shows each draft with its markers, an error as its kind.
func drafts(ctx context.Context, c bot.Composer, q bot.Question, evidence []retrieval.Evidence) (all []string) {
	for d, err := range c.Compose(ctx, q, retrieval.Result{Evidence: evidence, Confidence: 1}) {
		if err != nil {
			var f *endpoint.Failure
			if errors.As(err, &f) {
				err = f.Kind
			}
			all = append(all, "error: "+err.Error())
			continue
		}
		all = append(all, fmt.Sprint(d.Text, " ", d.Markers))
	}
	return all
}

func TestLLMDrafts(t *testing.T) {
	answer := []string{"Kerry", " called", " Lavrov", ".", " [", "1", "]", " He", " warned", " him", " [", "1", ",", " ", "2", "]", "."}
	for name, tt := range map[string]struct {
		reply endpointtest.Reply
		want  []string
	}{
		"a streamed answer": {
			endpointtest.Answer(answer...),
			[]string{"Kerry called Lavrov. [1]", "He warned him. [1 2]"},
		},
		"an answer in one piece": {
			endpointtest.NotStreamed("Kerry called Lavrov. [1] He warned him. [2]", "stop"),
			[]string{"Kerry called Lavrov. [1]", "He warned him. [2]"},
		},
		"a stream cut within a sentence": {
			endpointtest.Stream(endpointtest.Event("Kerry called Lavrov. [1] He war")),
			[]string{"Kerry called Lavrov. [1]", "error: " + endpoint.ErrCut.Error()},
		},
		"a stream cut before the first sentence": {
			endpointtest.Stream(endpointtest.Event("Kerry cal")),
			[]string{"error: " + endpoint.ErrCut.Error()},
		},
		"an answer that reached its limit": {
			endpointtest.LengthCut("Kerry called Lavrov. [1] He warned him. [2] He war"),
			[]string{"Kerry called Lavrov. [1]", "He warned him. [2]"},
		},
		"an answer that reached its limit after a marker": {
			endpointtest.LengthCut("Kerry called Lavrov. [1]"),
			[]string{"Kerry called Lavrov. [1]"},
		},
		"an answer that reached its limit within the first sentence": {
			endpointtest.LengthCut("Kerry cal"),
			[]string{"error: " + endpoint.ErrIncomplete.Error()},
		},
		"a refusal": {endpointtest.Answer("The coverage does ", "not answer this."), nil},
		"a refusal in the model's own words": {
			endpointtest.Answer("The provided passages do not mention this. [1] I'm sorry."), nil,
		},
		"an answer behind half a refusal": {
			endpointtest.Answer("The passages do not say when. Kerry called Lavrov. [1]"),
			[]string{"Kerry called Lavrov. [1]"},
		},
		"repetition": {
			endpointtest.Answer("Kerry called Lavrov. [1] Kerry called Lavrov. [1] Kerry called Lavrov. [1] He warned him. [2]"),
			[]string{"Kerry called Lavrov. [1]", "He warned him. [2]"},
		},
		"a list": {
			endpointtest.Answer("- Kerry called Lavrov. [1]\n", "- He warned him. [2]\n"),
			[]string{"Kerry called Lavrov. [1]", "He warned him. [2]"},
		},
		"a sentence without a marker": {
			endpointtest.Answer("Kerry called Lavrov."), []string{"Kerry called Lavrov. []"},
		},
		"reasoning aside": {
			endpointtest.Reasoning("reasoning", "Who called? [9]", "Kerry called Lavrov. [1]"),
			[]string{"Kerry called Lavrov. [1]"},
		},
		"an error in the stream": {endpointtest.ErrorEvent, []string{"error: " + endpoint.ErrServer.Error()}},
		"no answer at all":       {endpointtest.Answer(), []string{"error: " + endpoint.ErrEmpty.Error()}},
	} {
		t.Run(name, func(t *testing.T) {
			s := endpointtest.New(t, tt.reply)
			got := drafts(t.Context(), writer(t, s), bot.Question{Text: "Who called?"}, evidenceOf(kerry(), convoy()))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestLLMSendsPromptAndLimit(t *testing.T) {
	s := endpointtest.New(t, endpointtest.Answer("Kerry did. [1]"))
	drafts(t.Context(), writer(t, s), bot.Question{Text: "Who called?"}, evidenceOf(kerry()))
	r := s.Requests()[0]
	turns := r.Turns()
	if len(turns) != 2 || turns[0][0] != "system" || turns[1][0] != "user" || !strings.Contains(turns[1][1], "Question: Who called?") {
		t.Errorf("turns %q", turns)
	}
	if r.Model() != "writer" || r.Number("max_tokens") != 700 {
		t.Errorf("model %q, at most %v tokens", r.Model(), r.Number("max_tokens"))
	}
}

func TestLLMWithoutEvidenceAsksNobody(t *testing.T) {
	s := endpointtest.New(t, endpointtest.Answer("Kerry did. [1]"))
	if got := drafts(t.Context(), writer(t, s), bot.Question{Text: "Who called?"}, nil); got != nil {
		t.Errorf("drafts %q", got)
	}
	if n := len(s.Requests()); n != 0 {
		t.Errorf("%d requests", n)
	}
}

func TestLLMStopsWhenNobodyReads(t *testing.T) {
	s := endpointtest.New(t, endpointtest.Stalled(endpointtest.Event("Kerry called Lavrov. [1] Then he went home to the State Department and")))
	for _, err := range writer(t, s).Compose(t.Context(), bot.Question{Text: "Who?"}, retrieval.Result{Evidence: evidenceOf(kerry())}) {
		if err != nil {
			t.Error(err)
		}
		break
	}
}

// road is the whole of the bot behind the search.
func road(t *testing.T, c bot.Composer) *bot.Bot {
	words := embed.NewStatic()
	return &bot.Bot{
		Compose: c, Fallback: NewExtractive(search.NewRanker(words)), Ground: ground.New(words),
		Log: slog.New(slog.NewTextHandler(t.Output(), nil)),
	}
}

func TestRoadOverHTTP(t *testing.T) {
	const question = "What did Kerry tell Lavrov?"
	found := retrieval.Result{Evidence: evidenceOf(kerry(), convoy()), Confidence: 1}
	for name, tt := range map[string]struct {
		reply     endpointtest.Reply
		composer  string
		claims    []string // nil: any
		dropped   int
		notice    string
		abstained bool
	}{
		"an answer": {
			reply:    endpointtest.Answer("Kerry told Lavrov by telephone that the United States was preparing to suspend the talks. [1] About 31 trucks were attacked on 19 September. [2]"),
			composer: "llm", claims: []string{
				"Kerry told Lavrov by telephone that the United States was preparing to suspend the talks. [1]",
				"About 31 trucks were attacked on 19 September. [2]",
			},
		},
		"an invented figure is kept back": {
			reply:    endpointtest.Answer("Kerry told Lavrov that the United States was preparing to suspend the talks. [1] About 300,000 people are trapped in the east of the city. [1]"),
			composer: "llm", dropped: 1,
			claims: []string{"Kerry told Lavrov that the United States was preparing to suspend the talks. [1]"},
		},
		"orders of a passage that were obeyed": {
			reply: endpointtest.Answer("Russia won. [7]"), composer: "extractive", dropped: 1, notice: "does not carry",
		},
		"a refusal": {reply: endpointtest.Answer(noAnswer), composer: "llm", abstained: true, claims: []string{}},
		"an answer cut short": {
			reply:    endpointtest.Stream(endpointtest.Event("Kerry told Lavrov that the United States was preparing to suspend the talks. [1] He ad")),
			composer: "llm", notice: "cut short",
			claims: []string{"Kerry told Lavrov that the United States was preparing to suspend the talks. [1]"},
		},
		"a server that fails":     {reply: endpointtest.HTMLError, composer: "extractive", notice: "did not answer"},
		"a model that is unknown": {reply: endpointtest.Error(404, "api_error", "model 'writer' not found"), composer: "extractive", notice: "did not answer"},
	} {
		t.Run(name, func(t *testing.T) {
			s := endpointtest.New(t, tt.reply)
			shown := []string{}
			answer, err := road(t, writer(t, s)).Answer(t.Context(), bot.Question{Text: question}, found, func(c bot.Claim) { shown = append(shown, c.Marked()) })
			if err != nil {
				t.Fatal(err)
			}
			if tt.claims != nil {
				if diff := cmp.Diff(tt.claims, shown); diff != "" {
					t.Errorf("claims (-want +got):\n%s", diff)
				}
			} else if len(shown) == 0 {
				t.Error("nothing was shown")
			}
			if answer.Composer != tt.composer || len(answer.Dropped) != tt.dropped || answer.Abstained != tt.abstained {
				t.Errorf("composer %s, dropped %v, abstained %v", answer.Composer, answer.Dropped, answer.Abstained)
			}
			if (tt.notice == "") != (answer.Notice == "") || !strings.Contains(answer.Notice, tt.notice) {
				t.Errorf("notice %q, want %q", answer.Notice, tt.notice)
			}
		})
	}
}

func TestUnreachableFallsBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := endpointtest.InMemory(t, endpointtest.Answer("Kerry did. [1]"))
		s.Refuse(100)
		found := retrieval.Result{Evidence: evidenceOf(kerry()), Confidence: 1}
		answer, err := road(t, writer(t, s)).Answer(t.Context(), bot.Question{Text: "What did Kerry tell Lavrov?"}, found, nil)
		if err != nil {
			t.Fatal(err)
		}
		if answer.Composer != "extractive" || len(answer.Claims) == 0 || !strings.Contains(answer.Notice, "did not answer") {
			t.Errorf("composer %s, claims %v, notice %q", answer.Composer, answer.Claims, answer.Notice)
		}
	})
}
