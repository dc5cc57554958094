package discordtest_test

import (
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/discord/discordtest"
)

// on makes a handler for the interactions of one kind.
func on(kind discordgo.InteractionType, handle func(*discordgo.Session, *discordgo.Interaction)) any {
	return func(s *discordgo.Session, i *discordgo.InteractionCreate) {
		if i.Type == kind {
			handle(s, i.Interaction)
		}
	}
}

func TestSlashCommandDeferredEditedAndFollowedUp(t *testing.T) {
	t.Parallel()
	n := open(t)
	n.Register(nil, askCommands()...)
	n.connect(t, on(discordgo.InteractionApplicationCommand, func(s *discordgo.Session, i *discordgo.Interaction) {
		data := i.ApplicationCommandData()
		check(t, s.InteractionRespond(i, &discordgo.InteractionResponse{Type: discordgo.InteractionResponseDeferredChannelMessageWithSource}))
		text := data.GetOption("question").StringValue() + " Nobody knows."
		_, err := s.InteractionResponseEdit(i, &discordgo.WebhookEdit{Content: &text,
			Embeds: &[]*discordgo.MessageEmbed{{Title: "Sources", Description: "[1] none"}}})
		check(t, err)
		further, err := s.FollowupMessageCreate(i, true, &discordgo.WebhookParams{Content: "One more thing."})
		check(t, err)
		text = "One more thing, corrected."
		_, err = s.FollowupMessageEdit(i, further.ID, &discordgo.WebhookEdit{Content: &text})
		check(t, err)
	}))
	asked := n.Command(n.ada, n.desk, "ask", discordtest.Opt("question", "Who knows?"))
	response := must[*discordtest.Response](t)(asked.Response(t.Context()))
	if response.Type != discordgo.InteractionResponseDeferredChannelMessageWithSource || response.Ephemeral {
		t.Errorf("the first response is %+v", response)
	}
	answer := must[*discordtest.Message](t)(asked.Answer(t.Context(), discordtest.Contains("Nobody knows")))
	if answer.Text() != "Who knows? Nobody knows.\nSources\n[1] none" || answer.Loading() || len(answer.Edits) != 1 || !answer.Edits[0].Loading {
		t.Errorf("the answer is %+v", answer)
	}
	further := must[*discordtest.Message](t)(asked.Followup(t.Context(), discordtest.Contains("corrected")))
	if len(further.Edits) != 1 || further.Edits[0].Content != "One more thing." {
		t.Errorf("the follow-up's history is %+v", further.Edits)
	}
	if stands := n.Messages(n.desk); len(stands) != 2 {
		t.Errorf("%d messages stand in the channel, want the answer and the follow-up", len(stands))
	}
}

func TestEphemeralAnswersAreSeenByTheAskerAlone(t *testing.T) {
	t.Parallel()
	n := open(t)
	bob := n.AddUser("bob")
	n.Register(nil, askCommands()...)
	n.connect(t, on(discordgo.InteractionApplicationCommand, func(s *discordgo.Session, i *discordgo.Interaction) {
		check(t, s.InteractionRespond(i, &discordgo.InteractionResponse{Type: discordgo.InteractionResponseDeferredChannelMessageWithSource,
			Data: &discordgo.InteractionResponseData{Flags: discordgo.MessageFlagsEphemeral}}))
		_, err := s.FollowupMessageCreate(i, true, &discordgo.WebhookParams{Content: "for your eyes"}) // fills the deferral
		check(t, err)
	}))
	asked := n.Command(n.ada, n.DM(n.ada), "ask", discordtest.Opt("question", "?"), discordtest.Opt("private", true))
	if answer := must[*discordtest.Message](t)(asked.Answer(t.Context())); !answer.Ephemeral() || answer.Content != "for your eyes" {
		t.Errorf("the answer is %+v", answer)
	}
	if followups := asked.Followups(); len(followups) != 0 {
		t.Errorf("the first follow-up made a message of its own: %+v", followups)
	}
	asked = n.Command(bob, n.desk, "ask", discordtest.Opt("question", "?"))
	answer := must[*discordtest.Message](t)(asked.Answer(t.Context()))
	if stands := n.Messages(n.desk); len(stands) != 0 {
		t.Errorf("the channel shows %d messages", len(stands))
	}
	_, err := n.client(t).ChannelMessageEdit(n.desk.ID, answer.ID, "for all eyes")
	wantCode(t, err, 404, discordgo.ErrCodeUnknownMessage)
}

