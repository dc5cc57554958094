package bot

import "context"

type askerKey struct{}

// WithAsker marks what is asked with ctx as asked by one reader, for whom key stands: readers who wait for a busy model are
// served in turns. The key is neither sent nor logged.
func WithAsker(ctx context.Context, key string) context.Context {
	return context.WithValue(ctx, askerKey{}, key)
}

// Asker is the key of the reader who asks with ctx, or "".
func Asker(ctx context.Context) string {
	key, _ := ctx.Value(askerKey{}).(string)
	return key
}

type waitKey struct{}

// WithWait has wait told when what is asked with ctx comes to wait for a busy model, with a function that says how many
// questions are to be answered before it; and told nil when it waits no longer. wait must not block.
func WithWait(ctx context.Context, wait func(ahead func() int)) context.Context {
	return context.WithValue(ctx, waitKey{}, wait)
}

// Wait is who is told that a question asked with ctx waits, or nil.
func Wait(ctx context.Context) func(ahead func() int) {
	wait, _ := ctx.Value(waitKey{}).(func(func() int))
	return wait
}
