// Package judge lets other people's programs judge what we show: Slack's own
// types and Microsoft's, through the TypeScript compiler, and libraries that
// draw Block Kit and Adaptive Cards, in a headless Chromium. It is for tests;
// the program itself never imports it, and nothing that it fetches is kept in
// the repository.
//
// It is not a judge of its own: lengths, counts and rules that are in no type are
// the renderers' business to check. A picture shows that a card can be drawn by
// somebody else's reading of it, not that the platform would draw it the same.
//
// One card goes through it like this: NPM installs the pinned packages once into
// the user's cache. Types writes each JSON value as a literal with "satisfies"
// behind it, runs the compiler once over all of them, and reports each complaint
// under the value's name. Draw has a library make a page of each value, opens it
// in Chromium with the network shut, and keeps a picture of it, together with
// what the library could not draw.
//
// Where node, npm or Chromium is missing, or packages cannot be fetched, the test
// is skipped with the reason; with CI=true it fails.
package judge
