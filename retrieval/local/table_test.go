package local_test

import (
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
)

// measures are of one number of passages, by the names of the table's lines.
type measures map[string]float64

// The lines of the table.
const (
	articleCount   = "articles"
	passageCount   = "passages"
	indexing       = "index from articles, s"
	processing     = "  of all processors, s"
	appendingOne   = "append an article, ms"
	appendingWorst = "  the slowest of 40"
	opening        = "open, ms"
	listing        = "list the articles, ms"
	askingFirst    = "first question, ms"
	asking         = "fused search, ms"
	askingSlow     = "  95 of 100 within"
	askingMonth    = "  within a month"
	askingOutlet   = "  of one outlet"
	rawMB          = "vectors and postings, MB"
	beforeMB       = "resident before opening, MB"
	residentMB     = "resident after 100 questions, MB"
	mappedMB       = "  of it mapped files"
	residentRatio  = "  more than before / raw"
	diskMB         = "disk, MB"
)

// kindOfVectors are vectors by their dimensions.
type kindOfVectors string

const (
	static100 kindOfVectors = "static vectors of 100"
	model     kindOfVectors = "vectors of 384"

	all, aMonth, anOutlet = "", " in a month", " of one outlet"
)

func (k kindOfVectors) within(what string) string { return string(k) + what + ", ms" }
func (k kindOfVectors) bare() string              { return "  / a bare scan by vek (" + string(k[len(k)-3:]) + ")" }
func (k kindOfVectors) chromem() string {
	return "  chromem-go's own / it (" + string(k[len(k)-3:]) + ")"
}
func (k kindOfVectors) recall() string { return "  recall@10 (" + string(k[len(k)-3:]) + ")" }

// line is one of the table, with what is wanted of it by number of passages.
type line struct {
	name    string
	atMost  map[int]float64
	atLeast map[int]float64
	grows   growth
}

// growth is what is to be said of how a line grows with the passages.
type growth int

const (
	unsaid growth = iota // nothing
	said                 // how often; a small index's vectors lie in the processor's cache, and take the less for it
	linear               // how often, and that it is no faster than they do
)

func lines() []line {
	lines := []line{
		{name: articleCount}, {name: passageCount},
		{name: indexing, atMost: map[int]float64{100_000: 25}, grows: linear}, {name: processing, grows: linear},
		{name: appendingOne, atMost: map[int]float64{1_000_000: 50}, grows: linear}, {name: appendingWorst},
		{name: opening, atMost: map[int]float64{100_000: 500, 1_000_000: 3000}, grows: linear},
		{name: listing, grows: linear}, {name: askingFirst, grows: linear},
		{name: asking, atMost: map[int]float64{100_000: 25, 1_000_000: 150}, grows: linear}, {name: askingSlow, grows: linear},
		{name: askingMonth, grows: linear}, {name: askingOutlet, grows: linear},
	}
	for _, k := range []kindOfVectors{static100, model} {
		lines = append(lines, line{name: k.within(all), atMost: map[int]float64{1_000_000: 80}, grows: said},
			line{name: k.bare(), atMost: map[int]float64{100_000: 1.5}},
			line{name: k.chromem(), atLeast: map[int]float64{100_000: 8}},
			line{name: k.recall(), atLeast: map[int]float64{10_000: 0.99, 100_000: 0.99, 1_000_000: 0.99}})
		if k == static100 {
			lines = append(lines, line{name: k.within(aMonth), grows: said}, line{name: k.within(anOutlet), grows: said})
		}
	}
	return append(lines, line{name: rawMB, grows: linear}, line{name: beforeMB}, line{name: residentMB, grows: linear},
		line{name: mappedMB, grows: linear}, line{name: residentRatio, atMost: map[int]float64{100_000: 1.3, 1_000_000: 1.3}},
		line{name: diskMB, grows: linear})
}

// table is measures by number of passages, rising.
type table struct {
	sizes []int
	of    []measures
}

func (t *table) add(size int, m measures) {
	t.sizes, t.of = append(t.sizes, size), append(t.of, m)
}

// faster is how much faster than what there is a cost may seem to grow, for what is measured varies.
const faster = 1.15

// String is the table, with how often each cost grew from one number of passages to the next, and below it what is not as wanted.
func (t *table) String() string {
	var b strings.Builder
	var missed []string
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(w, "passages\t")
	for i, size := range t.sizes {
		fmt.Fprintf(w, "%d\twanted\t", size)
		if i > 0 {
			fmt.Fprint(w, "grown\t")
		}
	}
	fmt.Fprintln(w)
	for _, l := range lines() {
		fmt.Fprintf(w, "%s\t", l.name)
		for i, m := range t.of {
			value, wanted, ok := m[l.name], "", true
			if most, bounded := l.atMost[t.sizes[i]]; bounded {
				wanted, ok = fmt.Sprintf("<= %g", most), value <= most
			} else if least, bounded := l.atLeast[t.sizes[i]]; bounded {
				wanted, ok = fmt.Sprintf(">= %g", least), value >= least
			}
			if !ok {
				missed = append(missed, fmt.Sprintf("%s at %d passages", strings.TrimSpace(l.name), t.sizes[i]))
			}
			fmt.Fprintf(w, "%s\t%s\t", shown(value), wanted)
			if i == 0 {
				continue
			}
			grown := value / t.of[i-1][l.name]
			if l.grows == unsaid {
				fmt.Fprint(w, "\t")
				continue
			}
			fmt.Fprintf(w, "x %s\t", shown(grown))
			if l.grows == linear && grown > faster*m[passageCount]/t.of[i-1][passageCount] {
				missed = append(missed, fmt.Sprintf("%s grows faster than linearly to %d passages", strings.TrimSpace(l.name), t.sizes[i]))
			}
		}
		fmt.Fprintln(w)
	}
	w.Flush()
	if len(missed) == 0 {
		return b.String() + "all as wanted, and no cost grows faster than linearly"
	}
	return b.String() + "not as wanted: " + strings.Join(slices.Compact(missed), "; ")
}

func shown(v float64) string {
	switch {
	case v >= 100:
		return fmt.Sprintf("%.0f", v)
	case v >= 10:
		return fmt.Sprintf("%.1f", v)
	}
	return fmt.Sprintf("%.2f", v)
}
