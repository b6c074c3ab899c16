package playground

import (
	"encoding/json"
	"fmt"
)

// What the Playground plays. Ids look as Teams' own do.
const (
	Tenant   = "5d1c9a3e-0b7f-4c62-9e55-3a8f1d2b6c70"
	AppID    = "8e2f4b61-7c0d-4a39-b1e6-94d5c3f8a217"
	Team     = "19:sales@thread.tacv2"  // also its channel General
	Orders   = "19:orders@thread.tacv2" // the other channel
	Chat     = "19:salespeople@thread.v2"
	Personal = "a:1personal" // of People[0]
)

// Person is somebody in the tenant, in the team and in the group chat.
type Person struct{ ID, AAD, Name string }

// People are all that there are; the Playground wants exactly six.
var People = []Person{person(0, "Anna Berg"), person(1, "Bo Lund"), person(2, "Carl Dam"), person(3, "Dora Falk"), person(4, "Eva Holm"), person(5, "Finn Krag")}

func person(n int, name string) Person {
	return Person{ID: fmt.Sprintf("29:1person%d", n), AAD: fmt.Sprintf("00000000-0000-4000-8000-00000000002%d", n), Name: name}
}

// Config is the person as the program's config names it.
func (p Person) Config() string { return "teams:" + Tenant + "/" + p.AAD }

// config is the Playground's .m365agentsplayground.yml. JSON is YAML.
func config() []byte {
	type object = map[string]any
	user := func(p Person) object {
		return object{"id": p.ID, "name": p.Name, "userPrincipleName": p.AAD + "@example.com", "aadObjectId": p.AAD,
			"givenName": p.Name, "surname": p.Name, "email": p.AAD + "@example.com"}
	}
	var others []object
	for _, p := range People[1:] {
		others = append(others, user(p))
	}
	b, err := json.MarshalIndent(object{
		"version": "0.1.1", "tenantId": Tenant, "bot": object{"id": "28:" + AppID, "name": botName},
		"currentUser": user(People[0]), "users": others,
		"personalChat": object{"id": Personal}, "groupChat": object{"id": Chat, "name": chatName},
		"team": object{"id": Team, "name": teamName, "aadGroupId": "00000000-0000-4000-8000-000000000099",
			"channels": []object{{"id": Orders, "name": channelName}}},
	}, "", " ")
	if err != nil {
		panic("playground: its own config: " + err.Error())
	}
	return b
}

// The names that are shown.
const (
	botName     = "Salesclerk"
	chatName    = "Salespeople"
	teamName    = "Sales"
	channelName = "Orders"
)
