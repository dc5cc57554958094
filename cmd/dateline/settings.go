package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/joho/godotenv"

	"dateline/bot/desk"
	"dateline/bot/memory"
	"dateline/retrieval/ingest"
	"dateline/retrieval/weaviate"
)

// settings is the configuration, read from the environment and from .env beside the working folder.
type settings struct {
	discordToken, discordAPI        string
	operators                       []string
	messageContent                  bool
	directQuota                     int
	retention                       time.Duration
	openAIURL, openAIKey, chatModel string
	embeddingModel, embeddingURL    string
	contextTokens                   int
	secondOpinion                   bool
	coverage                        []string
	fields                          ingest.FieldMap
	data, state                     string
	store                           *weaviate.Address // nil where it is local
	weaviateKey                     string
	postgres                        *memory.Address // of the bot's memory; nil where that is a file in state
	fetchInterval, feedPatience     time.Duration
	fetchContact                    string
	fetchAllow                      []netip.AddrPort
	webAddr, publicURL              string
	excerpts                        bool
	apiTokens                       []string
	logLevel                        slog.Level
	logJSON                         bool
}

// variable is one environment variable: its default as .env.example shows it, what it does, and how it is read.
type variable struct {
	name, preset, about string
	read                func(s *settings, value string) error
}

var variables = []variable{
	{"DISCORD_TOKEN", "", "The bot's token; needed by serve and by commands --register.", secret(func(s *settings) *string { return &s.discordToken })},
	{"DISCORD_API_URL", "https://discord.com", "Where Discord is; another address is for testing.", address(func(s *settings) *string { return &s.discordAPI })},
	{"MESSAGE_CONTENT", "off", "Whether the bot hears every message, to answer without a mention where a server's moderators say so: on or off. Turn on the Message Content Intent in Discord's portal first.", onOff(func(s *settings) *bool { return &s.messageContent })},
	{"OPERATOR_IDS", "", "The Discord users who run the bot, by their IDs with commas between them: they may add to the coverage that all servers share.", operators},
	{"DIRECT_QUOTA", "60", "How many questions an hour a reader may ask in direct messages, and in servers that have not added the bot; 0 sets no limit. Elsewhere a server's moderators set quotas.", number(0, func(s *settings) *int { return &s.directQuota })},
	{"RETENTION_DAYS", "90", "How many days the bot keeps questions, its answers and what readers say of them; 0 keeps them without end.", days},
	{"OPENAI_BASE_URL", "", "An OpenAI-compatible endpoint, such as http://localhost:11434/v1; unset, answers are sentences of the coverage.", address(func(s *settings) *string { return &s.openAIURL })},
	{"OPENAI_API_KEY", "", "Its key, where it wants one; EMBEDDING_BASE_URL gets it too.", secret(func(s *settings) *string { return &s.openAIKey })},
	{"CHAT_MODEL", "", "The model that writes answers; needed with OPENAI_BASE_URL.", text(func(s *settings) *string { return &s.chatModel })},
	{"EMBEDDING_MODEL", "", "The model that embeds passages; unset, the embedded word vectors do.", text(func(s *settings) *string { return &s.embeddingModel })},
	{"EMBEDDING_BASE_URL", "", "Its endpoint, where that is not OPENAI_BASE_URL.", address(func(s *settings) *string { return &s.embeddingURL })},
	{"CONTEXT_TOKENS", "4096", "How many tokens the model's context holds, prompt and answer together.", number(1024, func(s *settings) *int { return &s.contextTokens })},
	{"GROUNDING", "rules", "How a model's sentences are checked: rules, or llm for rules and the model's second opinion on each.", grounding},
	{"DATELINE_COVERAGE", "", "Folders, files and web addresses of articles, separated as PATH is; unset, the sample articles that come with Dateline.", coverage},
	{"DATELINE_FIELDS", "", "Where JSON files name our fields otherwise: headline=title,published=meta.date", fieldMap},
	{"DATELINE_DATA", "", "Where indexes are kept; unset, your cache folder. They can be rebuilt.", text(func(s *settings) *string { return &s.data })},
	{"DATELINE_STORE", "local", "Where the index lies: local, which is in DATELINE_DATA, or a Weaviate, such as weaviate://host:8080/name, or weaviates://one,two,three for its nodes by TLS. Without DATELINE_COVERAGE an index there is read as others write it.", store},
	{"WEAVIATE_API_KEY", "", "Weaviate's key, where it wants one.", secret(func(s *settings) *string { return &s.weaviateKey })},
	{"DATELINE_STATE", "", "Where what is to last is kept, such as pages that were fetched; unset, your folder for state.", text(func(s *settings) *string { return &s.state })},
	{"DATELINE_MEMORY", "", "The PostgreSQL database in which several bots keep together what one keeps in DATELINE_STATE, such as postgres://dateline:password@host/dateline; unset, a file there.", memoryAddress},
	{"FETCH_INTERVAL", "15m", "How long a web address is left alone after it was looked at.", duration(time.Second, func(s *settings) *time.Duration { return &s.fetchInterval })},
	{"FETCH_CONTACT", "", "Where a site's operator can ask about you: an address of the web or of mail. Sites are told.", text(func(s *settings) *string { return &s.fetchContact })},
	{"FETCH_ALLOW", "", "Addresses of your own network that may be fetched from, such as 10.0.0.5,10.0.0.6:8080", allowed},
	{"FEED_PATIENCE", "72h", "How long a feed may bring nothing new before readers are told.", duration(time.Second, func(s *settings) *time.Duration { return &s.feedPatience })},
	{"WEB_ADDR", "", "Where the reading room listens, such as 127.0.0.1:8080, or :8080 for other machines too; unset, web takes 127.0.0.1:8080 and serve has none.", listens},
	{"PUBLIC_URL", "", "The address at which readers reach the reading room; with it, citations in Discord lead there where an article has no address of its own.", address(func(s *settings) *string { return &s.publicURL })},
	{"RIGHTS", "full", "How much of an article the reading room shows: full, or excerpt for the cited passages and their neighbours alone.", rights},
	{"API_TOKENS", "", "The tokens with which other programs are let in at /api, /v1, /mcp and /metrics, with commas between them; unset, only programs on the same machine are.", tokens},
	{"LOG_LEVEL", "warn", "How much is logged to standard error: debug, info, warn or error.", level},
	{"LOG_FORMAT", "text", "How it is logged: text or json.", format},
}

