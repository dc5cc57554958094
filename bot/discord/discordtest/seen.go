package discordtest

// Seen returns what the bot has said in a channel that a user sees, ephemeral messages to them included, the oldest first;
// without what is deleted and what still says "thinking…".
func (s *Server) Seen(by *User, in *Channel) []*Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	var seen []*Message
	for _, m := range s.channels[in.ID].messages {
		if m.Author == s.Bot && !m.Deleted && !m.Loading() && (!m.Ephemeral() || m.AskedBy.ID == by.ID) {
			seen = append(seen, m.snapshot())
		}
	}
	return seen
}
