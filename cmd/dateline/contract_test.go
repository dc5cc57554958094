package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"

	"dateline/bot"
	"dateline/retrieval"
	"dateline/retrieval/search"
)

// The JSON that other programs read: every field is there, whatever its value, and no other is. A field after "|" may be
// absent.
const (
	answerFields   = "abstained claims composer coverage_through dropped model notice question reason sources timings_ms | filter offers outlets read undated understood untold verdict"
	claimFields    = "citations grounding kind text | date heading part planned role speaker stance through to told via where"
	citationFields = "end n passage_id quote start"
	droppedFields  = "text why"
	sourceFields   = "article_id byline headline kind n outlet paragraph passage_id published text url | also_carried_by corrected corrected_by corrected_on label last_paragraph updated version"
	timingFields   = "compose ground retrieve total"
	foundFields    = "evidence query | explain read"
	pieceFields    = "article_id headline kind n outlet passage_id published score scores text | also_carried_by explain label language origin retracted"
	scoreFields    = "terms vector"
	explainFields  = "agreement confidence terms_weight topic vectors_weight | leanings"
	reasonFields   = "parts repeats toll | carried_by leaning terms"
	partFields     = "gives part value"
	termFields     = "article context idf passage term"
	indexFields    = "articles changes coverage_through marked passages seconds skipped"
	changeFields   = "added changed deleted moved passages_embedded retracted"
	skippedFields  = "item line path reason"
)

var isDay = regexp.MustCompile(`^(\d{4}-\d{2}-\d{2})?$`)

type object map[string]json.RawMessage

// parsed reads one JSON object that has exactly these fields.
func parsed(raw []byte, fields string) (object, error) {
	var o object
	if err := json.Unmarshal(raw, &o); err != nil {
		return nil, err
	}
	needed, optional, _ := strings.Cut(fields, "|")
	for _, name := range strings.Fields(needed) {
		if value, ok := o[name]; !ok || string(value) == "null" {
			return nil, fmt.Errorf("%q is absent or null in %s", name, raw)
		}
	}
	allowed := strings.Fields(needed + optional)
	for name := range maps.Keys(o) {
		if !slices.Contains(allowed, name) {
			return nil, fmt.Errorf("the contract has no %q", name)
		}
	}
	return o, nil
}

// each reads a field that is an array of objects that have exactly these fields.
func (o object) each(name, fields string, check func(object) error) error {
	var all []json.RawMessage
	if err := json.Unmarshal(o[name], &all); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	for i, raw := range all {
		one, err := parsed(raw, fields)
		if err == nil && check != nil {
			err = check(one)
		}
		if err != nil {
			return fmt.Errorf("%s %d: %w", name, i+1, err)
		}
	}
	return nil
}

func (o object) day(name string) error {
	var day string
	if err := json.Unmarshal(o[name], &day); err != nil || !isDay.MatchString(day) {
		return fmt.Errorf("%s is %s, want a date or nothing", name, o[name])
	}
	return nil
}

// checkAnswer checks what ask and summary print with --json: its shape, and that every citation leads to its words.
func checkAnswer(raw []byte) error {
	o, err := parsed(raw, answerFields)
	if err != nil {
		return err
	}
	_, err = parsed(o["timings_ms"], timingFields)
	err = errors.Join(err, o.day("coverage_through"),
		o.each("claims", claimFields, func(c object) error { return c.each("citations", citationFields, nil) }),
		o.each("dropped", droppedFields, nil),
		o.each("sources", sourceFields, func(s object) error { return s.day("published") }))
	if err != nil {
		return err
	}
	var a bot.Answer
	if err := json.Unmarshal(raw, &a); err != nil {
		return err
	}
	if a.Abstained != (len(a.Claims) == 0) || a.Abstained != (a.Reason != "") {
		return fmt.Errorf("abstained is %t with %d claims and the reason %q", a.Abstained, len(a.Claims), a.Reason)
	}
	return errors.Join(checkSources(a.Sources), checkCitations(a))
}

// checkDated checks that every line of a timeline has its day, in order.
func checkDated(raw []byte) error {
	var a bot.Answer
	if err := json.Unmarshal(raw, &a); err != nil {
		return err
	}
	for i, c := range a.Claims {
		if c.Date.IsZero() || i > 0 && c.Date.Before(a.Claims[i-1].Date.Time) {
			return fmt.Errorf("line %d is of %s: %s", i+1, c.Date, c.Text)
		}
	}
	return nil
}

func checkSources(sources []bot.Source) error {
	numbers := map[int]bool{}
	for _, s := range sources {
		if s.N < 1 || numbers[s.N] || s.ArticleID == "" || s.PassageID == "" || s.Text == "" {
			return fmt.Errorf("source %d is taken or says too little: %+v", s.N, s)
		}
		numbers[s.N] = true
	}
	return nil
}

func checkCitations(a bot.Answer) error {
	for _, c := range a.Claims {
		if c.Text == "" || c.Grounding != bot.Supported || len(c.Citations) == 0 || (c.Kind != bot.Prose && c.Kind != bot.Quote) {
			return fmt.Errorf("a claim that may not be shown: %+v", c)
		}
		for _, cite := range c.Citations {
			i := slices.IndexFunc(a.Sources, func(s bot.Source) bool { return s.N == cite.N && s.PassageID == cite.PassageID })
			if i < 0 {
				return fmt.Errorf("[%d] %s is no source", cite.N, cite.PassageID)
			}
			text := a.Sources[i].Text
			if cite.Start < 0 || cite.End > len(text) || cite.Start >= cite.End || text[cite.Start:cite.End] != cite.Quote {
				return fmt.Errorf("[%d] %d:%d is not %q", cite.N, cite.Start, cite.End, cite.Quote)
			}
		}
	}
	return nil
}

