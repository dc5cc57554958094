package export

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"
)

func TestHarmless(t *testing.T) {
	t.Parallel()
	for cell, want := range map[string]string{
		"": "", "plain": "plain", "a=b": "a=b", "=1+1": "'=1+1", "+1": "'+1", "-1": "'-1", "@SUM(A1)": "'@SUM(A1)", "\t=1": "'\t=1", "\r=1": "'\r=1",
		"  =1": "'  =1", "＝1": "'＝1", "\u200b=1": "'\u200b=1", "“=1”": "“=1”", "a\x00": "a",
	} {
		if got := harmless(cell); got != want {
			t.Errorf("harmless(%q) = %q, want %q", cell, got, want)
		}
	}
}

func FuzzHarmless(f *testing.F) {
	f.Add("=cmd|' /C calc'!A0", "ok")
	f.Add(" \t@x", "\"")
	f.Fuzz(func(t *testing.T, a, b string) {
		table := newTable("one", "two")
		table.add(a, b)
		got, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(table.buf.Bytes(), []byte("\ufeff")))).ReadAll()
		if err != nil || len(got) != 2 || len(got[1]) != 2 {
			t.Fatalf("%q cannot be read back: %q, %v", table.buf.Bytes(), got, err)
		}
		for _, cell := range got[1] {
			if begin := strings.TrimLeft(cell, " "); begin != "" && strings.ContainsAny(begin[:1], "=+-@\t\r") {
				t.Errorf("%q begins a formula", cell)
			}
		}
	})
}
