package discord

import (
	"testing"
	"time"

	"dateline/bot/discord/discordtest"
)

// The operator sees how long what readers write takes to come here.
func TestDelivery(t *testing.T) {
	t.Parallel()
	s := play(t, recalling())
	if h := s.bot.Health(); h.Delivery != 0 || !h.Connected || h.Connects != 1 {
		t.Errorf("before anything was written: %+v", h)
	}
	must[*discordtest.Message](t)(s.AwaitReply(t.Context(), s.mention("so?")))
	if d := s.bot.Health().Delivery; d <= 0 || d > time.Minute {
		t.Errorf("a message took %v", d)
	}
}
