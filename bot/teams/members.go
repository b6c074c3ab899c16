package teams

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"salesclerk/agent/task"
	"salesclerk/bot/recent"
	"salesclerk/bot/teams/connector"
)

const (
	maxRooms    = 500 // whose members are kept
	maxViews    = 60  // users for whom Teams draws a card of their own
	membersLong = 24 * time.Hour
)

// newInside keeps who is in a room, by the conversation as JSON.
func (a *App) newInside() *recent.Kept[[]connector.Member] {
	return recent.New(recent.Options[[]connector.Member]{Keys: maxRooms, Fresh: a.o.Fresh, Stale: membersLong, Now: a.o.Now,
		Ask: func(ctx context.Context, key string) ([]connector.Member, error) {
			var c connector.Conversation
			if err := json.Unmarshal([]byte(key), &c); err != nil {
				return nil, fmt.Errorf("read a conversation: %w", err)
			}
			return a.o.Client.Members(ctx, c)
		},
		Fail: func(key string, err error) {
			a.o.Log.Info("teams: who is in a room is not known; its cards are the same for all", "room", key, "error", err)
		}})
}

// viewers are the users of a room (as Teams calls them) for whom a card of the
// desk is drawn apart, so that only those who may decide see buttons: everybody
// there who has a role at the desk, or only those who decide where that is too
// many. None: the card is the same for all, with its buttons.
func (a *App) viewers(ctx context.Context, d *Desk, room string) []string {
	if _, _, personal := personIn(room); personal || a.o.Bare {
		return nil
	}
	c, err := a.reach(ctx, d, room)
	if err != nil {
		return nil
	}
	key, err := json.Marshal(c)
	if err != nil {
		return nil
	}
	members, ok := a.inside.Get(ctx, string(key))
	if !ok {
		return nil
	}
	sees, decides := a.withRoles(d, c.Tenant, members)
	for _, ids := range [][]string{sees, decides} {
		if len(decides) > 0 && len(ids) <= maxViews {
			slices.Sort(ids)
			return ids
		}
	}
	return nil
}

// withRoles are the members who may see the desk's tasks, and those of them who
// may decide.
func (a *App) withRoles(d *Desk, tenant string, members []connector.Member) (sees, decides []string) {
	for _, m := range members {
		who := connector.Person{Tenant: tenant, AAD: m.AAD, ID: m.ID}
		if m.Tenant != "" {
			who.Tenant = m.Tenant
		}
		p := task.Person{Roles: a.given(d, who).Roles}
		if m.ID != "" && p.May(task.Viewer) {
			sees = append(sees, m.ID)
		}
		if m.ID != "" && p.May(task.Approver) {
			decides = append(decides, m.ID)
		}
	}
	return sees, decides
}