func TestAutocomplete(t *testing.T) {
	t.Parallel()
	n := open(t)
	n.Register(nil, askCommands()...)
	n.connect(t, on(discordgo.InteractionApplicationCommandAutocomplete, func(s *discordgo.Session, i *discordgo.Interaction) {
		typed := i.ApplicationCommandData().GetOption("headline")
		if !typed.Focused {
			t.Error("the option is not focused")
		}
		check(t, s.InteractionRespond(i, &discordgo.InteractionResponse{Type: discordgo.InteractionApplicationCommandAutocompleteResult,
			Data: &discordgo.InteractionResponseData{Choices: []*discordgo.ApplicationCommandOptionChoice{{Name: typed.StringValue() + "eva talks", Value: "a1"}}}}))
	}))
	typing := n.Autocomplete(n.ada, n.desk, "summary", discordtest.Opt("headline", "Gen"))
	choices := must[[]*discordgo.ApplicationCommandOptionChoice](t)(typing.Choices(t.Context()))
	if len(choices) != 1 || choices[0].Name != "Geneva talks" || choices[0].Value != "a1" {
		t.Errorf("suggested %+v", choices)
	}
}

func TestButtonOpensModalAndModalIsAnswered(t *testing.T) {
	t.Parallel()
	n := open(t)
	session := n.connect(t,
		on(discordgo.InteractionMessageComponent, func(s *discordgo.Session, i *discordgo.Interaction) {
			check(t, s.InteractionRespond(i, &discordgo.InteractionResponse{Type: discordgo.InteractionResponseModal,
				Data: &discordgo.InteractionResponseData{CustomID: "further:" + i.Message.ID, Title: "Ask further",
					Components: []discordgo.MessageComponent{discordgo.ActionsRow{Components: []discordgo.MessageComponent{
						discordgo.TextInput{CustomID: "q", Label: "Question", Style: discordgo.TextInputShort, Required: true, MaxLength: 200}}}}}}))
		}),
		on(discordgo.InteractionModalSubmit, func(s *discordgo.Session, i *discordgo.Interaction) {
			typed := i.ModalSubmitData().Components[0].(*discordgo.ActionsRow).Components[0].(*discordgo.TextInput).Value
			check(t, s.InteractionRespond(i, &discordgo.InteractionResponse{Type: discordgo.InteractionResponseChannelMessageWithSource,
				Data: &discordgo.InteractionResponseData{Content: "You asked: " + typed}}))
		}))
	sent, err := session.ChannelMessageSendComplex(n.desk.ID, &discordgo.MessageSend{Content: "An answer", Components: row(
		discordgo.Button{Label: "Ask further", CustomID: "further"})})
	if err != nil {
		t.Fatal(err)
	}
	message := n.Message(sent.ID)
	button, ok := message.Button("further")
	if !ok {
		t.Fatalf("the message has buttons %+v", message.Buttons())
	}
	clicked := n.Click(n.ada, message, button.CustomID)
	modal := must[*discordtest.Modal](t)(clicked.Modal(t.Context()))
	if modal.Title != "Ask further" || len(modal.Inputs) != 1 {
		t.Errorf("the modal is %+v", modal)
	}
	submitted := n.Submit(clicked, map[string]string{"q": "and then?"})
	if answer := must[*discordtest.Message](t)(submitted.Answer(t.Context())); answer.Content != "You asked: and then?" {
		t.Errorf("got %q", answer.Content)
	}
}

func TestSelectMenuUpdatesItsMessage(t *testing.T) {
	t.Parallel()
	n := open(t)
	session := n.connect(t, on(discordgo.InteractionMessageComponent, func(s *discordgo.Session, i *discordgo.Interaction) {
		check(t, s.InteractionRespond(i, &discordgo.InteractionResponse{Type: discordgo.InteractionResponseUpdateMessage,
			Data: &discordgo.InteractionResponseData{Content: "chose " + i.MessageComponentData().Values[0], Components: []discordgo.MessageComponent{}}}))
	}))
	sent, err := session.ChannelMessageSendComplex(n.desk.ID, &discordgo.MessageSend{Content: "Which?", Components: row(
		discordgo.SelectMenu{CustomID: "which", Options: []discordgo.SelectMenuOption{{Label: "One", Value: "1"}, {Label: "Two", Value: "2"}}})})
	if err != nil {
		t.Fatal(err)
	}
	chosen := n.Select(n.ada, n.Message(sent.ID), "which", "2")
	answer := must[*discordtest.Message](t)(chosen.Answer(t.Context()))
	if answer.ID != sent.ID || answer.Content != "chose 2" || len(answer.Components) != 0 || len(answer.Edits[0].Components) != 1 {
		t.Errorf("the message became %+v", answer)
	}
}

func TestMessageCommandCarriesTheMessage(t *testing.T) {
	t.Parallel()
	n := open(t)
	n.Register(nil, askCommands()...)
	n.connect(t, on(discordgo.InteractionApplicationCommand, func(s *discordgo.Session, i *discordgo.Interaction) {
		data := i.ApplicationCommandData()
		check(t, s.InteractionRespond(i, &discordgo.InteractionResponse{Type: discordgo.InteractionResponseChannelMessageWithSource,
			Data: &discordgo.InteractionResponseData{Content: "Checking: " + data.Resolved.Messages[data.TargetID].Content}}))
	}))
	claim := n.Say(n.ada, n.desk, "600 were killed")
	checked := n.MessageCommand(n.ada, claim, "Check this")
	if answer := must[*discordtest.Message](t)(checked.Answer(t.Context())); answer.Content != "Checking: 600 were killed" {
		t.Errorf("got %q", answer.Content)
	}
}