// readSettings reads the environment, with what .env adds to it.
func readSettings(lookup func(string) (string, bool)) (*settings, error) {
	s := &settings{}
	for _, v := range variables {
		value, _ := lookup(v.name)
		value = strings.TrimSpace(value)
		if value == "" {
			value = v.preset
		}
		if err := v.read(s, value); err != nil {
			return nil, fmt.Errorf("%s is %q: %w", v.name, redact(v.name, value), err)
		}
	}
	switch {
	case s.openAIURL != "" && s.chatModel == "" && s.embeddingModel == "":
		return nil, errors.New("OPENAI_BASE_URL is set but CHAT_MODEL is not; name the model that should write answers")
	case s.chatModel != "" && s.openAIURL == "":
		return nil, errors.New("CHAT_MODEL is set but OPENAI_BASE_URL is not; write the endpoint's address, such as http://localhost:11434/v1")
	case s.secondOpinion && s.chatModel == "":
		return nil, errors.New("GROUNDING is llm but CHAT_MODEL is not set; name the model that should give the second opinion, or write rules")
	case s.embeddingModel != "" && s.embeddingURL == "" && s.openAIURL == "":
		return nil, errors.New("EMBEDDING_MODEL is set but neither EMBEDDING_BASE_URL nor OPENAI_BASE_URL is; write the endpoint's address")
	case s.embeddingURL == "":
		s.embeddingURL = s.openAIURL
	}
	return s, nil
}

