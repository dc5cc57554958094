// Package local is the embedded retrieval.Store: articles, their terms and their vectors, in one folder or in memory.
//
// A commit is one new segment, which never changes, and one manifest, renamed into place last:
//
//	MANIFEST.json          the committed state: sequence, embedder, segments with their files' checksums
//	LOCK                   held by the one writer (gofrs/flock); readers do without
//	segments/00000007-…/   catalog   articles and passages (gob); a passage's text is a span of its article's
//	                       vectors   a chromem-go collection named by the embedder, exported to one file
//	                       terms/    a bleve index, opened read-only
//
// So terms and vectors commit together, a crash leaves the state before or after, and a reader keeps the state that it
// opened, whatever is committed meanwhile. A replaced or deleted article is struck out in the manifest and leaves when its
// segment is merged. All but the postings is read into memory on opening: about what the articles take as text, and four
// bytes a dimension of each vector.
//
// chromem-go holds the vectors and searches them by brute force. Three of its habits are met here: it returns equal
// similarities in any order, refuses to find more than there is, and takes vectors of any length and kind.
//
// bleve keeps the postings; the analysis of a text and its BM25 are this package's. bleve's own BM25, asked for by its
// ScoringModel, takes the square root of a term's frequency, the number of different terms for the length of a field, and
// each index's own count of a term even where an alias scores globally. Over four segments instead of one, its ten best
// share 85 to 90 per cent and its scores differ by about their own size, so that what is found would depend on how it came
// to be committed. Here the same articles score the same, to the last bit, whatever the segments.
package local
