package weaviate

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"dateline/retrieval"
)

// lease is the right to write an index, of one process at a time on whatever machine.
//
// Leases are numbered. Who makes the alias of the next number has that lease: aliases are part of the cluster's schema, which
// its nodes agree on (Raft), so that only one can make it. How long a lease runs stands in an object that its holder renews. A
// holder that cannot renew it in time stops writing before it has run out; so it takes clocks that differ by less than the
// margin, and no node has to be told that a holder died.
type lease struct {
	client *client
	of     collections
	log    *slog.Logger
	number uint64
	holder string
	length time.Duration
	beat   func(context.Context) error // what is done as often as it is renewed

	ctx    context.Context // ends with the lease
	cancel context.CancelCauseFunc
	done   sync.WaitGroup
}

// held is what is written of a lease.
type held struct {
	Holder  string    `json:"holder"`
	Expires time.Time `json:"expires"`
}

const leaseKind = "lease"

// leaseLength is how long a lease runs unless it is renewed: a write may take some 20 seconds while the cluster does not know
// yet that it has lost a node.
const leaseLength = time.Minute

// leaseMargin is how much earlier its holder stops.
func leaseMargin(length time.Duration) time.Duration { return length / 4 }

// alias begins the names of an index's leases.
func (c collections) alias() string { return strings.TrimSuffix(c.commits, "_Commits") + "_Writer" }

// take takes the lease, or says with retrieval.ErrLocked who has it.
func (c *client) take(ctx context.Context, of collections, length time.Duration, beat func(context.Context) error) (*lease, error) {
	last, err := c.lastLease(ctx, of)
	if err != nil {
		return nil, err
	}
	if last > 0 {
		var h held
		known, err := c.read(ctx, c.objectPath(of.commits, leaseKind, "", last), pRecord, &h)
		if err != nil {
			return nil, err
		}
		if !known { // its holder is just writing it, or died before
			h = held{"another process", time.Now().Add(length)}
			if err := c.say(ctx, of, last, h); err != nil {
				return nil, err
			}
		}
		if time.Now().Before(h.Expires) {
			return nil, lockedBy(c.address, h.Holder)
		}
	}
	l := &lease{client: c, of: of, log: c.log, number: last + 1, length: length, beat: beat}
	host, _ := os.Hostname()
	l.holder = fmt.Sprintf("process %d on %s (%s)", os.Getpid(), host, rand.Text()[:6])
	status, _, err := c.do(ctx, request{
		method: http.MethodPost, path: "/aliases", patience: c.writing, answers: []int{http.StatusUnprocessableEntity},
		body: map[string]string{"alias": of.alias() + strconv.FormatUint(l.number, 10), "class": of.commits},
	})
	if err != nil {
		return nil, err
	}
	if status == http.StatusUnprocessableEntity {
		return nil, lockedBy(c.address, "another process")
	}
	began := time.Now()
	if err := l.renew(ctx); err != nil {
		return nil, err
	}
	for n := last; n > 0; n-- { // mostly one
		gone, err := c.remove(ctx, "/aliases/"+of.alias()+strconv.FormatUint(n, 10))
		if err == nil {
			_, err = c.remove(ctx, c.objectPath(of.commits, leaseKind, "", n))
		}
		if err != nil || gone {
			break
		}
	}
	l.ctx, l.cancel = context.WithCancelCause(context.Background())
	l.done.Go(func() { l.keep(began) })
	return l, nil
}

// remove deletes what lies at a path; gone is true where nothing does.
func (c *client) remove(ctx context.Context, path string) (gone bool, err error) {
	status, _, err := c.do(ctx, request{method: http.MethodDelete, path: path, patience: c.writing, answers: []int{http.StatusNotFound}})
	return status == http.StatusNotFound, err
}

func lockedBy(a Address, holder string) error {
	return fmt.Errorf("the index %s at DATELINE_STORE %w: %s; wait for it", a.Name, retrieval.ErrLocked, holder)
}

// lastLease is the highest number of a lease that was ever taken, as far as the node knows that is asked.
func (c *client) lastLease(ctx context.Context, of collections) (last uint64, err error) {
	var found struct{ Aliases []struct{ Alias string } }
	if _, err := c.get(ctx, "/aliases?class="+of.commits, &found); err != nil {
		return 0, err
	}
	for _, a := range found.Aliases {
		if n, ok := strings.CutPrefix(a.Alias, of.alias()); ok {
			if n, err := strconv.ParseUint(n, 10, 64); err == nil {
				last = max(last, n)
			}
		}
	}
	return last, nil
}

// say writes how long a lease runs.
func (c *client) say(ctx context.Context, of collections, number uint64, h held) error {
	record, err := json.Marshal(h)
	if err != nil {
		return err
	}
	return c.put(ctx, object{Class: of.commits, ID: idOf(leaseKind, "", number), Properties: map[string]any{pRecord: string(record)}})
}

func (l *lease) renew(ctx context.Context) error {
	return l.client.say(ctx, l.of, l.number, held{l.holder, time.Now().Add(l.length)})
}

// keep renews the lease until it is given back, and ends its context where it cannot be renewed in time.
func (l *lease) keep(renewed time.Time) {
	every := time.NewTicker(l.length / 4)
	defer every.Stop()
	for {
		select {
		case <-l.ctx.Done():
			return
		case <-every.C:
		}
		began := time.Now()
		deadline := renewed.Add(l.length - leaseMargin(l.length))
		trying, stop := context.WithDeadlineCause(l.ctx, deadline, errLeaseLost)
		err := l.renew(trying)
		if err == nil {
			if failed := l.beat(trying); failed != nil {
				l.log.Debug("the vectors were not sealed", "error", failed)
			}
		}
		stop()
		switch {
		case err == nil:
			renewed = began
		case l.ctx.Err() == nil && !time.Now().Before(deadline):
			l.log.Error("the right to write the index ran out", "error", err)
			l.cancel(errLeaseLost)
			return
		}
	}
}

var errLeaseLost = errors.New("DATELINE_STORE: the right to write the index ran out while Weaviate did not answer; what is committed is kept")

// release gives the lease back, so that the next need not wait until it has run out.
func (l *lease) release() error {
	l.cancel(context.Canceled)
	l.done.Wait()
	ctx, cancel := context.WithTimeout(context.Background(), leaseMargin(l.length))
	defer cancel()
	return l.client.say(ctx, l.of, l.number, held{l.holder, time.Now().Add(-time.Second)})
}
