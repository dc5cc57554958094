package digest_test

import (
	"strings"
	"testing"

	"dateline/bot/digest"
)

func TestRecitalOf(t *testing.T) {
	for text, want := range map[string]digest.Recital{
		"An earlier version of this story gave the depth of the lock as nine metres.":                     digest.Unadmitted,
		"Our report on Friday said that the lock keeper had drowned.":                                     digest.Unadmitted,
		"A previous version of this article misspelled the name of the lock keeper.":                      digest.Admitted,
		"This article originally said that the lock was closed, but it is open.":                          digest.Admitted,
		"We reported on Friday that the lock keeper had drowned.":                                         digest.Unadmitted,
		"Our headline of 3 May wrongly called the lock a dam.":                                            digest.Admitted,
		"An earlier version of this report named the keeper as Anna Dole, not Hanna Dole.":                digest.Admitted,
		"The report said that the lock had not been inspected since March.":                               digest.NoRecital,
		"The first report of the inspectors named nobody.":                                                digest.NoRecital,
		"“We said no from the beginning,” the keeper told the Sample desk.":                               digest.NoRecital,
		"An earlier report said that the lock was safe.":                                                  digest.NoRecital,
		"“You know that our report said so,” the inspector told the council.":                             digest.NoRecital,
		"This report gave the council no choice.":                                                         digest.NoRecital,
		"An earlier version of the bill was rejected by the council.":                                     digest.NoRecital,
		"Residents said that an earlier flood had been worse.":                                            digest.NoRecital,
		"The harbour board said in a statement that its previous article on the lock had been withdrawn.": digest.NoRecital,
	} {
		if got := digest.RecitalOf(text); got != want {
			t.Errorf("%q is recital %d, want %d", text, got, want)
		}
	}
}

// What an outlet takes back is told by its notice alone, and there never without what is right; nothing of the notice dangles.
func TestSummaryOfWhatIsTakenBack(t *testing.T) {
	evidence := evidenceOf(
		article("drowned", 4, "Sample desk", "Keeper drowns in the lock at Corwen",
			"The keeper of the lock at Corwen, Hanna Dole, drowned on Tuesday night when the lower gate gave way.",
			"Barges are waiting above the lock at Corwen, and the harbour board has asked for a crane from Low Weir."),
		article("notice", 5, "Sample desk", "Correction: the lock at Corwen",
			"Our report of Wednesday said that the lock keeper Hanna Dole drowned at Corwen on Tuesday. She was pulled from the water alive, and is in hospital. We regret the error."),
		article("gate", 9, "Sample post", "New gate for the lock at Corwen",
			"The harbour board ordered a new gate for the lock at Corwen on Monday, which is to be of oak."),
	)
	for _, length := range lengths {
		var told []string
		for _, d := range digest.Read(t.Context(), "lock at Corwen", evidence).Summary(length) {
			told = append(told, d.Text)
		}
		all := strings.Join(told, "\n")
		if strings.Contains(all, "lower gate gave way") || strings.Contains(all, "regret") {
			t.Errorf("%s tells what was taken back, or dangles:\n%s", length, all)
		}
		if strings.Contains(all, "Our report") != strings.Contains(all, "Hanna Dole drowned at Corwen on Tuesday.\nShe was pulled") || strings.Contains(all, "She was pulled") != strings.Contains(all, "Our report") {
			t.Errorf("%s tells an error or its correction without the other:\n%s", length, all)
		}
		if !strings.Contains(all, "of oak") {
			t.Errorf("%s leaves out the newest article:\n%s", length, all)
		}
	}
	goesOn := evidenceOf(
		article("flood", 4, "Sample desk", "Quarry at Corwen floods", "The quarry at Corwen was flooded on Tuesday night when the wall of the old dam gave way."),
		article("dry", 9, "Sample desk", "Quarry at Corwen is dry", "We reported on Wednesday that the quarry at Corwen was flooded. Pumps have emptied it, and the old dam is to be mended."),
	)
	if all := digest.Read(t.Context(), "quarry at Corwen", goesOn).Summary(""); len(all) == 0 || !strings.Contains(all[0].Text, "gave way") {
		t.Errorf("what is only gone on with is not told: %+v", all)
	}
	alone := evidenceOf(article("notice", 5, "Sample desk", "Correction", "An earlier version of this article said that the keeper of the lock at Corwen drowned on Tuesday night."))
	for _, d := range digest.Read(t.Context(), "", alone).Summary("") {
		t.Errorf("an error that nothing corrects is told: %s", d.Text)
	}
}
