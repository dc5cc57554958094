//go:build unix

package ingest

import (
	"io/fs"
	"syscall"
)

func inode(at fs.FileInfo) uint64 {
	if s, ok := at.Sys().(*syscall.Stat_t); ok {
		return uint64(s.Ino) //nolint:unconvert // 32 bits on some systems
	}
	return 0
}
