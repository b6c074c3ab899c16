package views

import (
	"github.com/slack-go/slack"

	"salesclerk/agent/task"
)

// HomeDesk is what the Home shows of one desk. Tasks are as bot.Tasks.List gives
// them, whole: those that need attention first, oldest first, then the others,
// newest first.
type HomeDesk struct {
	Name      string
	Person    task.Person // the reader, with the rights at this desk
	Tasks     []task.Task
	Attention int      // how many need attention in all
	More      int      // how many are there beyond Tasks; -1: some
	Away      bool     // its tasks could not be read
	Admins    []string // who can give rights, by name; shown where the reader has none
}

// Home is the App Home: per desk what needs attention, then the reader's own
// tasks, then the rest.
func Home(desks []HomeDesk, o Look) slack.HomeTabViewRequest {
	return slack.HomeTabViewRequest{Type: slack.VTHomeTab, CallbackID: "sc:home"}
}