// checkEvidence checks what search prints with --json.
func checkEvidence(raw []byte) error {
	o, err := parsed(raw, foundFields)
	if err != nil {
		return err
	}
	if why, ok := o["explain"]; ok {
		if _, err := parsed(why, explainFields); err != nil {
			return err
		}
	}
	if err := o.each("evidence", pieceFields, func(p object) error {
		_, err := parsed(p["scores"], scoreFields)
		if why, ok := p["explain"]; ok && err == nil {
			err = checkReason(why)
		}
		return errors.Join(err, p.day("published"))
	}); err != nil {
		return err
	}
	var f struct {
		Evidence []struct {
			N       int
			Text    string
			Score   float64
			Scores  retrieval.Scores
			Explain *search.Reason
		}
	}
	if err := json.Unmarshal(raw, &f); err != nil {
		return err
	}
	for i, p := range f.Evidence {
		if p.N != i+1 || p.Text == "" {
			return fmt.Errorf("evidence %d is numbered %d and says %q", i+1, p.N, p.Text)
		}
		if i > 0 && p.Score > f.Evidence[i-1].Score {
			return fmt.Errorf("evidence %d scores more than the one before it", p.N)
		}
		if p.Explain != nil && math.Abs(p.Explain.Sum()-p.Score) > 1e-9 {
			return fmt.Errorf("the parts of evidence %d do not add up to its score: %+v", p.N, p.Explain)
		}
		if s := p.Scores; s.Terms < 0 || s.Terms > 1 || s.Vector < 0 || s.Vector > 1 {
			return fmt.Errorf("evidence %d has scores beyond 0..1: %+v", p.N, s)
		}
	}
	return nil
}

// checkIndex checks what index prints with --json.
func checkIndex(raw []byte) error {
	o, err := parsed(raw, indexFields)
	if err != nil {
		return err
	}
	_, err = parsed(o["changes"], changeFields)
	if err = errors.Join(err, o.day("coverage_through"), o.each("skipped", skippedFields, nil)); err != nil {
		return err
	}
	var i indexed
	if err := json.Unmarshal(raw, &i); err != nil {
		return err
	}
	if i.Articles < 1 || i.Passages < i.Articles || i.Marked > i.Passages || i.Changes.Passages > i.Passages || i.Seconds <= 0 {
		return fmt.Errorf("figures that cannot be: %+v", i)
	}
	for _, s := range i.Skipped {
		if s.Path == "" || s.Reason == "" || s.Item < 0 || s.Line < 0 {
			return fmt.Errorf("skipped says too little: %+v", s)
		}
	}
	return nil
}

// checkReason checks what search prints of a piece of evidence with --explain.
func checkReason(raw []byte) error {
	o, err := parsed(raw, reasonFields)
	if err != nil {
		return err
	}
	if err := o.each("parts", partFields, nil); err != nil {
		return err
	}
	if _, ok := o["terms"]; ok {
		return o.each("terms", termFields, nil)
	}
	return nil
}

var (
	isName = regexp.MustCompile(`^[-_'\p{L}\p{N}]{1,32}$`)
	errFar = errors.New("beyond Discord's limits")
)

// checkCommands checks application commands against what Discord's documentation allows of them.
func checkCommands(raw []byte) error {
	var all []discordgo.ApplicationCommand
	if err := json.Unmarshal(raw, &all); err != nil {
		return err
	}
	if len(all) == 0 || len(all) > 100 {
		return fmt.Errorf("%d commands: %w", len(all), errFar)
	}
	for _, c := range all {
		size := len(c.Name) + len(c.Description)
		typed := c.Type != discordgo.MessageApplicationCommand
		if typed && !named(c.Name, c.Description) || !typed && utf8.RuneCountInString(c.Name) > 32 {
			return fmt.Errorf("command %q: %w", c.Name, errFar)
		}
		options, err := checkOptions(c.Name, c.Options)
		if err != nil {
			return err
		}
		if size += options; size > 8000 {
			return fmt.Errorf("command %q has %d characters: %w", c.Name, size, errFar)
		}
	}
	return nil
}

// checkOptions checks the options of a command, or of one under it, and counts their characters.
func checkOptions(command string, options []*discordgo.ApplicationCommandOption) (size int, err error) {
	if len(options) > 25 {
		return 0, fmt.Errorf("%d options of %q: %w", len(options), command, errFar)
	}
	optional := false
	for _, o := range options {
		size += len(o.Name) + len(o.Description)
		if !named(o.Name, o.Description) || len(o.Choices) > 25 || o.Autocomplete && len(o.Choices) > 0 || o.Required && optional {
			return 0, fmt.Errorf("option %q of %q: %w", o.Name, command, errFar)
		}
		optional = optional || !o.Required
		for _, choice := range o.Choices {
			size += len(choice.Name) + len(fmt.Sprint(choice.Value))
			if n := utf8.RuneCountInString(choice.Name); n < 1 || n > 100 {
				return 0, fmt.Errorf("choice %q of %q: %w", choice.Name, command, errFar)
			}
		}
		under, err := checkOptions(command+" "+o.Name, o.Options)
		if err != nil {
			return 0, err
		}
		size += under
	}
	return size, nil
}

func named(name, description string) bool {
	n := utf8.RuneCountInString(description)
	return isName.MatchString(name) && strings.ToLower(name) == name && 1 <= n && n <= 100
}