// models are those that questions go to.
func (s *settings) models() desk.Models {
	return desk.Models{Chat: s.chatModel, Embedding: s.embeddingModel}
}

// environment looks a variable up in the environment, then in .env beside the working folder.
func environment() (func(string) (string, bool), error) {
	raw, err := os.ReadFile(".env")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read .env: %w", err)
	}
	raw = bytes.TrimPrefix(raw, []byte("\uFEFF"))
	file, err := godotenv.UnmarshalBytes(raw)
	if err != nil { // the cause quotes the line, which may hold a key
		return nil, fmt.Errorf("read .env: line %d cannot be read; write NAME=value, and close every quotation mark", badLine(raw))
	}
	return func(name string) (string, bool) {
		if value, ok := os.LookupEnv(name); ok {
			return value, true
		}
		value, ok := file[name]
		return value, ok
	}, nil
}

// badLine is the first line, counted from 1, with which what comes before it can no longer be read.
func badLine(raw []byte) int {
	lines := bytes.SplitAfter(raw, []byte("\n"))
	for n := len(lines) - 1; n > 0; n-- {
		if _, err := godotenv.UnmarshalBytes(bytes.Join(lines[:n], nil)); err == nil {
			return n + 1
		}
	}
	return 1
}

func redact(name, value string) string {
	if strings.HasSuffix(name, "_KEY") || strings.HasSuffix(name, "_TOKEN") || name == "API_TOKENS" || name == "DATELINE_MEMORY" {
		return "…"
	}
	return value
}

func text(field func(*settings) *string) func(*settings, string) error {
	return func(s *settings, value string) error {
		*field(s) = value
		return nil
	}
}

// secret reads a token or key, which goes into a header of HTTP.
func secret(field func(*settings) *string) func(*settings, string) error {
	return func(s *settings, value string) error {
		if strings.ContainsFunc(strings.TrimPrefix(value, "Bot "), func(r rune) bool { return r <= ' ' || r > '~' }) {
			return errors.New("it holds a blank or another character that none has; copy it again")
		}
		*field(s) = value
		return nil
	}
}

func address(field func(*settings) *string) func(*settings, string) error {
	return func(s *settings, value string) error {
		if value == "" {
			return nil
		}
		u, err := url.Parse(value)
		if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
			return errors.New("write an address such as http://localhost:11434/v1")
		}
		*field(s) = strings.TrimRight(value, "/")
		return nil
	}
}

func number(least int, field func(*settings) *int) func(*settings, string) error {
	return func(s *settings, value string) error {
		n, err := strconv.Atoi(value)
		if err != nil || n < least {
			return fmt.Errorf("write a whole number of at least %d", least)
		}
		*field(s) = n
		return nil
	}
}

func duration(least time.Duration, field func(*settings) *time.Duration) func(*settings, string) error {
	return func(s *settings, value string) error {
		d, err := time.ParseDuration(value)
		if err != nil || d < least {
			return fmt.Errorf("write a time of at least %v, such as 15m or 72h", least)
		}
		*field(s) = d
		return nil
	}
}

func onOff(field func(*settings) *bool) func(*settings, string) error {
	return func(s *settings, value string) error {
		switch strings.ToLower(value) {
		case "on", "off":
			*field(s) = strings.EqualFold(value, "on")
			return nil
		}
		return errors.New("write on or off")
	}
}

func operators(s *settings, value string) error {
	for id := range strings.SplitSeq(value, ",") {
		if id = strings.TrimSpace(id); id == "" {
			continue
		}
		if _, err := strconv.ParseUint(id, 10, 64); err != nil {
			return fmt.Errorf("%q is no user's ID, which is a number; in Discord turn on Developer Mode and choose Copy User ID", id)
		}
		s.operators = append(s.operators, id)
	}
	return nil
}

