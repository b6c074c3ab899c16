// Package playground starts the Microsoft 365 Agents Playground, a Teams client
// that is not ours, and people who look at it in headless Chromium. It is for tests
// only: npm installs the Playground into the user's cache when a test asks for it,
// and its licence does not allow to ship it.
//
// What it is not: the whole of Teams. It has no dialogs, no refresh for single
// people, no type-ahead, no deletion, no tokens and no limits; package teamstest has
// them. It judges nothing but that a page works: what a page shows is for the test.
//
// How one click flows through it: [Start] writes the Playground's config (one team
// with one channel beside General, one group chat, one personal chat, six people),
// runs it on loopback, and runs a driver of ours in node that opens a browser
// context for each person. [Page.Press] asks the driver for the newest card that
// shows the words, presses its button as a person does, and the Playground sends
// the bot an invoke; [Page.Wait] waits until a card shows what the bot made of it.
// Everybody else's pages are told by the Playground itself, but for what people
// write: only their own page shows that.
//
// The Playground knows one person who looks. For the others the driver changes who
// that is in what the page is told at its start; the page then names that person in
// all that it sends. Only [People][0] has a personal chat.
//
// A page may ask nobody but the Playground. An error in a script of the page, and a
// card or activity that the Playground says it does not support, fail the test, the
// latter unless [Options].Lacks has it.
//
//	p := playground.Start(t, "http://127.0.0.1:3978/api/messages", playground.Options{})
//	anna, bo := p.Page(playground.People[0]), p.Page(playground.People[1])
//	anna.Channel(); bo.Channel() // before the bot posts: there is no history
//	anna.Wait("Order of 3 chairs")
//	anna.Press("Confirm", "Order of 3 chairs")
//	bo.Wait("Confirmed by Anna")
package playground
