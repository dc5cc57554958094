package picture

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
)

var reader = Setting{
	Bot: "Dateline", Names: map[string]string{"@7": "@ada", "#8": "#desk"}, Now: time.Date(2016, 9, 30, 12, 0, 0, 0, time.UTC),
}

func TestMarkdown(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text string
		want line
	}{
		{"plain **bold** ~~gone~~", line{{"plain ", 0}, {"bold", bold}, {" ", 0}, {"gone", struck}}},
		{`\*as it is\* 2 * 3 * 4`, line{{"*as it is* 2 * 3 * 4", 0}}},
		{"[1] [A \\[B\\] C](https://a.example/x#y) **d**", line{{"[1] ", 0}, {"A [B] C", linked}, {" ", 0}, {"d", bold}}},
		{"[no](link) <https://a.example>", line{{"[no](link) ", 0}, {"https://a.example", linked}}},
		{"<t:1475064000:D>, <t:1475236500:R>, <t:1475236500>", line{{"28 September 2016, 5 minutes ago, 30 September 2016 at 11:55", 0}}},
		{"<@7> in <#8>, <#9>", line{{"@ada", mention}, {" in ", 0}, {"#desk", mention}, {", ", 0}, {"#9", mention}}},
		{"`a*b` **open", line{{"a*b", code}, {" **open", 0}}},
	}
	for _, tt := range tests {
		c := canvas{setting: reader}
		got := c.spans(tt.text)
		if len(got) != len(tt.want) {
			t.Errorf("%s is read as %v, want %v", tt.text, got, tt.want)
			continue
		}
		for i := range got {
			if got[i] != tt.want[i] {
				t.Errorf("%s: run %d is %v, want %v", tt.text, i, got[i], tt.want[i])
			}
		}
	}
}

func TestWrap(t *testing.T) {
	t.Parallel()
	text := "A few words, **some of them in bold and then** a long one: " + strings.Repeat("a", 200) + " and the end."
	c := canvas{setting: reader}
	var said []string
	for _, l := range wrap(c.spans(text), body, 200) {
		if n := reach(l, body); n > 200 {
			t.Errorf("%v is %d wide", l, n)
		}
		for _, s := range l {
			said = append(said, s.text)
		}
	}
	if got, want := strings.ReplaceAll(strings.Join(said, ""), " ", ""), strings.NewReplacer("*", "", " ", "").Replace(text); got != want {
		t.Errorf("wrapped, the text is %q, want %q", got, want)
	}
	if got := fit(line{{text: "far too long to fit"}}, body, 60); reach(got, body) > 60 || !strings.HasSuffix(got[0].text, "…") {
		t.Errorf("cut to fit it is %v", got)
	}
}

// FuzzDraw wants a picture of whatever a message says.
func FuzzDraw(f *testing.F) {
	f.Add("**a** [b](https://c.example) <t:0:R>\n> d\n-# e\n- f\n  g\n# h")
	f.Add("[\\")
	f.Add("<t:99999999999999999999:D>\x00\xff``")
	f.Fuzz(func(t *testing.T, text string) {
		drawn := Draw(text, reader, Message{Content: text, Asked: text, Ephemeral: true, Embeds: []*discordgo.MessageEmbed{{Description: text}}})
		for decoder := xml.NewDecoder(bytes.NewReader(drawn)); ; {
			if _, err := decoder.Token(); errors.Is(err, io.EOF) {
				return
			} else if err != nil {
				t.Fatalf("%q: %v", text, err)
			}
		}
	})
}
