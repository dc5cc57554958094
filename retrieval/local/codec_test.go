package local

import (
	"reflect"
	"testing"
	"time"

	"dateline/retrieval"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// filled sets every field of a struct, so that a field that is added to it and not to the records is missed.
func filled[T any](t *testing.T) T {
	t.Helper()
	var made T
	var fill func(v reflect.Value)
	fill = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.String:
			v.SetString("“naïve” " + v.Type().Name())
		case reflect.Int:
			v.SetInt(300)
		case reflect.Uint32:
			v.SetUint(1 << 31)
		case reflect.Bool:
			v.SetBool(true)
		case reflect.Slice:
			v.Set(reflect.MakeSlice(v.Type(), 3, 3))
			for i := range v.Len() {
				fill(v.Index(i))
			}
		case reflect.Map:
			v.Set(reflect.MakeMap(v.Type()))
			v.SetMapIndex(reflect.ValueOf("headline"), reflect.ValueOf("json-ld"))
			v.SetMapIndex(reflect.ValueOf("byline"), reflect.ValueOf(""))
		case reflect.Struct:
			if v.Type() == reflect.TypeFor[time.Time]() {
				v.Set(reflect.ValueOf(time.Date(2016, 9, 28, 8, 30, 0, 1, time.FixedZone("", -5*3600))))
				return
			}
			for i := range v.NumField() {
				fill(v.Field(i))
			}
		default:
			t.Fatalf("no way to fill a %s", v.Type())
		}
	}
	fill(reflect.ValueOf(&made).Elem())
	return made
}

func encodedArticle(a retrieval.Article) retrieval.Article {
	got := decodeListed(string(encodeListed(&a)))
	decodeRest(string(encodeRest(&a)), &got)
	got.Text, got.Sketch, got.Size = a.Text, a.Sketch, a.Size // which lie by themselves
	return got
}

func TestRecords(t *testing.T) {
	for name, a := range map[string]retrieval.Article{"filled": filled[retrieval.Article](t), "zero": {}} {
		got := encodedArticle(a)
		if diff := cmp.Diff(a, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s article (-want +got):\n%s", name, diff)
		}
		if got.Published.Format(time.RFC3339Nano) != a.Published.Format(time.RFC3339Nano) {
			t.Errorf("%s article published %v, want %v", name, got.Published, a.Published)
		}
		if id := firstText(string(encodeListed(&a))); id != a.ID {
			t.Errorf("%s article has ID %q, want %q", name, id, a.ID)
		}
	}
	for name, p := range map[string]retrieval.Passage{"filled": filled[retrieval.Passage](t), "zero": {}} {
		if diff := cmp.Diff(p, encodedPassage(p), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s passage (-want +got):\n%s", name, diff)
		}
	}
}

func encodedPassage(p retrieval.Passage) retrieval.Passage {
	got := retrieval.Passage{ID: p.ID, ArticleID: p.ArticleID, Text: p.Text} // which others hold
	decodePassage(string(encodePassage(&p)), &got)
	return got
}

// FuzzRecords puts anything into records and wants it back.
func FuzzRecords(f *testing.F) {
	f.Add("one", "The harbour closed.", int64(1475020800), 0, 19, -3)
	f.Add("far", "The harbour opened.", int64(-1<<62-1), 0, 19, -3)
	f.Fuzz(func(t *testing.T, id, text string, at int64, start, end, number int) {
		a := retrieval.Article{
			ID: id, Text: text, Size: len(text), Published: time.Unix(at, int64(number)&0xfffffff).UTC(), Former: []string{text, ""}, References: []string{id},
			Updated: time.Unix(at, 0).In(time.FixedZone("", number%86400)),
			Blocks:  []retrieval.Block{{Span: retrieval.Span{Start: start, End: end}, Kind: retrieval.Kind(id)}},
		}
		if diff := cmp.Diff(a, encodedArticle(a), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("article (-want +got):\n%s", diff)
		}
		p := retrieval.Passage{
			ID: id, ArticleID: "a", Kind: retrieval.Body, Text: text, Span: retrieval.Span{End: len(text)}, Paragraph: number,
			Sentences: []retrieval.Span{{Start: start, End: end}, {Start: end, End: number}},
		}
		if diff := cmp.Diff(p, encodedPassage(p)); diff != "" {
			t.Errorf("passage (-want +got):\n%s", diff)
		}
	})
}
