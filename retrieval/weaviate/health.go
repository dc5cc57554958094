package weaviate

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// String is the server's address.
func (s *Server) String() string { return s.client.address.String() }

// Node is one of the cluster's.
type Node struct {
	Name, Version string
	Healthy       bool
}

// Health is how an index's server fares.
type Health struct {
	Nodes       []Node
	Replication int      // on how many of them each shard of the index lies; 0 where there is no index
	Others      []string // what else lies there under the index's name, for other embedders or versions
}

// Health asks the server how it fares, and what lies there for the index with vectors of an embedder.
func (s *Server) Health(ctx context.Context, identity string) (h Health, err error) {
	if h.Nodes, err = s.client.nodes(ctx); err != nil {
		return h, err
	}
	var schema struct{ Classes []class }
	if _, err := s.client.get(ctx, "/schema", &schema); err != nil {
		return h, err
	}
	own := s.client.address.collections(identity).commits
	for _, c := range schema.Classes {
		switch _, about, described := strings.Cut(c.Description, fmt.Sprintf(description, s.client.address.Name)); {
		case c.Class == own:
			factor, _ := c.Replication["factor"].(float64)
			h.Replication = int(factor)
		case described && strings.HasSuffix(c.Class, "_Commits"):
			h.Others = append(h.Others, strings.TrimSuffix(c.Class, "_Commits")+" of "+about)
		}
	}
	slices.Sort(h.Others)
	return h, nil
}

func (c *client) nodes(ctx context.Context) (nodes []Node, err error) {
	var answer struct {
		Nodes []struct{ Name, Version, Status string }
	}
	status, body, err := c.do(ctx, request{method: http.MethodGet, path: "/nodes", answers: []int{http.StatusInternalServerError}})
	if err == nil && status != http.StatusOK { // one of them does not answer the other
		err = errors.New(messageOf(body))
	}
	if err == nil {
		err = json.Unmarshal(body, &answer)
	}
	for _, n := range answer.Nodes {
		nodes = append(nodes, Node{n.Name, n.Version, n.Status == "HEALTHY"})
	}
	return nodes, err
}
