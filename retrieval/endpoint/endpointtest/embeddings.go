package endpointtest

import (
	"encoding/json"
	"hash/fnv"
	"math"
	"net/http"
	"strings"
)

// Vector is what the fake makes of a text: always the same, of unit length.
func Vector(text string, length int) []float32 {
	v := make([]float32, length)
	h := fnv.New64a()
	_, _ = h.Write([]byte(text))
	seed := h.Sum64()
	sum := 0.0
	for i := range v {
		seed = seed*6364136223846793005 + 1442695040888963407
		v[i] = float32(int64(seed)>>40) / (1 << 23)
		sum += float64(v[i]) * float64(v[i])
	}
	for i := range v {
		v[i] /= float32(math.Sqrt(sum))
	}
	return v
}

type embedding struct {
	Index     int       `json:"index"`
	Embedding []float32 `json:"embedding"`
}

// Embeddings embeds every input in a vector of a length.
func Embeddings(length int) Reply {
	return embeddings(length, func(es []embedding) []embedding { return es })
}

// ShuffledEmbeddings gives the vectors in another order, rightly numbered.
func ShuffledEmbeddings(length int) Reply {
	return embeddings(length, func(es []embedding) []embedding {
		for i, j := 0, len(es)-1; i < j; i, j = i+1, j-1 {
			es[i], es[j] = es[j], es[i]
		}
		return es
	})
}

// UnnumberedEmbeddings numbers every vector 0.
func UnnumberedEmbeddings(length int) Reply {
	return embeddings(length, func(es []embedding) []embedding {
		for i := range es {
			es[i].Index = 0
		}
		return es
	})
}

// MissingEmbedding leaves the last vector out.
func MissingEmbedding(length int) Reply {
	return embeddings(length, func(es []embedding) []embedding { return es[:len(es)-1] })
}

// UnevenEmbeddings gives the last vector another length.
func UnevenEmbeddings(length int) Reply {
	return embeddings(length, func(es []embedding) []embedding {
		last := &es[len(es)-1]
		last.Embedding = append(last.Embedding, 1)
		return es
	})
}

// ZeroEmbeddings gives vectors of zeros.
func ZeroEmbeddings(length int) Reply {
	return embeddings(length, func(es []embedding) []embedding {
		for i := range es {
			clear(es[i].Embedding)
		}
		return es
	})
}

func embeddings(length int, change func([]embedding) []embedding) Reply {
	return func(w http.ResponseWriter, r *Request) {
		var es []embedding
		for i, text := range r.Inputs() {
			es = append(es, embedding{Index: i, Embedding: Vector(text, length)})
		}
		raw, err := json.Marshal(map[string]any{"object": "list", "model": r.Model(), "data": change(es)})
		if err != nil {
			panic(err) // numbers always marshal
		}
		JSON(http.StatusOK, string(raw))(w, r)
	}
}

// BadInput fails with a status when an input holds a word, and embeds otherwise.
func BadInput(word string, status, length int) Reply {
	return func(w http.ResponseWriter, r *Request) {
		for _, text := range r.Inputs() {
			if strings.Contains(text, word) {
				Error(status, "server_error", "input is too large to process. increase the physical batch size")(w, r)
				return
			}
		}
		Embeddings(length)(w, r)
	}
}
