// Package intake bounds what is done for requests that a chat sends: the bodies
// that are read, the handlers at work and those who wait for one, and the work
// that follows an answer. It breaks on no panic of a handler, and waits for what
// is in hand when the program stops. It knows no chat: who a request is from,
// what it asks and what the answer looks like is the chat's own business.
//
// A request goes through it like this: Bodies looks at its method and size, and
// reads its body in bounded time; Pool.Enter waits for a Place, Do calls the
// handler in it, Send writes the answer whole, and Place.Leave gives the place
// back and lets follow what the answer left to be done.
package intake
