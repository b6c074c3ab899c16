package slack

import (
	"net/mail"
	"regexp"
	"strings"

	"salesclerk/agent/lang"
	"salesclerk/cards"
)

// The commands, by the key of their words.
const (
	cmdTasks = "tasks"
	cmdTask  = "task"
	cmdKPI   = "kpi"
	cmdStop  = "stop"
	cmdTry   = "try"
	cmdHelp  = "help"
)

var commands = []string{cmdTasks, cmdTask, cmdKPI, cmdStop, cmdTry, cmdHelp}

// periods are those of bot.Figures, by the key of their words.
var periods = []string{"today", "day", "week", "month"}

// maxCommand is how much of a command is read, in runes.
const maxCommand = 300

// order is a command as it was understood.
type order struct {
	what  string   // one of the commands; "" is not known
	task  string   // "T-1042"
	words []string // what else was typed
}

var taskID = regexp.MustCompile(`^[A-Za-z]{1,4}-?[0-9]{1,12}$`)

// parse reads what was typed after the command, in any of the languages.
func parse(text string) order {
	words := strings.Fields(clip(cards.Text{S: text}.Line(), maxCommand))
	if len(words) == 0 {
		return order{what: cmdHelp}
	}
	o := order{what: meant(commands, words[0]), words: words[1:]}
	if o.what == "" && len(words) > 1 { // "stop all", "tout arrêter"
		if o.what = meant(commands, words[0]+"-"+words[1]); o.what != "" {
			o.words = words[2:]
		}
	}
	switch {
	case o.what == "" && taskID.MatchString(words[0]):
		return order{what: cmdTask, task: taskName(words[0]), words: words[1:]}
	case (o.what == cmdTasks || o.what == cmdTask) && len(o.words) > 0 && taskID.MatchString(o.words[0]):
		return order{what: cmdTask, task: taskName(o.words[0]), words: o.words[1:]}
	case o.what == "":
		o.words = words
	}
	return o
}

// sampleAddress is the address in examples.
const sampleAddress = "you@customer.example"

// address is the first mail address among the words; "" for none.
func (o order) address() string {
	for _, w := range o.words {
		if a, err := mail.ParseAddress(strings.TrimPrefix(w, "mailto:")); err == nil && strings.Contains(a.Address, "@") {
			return a.Address
		}
	}
	return ""
}

// taskName is a task's id as it is written: "t1042" is T-1042.
func taskName(s string) string {
	s = strings.ToUpper(s)
	if i := strings.IndexAny(s, "0123456789"); i > 0 && s[i-1] != '-' {
		s = s[:i] + "-" + s[i:]
	}
	return s
}

// meant is the key whose words in any language have the word; "" for none.
func meant(keys []string, word string) string {
	for _, key := range keys {
		for _, tag := range lang.Supported() {
			for have := range strings.FieldsSeq(lang.For(tag).T("slack.app.command." + key)) {
				if strings.EqualFold(have, word) {
					return key
				}
			}
		}
	}
	return ""
}
