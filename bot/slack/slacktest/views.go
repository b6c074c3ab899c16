package slacktest

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// view is a modal or home tab with what a person typed.
type view struct {
	View
	user   *User
	list   layout
	title  fields // text objects as they were sent
	submit fields
	close  fields
	state  values
	offers map[[2]string][]fields // last suggestions by block and action id
}

// trigger is a trigger_id that was given out with an interaction.
type trigger struct {
	user  *User
	made  time.Time
	used  bool
	modal bool // it came out of a modal, so it may push
}

// deepest is how many modals can lie on each other. https://docs.slack.dev/surfaces/modals
const deepest = 3

func (s *Server) newTrigger(u *User, modal bool) string {
	id := fmt.Sprintf("%s.%s", s.id("1"), strings.ToLower(u.Team))
	s.triggers[id] = &trigger{user: u, made: s.now(), modal: modal}
	return id
}

// useTrigger takes a trigger, which works once and not for long.
func (s *Server) useTrigger(id string) (*trigger, *refusal) {
	t := s.triggers[id]
	switch {
	case t == nil:
		s.unexpected("trigger_id %q was never given out", id)
		return nil, no("invalid_trigger_id")
	case s.limits.TriggerLife > 0 && s.now().Sub(t.made) > s.limits.TriggerLife:
		return nil, no("expired_trigger_id")
	case t.used:
		return nil, no("exchanged_trigger_id")
	}
	return t, nil
}

func (s *Server) openView(p url.Values) (fields, *refusal) {
	t, r := s.useTrigger(p.Get("trigger_id"))
	if r != nil {
		return nil, r
	}
	v, r := s.readView("views.open", p.Get("view"), "modal", t.user)
	if r != nil {
		return nil, r
	}
	t.used = true
	v.Root = v.ID
	s.views[s.key(t.user)] = []*view{v}
	return fields{"view": s.viewJSON(v)}, nil
}

func (s *Server) pushView(p url.Values) (fields, *refusal) {
	t, r := s.useTrigger(p.Get("trigger_id"))
	if r != nil {
		return nil, r
	}
	if !t.modal || len(s.views[s.key(t.user)]) == 0 {
		s.unexpected("views.push without a modal to push on")
		return nil, no("invalid_arguments", "[ERROR] the trigger comes from no open modal")
	}
	v, r := s.readView("views.push", p.Get("view"), "modal", t.user)
	if r != nil {
		return nil, r
	}
	if r := s.push(t.user, v); r != nil {
		return nil, r
	}
	t.used = true
	return fields{"view": s.viewJSON(v)}, nil
}

// push lays a view on a person's stack.
func (s *Server) push(u *User, v *view) *refusal {
	stack := s.views[s.key(u)]
	if len(stack) >= deepest {
		s.unexpected("a modal %d deep was pushed", deepest+1)
		return no("push_limit_reached")
	}
	v.Root, v.Previous = v.ID, ""
	if len(stack) > 0 {
		v.Root, v.Previous = stack[0].ID, stack[len(stack)-1].ID
	}
	s.views[s.key(u)] = append(slices.Clip(stack), v)
	return nil
}

func (s *Server) updateView(p url.Values) (fields, *refusal) {
	old := s.viewBy(func(v *view) bool {
		return v.Type == "modal" && (v.ID == p.Get("view_id") || v.ExternalID != "" && v.ExternalID == p.Get("external_id"))
	})
	if old == nil {
		return nil, no("not_found")
	}
	if hash := p.Get("hash"); hash != "" && hash != old.Hash {
		return nil, no("hash_conflict")
	}
	v, r := s.readView("views.update", p.Get("view"), "modal", old.user, old)
	if r != nil {
		return nil, r
	}
	s.replaceView(old, v)
	return fields{"view": s.viewJSON(old)}, nil
}

// replaceView shows something else in a view; what was typed stays in fields with the same ids.
func (s *Server) replaceView(old, v *view) {
	id, root, previous, typed := old.ID, old.Root, old.Previous, old.state
	*old = *v
	old.ID, old.Root, old.Previous = id, root, previous
	old.state = freshState(old.list, typed)
}

func (s *Server) publishView(p url.Values) (fields, *refusal) {
	u := s.byID(p.Get("user_id"))
	if u == nil || u.Deleted {
		return nil, no("invalid_arguments", "[ERROR] user_id is not known")
	}
	old := s.homes[s.key(u)]
	if hash := p.Get("hash"); hash != "" && old != nil && hash != old.Hash {
		return nil, no("hash_conflict")
	}
	v, r := s.readView("views.publish", p.Get("view"), "home", u)
	if r != nil {
		return nil, r
	}
	if old != nil {
		s.replaceView(old, v)
		v = old
	}
	v.Root = v.ID
	s.homes[s.key(u)] = v
	return fields{"view": s.viewJSON(v)}, nil
}

func (s *Server) viewBy(like func(*view) bool) *view {
	for _, stack := range s.views {
		for _, v := range stack {
			if like(v) {
				return v
			}
		}
	}
	return nil
}

var viewKeys = map[string][]string{
	"modal": {"type", "title", "blocks", "close", "submit", "private_metadata", "callback_id", "clear_on_close", "notify_on_close", "external_id", "submit_disabled"},
	"home":  {"type", "blocks", "private_metadata", "callback_id", "external_id"},
}

