package bot

import (
	"slices"

	"salesclerk/agent/task"
)

// Route leads cards to a room of the platform's. Empty conditions fit everything.
type Route struct {
	Room   string
	Kinds  []task.StepKind
	Groups []string // customer groups, task.Party.Group
}

// Routes are a desk's: the first that fits counts; the last has no conditions, and
// its room is the desk's.
type Routes []Route

// Room is where a new card of this kind goes for a customer of this group.
func (all Routes) Room(kind task.StepKind, group string) string {
	for _, r := range all {
		if (len(r.Kinds) == 0 || slices.Contains(r.Kinds, kind)) && (len(r.Groups) == 0 || slices.Contains(r.Groups, group)) {
			return r.Room
		}
	}
	return all.Home()
}

// Home is the desk's room, for what fits no other; "" if there is none.
func (all Routes) Home() string {
	if len(all) == 0 {
		return ""
	}
	return all[len(all)-1].Room
}

// Own says whether cards of the desk go to a room.
func (all Routes) Own(room string) bool {
	return room != "" && slices.ContainsFunc(all, func(r Route) bool { return r.Room == room })
}

// Rooms is each room once, in their order.
func (all Routes) Rooms() (list []string) {
	for _, r := range all {
		if !slices.Contains(list, r.Room) {
			list = append(list, r.Room)
		}
	}
	return list
}