func days(s *settings, value string) error {
	n, err := strconv.Atoi(value)
	if err != nil || n < 0 || n > 100*365 {
		return errors.New("write a whole number of days, or 0")
	}
	s.retention = time.Duration(n) * 24 * time.Hour
	return nil
}

func coverage(s *settings, value string) error {
	s.coverage = splitCoverage(value, filepath.ListSeparator)
	return nil
}

func fieldMap(s *settings, value string) (err error) {
	s.fields, err = ingest.ParseFieldMap(value)
	return err
}

// allowed reads addresses of the network by their numbers: names could lead elsewhere tomorrow.
func allowed(s *settings, value string) error {
	for entry := range strings.SplitSeq(value, ",") {
		if entry = strings.TrimSpace(entry); entry == "" {
			continue
		}
		if at, err := netip.ParseAddrPort(entry); err == nil {
			s.fetchAllow = append(s.fetchAllow, at)
		} else if ip, err := netip.ParseAddr(strings.Trim(entry, "[]")); err == nil {
			s.fetchAllow = append(s.fetchAllow, netip.AddrPortFrom(ip, 80), netip.AddrPortFrom(ip, 443))
		} else {
			return fmt.Errorf("%q is no address in numbers; write such as 10.0.0.5, 10.0.0.5:8080 or [fd00::5]:8080", entry)
		}
	}
	return nil
}

func store(s *settings, value string) error {
	if value == localStore {
		return nil
	}
	a, err := weaviate.ParseAddress(value)
	s.store = &a
	return err
}

func memoryAddress(s *settings, value string) error {
	if value == "" {
		return nil
	}
	a, err := memory.ParseAddress(value)
	s.postgres = &a
	return err
}

// localStore is the value of DATELINE_STORE for an index in DATELINE_DATA.
const localStore = "local"

func grounding(s *settings, value string) error {
	switch value {
	case "rules", "llm":
		s.secondOpinion = value == "llm"
		return nil
	}
	return errors.New("write rules or llm")
}

func listens(s *settings, value string) error {
	if value == "" {
		return nil
	}
	if _, port, err := net.SplitHostPort(value); err != nil || port == "" {
		return errors.New("write an address and a port, such as 127.0.0.1:8080 or :8080")
	}
	s.webAddr = value
	return nil
}

// tokens reads a list of tokens, each too long to be guessed.
func tokens(s *settings, value string) error {
	for t := range strings.SplitSeq(value, ",") {
		if t = strings.TrimSpace(t); t == "" {
			continue
		}
		if len(t) < leastToken || strings.ContainsFunc(t, func(r rune) bool { return r <= ' ' || r > '~' }) {
			return fmt.Errorf("a token in it has fewer than %d characters, or one that goes into no header; openssl rand -hex 24 makes one", leastToken)
		}
		s.apiTokens = append(s.apiTokens, t)
	}
	return nil
}

// leastToken is how many characters a token has at least.
const leastToken = 16

func rights(s *settings, value string) error {
	switch value {
	case "full", "excerpt":
		s.excerpts = value == "excerpt"
		return nil
	}
	return errors.New("write full or excerpt")
}

func level(s *settings, value string) error {
	switch strings.ToLower(value) {
	case "debug", "info", "warn", "error":
		return s.logLevel.UnmarshalText([]byte(value))
	}
	return errors.New("write debug, info, warn or error")
}

func format(s *settings, value string) error {
	switch value {
	case "text", "json":
		s.logJSON = value == "json"
		return nil
	}
	return errors.New("write text or json")
}

func (s *settings) logger(out io.Writer) *slog.Logger {
	options := &slog.HandlerOptions{Level: s.logLevel}
	if s.logJSON {
		return slog.New(slog.NewJSONHandler(out, options))
	}
	return slog.New(slog.NewTextHandler(out, options))
}
