// Package discordtest is a Discord to test against: a server on loopback that speaks the gateway (v9 and v10, JSON) and
// the REST routes that a question-answering bot uses, so that an unmodified discordgo client runs against it.
//
// It leans on net/http/httptest for the listener, gorilla/websocket for the gateway and discordgo for the shapes of
// embeds and commands. Everything a bot does is kept and can be read back: messages with their edits, replies to
// interactions, typing, files, whom a message would have pinged, and every REST call with its status. What a bot may not
// do is refused with Discord's own status, code and body: limits of length, permissions, the three seconds of an
// interaction, the fifteen minutes of its token. Facts about Discord are from its developer documentation.
//
// A test builds a small world, connects the bot and plays the people in it:
//
//	srv := discordtest.New(t)
//	guild := srv.AddGuild("Newsroom")
//	desk := srv.AddChannel(guild, "desk")
//	ada := srv.AddUser("ada")
//
//	startBot(t, srv.URL, srv.Token) // its http.Client sends what is meant for discord.com to srv.URL
//	if err := srv.AwaitReady(ctx); err != nil { … }
//
//	question := srv.Say(ada, desk, srv.Bot.Mention()+" what happened in Geneva?")
//	reply, err := srv.AwaitReply(ctx, question, discordtest.Contains("Sources"))
//
//	asked := srv.Command(ada, desk, "ask", discordtest.Opt("question", "who resigned?"))
//	answer, err := asked.Answer(ctx)
//	shown := srv.Click(ada, answer, answer.Buttons()[0].CustomID)
//
//	if pings := srv.Pings(); len(pings) > 0 { … }
//
// Misfortune is arranged beforehand: [Server.Fault] for REST calls, [Server.Disrupt] and [Server.DisruptAt] for the
// gateway, [Server.Advance] for time that passes. Nothing sleeps: waiting is by condition, see [Server.Await].
//
// Every value a method returns is a snapshot that later events do not change; ask again to see later states. Methods that
// play a person end the test when the person could not have done it (a button that is not there, a command that was never
// registered); with [Start], which has no test, they panic.
package discordtest
