package slack

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/bot/room"
	"salesclerk/bot/slack/wire"
	"salesclerk/cards"
)

// Options are what an App is made of. Desks and Client must be there.
type Options struct {
	Desks  []Desk
	Client *wire.Client
	Team   string       // the workspace the app is installed in; empty: Slack is asked when it is first needed
	Log    *slog.Logger // nil: none
	Now    func() time.Time
	// Fresh is how long the names, languages and groups of people are believed
	// before Slack is asked again; 0: five minutes.
	Fresh time.Duration
	// Grace is the longest that a post can take effect after it was begun, with room
	// for clocks that differ; 0: 15 s. One that a crash left open is made anew no
	// sooner, and only if Slack does not have it.
	Grace time.Duration
	// Command is the slash command's name as help shows it; empty: "/salesclerk".
	Command string
}

// maxSaid is how many private answers are remembered so as not to be given twice.
const maxSaid = 10_000

// Desk is one desk with its channels and its people.
type Desk struct {
	bot.Desk
	Name   string
	Lang   string         // of its channels
	Zone   *time.Location // of times on cards; nil: UTC
	Routes bot.Routes     // the first that fits; the last has no conditions and is the desk's channel
	People []Person       // nobody listed: nobody may
	Memory room.Keeper    // per desk
	// Notice is the notice of an id in a language; bot.ErrNotFound if there is none.
	Notice func(ctx context.Context, id, lang string) (cards.Notice, error)
	// Try takes in a sample mail as if an address had written it, and says which
	// task came of it. Replies that are confirmed go there. Nil: there is none.
	Try func(ctx context.Context, by task.Person, from string) (taskID string, err error)
}

// Person is a user or a whole user group with the roles it has at a desk.
type Person struct {
	Team  string // of the user; "": the app's own workspace
	User  string // or
	Group string
	Name  string // shown instead of Slack's; may be empty
	Lang  string // instead of that of their Slack; may be empty
	Roles []task.Role
}

// App is the Slack side of all desks. Its methods may be called at once from
// many requests; it owns no goroutine.
type App struct {
	o       Options
	desks   []*Desk // in the order of the configuration
	posters map[string]*room.Poster
	people  *people
	homes   *homes
	said    *lru.Cache[string, bool] // private answers given lately
}

// New makes an App. It asks nothing of Slack or the store yet.
func New(o Options) (*App, error) {
	if len(o.Desks) == 0 || o.Client == nil {
		return nil, errors.New("slack: at least one desk and a client are needed")
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Fresh <= 0 {
		o.Fresh = 5 * time.Minute
	}
	if o.Grace <= 0 {
		o.Grace = room.Grace
	}
	if o.Command == "" {
		o.Command = "/salesclerk"
	}
	a := &App{o: o, posters: map[string]*room.Poster{}, homes: newHomes()}
	a.people = newPeople(o)
	a.said, _ = lru.New[string, bool](maxSaid) // fails only for a size below one
	for i := range o.Desks {
		if err := a.add(o.Desks[i]); err != nil {
			return nil, err
		}
	}
	return a, nil
}

func (a *App) add(d Desk) error {
	switch {
	case d.Desk == nil || d.Memory == nil:
		return fmt.Errorf("slack: the desk %q lacks its port or its memory", d.Name)
	case a.desk(d.Name) != nil:
		return fmt.Errorf("slack: the desk %q is there twice", d.Name)
	case d.Routes.Home() == "":
		return fmt.Errorf("slack: the desk %q has no channel", d.Name)
	}
	if d.Zone == nil {
		d.Zone = time.UTC
	}
	a.desks = append(a.desks, &d)
	a.posters[d.Name] = room.New(room.Options{Surface: newSurface(a, &d), Memory: d.Memory, Log: a.o.Log.With("desk", d.Name), Now: a.o.Now, Grace: a.o.Grace})
	return nil
}

// Poster keeps the channels of a desk showing its tasks as they stand; nil if
// there is no such desk. One copy of the program runs it at a time.
func (a *App) Poster(desk string) *room.Poster { return a.posters[desk] }

// desk is the desk of that name, or nil.
func (a *App) desk(name string) *Desk {
	for _, d := range a.desks {
		if d.Name == name {
			return d
		}
	}
	return nil
}
