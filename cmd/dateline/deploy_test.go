package main

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/spf13/cobra"
)

// top is the top of the source, deployed the folder with what deploys it.
const top, deployed = "../..", "deploy"

// known tells whether a variable is one of the settings.
func known(name string) bool {
	return slices.ContainsFunc(variables, func(v variable) bool { return v.name == name })
}

// wantCommand holds arguments of the program to being a subcommand with options that it has.
func wantCommand(t *testing.T, args []string) {
	t.Helper()
	root := (&app{out: io.Discard, errOut: io.Discard}).root()
	cmd, rest, err := root.Find(args)
	if err != nil || cmd == root {
		t.Errorf("there is no command %q: %v", args, err)
		return
	}
	cmd.RunE = func(*cobra.Command, []string) error { return nil }
	root.SetArgs(args)
	if err := root.ExecuteContext(t.Context()); err != nil {
		t.Errorf("%s does not take %q: %v", cmd.Name(), rest, err)
	}
}

// instructions are those of a Dockerfile, a stage each.
func instructions(t *testing.T, text string) (stages [][][]string) {
	t.Helper()
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		words := strings.Fields(line)
		if words[0] == "FROM" {
			stages = append(stages, nil)
		}
		if len(stages) == 0 {
			t.Fatalf("%q stands before FROM", line)
		}
		stages[len(stages)-1] = append(stages[len(stages)-1], words)
	}
	return stages
}

func TestDockerfile(t *testing.T) {
	text := contents(t, filepath.Join(deployed, "Dockerfile"))
	stages := instructions(t, text)
	if len(stages) != 2 {
		t.Fatalf("there are %d stages, want 2", len(stages))
	}
	version := regexp.MustCompile(`(?m)^go (\S+)$`).FindStringSubmatch(contents(t, filepath.Join(top, "go.mod")))[1]
	if from := strings.Join(stages[0][0], " "); from != "FROM golang:"+version+" AS build" {
		t.Errorf("it is built by %q, and go.mod names %s", from, version)
	}
	copied := map[string]bool{}
	for _, words := range stages[0] {
		if words[0] == "COPY" {
			for _, source := range words[1 : len(words)-1] {
				copied[source] = true
				if _, err := os.Stat(filepath.Join(top, source)); err != nil {
					t.Errorf("it copies what is not there: %v", err)
				}
			}
		}
	}
	// Each folder of code, and each module that go.mod finds in the source.
	folders, err := os.ReadDir(top)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range folders {
		if f.IsDir() && f.Name()[0] != '.' && !copied[f.Name()] {
			t.Errorf("it does not copy %s", f.Name())
		}
	}
	for _, m := range regexp.MustCompile(`(?m)^replace .* => \./(\S+)$`).FindAllStringSubmatch(contents(t, filepath.Join(top, "go.mod")), -1) {
		if !copied[m[1]+"/go.mod"] {
			t.Errorf("it does not copy the go.mod of %s", m[1])
		}
	}
	if !strings.Contains(text, "CGO_ENABLED=0 go build") {
		t.Error("the binary is not a static one")
	}

	image := map[string]string{}
	for _, words := range stages[1] {
		rest := strings.Join(words[1:], " ")
		image[words[0]] = rest
		if words[0] == "COPY" && !strings.HasPrefix(rest, "--from=build ") {
			t.Errorf("the image holds what was not built: %s", rest)
		}
	}
	if image["FROM"] != "scratch" || !regexp.MustCompile(`^[1-9]\d*:[1-9]\d*$`).MatchString(image["USER"]) || !strings.Contains(image["COPY"], "--chown="+image["USER"]+" ") {
		t.Errorf("the image is from %q, of user %q", image["FROM"], image["USER"])
	}
	var volumes, entry, args []string
	for list, into := range map[string]*[]string{"VOLUME": &volumes, "ENTRYPOINT": &entry, "CMD": &args} {
		if err := yaml.Unmarshal([]byte(image[list]), into); err != nil {
			t.Fatalf("%s: %v", list, err)
		}
	}
	if !slices.Equal(entry, []string{"/dateline"}) {
		t.Errorf("the image runs %q", entry)
	}
	wantCommand(t, args)
	places := map[string]string{}
	for pair := range strings.FieldsSeq(image["ENV"]) {
		name, value, _ := strings.Cut(pair, "=")
		if places[name] = value; !slices.Contains(volumes, value) || !strings.Contains(text, " /out"+value) {
			t.Errorf("%s is no volume of the image's user", value)
		}
	}
	keepsIn(t, places, places["XDG_STATE_HOME"], places["XDG_CACHE_HOME"])
}

