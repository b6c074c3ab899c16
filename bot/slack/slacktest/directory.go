package slacktest

import (
	"maps"
	"net/url"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"
)

func (s *Server) authTest(url.Values) (fields, *refusal) {
	return fields{
		"url": "https://" + strings.ToLower(s.o.Team) + ".slack.com/", "team": s.o.Team, "team_id": s.o.Team,
		"user": "salesclerk", "user_id": s.BotUser(), "bot_id": botID, "is_enterprise_install": false,
	}, nil
}

func (s *Server) openConnection(url.Values) (fields, *refusal) {
	ticket := s.id("ticket")
	s.tickets[ticket] = true
	return fields{"url": "ws" + strings.TrimPrefix(s.url, "http") + "/link/?ticket=" + ticket + "&app_id=" + s.o.AppID}, nil
}

// readable finds a channel whose messages the app may read, with the scope that its kind needs.
func (s *Server) readable(id, what string) (*room, *refusal) {
	c := s.channels[id]
	if c == nil || c.Private && !c.Member {
		return nil, no("channel_not_found")
	}
	scope := "channels:" + what
	if c.Private {
		scope = "groups:" + what
	}
	if !slices.Contains(s.scopes, scope) {
		r := no("missing_scope")
		r.more = fields{"needed": scope, "provided": strings.Join(s.scopes, ",")}
		return nil, r
	}
	if what == "history" && !c.Member {
		return nil, no("not_in_channel")
	}
	return c, nil
}

func (s *Server) history(p url.Values) (fields, *refusal) {
	c, r := s.readable(p.Get("channel"), "history")
	if r != nil {
		return nil, r
	}
	found := within(c.posts, p, func(m *post) bool { return m.Thread == "" })
	slices.Reverse(found)
	return s.page(found, p)
}

func (s *Server) replies(p url.Values) (fields, *refusal) {
	c, r := s.readable(p.Get("channel"), "history")
	if r != nil {
		return nil, r
	}
	first := c.find(p.Get("ts"))
	if first == nil {
		return nil, no("thread_not_found")
	}
	if first.Thread != "" {
		first = c.find(first.Thread)
	}
	found := within(c.posts, p, func(m *post) bool { return first != nil && m.Thread == first.TS })
	if p.Get("cursor") == "" && first != nil {
		found = slices.Insert(found, 0, first)
	}
	return s.page(found, p)
}

// within are the messages between oldest and latest.
func within(list []*post, p url.Values, like func(*post) bool) (found []*post) {
	oldest, latest, also := p.Get("oldest"), p.Get("latest"), truth(p.Get("inclusive"))
	for _, m := range list {
		after := oldest == "" || before(oldest, m.TS) || also && !before(m.TS, oldest)
		until := latest == "" || before(m.TS, latest) || also && !before(latest, m.TS)
		if like(m) && after && until {
			found = append(found, m)
		}
	}
	return found
}

// before compares timestamps, whatever their number of digits.
func before(a, b string) bool { return stamp(a).Before(stamp(b)) }

func stamp(ts string) time.Time {
	whole, part, _ := strings.Cut(ts, ".")
	seconds, _ := strconv.ParseInt(whole, 10, 64)
	micro, _ := strconv.ParseInt((part + "000000")[:6], 10, 64)
	return time.Unix(seconds, micro*1000)
}

// page gives up to limit messages and a cursor for the rest.
func (s *Server) page(found []*post, p url.Values) (fields, *refusal) {
	limit, start, r := window(p, 100, 1000)
	if r != nil {
		return nil, r
	}
	list := []any{}
	end := min(start+limit, len(found))
	for _, m := range found[min(start, end):end] {
		list = append(list, s.messageJSON(m, truth(p.Get("include_all_metadata"))))
	}
	out := fields{"messages": list, "has_more": end < len(found)}
	if end < len(found) {
		out["response_metadata"] = fields{"next_cursor": "next:" + strconv.Itoa(end)}
	}
	return out, nil
}

// window reads limit and cursor.
func window(p url.Values, usual, most int) (limit, start int, r *refusal) {
	limit = usual
	if text := p.Get("limit"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > most {
			return 0, 0, no("invalid_limit")
		}
		limit = n
	}
	if cursor := p.Get("cursor"); cursor != "" {
		n, err := strconv.Atoi(strings.TrimPrefix(cursor, "next:"))
		if err != nil || n < 0 {
			return 0, 0, no("invalid_cursor")
		}
		start = n
	}
	return limit, start, nil
}

func (s *Server) channelInfo(p url.Values) (fields, *refusal) {
	c, r := s.readable(p.Get("channel"), "read")
	if r != nil {
		return nil, r
	}
	return fields{"channel": c.json()}, nil
}

func (c *room) json() fields {
	return fields{
		"id": c.ID, "name": c.Name, "name_normalized": c.Name, "is_channel": !c.Private, "is_group": c.Private, "is_private": c.Private,
		"is_member": c.Member, "is_archived": c.Archived, "is_im": false, "is_mpim": false,
	}
}

func (s *Server) channelList(p url.Values) (fields, *refusal) {
	limit, start, r := window(p, 100, 1000)
	if r != nil {
		return nil, r
	}
	types := p.Get("types")
	if types == "" {
		types = "public_channel"
	}
	list := []any{}
	for _, id := range s.order {
		c := s.channels[id]
		wanted := !c.Private && strings.Contains(types, "public_channel") || c.Private && c.Member && strings.Contains(types, "private_channel")
		if wanted && !(c.Archived && truth(p.Get("exclude_archived"))) {
			list = append(list, c.json())
		}
	}
	end := min(start+limit, len(list))
	next := ""
	if end < len(list) {
		next = "next:" + strconv.Itoa(end)
	}
	return fields{"channels": list[min(start, end):end], "response_metadata": fields{"next_cursor": next}}, nil
}

func (s *Server) userInfo(p url.Values) (fields, *refusal) {
	u := s.byID(p.Get("user"))
	if u == nil {
		return nil, no("user_not_found")
	}
	out := fields{
		"id": u.ID, "team_id": u.Team, "name": strings.ToLower(u.Name), "real_name": u.Name, "deleted": u.Deleted, "is_bot": u.Bot,
		"tz": u.TZ, "profile": fields{"real_name": u.Name, "display_name": u.Name, "team": u.Team}, "is_stranger": u.Team != s.o.Team,
	}
	if zone, err := time.LoadLocation(u.TZ); err == nil && u.TZ != "" {
		_, out["tz_offset"] = s.now().In(zone).Zone()
	}
	if truth(p.Get("include_locale")) && u.Locale != "" {
		out["locale"] = u.Locale
	}
	return fields{"user": out}, nil
}

func (s *Server) groupList(p url.Values) (fields, *refusal) {
	list := []any{}
	for _, id := range slices.Sorted(maps.Keys(s.groups)) {
		g := fields{"id": id, "team_id": s.o.Team, "handle": s.groups[id].handle, "name": s.groups[id].handle, "is_usergroup": true}
		if truth(p.Get("include_users")) {
			g["users"] = s.groups[id].users
		}
		list = append(list, g)
	}
	return fields{"usergroups": list}, nil
}

func (s *Server) groupUsers(p url.Values) (fields, *refusal) {
	g, known := s.groups[p.Get("usergroup")]
	if !known {
		return nil, no("no_such_subteam")
	}
	users := slices.Clone(g.users)
	sort.Strings(users)
	return fields{"users": append([]string{}, users...)}, nil
}
