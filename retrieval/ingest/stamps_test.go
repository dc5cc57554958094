package ingest

import (
	"testing"
	"time"
)

func TestParseStamp(t *testing.T) {
	for s, want := range map[string]string{
		"2016-09-28T17:04:05.123+0200":          "2016-09-28T15:04:05Z",
		"2016-09-28T17:04+02:00":                "2016-09-28T15:04:00Z",
		"20160928":                              "2016-09-28T00:00:00Z",
		"20160928T170405Z":                      "2016-09-28T17:04:05Z",
		"Wed, 28 Sep 2016 15:04:05 EDT":         "2016-09-28T19:04:05Z",
		"2016-09-28 15:04:05 CET":               "2016-09-28T14:04:05Z",
		"Mittwoch, 28. September 2016, 10 Uhr":  "2016-09-28T00:00:00Z",
		"Publié le 28 septembre 2016 à 10h04":   "2016-09-28T00:00:00Z",
		"28 de septiembre de 2016":              "2016-09-28T00:00:00Z",
		"28 сентября 2016":                      "2016-09-28T00:00:00Z",
		"2016年9月28日":                            "2016-09-28T00:00:00Z",
		"28.09.2016":                            "2016-09-28T00:00:00Z",
		"09/28/2016":                            "2016-09-28T00:00:00Z",
		"28/09/2016":                            "2016-09-28T00:00:00Z",
		"Sept. 28, 2016 at 3:04 p.m. ET":        "2016-09-28T00:00:00Z",
		"08/09/2016":                            "", // August or September
		"Wed, 31 Feb 2016 15:04:05 EDT":         "",
		"28 Brumaire 2016":                      "",
		"yesterday":                             "",
		"0001-01-01T00:00:00Z":                  "",
		"1551693600":                            "",
		"a story of 28 boats":                   "",
		"2199-12-31T23:59:59Z":                  "2199-12-31T23:59:59Z",
		"1970-01-01T00:00:00Z":                  "1970-01-01T00:00:00Z",
		"Monday, 17 August 2009, updated later": "2009-08-17T00:00:00Z",
	} {
		at, ok := parseStamp(s)
		if got := at.Format(time.RFC3339); ok && got != want || !ok && want != "" {
			t.Errorf("parseStamp(%q) = %s, %v; want %q", s, got, ok, want)
		}
	}
}

func TestTakeDayLine(t *testing.T) {
	for line, want := range map[string]bool{
		"Published 28 September 2016 · Updated 29 September 2016": true,
		"Stand: 28. September 2016, 10:04 Uhr":                    true,
		"Publié le 28 septembre 2016 à 10h04":                     true,
		"28.09.2016":                                              true,
		"The fire of 28 September 2016":                           false,
		"He was born on 28 September 2016.":                       false,
		"Elections of 28 September 2016 in Lind":                  false,
		"28 boats and 2016 fishermen":                             false,
	} {
		if got := (&draft{}).takeDayLine(line); got != want {
			t.Errorf("takeDayLine(%q) = %v", line, got)
		}
	}
}

func TestNames(t *testing.T) {
	for s, want := range map[string]string{
		"By Jane Doe and John Roe":        "Jane Doe and John Roe",
		"Von Jana Beispiel":               "Jana Beispiel",
		"Jane Doe | Example Wire":         "Jane Doe",
		"Jane Doe (jane@wire.example)":    "Jane Doe",
		"jane@wire.example":               "",
		"admin":                           "",
		"https://social.example/janedoe":  "",
		"Byron Doe":                       "Byron Doe",
		"Jane Doe Published 3 March 2019": "Jane Doe",
		"The boat is back, and nobody on it knew where the captain was.": "",
	} {
		if got := names(s); got != want {
			t.Errorf("names(%q) = %q, want %q", s, got, want)
		}
	}
}

func TestWithoutSite(t *testing.T) {
	for _, c := range []struct{ title, outlet, shown, want string }{
		{"Ferry saved | Example Wire", "Example Wire", "", "Ferry saved"},
		{"Ferry saved after storm - Harbours - The Example Wire", "Example Wire", "", "Ferry saved after storm"},
		{"Ferry saved - examplewire.com", "Example Wire", "", "Ferry saved"},
		{"Example Wire - Ferry saved", "Example Wire", "", "Ferry saved"},
		{"Ferry saved – and lost – again", "Example Wire", "", "Ferry saved – and lost – again"},
		{"Ferry saved – Site", "", "Ferry saved", "Ferry saved"},
		{"Ferry - boat or bridge?", "", "", "Ferry - boat or bridge?"},
		{"Ferry saved after storm | Site", "", "", "Ferry saved after storm"},
	} {
		if got := withoutSite(c.title, c.outlet, c.shown); got != c.want {
			t.Errorf("withoutSite(%q, %q, %q) = %q, want %q", c.title, c.outlet, c.shown, got, c.want)
		}
	}
}

func TestLabels(t *testing.T) {
	for headline, want := range map[string]string{
		"Opinion: Let it run": "opinion", "Analysis | Who pays": "analysis", "Editorial: The bridge": "editorial", "Let it run – commentary": "opinion",
		"Live: storm over the islands": "", "Views | a boat": "", "Opinion polls: who leads": "", "The opinion that nobody shares": "",
	} {
		if got := labelInHeadline(headline); got != want {
			t.Errorf("labelInHeadline(%q) = %q, want %q", headline, got, want)
		}
	}
	for section, want := range map[string]string{"Opinion": "opinion", "Comment is free": "opinion", "Leitartikel": "editorial", "World": "", "Live music": ""} {
		if got := labelOf(section); got != want {
			t.Errorf("labelOf(%q) = %q, want %q", section, got, want)
		}
	}
}
