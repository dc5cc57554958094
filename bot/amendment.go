package bot

// Kinds of amendment.
const (
	Changed   = "changed"   // the cited words are no longer in the article
	Corrected = "corrected" // by a notice, or within the article where its cited words changed too
	Retracted = "retracted" // by its outlet
	Deleted   = "deleted"   // from the coverage
)

// Amendment is one thing that happened, since an answer was shown, to an article that it cites.
type Amendment struct {
	Kind     string `json:"kind"`
	Article  string `json:"article_id"`
	Headline string `json:"headline"`
	Sources  []int  `json:"sources"`          // the numbers of the answer's sources that it concerns
	On       Day    `json:"on,omitzero"`      // the day of the notice, or on which the article says that it was updated
	Notice   string `json:"notice,omitempty"` // the ID of the notice, where it is an article of its own
	Words    string `json:"words,omitempty"`  // the correction's own
	Old      string `json:"old,omitempty"`    // the words cited
	New      string `json:"new,omitempty"`    // the nearest sentence that the article has now, "" where none is near
}
