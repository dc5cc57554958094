package weaviate

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// client speaks to the nodes of one cluster: to one of them, as long as it answers, then to the next.
type client struct {
	address Address
	key     string
	http    *http.Client
	log     *slog.Logger
	at      atomic.Int32 // which of the hosts is asked
	told    sync.Map     // when it was last logged that a host does not answer
	clock   func() time.Time

	reading, writing, erasing patience
}

// tellAgain is how long it is not said again that a node does not answer.
const tellAgain = time.Minute

// patience is how long one try may take, how long it is tried again, and how often with each host.
type patience struct {
	try, all time.Duration
	rounds   int
}

// Waits between tries, once every host was asked, double from the first to the longest.
const (
	firstWait   = 100 * time.Millisecond
	longestWait = 5 * time.Second
)

func newClient(a Address, key string, log *slog.Logger) *client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = 16
	c := &client{
		address: a, key: key, http: &http.Client{Transport: transport}, log: log, clock: time.Now,
		reading: patience{5 * time.Second, 15 * time.Second, 4},  // a reader waits
		writing: patience{15 * time.Second, 2 * time.Minute, 50}, // hours of indexing should outlast a node that restarts
		erasing: patience{2 * time.Minute, 5 * time.Minute, 5},   // it may be of many
	}
	c.at.Store(rand.Int32N(int32(len(a.Hosts)))) // so that several bots share the nodes
	return c
}

// request is what is asked of any of the nodes. Doing it twice does no harm.
type request struct {
	method, path string
	body         any
	patience     patience                // that of reading where it is zero
	from         int                     // which host is asked first, from the one that mostly is
	answers      []int                   // statuses that are an answer, beside those of success
	check        func(body []byte) error // whether it is one, where the status does not tell; may be nil
}

// statusError is an answer that says no.
type statusError struct {
	status  int
	message string
	after   time.Duration // which the node asks to wait
}

func (e *statusError) Error() string { return fmt.Sprintf("%s (%d)", e.message, e.status) }

// do asks until a node answers, or patience or ctx ends.
func (c *client) do(ctx context.Context, r request) (status int, body []byte, err error) {
	var sent []byte
	if r.body != nil {
		if sent, err = json.Marshal(r.body); err != nil {
			return 0, nil, err
		}
	}
	p := r.patience
	if p.rounds == 0 {
		p = c.reading
	}
	patient, cancel := context.WithTimeout(ctx, p.all)
	defer cancel()
	wait := firstWait
	for try := 1; ; try++ {
		at := c.at.Load()
		if try == 1 {
			at = (at + int32(r.from)) % int32(len(c.address.Hosts))
		}
		status, body, err := c.once(patient, p.try, c.address.Hosts[at], r, sent)
		if err == nil && r.check != nil {
			err = r.check(body)
		}
		switch {
		case err == nil:
			return status, body, nil
		case ctx.Err() != nil:
			return 0, nil, ctx.Err()
		case patient.Err() != nil, !passing(err), try == p.rounds*len(c.address.Hosts):
			return 0, nil, c.says(err)
		}
		c.leave(at, err)
		if try%len(c.address.Hosts) != 0 {
			continue
		}
		if no, ok := errors.AsType[*statusError](err); ok {
			wait = max(wait, no.after)
		}
		pause := time.NewTimer(wait/2 + rand.N(wait/2+1))
		select {
		case <-patient.Done():
			pause.Stop()
		case <-pause.C:
		}
		wait = min(2*wait, longestWait)
	}
}

// once asks one node.
func (c *client) once(ctx context.Context, patience time.Duration, host string, r request, sent []byte) (int, []byte, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, r.method, c.address.scheme()+"://"+host+"/v1"+r.path, bytes.NewReader(sent))
	if err != nil {
		return 0, nil, err
	}
	if sent != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if c.key != "" {
		req.Header.Set("Authorization", "Bearer "+c.key)
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return 0, nil, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return 0, nil, fmt.Errorf("read the answer: %w", err)
	}
	if resp.StatusCode < 300 || slices.Contains(r.answers, resp.StatusCode) {
		return resp.StatusCode, body, nil
	}
	seconds, _ := strconv.Atoi(resp.Header.Get("Retry-After"))
	return 0, nil, &statusError{resp.StatusCode, messageOf(body), time.Duration(seconds) * time.Second}
}

