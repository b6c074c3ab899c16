// Package teamstest is a Microsoft Teams for tests: an http server on loopback
// that is the Bot Connector, Entra's token endpoint and the Bot Framework's keys
// as far as the app uses them, keeps state, and refuses what the real ones refuse.
// It shares no code with the app's own client and handler, so that it can judge
// them.
//
// What it is not: the whole of Teams. Addresses that the app does not use are
// unknown here, and calling one fails the test. Nothing is drawn; what a client
// makes of a card is judged by the rules of its schema only.
//
// How one thing flows through it: a test makes a [Server], tells it where the app
// listens ([Server.Connect]), and adds people, teams and chats. The app asks for a
// token and posts through the REST API at [Server.ServiceURL]; every call is
// authorised, counted against its rates, checked and then done on the state. A
// person acts through methods such as [Server.Click], which find the button that is
// really there, enforce what a client enforces, build the activity as Teams builds
// it, sign it, deliver it and give back what that person sees. Tests look with
// [Server.Messages] and friends and wait with [Server.WaitMessage] and friends,
// never by sleeping. What nobody should do is kept in [Server.Errors] and fails the
// test when the server closes.
//
//	s := teamstest.New(t, teamstest.Options{})
//	s.Connect(app.URL + "/api/messages")
//	s.AddUser(teamstest.User{ID: "anna", Locale: "da-DK"})
//	s.AddTeam(teamstest.Team{ID: "19:sales@thread.tacv2", Channels: []teamstest.Channel{{ID: "19:orders@thread.tacv2"}}})
//	s.Install(ctx, "19:sales@thread.tacv2", "anna")
//	o := connector.Options{AppID: s.AppID(), Secret: s.Secret(), Tenant: s.Tenant(), TokenURL: s.TokenURL(),
//		MetadataURL: s.MetadataURL(), Hosts: []string{s.Host()}}
//	...
//	m, err := s.WaitMessage(ctx, "19:orders@thread.tacv2", func(m teamstest.Message) bool { return m.Has("Confirm") })
//	r, err := s.Click(ctx, "anna", m, "Confirm")
//	m, err = s.WaitMessage(ctx, m.Conversation, func(m teamstest.Message) bool { return len(m.Buttons()) == 0 })
//
// What goes wrong on demand: calls of the app ([Server.FailNext]), deliveries to it
// ([Server.DeliverNext], [Server.Again]), their tokens ([Server.ForgeNext],
// [Server.Rotate]); and what people do: Remove, Block, DeleteMessage,
// DeleteConversation, an app secret that ends ([Server.ExpireSecret]).
//
// Where Teams is not documented, the harsher reading is taken: edits count against
// the rates of a conversation as posts do, all threads of a channel count together,
// a card that breaks a rule of its schema is refused although Teams often shows
// part of it, an input that is empty is left out of what is sent.
//
// People are named by User.ID, a name of the test's own; conversations by Teams'
// ids; the personal chat of a person by [Server.Personal].
// All methods may be called from any goroutine.
package teamstest
