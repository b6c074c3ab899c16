package teams

import (
	"context"
	"time"

	"salesclerk/bot/teams/adaptive"
)

const (
	maxListed = 60 // tasks of a desk that are read for one list; the list itself cuts visibly
	listTime  = 3 * time.Second
)

// tasks is the tasks of the person's desks, of which there is at least one, each with a button to open it. A desk
// whose tasks cannot be read is shown as such.
func (a *App) tasks(ctx context.Context, at []asker) reply {
	ctx, end := context.WithTimeout(ctx, listTime)
	defer end()
	var desks []adaptive.Tasks
	for _, k := range at {
		desks = append(desks, a.list(ctx, k))
	}
	k := at[0]
	return shows(adaptive.List(desks, k.Now, k.Zone, k.Words.Tag()))
}

func (a *App) list(ctx context.Context, k asker) adaptive.Tasks {
	out := adaptive.Tasks{Desk: k.d.Name, Person: k.Person, Admins: k.d.admins()}
	tasks, attention, err := k.d.List(ctx, 0, maxListed+1)
	if err != nil {
		a.o.Log.Warn("teams: the tasks of a desk cannot be read", "desk", k.d.Name, "error", err)
		out.Away = true
		return out
	}
	out.Tasks, out.Attention = tasks, attention
	if len(tasks) > maxListed {
		out.Tasks, out.More = tasks[:maxListed], -1
	}
	return out
}
