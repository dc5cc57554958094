package discord

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"
)

const (
	// registeredNote is the name under which memory knows which commands were registered, and when that was last found so.
	registeredNote = "registered commands"
	// trusted is how long that is believed without asking Discord: somebody else may register others with the same token.
	trusted = 24 * time.Hour
)

// Register makes Discord's global commands of the bot those of Commands. changed is false where they were so already, and
// nothing was written. apiURL is Config's.
func Register(ctx context.Context, token, apiURL string) (changed bool, err error) {
	a, err := newAPI(token, apiURL, slog.New(slog.DiscardHandler), wall)
	if err != nil {
		return false, err
	}
	defer a.client.CloseIdleConnections()
	return a.register(ctx)
}

// register sees to it that Discord has the commands, and reports whether it has. self is the bot's ID. What was registered, or
// found so, within a day is not asked for again.
func (b *Bot) register(ctx context.Context, self string) bool {
	mark, err := commandsMark(self)
	if err != nil {
		b.log.Error("commands not registered", "error", err)
		return false
	}
	if b.registeredLately(ctx, mark) {
		b.log.Info("commands registered", "changed", false)
		return true
	}
	changed, err := b.api.register(ctx)
	if err != nil {
		b.log.Error("commands not registered; the next connection tries again", "error", err)
		return false
	}
	b.log.Info("commands registered", "changed", changed)
	if err := b.memory.SetNote(ctx, registeredNote, mark+" "+b.clock.now().UTC().Format(time.RFC3339)); err != nil {
		b.log.Warn("that the commands are registered is not noted", "error", err)
	}
	return true
}

func (b *Bot) registeredLately(ctx context.Context, mark string) bool {
	note, err := b.memory.Note(ctx, registeredNote)
	if err != nil {
		b.log.Warn("whether the commands are registered is not known", "error", err)
		return false
	}
	noted, at, _ := strings.Cut(note, " ")
	when, err := time.Parse(time.RFC3339, at)
	age := b.clock.now().Sub(when)
	return err == nil && noted == mark && age >= 0 && age < trusted
}

// commandsMark stands for a bot and its commands.
func commandsMark(self string) (string, error) {
	text, err := json.Marshal(Commands())
	if err != nil {
		return "", fmt.Errorf("write the commands: %w", err)
	}
	sum := sha256.Sum256(append([]byte(self+"\n"), text...))
	return hex.EncodeToString(sum[:16]), nil
}

func (a *api) register(ctx context.Context) (changed bool, err error) {
	var application discordgo.Application
	call := func(method, address string, body, into any) error {
		return a.call(ctx, route{method: method, address: address, limits: a.session.Ratelimiter, bucket: "commands"}, body, into)
	}
	if err := call("GET", discordgo.EndpointApplications+"/@me", nil, &application); err != nil {
		return false, fmt.Errorf("read the application: %w", err)
	}
	address := discordgo.EndpointApplicationGlobalCommands(application.ID)
	var there []*discordgo.ApplicationCommand
	if err := call("GET", address+"?with_localizations=true", nil, &there); err != nil {
		return false, fmt.Errorf("read the registered commands: %w", err)
	}
	if same(there, Commands()) {
		return false, nil
	}
	if err := call("PUT", address, Commands(), nil); err != nil {
		return false, fmt.Errorf("register the commands: %w", err)
	}
	return true, nil
}
