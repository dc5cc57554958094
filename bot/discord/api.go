package discord

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"
)

// ErrToken is returned where Discord does not accept the token.
var ErrToken = errors.New("the token in DISCORD_TOKEN is wrong: Discord does not accept it; " +
	"copy the right one from https://discord.com/developers/applications (your application, Bot, Reset Token)")

// errAgain marks a refusal that came for a request's repetition: the first one may have been carried out.
var errAgain = errors.New("the request had been made before")

const (
	discordURL     = "https://discord.com"
	requestTimeout = 20 * time.Second
	maxTries       = 6
	firstWait      = 250 * time.Millisecond // before a request is repeated; doubled each time
)

// api makes Discord's REST requests.
type api struct {
	session     *discordgo.Session // is never opened
	client      *http.Client
	log         *slog.Logger
	clock       clock
	deferWithin time.Duration
}

func newAPI(token, address string, log *slog.Logger, clock clock) (*api, error) {
	token = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(token)+" ", "Bot "))
	if token == "" {
		return nil, errors.New("DISCORD_TOKEN is not set; copy the bot's token from " +
			"https://discord.com/developers/applications (your application, Bot, Reset Token)")
	}
	to, err := url.Parse(cmp.Or(address, discordURL))
	if err != nil || to.Host == "" || to.Scheme != "http" && to.Scheme != "https" || strings.Trim(to.Path, "/") != "" {
		return nil, fmt.Errorf("DISCORD_API_URL is %q, which is no address; write it like %s", address, discordURL)
	}
	client := &http.Client{Timeout: requestTimeout, Transport: transport{http.DefaultTransport.(*http.Transport).Clone(), to}}
	session, err := newSession(token, client)
	return &api{session, client, log, clock, deferWithin}, err
}

// newSession makes a discordgo session that neither reconnects nor repeats requests by itself.
func newSession(token string, client *http.Client) (*discordgo.Session, error) {
	s, err := discordgo.New("Bot " + token)
	if err != nil {
		return nil, fmt.Errorf("make a Discord session: %w", err)
	}
	s.Client = client
	s.StateEnabled = false
	s.ShouldReconnectOnError = false
	s.ShouldRetryOnRateLimit = false
	s.MaxRestRetries = 0
	s.LogLevel = -1 // its log is the process's own, and what matters comes back as errors
	return s, nil
}

// transport sends what is meant for discord.com to another address.
type transport struct {
	*http.Transport
	to *url.URL
}

// RoundTrip carries out a request at the transport's address.
func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Hostname() == "discord.com" {
		r = r.Clone(r.Context())
		r.URL.Scheme, r.URL.Host, r.Host = t.to.Scheme, t.to.Host, t.to.Host
	}
	answer, err := t.Transport.RoundTrip(r)
	if err == nil && answer.StatusCode == http.StatusTooManyRequests {
		barAll(answer.Header)
	}
	return answer, err
}

// route is a request's place, and the rate limit that it falls under.
type route struct {
	method, address string
	limits          *discordgo.RateLimiter
	bucket          string // among limits
	once            bool   // it is not worth repeating
	single          bool   // it would do harm when it is carried out twice
}

// call makes a request. It waits where Discord says so, and repeats what failed on the way or at Discord's end; so each
// request has to be one that does no harm when it is carried out twice. into, which may be nil, takes the answer.
func (a *api) call(ctx context.Context, to route, body, into any) error {
	kind, data, err := written(body)
	if err != nil {
		return fmt.Errorf("write a request: %w", err)
	}
	for try := 1; ; try++ {
		answer, err := a.request(ctx, to, kind, data)
		if err == nil && into != nil {
			err = json.Unmarshal(answer, into)
		}
		if err == nil {
			return nil
		}
		wait, again := repeat(err, try, to.single)
		err = discreet(err)
		again = again && !to.once
		switch {
		case unauthorized(err):
			return ErrToken
		case ctx.Err() != nil:
			return fmt.Errorf("%s Discord: %w", to.method, ctx.Err())
		case !again && try > 1:
			return fmt.Errorf("%s Discord: %w; %w", to.method, err, errAgain)
		case !again:
			return fmt.Errorf("%s Discord: %w", to.method, err)
		}
		a.log.Debug("Discord is asked again", "method", to.method, "try", try, "wait", wait, "error", err)
		select {
		case <-a.clock.after(wait):
		case <-ctx.Done():
		}
	}
}

