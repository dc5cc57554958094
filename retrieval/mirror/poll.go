package mirror

import (
	"context"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

// atOnce is how many mirrors are looked at together. Hosts get one request at a time in any case.
const atOnce = 4

// Looked is a mirror after a look at it.
type Looked struct {
	Mirror
	Report
	Err error // of the folder, or the context's
}

// LookAll looks at those mirrors that are due, and returns what came of each, in their order.
func LookAll(ctx context.Context, o Options, mirrors []Mirror) []Looked {
	var group errgroup.Group
	group.SetLimit(atOnce)
	o.Say, o.eager = oneAtATime(o.Say), true
	all := make([]Looked, 0, len(mirrors))
	for _, m := range mirrors {
		if m.Due(o) {
			all = append(all, Looked{Mirror: m})
		}
	}
	for i := range all {
		group.Go(func() error {
			all[i].Report, all[i].Err = all[i].Look(ctx, o)
			return nil
		})
	}
	_ = group.Wait() // each has its own error
	return all
}

// Poll looks at each mirror whenever it is due, until ctx ends. After each look after is told what came of it, one at a time.
// While pages wait, the next look follows at once.
func Poll(ctx context.Context, o Options, mirrors []Mirror, after func(Looked)) {
	var group sync.WaitGroup
	var one sync.Mutex
	o.Say = oneAtATime(o.Say)
	for _, m := range mirrors {
		group.Go(func() {
			for {
				wait := time.NewTimer(m.recall(o.Log).Next.Sub(o.now()))
				select {
				case <-ctx.Done():
					wait.Stop()
					return
				case <-wait.C:
				}
				for {
					l := Looked{Mirror: m}
					l.Report, l.Err = m.Look(ctx, o)
					if ctx.Err() != nil {
						return
					}
					one.Lock()
					after(l)
					one.Unlock()
					if l.Err != nil || l.Busy {
						pause(ctx, o.Every)
					}
					if l.Waiting == 0 || l.New == 0 {
						break
					}
				}
			}
		})
	}
	group.Wait()
}

func pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}

func oneAtATime(say func(string)) func(string) {
	var one sync.Mutex
	return func(sentence string) {
		one.Lock()
		defer one.Unlock()
		say(sentence)
	}
}
