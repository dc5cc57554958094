//go:build race

package digest_test

// raced tells whether the race detector is on.
const raced = true
