package connector

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"salesclerk/bot/intake"
)

// Member is a person in a conversation. Names and addresses are strangers' text.
type Member struct {
	ID     string // Teams' own for this app, "29:…"
	AAD    string // the object id in Entra, lower case
	Tenant string // lower case; "" where Teams does not say
	Name   string
	Email  string
	UPN    string // user principal name
}

// MembersMax is how many members Members reads.
const MembersMax = 10_000

const membersPage = 500 // the most that Teams gives at once

// CreatePersonal opens the chat with one person, or finds it: both are the same
// to Teams. user is the person's "29:…" or object id in Entra; the app must be
// installed for it. serviceURL is that of any conversation of the tenant.
func (c *Client) CreatePersonal(ctx context.Context, serviceURL, tenant, user string) (Conversation, error) {
	k := &call{method: "create", thread: "create " + user, tenant: tenant, repeat: true, verb: http.MethodPost}
	body, err := intake.JSON(map[string]any{
		"isGroup": false, "bot": map[string]string{"id": botID(c.o.AppID)}, "tenantId": tenant,
		"members":     []any{map[string]string{"id": user}},
		"channelData": map[string]any{"tenant": map[string]string{"id": tenant}}})
	if err != nil {
		return Conversation{}, fmt.Errorf("create: %w", err)
	}
	k.body = body
	var made struct {
		ID         string `json:"id"`
		ServiceURL string `json:"serviceUrl"`
	}
	if err := c.ask(ctx, k, serviceURL, &made); err != nil {
		return Conversation{}, err
	}
	if named(made.ID) != nil {
		return Conversation{}, fmt.Errorf("create: the answer names no conversation")
	}
	if c.o.allowed(made.ServiceURL) {
		serviceURL = made.ServiceURL
	}
	return Conversation{ID: made.ID, Type: Personal, Tenant: strings.ToLower(tenant), ServiceURL: serviceURL}, nil
}

// Members are all people in a conversation (of a channel: in its team), at most
// MembersMax.
func (c *Client) Members(ctx context.Context, in Conversation) (all []Member, err error) {
	if err := named(in.ID); err != nil {
		return nil, fmt.Errorf("members: %w", err)
	}
	for next := ""; ; {
		var page struct {
			Members []member `json:"members"`
			Next    string   `json:"continuationToken"`
		}
		k := &call{method: "members", thread: "members " + in.ID, tenant: in.Tenant, repeat: true, verb: http.MethodGet}
		q := url.Values{"pageSize": {fmt.Sprint(membersPage)}}
		if next != "" {
			q.Set("continuationToken", next)
		}
		if err := c.ask(ctx, k, in.ServiceURL, &page, in.ID, "pagedmembers?"+q.Encode()); err != nil {
			return nil, err
		}
		for _, m := range page.Members {
			all = append(all, m.plain())
		}
		if page.Next == "" || page.Next == next || len(all) >= MembersMax {
			return all[:min(len(all), MembersMax)], nil
		}
		next = page.Next
	}
}

// Member is one person in a conversation by its "29:…" or object id in Entra;
// ErrGone if it is not in it.
func (c *Client) Member(ctx context.Context, in Conversation, user string) (Member, error) {
	if err := named(in.ID, user); err != nil {
		return Member{}, fmt.Errorf("member: %w", err)
	}
	k := &call{method: "member", thread: "members " + in.ID, tenant: in.Tenant, repeat: true, verb: http.MethodGet}
	var m member
	err := c.ask(ctx, k, in.ServiceURL, &m, in.ID, "members/"+url.PathEscape(user))
	return m.plain(), err
}

// member is a TeamsChannelAccount.
type member struct {
	ID     string `json:"id"`
	AAD    string `json:"aadObjectId"`
	Object string `json:"objectId"` // the same, in older answers
	Tenant string `json:"tenantId"`
	Name   string `json:"name"`
	Email  string `json:"email"`
	UPN    string `json:"userPrincipalName"`
}

func (m member) plain() Member {
	return Member{ID: m.ID, AAD: strings.ToLower(either(m.AAD, m.Object)), Tenant: strings.ToLower(m.Tenant),
		Name: m.Name, Email: m.Email, UPN: m.UPN}
}

// ask makes a call to /v3/conversations, or below one if it is named, and reads
// its answer. The rest is escaped already.
func (c *Client) ask(ctx context.Context, k *call, serviceURL string, into any, below ...string) error {
	k.service, k.url = serviceURL, strings.TrimSuffix(serviceURL, "/")+"/v3/conversations"
	if len(below) == 2 {
		k.url += "/" + url.PathEscape(below[0]) + "/" + below[1]
	}
	if err := c.do(ctx, k); err != nil {
		return err
	}
	if err := json.Unmarshal(k.answer, into); err != nil {
		return fmt.Errorf("%s: the answer is not the JSON that it should be: %w", k.method, err)
	}
	return nil
}
