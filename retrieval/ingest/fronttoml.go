package ingest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

func parseTOML(raw []byte) ([]frontField, error) {
	var values map[string]any
	if err := toml.Unmarshal(raw, &values); err != nil {
		p := &problem{0, strings.TrimPrefix(err.Error(), "toml: ")}
		if d, ok := errors.AsType[*toml.DecodeError](err); ok {
			p.line, _ = d.Position()
		}
		return nil, p
	}
	fields := tomlFields(values)
	lines := tomlLines(raw)
	for i := range fields {
		fields[i].line = lines[fields[i].name]
	}
	slices.SortStableFunc(fields, func(a, b frontField) int { return a.line - b.line })
	return fields, nil
}

// tomlLines are the lines of the first keys, from 1.
func tomlLines(raw []byte) map[string]int {
	lines := map[string]int{}
	var p unstable.Parser
	for p.Reset(raw); p.NextExpression(); {
		keys := p.Expression().Key()
		if !keys.Next() {
			continue
		}
		if name := string(keys.Node().Data); lines[name] == 0 {
			lines[name] = p.Shape(keys.Node().Raw).Start.Line
		}
	}
	return lines
}

func tomlFields(values map[string]any) []frontField {
	var fields []frontField
	for name, value := range values {
		fields = append(fields, frontField{name: name, value: tomlValue(value)})
	}
	slices.SortFunc(fields, func(a, b frontField) int { return strings.Compare(a.name, b.name) })
	return fields
}

// tomlValue is a decoded value as frontField has it.
func tomlValue(value any) any {
	switch v := value.(type) {
	case string:
		return v
	case time.Time:
		return v.Format(time.RFC3339Nano)
	case []any:
		items := make([]any, len(v))
		for i, item := range v {
			items[i] = tomlValue(item)
		}
		return items
	case map[string]any:
		return tomlFields(v)
	}
	return fmt.Sprint(value) // a number, a local date or a word
}
