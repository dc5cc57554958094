package bot

import "context"

type progressKey struct{}

// WithProgress has progress told how far what is asked with ctx has come: how many parts of how many are done. It is told
// from one goroutine at a time and must not block.
func WithProgress(ctx context.Context, progress func(done, of int)) context.Context {
	return context.WithValue(ctx, progressKey{}, progress)
}

// Progress is who is told how far what is asked with ctx has come; never nil.
func Progress(ctx context.Context) func(done, of int) {
	if progress, ok := ctx.Value(progressKey{}).(func(done, of int)); ok && progress != nil {
		return progress
	}
	return func(int, int) {}
}
