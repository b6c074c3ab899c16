// Package clickbench measures what a click costs beside the chats' own
// frameworks: a handler in Bolt for JavaScript (Slack) or in Microsoft's
// botbuilder (Teams) that verifies the same request, does one write to the same
// Redis, and answers. It is for benchmarks; the program never imports it.
//
// It is not a test of those frameworks, and their handlers are no peers in what
// they do: they keep a stamp, and ask nobody whether the click may be.
//
// One run goes through it like this: Bolt or BotBuilder begins a handler in a
// process of its own on the loopback; SlackClick or TeamsClick make the clicks,
// Signed or Bearing prove them; Load sends them and tells how many a second and
// how long each took; Compare does that to both sides in turns and reports the
// figures under fixed names.
package clickbench