// keepsIn holds the program to keep its state and its indexes in two folders, in this environment and with the settings of .env.example.
func keepsIn(t *testing.T, environment map[string]string, state, indexes string) {
	t.Helper()
	settle(t, nil)
	t.Setenv("DATELINE_STATE", "")
	for name, value := range environment {
		t.Setenv(name, value)
	}
	if state == "" || indexes == "" {
		t.Fatalf("where it keeps what it has is not told: %v", environment)
	}
	a := &app{out: io.Discard, errOut: io.Discard}
	s, err := a.settings()
	if err != nil {
		t.Fatal(err)
	}
	kept, err := s.stateDir()
	if err != nil || !strings.HasPrefix(kept, state+"/") || !strings.HasPrefix(s.data, indexes+"/") {
		t.Errorf("it keeps %s and %s, want them in %s and %s (%v)", kept, s.data, state, indexes, err)
	}
}

type composeFile struct {
	Name     string
	Services map[string]struct {
		Image       string
		Build       struct{ Context, Dockerfile string }
		Profiles    []string
		Command     []string
		EnvFile     string `yaml:"env_file"`
		Environment map[string]string
		Volumes     []string
		Ports       []string
		ExtraHosts  []string `yaml:"extra_hosts"`
		DependsOn   map[string]struct {
			Condition string
			Required  *bool
		} `yaml:"depends_on"`
		Healthcheck struct {
			Test              []string
			Interval, Timeout string
			StartPeriod       string `yaml:"start_period"`
			Retries           int
		}
		Restart         string
		StopGracePeriod string `yaml:"stop_grace_period"`
		ReadOnly        bool   `yaml:"read_only"`
		Tmpfs           []string
		CapDrop         []string `yaml:"cap_drop"`
		SecurityOpt     []string `yaml:"security_opt"`
	}
	Volumes map[string]any
}

var interpolated = regexp.MustCompile(`\$\{([A-Z_]+)(:-([^}]*))?\}`)

// filled is what a value of the compose file becomes where nothing is set.
func filled(value string) string { return interpolated.ReplaceAllString(value, "$3") }

