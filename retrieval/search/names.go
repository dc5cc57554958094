package search

// SentenceFeatures and ConfidenceNames name the features in their order, for internal/fit, which writes weights.go.
var (
	SentenceFeatures = []string{
		"fBias", "fHard", "fSoft", "fNear", "fAround", "fRest", "fRarest", "fNames",
		"fPairs", "fCosine", "fKind", "fClose", "fKindSoft", "fKindRest", "fSpeaker", "fQuoted",
		"fCounted", "fAsked", "fLength", "fQuestion", "fAside", "fFound", "fStory", "fKindNear",
		"fKindStory", "fCarried", "fPred", "fPredNear", "fPredAround", "fNameCarried", "fWorst", "fWorstNear",
		"fWorstAround", "fBoth", "fKindPred", "fKindCarried", "fVerb", "fVerbNear", "fVerbKind", "fFuture",
		"fNoFuture",
	}
	ConfidenceNames = []string{
		"cBias", "cScore", "cSoft", "cRest", "cAround", "cBest", "cUnion", "cExact",
		"cNameGone", "cNames", "cCosine", "cPairs", "cLong", "cClose", "cNoPerson", "cNoTime",
		"cNoPlace", "cNoCount", "cNoCause", "cNoSpeaker", "cNoAsked",
		"cFirst", "cMean", "cFirstKind", "cFirstRest", "cHeld", "cLost", "cHeldShare", "cAligned",
		"cTopical", "cEntity", "cFound", "cRivals", "cAll", "cWorst", "cWhole", "cClauses",
	}
)

// WholeFrom is the first of the ConfidenceFeatures that describe the evidence as a whole.
const WholeFrom = cFirst
