package mention

import (
	"strings"
	"testing"
)

// passage is of 150 words and dense with mentions.
const passage = `On Wednesday, Sept. 28, 2016, Secretary of State John F. Kerry told Russian Foreign Minister Sergey Lavrov that
Washington would suspend talks unless Moscow took “immediate steps” to end the assault on Aleppo, State Department spokesman
John Kirby said. About 250,000 people live in the eastern half of the city, and at least 139 were killed in 72 hours, U.N.
envoy Staffan de Mistura told the Security Council last week. Some 30–50 minutes later a third of the 31-truck convoy was
gone; 20 more trucks, with 34 metric tons of food worth $3.5 million, had waited at the border since 12 September. “It would be
premature to say that ‘all is lost’,” said Brig. Gen. Richard Coe of U.S. Central Command, adding that the World Health
Organization (WHO) counted 338 dead, 106 of them children, in the past week, more than in any week since the war began five
years ago.`

func BenchmarkFigures(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Figures(passage)
	}
}

func BenchmarkDates(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Dates(passage, wednesday)
	}
}

func BenchmarkNames(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Names(passage)
	}
}

func BenchmarkQuotations(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Quotations(passage)
	}
}

func BenchmarkNamesArticle(b *testing.B) {
	article := strings.Repeat(passage+"\n\n", 20)
	b.ReportAllocs()
	for b.Loop() {
		Names(article)
	}
}
