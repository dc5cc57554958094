package desk_test

import (
	"testing"
	"time"

	"dateline/bot/desk"
)

// The time that is asked for, by the window or by the topic, bounds the events; coverage of any day may tell of them.
func TestTimelineWithinATime(t *testing.T) {
	for _, tt := range []struct {
		topic        string
		window       desk.Window
		of           string
		since, until time.Time
	}{
		{topic: "Kerry", of: "Kerry"},
		{topic: "Kerry", window: desk.Window{Since: "2016-10", Until: "2016-11-03"}, of: "Kerry", since: day(2016, 10, 1), until: day(2016, 11, 4)},
		{topic: "What happened in Kabul in July?", of: "What happened in Kabul?", since: day(2016, 7, 1), until: day(2016, 8, 1)},
		{topic: "Kabul during September 2015", of: "Kabul", since: day(2015, 9, 1), until: day(2015, 10, 1)},
		{topic: "Kabul on 3 October", of: "Kabul", since: day(2016, 10, 3), until: day(2016, 10, 4)},
		{topic: "Kabul since 3 October 2016", of: "Kabul", since: day(2016, 10, 3)},
		{topic: "Kabul in July", window: desk.Window{Since: "2016-10-01"}, of: "Kabul in July", since: day(2016, 10, 1)},
		{topic: "the truce of 12 September", of: "the truce of 12 September"},
		{topic: "in July", of: "in July"},
	} {
		d, r, _ := newDesk()
		if _, err := d.Timeline(t.Context(), tt.topic, tt.window, nil); err != nil {
			t.Fatal(err)
		}
		if f := r.question.Filter; r.question.Text != tt.topic || r.question.Topic != tt.of || !f.Since.Equal(tt.since) || !f.Until.Equal(tt.until) {
			t.Errorf("%q, %+v: of %q from %s to %s", tt.topic, tt.window, r.question.Topic, f.Since, f.Until)
		}
		if r.query.Text != tt.of || !r.query.Filter.IsZero() {
			t.Errorf("%q: searched for %q under %+v", tt.topic, r.query.Text, r.query.Filter)
		}
	}
}
