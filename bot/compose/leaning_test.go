package compose

import (
	"strings"
	"testing"

	"dateline/retrieval/mention"
)

// TestStanding holds what is shown before a sentence that leans on others, and which cannot be shown by themselves.
func TestStanding(t *testing.T) {
	for _, tt := range []struct {
		paragraphs []string
		shown      int // sentences, of which the last is the passage's
		clear      bool
	}{
		{[]string{"Adler opened the lock on Monday."}, 1, true},
		{[]string{"Adler opened the lock on Monday. He thanked the divers."}, 2, true},
		{[]string{"Adler opened the lock. “It will hold”, he said on Monday."}, 2, true},
		{[]string{"“The lock will hold”, Adler said on Monday."}, 1, true},
		{[]string{"Adler warned the mayor of Millport, Karl Brandt.", "Adler told him that the lock would stay shut."}, 2, true},
		{[]string{"Adler warned Brandt on Monday.", "He did so by telephone.", "Adler told him that it was over."}, 3, true},
		{[]string{"Brandt opened the lock on 3 May. Adler said that day that it would hold."}, 2, true},
		{[]string{"Brandt opened the lock. On 3 May and 4 May Adler was ill; on that day nobody came."}, 1, true},
		{[]string{"Two towns signed a truce. On the day of that truce the lock was shut."}, 2, true},
		{[]string{"Adler shut the lock. The decision came on Monday."}, 2, true},
		{[]string{"Adler shut the lock. It rained.", "The decision came on Monday."}, 1, false},
		{[]string{"Who opened the lock? He did not say."}, 1, false},
		{[]string{"He opened the lock."}, 1, false},
		{[]string{"The minister said that she would open the lock."}, 1, true},
	} {
		a := article("a", "The lock", tt.paragraphs...)
		p := evidenceOf(a)[0].Passage
		span, clear := standing(p, len(p.Sentences)-1, mention.Names(p.Text))
		shown := 0
		for _, s := range p.Sentences {
			if s.Start >= span.Start && s.End <= span.End {
				shown++
			}
		}
		if shown != tt.shown || clear != tt.clear {
			t.Errorf("%s\n%d sentences, clear %v; want %d, %v", strings.Join(tt.paragraphs, " "), shown, clear, tt.shown, tt.clear)
		}
	}
}
