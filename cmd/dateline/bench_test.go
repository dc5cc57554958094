//go:build unix

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
)

// BenchmarkAsk runs the built program as a newcomer does, over the sample articles: with no index yet, and with one. It
// reports the largest resident memory of a run beside its time.
func BenchmarkAsk(b *testing.B) {
	binary := filepath.Join(b.TempDir(), "dateline")
	if out, err := exec.CommandContext(b.Context(), "go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		b.Fatalf("build: %v\n%s", err, out)
	}
	ask := func(b *testing.B, data string) int64 {
		cmd := exec.CommandContext(b.Context(), binary, "ask", "--data", data, "Why did Kerry threaten to suspend cooperation with Russia?")
		cmd.Dir = b.TempDir()
		cmd.Env = []string{"HOME=" + data, "PATH=" + os.Getenv("PATH")}
		if out, err := cmd.CombinedOutput(); err != nil {
			b.Fatalf("ask: %v\n%s", err, out)
		}
		resident := cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss
		if runtime.GOOS == "darwin" {
			resident /= 1024 // bytes there, kilobytes elsewhere
		}
		return resident
	}
	b.Run("without an index", func(b *testing.B) {
		var most int64
		for b.Loop() {
			most = max(most, ask(b, b.TempDir()))
		}
		b.ReportMetric(float64(most)/1024, "MB-resident")
	})
	b.Run("with an index", func(b *testing.B) {
		data := b.TempDir()
		ask(b, data)
		var most int64
		for b.Loop() {
			most = max(most, ask(b, data))
		}
		b.ReportMetric(float64(most)/1024, "MB-resident")
	})
}
