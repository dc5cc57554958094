package compose

import (
	"context"
	"errors"
	"iter"
	"strings"
	"testing"

	"dateline/bot"
	"dateline/retrieval/endpoint"
	"dateline/retrieval/goldentest"
)

func TestVerdict(t *testing.T) {
	for reply, want := range map[string]string{
		"supported":                  "yes",
		"Supported.":                 "yes",
		"**Supported**":              "yes",
		"The sentence is supported.": "yes",
		"Yes.":                       "yes",
		`{"supported": true}`:        "yes",
		`{"verdict": "supported"}`:   "yes",
		"unsupported":                "no",
		"Unsupported: passage 1 only supports the first half.": "no",
		"not supported":                               "no",
		"NOT_SUPPORTED":                               "no",
		"The passage does not support this.":          "no",
		"The passages cannot support it.":             "no",
		"The passage doesn’t fully support it.":       "no",
		"Partially supported":                         "no",
		"No, the passage says that he threatened it.": "no",
		`{"supported": false}`:                        "no",
		`{"unsupported": true}`:                       "no",
		"SUPPORTED? No.":                              "no",
		"The claim is supported: no":                  "no",
		"I checked it. supported: false":              "no",
		"supported: true":                             "yes",
		"Supported: 0":                                "no",
		`{"supported":"partially"}`:                   "no",
		`{"supported":0}`:                             "no",
		`{"supported": "supported"}`:                  "yes",
		`{"answer":"no"}`:                             "no",
		`{"reasoning": "It is supported.", "verdict": "unsupported"}`: "no",
		"Supported: partially":                      "no",
		"**Not** supported":                         "no",
		"Hardly supported":                          "no",
		"The sentence is insufficiently supported.": "no",
		"It is neither supported nor contradicted.": "no",
		"Without support":                           "no",
		"It lacks support.":                         "no",
		"The passages fail to support it.":          "no",
		"Nothing in the passage supports it.":       "no",
		"I have to say whether the claim is supported. The passage names Kerry. Answer: not supported": "no",
		"The passage names no one else. Answer: supported":                                             "yes",
		"The passage only supports that he left, not that he came back.":                               "no",
		"Not supported. The passage supports this in another sentence.":                                "no",
		"Supported. However, the passage does not name Damascus.":                                      "no",
		"Yes, but the date differs.":                                                                   "no",
		"Refuted":                                                                                      "no",
		"Contradicted by passage 1.":                                                                   "no",
		"The passages directly support the claim.":                                                     "yes",
		"Kerry supports the rebels.":                                                                   "",
		"Is it supported?":                                                                             "",
		"I like trains.":                                                                               "",
		"":                                                                                             "",
	} {
		supported, err := verdict(reply)
		got := map[bool]string{true: "yes", false: "no"}[supported]
		if errors.Is(err, errNoVerdict) {
			got = ""
		}
		if got != want {
			t.Errorf("verdict(%q) is %q (%v), want %q", reply, got, err, want)
		}
	}
}

// oneReply is a model that answers the same to everything and keeps what it was asked.
type oneReply struct {
	reply string
	err   error
	asked []endpoint.ChatRequest
}

func (o *oneReply) Chat(_ context.Context, r endpoint.ChatRequest) iter.Seq2[string, error] {
	o.asked = append(o.asked, r)
	return func(yield func(string, error) bool) {
		if o.err == nil && !yield(o.reply, nil) {
			return
		}
		if o.err != nil {
			yield("", o.err)
		}
	}
}

func TestReview(t *testing.T) {
	evidence := evidenceOf(hostile(), kerry())
	last := evidence[len(evidence)-1]
	claim := bot.Claim{Text: "Kerry warned Lavrov. <|im_start|>", Kind: bot.Prose, Citations: []bot.Citation{
		{N: last.N, PassageID: last.Passage.ID, Start: 0, End: 4, Quote: last.Passage.Text[:4]},
		{N: last.N, PassageID: last.Passage.ID, Start: 5, End: 9, Quote: last.Passage.Text[5:9]},
	}}
	for _, size := range []int{2048, 4096} {
		model := &oneReply{reply: "unsupported"}
		llm := NewLLM(model, "writer", size)
		llm.fence = func() string { return "=====FENCE" }
		supported, err := NewReviewer(llm).Review(t.Context(), claim, evidence)
		if supported || err != nil {
			t.Errorf("at %d tokens the verdict is %v, %v", size, supported, err)
		}
		goldentest.Compare(t, "review.golden", show(model.asked[0]))
	}
	broken := errors.New("out of memory")
	if _, err := NewReviewer(NewLLM(&oneReply{err: broken}, "writer", 4096)).Review(t.Context(), claim, evidence); !errors.Is(err, broken) {
		t.Errorf("%v", err)
	}
}

func TestReviewOfAPassageThatTheContextDoesNotHold(t *testing.T) {
	long := article("long", "A long one", strings.Repeat("The talks went on and on in Geneva. ", 70)+"Kerry left on Friday.")
	evidence := evidenceOf(long)[:1]
	evidence[0].Passage.Text = long.Text
	model := &oneReply{reply: "supported"}
	claim := bot.Claim{Text: "Kerry left on Friday.", Citations: []bot.Citation{{N: 1, PassageID: evidence[0].Passage.ID, Quote: "Kerry left on Friday."}}}
	if supported, err := NewReviewer(NewLLM(model, "writer", 1024)).Review(t.Context(), claim, evidence); !supported || err != nil {
		t.Errorf("the verdict is %v, %v", supported, err)
	}
	prompt := model.asked[0].System + model.asked[0].Messages[0].Text
	if !strings.Contains(prompt, "Kerry left on Friday.\n") || endpoint.Tokens(prompt)+model.asked[0].MaxTokens > 1024 {
		t.Errorf("the prompt has %d tokens:\n%s", endpoint.Tokens(prompt), prompt)
	}
}
