package event_test

import (
	"strings"
	"testing"

	"dateline/retrieval/event"
	"dateline/retrieval/segment"
)

// story is of 100 words and has a date in every sentence but one.
const story = `The harbour board voted on Monday to close the old lock, which was built in 1911 and has leaked since September. A spokesman said
on Tuesday that the gates would be taken out on 3 October. The next day divers had found a crack on the seaward side, and the pilots had refused to
take ships through until it was mended. Nobody was hurt. “We saw it coming last week,” the lock keeper told reporters on Friday, two days before the ferry
Annelie struck the pier. In 2014 the board had turned down a plan for a new lock by nine votes to two.

`

func BenchmarkFind(b *testing.B) {
	a := article(wednesday, strings.Repeat(story, 10))
	passages := segment.Passages(a)
	b.ReportAllocs()
	for b.Loop() {
		for _, p := range passages {
			event.Find(&a, p)
		}
	}
}

func BenchmarkFindMonstrous(b *testing.B) {
	a := article(wednesday, strings.Repeat("on Monday he said that two days later ", 60))
	passages := segment.Passages(a)
	for b.Loop() {
		for _, p := range passages {
			event.Find(&a, p)
		}
	}
}
