package local

import (
	"slices"
	"sync"
)

// zeros are buffers that searches share, for those of a large index are large.
var zeros buffers

// buffers hold nothing but zeros.
type buffers struct{ pool sync.Pool }

func (b *buffers) take(n int) []float64 {
	if taken, ok := b.pool.Get().(*[]float64); ok {
		return slices.Grow(*taken, n)[:n]
	}
	return make([]float64, n)
}

func (b *buffers) put(buffer []float64) {
	clear(buffer)
	buffer = buffer[:0]
	b.pool.Put(&buffer)
}
