package bot

// Detail is what a claim says beside its text, by the task: nothing in an answer to a question.
type Detail struct {
	Part    string `json:"part,omitempty"`    // of a summary or of quotations: one of the Parts, "" of the text itself
	Heading string `json:"heading,omitempty"` // of a section of a summary, in the coverage's own words

	Date    Day  `json:"date,omitzero"`     // of a timeline: the day of the event, or its first; of a quotation: the day on which it was said
	Through Day  `json:"through,omitzero"`  // the event's last day, where it is another one
	Planned bool `json:"planned,omitempty"` // of a timeline: it was to come, or hung on a condition, when it was told

	Speaker string `json:"speaker,omitempty"` // of a quotation: who said it, as the article names them in full; of a check: who says so; "" where that is not certain
	Role    string `json:"role,omitempty"`    // what the article calls them: "State Department spokesman"
	To      string `json:"to,omitempty"`      // whom they said it to
	Via     string `json:"via,omitempty"`     // who told of it, where that is somebody else
	Where   string `json:"where,omitempty"`   // the place or occasion

	Told Day `json:"told,omitzero"` // of a summary of several articles: the day of the one whose sentence counts days from it, as "on Monday" does

	Stance string `json:"stance,omitempty"` // of a check: For or Against
}

// Parts of a summary and of quotations.
const (
	KeyPoint     = "key point"
	Differing    = "accounts differ" // what one of several accounts that disagree says
	NotKnown     = "not known"       // what the coverage says is not known
	Unattributed = "unattributed"    // quotations whose speaker is not certain
)

// Stances of a sentence toward the claim that is checked.
const (
	For     = "for"
	Against = "against"
)

// Verdicts of a check.
const (
	ClaimSupported    = "supported"
	ClaimContradicted = "contradicted"
	ClaimMixed        = "mixed"
	ClaimNotCovered   = "not in the coverage"
)
