package mention

import (
	"strings"
	"testing"
	"time"
)

// wednesday is the publication day of most tests.
var wednesday = time.Date(2016, 9, 28, 21, 30, 0, 0, time.FixedZone("PDT", -7*3600))

// describe writes a date as its text and what it means: one day, first to last day of longer times, or "?" and its norm.
func (d Date) describe(text string) string {
	switch last := d.To.AddDate(0, 0, -1); {
	case !d.Resolved:
		return d.In(text) + " = ? " + d.Norm
	case d.From.Equal(last):
		return d.In(text) + " = " + d.From.Format(time.DateOnly)
	default:
		return d.In(text) + " = " + d.From.Format(time.DateOnly) + ".." + last.Format(time.DateOnly)
	}
}

func describeDates(text string, published time.Time) string {
	var got []string
	for _, d := range Dates(text, published) {
		got = append(got, d.describe(text))
	}
	return strings.Join(got, "; ")
}

func TestDates(t *testing.T) {
	for text, want := range map[string]string{
		// absolute
		"on 28 September 2016":                                       "28 September 2016 = 2016-09-28",
		"a swim on New Year’s Day 2015 and on Boxing Day":            "New Year’s Day 2015 = 2015-01-01; Boxing Day = 2016-12-26",
		"a new year's day, a Christmas market":                       "",
		"Sept. 28, 2016, in Geneva":                                  "Sept. 28, 2016 = 2016-09-28",
		"Wed 28 Sept 2016":                                           "Wed 28 Sept 2016 = 2016-09-28",
		"Sept. 28: a talk at Sept. 28:30":                            "Sept. 28 = 2016-09-28; Sept. = 2016-09-01..2016-09-30",
		"Sun. 25 Sept, and the Sun. said":                            "Sun. 25 Sept = 2016-09-25",
		"the 28th of September, 2016":                                "the 28th of September, 2016 = 2016-09-28",
		"2016-09-28 and 28/09/2016 and 9/28/2016":                    "2016-09-28 = 2016-09-28; 28/09/2016 = 2016-09-28; 9/28/2016 = 2016-09-28",
		"on 3/4/2016":                                                "3/4/2016 = ? 3/4/2016",
		"September 2016; in the 1990s; in 1512":                      "September 2016 = 2016-09-01..2016-09-30; 1990s = 1990-01-01..1999-12-31; 1512 = 1512-01-01..1512-12-31",
		"In 2016, the 2016 elections (2015)":                         "2016 = 2016-01-01..2016-12-31; 2016 = 2016-01-01..2016-12-31; 2015 = 2015-01-01..2015-12-31",
		"2015-16, mid-2016 and 2011–2016":                            "2015-16 = 2015-01-01..2016-12-31; mid-2016 = 2016-05-01..2016-08-31; 2011–2016 = 2011-01-01..2016-12-31",
		"2016 people; more than 2000; 2000-pound bombs; 2000 trucks": "",
		"resolution 2016 on page 1999":                               "",
		// days without a year
		"September 28":                    "September 28 = 2016-09-28",
		"28 Sept":                         "28 Sept = 2016-09-28",
		"on Dec. 22 or Jan. 5":            "Dec. 22 = 2016-12-22; Jan. 5 = 2016-01-05",
		"Sept. 28-30, 9–10 September":     "Sept. 28-30 = 2016-09-28..2016-09-30; 9–10 September = 2016-09-09..2016-09-10",
		"the night of 9 and 10 September": "9 and 10 September = 2016-09-09..2016-09-10",
		"23 Sept–2 Oct 2017":              "23 Sept = 2017-09-23; 2 Oct 2017 = 2017-10-02",
		"Dec. 30 to Jan. 2, 2017":         "Dec. 30 = 2016-12-30; Jan. 2, 2017 = 2017-01-02",
		"Friday, Sept. 25":                "Friday, Sept. 25 = 2015-09-25", // its weekday was a Friday in 2015
		// months
		"early October, mid-September, late September": "early October = 2016-10-01..2016-10-10; mid-September = 2016-09-11..2016-09-20; late September = 2016-09-21..2016-09-30",
		"in May, not that he may; Theresa May spoke":   "May = 2016-05-01..2016-05-31",
		"They march in March; the March on Rome":       "March = 2016-03-01..2016-03-31",
		"jailed in March for theft":                    "March = 2016-03-01..2016-03-31",
		"28 may have died, may 28 people rest":         "",
		"last September, next March":                   "last September = 2015-09-01..2015-09-30; next March = 2017-03-01..2017-03-31",
		// weekdays
		"Wednesday; on Monday; on Thursday":           "Wednesday = 2016-09-28; Monday = 2016-09-26; Thursday = 2016-09-22",
		"Thursday night and early Friday":             "Thursday night = 2016-09-22; early Friday = 2016-09-23",
		"last Wednesday, next Wednesday":              "last Wednesday = 2016-09-21; next Wednesday = 2016-10-05",
		"the coming Monday, this Friday":              "the coming Monday = 2016-10-03; this Friday = 2016-09-30",
		"They will meet on Friday.":                   "Friday = 2016-09-30",
		"He said they will meet after Friday's talks": "Friday's = 2016-09-23",
		"He wed a sun god; Mondays are grim":          "",
		// relative
		"yesterday, today and tomorrow":                                 "yesterday = 2016-09-27; today = 2016-09-28; tomorrow = 2016-09-29",
		"USA Today; tonight; last night":                                "tonight = 2016-09-28; last night = 2016-09-27",
		"this week, last week and next week":                            "this week = 2016-09-26..2016-10-02; last week = 2016-09-19..2016-09-25; next week = 2016-10-03..2016-10-09",
		"a week ago, three days ago, two weeks ago":                     "a week ago = 2016-09-18..2016-09-24; three days ago = 2016-09-25; two weeks ago = 2016-09-11..2016-09-17",
		"a year ago, five years ago, a month ago":                       "a year ago = 2015-09-01..2015-09-30; five years ago = 2011-01-01..2011-12-31; a month ago = 2016-08-01..2016-08-31",
		"22 September last year; on May 3 this year; 3 March next year": "22 September last year = 2015-09-22; May 3 this year = 2016-05-03; 3 March next year = 2017-03-03",
		"last month, this month, last year":                             "last month = 2016-08-01..2016-08-31; this month = 2016-09-01..2016-09-30; last year = 2015-01-01..2015-12-31",
		"earlier this year; early this year":                            "earlier this year = 2016-01-01..2016-09-28; early this year = 2016-01-01..2016-04-30",
		"later this year; late last year":                               "later this year = 2016-09-28..2016-12-31; late last year = 2015-09-01..2015-12-31",
		"earlier Wednesday; late on Monday":                             "earlier Wednesday = 2016-09-28; late on Monday = 2016-09-26",
		"the past week; the past three days":                            "the past week = 2016-09-22..2016-09-28; the past three days = 2016-09-26..2016-09-28",
		"over the last two years":                                       "the last two years = 2014-09-29..2016-09-28",
		"Monday last week, on Friday of next week":                      "Monday last week = 2016-09-19; Friday of next week = 2016-10-07",
		"Sunday this week; at the weekend":                              "Sunday this week = 2016-10-02; the weekend = 2016-09-24..2016-09-25",
		"last weekend; will meet over the weekend":                      "last weekend = 2016-09-24..2016-09-25; the weekend = 2016-10-01..2016-10-02",
		"overnight, an overnight train":                                 "overnight = 2016-09-27..2016-09-28",
		"a fortnight ago; the past fortnight":                           "a fortnight ago = 2016-09-11..2016-09-17; the past fortnight = 2016-09-15..2016-09-28",
		"between 9 and 15 August; 9 and 15 August":                      "9 and 15 August = 2016-08-09..2016-08-15; 15 August = 2016-08-15",
		"between August 9 and 15":                                       "August 9 and 15 = 2016-08-09..2016-08-15",
		"on Easter Sunday the Sunday Times said so":                     "",
		// known to be unknown
		"this weekend; next weekend; last fortnight": "this weekend = ? this weekend; next weekend = ? next weekend; last fortnight = ? last fortnight",
		"this past":                                    "",
		"in recent days; the past few weeks":           "recent days = ? recent days; the past few weeks = ? the past few weeks",
		"a few days ago; several years ago":            "a few days ago = ? some day ago; several years ago = ? some year ago",
		"three hours ago; the following week":          "three hours ago = ? 3 hour ago; the following week = ? the following week",
		"next spring; the summer of 2015":              "next spring = ? next spring; summer of 2015 = ? summer 2015",
		"the next day; for two weeks; five days later": "",
		// the time of day
		"at 7 p.m. (1600 GMT), 7:30 a.m., 7.30pm": "7 p.m. = ? T19:00; 1600 GMT = ? T16:00; 7:30 a.m. = ? T07:30; 7.30pm = ? T19:30",
		"until 23:59 on Sunday, at noon":          "23:59 = ? T23:59; Sunday = 2016-09-25; noon = ? T12:00",
		"I am 7 am I not; 12:5":                   "7 am = ? T07:00",
	} {
		if got := describeDates(text, wednesday); got != want {
			t.Errorf("%q\n got %s\nwant %s", text, got, want)
		}
	}
}

