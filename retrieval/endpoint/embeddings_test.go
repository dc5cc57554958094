package endpoint_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"dateline/retrieval/endpoint"
	"dateline/retrieval/endpoint/endpointtest"
)

func inputs(n int) []string {
	var out []string
	for i := range n {
		out = append(out, fmt.Sprintf("passage %d", i))
	}
	return out
}

func TestPoint10Embeddings(t *testing.T) {
	tests := []struct {
		name   string
		script []endpointtest.Reply
		inputs []string
		kind   error
		index  int
		most   int // requests
	}{
		{name: "none", script: []endpointtest.Reply{endpointtest.Embeddings(8)}},
		{name: "one batch", script: []endpointtest.Reply{endpointtest.Embeddings(8)}, inputs: inputs(32), most: 1},
		{name: "several batches", script: []endpointtest.Reply{endpointtest.Embeddings(8)}, inputs: inputs(70), most: 3},
		{name: "shuffled", script: []endpointtest.Reply{endpointtest.ShuffledEmbeddings(8)}, inputs: inputs(9), most: 1},
		{name: "unnumbered, so one by one", script: []endpointtest.Reply{endpointtest.UnnumberedEmbeddings(8)}, inputs: inputs(4), most: 7},
		{name: "one missing once, so again by halves", script: []endpointtest.Reply{endpointtest.MissingEmbedding(8), endpointtest.Embeddings(8)}, inputs: inputs(4), most: 3},
		{name: "a bad input", script: []endpointtest.Reply{endpointtest.BadInput("passage 37", http.StatusInternalServerError, 8)}, inputs: inputs(64), kind: endpoint.ErrInput, index: 37, most: 12},
		{name: "a bad input with a 400", script: []endpointtest.Reply{endpointtest.BadInput("passage 63", http.StatusBadRequest, 8)}, inputs: inputs(64), kind: endpoint.ErrInput, index: 63, most: 12},
		{name: "all bad is known soon", script: []endpointtest.Reply{endpointtest.BadInput("passage", http.StatusInternalServerError, 8)}, inputs: inputs(64), kind: endpoint.ErrInput, index: 0, most: 6},
		{name: "uneven", script: []endpointtest.Reply{endpointtest.UnevenEmbeddings(8)}, inputs: inputs(3), kind: endpoint.ErrModel, most: 1},
		{name: "another length later", script: []endpointtest.Reply{endpointtest.Embeddings(8), endpointtest.Embeddings(9)}, inputs: inputs(40), kind: endpoint.ErrModel, most: 2},
		{name: "zeros", script: []endpointtest.Reply{endpointtest.ZeroEmbeddings(8)}, inputs: inputs(1), kind: endpoint.ErrInput, most: 1},
		{name: "a chat model", script: []endpointtest.Reply{endpointtest.NoEmbeddings}, inputs: inputs(9), kind: endpoint.ErrModel, most: 1},
		{name: "unknown model", script: []endpointtest.Reply{endpointtest.Error(http.StatusNotFound, "api_error", `model "reader" not found, try pulling it first`)}, inputs: inputs(9), kind: endpoint.ErrModel, most: 1},
		{name: "bad key", script: []endpointtest.Reply{endpointtest.BadKey}, inputs: inputs(9), kind: endpoint.ErrKey, most: 1},
		{name: "web page", script: []endpointtest.Reply{endpointtest.HTMLPage}, inputs: inputs(9), kind: endpoint.ErrAddress, most: 1},
		{name: "error in a 200", script: []endpointtest.Reply{endpointtest.ErrorTextIn200}, inputs: inputs(1), kind: endpoint.ErrInput, most: 1},
		{name: "nothing", script: []endpointtest.Reply{endpointtest.Nothing}, inputs: inputs(1), kind: endpoint.ErrShape, most: 1},
		{name: "another shape", script: []endpointtest.Reply{endpointtest.JSON(http.StatusOK, `{"data":"none"}`)}, inputs: inputs(1), kind: endpoint.ErrShape, most: 1},
		{name: "loading", script: []endpointtest.Reply{endpointtest.Loading, endpointtest.Embeddings(8)}, inputs: inputs(2), most: 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := endpointtest.InMemory(t, tt.script...)
				got, err := client(t, s).Embeddings(t.Context(), "reader", tt.inputs)
				checkSentence(t, err)
				want(t, "", err, "", tt.kind)
				var f *endpoint.Failure
				if errors.Is(err, endpoint.ErrInput) && errors.As(err, &f) && f.Index != tt.index {
					t.Errorf("input %d, want %d", f.Index, tt.index)
				}
				if n := len(s.Requests()); n > tt.most {
					t.Errorf("%d requests, want at most %d", n, tt.most)
				}
				if err != nil {
					return
				}
				expected := make([][]float32, 0, len(tt.inputs))
				for _, in := range tt.inputs {
					expected = append(expected, endpointtest.Vector(in, 8))
				}
				if diff := cmp.Diff(expected, got); diff != "" {
					t.Error(diff)
				}
			})
		})
	}
}

func TestEmbeddingInputsAreCutAtCharacters(t *testing.T) {
	for _, text := range []string{strings.Repeat("Алеппо ", 500), strings.Repeat("阿勒颇", 900), strings.Repeat("x", 9000), strings.Repeat("🔥", 900)} {
		s := endpointtest.New(t, endpointtest.Embeddings(8))
		if _, err := client(t, s).Embeddings(t.Context(), "reader", []string{text}); err != nil {
			t.Error(err)
		}
		sent := s.Requests()[0].Inputs()[0]
		if !strings.HasPrefix(text, sent) || endpoint.Tokens(sent) > 500 || endpoint.Tokens(sent) < 490 {
			t.Errorf("%d tokens of %.12q", endpoint.Tokens(sent), text)
		}
	}
}
