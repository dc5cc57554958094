package bot

import (
	"fmt"
	"strings"
	"time"

	"dateline/retrieval"
)

// Answer is what a reader gets: claims that each cite a source, or an abstention with the nearest passages as sources.
// Its JSON is what `dateline ask --json` prints.
type Answer struct {
	Question        string    `json:"question"` // as the reader wrote it
	Abstained       bool      `json:"abstained"`
	Reason          string    `json:"reason"` // of an abstention, for the reader
	Notice          string    `json:"notice"` // for the reader: what went wrong on the way, and what of the question was set aside; "" where neither
	Composer        string    `json:"composer"`
	Model           string    `json:"model"`
	Claims          []Claim   `json:"claims"`
	Dropped         []Dropped `json:"dropped"`
	Undated         int       `json:"undated,omitempty"` // of a timeline: how many of Dropped are events whose day is not certain
	Cut             int       `json:"cut,omitempty"`     // how many of Dropped are lines of a timeline, or quotations, for which there was no room
	Untold          Untold    `json:"untold,omitzero"`   // of a summary: what it does not tell of
	Sources         []Source  `json:"sources"`
	CoverageThrough Day       `json:"coverage_through"`
	Silent          []string  `json:"silent,omitempty"` // what of the coverage has brought nothing new for too long: "https://… silent for 3 days"
	Timings         Timings   `json:"timings_ms"`

	Read       retrieval.Reading `json:"read,omitzero"`        // the dates, outlets, authors and sections taken from the question
	Filter     retrieval.Filter  `json:"filter,omitzero"`      // asked for beside the question
	Understood string            `json:"understood,omitempty"` // the full question that was answered, where it is another one
	Offers     []Offer           `json:"offers,omitempty"`     // of an abstention: where else there is something
	Amended    []Amendment       `json:"amended,omitempty"`    // what became of its articles since it was shown

	Verdict string `json:"verdict,omitempty"` // of a check: what the coverage says of the claim, not whether it is true
	Sides   *Sides `json:"outlets,omitempty"` // of a check
}

// Untold is what a summary does not tell of what it was to summarise.
type Untold struct {
	Stories   int      `json:"stories"`             // of which it shows no sentence
	Articles  int      `json:"articles"`            // that these are of
	Headlines []string `json:"headlines,omitempty"` // of the first of these stories, in order of weight
	Older     int      `json:"older,omitempty"`     // articles that were not read, since there are too many
}

// Kinds of offer.
const (
	OfferDates   = "dates"
	OfferOutlet  = "outlet"
	OfferArticle = "article"
)

// Offer is another window on the coverage in which the question would be answered.
type Offer struct {
	Kind   string           `json:"kind"`
	Label  string           `json:"label"`         // for the reader: "any date (nearest: 28 Sept 2016)"
	Near   Day              `json:"near,omitzero"` // of dates and article: when the best passage was published
	Outlet string           `json:"outlet,omitempty"`
	Filter retrieval.Filter `json:"filter,omitzero"` // to ask again with, instead of the answer's
}

// Timings are milliseconds spent in each room.
type Timings struct {
	Retrieve int64 `json:"retrieve"`
	Compose  int64 `json:"compose"`
	Ground   int64 `json:"ground"`
	Total    int64 `json:"total"`
}

// Day is a date shown without its clock; the zero Day is unknown and "" in JSON.
type Day struct{ time.Time }

func (d Day) iso() string { return d.UTC().Format(time.DateOnly) }

// MarshalText gives the ISO date, or nothing for an unknown day.
func (d Day) MarshalText() ([]byte, error) {
	if d.IsZero() {
		return nil, nil
	}
	return d.UTC().AppendFormat(nil, time.DateOnly), nil
}

// MarshalJSON gives the ISO date in quotes, or "" for an unknown day.
func (d Day) MarshalJSON() ([]byte, error) {
	text, err := d.MarshalText()
	return append(append([]byte{'"'}, text...), '"'), err
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (d *Day) UnmarshalJSON(b []byte) (err error) {
	if string(b) == `""` {
		*d = Day{}
		return nil
	}
	d.Time, err = time.Parse(`"`+time.DateOnly+`"`, string(b))
	return err
}

// String is the day as readers see it: "28 Sept 2016", or "date unknown".
func (d Day) String() string {
	if d.IsZero() {
		return "date unknown"
	}
	u := d.UTC()
	month := u.Format("Jan")
	switch u.Month() {
	case time.May, time.June, time.July:
		month = u.Month().String()
	case time.September:
		month = "Sept"
	}
	return u.Format("2 ") + month + u.Format(" 2006")
}

// Small is the last line of an answer: how far the coverage reaches, what of it the question asks
// for, what was left out, and how long it took. how tells
// where to see what was left out.
func (a Answer) Small(how string) string {
	parts := []string{}
	if !a.CoverageThrough.IsZero() {
		parts = append(parts, strings.Join(append([]string{"Coverage through " + a.CoverageThrough.String()}, a.Silent...), "; "))
	} else {
		parts = append(parts, a.Silent...)
	}
	if a.Read.Shown != "" {
		parts = append(parts, a.Read.Shown)
	}
	if n := a.Unfit(); n > 0 {
		parts = append(parts, strings.TrimSpace(fmt.Sprintf("%d of %d claims left out %s", n, n+len(a.Claims), how)))
		how = ""
	}
	if a.Undated > 0 {
		parts = append(parts, strings.TrimSpace(fmt.Sprintf("%d left out for want of a certain day %s", a.Undated, how)))
	}
	if a.Cut > 0 {
		parts = append(parts, fmt.Sprintf("%d more cut for room; narrow it with since or until", a.Cut))
	}
	if a.Model != "" {
		parts = append(parts, a.Model)
	}
	return strings.Join(append(parts, fmt.Sprintf("%d ms", a.Timings.Total)), " · ")
}

// Unfit is how many claims were left out for what they say, and neither for want of a day nor of room.
func (a Answer) Unfit() int { return max(0, len(a.Dropped)-a.Undated-a.Cut) }

// Marked is a claim as it is shown, its markers behind it.
func (c Claim) Marked() string {
	var b strings.Builder
	b.WriteString(c.Text)
	seen := map[int]bool{}
	for _, cite := range c.Citations {
		if !seen[cite.N] {
			fmt.Fprintf(&b, " [%d]", cite.N)
		}
		seen[cite.N] = true
	}
	return b.String()
}
