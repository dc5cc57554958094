package main

import (
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"dateline/retrieval/weaviate/weaviatetest"
)

// TestWeaviate runs the binary over an index on a Weaviate.
func TestWeaviate(t *testing.T) {
	server := weaviatetest.Start(t, 1)
	testscript.Run(t, testscript.Params{
		Dir:  filepath.Join("testdata", "weaviate"),
		Cmds: commands,
		Setup: func(env *testscript.Env) error {
			env.Setenv("DATELINE_DATA", filepath.Join(env.WorkDir, "data"))
			env.Setenv("DATELINE_STATE", filepath.Join(env.WorkDir, "state"))
			env.Setenv("DATELINE_STORE", server.Address("dateline"))
			return nil
		},
	})
}
