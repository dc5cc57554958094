// Package weaviate is the retrieval.Store on a Weaviate server, for coverage that one machine no longer holds and for several bots
// over one index. It is tested with version 1.35.2.
//
// # What lies where
//
// An index is four collections, named after it and a hash of the embedder's identity and this package's layout:
//
//	Passages   what Nearest and Terms find: our terms, our vectors (no vectoriser), what filters ask for, the passage as JSON
//	Articles   the same of articles, with the whole article and its passages' spans as JSON
//	Words      lists of words as they are written, for misspelt ones to be told by
//	Commits    the committed states, and whose turn it is to write
//
// Another embedder, or another way to cut passages, gets collections of its own beside these, which answer until nobody asks
// them any more: so a re-embedding takes no index away from anybody.
//
// # Commits
//
// Weaviate has no transactions. Objects here are written once and never changed: each belongs to an edition, a number that
// rises and is used once, and its UUID is made of what it is and its edition, so that writing it twice writes it once. A commit
// writes all that it puts in an edition that nobody sees, and then one object, the commit, which says what it put and what it
// replaced or deleted. A reader goes from commit to commit and knows which article counts in which edition; what the server
// finds of another edition is dropped, and mostly not even found, for filters name the last edition and what died of late. So a
// reader sees all of a commit or nothing, whatever is written meanwhile, and what one sees in an article is never of two.
//
// A commit that is cut off leaves objects of an edition that no commit names; the next writer deletes them and takes another
// number. What was replaced stays stored for some minutes, for readers that are still at a former state.
//
// One process writes at a time, on whatever machine: see lease. Several may read.
//
// Of each article its listing is held in memory, about a kilobyte each, which also answers what a search asks of all
// articles, and tells lengths and languages for scores. It is read when an index is opened, and once a process.
//
// # Scores
//
// They are those of the local store, to the last bit, up to ten thousand passages. Weaviate's BM25 and nearVector are asked
// apart, for our fusion to be the same. Its BM25 does not stem, counts idf by shard and over what an audience may not see, and
// adds properties up after it has cut each; so it is given our terms with whitespace for a tokenizer, chooses candidates, and
// what these score is worked out here (terms.go, analysis). How many hold a term, the server counts (holders.go): above ten
// thousand passages or articles among a share of them, so that an idf is an estimate.
//
// What was written in the last two minutes is searched apart, for the reason in terms.go; while that is more than some thousand
// passages, as after an import, words do not find all of it yet.
//
// # Nodes that are lost
//
// With a replication of three each node may have all of an index. Every object is read and written by its UUID at the level of
// a majority, so one lost node of three is not missed; passages are written to all while all are there (write.go says why). A
// search asks one replica of each shard: a node that was down may miss what was written meanwhile until Weaviate's asynchronous
// replication, which is turned on, has caught up, and articles that are lacking are then looked for on another node. The client
// stays with one node as long as it answers, then asks the next, and says so; where none answers, the error names
// DATELINE_STORE.
//
// # The client
//
// It is net/http with REST and GraphQL: no module that the program had not already, one port for the operator to open, and bodies that can be read, and
// replayed in tests. weaviate-go-client v5.5.0 brings in gRPC, OpenAPI's runtime and the server's own module: code of 31 modules
// and 13.6 MB in a program, and 307 modules to look after. gRPC would save bytes of a search, of whose time the server takes most.
package weaviate
