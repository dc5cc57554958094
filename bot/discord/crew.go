package discord

import "sync"

// crew counts the tasks in hand.
type crew struct {
	mu      sync.Mutex
	tasks   int
	closing bool
	over    bool
	idle    chan struct{} // closed once the crew is closing and nothing is in hand
}

func newCrew() *crew { return &crew{idle: make(chan struct{})} }

// start runs a task of its own. A task that comes while the crew is closing is told so, for a word to the reader; one that
// comes when all is over does not run.
func (c *crew) start(task func(closing bool)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.over {
		return
	}
	c.tasks++
	closing := c.closing
	go func() {
		defer c.finish()
		task(closing)
	}()
}

func (c *crew) finish() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.tasks--
	c.settle()
}

// close begins the end and returns what is closed when nothing is in hand any more. It may be called again.
func (c *crew) close() <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closing = true
	c.settle()
	return c.idle
}

func (c *crew) settle() {
	if c.closing && c.tasks == 0 && !c.over {
		c.over = true
		close(c.idle)
	}
}

func (c *crew) count() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.tasks
}