func TestInteractionLapses(t *testing.T) {
	t.Parallel()
	n := open(t)
	n.Register(nil, askCommands()...)
	arrived := make(chan *discordgo.Interaction, 1)
	s := n.connect(t, on(discordgo.InteractionApplicationCommand, func(_ *discordgo.Session, i *discordgo.Interaction) { arrived <- i }))
	ask := func() *discordgo.Interaction {
		n.Command(n.ada, n.desk, "ask", discordtest.Opt("question", "?"))
		return <-arrived
	}
	say := &discordgo.InteractionResponse{Type: discordgo.InteractionResponseChannelMessageWithSource,
		Data: &discordgo.InteractionResponseData{Content: "answer"}}
	text := "edited"
	edit := &discordgo.WebhookEdit{Content: &text}

	late := ask()
	n.Advance(3*time.Second + time.Millisecond)
	wantCode(t, s.InteractionRespond(late, say), 404, discordgo.ErrCodeUnknownInteraction)
	_, err := s.InteractionResponseEdit(late, edit)
	wantCode(t, err, 404, discordgo.ErrCodeUnknownWebhook)

	timely := ask()
	if err := s.InteractionRespond(timely, say); err != nil {
		t.Fatal(err)
	}
	wantCode(t, s.InteractionRespond(timely, say), 400, discordgo.ErrCodeInteractionHasAlreadyBeenAcknowledged)
	n.Advance(14 * time.Minute)
	if _, err := s.InteractionResponseEdit(timely, edit); err != nil {
		t.Errorf("after 14 minutes: %v", err)
	}
	n.Advance(time.Minute)
	_, err = s.InteractionResponseEdit(timely, edit)
	wantCode(t, err, 401, discordgo.ErrCodeInvalidWebhookTokenProvided)

	gone := ask()
	if err := s.InteractionRespond(gone, say); err != nil {
		t.Fatal(err)
	}
	if err := s.InteractionResponseDelete(gone); err != nil {
		t.Fatal(err)
	}
	_, err = s.InteractionResponseEdit(gone, edit)
	wantCode(t, err, 404, discordgo.ErrCodeUnknownMessage)

	shown := ask()
	url := discordgo.EndpointInteractionResponse(shown.ID, shown.Token)
	answer, err := s.RequestWithBucketID("POST", url+"?with_response=true", say, url)
	if err != nil || !strings.Contains(string(answer), `"content":"answer"`) {
		t.Errorf("with_response gave %s, %v", answer, err)
	}

	wrong := ask()
	wantCode(t, s.InteractionRespond(wrong, &discordgo.InteractionResponse{Type: discordgo.InteractionApplicationCommandAutocompleteResult,
		Data: &discordgo.InteractionResponseData{}}), 400, discordgo.ErrCodeInvalidFormBody)
}

func TestOffersFollowContextsAndPermissions(t *testing.T) {
	t.Parallel()
	n := open(t)
	n.Register(nil, askCommands()...)
	editor := n.AddUser("editor")
	n.Grant(n.guild, editor, discordgo.PermissionManageGuild)
	tests := []struct {
		who   *discordtest.User
		where *discordtest.Channel
		name  string
		want  bool
	}{
		{n.ada, n.desk, "ask", true},
		{n.ada, n.DM(n.ada), "ask", true},
		{n.ada, n.desk, "settings", false},
		{editor, n.desk, "settings", true},
		{editor, n.DM(editor), "settings", false},
		{n.ada, n.desk, "nothing", false},
	}
	for _, tt := range tests {
		if got := n.Offers(tt.who, tt.where, tt.name); got != tt.want {
			t.Errorf("/%s offered to %s in %q: %t, want %t", tt.name, tt.who.Name, tt.where.Name, got, tt.want)
		}
	}
	done := make(chan *discordgo.Interaction, 1)
	n.connect(t, on(discordgo.InteractionApplicationCommand, func(_ *discordgo.Session, i *discordgo.Interaction) { done <- i }))
	n.Command(editor, n.desk, "settings threads", discordtest.Opt("channel", n.desk))
	i := <-done
	option := i.ApplicationCommandData().GetOption("threads").GetOption("channel")
	if option.Value != n.desk.ID || i.ApplicationCommandData().Resolved.Channels[n.desk.ID] == nil || i.Member.Permissions&discordgo.PermissionManageGuild == 0 {
		t.Errorf("the interaction carries %+v for member %+v", option, i.Member)
	}
}

func row(parts ...discordgo.MessageComponent) []discordgo.MessageComponent {
	return []discordgo.MessageComponent{discordgo.ActionsRow{Components: parts}}
}
