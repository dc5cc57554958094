package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/joho/godotenv"
)

// settings is the configuration, read from the environment and from .env beside the working folder.
type settings struct {
	discordToken, discordAPI        string
	openAIURL, openAIKey, chatModel string
	embeddingModel, embeddingURL    string
	contextTokens                   int
	secondOpinion                   bool
	coverage                        []string
	data                            string
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
	{"OPENAI_BASE_URL", "", "An OpenAI-compatible endpoint, such as http://localhost:11434/v1; unset, answers are sentences of the coverage.", address(func(s *settings) *string { return &s.openAIURL })},
	{"OPENAI_API_KEY", "", "Its key, where it wants one; EMBEDDING_BASE_URL gets it too.", secret(func(s *settings) *string { return &s.openAIKey })},
	{"CHAT_MODEL", "", "The model that writes answers; needed with OPENAI_BASE_URL.", text(func(s *settings) *string { return &s.chatModel })},
	{"EMBEDDING_MODEL", "", "The model that embeds passages; unset, the embedded word vectors do.", text(func(s *settings) *string { return &s.embeddingModel })},
	{"EMBEDDING_BASE_URL", "", "Its endpoint, where that is not OPENAI_BASE_URL.", address(func(s *settings) *string { return &s.embeddingURL })},
	{"CONTEXT_TOKENS", "4096", "How many tokens the model's context holds, prompt and answer together.", number(1024, func(s *settings) *int { return &s.contextTokens })},
	{"GROUNDING", "rules", "How a model's sentences are checked: rules, or llm for rules and the model's second opinion on each.", grounding},
	{"DATELINE_COVERAGE", "", "Folders of articles, separated as PATH is; unset, the sample articles that come with Dateline.", folders},
	{"DATELINE_DATA", "", "Where indexes are kept; unset, your cache folder. They can be rebuilt.", text(func(s *settings) *string { return &s.data })},
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
	if strings.HasSuffix(name, "_KEY") || strings.HasSuffix(name, "_TOKEN") {
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

func folders(s *settings, value string) error {
	for _, dir := range filepath.SplitList(value) {
		if dir != "" {
			s.coverage = append(s.coverage, dir)
		}
	}
	return nil
}

func grounding(s *settings, value string) error {
	switch value {
	case "rules", "llm":
		s.secondOpinion = value == "llm"
		return nil
	}
	return errors.New("write rules or llm")
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