func TestDatesWithoutPublished(t *testing.T) {
	for text, want := range map[string]string{
		"28 September 2016":              "28 September 2016 = 2016-09-28",
		"on Sept. 28":                    "Sept. 28 = ? --09-28",
		"on 28 September":                "28 September = ? --09-28",
		"in September":                   "September = ? --09",
		"on Wednesday":                   "Wednesday = ? wednesday",
		"last week":                      "last week = ? last week",
		"yesterday, early this year":     "yesterday = ? yesterday; early this year = ? early this year",
		"3 days ago, three days ago":     "3 days ago = ? 3 day ago; three days ago = ? 3 day ago",
		"Sept. 28-30":                    "Sept. 28-30 = ? --09-28--09-30",
		"In 2016 the past 3 years, noon": "2016 = 2016-01-01..2016-12-31; the past 3 years = ? the past 3 years; noon = ? T12:00",
	} {
		if got := describeDates(text, time.Time{}); got != want {
			t.Errorf("%q\n got %s\nwant %s", text, got, want)
		}
	}
}

func TestNearestYear(t *testing.T) {
	for _, c := range []struct{ published, text, want string }{
		{"2017-01-04", "Dec. 22", "2016-12-22"},
		{"2016-12-30", "Jan. 20", "2017-01-20"},
		{"2016-09-28", "March 15", "2016-03-15"},
		{"2016-07-01", "Nov. 8", "2016-11-08"},
		{"2016-09-28", "Oct. 3", "2016-10-03"},
		{"2017-02-10", "Feb. 29", "2016-02-29"},
	} {
		published, err := time.Parse(time.DateOnly, c.published)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := describeDates(c.text, published), c.text+" = "+c.want; got != want {
			t.Errorf("published %s: got %s, want %s", c.published, got, want)
		}
	}
}

