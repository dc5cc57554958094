package memory

import (
	"context"
	"time"
)

// Addition is coverage that a guild added for itself: an address, a feed or an attached file.
type Addition struct {
	ID      string // made by Add
	Guild   string // "" is the coverage that all guilds share
	Kind    string // as the surface names it
	Address string // a URL, or the name of the attached file; one of a guild's additions has it
	File    string // where an attached file is stored, "" of others
	By      string // "" where they had their data deleted
	State   string // as the surface names it
	Reason  string // for moderators: why it is in that state
	At      time.Time
	Checked time.Time // when its state was last set
}

const additionColumns = "id, guild, kind, address, file, adder, state, reason, at, checked"

// Add keeps an addition. Where the guild has added this address before, it stays as it is and is returned instead, and added is false.
func (m *Memory) Add(ctx context.Context, a Addition) (kept Addition, added bool, err error) {
	a.ID, a.At = NewID(), m.kept()
	err = m.change(ctx, "add coverage", func(s session) error {
		if err := s.lock(ctx, "additions of "+a.Guild); err != nil {
			return err
		}
		all, err := additionsAt(ctx, s, a.Guild, a.Address)
		if added = err == nil && len(all) == 0; added {
			if _, err := s.exec(ctx, "INSERT INTO additions ("+additionColumns+") VALUES "+questions(10),
				a.ID, a.Guild, a.Kind, a.Address, a.File, a.By, a.State, a.Reason, a.At, a.Checked); err != nil {
				return err
			}
			all, err = additionsAt(ctx, s, a.Guild, a.Address)
		}
		if err == nil {
			kept = all[0]
		}
		return err
	})
	return kept, added, err
}

// additionsAt is the addition of an address, where a guild has it.
func additionsAt(ctx context.Context, s session, guild, address string) ([]Addition, error) {
	return list(ctx, s, scanAddition, "SELECT "+additionColumns+" FROM additions WHERE guild = ? AND address = ?", guild, address)
}

// Additions lists what a guild added, oldest first.
func (m *Memory) Additions(ctx context.Context, guild string) ([]Addition, error) {
	return m.additions(ctx, "WHERE guild = ? ORDER BY at, id", guild)
}

// AllAdditions lists what all guilds added, guild by guild, oldest first.
func (m *Memory) AllAdditions(ctx context.Context) ([]Addition, error) {
	return m.additions(ctx, "ORDER BY guild, at, id")
}

func (m *Memory) additions(ctx context.Context, where string, args ...any) ([]Addition, error) {
	var all []Addition
	err := m.look(ctx, "look up added coverage", func(s session) (err error) {
		all, err = list(ctx, s, scanAddition, "SELECT "+additionColumns+" FROM additions "+where, args...)
		return err
	})
	return all, err
}

func scanAddition(r row) (a Addition, err error) {
	err = r.Scan(&a.ID, &a.Guild, &a.Kind, &a.Address, &a.File, &a.By, &a.State, &a.Reason, when{&a.At}, when{&a.Checked})
	return a, err
}

// SetState says how an addition fares.
func (m *Memory) SetState(ctx context.Context, id, state, reason string) error {
	return m.change(ctx, "keep the state of added coverage", func(s session) error {
		return found(s.exec(ctx, "UPDATE additions SET state = ?, reason = ?, checked = ? WHERE id = ?", state, reason, m.kept(), id))
	})
}

// Remove ends an addition of a guild. Its stored file is the caller's to delete.
func (m *Memory) Remove(ctx context.Context, guild, id string) error {
	return m.change(ctx, "remove added coverage", func(s session) error {
		return found(s.exec(ctx, "DELETE FROM additions WHERE guild = ? AND id = ?", guild, id))
	})
}
