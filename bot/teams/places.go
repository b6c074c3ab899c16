package teams

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"salesclerk/bot/room"
	"salesclerk/bot/teams/connector"
)

// placesName is the name under which a desk's Memory keeps where the app is. It is
// no task's.
const placesName = "@teams"

// place is a conversation as it is kept: how it is written to, and whether the app
// is still there.
type place struct {
	V    int                    `json:"v"`
	Conv connector.Conversation `json:"conv"`
	At   time.Time              `json:"at,omitzero"`   // since when it is there, as far as is known
	Gone time.Time              `json:"gone,omitzero"` // when it was last removed
	// Welcome is when somebody was last welcomed there.
	Welcome time.Time `json:"welcome,omitzero"`
}

const placeVersion = 1

// errUnheard says that nobody has told yet how a room is written to.
var errUnheard = errors.New("the app has not been added there yet")

// roomOf is what a conversation is called in routes: its id, or the person of a
// personal chat.
func roomOf(c connector.Conversation, who connector.Person) string {
	if c.Type == connector.Personal {
		return personID(who)
	}
	return c.ID
}

// roomName is a route's room as it is compared: persons with their tenant, in
// small letters.
func (a *App) roomName(room string) string {
	id, person := strings.CutPrefix(room, "teams:")
	if !person {
		return room
	}
	if tenant, aad, ok := strings.Cut(id, "/"); ok {
		return personID(connector.Person{Tenant: tenant, AAD: aad})
	}
	return personID(connector.Person{Tenant: a.o.Tenant, AAD: id})
}

// moment is when an activity happened, by Teams' clock; ours where it does not say.
func (a *App) moment(r connector.Request) time.Time {
	if t, err := time.Parse(time.RFC3339Nano, r.Activity.Timestamp); err == nil {
		return t.UTC()
	}
	return a.o.Now().UTC()
}

// heard keeps the conversation that a request came from, for all desks, if
// anything of it is new, and says whether somebody is to be welcomed there.
func (a *App) heard(ctx context.Context, r connector.Request) (welcome bool, err error) {
	at := roomOf(r.Conversation, r.Person)
	if r.Conversation.ID == "" || r.Conversation.ServiceURL == "" || r.Conversation.Type == connector.Personal && r.Person.AAD == "" {
		return false, nil
	}
	change := r.Kind == connector.Installed || r.Kind == connector.Removed
	now := room.Sum(r.Conversation) + a.o.Now().UTC().Format(" 2006-01-02 15h") // once an hour it is looked whether it is still kept
	if had, ok := a.known.Get(at); ok && !change && had == now {
		return false, nil
	}
	a.known.Remove(at)
	for i, d := range a.desks {
		first, err := a.hear(ctx, d, at, r)
		if err != nil {
			return false, fmt.Errorf("keep where the app is: %w", err)
		}
		welcome = welcome || first && i == 0
	}
	if !change {
		a.known.Add(at, now)
	}
	return welcome, nil
}

func (a *App) hear(ctx context.Context, d *Desk, room string, r connector.Request) (welcome bool, err error) {
	all, err := d.places(ctx)
	if err != nil {
		return false, err
	}
	had, was := all[room]
	now := had.after(r, a.moment(r))
	if was && now == had {
		return false, nil
	}
	if now.Welcome.Equal(had.Welcome) {
		return false, d.setPlace(ctx, room, now)
	}
	name := "welcome/" + room + "/" + had.Gone.Format(time.RFC3339Nano) // once for an installation, on any copy
	if welcome, err = d.Memory.Claim(ctx, name, time.Hour); err != nil {
		return false, err
	}
	return welcome, d.setPlace(ctx, room, now)
}

