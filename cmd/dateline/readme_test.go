package main

import (
	"fmt"
	"io"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/joho/godotenv"

	"dateline/bot/desk"
	"dateline/bot/discord"
)

func contents(t *testing.T, path string) string {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// TestEnvExample wants .env.example to name every variable in order, with its line and its default.
func TestEnvExample(t *testing.T) {
	const path = "../../.env.example"
	var want strings.Builder
	for _, v := range variables {
		fmt.Fprintf(&want, "\n# %s\n%s=%s\n", v.about, v.name, v.preset)
	}
	head, _, _ := strings.Cut(want.String()[1:], "\n")
	written := contents(t, path)
	i := strings.Index(written, head)
	if i < 0 || written[i:] != want.String()[1:] {
		t.Errorf("%s names the variables otherwise than settings.go does, which is:\n%s", path, want.String()[1:])
	}

	// Taken over as it is, it changes nothing.
	file, err := godotenv.Unmarshal(written)
	if err != nil {
		t.Fatal(err)
	}
	same, err := readSettings(func(name string) (string, bool) { value, ok := file[name]; return value, ok })
	if err != nil {
		t.Fatal(err)
	}
	unset, err := readSettings(func(string) (string, bool) { return "", false })
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(same, unset) {
		t.Errorf("with .env.example the settings are %+v, without them %+v", same, unset)
	}
}

var settingsRow = regexp.MustCompile("(?m)^\\| `[A-Z_]+` .*$")

// pictured is a picture of ours in the README.
var pictured = regexp.MustCompile(`!\[[^\]]+\]\(([^):]+)\)`)

// TestREADME wants the README to list what there is, and nothing else.
func TestREADME(t *testing.T) {
	readme := contents(t, "../../README.md")
	rows := settingsRow.FindAllString(readme, -1)
	var want []string
	for _, v := range variables {
		preset := ""
		if v.preset != "" {
			preset = "`" + v.preset + "`"
		}
		want = append(want, fmt.Sprintf("| `%s` | %s | %s |", v.name, preset, v.about))
	}
	if !reflect.DeepEqual(rows, want) {
		t.Errorf("README.md has the settings\n%s\nwant\n%s", strings.Join(rows, "\n"), strings.Join(want, "\n"))
	}
	for _, cmd := range (&app{out: io.Discard, errOut: io.Discard}).root().Commands() {
		if name := "`dateline " + cmd.Name(); cmd.Name() != "help" && !strings.Contains(readme, name) {
			t.Errorf("README.md does not mention %s", name)
		}
	}
	for _, c := range desk.Commands {
		name := "`/" + c.Name
		if c.Kind == desk.OnMessage {
			name = "**" + c.Name + "**"
		}
		if !strings.Contains(readme, name) {
			t.Errorf("README.md does not mention %s", name)
		}
	}

	for _, place := range pictured.FindAllStringSubmatch(readme, -1) {
		if _, err := os.Stat("../../" + place[1]); err != nil {
			t.Errorf("README.md shows a picture that is not there: %v", err)
		}
	}

	// The invitation asks for what answering needs.
	if link := fmt.Sprintf("scope=bot+applications.commands&permissions=%d", discord.Permissions()); !strings.Contains(readme, link) {
		t.Errorf("README.md invites the bot without %s", link)
	}
}