// messageOf is what an answer that says no gives for a reason.
func messageOf(body []byte) string {
	var said struct {
		Error   []struct{ Message string }
		Message string
	}
	if json.Unmarshal(body, &said) == nil && len(said.Error) > 0 {
		return said.Error[0].Message
	}
	if said.Message != "" {
		return said.Message
	}
	return strings.TrimSpace(string(body[:min(len(body), 200)]))
}

// passing reports whether another node, or the same one later, may answer otherwise.
func passing(err error) bool {
	if no, ok := errors.AsType[*statusError](err); ok {
		return no.status >= 500 || no.status == http.StatusTooManyRequests
	}
	return !strings.Contains(err.Error(), tlsMissing) && !strings.Contains(err.Error(), "tls: ") && !strings.Contains(err.Error(), "x509: ")
}

// leave has the next host asked from now on.
func (c *client) leave(at int32, err error) {
	hosts := c.address.Hosts
	next := (at + 1) % int32(len(hosts))
	if !c.at.CompareAndSwap(at, next) {
		return
	}
	level := slog.LevelWarn
	if last, ok := c.told.Swap(hosts[at], time.Now()); ok && time.Since(last.(time.Time)) < tellAgain {
		level = slog.LevelDebug
	}
	c.log.Log(context.Background(), level, "a Weaviate node of DATELINE_STORE does not answer as it should", "node", hosts[at], "error", err, "asking next", hosts[next])
}

// What Go says of TLS on one side alone.
const (
	tlsMissing  = "server gave HTTP response to HTTPS client"
	tlsExpected = "HTTP request to an HTTPS server"
)

// says is what went wrong in a sentence that names the variable to look at.
func (c *client) says(err error) error {
	nodes := strings.Join(c.address.Hosts, ", ")
	no, refused := errors.AsType[*statusError](err)
	switch {
	case refused && no.status == http.StatusUnauthorized && c.key == "":
		return fmt.Errorf("DATELINE_STORE: the Weaviate at %s wants a key: set WEAVIATE_API_KEY", nodes)
	case refused && (no.status == http.StatusUnauthorized || no.status == http.StatusForbidden):
		return fmt.Errorf("WEAVIATE_API_KEY: the Weaviate at %s refuses it: %w", nodes, err)
	case refused && no.status == http.StatusBadRequest && strings.Contains(no.message, tlsExpected):
		return fmt.Errorf("DATELINE_STORE: %s wants TLS: write weaviates:// for weaviate://", nodes)
	case refused:
		return fmt.Errorf("DATELINE_STORE: the Weaviate at %s says no: %w", nodes, err)
	case strings.Contains(err.Error(), tlsMissing):
		return fmt.Errorf("DATELINE_STORE: %s speaks no TLS: write weaviate:// for weaviates://", nodes)
	case len(c.address.Hosts) == 1:
		return fmt.Errorf("DATELINE_STORE: the Weaviate node %s does not answer: %w", nodes, err)
	}
	return fmt.Errorf("DATELINE_STORE: none of the Weaviate nodes %s answers: %w", nodes, err)
}

// get asks for what lies at a path. ok is false where nothing does.
func (c *client) get(ctx context.Context, path string, into any) (ok bool, err error) {
	status, body, err := c.do(ctx, request{method: http.MethodGet, path: path, answers: []int{http.StatusNotFound}})
	if err != nil || status == http.StatusNotFound {
		return false, err
	}
	return true, json.Unmarshal(body, into)
}

// query asks in GraphQL. An answer with errors is none: they come where nodes of the cluster do not reach each other.
func (c *client) query(ctx context.Context, q string, into any) error {
	return c.queryFrom(ctx, 0, q, into)
}

func (c *client) queryFrom(ctx context.Context, from int, q string, into any) error {
	_, _, err := c.do(ctx, request{method: http.MethodPost, path: "/graphql", body: map[string]string{"query": q}, from: from, check: func(body []byte) error {
		answer := struct {
			Data   any
			Errors []struct{ Message string }
		}{Data: into}
		if err := json.Unmarshal(body, &answer); err != nil {
			return fmt.Errorf("read the answer: %w", err)
		}
		if len(answer.Errors) > 0 {
			return errors.New(answer.Errors[0].Message)
		}
		return nil
	}})
	return err
}
