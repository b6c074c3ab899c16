package main

import (
	"net/url"
	"slices"
	"time"

	"salesclerk/agent/task"
	"salesclerk/bot/intake"
	chat "salesclerk/bot/room"
)

// What the chats' parts of the configuration have in common.

// usualGrace is right for the chats as they are.
const usualGrace = duration(chat.Grace)

func (m *mistakes) grace(at string, d duration) {
	if g := time.Duration(d); g < time.Second || g > 5*time.Minute {
		m.add(at, "it is 1s to 5m; %s is right as a rule", time.Duration(usualGrace))
	}
}

// shownKinds are the steps that have cards.
var shownKinds = []task.StepKind{task.StepIncoming, task.StepQuote, task.StepOrder, task.StepOutgoing, task.StepResume, task.StepAssistance}

func (m *mistakes) kinds(at string, list []task.StepKind) {
	for _, k := range list {
		if !slices.Contains(shownKinds, k) {
			m.add(at, "%q is not one of %v", k, shownKinds)
		}
	}
}

// url wants https; http is taken on this machine alone, since tokens go there.
func (m *mistakes) url(at, s string) {
	if s == "" {
		return
	}
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Scheme != "https" && !(u.Scheme == "http" && intake.Loopback(u.Hostname())) {
		m.add(at, "%q is no address that may be used; write it as in https://sales.company.example", s)
	}
}
