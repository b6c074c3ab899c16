package command

import (
	"cmp"
	"net/mail"
	"regexp"
	"strings"

	"salesclerk/agent/lang"
	"salesclerk/cards"
)

// The commands, by the key of their words.
const (
	Tasks = "tasks"
	Task  = "task"
	KPI   = "kpi"
	Stop  = "stop"
	Try   = "try"
	Help  = "help"
)

var commands = []string{Tasks, Task, KPI, Stop, Try, Help}

// periods are those of bot.Figures, by the key of their words.
var periods = []string{"today", "day", "week", "month"}

// MaxRunes is how much of a command is read.
const MaxRunes = 300

// Order is a command as it was understood.
type Order struct {
	What  string   // one of the commands; "" is not known
	Task  string   // "T-1042"
	Words []string // what else was typed
}

var taskID = regexp.MustCompile(`^[A-Za-z]{1,4}-?[0-9]{1,12}$`)

// Parse reads what was typed, in any of the languages.
func Parse(text string) Order {
	words := strings.Fields(clip(cards.Text{S: text}.Line()))
	if len(words) == 0 {
		return Order{What: Help}
	}
	o := Order{What: meant(commands, words[0]), Words: words[1:]}
	if o.What == "" && len(words) > 1 { // "stop all", "tout arrêter"
		if o.What = meant(commands, words[0]+"-"+words[1]); o.What != "" {
			o.Words = words[2:]
		}
	}
	switch {
	case o.What == "" && taskID.MatchString(words[0]):
		return Order{What: Task, Task: taskName(words[0]), Words: words[1:]}
	case (o.What == Tasks || o.What == Task) && len(o.Words) > 0 && taskID.MatchString(o.Words[0]):
		return Order{What: Task, Task: taskName(o.Words[0]), Words: o.Words[1:]}
	case o.What == "":
		o.Words = words
	}
	return o
}

// Period is the one of bot.Figures that is asked for; "today" if none is.
func (o Order) Period() string {
	period := "today"
	for _, w := range o.Words {
		period = cmp.Or(meant(periods, w), period)
	}
	return period
}

// Address is the first mail address among the words; "" for none.
func (o Order) Address() string {
	for _, w := range o.Words {
		if a, err := mail.ParseAddress(strings.TrimPrefix(w, "mailto:")); err == nil && strings.Contains(a.Address, "@") {
			return a.Address
		}
	}
	return ""
}

// Names says whether a desk is named in the words.
func (o Order) Names(desk string) bool {
	typed := " " + strings.ToLower(strings.Join(o.Words, " ")) + " "
	return strings.Contains(typed, " "+strings.ToLower(desk)+" ")
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
			for have := range strings.FieldsSeq(lang.For(tag).T("chat.command." + key)) {
				if strings.EqualFold(have, word) {
					return key
				}
			}
		}
	}
	return ""
}

// clip is the first MaxRunes runes.
func clip(s string) string {
	if r := []rune(s); len(r) > MaxRunes {
		return string(r[:MaxRunes])
	}
	return s
}
