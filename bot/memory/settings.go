package memory

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"
)

// Settings are what moderators set for a guild, or for one channel or thread of it. A field that is nil is not set.
type Settings struct {
	Channels     []string         `json:"channels,omitzero"`      // where the bot answers; not set: everywhere; set and empty: nowhere
	AutoAnswer   []string         `json:"auto_answer,omitzero"`   // channels and forums where it answers without a mention
	Private      *bool            `json:"private,omitzero"`       // answers to commands are shown to their asker alone
	ReaderQuota  *Limit           `json:"reader_quota,omitzero"`  // of one reader
	RoleQuotas   map[string]Limit `json:"role_quotas,omitzero"`   // of a reader who has a role, by the role's ID
	ChannelQuota *Limit           `json:"channel_quota,omitzero"` // of all in one channel
	GuildQuota   *Limit           `json:"guild_quota,omitzero"`   // of all in the guild
	Language     *string          `json:"language,omitzero"`      // a BCP 47 tag, whatever the reader's own
	Outlets      []string         `json:"outlets,omitzero"`       // whose coverage is shown; not set: all
}

// Field names a field of Settings.
type Field string

// Fields.
const (
	Channels     Field = "channels"
	AutoAnswer   Field = "auto_answer"
	Private      Field = "private"
	ReaderQuota  Field = "reader_quota"
	RoleQuotas   Field = "role_quotas"
	ChannelQuota Field = "channel_quota"
	GuildQuota   Field = "guild_quota"
	Language     Field = "language"
	Outlets      Field = "outlets"
)

// Allows tells whether the bot answers in a place, given as its scopes: a thread, its channel.
func (s Settings) Allows(scopes ...string) bool {
	return s.Channels == nil || holdsAny(s.Channels, scopes)
}

// AutoAnswers tells whether the bot answers without a mention in a place, given as its scopes.
func (s Settings) AutoAnswers(scopes ...string) bool { return holdsAny(s.AutoAnswer, scopes) }

func holdsAny(list, any []string) bool {
	return slices.ContainsFunc(any, func(one string) bool { return slices.Contains(list, one) })
}

// Settings returns what holds in a place of a guild, given as its scopes, the narrowest first: a thread, its channel (and its category, where that is
// wanted). The guild itself is the last one and need not be named. Each field is as the narrowest scope that sets it has it.
func (m *Memory) Settings(ctx context.Context, guild string, scopes ...string) (Settings, error) {
	scopes = append(slices.Clone(scopes), guild)
	each, err := m.settings(ctx, guild, scopes)
	fields := map[string]json.RawMessage{}
	for _, scope := range slices.Backward(scopes) {
		maps.Copy(fields, each[clean(scope)])
	}
	if err != nil {
		return Settings{}, err
	}
	return assemble(fields)
}

// SettingsAt returns what is set in one scope alone, which may be the guild's own ID.
func (m *Memory) SettingsAt(ctx context.Context, guild, scope string) (Settings, error) {
	each, err := m.settings(ctx, guild, []string{scope})
	if err != nil {
		return Settings{}, err
	}
	return assemble(each[clean(scope)])
}

// Scopes lists the scopes of a guild in which anything is set, in order of their IDs.
func (m *Memory) Scopes(ctx context.Context, guild string) ([]string, error) {
	var all []string
	err := m.look(ctx, "look up settings", func(s session) (err error) {
		all, err = list(ctx, s, text, "SELECT DISTINCT scope FROM settings WHERE guild = ? ORDER BY scope", guild)
		return err
	})
	return all, err
}

func (m *Memory) settings(ctx context.Context, guild string, scopes []string) (map[string]map[string]json.RawMessage, error) {
	each := map[string]map[string]json.RawMessage{}
	args := []any{guild}
	for _, scope := range scopes {
		args = append(args, scope)
	}
	err := m.look(ctx, "look up settings", func(s session) error {
		rows, err := list(ctx, s, scanSetting, "SELECT scope, field, value FROM settings WHERE guild = ? AND scope IN "+questions(len(scopes)), args...)
		for _, one := range rows {
			if each[one.Scope] == nil {
				each[one.Scope] = map[string]json.RawMessage{}
			}
			each[one.Scope][string(one.Field)] = one.New
		}
		return err
	})
	return each, err
}

func scanSetting(r row) (c Change, err error) {
	var value string
	err = r.Scan(&c.Scope, &c.Field, &value)
	c.New = json.RawMessage(value)
	return c, err
}