// readView decodes and judges a view. The lock is held.
func (s *Server) readView(method, data, kind string, u *User, old ...*view) (*view, *refusal) {
	if s.limits.ViewBytes > 0 && len(data) > s.limits.ViewBytes {
		s.unexpected("%s: view_too_large: %d bytes", method, len(data))
		return nil, no("view_too_large")
	}
	var raw fields
	if err := decode([]byte(data), &raw); err != nil {
		s.unexpected("%s: the view is no JSON object", method)
		return nil, no("invalid_arguments", "[ERROR] view is no JSON object")
	}
	var blocks json.RawMessage
	if list, is := raw["blocks"].([]any); is {
		blocks = encode(list)
	}
	list, wrong := s.readBlocks(string(blocks), kind)
	if wrong = append(wrong, checkView(raw, kind, list)...); len(wrong) > 0 {
		s.unexpected("%s: invalid_arguments: %s", method, strings.Join(wrong, "; "))
		return nil, no("invalid_arguments", wrong...)
	}
	v := s.newView(raw, u, list)
	if v.ExternalID != "" {
		if other := s.viewBy(func(o *view) bool { return o.ExternalID == v.ExternalID }); other != nil && !slices.Contains(old, other) {
			return nil, no("duplicate_external_id")
		}
	}
	s.notice(method, "", "", false, layout{child(raw, "title"), child(raw, "submit"), child(raw, "close")})
	s.notice(method, "", "", false, list)
	return v, nil
}

func (s *Server) newView(raw fields, u *User, list layout) *view {
	id := s.id("V")
	v := &view{user: u, list: list, title: child(raw, "title"), submit: child(raw, "submit"), close: child(raw, "close"), offers: map[[2]string][]fields{}}
	v.View = View{
		ID: id, Hash: fmt.Sprintf("%d.%s", s.now().Unix(), id), User: s.key(u), Type: text(raw, "type"),
		Title: shown(raw["title"]), Submit: shown(raw["submit"]), Close: shown(raw["close"]), Blocks: encode(list),
		CallbackID: text(raw, "callback_id"), ExternalID: text(raw, "external_id"), PrivateMetadata: text(raw, "private_metadata"),
		NotifyOnClose: raw["notify_on_close"] == true, ClearOnClose: raw["clear_on_close"] == true,
	}
	v.state = freshState(list, nil)
	return v
}

// checkView judges a view apart from its blocks. https://docs.slack.dev/reference/views/modal-views
func checkView(raw fields, kind string, list layout) (wrong []string) {
	say := func(format string, args ...any) { wrong = append(wrong, "[ERROR] "+fmt.Sprintf(format, args...)) }
	if text(raw, "type") != kind {
		say("type must be %s", kind)
	}
	for _, name := range slices.Sorted(maps.Keys(raw)) {
		if !slices.Contains(viewKeys[kind], name) {
			say("no more items allowed: additional property %q [json-pointer:/view]", name)
		}
	}
	for name, most := range map[string]int{"private_metadata": 3000, "callback_id": 255, "external_id": 255} {
		wrong = append(wrong, tooLong(text(raw, name), most, "/view/"+name)...)
	}
	if kind == "home" {
		return wrong
	}
	for _, name := range []string{"title", "submit", "close"} {
		wrong = append(wrong, checkViewText(raw, name)...)
	}
	input := slices.ContainsFunc(list, func(b any) bool { block, _ := b.(fields); return text(block, "type") == "input" })
	if input && raw["submit"] == nil {
		say("missing required field: submit, since there are input blocks")
	}
	return wrong
}

// checkViewText judges a modal's title or button: plain text of up to 24 characters.
func checkViewText(raw fields, name string) []string {
	object, words := child(raw, name), text(child(raw, name), "text")
	switch {
	case raw[name] == nil && name != "title":
		return nil
	case text(object, "type") != "plain_text" || words == "":
		return []string{"[ERROR] " + name + " must be plain_text with words [json-pointer:/view/" + name + "]"}
	case utf8.RuneCountInString(words) > 24:
		return tooLong(words, 24, "/view/"+name+"/text")
	}
	return nil
}

// viewJSON is a view as payloads and answers hold it.
func (s *Server) viewJSON(v *view) fields {
	out := fields{
		"id": v.ID, "team_id": s.o.Team, "type": v.Type, "blocks": escaped(v.list), "private_metadata": v.PrivateMetadata,
		"callback_id": v.CallbackID, "hash": v.Hash, "root_view_id": v.Root, "previous_view_id": nil, "external_id": v.ExternalID,
		"app_id": s.o.AppID, "bot_id": botID, "app_installed_team_id": s.o.Team, "notify_on_close": v.NotifyOnClose,
		"clear_on_close": v.ClearOnClose, "state": fields{"values": v.state}, "title": nil, "submit": nil, "close": nil,
	}
	if v.Previous != "" {
		out["previous_view_id"] = v.Previous
	}
	for name, object := range map[string]fields{"title": v.title, "submit": v.submit, "close": v.close} {
		if object != nil {
			out[name] = escaped(object)
		}
	}
	return out
}