func TestSameDate(t *testing.T) {
	for _, c := range []struct {
		a, b                string
		same, aCovers, bCov bool
	}{
		{"Wednesday", "28 September 2016", true, true, true},
		{"September 2016", "28 September 2016", false, true, false},
		{"this week", "Monday", false, true, false},
		{"2016", "September", false, true, false},
		{"last week", "this week", false, false, false},
		{"7 p.m.", "19:00", true, true, true},
		{"next spring", "last spring", false, false, false},
	} {
		a, b := Dates(c.a, wednesday), Dates(c.b, wednesday)
		if len(a) != 1 || len(b) != 1 {
			t.Fatalf("%q and %q have %d and %d dates, want one each", c.a, c.b, len(a), len(b))
		}
		if got := SameDate(a[0], b[0]); got != c.same {
			t.Errorf("SameDate(%q, %q) = %t, want %t", c.a, c.b, got, c.same)
		}
		if got := a[0].Covers(b[0]); got != c.aCovers {
			t.Errorf("%q covers %q: %t, want %t", c.a, c.b, got, c.aCovers)
		}
		if got := b[0].Covers(a[0]); got != c.bCov {
			t.Errorf("%q covers %q: %t, want %t", c.b, c.a, got, c.bCov)
		}
	}
}

func FuzzDates(f *testing.F) {
	for _, text := range []string{
		"Wed 28 Sept 2016", "the past three days", "early last year", "23 Sept–2 Oct 2016", "a few days ago", "7:30 p.m. GMT",
		"Feb. 29", "mid-1990s", "next May 31", "9999 years ago", "in 2199-99", "late December 2199", "this past",
	} {
		f.Add(text, int64(1475100000))
	}
	f.Add("last month", int64(-62135596801))
	f.Fuzz(func(t *testing.T, text string, seconds int64) {
		published := time.Unix(seconds%(1<<38), 0).UTC()
		known, unknown := Dates(text, published), Dates(text, time.Time{})
		if len(known) != len(unknown) {
			t.Fatalf("%q has %d dates, but %d where nothing is known of its publication", text, len(known), len(unknown))
		}
		end := 0
		for i, d := range known {
			if d.Start < end || d.End <= d.Start || d.End > len(text) {
				t.Fatalf("date %v in %q overlaps or is out of order", d.Span, text)
			}
			end = d.End
			if d.Span != unknown[i].Span {
				t.Fatalf("date %d of %q is at %v, but %v where nothing is known of its publication", i, text, d.Span, unknown[i].Span)
			}
			if d.Resolved != d.From.Before(d.To) {
				t.Fatalf("date %+v in %q: resolved, but from %v to %v", d, text, d.From, d.To)
			}
			if d.Norm == "" || !SameDate(d, d) || !d.Covers(d) {
				t.Fatalf("date %+v in %q is not itself", d, text)
			}
			if unknown[i].Resolved && unknown[i].Relative {
				t.Fatalf("relative date %+v in %q is resolved against nothing", unknown[i], text)
			}
		}
	})
}
