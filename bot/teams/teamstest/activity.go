package teamstest

import "strings"

// from is an activity of a person in a conversation, as Teams fills it in. In a
// channel it belongs to a thread; a click's to that of its message. The lock is held.
func (s *Server) from(u *User, r *room, thread, message string, more fields) *delivery {
	data := fields{"tenant": fields{"id": r.tenant}}
	place := fields{"id": r.id, "conversationType": r.kind, "tenantId": r.tenant}
	if r.kind != personal {
		place["isGroup"] = true
	}
	if r.kind == channel {
		if root := either(thread, message); root != "" {
			place["id"] = r.id + ";messageid=" + root
		}
		data["teamsChannelId"], data["teamsTeamId"] = r.id, r.team.ID
		data["channel"], data["team"] = fields{"id": r.id}, s.teamInfo(r.team)
	}
	if more["type"] == "invoke" {
		data["source"] = fields{"name": "message"}
	}
	a := fields{
		"from":         fields{"id": s.TeamsID(u.ID), "name": u.Name, "aadObjectId": u.AAD},
		"recipient":    fields{"id": s.BotID(), "name": s.o.BotName},
		"conversation": place, "channelData": data, "locale": u.Locale, "localTimezone": u.TZ,
		"localTimestamp": s.now().Format("2006-01-02T15:04:05.000Z07:00"),
		"entities":       []any{fields{"type": "clientInfo", "locale": u.Locale, "country": country(u.Locale), "platform": "Web", "timezone": u.TZ}},
	}
	for name, v := range more {
		a[name] = v
	}
	return s.delivery(r.tenant, a)
}

func (s *Server) teamInfo(t *Team) fields {
	return fields{"id": t.ID, "name": t.Name, "aadGroupId": guid("group " + t.ID), "tenantId": t.Tenant}
}

func country(locale string) string {
	_, c, _ := strings.Cut(locale, "-")
	return c
}
