package search

// SentenceFeatures and ConfidenceNames name the features in their order.
var (
	SentenceFeatures = []string{"fBias", "fHard", "fSoft", "fNear", "fAround", "fRest", "fRarest", "fNames", "fPairs", "fCosine", "fKind", "fClose", "fKindSoft", "fKindRest", "fSpeaker", "fQuoted", "fCounted", "fAsked", "fLength", "fQuestion", "fAside", "fFound", "fStory", "fKindNear", "fKindStory"}
	ConfidenceNames  = []string{"cBias", "cScore", "cSoft", "cRest", "cAround", "cBest", "cUnion", "cExact", "cNameGone", "cNames", "cCosine", "cPairs", "cLong", "cClose", "cNoPerson", "cNoTime", "cNoPlace", "cNoCount", "cNoCause", "cNoSpeaker", "cNoAsked"}
)

// SentenceWeights is the sentence model.
var SentenceWeights = weights{
	fBias: -4.223, fHard: 0.104, fSoft: 0.461, fNear: 0.860, fAround: 1.522, fRest: 1.029, fRarest: -0.004, fNames: 0.049, fPairs: 0.335, fCosine: 1.028, fKind: 0.401, fClose: 0.558, fKindSoft: 0.374, fKindRest: 0.285, fSpeaker: 0.929, fQuoted: 0.597, fCounted: 0.899, fAsked: 0.617, fLength: -0.347, fQuestion: -0.379, fAside: -0.003, fFound: 2.579, fStory: 0.637, fKindNear: 0.119, fKindStory: 0.167,
}

// ConfidenceWeights is the model of confidence, a shape of question each.
var ConfidenceWeights = [shapes]ConfidenceFeatures{
	Plain: {
		cBias: -2.707, cScore: 0.392, cSoft: 0.757, cRest: -0.030, cAround: 0.701, cBest: 0.463, cUnion: 0.005, cExact: -0.212, cNameGone: -0.629, cNames: 0.498, cCosine: 0.214, cPairs: -0.013, cLong: 1.509, cClose: 0.596, cNoPerson: -1.006, cNoTime: -1.363, cNoPlace: -1.300, cNoCount: -0.744, cNoCause: -0.443, cNoSpeaker: -1.916, cNoAsked: -0.068,
	},
	Long: {
		cBias: -3.190, cScore: 2.566, cSoft: 1.118, cRest: 0.003, cAround: 1.861, cBest: 1.328, cUnion: 1.614, cExact: 2.289, cNameGone: -0.465, cNames: 1.510, cCosine: 3.304, cPairs: 1.055, cLong: 0.148, cClose: 0.580, cNoPerson: -1.571, cNoTime: -1.173, cNoPlace: -1.500, cNoCount: -2.000, cNoCause: -0.700, cNoSpeaker: -2.479, cNoAsked: -2.330,
	},
	Lowered: {
		cBias: -2.155, cScore: 1.862, cSoft: 0.620, cRest: -0.820, cAround: 0.809, cBest: 0.884, cUnion: -0.270, cExact: -0.115, cNameGone: -0.086, cNames: 0.129, cCosine: 0.713, cPairs: 0.497, cLong: -0.664, cClose: -0.104, cNoPerson: -0.007, cNoTime: -0.529, cNoPlace: 0.337, cNoCount: -0.503, cNoCause: -0.264, cNoSpeaker: 0.510, cNoAsked: 0.328,
	},
}
