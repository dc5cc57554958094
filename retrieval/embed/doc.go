// Package embed turns texts into vectors of unit length, so that texts about the same thing lie close together.
//
// Static does it with the word vectors that are compiled in, and needs nothing else: GloVe's, trained on Wikipedia and the
// Gigaword newswire (Pennington, Socher and Manning, EMNLP 2014), rounded to a byte a component. NOTICE.md tells where they
// come from and how static.bin is made again. OpenAI asks an endpoint that speaks OpenAI's embeddings protocol.
//
// How a text becomes a vector in Static:
//
//	text ── tokens ──> words ── backoff ──> pieces: words of the table, numbers, spellings
//	     ── weigh by rarity, sum (SIF), normalise ──> vector
//
// Decisions, with what was measured: nDCG@10 of vectors alone, the mean of five retrieval runs over public sets of news and
// reference questions (time, whole and in passages; multihoprag500, with headlines and without; clapnq). The constants were
// chosen on these sets; the components were fitted on the word vectors alone.
//
//   - The generator takes the common components out of the words themselves and whitens what is left. For a sum of words
//     that is the same as doing it to each text, and costs nothing at run time. Removing none, one, three and five gave
//     .465, .508, .540 and .555; whitening alone .573; five and whitening .575.
//   - SIF's weight from Zipf's law with a = 2e-4. Without whitening a mattered (1e-3 .479, 1e-4 .514, with one component
//     removed); with it little does (1e-3 .572, 3e-4 .575, 1e-4 .574).
//   - A word that the table lacks is made up from its letters, so that it finds itself and its misspellings, and claims
//     nothing more. Guessing from words with the same beginning, or from the two words of which it may be composed, was
//     tried on 4,954 words left out of the table: the cosine with the true vector was .12 and below zero.
//   - Rounding to a byte with one scale a word loses nothing (.5745 against .5746; cosine with the unrounded text .99999), and
//     123,000 words lose little against all 340,000 of the package (.5761).
//
// golang.org/x/text takes the accents off letters.
package embed
