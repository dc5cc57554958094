package discord

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/desk"
)

// maxFile is how large an attached file may be, in bytes: what Discord takes of anybody.
const maxFile = 10 << 20

// shelves are the hosts at which Discord keeps attached files.
var shelves = []string{"cdn.discordapp.com", "media.discordapp.net"}

// file is one that is attached to a message of the bot's.
type file struct {
	ID   int    `json:"id"` // its place among them, from 0
	Name string `json:"filename"`
	kind string // of its text, for HTTP
	text []byte
}

// written is the body of a request: JSON, with the files of a message behind it.
func written(body any) (kind string, data []byte, err error) {
	if m, ok := body.(interface{ attached() []file }); ok && len(m.attached()) > 0 {
		var files []*discordgo.File
		for _, f := range m.attached() {
			files = append(files, &discordgo.File{Name: f.Name, ContentType: f.kind, Reader: bytes.NewReader(f.text)})
		}
		return discordgo.MultipartBodyWithJSON(m, files)
	}
	if body != nil {
		data, err = json.Marshal(body)
	}
	return "application/json", data, err
}

func (m message) attached() []file { return m.Files }

// attachment is a file that was filled into a command, or nil.
func (in *interaction) attachment(id string) *discordgo.MessageAttachment {
	resolved := in.event.ApplicationCommandData().Resolved
	if id == "" || resolved == nil {
		return nil
	}
	return resolved.Attachments[id]
}

// download reads an attached file from where Discord keeps it, and from nowhere else.
func (a *api) download(ctx context.Context, f *discordgo.MessageAttachment) (io.ReadCloser, error) {
	if f.Size > maxFile {
		return nil, desk.Usage("error.file_large", "n", maxFile>>20)
	}
	at, err := url.Parse(f.URL)
	if err != nil || !a.keeps(at) {
		return nil, desk.Usage("error.file_gone")
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, f.URL, nil)
	if err != nil {
		return nil, fmt.Errorf("read an attached file: %w", err)
	}
	client := *a.client
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	answer, err := client.Do(request)
	if err != nil {
		return nil, fmt.Errorf("read an attached file: %w", discreet(err))
	}
	if answer.StatusCode != http.StatusOK {
		_ = answer.Body.Close() // nothing of it is wanted
		a.log.Warn("an attached file cannot be read", "status", answer.StatusCode)
		return nil, desk.Usage("error.file_gone")
	}
	return struct {
		io.Reader
		io.Closer
	}{io.LimitReader(answer.Body, maxFile+1), answer.Body}, nil
}

// keeps tells whether Discord keeps files at an address. A Discord elsewhere, for testing, keeps them itself.
func (a *api) keeps(at *url.URL) bool {
	own := a.client.Transport.(transport).to
	if own.Hostname() != "discord.com" {
		return at.Scheme == own.Scheme && at.Host == own.Host
	}
	return at.Scheme == "https" && slices.Contains(shelves, at.Host)
}
