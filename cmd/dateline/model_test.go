package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dateline/bot"
	"dateline/retrieval/endpoint/endpointtest"
)

// settle sets every variable: those of values, and the others as if they were not set, but for where state is kept, which is the
// test's own.
func settle(t *testing.T, values map[string]string) {
	t.Helper()
	for _, v := range variables {
		t.Setenv(v.name, values[v.name])
	}
	if values["DATELINE_STATE"] == "" {
		t.Setenv("DATELINE_STATE", t.TempDir())
	}
}

// invoke runs the program within the test, over an index of the test's own.
func invoke(t *testing.T, data string, args ...string) (code int, out, errOut string) {
	t.Helper()
	var printed, said bytes.Buffer
	code = run(t.Context(), append(args, "--data", data), strings.NewReader(""), &printed, &said)
	return code, printed.String(), said.String()
}

// ferry is coverage of one passage, which is therefore the first of any evidence.
func ferry(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	text := `---
headline: Ferry to Kettle Island sails again
outlet: The Low Weir Bugle
published: 2021-03-04
---
The ferry to Kettle Island sailed again on Monday after four weeks in dry dock. “We have missed the island,” said its
master, Ada Lind. The ferry carried 212 passengers on its first day.
`
	if err := os.WriteFile(filepath.Join(dir, "ferry.md"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

const sailed = "How many passengers did the ferry to Kettle Island carry on its first day?"

func TestModelIsCheckedBeforeItIsShown(t *testing.T) {
	server := endpointtest.New(t, endpointtest.Answer(
		"On its first day the ferry to Kettle Island carried 212 passengers. [1] ",
		"Ada Lind, its master, said “we will never sail again”. [1] ",
		"It carried 300 passengers on its first day. [1] ",
		"The ferry is painted red and white."))
	settle(t, map[string]string{"OPENAI_BASE_URL": server.BaseURL(), "OPENAI_API_KEY": "sk-xyzzy", "CHAT_MODEL": "small"})
	coverage, data := ferry(t), t.TempDir()

	code, out, errOut := invoke(t, data, "ask", "--coverage", coverage, sailed)
	if code != success {
		t.Fatalf("exit code %d: %s", code, errOut)
	}
	for _, want := range []string{
		"On its first day the ferry to Kettle Island carried 212 passengers. [1]\n",
		"[1] Ferry to Kettle Island sails again · The Low Weir Bugle · 4 Mar 2021 · paragraph 1\n",
		"3 of 4 claims left out (--why) · small",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("the answer lacks %q:\n%s", want, out)
		}
	}
	for _, invented := range []string{"never sail again", "300", "painted"} {
		if strings.Contains(out, invented) {
			t.Errorf("the answer shows %q:\n%s", invented, out)
		}
	}

	_, out, _ = invoke(t, data, "ask", "--coverage", coverage, "--why", sailed)
	for _, want := range []string{
		"(the quotation “we will never sail again” is not in passage 1)", "(figure 300 is not in passage 1)", "(it cites no passage)",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("--why lacks %q:\n%s", want, out)
		}
	}

	_, out, errOut = invoke(t, data, "ask", "--coverage", coverage, "--json", sailed)
	if err := checkAnswer([]byte(out)); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	var answer bot.Answer
	if err := json.Unmarshal([]byte(out), &answer); err != nil {
		t.Fatal(err)
	}
	if answer.Composer != "llm" || answer.Model != "small" || len(answer.Claims) != 1 || answer.Claims[0].Kind != bot.Prose || len(answer.Dropped) != 3 {
		t.Errorf("answer is %+v", answer)
	}
	if strings.Contains(errOut, "xyzzy") {
		t.Errorf("the key was printed: %s", errOut)
	}
}

func TestAModelThatSupportsNothingIsReplaced(t *testing.T) {
	server := endpointtest.New(t, endpointtest.Answer("The ferry carried 999 passengers. [1]"))
	settle(t, map[string]string{"OPENAI_BASE_URL": server.BaseURL(), "CHAT_MODEL": "small"})
	code, out, errOut := invoke(t, t.TempDir(), "ask", "--coverage", ferry(t), sailed)
	if code != success || !strings.Contains(out, "The coverage does not carry what the language model wrote, so these are sentences") ||
		!strings.Contains(out, "212 passengers") || !strings.Contains(out, "1 of 3 claims left out") || strings.Contains(out, "999") {
		t.Errorf("exit code %d: %s%s", code, out, errOut)
	}
}

func TestAnUnreachableModelFallsBackToTheCoverage(t *testing.T) {
	settle(t, map[string]string{"OPENAI_BASE_URL": "http://127.0.0.1:1/v1", "OPENAI_API_KEY": "sk-xyzzy", "CHAT_MODEL": "small"})
	code, out, errOut := invoke(t, t.TempDir(), "ask", "--coverage", ferry(t), sailed)
	if code != success {
		t.Fatalf("exit code %d: %s", code, errOut)
	}
	for _, want := range []string{"212 passengers", "[1]", "The language model did not answer, so these are sentences of the coverage itself."} {
		if !strings.Contains(out, want) {
			t.Errorf("the answer lacks %q:\n%s", want, out)
		}
	}
	if !strings.Contains(errOut, "127.0.0.1:1") || strings.Contains(errOut, "xyzzy") {
		t.Errorf("the operator is told: %s", errOut)
	}
}

func TestSecondOpinionOnlyRemoves(t *testing.T) {
	server := endpointtest.New(t,
		endpointtest.Answer("On its first day the ferry to Kettle Island carried 212 passengers. [1] The ferry to Kettle Island sailed again on Monday. [1] It carried 300. [1]"),
		endpointtest.Answer("supported"), endpointtest.Answer("Unsupported."))
	settle(t, map[string]string{"OPENAI_BASE_URL": server.BaseURL(), "CHAT_MODEL": "small", "GROUNDING": "llm"})
	code, out, errOut := invoke(t, t.TempDir(), "ask", "--why", "--coverage", ferry(t), sailed)
	if code != success || len(server.Requests()) != 3 {
		t.Errorf("exit code %d after %d requests: %s", code, len(server.Requests()), errOut)
	}
	for _, want := range []string{"carried 212 passengers. [1]\n", "(the second opinion is that its passages do not carry it)", "2 of 3 claims left out"} {
		if !strings.Contains(out, want) {
			t.Errorf("the answer lacks %q:\n%s", want, out)
		}
	}
}

func TestDoctorAsksTheEndpoint(t *testing.T) {
	server := endpointtest.New(t, endpointtest.Ollama(endpointtest.Engine{
		ChatModels: []string{"small"}, EmbeddingModels: []string{"vectors"}, Context: 4096, Length: 8, Answer: "Yes.",
	}))
	values := map[string]string{"OPENAI_BASE_URL": server.BaseURL(), "CHAT_MODEL": "small", "EMBEDDING_MODEL": "vectors"}
	settle(t, values)
	code, out, errOut := invoke(t, t.TempDir(), "doctor", "--coverage", ferry(t))
	if code != success || !strings.Contains(out, "small answers") || !strings.Contains(out, "1 article, embedded by ") {
		t.Errorf("exit code %d: %s%s", code, out, errOut)
	}

	values["CHAT_MODEL"] = "large"
	settle(t, values)
	code, out, _ = invoke(t, t.TempDir(), "doctor", "--coverage", ferry(t))
	if code != failure || !strings.Contains(out, "FAIL") || !strings.Contains(out, "large") {
		t.Errorf("exit code %d for a model that is not there: %s", code, out)
	}
}

// An index belongs to its embedder: another one does not answer from it, and both are kept.
func TestEmbeddingsOfAnEndpoint(t *testing.T) {
	coverage, data := ferry(t), t.TempDir()
	index := func(want string) {
		t.Helper()
		if code, out, errOut := invoke(t, data, "index", "--coverage", coverage); code != success || !strings.HasPrefix(out, want) {
			t.Errorf("exit code %d: %s%s", code, out, errOut)
		}
	}
	settle(t, nil)
	index("1 article: 1 added")
	server := endpointtest.New(t, endpointtest.Embeddings(8))
	settle(t, map[string]string{"EMBEDDING_BASE_URL": server.BaseURL(), "EMBEDDING_MODEL": "vectors"})
	index("1 article: 1 added")
	index("The index is up to date: 1 article.")
	code, out, errOut := invoke(t, data, "search", "--coverage", coverage, "--json", "ferry")
	if err := checkEvidence([]byte(out)); err != nil || code != success {
		t.Errorf("exit code %d, %v: %s%s", code, err, out, errOut)
	}
	settle(t, nil)
	index("The index is up to date: 1 article.")
}
