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
