// Package wire is the line to Slack: both ways in and the Web API client. It
// proves that a request is Slack's, bounds it, and hands it on; it keeps Slack's
// rate limits on the way out and tells its callers what became of a call. It
// knows no task, no card and no person, and decides nothing.
//
// A click goes through it like this. Over HTTP (NewHTTP) its body is read, at
// most a megabyte, and its signature verified before anything is parsed; over
// Socket Mode (Socket) it comes along a line that was opened with the app's own
// token. Both wait for a place in the Pool, call the Handler with 2.5 of Slack's
// 3 seconds, and acknowledge only when it returns without an error: whoever
// clicked sees that it failed if it did. Answer.After runs behind the
// acknowledgement, bounded by the same Pool.
//
// A message goes out like this: Client.Post looks whether the channel's next
// second has come and whether Slack asked to wait; if not so, it says until when
// (*RateError) at once, so that the caller can serve another channel. What Slack
// refuses is an *APIError; a message that may or may not have arrived is an
// ErrUncertain, to be looked for with Client.Find before it is posted again.
//
// slack-go builds the requests, the signatures' verifier and the types. Its
// socketmode.Client is not used beyond opening a connection and its envelope
// types: at a "disconnect" it closes the line at once, with envelopes unread and
// acknowledgements unsent. Here such a line is read and acknowledged to its end
// while its successor already lives.
package wire