func TestCompose(t *testing.T) {
	text := contents(t, filepath.Join(deployed, "compose.yaml"))
	var file composeFile
	if err := yaml.UnmarshalWithOptions([]byte(text), &file, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	for _, used := range interpolated.FindAllStringSubmatch(text, -1) {
		// Three are the file's own.
		if !known(used[1]) && used[1] != "SHARDS" && used[1] != "POSTGRES_PASSWORD" && used[1] != "OLLAMA_MODEL" || used[2] == "" {
			t.Errorf("%s is no setting, or has no value where it is not set", used[0])
		}
	}
	mounted := map[string]bool{}
	for name, s := range file.Services {
		local := s.Build.Context != ""
		if pinned := regexp.MustCompile(`:\d+\.\d+(\.\d+)?$`).MatchString(s.Image); pinned == local {
			t.Errorf("%s: the version of the image %q is not pinned", name, s.Image)
		}
		for variable, value := range s.Environment {
			if strings.Contains(variable, "PASSWORD") && filled(value) != "" {
				t.Errorf("%s: %s is told", name, variable)
			}
		}
		for _, volume := range s.Volumes {
			from, _, _ := strings.Cut(volume, ":")
			if mounted[from] = true; !regexp.MustCompile(`^[a-z]+$`).MatchString(from) {
				t.Errorf("%s: %s is no named volume", name, volume)
			}
		}
		for other, how := range s.DependsOn {
			on, there := file.Services[other]
			if optional := how.Required != nil && !*how.Required; !there || optional != (len(on.Profiles) > 0) {
				t.Errorf("%s waits for %s, which is not there or need not be", name, other)
			}
			if ends := how.Condition == "service_completed_successfully"; there && ends == (len(on.Healthcheck.Test) > 0) {
				t.Errorf("%s waits until %s is %s", name, other, how.Condition)
			}
		}
		if once := s.Restart == ""; once == (len(s.Healthcheck.Test) > 0) {
			t.Errorf("%s runs on, and nobody looks how it fares", name)
		}
		if scale := name == "weaviate" || name == "postgres"; scale != slices.Equal(s.Profiles, []string{"scale"}) {
			t.Errorf("%s is of the profiles %q", name, s.Profiles)
		}
	}
	for name := range file.Volumes {
		if !mounted[name] {
			t.Errorf("nothing lies in the volume %s", name)
		}
		delete(mounted, name)
	}
	if len(mounted) > 0 {
		t.Errorf("there are no volumes for %v", mounted)
	}

	bot := file.Services["bot"]
	context := filepath.Join(deployed, bot.Build.Context)
	for _, path := range []string{filepath.Join(context, bot.Build.Dockerfile), filepath.Join(context, "go.mod"), filepath.Join(deployed, bot.EnvFile+".example")} {
		if _, err := os.Stat(path); err != nil {
			t.Error(err)
		}
	}
	var args []string
	for _, word := range bot.Command {
		args = append(args, filled(word))
	}
	wantCommand(t, args)
	if health := bot.Healthcheck.Test; len(health) < 3 || !slices.Equal(health[:2], []string{"CMD", "/dateline"}) {
		t.Errorf("how the bot fares is looked at by %q", health)
	} else {
		wantCommand(t, health[2:])
	}
	// What it is given can be used; also in the profile, as the file's head has it.
	shown := map[string]string{}
	for _, pair := range regexp.MustCompile(`(?m)^#     ([A-Z_]+)=(\S+)`).FindAllStringSubmatch(text, -1) {
		if shown[pair[1]] = pair[2]; !known(pair[1]) && pair[1] != "SHARDS" && pair[1] != "POSTGRES_PASSWORD" && pair[1] != "COMPOSE_PROFILES" {
			t.Errorf("%s is no setting", pair[1])
		}
	}
	for variable := range bot.Environment {
		if !known(variable) {
			t.Errorf("%s is no setting", variable)
		}
	}
	for _, scale := range []bool{false, true} {
		s, err := readSettings(func(name string) (string, bool) {
			if value, set := bot.Environment[name]; set {
				return filled(value), true
			}
			if !scale {
				return "", false
			}
			value, set := shown[name]
			return value, set
		})
		if err != nil {
			t.Fatal(err)
		}
		if s.openAIURL == "" || s.chatModel == "" || (s.postgres != nil) != scale || (s.store != nil) != scale {
			t.Errorf("the bot's settings are %+v", s)
		}
		if scale && (!strings.Contains(s.postgres.String(), " postgres:5432/"+file.Services["postgres"].Environment["POSTGRES_DB"]) || s.store.Hosts[0] != "weaviate:8080") {
			t.Errorf("the bot keeps what it has in %s and %v", s.postgres, s.store.Hosts)
		}
	}
	// The versions are those that are tested.
	if version := regexp.MustCompile(`version=v(\S+)`).FindStringSubmatch(contents(t, filepath.Join(top, ".ci", "run"))); !strings.HasSuffix(file.Services["weaviate"].Image, ":"+version[1]) {
		t.Errorf("%s is not the version that is tested, %s", file.Services["weaviate"].Image, version[1])
	}
}

func TestUnit(t *testing.T) {
	const binary = "/usr/local/bin/dateline"
	text := contents(t, filepath.Join(deployed, "dateline.service"))
	keys := map[string]string{}
	section := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		name, value, isKey := strings.Cut(line, "=")
		switch {
		case line == "", line[0] == '#':
		case line[0] == '[':
			section = line
		case !isKey || section == "":
			t.Errorf("%q cannot be read", line)
		case keys[section+name] != "":
			t.Errorf("%s is set twice", name)
		default:
			keys[section+name] = value
		}
	}
	service := func(name string) string { return keys["[Service]"+name] }
	started, args, _ := strings.Cut(service("ExecStart"), " ")
	if started != binary {
		t.Errorf("it starts %s", started)
	}
	wantCommand(t, strings.Fields(args))
	given := map[string]string{}
	for pair := range strings.FieldsSeq(service("Environment")) {
		name, value, _ := strings.Cut(pair, "=")
		given[name] = strings.NewReplacer("%S", "/var/lib", "%C", "/var/cache").Replace(value)
	}
	keepsIn(t, given, "/var/lib", "/var/cache")
	if service("StateDirectory") != "dateline" || service("CacheDirectory") != "dateline" {
		t.Errorf("its folders are %s and %s", service("StateDirectory"), service("CacheDirectory"))
	}
	for name, want := range map[string]string{
		"DynamicUser": "yes", "ProtectSystem": "strict", "ProtectHome": "yes", "NoNewPrivileges": "yes", "PrivateTmp": "yes",
		"Restart": "on-failure", "StateDirectoryMode": "0700", "CapabilityBoundingSet": "",
	} {
		if got, set := keys["[Service]"+name]; got != want || !set {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if secret := service("EnvironmentFile"); !strings.Contains(text, "settings to "+secret) {
		t.Errorf("it does not say what is to stand in %s", secret)
	}

	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("systemd-analyze, of Debian's package systemd, is not there to verify the unit")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	unit := filepath.Join(t.TempDir(), "dateline.service")
	if err := os.WriteFile(unit, []byte(strings.ReplaceAll(text, "="+binary, "="+self)), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), analyze, "verify", "--man=no", unit).CombinedOutput(); err != nil || strings.Contains(string(out), filepath.Base(unit)+":") {
		t.Errorf("systemd-analyze verify: %v\n%s", err, out)
	}
}
