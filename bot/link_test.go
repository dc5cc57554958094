package bot_test

import (
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"dateline/bot"
)

func TestLink(t *testing.T) {
	const page = "https://example.org/story"
	long := "Kerry delivered the warning by telephone to the Russian foreign minister, Sergey Lavrov, who did not answer it at once."
	for _, tt := range []struct{ name, url, passage, quote, want string }{
		{"short", page, "He left. Nobody said why.", "Nobody said why.", page + "#:~:text=Nobody%20said%20why."},
		{"syntax is encoded", page, "A–B: yes, no & well-known", "yes, no & well-known", page + "#:~:text=yes%2C%20no%20%26%20well%2Dknown"},
		{"other letters", page, "“Où est-il?”", "“Où est-il?”", page + "#:~:text=%E2%80%9CO%C3%B9%20est%2Dil%3F%E2%80%9D"},
		{"long", page, "He called. " + long, long, page + "#:~:text=Kerry%20delivered%20the%20warning,answer%20it%20at%20once."},
		{"over a paragraph", page, "One two.\n\nThree four.", "One two.\n\nThree four.", page + "#:~:text=One%20two.,Three%20four."},
		{"same words earlier", page, "It was over. They said: It was over.", "It was over.", page + "#:~:text=It%20was%20over."},
		{"same words earlier in capitals", page, "IT WAS OVER. They all said: It was over.", "It was over.", page + "#:~:text=They%20all%20said%3A-,It%20was%20over."},
		{"long, its ends earlier too", page, "KERRY DELIVERED THE WARNING at once. " + long, long,
			page + "#:~:text=Kerry%20delivered%20the%20warning%20by,not%20answer%20it%20at%20once."},
		{"within another word", page, "Warning of war", "war", page + "#:~:text=war"},
		{"an anchor", page + "#top", "He left.", "He left.", page + "#top:~:text=He%20left."},
		{"a directive", page + "#:~:text=old", "He left.", "He left.", page + "#:~:text=He%20left."},
		{"not in the passage", page, "He left.", "She left.", page},
		{"nothing quoted", page, "He left.", " ", page},
		{"no page", "ftp://example.org", "He left.", "He left.", "ftp://example.org"},
		{"no address", "", "He left.", "He left.", ""},
		{"too long", page + strings.Repeat("x", 480), "He left.", "He left.", page + strings.Repeat("x", 480)},
	} {
		if got := bot.Link(tt.url, tt.passage, tt.quote); got != tt.want {
			t.Errorf("%s:\n got %s\nwant %s", tt.name, got, tt.want)
		}
	}
}

func FuzzLink(f *testing.F) {
	f.Add("https://example.org/a", "He left. She left, too - & more.", 9, 30)
	f.Add("http://x#y", "a\n\nb c d e f g h i j k l m n o p q r s t u v w x y z and more words until it is long", 0, 80)
	f.Add("https://example.org/", "İstanbul’da “söz” İstanbul’da", 0, 40)
	f.Fuzz(func(t *testing.T, address, passage string, start, end int) {
		if start < 0 || end > len(passage) || start >= end || !utf8.ValidString(passage[:start]) || !utf8.ValidString(passage[start:end]) || !utf8.ValidString(passage[end:]) {
			return
		}
		got := bot.Link(address, passage, passage[start:end])
		if got == address {
			return
		}
		if len(got) > bot.MaxLink {
			t.Errorf("%d bytes", len(got))
		}
		_, text, ok := strings.Cut(got, ":~:text=")
		if !ok || strings.ContainsAny(text, "&#") {
			t.Fatalf("got %s", got)
		}
		quoted := strings.Join(strings.Fields(passage), " ")
		for term := range strings.SplitSeq(text, ",") {
			term, err := url.PathUnescape(strings.TrimSuffix(term, "-"))
			if err != nil || !strings.Contains(quoted, term) {
				t.Errorf("%q is not in the passage: %v", term, err)
			}
		}
	})
}
