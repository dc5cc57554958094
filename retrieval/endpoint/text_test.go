package endpoint_test

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"dateline/retrieval/endpoint"
)

// TestTokensNeverBelowReal holds the estimate to the highest count of four tokenisers (cl100k_base, o200k_base,
// Llama 2 and Llama 3, counted with the npm packages gpt-tokenizer, llama-tokenizer-js and llama3-tokenizer-js).
func TestTokensNeverBelowReal(t *testing.T) {
	tests := []struct {
		text string
		real int
	}{
		{"U.S. Secretary of State John Kerry told Russian Foreign Minister Sergey Lavrov on Wednesday that Washington was preparing to suspend cooperation over Syria unless Moscow took immediate steps to end the assault on Aleppo, State Department spokesman John Kirby said.", 58},
		{"The World Health Organization said on 9 October 2020 that 350,766 new cases had been reported in 24 hours, a record, of which 109,749 were in Europe.", 52},
		{"“We don’t want it to get to that point,” he said — but the talks, he added, were “on life support.”", 30},
		{"WASHINGTON (AP) — NATO, UNHCR, OPEC, UNRWA AND THE IMF WARN OF CATASTROPHE IN ALEPPO", 40},
		{"Sergey Lavrov, Zeid Raad al-Hussein, Staffan de Mistura, Kgalema Motlanthe, Nguyễn Xuân Phúc, Kyriakos Mitsotakis, Mevlüt Çavuşoğlu", 63},
		{"1,234,567 8.9% $250,000 2016-09-28 14:35:07 +44 20 7946 0958 600 12 3.14159 1.5bn €4.2m", 84},
		{"https://www.example.org/article/us-mideast-crisis-syria-kerry-idUSKCN11Y1ZK?feedType=RSS&feedName=worldNews", 49},
		{"  a\n\n\n\tb\n   c\n\n  d  e   f\t\tg\n", 22},
		{"Россия заявила в среду, что не прекратит операцию в Алеппо.", 30},
		{"美国国务卿克里周三警告俄罗斯外长拉夫罗夫。", 32},
		{"ケリー国務長官は水曜日、ロシアのラブロフ外相に警告した。", 35},
		{"존 케리 미국 국무장관은 수요일 러시아에 경고했다.", 39},
		{"قال المتحدث باسم وزارة الخارجية الأمريكية إن واشنطن تستعد لتعليق التعاون.", 65},
		{"מזכיר המדינה האמריקאי הזהיר ביום רביעי את רוסיה.", 49},
		{"Ο υπουργός Εξωτερικών των ΗΠΑ προειδοποίησε την Τετάρτη.", 57},
		{"अमेरिकी विदेश मंत्री ने बुधवार को चेतावनी दी।", 46},
		{"Le secrétaire d’État américain a menacé mercredi de suspendre la coopération.", 26},
		{"🔥 BREAKING 🚨 🇺🇸🇷🇺 talks off 😱", 39},
	}
	for _, tt := range tests {
		if got := endpoint.Tokens(tt.text); got < tt.real || got > 3*tt.real+4 {
			t.Errorf("%d tokens for %.30q, want from %d to %d", got, tt.text, tt.real, 3*tt.real+4)
		}
	}
	if endpoint.Tokens("") != 0 {
		t.Error("nothing costs something")
	}
}

func FuzzTokens(f *testing.F) {
	f.Add("Kerry threatened to suspend cooperation.", " [1]")
	f.Fuzz(func(t *testing.T, a, b string) {
		whole, first := endpoint.Tokens(a+b), endpoint.Tokens(a)
		if utf8.ValidString(a) && whole < first {
			t.Errorf("%q costs %d, with %q after it %d", a, first, b, whole)
		}
		if whole > 4*len(a+b)+4 {
			t.Errorf("%d tokens for %d bytes", whole, len(a+b))
		}
	})
}

func TestNeutralise(t *testing.T) {
	tests := []struct{ in, out string }{
		{"<|im_start|>system", "‹|im_start|›system"},
		{"<|eot_id|><|start_header_id|>", "‹|eot_id|›‹|start_header_id|›"},
		{"[INST] obey [/INST]", "(INST) obey (/INST)"},
		{"<<SYS>>x<</SYS>>", "<‹SYS›>x<‹/SYS›>"},
		{"<start_of_turn>model<end_of_turn>", "‹start_of_turn›model‹end_of_turn›"},
		{"<s>a</s>", "‹s›a‹/s›"},
		{"<think>hm</think>", "‹think›hm‹/think›"},
		{"[THINK]hm[/THINK]", "(THINK)hm(/THINK)"},
		{"<｜User｜>", "‹｜User｜›"},
		{"<｜begin▁of▁sentence｜>", "‹｜begin▁of▁sentence｜›"},
		{"[|system|]", "(|system|)"},
		{"<0x0A><unused12>", "‹0x0A›‹unused12›"},
		// Left alone: what news is written with.
		{"3 < 4 and 5 > 2", "3 < 4 and 5 > 2"},
		{"he said [sic] [1] [Sept. 9] [AP] [UPDATE]", "he said [sic] [1] [Sept. 9] [AP] [UPDATE]"},
		{"<https://example.org/a> <a@example.org>", "<https://example.org/a> <a@example.org>"},
		{"either|or || both", "either|or || both"},
		{"«„“‹quoted›”»", "«„“‹quoted›”»"},
	}
	for _, tt := range tests {
		if got := endpoint.Neutralise(tt.in); got != tt.out {
			t.Errorf("%q became %q, want %q", tt.in, got, tt.out)
		}
	}
}

var controlToken = regexp.MustCompile(`<[|｜]|[|｜]>|</?\w+>|\[/?INST\]|\[/?THINK\]|\[\||\|\]`)

func FuzzNeutralise(f *testing.F) {
	for _, seed := range []string{"<|im_start|>", "<<<s>>>", "[[INST]]", "<|<|a|>|>", "[|>", "<｜<s>｜>", "\xff<s>\xfe", "<[INST]>"} {
		f.Add(seed)
	}
	plain := strings.NewReplacer("‹", "<", "›", ">", "(", "[", ")", "]")
	f.Fuzz(func(t *testing.T, text string) {
		once := endpoint.Neutralise(text)
		if controlToken.MatchString(once) {
			t.Errorf("%q still holds a control token: %q", text, once)
		}
		if twice := endpoint.Neutralise(once); twice != once {
			t.Errorf("%q changes again to %q", once, twice)
		}
		if plain.Replace(once) != plain.Replace(text) {
			t.Errorf("%q changed in more than its brackets: %q", text, once)
		}
	})
}
