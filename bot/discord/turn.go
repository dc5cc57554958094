package discord

import (
	"context"
	"net/http"
	"time"

	"github.com/bwmarrin/discordgo"
)

// request makes a request once its turn has come: one at a time of a bucket, as its limits allow. discordgo keeps the limits,
// but would sleep until they let a request through, also where nobody waits for it any more.
func (a *api) request(ctx context.Context, to route, kind string, data []byte) ([]byte, error) {
	bucket, queue := queueOf(to.limits, to.bucket)
	if err := await(ctx, to, bucket, queue); err != nil {
		return nil, err
	}
	defer func() { <-queue }()
	return a.session.RequestWithLockedBucket(to.method, to.address, kind, data, bucket, 0, discordgo.WithContext(ctx))
}

// queueOf is a bucket of limits and the queue before it, which holds one while a request is under way.
func queueOf(limits *discordgo.RateLimiter, name string) (*discordgo.Bucket, chan struct{}) {
	bucket := limits.GetBucket(name)
	limits.Lock()
	defer limits.Unlock()
	queue, there := bucket.Userdata.(chan struct{})
	if !there {
		queue = make(chan struct{}, 1)
		bucket.Userdata = queue
	}
	return bucket, queue
}

// await returns with the bucket locked, a request taken from it and the queue held. What is not worth repeating is not worth
// waiting for either, so that the last words of answers come before the drafts of others.
func await(ctx context.Context, to route, bucket *discordgo.Bucket, queue chan struct{}) error {
	if to.once {
		var done context.CancelFunc
		ctx, done = context.WithTimeout(ctx, pace)
		defer done()
	}
	select {
	case queue <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	for {
		bucket.Lock()
		wait := to.limits.GetWaitTime(bucket, 1)
		if wait <= 0 {
			bucket.Remaining--
			return nil
		}
		bucket.Unlock()
		select {
		case <-time.After(wait): // the limits go by the computer's clock
		case <-ctx.Done():
			<-queue
			return ctx.Err()
		}
	}
}

// barAll has a 429 that comes from before Discord, and tells only when to come back, hold for all routes, in the words that
// discordgo reads.
func barAll(h http.Header) {
	if h.Get("X-RateLimit-Reset-After") == "" && h.Get("Retry-After") != "" {
		h.Set("X-RateLimit-Reset-After", h.Get("Retry-After"))
		h.Set("X-RateLimit-Global", "true")
	}
}
