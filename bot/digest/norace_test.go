//go:build !race

package digest_test

const raced = false
