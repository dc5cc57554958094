package mention

import "time"

// clock reads 7 p.m., 7:30, 7.30pm, 7pm, 23:59, 1600 GMT, 7 o'clock. Its Norm is the time of day: T19:00.
func (r *dateReader) clock(i int) (Date, int) {
	t := &r.ts[i]
	hour, minute, next, timed := r.whole(i), 0, i+1, false
	switch {
	case t.malformed || !r.standsAlone(i):
		return Date{}, i
	case hour < 0: // 7.30
		hour = int(t.value)
		minute = int(t.value*100+0.5) % 100
	case hour <= 24 && lowerAt(r.ts, next) == ":" && r.ts[next].gap == joined && r.whole(next+1) >= 0 &&
		r.ts[next+1].gap == joined && r.ts[next+1].end-r.ts[next+1].start == 2:
		minute, timed = r.whole(next+1), true
		next += 2
		if lowerAt(r.ts, next) == ":" && r.whole(next+1) >= 0 && r.ts[next+1].gap == joined {
			next += 2 // seconds
		}
	}
	switch after := lowerAt(r.ts, next); {
	case after == "p.m." || after == "pm" || after == "p.m":
		if hour < 12 {
			hour += 12
		}
		timed = true
		next++
	case after == "a.m." || after == "am" && r.ts[next].gap <= spaced || after == "a.m":
		hour %= 12
		timed = true
		next++
	case after == "o'clock":
		timed = true
		next++
	case (after == "gmt" || after == "utc") && (timed || t.end-t.start == 4):
		if !timed {
			hour, minute = hour/100, hour%100
		}
		timed = true
	}
	if !timed || hour > 24 || minute > 59 {
		return Date{}, i
	}
	if zone := lowerAt(r.ts, next); zone == "gmt" || zone == "utc" || zone == "est" || zone == "edt" {
		next++
	}
	return Date{Precision: Clock, Norm: time.Date(1, 1, 1, hour, minute, 0, 0, time.UTC).Format("T15:04")}, next
}

var datePrefixes = set{"mid": {}, "early": {}, "late": {}, "post": {}, "pre": {}}

// standsAlone reports whether the number at i is no part of a longer code, price or vote.
func (r *dateReader) standsAlone(i int) bool {
	if i == 0 || r.ts[i].gap != joined {
		return true
	}
	switch before := r.ts[i-1]; before.lower {
	case "(", "[", "\"", "“", "'", "—", "–", ",", ":":
		return true
	case "-":
		return before.gap != joined || i > 1 && (r.ts[i-2].kind == number || datePrefixes.has(r.ts[i-2].lower))
	}
	return false
}