// repeat tells whether a request that failed may succeed when it is repeated, and how long to wait before. What Discord
// refuses is not repeated: it counts such requests.
func repeat(err error, try int, single bool) (wait time.Duration, again bool) {
	var slower *discordgo.RateLimitError
	if errors.As(err, &slower) {
		return slower.RetryAfter, true
	}
	if refused(err) {
		return 0, false
	}
	return firstWait << (try - 1), try < maxTries && !single
}

// discreet takes the address out of an error: an interaction's holds its token.
func discreet(err error) error {
	var at *url.Error
	var slower *discordgo.RateLimitError
	switch {
	case errors.As(err, &at):
		return at.Err
	case errors.As(err, &slower):
		return fmt.Errorf("too many requests, again in %v", slower.RetryAfter)
	}
	return err
}

// code is Discord's code of a refusal, or 0.
func code(err error) int {
	var refused *discordgo.RESTError
	if errors.As(err, &refused) && refused.Message != nil {
		return refused.Message.Code
	}
	return 0
}

// refused tells whether Discord refused a request for good.
func refused(err error) bool {
	var r *discordgo.RESTError
	return errors.As(err, &r) && r.Response.StatusCode < http.StatusInternalServerError
}

// unauthorized tells whether Discord refused the bot's token; an interaction's token that has lapsed has a code.
func unauthorized(err error) bool {
	var refused *discordgo.RESTError
	return errors.As(err, &refused) && refused.Response.StatusCode == http.StatusUnauthorized && code(err) == 0
}

// message is what Discord is given to show. It cannot be sent without its allowed mentions, which are none.
type message struct {
	Content      string                       `json:"content"`
	Embeds       []*discordgo.MessageEmbed    `json:"embeds,omitzero"`
	Components   []discordgo.MessageComponent `json:"components,omitzero"`
	Mentions     nobody                       `json:"allowed_mentions"`
	Flags        discordgo.MessageFlags       `json:"flags,omitempty"`
	Nonce        string                       `json:"nonce,omitempty"`
	EnforceNonce bool                         `json:"enforce_nonce,omitempty"`
	Reference    *discordgo.MessageReference  `json:"message_reference,omitempty"`
	Files        []file                       `json:"attachments,omitzero"`
}

// noButtons takes from a message those that it has; nil leaves them.
var noButtons = []discordgo.MessageComponent{}

// notice is a message of one small sentence, a plain text, in place of whatever stood there.
func notice(sentence string) message {
	return message{Content: escape(sentence), Components: noButtons}
}

func (m message) empty() bool { return m.Content == "" && len(m.Embeds) == 0 }

// nobody is whom messages ping.
type nobody struct{}

// MarshalJSON gives the allowed mentions that let none through.
func (nobody) MarshalJSON() ([]byte, error) { return []byte(`{"parse":[]}`), nil }

// Check asks Discord whose token it is and returns the bot's name, or ErrToken.
func Check(ctx context.Context, token, apiURL string) (name string, err error) {
	a, err := newAPI(token, apiURL, slog.New(slog.DiscardHandler), wall)
	if err != nil {
		return "", err
	}
	defer a.client.CloseIdleConnections()
	var self discordgo.User
	err = a.call(ctx, route{method: "GET", address: discordgo.EndpointUser("@me"), limits: a.session.Ratelimiter}, nil, &self)
	return self.Username, err
}
