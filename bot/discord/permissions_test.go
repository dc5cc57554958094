package discord

import (
	"net/http"
	"testing"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/discord/discordtest"
)

// The bot answers, goes on, exports and tells of news with the permissions that its invitation asks for and no others.
func TestTheInvitedPermissionsAreEnough(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t, reported("fire", burnt, rain))
	s := build(t, n)
	var clock hour
	clock.set(s.bot)
	s.run(t).ready(t)
	s.Deny(s.channel, ^Permissions())
	message, ctx, done := must[*discordtest.Message](t), t.Context(), discordtest.Contains("Coverage through")
	mod := s.AddUser("mo")
	s.Grant(s.guild, mod, discordgo.PermissionManageGuild)
	thread := s.AddThread(s.channel, "fire")

	first := message(s.AwaitReply(ctx, s.mention("what of the fire?"), done))
	message(s.AwaitReply(ctx, s.Say(s.ada, s.channel, "and the fire?", discordtest.ReplyTo(first)), done))
	message(s.AwaitReply(ctx, s.Say(s.ada, thread, s.Bot.Mention()+" what of the fire?"), done))
	s.followed(t, s.ada, s.channel, "what of the fire?")
	message(s.Click(s.ada, first, s.button(t, first, "Show passages")).Answer(ctx))
	message(s.Click(mod, first, s.labelled(t, first, "👍")).Answer(ctx))
	s.dateline(t, mod, "feedback")
	s.round(t)
	n.put(reported("fire", burnt2, rain))
	clock.passed.Add(1)
	s.bot.Stir()
	message(s.AwaitMessage(ctx, s.channel, newsOf("what of the fire?")))
	s.await(t, first, "Changed in the article")
	for _, c := range s.Calls() {
		if c.Status == http.StatusForbidden {
			t.Errorf("%s %s was forbidden", c.Method, c.Path)
		}
	}
	s.silent(t)
}

// Without any one of them something is not answered. Files are attached to replies to commands alone, for which discordtest
// asks no permission.
func TestEachInvitedPermissionIsNeeded(t *testing.T) {
	t.Parallel()
	for _, p := range needed {
		if p.bit == discordgo.PermissionAttachFiles {
			continue
		}
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			s := play(t, fakeDesk{})
			closed := s.AddChannel(s.guild, "closed")
			thread := s.AddThread(closed, "a thread")
			s.Deny(closed, p.bit)
			s.Say(s.ada, closed, s.Bot.Mention()+" who?")
			s.Say(s.ada, thread, s.Bot.Mention()+" who?")
			must[*discordtest.Message](t)(s.AwaitReply(t.Context(), s.mention("who?"), discordtest.Contains("Coverage through")))
			if p.bit != discordgo.PermissionViewChannel {
				ok(t, s.Await(t.Context(), "a refusal", func() bool {
					for _, c := range s.Calls() {
						if c.Status == http.StatusForbidden {
							return true
						}
					}
					return false
				}))
			}
			for _, m := range append(s.Messages(closed), s.Messages(thread)...) {
				if p.bit == discordgo.PermissionViewChannel && m.Author.ID == s.Bot.ID {
					t.Errorf("the bot answered: %s", m.Text())
				}
			}
		})
	}
}

// labelled is the button that shows an emoji.
func (s *stage) labelled(t *testing.T, m *discordtest.Message, emoji string) (id string) {
	t.Helper()
	for _, b := range m.Buttons() {
		if b.Emoji != nil && b.Emoji.Name == emoji {
			return b.CustomID
		}
	}
	t.Fatalf("there is no button %s", emoji)
	return ""
}
