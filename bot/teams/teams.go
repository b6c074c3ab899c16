package teams

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/bot/recent"
	"salesclerk/bot/room"
	"salesclerk/bot/teams/connector"
	"salesclerk/cards"
)

// Options are what an App is made of. Desks and Client must be there.
type Options struct {
	Desks  []Desk
	Client Client
	// Tenant is the app's own: the one of people and rooms that name none.
	Tenant string
	// ServiceURL is where Teams is called for a room of which nothing came yet; empty:
	// such a room waits until the app hears from its team or chat.
	ServiceURL string
	// PublicURL is where people reach this program ("https://sales.company.example"):
	// there they open the files of tasks (FilePath). Empty: files are only named.
	PublicURL string
	// Secret is the app's. All copies with the same take each other's links to files;
	// without one the links lead to this machine alone.
	Secret string
	// Bare is for clients that know neither dialogs nor views of one's own, such as
	// the Agents Playground: forms stand in the cards, and a card in a room has all
	// its buttons.
	Bare bool
	Log  *slog.Logger // nil: none
	Now  func() time.Time
	// Fresh is how long it is believed who is in a room before Teams is asked again;
	// 0: an hour.
	Fresh time.Duration
	// Grace is the longest that a post can take effect after it was begun, with room
	// for clocks that differ; 0: 15 s.
	Grace time.Duration
}

// Client is what the App calls of Teams: a *connector.Client.
type Client interface {
	Send(ctx context.Context, to connector.Conversation, thread string, p connector.Post) (id string, err error)
	UpdateReply(ctx context.Context, in connector.Conversation, thread, id string, p connector.Post) error
	CreatePersonal(ctx context.Context, serviceURL, tenant, user string) (connector.Conversation, error)
	Members(ctx context.Context, in connector.Conversation) ([]connector.Member, error)
	Check(ctx context.Context) []bot.Finding
}

const (
	maxSaid   = 10_000 // answers that are remembered so as not to be given twice
	maxPeople = 10_000
)

// Desk is one desk with its rooms and its people.
type Desk struct {
	bot.Desk
	Name string
	Lang string         // of its rooms
	Zone *time.Location // of times on cards; nil: UTC
	// Routes lead to channels and group chats by their ids ("19:…@thread.tacv2"), and
	// to persons: "teams:AAD-OBJECT-ID" or "teams:TENANT/AAD-OBJECT-ID".
	Routes bot.Routes
	People []Person    // nobody listed: nobody may
	Memory room.Keeper // per desk
	// Notice is the notice of an id in a language; bot.ErrNotFound if there is none.
	Notice func(ctx context.Context, id, lang string) (cards.Notice, error)
	// Try sends the desk a sample mail from an address ("": the sample's own) and says
	// which task came of it. Nil: there is none.
	Try func(ctx context.Context, by task.Person, from string) (taskID string, err error)
}

// Person is somebody with the roles they have at a desk.
type Person struct {
	Tenant string // "": the app's own
	AAD    string // the object id in Entra
	Name   string // shown instead of Teams'; may be empty
	Lang   string // instead of Teams'; may be empty
	Roles  []task.Role
}

// App is the Teams side of all desks. Its methods may be called at once from many
// requests; it owns no goroutine.
type App struct {
	o       Options
	desks   []*Desk // in the order of the configuration
	posters map[string]*room.Poster
	said    *lru.Cache[string, bool]      // answers given lately
	spoken  *lru.Cache[string, string]    // languages of people's Teams, as they last said
	known   *lru.Cache[string, string]    // rooms that are kept as they are, by digest
	logged  *lru.Cache[string, time.Time] // what lasts and was logged, when
	inside  *recent.Kept[[]connector.Member]
	links   *links        // nil: files are only named
	opening chan struct{} // a seat for each file that is being opened
}

// New makes an App. It asks nothing of Teams or the store yet.
func New(o Options) (*App, error) {
	if len(o.Desks) == 0 || o.Client == nil {
		return nil, errors.New("teams: at least one desk and a client are needed")
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Fresh <= 0 {
		o.Fresh = time.Hour
	}
	if o.Grace <= 0 {
		o.Grace = room.Grace
	}
	o.Tenant = strings.ToLower(o.Tenant)
	a := &App{o: o, posters: map[string]*room.Poster{}, said: remembering[bool](maxSaid),
		spoken: remembering[string](maxPeople), known: remembering[string](maxPeople), logged: remembering[time.Time](maxRooms)}
	a.inside, a.opening = a.newInside(), make(chan struct{}, openings)
	var err error
	if a.links, err = newLinks(o.PublicURL, o.Secret, o.Now); err != nil {
		return nil, err
	}
	for i := range o.Desks {
		if err := a.add(o.Desks[i]); err != nil {
			return nil, err
		}
	}
	return a, nil
}

func remembering[T any](n int) *lru.Cache[string, T] {
	c, err := lru.New[string, T](n)
	if err != nil {
		panic("teams: " + err.Error()) // only for a size below one
	}
	return c
}

func (a *App) add(d Desk) error {
	switch {
	case d.Desk == nil || d.Memory == nil:
		return fmt.Errorf("teams: the desk %q lacks its port or its memory", d.Name)
	case a.desk(d.Name) != nil:
		return fmt.Errorf("teams: the desk %q is there twice", d.Name)
	case d.Routes.Home() == "":
		return fmt.Errorf("teams: the desk %q has no room", d.Name)
	}
	if d.Zone == nil {
		d.Zone = time.UTC
	}
	d.Routes = slices.Clone(d.Routes)
	for i := range d.Routes {
		d.Routes[i].Room = a.roomName(d.Routes[i].Room)
	}
	a.desks = append(a.desks, &d)
	a.posters[d.Name] = room.New(room.Options{Surface: newSurface(a, &d), Memory: d.Memory, Log: a.o.Log.With("desk", d.Name), Now: a.o.Now, Grace: a.o.Grace})
	return nil
}

// Poster keeps the rooms of a desk showing its tasks as they stand; nil if there
// is no such desk. One copy of the program runs it at a time.
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
