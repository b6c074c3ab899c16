package teamstest

import (
	"net/http"
	"slices"
	"strconv"
)

// account is a person as the REST API names it. The lock is held.
func (s *Server) account(u *User) fields {
	return fields{"id": s.TeamsID(u.ID), "name": u.Name, "aadObjectId": u.AAD, "objectId": u.AAD, "email": u.Email, "userPrincipalName": u.Email,
		"tenantId": u.Tenant, "userRole": "user"}
}

// create opens a personal chat, or a thread in a channel. The lock is held.
func (s *Server) create(r *http.Request, body []byte) (answer, *refusal) {
	var in fields
	if err := decode(body, &in); err != nil {
		s.unexpected("create: the body is no JSON object")
		return answer{}, no(http.StatusBadRequest, "BadSyntax", "%v", err)
	}
	tenant := either(text(in, "tenantId"), text(child(child(in, "channelData"), "tenant"), "id"))
	members := objects(in["members"])
	if len(members) != 1 || in["isGroup"] == true || tenant == "" {
		s.unexpected("create: want one member, a tenant and no group: %.300s", body)
		return answer{}, no(http.StatusBadRequest, "BadSyntax", "Bad format of conversation.")
	}
	u := s.byTeamsID(text(members[0], "id"))
	if u == nil || u.Tenant != tenant || tenant != r.PathValue("tenant") {
		return answer{}, no(http.StatusBadRequest, "BadArgument", "Failed to decrypt pairwise id")
	}
	to := s.rooms[s.Personal(u.ID)]
	if !to.has() {
		return answer{}, no(http.StatusForbidden, "BotNotInConversationRoster", "The bot is not installed in the user's personal scope.")
	}
	return answer{http.StatusCreated, fields{"id": to.id, "serviceUrl": s.ServiceURL(tenant)}}, nil
}

func (s *Server) allMembers(r *http.Request, _ []byte) (answer, *refusal) {
	list, refused := s.roster(r)
	return answer{body: list}, refused
}

// roster are the people of a conversation. The lock is held.
func (s *Server) roster(r *http.Request) (list []any, refused *refusal) {
	in, _, refused := s.target(r)
	if refused != nil {
		return nil, refused
	}
	for _, u := range s.membersOf(in) {
		list = append(list, s.account(u))
	}
	return list, nil
}

// pagedMembers gives 50 to 500 a page, whatever is asked for.
func (s *Server) pagedMembers(r *http.Request, _ []byte) (answer, *refusal) {
	list, refused := s.roster(r)
	if refused != nil {
		return answer{}, refused
	}
	size, err := strconv.Atoi(either(r.URL.Query().Get("pageSize"), "200"))
	from, wrong := strconv.Atoi(either(r.URL.Query().Get("continuationToken"), "0"))
	if err != nil || wrong != nil || from < 0 || from > len(list) {
		return answer{}, no(http.StatusBadRequest, "BadSyntax", "Bad page.")
	}
	end := min(len(list), from+max(50, min(size, 500)))
	out := fields{"members": append([]any{}, list[from:end]...)}
	if end < len(list) {
		out["continuationToken"] = strconv.Itoa(end)
	}
	return answer{body: out}, nil
}

func (s *Server) oneMember(r *http.Request, _ []byte) (answer, *refusal) {
	in, _, refused := s.target(r)
	if refused != nil {
		return answer{}, refused
	}
	u := s.byTeamsID(r.PathValue("id"))
	if u == nil || !slices.Contains(s.membersOf(in), u) {
		return answer{}, no(http.StatusNotFound, "MemberNotFoundInConversation", "The member was not found in the conversation.")
	}
	return answer{body: s.account(u)}, nil
}

// teamDetails and channels say what a team is and has. The lock is held.
func (s *Server) teamDetails(r *http.Request, _ []byte) (answer, *refusal) {
	t, refused := s.team(r)
	if refused != nil {
		return answer{}, refused
	}
	return answer{body: fields{"id": t.ID, "name": t.Name, "aadGroupId": guid("group " + t.ID), "tenantId": t.Tenant}}, nil
}

func (s *Server) channels(r *http.Request, _ []byte) (answer, *refusal) {
	t, refused := s.team(r)
	if refused != nil {
		return answer{}, refused
	}
	list := []any{fields{"id": t.ID}} // General has no name
	for _, c := range t.Channels {
		list = append(list, fields{"id": c.ID, "name": c.Name})
	}
	return answer{body: fields{"conversations": list}}, nil
}

func (s *Server) team(r *http.Request) (*Team, *refusal) {
	t := s.teams[r.PathValue("id")]
	switch {
	case t == nil || t.Tenant != r.PathValue("tenant"):
		return nil, no(http.StatusNotFound, "NotFound", "There is no such team.")
	case !t.Installed:
		return nil, no(http.StatusForbidden, "BotNotInConversationRoster", "The bot is not part of the conversation roster.")
	}
	return t, nil
}
