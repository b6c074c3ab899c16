// Package connector is the line to Microsoft Teams: the way in (POST
// /api/messages) and the Bot Connector's REST API. It proves that an activity is
// Teams' and meant for this app, bounds it, and hands it on; on the way out it
// keeps Teams' rate limits and tells its callers what became of a call. It knows
// no task, no card and no person's rights, and decides nothing.
//
// A click goes through it like this. NewHTTP proves the bearer token (signature,
// issuer, audience, times) before a byte of the body is read; reads the body, at
// most 256 KB; compares the few fields that the token speaks of (service URL,
// channel, tenant) before anything else in it is parsed; waits for a place in the
// Pool, calls the Handler with 4 of Teams' 5 seconds, and answers the invoke with
// the handler's own answer. When the handler fails the answer is 503, so that
// whoever clicked sees that it failed. Answer.After runs behind the answer.
//
// A message goes out like this: Client.Send looks whether the address is one of
// Teams' own, whether the conversation's limits leave room, and says until when
// if not (*RateError), so that the caller can serve another conversation. What
// Teams refuses is an *APIError; a message that may or may not have arrived is an
// ErrUncertain, and nobody can ask Teams whether it did.
//
// Of msbotbuilder-go it uses the adapter to parse activities, its types, and the
// response writer that addresses conversations. Its own token checks, its client
// and its dispatch of invokes are not used: they fetch metadata per request, break
// on lists of audiences, lose the ids of what was sent and answer no invoke. The
// tokens are checked with go-jose, and fetched with golang.org/x/oauth2.
package connector
