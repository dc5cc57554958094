package weaviate

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// where is a filter, as the server takes it in JSON; GraphQL writes the same in its own way.
type where struct {
	Operator string   `json:"operator"`
	Operands []where  `json:"operands,omitempty"`
	Path     []string `json:"path,omitempty"`
	Text     string   `json:"valueText,omitempty"`
	Texts    []string `json:"valueTextArray,omitempty"`
	Int      *uint64  `json:"valueInt,omitempty"`
	Date     string   `json:"valueDate,omitempty"`
}

func equals(property, text string) where {
	return where{Operator: "Equal", Path: []string{property}, Text: text}
}

func anyOf(property string, texts []string) where {
	return where{Operator: "ContainsAny", Path: []string{property}, Texts: texts}
}

func noneOf(property string, texts []string) where {
	return where{Operator: "ContainsNone", Path: []string{property}, Texts: texts}
}

func number(property, operator string, n uint64) where {
	return where{Operator: operator, Path: []string{property}, Int: &n}
}

func date(property, operator string, t time.Time) where {
	return where{Operator: operator, Path: []string{property}, Date: t.Format(time.RFC3339Nano)}
}

func all(of ...where) where {
	if len(of) == 1 {
		return of[0]
	}
	return where{Operator: "And", Operands: of}
}

func either(of ...where) where {
	if len(of) == 1 {
		return of[0]
	}
	return where{Operator: "Or", Operands: of}
}

// String is the filter in GraphQL.
func (w where) String() string {
	var b strings.Builder
	w.write(&b)
	return b.String()
}

func (w where) write(b *strings.Builder) {
	b.WriteString("{operator:" + w.Operator)
	switch {
	case w.Operands != nil:
		b.WriteString(",operands:[")
		for _, of := range w.Operands {
			of.write(b)
		}
		b.WriteString("]}")
		return
	case w.Texts != nil:
		b.WriteString(",valueText:" + literal(w.Texts))
	case w.Int != nil:
		b.WriteString(",valueInt:" + strconv.FormatUint(*w.Int, 10))
	case w.Date != "":
		b.WriteString(",valueDate:" + literal(w.Date))
	default:
		b.WriteString(",valueText:" + literal(w.Text))
	}
	b.WriteString(",path:" + literal(w.Path) + "}")
}

// literal writes strings and numbers, which GraphQL takes as JSON has them.
func literal(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // of strings and finite numbers there is no error
	}
	return string(b)
}
