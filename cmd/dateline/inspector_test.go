package main

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// inspectorVariable names the file mcp-inspector of npm's @modelcontextprotocol/inspector; ciVariable is set where it must be there.
const (
	inspectorVariable = "MCP_INSPECTOR"
	ciVariable        = "DATELINE_CI"
)

// TestInspector has the protocol's own inspector use each tool and read an article, over both ways in.
func TestInspector(t *testing.T) {
	inspector := os.Getenv(inspectorVariable)
	if inspector == "" {
		missing := t.Skipf
		if os.Getenv(ciVariable) != "" {
			missing = t.Fatalf
		}
		missing("%s does not name mcp-inspector; npm install @modelcontextprotocol/inspector brings it", inspectorVariable)
	}
	r, stop := reads(t, map[string]string{})
	for _, target := range [][]string{
		{"dateline", "mcp", "--data", t.TempDir()},
		{r.at + "/mcp", "--transport", "http"},
	} {
		for want, asked := range map[string]string{
			`"name": "search_coverage"`:         "tools/list",
			"article lausanne-talks, passage":   "tools/call --tool-name search_coverage --tool-arg query=Lausanne",
			"Kerry warns Russia over Aleppo":    "tools/call --tool-name ask_coverage --tool-arg question=What+did+Kerry+tell+Lavrov?",
			"bilateral engagement":              "tools/call --tool-name get_article --tool-arg article=kerry-warns-russia",
			"Lausanne talks on Syria end":       "tools/call --tool-name summarize --tool-arg topic=Lausanne",
			"15 Oct":                            "tools/call --tool-name timeline --tool-arg topic=Lausanne",
			"dateline://article/lausanne-talks": "resources/list",
			"parted without a breakthrough":     "resources/read --uri dateline://article/lausanne-talks",
		} {
			words := strings.Fields(asked)
			for i := range words {
				words[i] = strings.ReplaceAll(words[i], "+", " ")
			}
			args := append([]string{inspector, "--cli"}, append(target, append([]string{"--method"}, words...)...)...)
			cmd := exec.CommandContext(t.Context(), "node", args...)
			var said bytes.Buffer
			cmd.Stderr = &said
			out, err := cmd.Output()
			if err != nil || !strings.Contains(string(out), want) {
				t.Errorf("%s %s: %v\n%s\n%s", target[0], asked, err, out, said.String())
			}
		}
	}
	if code := stop(); code != success {
		t.Errorf("exit code %d", code)
	}
}
