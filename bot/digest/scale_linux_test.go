package digest_test

import (
	"math"
	"syscall"
	"testing"
	"time"

	"dateline/bot/digest"
)

// 500 articles of fifty events are summarised in under two seconds at every length; five times that where the race detector slows
// it. It is the processor's time that counts, since others use the machine too.
func TestFiveHundredArticlesInTime(t *testing.T) {
	used := func() time.Duration {
		var u syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
			t.Fatal(err)
		}
		return time.Duration(u.Utime.Nano() + u.Stime.Nano())
	}
	evidence := generated(500)
	limit := 2 * time.Second
	if raced {
		limit *= 5
	}
	for _, length := range lengths {
		least := time.Duration(math.MaxInt64)
		for range 3 {
			start := used()
			digest.Read(t.Context(), "", evidence).Summary(length)
			if least = min(least, used()-start); least < limit {
				break
			}
		}
		if least > limit {
			t.Errorf("%s: %v, want under %v", length, least, limit)
		}
		t.Logf("%s: %v", length, least)
	}
}
