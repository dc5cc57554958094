package ingest

import (
	"errors"
	"regexp"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// yamlPosition counts lines from the front matter's first, not from the file's.
var yamlPosition = regexp.MustCompile(` at \[\d+:\d+\]`)

// errNoFields is the error of front matter that is well formed and no list of fields.
var errNoFields = errors.New("no list of fields")

func parseYAML(raw []byte) ([]frontField, error) {
	file, err := parser.ParseBytes(raw, 0)
	if err != nil {
		y, ok := errors.AsType[yaml.Error](err)
		if !ok {
			return nil, &problem{0, err.Error()}
		}
		p := &problem{0, yamlPosition.ReplaceAllString(y.GetMessage(), "")}
		if token := y.GetToken(); token != nil {
			p.line = token.Position.Line
		}
		return nil, p
	}
	if len(file.Docs) == 0 || file.Docs[0].Body == nil {
		return nil, nil
	}
	switch value := yamlValue(file.Docs[0].Body).(type) {
	case []frontField:
		return value, nil
	case nil:
		return nil, nil
	}
	return nil, errNoFields
}

// yamlValue is a node's value as frontField has it.
func yamlValue(node ast.Node) any {
	switch n := node.(type) {
	case nil, *ast.NullNode, *ast.CommentGroupNode:
		return nil
	case *ast.StringNode:
		return n.Value
	case *ast.LiteralNode:
		return n.Value.Value
	case *ast.TagNode:
		return yamlValue(n.Value)
	case *ast.AnchorNode:
		return yamlValue(n.Value)
	case *ast.AliasNode:
		return errors.New("an alias (*) is not read; write the value out")
	case *ast.SequenceNode:
		items := make([]any, len(n.Values))
		for i, item := range n.Values {
			items[i] = yamlValue(item)
		}
		return items
	case *ast.MappingNode:
		fields := make([]frontField, len(n.Values))
		for i, f := range n.Values {
			fields[i] = yamlField(f)
		}
		return fields
	case *ast.MappingValueNode:
		return []frontField{yamlField(n)}
	}
	return node.GetToken().Value // a number, a date or a word, as it was written
}

func yamlField(f *ast.MappingValueNode) frontField {
	token := f.Key.GetToken()
	return frontField{token.Value, token.Position.Line, yamlValue(f.Value)}
}
