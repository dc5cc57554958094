//go:build darwin || freebsd || netbsd

package ingest

import (
	"io/fs"
	"syscall"
)

func changed(at fs.FileInfo) int64 {
	if s, ok := at.Sys().(*syscall.Stat_t); ok {
		return s.Ctimespec.Nano()
	}
	return 0
}
