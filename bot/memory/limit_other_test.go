//go:build !linux

package memory_test

func limitFiles() {}