// after is the place once a request was heard from it. Events of an installation
// come twice and in any order: the latest counts.
func (p place) after(r connector.Request, at time.Time) place {
	late := at.Before(p.Gone)
	switch r.Kind {
	case connector.Removed:
		if !at.Before(p.At) && at.After(p.Gone) {
			p.Gone = at
		}
	case connector.Installed:
		if !late && (p.Welcome.IsZero() || p.Welcome.Before(p.Gone)) {
			p.Welcome = at
		}
		if at.After(p.At) && !late {
			p.At = at
		}
	case connector.Message, connector.Invoke:
		if !late && !p.Gone.IsZero() || p.At.IsZero() {
			p.At = at
		}
	}
	if p.Conv.ID == "" || !late && r.Kind != connector.Removed {
		p.Conv = r.Conversation
	}
	p.V = placeVersion
	return p
}

// gone says that the app was removed and not added again since.
func (p place) gone() bool { return p.Gone.After(p.At) }

// places are all that a desk knows, by room.
func (d *Desk) places(ctx context.Context) (map[string]place, error) {
	refs, err := d.Memory.Refs(ctx, placesName)
	if err != nil {
		return nil, fmt.Errorf("read where the app is: %w", err)
	}
	out := map[string]place{}
	for room, raw := range refs {
		var p place
		if json.Unmarshal([]byte(raw), &p) == nil && p.V <= placeVersion && p.Conv.ID != "" {
			out[room] = p
		}
	}
	return out, nil
}

func (d *Desk) setPlace(ctx context.Context, room string, p place) error {
	data, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("keep a place: %w", err)
	}
	return d.Memory.SetRef(ctx, placesName, room, string(data))
}

// reach is how a room is written to. A channel of which nothing came yet is
// written to by way of its tenant's other rooms; a person's chat is opened.
func (a *App) reach(ctx context.Context, d *Desk, room string) (connector.Conversation, error) {
	all, err := a.allPlaces(ctx, d)
	if err != nil {
		return connector.Conversation{}, err
	}
	if c, ok := a.written(all, room); ok {
		return c, nil
	}
	tenant, aad, person := personIn(room)
	url := a.serviceURL(all, tenant)
	if !person || url == "" {
		return connector.Conversation{}, errUnheard
	}
	c, err := a.o.Client.CreatePersonal(ctx, url, tenant, aad)
	if err != nil {
		return c, fmt.Errorf("open the chat with %s: %w", room, err)
	}
	return c, d.setPlace(ctx, room, place{V: placeVersion, Conv: c})
}

// allPlaces are those that any desk knows, the desk's own before the others': a
// desk may be newer than the installation.
func (a *App) allPlaces(ctx context.Context, d *Desk) (map[string]place, error) {
	all := map[string]place{}
	for _, other := range append(slices.Clone(a.desks), d) {
		some, err := other.places(ctx)
		if err != nil {
			return nil, err
		}
		maps.Copy(all, some)
	}
	return all, nil
}

// serviceURL is where a tenant is called: where the app was added last, and is
// still there if it is anywhere.
func (a *App) serviceURL(all map[string]place, tenant string) string {
	url, best := a.o.ServiceURL, place{}
	for _, p := range all {
		if p.Conv.Tenant != tenant || p.Conv.ServiceURL == "" {
			continue
		}
		if best.Conv.ID == "" || best.gone() && !p.gone() || best.gone() == p.gone() && p.At.After(best.At) {
			url, best = p.Conv.ServiceURL, p
		}
	}
	return url
}

// personIn is the person of a personal room.
func personIn(room string) (tenant, aad string, ok bool) {
	id, ok := strings.CutPrefix(room, "teams:")
	if !ok {
		return "", "", false
	}
	tenant, aad, ok = strings.Cut(id, "/")
	return tenant, aad, ok
}

// typeOf is a conversation's type by the look of its id.
func typeOf(id string) string {
	if strings.HasSuffix(id, "@thread.v2") || strings.HasSuffix(id, "@unq.gbl.spaces") {
		return connector.Group
	}
	return connector.Channel
}
