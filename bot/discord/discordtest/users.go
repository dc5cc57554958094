package discordtest

import (
	"encoding/json"
	"strings"

	"github.com/bwmarrin/discordgo"
)

// router enters a handler for a method and one of the Route constants.
type router func(method, route string, h handler)

// maxIdentifies is how many IDENTIFYs a bot has a day.
const maxIdentifies = 1000

func (s *Server) routeUsers(route router) {
	route("GET", RouteGateway, func(*request) (any, *refusal) { return object{"url": s.gatewayURL()}, nil })
	route("GET", RouteGatewayBot, func(*request) (any, *refusal) {
		return object{"url": s.gatewayURL(), "shards": max(1, s.required), "session_start_limit": object{"total": maxIdentifies,
			"remaining": max(0, maxIdentifies-s.identifies), "reset_after": 86400000, "max_concurrency": max(1, s.concurrency)}}, nil
	})
	route("GET", RouteSelf, func(*request) (any, *refusal) { return wireUser(s.Bot), nil })
	route("GET", RouteUser, s.getUser)
	route("POST", RouteDMs, s.openDM)
	route("GET", RouteGuild, s.inGuild(func(g *guild) any { return s.wireGuild(g) }))
	route("GET", RouteGuildChannels, s.inGuild(func(g *guild) any { return s.wireGuild(g)["channels"] }))
	route("GET", RouteGuildRoles, s.inGuild(func(g *guild) any { return s.wireGuild(g)["roles"] }))
	route("GET", RouteActiveThreads, s.inGuild(func(g *guild) any {
		return object{"threads": s.wireGuild(g)["threads"], "members": []object{}}
	}))
	route("GET", RouteGuildMember, s.getMember)
	route("GET", RoutePermissions, s.inGuild(func(g *guild) any { return s.wirePermissions(g) }))
	route("GET", RouteApplication, s.getApplication)
	route("GET", RouteOAuth2, s.getApplication)
}

func (s *Server) gatewayURL() string { return "ws" + strings.TrimPrefix(s.URL, "http") + "/gateway" }

// applicationFlags tells which privileged intents the application has, as Discord does for bots in under 100 guilds.
func (s *Server) applicationFlags() int {
	flags := 0
	for intent, flag := range map[discordgo.Intent]int{discordgo.IntentGuildPresences: 1 << 13,
		discordgo.IntentGuildMembers: 1 << 15, discordgo.IntentMessageContent: 1 << 19} {
		if s.enabled&intent != 0 {
			flags |= flag
		}
	}
	return flags
}

func (s *Server) getApplication(*request) (any, *refusal) {
	return object{"id": s.Bot.ID, "name": s.Bot.Name, "description": "", "bot_public": true, "bot_require_code_grant": false,
		"flags": s.applicationFlags(), "bot": wireUser(s.Bot), "verify_key": strings.Repeat("0", 64)}, nil
}

func (s *Server) getUser(r *request) (any, *refusal) {
	u := s.users[r.PathValue("user")]
	if u == nil {
		return nil, unknownUser
	}
	return wireUser(u), nil
}

// getMember needs no intent, unlike a list of members.
func (s *Server) getMember(r *request) (any, *refusal) {
	u := s.users[r.PathValue("user")]
	if u == nil {
		return nil, unknownUser
	}
	return s.inGuild(func(g *guild) any { return s.wireMemberOf(u, g) })(r)
}

// openDM always succeeds for a known user: whether they take messages shows only when one is sent.
func (s *Server) openDM(r *request) (any, *refusal) {
	var d struct {
		RecipientID string `json:"recipient_id"`
	}
	if json.Unmarshal(r.call.Body, &d) != nil || s.users[d.RecipientID] == nil {
		return nil, unknownUser
	}
	return s.wireChannel(s.dm(s.users[d.RecipientID])), nil
}

// inGuild makes a handler for what is asked of a guild that the bot is in.
func (s *Server) inGuild(show func(*guild) any) handler {
	return func(r *request) (any, *refusal) {
		g := s.guilds[r.PathValue("guild")]
		switch {
		case g == nil:
			return nil, unknownGuild
		case g.kicked:
			return nil, missingAccess
		}
		return show(g), nil
	}
}
