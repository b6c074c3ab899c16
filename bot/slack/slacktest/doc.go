// Package slacktest is a Slack for tests and for trying things by hand: an http server on loopback that is Slack as far
// as the app uses it, keeps state, and refuses what the real one refuses. It shares no code with the app's own client and
// renderer, so that it can judge them.
//
// What it is not: the whole of Slack. Methods that the app does not use are unknown here, and calling one fails the test.
//
// How one thing flows through it: a test makes a [Server], tells it where the app listens ([Server.ConnectHTTP]) or lets
// the app connect by Socket Mode, and adds users and channels. The app posts through the Web API at [Server.URL]; every
// call is authorised, counted against its rate, checked and then done on the state. A person acts through methods such as
// [Server.Click], which find the button that is really there, build the payload as Slack builds it, deliver it and give
// back what the person sees. Tests look with [Server.Messages], [Server.Views] and friends and wait with
// [Server.WaitMessage] and friends, never by sleeping. What nobody should do is kept in [Server.Errors] and fails the
// test when the server closes.
//
//	s := slacktest.New(t, slacktest.Options{})
//	s.ConnectHTTP(app.URL + "/slack") // or let the app connect by Socket Mode: s.WaitSockets(ctx, 1)
//	s.AddUser(slacktest.User{ID: "U1", Name: "Anna", Locale: "da-DK"})
//	s.AddChannel(slacktest.Channel{ID: "C1", Name: "orders", Member: true})
//	api := slack.New(s.BotToken(), slack.OptionAPIURL(s.URL()), slack.OptionAppLevelToken(s.AppToken()))
//	...
//	m, err := s.WaitMessage(ctx, "C1", func(m slacktest.Message) bool { return m.Has("Confirm") })
//	r, err := s.Click(ctx, "U1", m.Channel, m.TS, "Confirm")
//	m, err = s.WaitMessage(ctx, "C1", func(m slacktest.Message) bool { return len(m.Buttons()) == 0 })
//
// What goes wrong on demand: calls of the app ([Server.FailNext]), deliveries to it ([Server.DeliverNext], [Server.Again]),
// sockets ([Server.DropSockets], [Server.FreezeSockets], [Server.DisconnectSockets]), uploads that are shared late
// ([Server.HoldShares]); and what administrators do: Kick, Archive, RevokeToken, SetScopes, DeleteMessage. [Server.Page] shows
// the workspace in a browser and lets a developer act by hand.
//
// Where Slack is not documented, the harsher reading is taken: plain_text comes back with & < > escaped again even where
// they were entities, no burst of posts is let through, a file is completed once. A message that is gone when its response_url
// replaces it gives message_not_found; a kicked app may still edit its messages in public channels.
//
// Users are named by their id, or by "TEAM/USER" where they belong to another workspace (shared channels).
// All methods may be called from any goroutine.
package slacktest
