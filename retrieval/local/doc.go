// Package local is the embedded retrieval.Store: articles, their terms and their vectors, in one folder or in memory.
//
// A commit is one new segment, which never changes, and one manifest, renamed into place last:
//
//	MANIFEST.json          the committed state: sequence, embedder, segments with their files' checksums
//	LOCK                   held by the one writer (gofrs/flock); readers do without
//	segments/00000007-…/   catalog   articles and passages; a passage's text is a span of its article's
//	                       vectors   of the passages that have one, one behind another
//	                       terms/    a bleve index, opened read-only
//
// So terms and vectors commit together, a crash leaves the state before or after, and a reader keeps the state that it
// opened, whatever is committed meanwhile. A replaced or deleted article is struck out in the manifest and leaves when its
// segment is merged.
//
// A segment opens by mapping its files (blevesearch/mmap-go, which bleve leans on too): what a search does not touch is not
// read, but for the checksums. In the process's own memory are the articles as they are listed, about a kilobyte each. What
// is returned is copied out of the files, for it may outlive them. A segment's articles lie by published date, so that a
// range of dates is a range of articles, of passages and of vectors; outlets, named articles and deletions are bitmaps
// (RoaringBitmap). A filter is worked out before the search, and what it keeps out costs nothing.
//
// What is for one audience alone is struck out for all others as deleted articles are, in a snapshot of theirs that shares the
// segments. So it is in no answer to them, in no list and in no count that a score is made of.
//
// Nearest compares the query with every vector, in order of memory, by the AVX2 code of viterin/vek where the processor has
// it. chromem-go is how vectors are asked for by their passage: its collection is made when that happens first, of the
// memory that is scanned, for it keeps a vector of length 1 without a copy. It is also what Nearest is measured by, in what
// it finds and how fast: its own search visits its documents through a map, one at a time, and takes about twelve times as
// long over 100,000 vectors of 384 dimensions.
//
// bleve keeps the postings; the analysis of a text and its BM25 are ours. bleve's own BM25, asked for by its
// ScoringModel, takes the square root of a term's frequency, the number of different terms for the length of a field, and
// each index's own count of a term even where an alias scores globally. Over four segments instead of one, its ten best
// share 85 to 90 per cent and its scores differ by about their own size, so that what is found would depend on how it came
// to be committed. Here the same articles score the same, to the last bit, whatever the segments.
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