func assemble(fields map[string]json.RawMessage) (Settings, error) {
	var s Settings
	text, err := json.Marshal(fields)
	if err == nil {
		err = json.Unmarshal(text, &s)
	}
	if err != nil {
		return Settings{}, fmt.Errorf("read settings: %w", err)
	}
	return s, nil
}

// Set sets the fields of s that are not nil in one scope of a guild, and leaves the others as they are there. by is the moderator.
func (m *Memory) Set(ctx context.Context, guild, scope, by string, s Settings) error {
	text, err := json.Marshal(s)
	var fields map[Field]json.RawMessage
	if err == nil {
		err = json.Unmarshal(text, &fields)
	}
	if err != nil {
		return fmt.Errorf("change settings: %w", err)
	}
	return m.change(ctx, "change settings", func(s session) error {
		if err := s.lock(ctx, "settings of "+guild); err != nil {
			return err
		}
		for _, field := range slices.Sorted(maps.Keys(fields)) {
			if err := m.set(ctx, s, guild, Change{Scope: scope, Field: field, New: fields[field], By: by}); err != nil {
				return err
			}
		}
		return nil
	})
}

// Clear makes fields unset in one scope of a guild, so that the wider scope's hold. Without fields it clears all.
func (m *Memory) Clear(ctx context.Context, guild, scope, by string, fields ...Field) error {
	return m.change(ctx, "clear settings", func(s session) error {
		if err := s.lock(ctx, "settings of "+guild); err != nil {
			return err
		}
		if len(fields) == 0 {
			var err error
			if fields, err = list(ctx, s, func(r row) (f Field, err error) {
				err = r.Scan(&f)
				return f, err
			}, "SELECT field FROM settings WHERE guild = ? AND scope = ? ORDER BY field", guild, scope); err != nil {
				return err
			}
		}
		for _, field := range fields {
			if err := m.set(ctx, s, guild, Change{Scope: scope, Field: field, By: by}); err != nil {
				return err
			}
		}
		return nil
	})
}

// Change is one change of one setting.
type Change struct {
	Scope    string
	Field    Field
	Old, New json.RawMessage // nil: not set
	By       string          // "" where that moderator had their data deleted
	At       time.Time
}

// Changes returns the last n changes of a guild's settings, newest first.
func (m *Memory) Changes(ctx context.Context, guild string, n int) ([]Change, error) {
	var all []Change
	err := m.look(ctx, "look up changes of settings", func(s session) (err error) {
		all, err = list(ctx, s, scanChange, "SELECT scope, field, old_value, new_value, moderator, at FROM setting_changes WHERE guild = ? ORDER BY at DESC, field, id LIMIT ?", guild, n)
		return err
	})
	return all, err
}

func scanChange(r row) (c Change, err error) {
	var old, new string
	err = r.Scan(&c.Scope, &c.Field, &old, &new, &c.By, when{&c.At})
	if old != "" {
		c.Old = json.RawMessage(old)
	}
	if new != "" {
		c.New = json.RawMessage(new)
	}
	return c, err
}

// set makes a change and notes it, where it is one.
func (m *Memory) set(ctx context.Context, s session, guild string, c Change) error {
	old, err := list(ctx, s, text, "SELECT value FROM settings WHERE guild = ? AND scope = ? AND field = ?", guild, c.Scope, string(c.Field))
	if err != nil {
		return err
	}
	before := ""
	if len(old) > 0 {
		before = old[0]
	}
	switch {
	case before == string(c.New):
		return nil
	case c.New == nil:
		_, err = s.exec(ctx, "DELETE FROM settings WHERE guild = ? AND scope = ? AND field = ?", guild, c.Scope, string(c.Field))
	default:
		_, err = s.exec(ctx, `INSERT INTO settings (guild, scope, field, value) VALUES (?, ?, ?, ?)
			ON CONFLICT (guild, scope, field) DO UPDATE SET value = excluded.value`, guild, c.Scope, string(c.Field), string(c.New))
	}
	if err != nil {
		return err
	}
	_, err = s.exec(ctx, "INSERT INTO setting_changes (id, guild, scope, field, old_value, new_value, moderator, at) VALUES "+questions(8),
		NewID(), guild, c.Scope, string(c.Field), before, string(c.New), c.By, m.kept())
	return err
}
