package terminal

import (
	"maps"
	"testing"
)

func TestOptions(t *testing.T) {
	for line, want := range map[string]struct {
		o    options
		free string
	}{
		"talks length:brief":                             {options{"length": "brief"}, "talks"},
		`period:"September 2016" length:detailed`:        {options{"period": "September 2016", "length": "detailed"}, ""},
		"since:“October 2016”":                           {options{"since": "October 2016"}, ""},
		"outlet:'Sample wire' until:2016":                {options{"outlet": "Sample wire", "until": "2016"}, ""},
		`topic:the "safe" zone`:                          {options{"topic": `the "safe" zone`}, ""},
		`topic:"safe" or "secure"`:                       {options{"topic": `"safe" or "secure"`}, ""},
		`topic:"`:                                        {options{"topic": `"`}, ""},
		"article:Kerry’s plan":                           {options{"article": "Kerry’s plan"}, ""},
		`"Kerry warns Russia" length:brief private:true`: {options{"length": "brief", "private": "true"}, `"Kerry warns Russia"`},
	} {
		o, free := parse("summary", line)
		if !maps.Equal(o, want.o) || free != want.free {
			t.Errorf("%s: %v and %q, want %v and %q", line, o, free, want.o, want.free)
		}
	}
}
