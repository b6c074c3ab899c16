package main

import (
	"cmp"
	"fmt"
	"net"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"salesclerk/agent/task"
	"salesclerk/bot/intake"
)

// teamsConfig is the bot in Teams that all desks share. Teams calls
// /api/messages on listen.
type teamsConfig struct {
	AppID      string   `yaml:"app_id"`
	Secret     string   `yaml:"secret"`
	Tenant     string   `yaml:"tenant"`
	Tenants    []string `yaml:"tenants"`    // others that may call, as in shared channels
	PublicURL  string   `yaml:"public_url"` // where Teams reaches listen
	Name       string   `yaml:"name"`
	Company    string   `yaml:"company"`
	Website    string   `yaml:"website"`
	Version    string   `yaml:"package_version"`
	ServiceURL string   `yaml:"service_url"` // for rooms of which nothing came yet
	Grace      duration `yaml:"grace"`       // after so long nothing that Teams was asked for can still happen
	// National clouds and tests.
	TokenURL    string   `yaml:"token_url"`
	MetadataURL string   `yaml:"metadata_url"`
	Issuers     []string `yaml:"issuers"`
	Hosts       []string `yaml:"hosts"`
	// Development is for the Agents Playground: no credentials, loopback only.
	Development bool `yaml:"development"`
}

// deskTeamsConfig is where a desk's cards are shown.
type deskTeamsConfig struct {
	Room  string            `yaml:"room"`
	Rooms []teamsRoomConfig `yaml:"rooms"` // the first that fits; else room
}

// teamsRoomConfig is a room for some of a desk's cards. Empty lists fit all.
type teamsRoomConfig struct {
	Room   string          `yaml:"room"`
	Kinds  []task.StepKind `yaml:"kinds"`
	Groups []string        `yaml:"customer_groups"`
}

// publicCloud is where Teams is called unless it says otherwise.
const publicCloud = "https://smba.trafficmanager.net/teams/"

func (c *teamsConfig) defaults() {
	if c.ServiceURL == "" && !c.Development {
		c.ServiceURL = publicCloud
	}
	c.Grace = cmp.Or(c.Grace, usualGrace)
}

// on says whether there is Teams at all.
func (c *teamsConfig) on() bool { return c.AppID != "" || c.Development }

const guidPattern = `[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}`

var (
	guid        = regexp.MustCompile(`^` + guidPattern + `$`)
	teamsRoom   = regexp.MustCompile(`^(19:.+@.+|teams:(?:` + guidPattern + `/)?` + guidPattern + `)$`)
	teamsPerson = regexp.MustCompile(`^teams:(?:(` + guidPattern + `)/)?(` + guidPattern + `)$`)
)

// defaults takes rooms as they stand in the links that Teams gives.
func (d *deskTeamsConfig) defaults() {
	d.Room = plainRoom(d.Room)
	for i := range d.Rooms {
		d.Rooms[i].Room = plainRoom(d.Rooms[i].Room)
	}
}

func plainRoom(id string) string {
	if plain, err := url.PathUnescape(id); err == nil {
		return plain
	}
	return id
}

func (c *config) checkTeams(m *mistakes) {
	t := &c.Teams
	wanted := slices.ContainsFunc(c.Desks, func(d deskConfig) bool { return d.Teams.Room != "" || len(d.Teams.Rooms) > 0 })
	if !t.on() {
		if wanted || t.Secret != "" {
			m.add("teams.app_id", "give the bot's Microsoft App ID")
		}
		return
	}
	t.check(m, c.Listen)
	if !wanted {
		m.add("desks", "Teams is configured and no desk has a teams.room")
	}
	for i := range c.Desks {
		c.Desks[i].Teams.check(m, fmt.Sprintf("desks[%d].teams", i), t.Development)
	}
}

func (c *teamsConfig) check(m *mistakes, listen string) {
	if listen == "" {
		m.add("listen", "Teams calls this program: say on which address it listens")
	}
	switch {
	case c.Development && (c.AppID != "" || c.Secret != ""):
		m.add("teams.development", "development is without app_id and secret, for the Agents Playground on this machine alone")
	case c.Development:
		if host, _, err := net.SplitHostPort(listen); listen != "" && (err != nil || !intake.Loopback(host)) {
			m.add("listen", "%q can be reached from other machines, and with teams.development nobody proves who they are: write 127.0.0.1:PORT", listen)
		}
		if u, err := url.Parse(c.PublicURL); c.PublicURL != "" && (err != nil || !intake.Loopback(u.Hostname())) {
			m.add("teams.public_url", "%q leads to another machine: with teams.development leave it out", c.PublicURL)
		}
		return
	}
	if !guid.MatchString(c.AppID) {
		m.add("teams.app_id", "%q is no Microsoft App ID, as in 01234567-89ab-cdef-0123-456789abcdef", c.AppID)
	}
	if !guid.MatchString(c.Tenant) {
		m.add("teams.tenant", "give your tenant's ID, as in 01234567-89ab-cdef-0123-456789abcdef: the bot is single-tenant")
	}
	for _, t := range c.Tenants {
		if !guid.MatchString(t) {
			m.add("teams.tenants", "%q is no tenant's ID", t)
		}
	}
	m.grace("teams.grace", c.Grace)
	if c.Secret == "" {
		m.add("teams.secret", "give the client secret of the bot's app registration")
	}
	for at, s := range map[string]string{"public_url": c.PublicURL, "website": c.Website, "service_url": c.ServiceURL, "token_url": c.TokenURL, "metadata_url": c.MetadataURL} {
		m.url("teams."+at, s)
	}
}

func (d *deskTeamsConfig) check(m *mistakes, at string, development bool) {
	if d.Room == "" && len(d.Rooms) > 0 {
		m.add(at+".room", "name the room for what fits none of the rooms")
	}
	m.teamsRoom(at+".room", d.Room, development)
	for i, r := range d.Rooms {
		at := fmt.Sprintf("%s.rooms[%d]", at, i)
		if r.Room == "" {
			m.add(at+".room", "name the room")
		}
		m.teamsRoom(at+".room", r.Room, development)
		m.kinds(at+".kinds", r.Kinds)
	}
}

// teamsRoom refuses what is no room; the Playground's ids have no form.
func (m *mistakes) teamsRoom(at, id string, development bool) {
	if id != "" && !development && !teamsRoom.MatchString(id) {
		m.add(at, "%q is no room in Teams: write 19:…@thread.tacv2, a chat's 19:…@thread.v2, or teams: and a person's object ID", id)
	}
}

// filesURL is where people in Teams open files; "" where nobody said it. In
// development it is this machine.
func (c *teamsConfig) filesURL(listen string) string {
	if _, port, err := net.SplitHostPort(listen); c.PublicURL == "" && c.Development && err == nil && port != "0" {
		return "http://" + listen
	}
	return strings.TrimSpace(c.PublicURL)
}

// publicHost is the host by which Teams reaches this program.
func (c *teamsConfig) publicHost() string {
	u, err := url.Parse(strings.TrimSpace(c.PublicURL))
	if err != nil {
		return ""
	}
	return u.Host
}
