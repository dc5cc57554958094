package conversation_test

import (
	"testing"

	"dateline/bot/conversation"
)

// TestMissing holds what is said to be missing, and that a question whose form leaves doubt is not rephrased.
func TestMissing(t *testing.T) {
	for question, want := range map[string]string{
		"What did Lavrov answer?":                    "what Lavrov answered",
		"What did Kerry say about Ukraine?":          "what Kerry said about Ukraine",
		"When did the council plan the lock?":        "when the council planned the lock",
		"Why did Kerry deny it":                      "",
		"Why does Norway veto the treaty?":           "why Norway vetoes the treaty",
		"Why do ships leave the canal?":              "why ships leave the canal",
		"Who vetoed the draft?":                      "who vetoed the draft",
		"Who runs Aleppo?":                           "who runs Aleppo",
		"Who is the mayor of Millport?":              "who the mayor of Millport is",
		"How many people were killed in Fort Adler?": "how many people were killed in Fort Adler",
		"How many people left Millport?":             "how many people left Millport",
		"Which countries signed the treaty?":         "which countries signed the treaty",
		"When was the lock opened?":                  "when the lock was opened",
		"Where will the council meet?":               "where the council will meet",
		"Is Kerry dead?":                             "whether Kerry is dead",
		"Did Norway sign the treaty?":                "whether Norway signed the treaty",
		"Can you help me write a letter?":            "",
		"What did he say?":                           "",
		"latest news about Aleppo":                   "",
		"What’s the weather like today?":             "",
		"¿Qué dijo Lavrov?":                          "",
		"What did Kerry say? What did Lavrov say?":   "",
		"Why didn’t Kerry go?":                       "",
		"1":                                          "",
	} {
		if want != "" {
			want = "The coverage does not say " + want + "."
		}
		if got := conversation.Missing(question); got != want {
			t.Errorf("%s\n got %q\nwant %q", question, got, want)
		}
	}
}
