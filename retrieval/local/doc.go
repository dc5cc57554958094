// Package local is the embedded retrieval.Store: articles, their terms and their vectors, in one folder or in memory.
//
// A commit is one new segment, which never changes, and one manifest, renamed into place last:
//
//	MANIFEST.json          the committed state: sequence, embedder, segments with their files' checksums
//	LOCK                   held by the one writer (gofrs/flock); readers do without
//	segments/00000007-…/   catalog         where everything lies, passages by ID, lengths
//	                       articles        texts and records; a passage's text is a span of its article's
//	                       vectors         of the passages that have one, one behind another
//	                       passage-terms   bleve's segments, of passages and of articles
//	                       article-terms
//
// So terms and vectors commit together, a crash leaves the state before or after, and a reader keeps the state that it
// opened, whatever is committed meanwhile. A replaced or deleted article is struck out in the manifest and leaves when its
// segment is merged. Small segments are merged, full ones are not: so no commit rewrites a large index, what is written of a
// passage is bounded, and a million passages lie in some twenty-five segments.
//
// A segment opens by mapping its files (blevesearch/mmap-go, which bleve leans on too), once their checksums are compared. In
// the process's own memory is what is listed of the articles, about a kilobyte each. Texts are not mapped, for what is mapped
// and touched counts as the process's own: they are read from their file when they are asked for, and the system keeps in its
// cache those read often. What is returned outlives the files. A segment's articles lie by published date, so that a range of
// dates is a range of articles, of passages and of vectors; outlets, named articles and deletions are bitmaps
// (RoaringBitmap). A filter is worked out before the search, and what it keeps out costs nothing.
//
// What is for one audience alone is struck out for all others as deleted articles are, in a snapshot of theirs that shares the
// segments. So it is in no answer to them, in no list and in no count that a score is made of.
//
// Nearest compares the query with every vector, in order of memory, by the AVX2 code of viterin/vek where the processor has
// it. chromem-go is how vectors are asked for by their passage: its collections hold those that were asked for, in the memory
// that is scanned, for chromem-go keeps a vector of length 1 without a copy. To hold all of them would take it some 115 bytes a
// passage and a second to begin with, at a million. It is also what Nearest is measured by, in what it finds and how fast: its
// own search visits its documents through a map, one at a time, and takes ten to sixty times as long.
//
// bleve keeps the postings, in segments of its own format (zapx, scorch_segment_api and vellum, Apache 2.0 as bleve itself)
// without the index that it puts around them: which segments there are and what of them is deleted is this package's to say, a
// unit's number is its place, and nothing has to be looked up when an index opens. The analysis of a text and its BM25 are ours
// (package analysis). bleve's own BM25, asked for by its ScoringModel, takes the square root of a term's frequency, the number
// of different terms for the length of a field, and each index's own count of a term even where an alias scores globally. Over
// four segments instead of one, its ten best share 85 to 90 per cent and its scores differ by about their own size, so that what
// is found would depend on how it came to be committed. Here the same articles score the same, to the last bit, whatever the
// segments.
//
// A text is analysed by the language that its article is in: English by steps of its own, others by the parts of bleve's
// analysers, what bleve has no analyser for without stemming. A question is analysed once for each language that there is,
// and each term counts in the articles of the languages that it is a term of. So no language of the question has to be
// guessed, which few words do not allow: German forms are found by German stems, and a name in articles of every language.
// Terms are not marked by language, so that a name is one term with one idf, over all there is: a name that only the three
// German articles among thousands hold is as rare as it should be. Lengths are compared within a language, for pairs of
// Chinese letters and English words are not the same measure. Where all is English, nothing of this takes time.
//
// The words as they are written are kept too, without postings to speak of, so that a misspelt one can be told (Respell):
// in a unit of many articles each, found by bleve's Levenshtein automata.
package local
